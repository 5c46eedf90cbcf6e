"""A store of MLflow's is taken over as a job: refused at once where it can be, stopped, gone on."""

from pathlib import Path
from typing import Any

import pytest
from mlflow_folders import mlruns_with_models

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import Job
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import activity, jobs, runs
from tidemill.services.job_kinds import kinds
from tidemill.services.run_imports import asked, taking
from tidemill.services.workspace import Workspace


@pytest.fixture
def mlruns(tmp_path: Path) -> Path:
    return mlruns_with_models(tmp_path / "there")


def done(workspace: Workspace, key: int) -> Job:
    claimed = queue.claim(workspace.store, "w")
    assert claimed is not None
    job = queue.begin(workspace.store, claimed.id, claimed.attempts)
    assert job is not None
    perform(workspace.store, kinds(), workspace, job, JobReporter(workspace.store, job.id, 1))
    return jobs.find(workspace, key)


def test_the_job_takes_over_and_says_what_came_and_what_did_not(
    workspace: Workspace, mlruns: Path
) -> None:
    job = done(workspace, asked.ask_mlflow(workspace, f"  {mlruns}  "))
    assert job.state == "succeeded"
    assert job.result["message"] == (
        "1 run, 1 registered model, 3 versions, 1 logged model taken over"
    )
    assert job.result["said"][0].startswith("buyers had the alias champion on v1: left out")
    (entry,) = activity.recent(workspace, kind="import").entries
    assert entry.by == workspace.person.login  # who asked, not the worker
    again = done(workspace, asked.ask_mlflow(workspace, str(mlruns)))
    assert again.result["message"] == "0 runs taken over; 1 run of before"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "was not said"),
        ("   ", "was not said"),
        ("http://ada:secret@host:5000", "an account and a password"),
        ("postgresql://ada:secret@host/mlflow", "an account and a password"),
        ("/nowhere/mlruns", "There is no /nowhere/mlruns"),
    ],
)
def test_what_can_not_be_is_refused_before_there_is_a_job(
    workspace: Workspace, source: str, said: str
) -> None:
    with pytest.raises(NeedsYou, match=said):
        asked.ask_mlflow(workspace, source)
    assert jobs.newest(workspace, limit=10) == []


def test_a_folder_that_is_none_of_mlflows_is_refused_at_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(NeedsYou, match="no experiment lies in it"):
        asked.ask_mlflow(workspace, str(tmp_path))
    assert jobs.newest(workspace, limit=10) == []


def test_cancelled_it_keeps_what_came_and_asked_again_it_goes_on(
    workspace: Workspace, mlruns: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = asked.ask_mlflow(workspace, str(mlruns))

    def stopped(_at: Workspace, _source: Any, reporter: JobReporter, **_more: Any) -> None:
        jobs.cancel(workspace, key)  # somebody does, when the runs are there
        until = monotonic() + 30.0
        while monotonic() < until:  # it is looked for once in a while
            reporter.check()
        raise AssertionError("nobody heard of it")

    with monkeypatch.context() as patch:
        patch.setattr(taking.taking_models, "take", stopped)
        assert done(workspace, key).state == "cancelled"
    assert runs.one(workspace, "first").name == "first"
    job = done(workspace, asked.ask_mlflow(workspace, str(mlruns)))
    assert job.result["message"].startswith("1 registered model, 3 versions, 1 logged model")
