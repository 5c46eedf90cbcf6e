"""Tells what models a store of MLflow's holds, read back and loaded by its client."""

import json
import sys
from pathlib import Path

import mlflow
from mlflow import MlflowClient

uri = sys.argv[1]
mlflow.set_tracking_uri(uri)
client = MlflowClient(uri, uri)
experiments = [one.experiment_id for one in client.search_experiments()]
runs = client.search_runs(experiments, max_results=100)
names = {run.info.run_id: run.info.run_name for run in runs}
logged = client.search_logged_models(experiments)
loaded = mlflow.sklearn.load_model("models:/buyers@challenger")
told = {
    "logged": [
        {
            "name": one.name,
            "run": names.get(one.source_run_id),
            "status": str(one.status),
            "params": one.params,
            "tags": one.tags,
            "metrics": [[m.key, m.value, m.step] for m in one.metrics],
        }
        for one in logged
    ],
    "outputs": {
        names[run.info.run_id]: [each.model_id for each in run.outputs.model_outputs]
        for run in runs
    },
    "ids": [one.model_id for one in logged],
    "models": {
        one.name: [one.description, one.tags, {k: str(v) for k, v in one.aliases.items()}]
        for one in client.search_registered_models()
    },
    "versions": [
        [int(one.version), one.source, names.get(one.run_id), one.current_stage, one.description]
        for one in client.search_model_versions("name = 'buyers'", max_results=100)
    ],
    "answers": loaded.predict([[0.0], [3.0]]).tolist(),
    "points": [m.value for m in client.get_metric_history(runs[0].info.run_id, "auc")],
}
Path(sys.argv[2]).write_text(json.dumps(told))
