"""Makes `models.sql` and `models.zip` with MLflow's own client (3.17.2 made those here): a store
with logged and registered models and their files; and `models_folder.zip`, the same as a folder
`mlruns`. `python make_models.py FOLDER`, in an environment that has mlflow, scikit-learn and skops.
"""

import os
import sqlite3
import sys
import tempfile
import zipfile
from pathlib import Path

TABLES = (
    *("experiments", "runs", "params", "metrics", "tags", "datasets", "inputs", "input_tags"),
    *("logged_models", "logged_model_params", "logged_model_tags", "logged_model_metrics"),
    *("registered_models", "registered_model_tags", "registered_model_aliases"),
    *("model_versions", "model_version_tags"),
)


def _fill(place: str, uri: str) -> None:
    import mlflow
    import numpy as np
    from mlflow import MlflowClient
    from sklearn.linear_model import LogisticRegression

    mlflow.set_tracking_uri(uri)
    client = MlflowClient()
    mlflow.set_experiment(experiment_id=client.create_experiment("churn", f"{place}/art"))
    table = np.array([[0.0], [1.0], [2.0], [3.0]])
    with mlflow.start_run(run_name="first") as run:
        model = LogisticRegression().fit(table, [0, 0, 1, 1])
        info = mlflow.sklearn.log_model(
            model, name="logreg", registered_model_name="buyers", input_example=table[:2],
            params={"C": 1.0}, serialization_format="skops",
        )  # fmt: skip
        mlflow.log_metric("auc", 0.75, step=1, model_id=info.model_id)
        client.log_artifact(run.info.run_id, f"{place}/note.txt", "old/model")
    client.set_logged_model_tags(info.model_id, {"team": "a"})
    client.update_registered_model("buyers", "Who buys")
    client.set_registered_model_tag("buyers", "area", "sales")
    older = f"{place}/art/{run.info.run_id}/artifacts/old/model"
    client.create_model_version(
        "buyers", older, run.info.run_id, tags={"k": "v"}, description="the older"
    )
    client.create_model_version("buyers", "s3://elsewhere/model")
    client.create_model_version("buyers", "s3://elsewhere/gone")
    client.delete_model_version("buyers", "4")
    client.transition_model_version_stage("buyers", "1", "Production")
    client.set_registered_model_alias("buyers", "champion", "1")
    client.set_registered_model_alias("buyers", "challenger", "2")


def _packed(place: str, target: Path, *tops: str) -> None:
    """Pack folders, without what says where and of which commit this was run."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(each for top in tops for each in Path(place, top).rglob("*")):
            if path.is_file() and not path.name.startswith("mlflow.source."):
                name = path.relative_to(place).as_posix()
                packed.writestr(name, path.read_bytes().replace(place.encode(), b"{place}"))


def _tables(place: str) -> list[str]:
    lines = []
    with sqlite3.connect(f"{place}/mlflow.db") as connection:
        for table in TABLES:
            about = connection.execute(f"PRAGMA table_info({table})")
            columns = [(row[1], row[2]) for row in about]
            listed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
            lines.append(f"CREATE TABLE {table} ({listed});")
            quoted = " || ', ' || ".join(f'quote("{name}")' for name, _ in columns)
            for (values,) in connection.execute(f"SELECT {quoted} FROM {table}"):
                text = values.replace(place, "{place}").replace("\n", " ")
                if "mlflow.source." in text:  # where and of which commit this was run
                    continue
                lines.append(f"INSERT INTO {table} VALUES ({text});")
    connection.close()
    return lines


def main(out: Path) -> None:
    """Make the stores, and write their tables and files."""
    os.environ |= {
        "LOGNAME": "ada", "MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_ALLOW_FILE_STORE": "true",
    }  # fmt: skip
    for kind in ("sqlite", "file"):
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / "note.txt").write_text("by hand\n")
            os.chdir(place)
            is_folder = kind == "file"
            _fill(place, f"file://{place}/mlruns" if is_folder else f"sqlite:///{place}/mlflow.db")
            if is_folder:
                _packed(place, out / "models_folder.zip", "art", "mlruns")
            else:
                lines = _tables(place)
                (out / "models.sql").write_text("\n".join(lines) + "\n", encoding="utf-8")
                _packed(place, out / "models.zip", "art")


main(Path(sys.argv[1]).absolute())
