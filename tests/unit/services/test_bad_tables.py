"""Tables that can't be learned from are refused in a sentence; what goes on says what was odd.

Each goes through a training job with the baselines of its task, as a person would ask for it.
"""

import csv
import re

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.jobs import JobState
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.runs import RunState
from tidemill.jobs import queue
from tidemill.services import evaluation, ingesting, jobs, training_runs
from tidemill.services.job_kinds import kinds
from tidemill.services.training.importances import MOST_COLUMNS
from tidemill.services.training.learning import learn

N = 80
QUICK = {Task.BINARY: "logistic_regression", Task.REGRESSION: "linear_regression"}


@pytest.fixture
def train(workspace, drain, tmp_path):
    """Takes a table of texts in, trains on its y; returns the job and its runs."""

    def trained(columns, estimators=None, **options):
        path = tmp_path / "table.csv"
        with path.open("w", newline="") as file:
            out = csv.writer(file)
            out.writerow(columns)
            out.writerows(zip(*columns.values(), strict=True))
        ingesting.add(workspace, [path], dataset="table")
        drain()
        job = training_runs.train(workspace, "table", target="y", estimators=estimators, **options)
        drain()
        return jobs.find(workspace, job), training_runs.ranked(workspace, job)

    return trained


def _drawn(n=N, seed=1):
    return [f"{value:.4f}" for value in np.random.default_rng(seed).normal(size=n)]


def _classes(n=N, seed=2):
    return np.random.default_rng(seed).choice(["no", "yes"], n).tolist()


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"x": _drawn(), "y": ["no"] * N}, "one class only: it is no in every row"),
        ({"x": _drawn(), "y": ["3.5"] * N}, "y is 3.5 in every row"),
        ({"x": _drawn(), "y": [f"k{i}" for i in range(N)]}, "80 classes in 80 rows, too many"),
        ({"x": _drawn(2), "y": ["no", "yes"]}, "Only 2 rows have a y"),
        ({"x": _drawn(3), "y": ["1.5", "2.5", "4.25"]}, "Only 3 rows have a y"),
        ({"x": _drawn(), "y": [f"{i}.5e200" for i in range(1, N + 1)]}, "no finite value up to"),
    ],
)
def test_what_can_not_be_learned_is_refused_in_a_sentence(train, columns, words):
    """At once where the table's summary tells, else by the job and on every run of it."""
    try:
        job, made = train(columns, estimators=["prior"])
    except NeedsYou as error:
        told = error
    else:
        assert job.state is JobState.FAILED
        assert all(run.state is RunState.FAILED for run in made)
        told = NeedsYou(job.error, job.hint)
    assert re.search(words, told.message), told.message
    assert told.hint


def _notes(workspace, run):
    return evaluation.figures(workspace, run).notes


def test_odd_values_are_told_on_every_run_and_the_work_goes_on(workspace, train):
    odd = _drawn(seed=3)
    columns = {
        "x": _drawn(),
        "wild": ["inf" if i % 9 == 0 else value for i, value in enumerate(odd)],
        "giant": ["-1.7e308" if i % 9 == 0 else value for i, value in enumerate(odd)],
        "y": ["inf" if i == 5 else "3e150" if i in (6, 7) else v for i, v in enumerate(odd)],
    }
    job, made = train(columns)
    assert job.state is JobState.SUCCEEDED
    assert [run.state for run in made] == [RunState.FINISHED] * len(made)
    for run in made:
        notes = _notes(workspace, run)
        assert "1 row with an infinite y is left out." in notes
        assert "2 rows with a y beyond 1e+100 are left out." in notes
        told = " ".join(notes)
        assert "wild is infinite; such a value counts" in told
        assert "giant is beyond 1e+30; such a value counts" in told
        assert all(np.isfinite(value) for value in run.metrics.values())


def test_a_column_that_knows_the_answer_is_told_on_the_run(workspace, train):
    y = _drawn()
    job, (run,) = train({"x": _drawn(seed=3), "later": y, "y": y}, estimators=["linear_regression"])
    assert job.state is JobState.SUCCEEDED
    assert any(note.startswith("later tells by itself") for note in _notes(workspace, run))


def _learn(task, columns, estimator=None):
    frame = Frame(tuple(columns))
    schema = Schema(tuple(Column(c.name, c.kind) for c in frame))
    names = tuple(name for name in frame.names if name != "y")
    metric = {Task.BINARY: "log_loss", Task.REGRESSION: "rmse"}[task]
    recipe = Recipe("y", task, names, estimator=estimator or QUICK[task], metric=metric)
    return learn(frame, schema, recipe, Silent())


def test_a_column_without_any_value_is_told_where_the_recipe_learns_from_it():
    rng = np.random.default_rng(2)
    gaps = ColumnData("gaps", Kind.NUMERIC, np.full(N, np.nan))
    columns = [ColumnData(name, Kind.NUMERIC, rng.normal(size=N)) for name in ("x", "y")]
    learned = _learn(Task.REGRESSION, [*columns, gaps])
    assert "gaps has no value in the rows learned from and tells the model nothing." in (
        learned.notes
    )


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_an_estimator_that_diverges_is_told_and_the_others_go_on(train, monkeypatch, bad):
    def diverged(self, matrix):
        del self
        return np.where(np.arange(len(matrix)) % 2, bad, 1.0)

    monkeypatch.setattr(Ridge, "predict", diverged)
    job, made = train(
        {"x": _drawn(), "y": _drawn(seed=5)}, estimators=["linear_regression", "prior"]
    )
    assert job.state is JobState.SUCCEEDED
    states = {run.params["estimator"]: run for run in made}
    assert states["prior"].state is RunState.FINISHED
    assert states["linear_regression"].state is RunState.FAILED
    error = states["linear_regression"].error
    assert re.fullmatch(
        r"Linear regression diverged: it answers \d+ of 16 rows held out with no number\.", error
    )


def test_probabilities_that_are_no_numbers_are_told_too(monkeypatch):
    monkeypatch.setattr(
        LogisticRegression, "predict_proba", lambda _, rows: np.full((len(rows), 2), np.nan)
    )
    rng = np.random.default_rng(1)
    columns = (
        ColumnData("x", Kind.NUMERIC, rng.normal(size=60)),
        ColumnData("y", Kind.NUMERIC, (rng.random(60) < 0.5).astype(float)),
    )
    with pytest.raises(NeedsYou, match="diverged: it answers 12 of 12 rows"):
        _learn(Task.BINARY, columns)


def test_ten_thousand_columns_are_learned_from_and_the_heaviest_are_weighed():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(60, 10_000))
    columns = [ColumnData(f"x{i}", Kind.NUMERIC, x[:, i]) for i in range(10_000)]
    y = ColumnData("y", Kind.NUMERIC, 10 * x[:, 7_777] + rng.normal(size=60))
    learned = _learn(Task.REGRESSION, [*columns, y])
    assert len(learned.importances) == MOST_COLUMNS
    assert learned.importances[0].column == "x7777"
    assert "Of 10,000 columns the 500 that weigh most were shuffled for importances." in (
        learned.notes
    )


def test_the_last_try_leaves_out_what_ended_the_tries_before(workspace, train, drain, shop):
    """As where an estimator takes all memory and the system ends its process each time."""
    names = ["prior", "logistic_regression", "k_nearest"]
    asked = training_runs.train(workspace, shop, estimators=names)
    for _ in range(2):
        claimed = queue.claim(workspace.store, "w")
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        version = job.params["dataset_version"]
        title = "Logistic regression"
        assert training_runs.given_up(workspace, job, names[1], title) is None
        training_runs.begin(workspace, job, names[1], version, "shop")
        words = "The process at work was killed (signal 9)."
        queue.gave_up(workspace.store, kinds(), workspace, job, words, died_at_work=True)
    drain()
    job = jobs.find(workspace, asked)
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 3)
    made = {
        run.params.get("estimator", names[1]): run for run in training_runs.ranked(workspace, asked)
    }
    assert made["prior"].state is made["k_nearest"].state is RunState.FINISHED
    assert made[names[1]].state is RunState.FAILED
    assert "Logistic regression did not live to its end" in made[names[1]].error
    assert "the memory was not enough" in made[names[1]].error
