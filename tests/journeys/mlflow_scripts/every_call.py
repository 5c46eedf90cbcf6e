"""Uses what MLflow's client can do and writes down what it reads back, alike wherever that is kept.

Run with the client's own Python, with pairs of a tracking address and the file to write for it.
Ids and addresses are left out: they differ from server to server.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import mlflow
import numpy as np
import pandas as pd
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

AT = 1_700_000_000_000
OWN_TAGS = ("mlflow.source", "mlflow.user", "mlflow.runName", "mlflow.loggedArtifacts")


def refused(work: Callable[[], Any]) -> str:
    """By which code a call is refused."""
    try:
        work()
    except MlflowException as error:
        return str(error.error_code)
    return "taken"


def told(run: Any) -> dict[str, Any]:
    """What a run says."""
    points = {m.key: [repr(m.value), m.step, m.timestamp] for m in run.data._metric_objs}
    return {
        "name": run.info.run_name,
        "status": run.info.status,
        "stage": run.info.lifecycle_stage,
        "start": run.info.start_time,
        "end": run.info.end_time,
        "params": run.data.params,
        "metrics": points,
        "tags": {k: v for k, v in run.data.tags.items() if not k.startswith(OWN_TAGS)},
        "inputs": [
            [
                *(one.dataset.name, one.dataset.digest, one.dataset.source_type),
                one.dataset.schema,
                *sorted([tag.key, tag.value] for tag in one.tags),
            ]
            for one in run.inputs.dataset_inputs
        ],
    }


def names(runs: Any) -> list[str]:
    """The names of runs, in their order."""
    return [run.info.run_name for run in runs]


def experiments() -> dict[str, Any]:
    """Made, found, tagged, renamed, deleted, brought back."""
    client = MlflowClient()
    number = client.create_experiment("calls", tags={"team": "red", "gone": "x"})
    client.set_experiment_tag(number, "stage", "one")
    client.delete_experiment_tag(number, "gone")
    client.rename_experiment(number, "all calls")
    one = client.get_experiment(number)
    client.delete_experiment(number)
    deleted = client.get_experiment(number).lifecycle_stage
    refusals = [
        refused(lambda: client.create_experiment("all calls")),
        refused(lambda: client.get_experiment("987654321")),
        refused(lambda: client.create_run(number)),
        refused(lambda: client.create_experiment("")),
        refused(lambda: client.search_experiments(filter_string="size > 3")),
        refused(lambda: client.search_experiments(filter_string="name = ")),
    ]
    client.restore_experiment(number)
    for k in range(3):
        client.create_experiment(f"many {k}")
    page = client.search_experiments(max_results=2, order_by=["name ASC"])
    rest = client.search_experiments(
        max_results=2, order_by=["name ASC"], page_token=page.token, view_type=ViewType.ALL
    )
    filters = ("name LIKE 'many%'", "name ILIKE 'MANY 1'", "tags.team = 'red'", "name != 'many 1'")
    return {
        "one": [one.name, one.lifecycle_stage, dict(one.tags), deleted],
        "by name": client.get_experiment_by_name("all calls").name,
        "none": client.get_experiment_by_name("calls"),
        "refusals": refusals,
        "pages": [one.name for one in [*page, *rest]],
        "found": {
            text: sorted(e.name for e in client.search_experiments(filter_string=text))
            for text in filters
        },
    }


def runs() -> dict[str, Any]:
    """Filled one by one and at once, nested, ended, tagged, and what is refused."""
    client = MlflowClient()
    number = client.get_experiment_by_name("all calls").experiment_id
    run = client.create_run(number, start_time=AT, tags={"mlflow.user": "eve"}, run_name="first")
    key = run.info.run_id
    client.log_param(key, "depth", 8)
    client.log_param(key, "depth", "8")
    client.log_metric(key, "auc", 0.75, timestamp=AT + 5, step=3)
    client.log_metric(key, "auc", 0.5, timestamp=AT + 6, step=1)
    client.log_metric(key, "odd", float("nan"), timestamp=AT + 7, step=-2)
    client.log_metric(key, "same step", 1.0, timestamp=AT + 9, step=4)
    client.log_metric(key, "same step", 2.0, timestamp=AT + 8, step=4)
    points = [Metric("loss", 1 / (k + 1), AT + k, k) for k in range(1_500)]
    client.log_batch(key, points[:900], [Param("model", "lgbm"), Param("empty", "")])
    client.log_batch(key, points[900:], tags=[RunTag("team", "red"), RunTag("kürzel", "ä")])
    client.set_tag(key, "gone", 1)
    client.delete_tag(key, "gone")
    client.set_tag(key, "mlflow.note.content", "a note")
    client.update_run(key, name="renamed")
    client.set_terminated(key, "FINISHED", end_time=AT + 9_000)
    child = client.create_run(number, start_time=AT, tags={"mlflow.parentRunId": key})
    client.set_terminated(child.info.run_id, "FAILED", end_time=AT + 1)
    history = client.get_metric_history(key, "loss")
    return {
        "first": told(client.get_run(key)),
        "loss": [[m.step, m.timestamp, m.value] for m in history],
        "auc": [[m.step, m.timestamp, m.value] for m in client.get_metric_history(key, "auc")],
        "nothing": list(client.get_metric_history(key, "nothing")),
        "child": client.get_run(child.info.run_id).info.status,
        "is nested": client.get_parent_run(child.info.run_id).info.run_id == key,
        "refusals": [
            refused(lambda: client.log_param(key, "depth", 9)),
            refused(lambda: client.log_batch(key, params=[Param("a", "1"), Param("a", "2")])),
            refused(lambda: client.get_run("f" * 32)),
            refused(lambda: client.get_run("../../etc")),
            refused(lambda: client.log_metric("f" * 32, "a", 1.0)),
            refused(lambda: client.log_metric(key, "a;b", 1.0)),
            refused(lambda: client.log_metric(key, "../a", 1.0)),
            refused(lambda: client.log_param(key, "p" * 251, 1)),
            refused(lambda: client.log_param(key, "long", "x" * 6_001)),
            refused(lambda: client.set_tag(key, "long", "x" * 8_001)),
            refused(lambda: client.delete_tag(key, "never")),
        ],
    }


def fluent() -> dict[str, Any]:
    """As scripts write it: nested runs, a dict, a figure, a table, a text, a dataset."""
    client = MlflowClient()
    mlflow.set_experiment("fluent")
    with mlflow.start_run(run_name="outer", description="what it is for") as outer:
        mlflow.log_params({"a": 1, "b": [1, 2]})
        mlflow.log_metrics({"m": 1.0, "n": 2.0}, step=2)
        mlflow.set_tags({"t": "u"})
        with mlflow.start_run(run_name="inner", nested=True) as inner:
            mlflow.log_metric("m", 3.0, step=1)
        mlflow.log_text("hello", "notes/a text.txt")
        mlflow.log_dict({"a": [1, 2]}, "conf.json")
        figure, axes = plt.subplots()
        axes.plot([1, 2], [3, 4])
        mlflow.log_figure(figure, "plots/line.png")
        plt.close(figure)
        mlflow.log_image(np.zeros((4, 4, 3), np.uint8), "plots/black.png")
        mlflow.log_table({"x": [1, 2], "y": ["a", "b"]}, "seen.json")
        mlflow.log_table({"x": [3], "y": ["c"]}, "seen.json")
        frame = pd.DataFrame({"x": [1.0, 2.0], "y": [0, 1]})
        data = mlflow.data.from_pandas(frame, name="small", targets="y")
        mlflow.log_input(data, context="training", tags={"origin": "made"})
    with mlflow.start_run(run_id=outer.info.run_id):
        mlflow.log_metric("m", 5.0, step=3)
    try:
        with mlflow.start_run(run_name="fails"):
            raise ValueError("a mistake")
    except ValueError:
        pass
    seen = mlflow.load_table("seen.json", run_ids=[outer.info.run_id])
    whole = told(client.get_run(outer.info.run_id))
    timeless = ("start", "end")
    whole["metrics"] = {name: point[:2] for name, point in whole["metrics"].items()}
    found = mlflow.search_runs(experiment_names=["fluent"], order_by=["metrics.m DESC"])
    return {
        "outer": {k: v for k, v in whole.items() if k not in timeless},
        "inner is in it": client.get_run(inner.info.run_id).data.tags["mlflow.parentRunId"]
        == outer.info.run_id,
        "table": seen.to_dict("list"),
        "text": mlflow.artifacts.load_text(f"runs:/{outer.info.run_id}/notes/a text.txt"),
        "dict": mlflow.artifacts.load_dict(f"runs:/{outer.info.run_id}/conf.json"),
        "image": list(
            mlflow.artifacts.load_image(f"runs:/{outer.info.run_id}/plots/black.png").size
        ),
        "frame": found[["status", "metrics.m", "tags.mlflow.runName"]].fillna(-1).values.tolist(),
        "data": mlflow.data.get_source(client.get_run(outer.info.run_id).inputs.dataset_inputs[0])
        is not None,
    }


def files() -> dict[str, Any]:
    """Put, listed, fetched, refused."""
    client = MlflowClient()
    number = client.get_experiment_by_name("all calls").experiment_id
    key = client.create_run(number, run_name="files").info.run_id
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "in" / "deep").mkdir(parents=True)
        (root / "in" / "ä ö+'.txt").write_text("odd", encoding="utf-8")
        (root / "in" / "deep" / "bytes.bin").write_bytes(bytes(range(256)) * 9_000)
        (root / "in" / "deep" / "empty").write_bytes(b"")
        client.log_artifacts(key, str(root / "in"), "tree")
        client.log_artifact(key, str(root / "in" / "deep" / "bytes.bin"))
        client.log_text(key, "first", "changed.txt")
        client.log_text(key, "second", "changed.txt")
        (root / "out").mkdir()
        back = Path(client.download_artifacts(key, "", str(root / "out")))
        fetched = {
            str(p.relative_to(back)): len(p.read_bytes())
            for p in sorted(back.rglob("*"))
            if p.is_file()
        }
        same = (back / "tree/deep/bytes.bin").read_bytes() == bytes(range(256)) * 9_000
    listed = {
        path: [[f.path, f.is_dir, f.file_size] for f in client.list_artifacts(key, path)]
        for path in ("", "tree", "tree/deep", "nothing")
    }
    return {
        "fetched": fetched,
        "same": same,
        "listed": listed,
        "changed": mlflow.artifacts.load_text(f"runs:/{key}/changed.txt"),
    }


FILTERS = (
    "metrics.auc > 0.55",
    "metrics.auc <= 0.3 and params.model = 'b'",
    "metrics.`with space` >= 2",
    "params.model != 'a'",
    "datasets.name IN ('d1', 'd2')",
    "params.model LIKE '%b%'",
    "params.model ILIKE 'B'",
    "params.depth = '3'",
    "params.never IS NULL",
    "tags.team IS NOT NULL",
    "tags.team = 'red' AND metrics.auc < 0.7",
    "tags.`a.b` = 'dotted'",
    "attributes.status = 'FINISHED'",
    "attributes.run_name LIKE 'run 1%'",
    "attributes.start_time > 1700000000005",
    "run_name = 'run 3'",
    "datasets.name = 'd1'",
    "dataset.context LIKE 'tr%'",
    "tags.mlflow.runName = 'run 4'",
    "start_time >= 1700000000003 and end_time <= 1700000001005",
)
ORDERS = (
    ["metrics.auc DESC"],
    ["metrics.auc ASC", "start_time ASC"],
    ["metrics.late DESC", "start_time ASC"],
    ["params.model ASC", "attributes.start_time DESC"],
    ["tags.team DESC", "start_time ASC"],
    ["run_name DESC"],
    ["start_time"],
)
WRONG = ("metrics.auc >", "metrics.auc = 'x'", "params.a > 3", "nothing.a = 1", "a = 1 or b = 2")


def search() -> dict[str, Any]:
    """Filters, orders, pages, views."""
    client = MlflowClient()
    number = client.create_experiment("search")
    keys = []
    for k in range(12):
        run = client.create_run(number, start_time=AT + k, run_name=f"run {k}")
        key = run.info.run_id
        keys.append(key)
        client.log_batch(
            key,
            [Metric("auc", k / 10 % 1, AT + k, 0), Metric("with space", float(k % 3), AT + k, 0)],
            [Param("model", "abc"[k % 3]), Param("depth", str(k))],
            [RunTag("a.b", "dotted" if k % 4 == 0 else "plain")],
        )
        if k % 2:
            client.set_tag(key, "team", "red" if k % 3 else "blue")
        if k % 5 == 0:
            client.log_metric(key, "late", k, timestamp=AT, step=0)
        if k % 3 == 0:
            data = mlflow.entities.Dataset(f"d{k // 3}", f"{k:08x}", "local", "{}")
            tag = mlflow.entities.InputTag("mlflow.data.context", "train" if k % 2 else "test")
            client.log_inputs(key, [mlflow.entities.DatasetInput(data, [tag])])
        client.set_terminated(key, "FINISHED" if k % 2 else "FAILED", end_time=AT + 1_000 + k)
    pages, token = [], None
    for _ in range(4):
        page = client.search_runs([number], max_results=5, page_token=token)
        pages.append(names(page))
        token = page.token
        if not token:
            break
    client.delete_run(keys[4])
    by_order = {
        ",".join(order): names(client.search_runs([number], order_by=order)) for order in ORDERS
    }
    found = {
        text: names(client.search_runs([number], text, order_by=["start_time ASC"]))
        for text in FILTERS
    }
    views = {
        view: names(client.search_runs([number], run_view_type=number_of))
        for view, number_of in (("deleted", ViewType.DELETED_ONLY), ("all", ViewType.ALL))
    }
    deleted = client.get_run(keys[4]).info.lifecycle_stage
    refusal = refused(lambda: client.log_metric(keys[4], "a", 1.0))
    client.restore_run(keys[4])
    return {
        "pages": pages,
        "orders": by_order,
        "found": found,
        "views": views,
        "deleted": [deleted, refusal, client.get_run(keys[4]).info.lifecycle_stage],
        "wrong": [refused(lambda t=text: client.search_runs([number], t)) for text in WRONG],
    }


PARTS = (experiments, runs, fluent, files, search)

if __name__ == "__main__":
    for uri, file in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        mlflow.set_tracking_uri(uri)
        said = {part.__name__: part() for part in PARTS}
        Path(file).write_text(json.dumps(said, indent=1, sort_keys=True), encoding="utf-8")
