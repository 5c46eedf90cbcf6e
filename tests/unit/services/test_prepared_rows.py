"""What was prepared of the same rows is taken over, bit by bit the same, and a change says so."""

from dataclasses import replace

import numpy as np
import pytest

from tidemill.base.progress import Silent
from tidemill.catalog import libraries
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Recipe, Task
from tidemill.services import run_page, training_runs
from tidemill.services.training import persist, prepared_rows
from tidemill.services.training.cross_fits import cross_fits
from tidemill.services.training.learning import fit_only

N = 300


def _table(seed: int = 0) -> tuple[Frame, Schema]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=N)
    town = [f"town {k}" for k in rng.integers(0, 25, N)]
    y = np.where(x + rng.normal(size=N) > 0, "yes", "no").tolist()
    x[::9] = np.nan
    columns = (
        ColumnData("x", Kind.NUMERIC, x),
        coded("town", Kind.CATEGORICAL, town),
        coded("y", Kind.CATEGORICAL, y),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


RECIPE = Recipe("y", Task.BINARY, ("x", "town"), positive="yes", estimator="logistic_regression")


@pytest.mark.parametrize(
    "name",
    [n for n, m in family("estimators").items() if n != "own" and libraries.is_there(m.ENTRY)],
)
def test_a_fit_behind_rows_taken_over_is_bit_by_bit_that_of_the_whole_pipeline(name):
    frame, schema = _table()
    task = Task.BINARY if Task.BINARY in family("estimators")[name].ENTRY.tasks else Task.REGRESSION
    recipe = replace(RECIPE, estimator=name)
    if task is Task.REGRESSION:
        recipe = Recipe("x", task, ("town",), estimator=name)
    alone = fit_only(frame, schema, recipe, Silent())
    with prepared_rows.remembered() as known:
        first = fit_only(frame, schema, recipe, Silent())
        again = fit_only(frame, schema, recipe, Silent())
    assert (known.n_fitted, known.n_reused) == (1, 1)
    assert again.model.pipeline[0] is first.model.pipeline[0]
    for made in (first, again):
        np.testing.assert_array_equal(made.model.predict(frame), alone.model.predict(frame))
    kept = persist.load(persist.bundle(again.model))
    np.testing.assert_array_equal(kept.predict(frame), alone.model.predict(frame))
    assert not alone.steps
    (told,) = again.steps
    assert told.is_reused
    assert told.reason == f"Taken over from {name}: the same rows, columns and settings"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"preparation_settings": {"max_onehot": 30}}, "max_onehot 30 instead of 10"),
        ({"features": ("x",)}, "column town is gone"),
        ({"seed": 3}, "seed 3 instead of 0"),
        ({"by_group": "town", "by_group_rows": 20}, "groups town instead of None"),
    ],
)
def test_a_changed_step_runs_again_and_says_what_changed(changes, words):
    frame, schema = _table()
    with prepared_rows.remembered() as known:
        fit_only(frame, schema, RECIPE, Silent())
        made = fit_only(frame, schema, replace(RECIPE, **changes), Silent())
    (told,) = made.steps
    assert (told.is_reused, known.n_reused) == (False, 0)
    assert told.reason.startswith("Ran again: ")
    assert words in told.reason


def test_other_rows_another_target_and_other_values_are_never_taken_over():
    frame, schema = _table()
    other, _ = _table(1)
    flipped = np.where(np.array(frame["y"].to_list()) == "yes", "no", "yes").tolist()
    turned = Frame((frame["x"], frame["town"], coded("y", Kind.CATEGORICAL, flipped)))
    with prepared_rows.remembered() as known:
        first = fit_only(frame, schema, RECIPE, Silent())
        moved = frame["x"].values.copy()
        moved[1] += 1e-9
        near = Frame((ColumnData("x", Kind.NUMERIC, moved), frame["town"], frame["y"]))
        cases = ((other, None), (turned, None), (near, None), (frame, np.arange(200)))
        for table, rows in cases:
            made = fit_only(table, schema, RECIPE, Silent(), rows=rows)
            assert not made.steps[0].is_reused
            assert "the data changed" in made.steps[0].reason
    assert known.n_fitted == 5
    assert first.steps[0].reason == "Ran for the first time"


def test_what_was_used_longest_ago_goes_first(monkeypatch):
    frame, schema = _table()
    one = fit_only(frame, schema, RECIPE, Silent()).model.prepared(frame).nbytes
    monkeypatch.setattr(prepared_rows, "MOST_BYTES", 2 * one)
    rows = [np.arange(N), np.arange(N - 1), np.arange(N - 2)]
    with prepared_rows.remembered() as known:
        for some in (rows[0], rows[1], rows[0], rows[2], rows[0], rows[1]):
            fit_only(frame, schema, RECIPE, Silent(), rows=some)
    assert (known.n_fitted, known.n_reused) == (4, 2)


def test_a_search_prepares_each_fold_once(monkeypatch):
    frame, schema = _table()
    parts = cross_fits(frame, schema, RECIPE, 3, 0)
    alone = [parts.judge(RECIPE, k) for k in range(3)]
    with prepared_rows.remembered() as known:
        for strength in (0.1, 1.0, 10.0):
            recipe = replace(RECIPE, estimator_settings={"c": strength})
            said = [parts.judge(recipe, k) for k in range(3)]
            if strength == 1.0:
                assert said == alone
    assert (known.n_fitted, known.n_reused) == (3, 6)


def test_runs_say_where_their_preparation_came_from(workspace, shop, drain):
    names = ["hist_gradient_boosting", "random_forest", "extra_trees"]
    job_id = training_runs.train(workspace, shop, estimators=names)
    drain()
    made = {run.params["estimator"]: run for run in training_runs.ranked(workspace, job_id)}
    told = {name: dict(run_page.how_they_ran(workspace, [run])[0]) for name, run in made.items()}
    assert not any("Preparation" in one for one in told.values()), "it is a run's own"
    page = run_page.page(workspace, made["extra_trees"].id)
    said = {label: words for label, words, _ in page.origin}
    assert said["Preparation"].startswith("Taken over from random_forest")
