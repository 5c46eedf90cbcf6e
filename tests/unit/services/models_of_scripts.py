"""Models as scripts log and register them, without MLflow's client."""

import json
import pickle
from typing import Any

import skops.io

from tidemill.services.mlflow import artifacts, logged_models, model_versions, registered
from tidemill.services.mlflow.tracker import Tracker


def logged(tracker: Tracker, model: Any, *, as_pickle: bool = False, name: str = "buyers") -> int:
    """Log a model's files as MLflow does, register them, and return the version's number."""
    one = logged_models.create(tracker, {"experiment_id": "0", "name": "m"})["model"]["info"]
    file = "model.pkl" if as_pickle else "model.skops"
    data = pickle.dumps(model) if as_pickle else skops.io.dumps(model)
    inputs = json.dumps([{"type": "double", "name": "x", "required": True}])
    page = {
        "flavors": {"sklearn": {"pickled_model": file, "sklearn_version": "1.9.1"}},
        "mlflow_version": "3.17.2",
        "signature": {"inputs": inputs, "outputs": '[{"type": "string"}]'},
    }
    for path, content in ((file, data), ("MLmodel", json.dumps(page).encode())):
        where = artifacts.address(tracker, f"0/models/{one['model_id']}/artifacts/{path}")
        with tracker.workspace.blobs.scratch() as temporary:
            temporary.write_bytes(content)
            artifacts.put(tracker, where, temporary)
    body = {"name": name, "source": f"models:/{one['model_id']}", "model_id": one["model_id"]}
    if name not in _names(tracker):
        registered.create(tracker, {"name": name})
    return int(model_versions.create(tracker, body)["model_version"]["version"])


def _names(tracker: Tracker) -> list[str]:
    return [one["name"] for one in registered.search(tracker, {})["registered_models"]]
