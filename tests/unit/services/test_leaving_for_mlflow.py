"""Where MLflow's client is not found, or ends, that is said with the way out."""

import shutil

import pytest

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.jobs.reporter import JobReporter
from tidemill.services import activity, exports, jobs
from tidemill.services import workspace as workspaces
from tidemill.services.leaving import asked, coming_back, going_out, to_mlflow
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


def test_an_account_in_the_address_is_never_written_into_a_job(workspace):
    with pytest.raises(NeedsYou, match="account and a password"):
        asked.ask_mlflow(workspace, "http://ada:secret@host:5000")
    assert not jobs.newest(workspace)


def test_models_exported_as_files_are_still_told_beside_it(workspace, tmp_path):
    going_out.leave(workspace, tmp_path / "out", with_rows=False)
    assert exports.every(workspace) == ()
    [entry, *_] = activity.recent(workspace).entries
    assert (entry.kind, entry.note) == ("leave", str(tmp_path / "out"))


def test_a_job_done_again_knows_what_it_wrote(workspace, drain, tmp_path):
    key = asked.ask_folder(workspace, tmp_path / "out", with_rows=False)
    [first] = drain()
    again = asked.run(workspace, jobs.find(workspace, key), JobReporter(workspace.store, key, 1))
    assert again["message"] == first.result["message"]


def test_the_job_that_wrote_the_folder_is_over_where_it_is_taken_in(workspace, drain, tmp_path):
    asked.ask_folder(workspace, tmp_path / "out", with_rows=False)
    drain()
    fresh = workspaces.create(tmp_path / "fresh", login="ada")
    coming_back.take_in(fresh, tmp_path / "out")
    [job] = jobs.newest(fresh)
    fresh.close()
    assert (job.kind, job.state) == ("workspace.leave", "cancelled")
