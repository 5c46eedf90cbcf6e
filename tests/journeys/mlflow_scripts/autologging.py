"""Trains with what MLflow logs by itself of three libraries, and writes down what it reads back.

Run with the client's own Python, with pairs of a tracking address and the file to write for it.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import lightgbm
import mlflow
import numpy as np
import xgboost
from mlflow import MlflowClient
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

draw = np.random.default_rng(1)
X = draw.normal(size=(200, 4))
y = (X[:, 0] + X[:, 1] ** 2 > 0.5).astype(int)


def told(run_id: str) -> dict[str, Any]:
    """What a run of autologging says."""
    client = MlflowClient()
    run = client.get_run(run_id)
    files: list[str] = []
    folders = [""]
    while folders:
        for one in client.list_artifacts(run_id, folders.pop() or None):
            if one.is_dir:
                folders.append(one.path)
            else:
                files.append(one.path)
    return {
        "status": run.info.status,
        "params": run.data.params,
        "metrics": {name: round(value, 9) for name, value in run.data.metrics.items()},
        "tags": sorted(name for name in run.data.tags if not name.startswith("mlflow.")),
        "files": sorted(files),
        "inputs": [
            [one.dataset.digest, *(tag.value for tag in one.tags)]
            for one in run.inputs.dataset_inputs
        ],
    }


def sklearn() -> dict[str, Any]:
    """A forest, and its accuracy afterwards."""
    with mlflow.start_run(run_name="forest") as run:
        forest = RandomForestClassifier(5, random_state=1).fit(X, y)
        forest.score(X, y)
    return told(run.info.run_id)


def grid() -> dict[str, Any]:
    """A search: its tries are runs below its own."""
    with mlflow.start_run(run_name="grid") as run:
        GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, cv=2).fit(X, y)
    children = MlflowClient().search_runs(
        [run.info.experiment_id], f"tags.mlflow.parentRunId = '{run.info.run_id}'"
    )
    own = told(run.info.run_id)
    # How long the tries took differs from time to time.
    metrics = {k: v for k, v in own["metrics"].items() if "time" not in k}
    tried = sorted(one.data.params["C"] for one in children)
    return {**own, "metrics": metrics, "children": tried}


def boosted() -> dict[str, Any]:
    """LightGBM and XGBoost by their own interfaces, with a metric for each round."""
    said = {}
    with mlflow.start_run(run_name="lightgbm") as run:
        data = lightgbm.Dataset(X, y)
        params = {"objective": "binary", "verbose": -1, "num_leaves": 4, "deterministic": True}
        params |= {"num_threads": 1, "metric": "binary_logloss", "seed": 1}
        lightgbm.train(params, data, 6, valid_sets=[data], valid_names=["train"])
    said["lightgbm"] = told(run.info.run_id)
    name = next(name for name in said["lightgbm"]["metrics"] if "logloss" in name)
    history = MlflowClient().get_metric_history(run.info.run_id, name)
    said["rounds"] = [one.step for one in history]
    with mlflow.start_run(run_name="xgboost") as run:
        matrix = xgboost.DMatrix(X, y)
        settings = {"objective": "binary:logistic", "max_depth": 2, "nthread": 1, "seed": 1}
        xgboost.train(settings, matrix, 6, evals=[(matrix, "train")], verbose_eval=False)
    said["xgboost"] = told(run.info.run_id)
    return said


def system() -> list[str]:
    """Which figures of the computer were logged beside a run."""
    mlflow.set_system_metrics_sampling_interval(0.05)
    mlflow.set_system_metrics_samples_before_logging(1)
    found: list[str] = []
    with mlflow.start_run(run_name="system", log_system_metrics=True) as run:
        until = time.monotonic() + 60.0
        while not found and time.monotonic() < until:
            time.sleep(0.05)
            names = MlflowClient().get_run(run.info.run_id).data.metrics
            starts = ("system/cpu", "system/system_mem")
            found = sorted(name for name in names if name.startswith(starts))
    return found


PARTS = (sklearn, grid, boosted, system)

if __name__ == "__main__":
    for uri, file in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        mlflow.set_tracking_uri(uri)
        mlflow.set_experiment("autologging")
        mlflow.sklearn.autolog(log_models=False)
        # To log a model takes seconds: the client finds out what it needs in another process.
        mlflow.lightgbm.autolog(log_models=True)
        mlflow.xgboost.autolog(log_models=False)
        said = {part.__name__: part() for part in PARTS}
        Path(file).write_text(json.dumps(said, indent=1, sort_keys=True), encoding="utf-8")
