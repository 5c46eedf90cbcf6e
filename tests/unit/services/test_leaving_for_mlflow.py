"""Where MLflow's client is not found, or ends, that is said with the way out."""

import shutil

import pytest

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.services.leaving import to_mlflow
from tidemill.services.leaving.mlflow_client import shown


def test_a_python_without_mlflow_is_told(workspace):
    with pytest.raises(NeedsYou, match="MLflow's own client writes to its server") as told:
        to_mlflow.send(workspace, "sqlite:///nowhere.db")
    assert "Say which Python has MLflow" in told.value.hint


def test_what_is_no_python_is_told(workspace, tmp_path):
    with pytest.raises(NeedsYou, match="can't be started"):
        to_mlflow.send(workspace, "sqlite:///nowhere.db", python=str(tmp_path / "none"))
    ends_at_once = shutil.which("false")
    assert ends_at_once is not None
    with pytest.raises(WorldError, match="ended before all was written"):
        to_mlflow.send(workspace, "sqlite:///nowhere.db", python=ends_at_once)


def test_an_address_is_shown_without_its_account():
    assert shown("http://ada:secret@host:5000/x") == "http://host:5000/x"
    assert shown("sqlite:///a.db") == "sqlite:///a.db"
