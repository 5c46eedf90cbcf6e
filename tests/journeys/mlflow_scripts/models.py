"""Logs, registers, names, finds, loads and deletes models, and writes down what it reads back.

Run with the client's own Python, with pairs of a tracking address and the file to write for it.
Ids and addresses are left out: they differ from server to server.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightgbm
import mlflow
import numpy as np
import pandas as pd
import xgboost
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from sklearn.linear_model import LogisticRegression

draw = np.random.default_rng(1)
NEEDS = ["mlflow"]
"""What a model needs is said: to find it out takes the client seconds in another process."""
X = pd.DataFrame(draw.normal(size=(120, 3)), columns=["a", "b", "c"])
y = (X["a"] + X["b"] > 0).astype(int)


def refused(work: Callable[[], Any]) -> str:
    """By which code a call is refused."""
    try:
        work()
    except MlflowException as error:
        return str(error.error_code)
    return "taken"


def version(one: Any) -> list[Any]:
    """What a version says."""
    own = {k: v for k, v in one.tags.items() if not k.startswith("mlflow.")}
    return [one.name, int(one.version), one.status, one.description or "", own, sorted(one.aliases)]


def registered(one: Any) -> list[Any]:
    """What a registered model says."""
    aliases = {alias: int(number) for alias, number in one.aliases.items()}
    return [one.name, one.description or "", one.tags, aliases]


def logged() -> dict[str, Any]:
    """Models of three libraries, logged, looked for, loaded by their run and by themselves."""
    client = MlflowClient()
    mlflow.set_experiment("models")
    said: dict[str, Any] = {}
    linear = LogisticRegression(C=0.5).fit(X, y)
    boosted = lightgbm.LGBMClassifier(n_estimators=3, verbose=-1).fit(X, y)
    trees = xgboost.XGBClassifier(n_estimators=3).fit(X, y)
    for name, module, model in (
        ("linear", mlflow.sklearn, linear),
        ("boosted", mlflow.lightgbm, boosted),
        ("trees", mlflow.xgboost, trees),
    ):
        with mlflow.start_run(run_name=name) as run:
            info = module.log_model(
                model, name=name, input_example=X.head(3), pip_requirements=NEEDS
            )
            mlflow.log_metric("auc", 0.9, model_id=info.model_id)
        again = mlflow.pyfunc.load_model(f"models:/{info.model_id}").predict(X)
        by_run = mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/{name}").predict(X)
        one = client.get_logged_model(info.model_id)
        client.set_logged_model_tags(info.model_id, {"kind": name, "gone": "x"})
        client.delete_logged_model_tag(info.model_id, "gone")
        tags = client.get_logged_model(info.model_id).tags
        said[name] = {
            "loads": [
                bool(np.allclose(again, model.predict(X))),
                bool(np.allclose(by_run, model.predict(X))),
            ],
            "status": str(one.status),
            "name": one.name,
            "metrics": [[m.key, m.value] for m in one.metrics or []],
            "tags": {k: v for k, v in tags.items() if not k.startswith("mlflow.")},
            "signature": str(info.signature),
            "outputs": len(client.get_run(run.info.run_id).outputs.model_outputs),
        }
    number = client.get_experiment_by_name("models").experiment_id
    found = client.search_logged_models([number], filter_string="tags.kind = 'linear'")
    said["found"] = [one.name for one in found]
    return said


def registry() -> dict[str, Any]:
    """A model with two versions: named, tagged, described, found, loaded, renamed, deleted."""
    client = MlflowClient()
    said: dict[str, Any] = {}
    for number in (1, 2):
        with mlflow.start_run(run_name=f"reg {number}"):
            mlflow.sklearn.log_model(
                LogisticRegression(C=number).fit(X, y),
                name="model",
                input_example=X.head(3),
                pip_requirements=NEEDS,
                registered_model_name="buyers",
            )
    client.update_registered_model("buyers", "who buys")
    client.update_model_version("buyers", "1", "the first")
    client.set_registered_model_tag("buyers", "team", "red")
    client.set_registered_model_tag("buyers", "gone", "x")
    client.delete_registered_model_tag("buyers", "gone")
    client.set_model_version_tag("buyers", "1", "seen", "yes")
    client.set_registered_model_alias("buyers", "shadow", "1")
    client.set_registered_model_alias("buyers", "spare", "2")
    client.set_registered_model_alias("buyers", "spare", "1")
    said["model"] = registered(client.get_registered_model("buyers"))
    said["versions"] = [version(client.get_model_version("buyers", n)) for n in ("1", "2")]
    said["by alias"] = version(client.get_model_version_by_alias("buyers", "shadow"))
    expected = LogisticRegression(C=1).fit(X, y).predict(X)
    for uri in ("models:/buyers@shadow", "models:/buyers/1", "models:/buyers/2"):
        said[uri] = bool((mlflow.sklearn.load_model(uri).predict(X) == expected).mean() > 0.9)
    said["found"] = {
        text: [registered(one)[0] for one in client.search_registered_models(text)]
        for text in ("name = 'buyers'", "name LIKE 'buy%'", "tags.team = 'red'", "name = 'none'")
    }
    said["found versions"] = sorted(
        int(one.version) for one in client.search_model_versions("name = 'buyers'")
    )
    said["refusals"] = [
        refused(lambda: client.create_registered_model("buyers")),
        refused(lambda: client.get_registered_model("nobody")),
        refused(lambda: client.get_model_version("buyers", "9")),
        refused(lambda: client.get_model_version_by_alias("buyers", "none")),
        refused(lambda: client.set_registered_model_alias("buyers", "bad", "9")),
        refused(lambda: client.create_registered_model("")),
    ]
    client.delete_registered_model_alias("buyers", "spare")
    said["without"] = registered(client.get_registered_model("buyers"))
    client.create_registered_model("empty", {"a": "b"}, "nothing yet")
    said["empty"] = registered(client.get_registered_model("empty"))
    client.rename_registered_model("empty", "renamed")
    said["renamed"] = [
        client.get_registered_model("renamed").name,
        refused(lambda: client.get_registered_model("empty")),
    ]
    client.delete_registered_model("renamed")
    said["deleted"] = refused(lambda: client.get_registered_model("renamed"))
    return said


PARTS = (logged, registry)

if __name__ == "__main__":
    for uri, file in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        mlflow.set_tracking_uri(uri)
        said = {part.__name__: part() for part in PARTS}
        Path(file).write_text(json.dumps(said, indent=1, sort_keys=True), encoding="utf-8")
