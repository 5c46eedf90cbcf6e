"""Tells what a store of MLflow's holds, read back by its client."""

import json
import sys
from pathlib import Path

from mlflow import MlflowClient

client = MlflowClient(sys.argv[1], sys.argv[1])


def files(run_id, path=None):
    for one in client.list_artifacts(run_id, path):
        if one.is_dir:
            yield from files(run_id, one.path)
        else:
            text = Path(client.download_artifacts(run_id, one.path)).read_text()
            yield one.path, text


def told(run):
    return {
        "name": run.info.run_name,
        "experiment": experiments[run.info.experiment_id],
        "status": run.info.status,
        "times": [run.info.start_time, run.info.end_time],
        "params": run.data.params,
        "tags": run.data.tags,
        "inputs": [
            [one.dataset.name, one.dataset.digest, {tag.key: tag.value for tag in one.tags}]
            for one in run.inputs.dataset_inputs
        ],
        "histories": {
            name: [
                [repr(m.value), m.timestamp, m.step]
                for m in client.get_metric_history(run.info.run_id, name)
            ]
            for name in run.data.metrics
        },
        "files": dict(files(run.info.run_id)),
    }


experiments = {one.experiment_id: one.name for one in client.search_experiments()}
runs = client.search_runs(list(experiments), max_results=1000)
versions = client.search_model_versions(max_results=1000)
body = {
    "runs": {run.data.tags["tidemill.run"]: told(run) for run in runs},
    "n_runs": len(runs),
    "ids": {run.info.run_id: run.data.tags["tidemill.run"] for run in runs},
    "models": {
        one.name: {alias: str(number) for alias, number in one.aliases.items()}
        for one in client.search_registered_models()
    },
    "versions": [[one.name, str(one.version), one.run_id, one.tags] for one in versions],
}
Path(sys.argv[2]).write_text(json.dumps(body))
