"""Columns without any value, and rows held out that are all of one class, as whole jobs."""

import csv
import json
from datetime import date, timedelta

import numpy as np
import pytest

from tidemill.domain.jobs import JobState
from tidemill.domain.runs import RunState
from tidemill.services import ingesting, jobs, training_runs
from tidemill.services.registry import LEARNED_FILE

N = 200


@pytest.fixture
def train(workspace, drain, tmp_path):
    """Takes a table of texts in, trains on its y; returns the job and its runs."""

    def trained(columns, *, time=None, **options):
        path = tmp_path / "table.csv"
        with path.open("w", newline="") as file:
            out = csv.writer(file)
            out.writerow(columns)
            out.writerows(zip(*columns.values(), strict=True))
        ingesting.add(workspace, [path], dataset="table", target="y", time=time)
        drain()
        job = training_runs.train(workspace, "table", target="y", **options)
        drain()
        return jobs.find(workspace, job), training_runs.ranked(workspace, job)

    return trained


def _notes(workspace, run):
    return json.loads(workspace.blobs.get_bytes(run.artifacts[LEARNED_FILE]))["notes"]


def _numbers(seed, n=N):
    return [f"{value:.4f}" for value in np.random.default_rng(seed).normal(size=n)]


def _days(n=N):
    return [str(date(2025, 1, 1) + timedelta(days=k)) for k in range(n)]


@pytest.mark.parametrize("target", ["number", "class"])
def test_columns_without_a_value_are_left_out_which_every_run_says_and_the_work_goes_on(
    workspace, train, target
):
    x = _numbers(1)
    y = x if target == "number" else ["yes" if float(value) > 0 else "no" for value in x]
    noisy = [f"{float(a) + float(b):.4f}" for a, b in zip(x, _numbers(2), strict=True)]
    columns = {"seen": noisy, "gaps": [""] * N, "more_gaps": [""] * N, "y": y}
    estimators = ["prior", "random_forest", "hist_gradient_boosting"]
    job, made = train(columns, estimators=estimators)
    assert job.state is JobState.SUCCEEDED
    assert len(made) == 3
    assert all(run.state is RunState.FINISHED for run in made)
    for run in made:
        assert all(np.isfinite(value) for value in run.metrics.values()), run.params["estimator"]
        told = "gaps, more_gaps have no value in any row and are left out."
        assert told in _notes(workspace, run)


def test_a_column_that_only_the_rows_learned_from_lack_is_told_on_every_run(workspace, train):
    """Held out by time: what was measured lately only tells the model nothing."""
    late = [""] * 160 + _numbers(4, N - 160)
    columns = {"day": _days(), "x": _numbers(3), "late": late, "y": _numbers(5)}
    estimators = ["linear_regression", "hist_gradient_boosting"]
    job, made = train(columns, time="day", hold_out=0.2, estimators=estimators)
    assert job.state is JobState.SUCCEEDED
    assert len(made) == 2
    for run in made:
        assert "late has no value in the rows learned from and tells the model nothing." in (
            _notes(workspace, run)
        ), run.params["estimator"]


@pytest.fixture
def one_sided():
    """The newest fifth, which is held out, is no in every row."""
    x = _numbers(6)
    y = ["yes" if float(v) > 0 else "no" for v in x[:160]] + ["no"] * (N - 160)
    return {"day": _days(), "x": x, "y": y}


def test_rows_held_out_of_one_class_can_not_be_ranked_which_every_run_says(train, one_sided):
    job, made = train(one_sided, time="day", hold_out=0.2)
    assert job.state is JobState.FAILED
    words = "y is false in all 40 rows held out, so nothing can be told apart there."
    assert job.error == words
    assert job.hint == "Hold out a larger share, or judge by log loss."
    assert made
    for run in made:
        assert run.state is RunState.FAILED
        assert run.error == words


def test_judged_by_log_loss_the_work_goes_on_with_a_note_on_every_run(workspace, train, one_sided):
    estimators = ["prior", "logistic_regression"]
    job, made = train(one_sided, time="day", hold_out=0.2, metric="log_loss", estimators=estimators)
    assert job.state is JobState.SUCCEEDED
    assert len(made) == 2
    for run in made:
        assert np.isfinite(run.metrics["log_loss"])
        assert "auc" not in run.metrics
        assert "The rows held out have no y of true." in _notes(workspace, run)
