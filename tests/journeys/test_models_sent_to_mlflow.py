"""Models that scripts logged and registered go into MLflow, whose client then loads them."""

import json
from pathlib import Path

import pytest
from mlflow_clients import MlflowClient
from mlflow_folders import mlruns_with_models

from tidemill.base.progress import Silent
from tidemill.services import workspace as workspaces
from tidemill.services.leaving import to_mlflow
from tidemill.services.mlflow import aliases
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.run_imports import mlflow_store, taking

pytestmark = pytest.mark.timeout(600)

SCRIPT = Path(__file__).parent / "mlflow_scripts" / "what_models_are_there.py"


def test_models_of_scripts_are_sent_once_and_loaded_there(
    newest_mlflow_client: MlflowClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = workspaces.create(tmp_path / "ws", login="ada")
    source = mlflow_store.opened(str(mlruns_with_models(tmp_path / "from")))
    taking.take(workspace, source, Silent(), named="mlruns")
    words = {"name": "buyers", "alias": "challenger", "version": "1"}
    aliases.put(Tracker(workspace, "default"), words)

    monkeypatch.chdir(tmp_path)  # MLflow puts the files of such a store where it is started
    uri, python = f"sqlite:///{tmp_path / 'mlflow.db'}", str(newest_mlflow_client.python)
    first = to_mlflow.send(workspace, uri, python=python)
    again = to_mlflow.send(workspace, uri, python=python)
    workspace.close()
    assert (first.n_sent, first.n_logged, first.n_versions) == (1, 1, 3)
    assert (again.n_sent, again.n_logged, again.n_versions) == (0, 0, 0)
    assert len(first.said) == 1  # only what MLflow has no words for

    newest_mlflow_client.run(SCRIPT, uri, tmp_path / "there.json", folder=tmp_path)
    there = json.loads((tmp_path / "there.json").read_text())
    (logged,) = there["logged"]
    assert (logged["name"], logged["run"], logged["status"]) == ("logreg", "first", "READY")
    assert logged["params"] == {"C": "1.0"}
    assert logged["tags"]["team"] == "a"
    assert logged["metrics"] == [["auc", 0.75, 1]]
    assert there["points"] == [0.75]  # the run's own course has it once
    assert there["outputs"] == {"first": there["ids"]}
    assert there["models"]["buyers"] == ["Who buys", {"area": "sales"}, {"challenger": "1"}]
    one, two, three = sorted(there["versions"])
    assert one[1:4] == [f"models:/{there['ids'][0]}", "first", "Production"]
    assert two[1].endswith("/old/model")
    assert (two[2], two[4]) == ("first", "the older")
    assert three[1] == "s3://elsewhere/model"
    assert there["answers"] == [0, 1]
