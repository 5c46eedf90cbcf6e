"""Windows over time: each fitted on what was before it only, measured, and kept with the run."""

import json

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tidemill.base.errors import Cancelled
from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.services import recipes, run_curves, training_runs
from tidemill.services.registry import LEARNED_FILE
from tidemill.services.training import windows
from tidemill.services.training.fitting import fit
from tidemill.services.training.learning import learn

N = 600
RECIPE = Recipe(
    "late",
    Task.BINARY,
    ("x",),
    time="at",
    positive="yes",
    estimator="logistic_regression",
    hold_out=HoldOut(HoldOutKind.NEWEST, 0.2),
    windows=4,
)


def _table() -> tuple[Frame, Schema]:
    """What `x` says turns round after half of the time."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=N)
    sign = np.where(np.arange(N) < N // 2, 1.0, -1.0)
    late = sign * x + rng.normal(0, 0.5, N) > 0
    days = np.datetime64("2024-01-01", "us") + np.arange(N) * np.timedelta64(6, "h")
    columns = (
        ColumnData("x", Kind.NUMERIC, x),
        ColumnData("at", Kind.DATETIME, days),
        coded("late", Kind.CATEGORICAL, ["yes" if v else "no" for v in late]),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def test_each_window_is_judged_by_what_was_before_it_and_the_hold_out_stays_apart(monkeypatch):
    frame, schema = _table()
    fits = []

    def noted(table, columns, recipe, target):
        made = fit(table, columns, recipe, target)
        fits.append((np.asarray(target.rows), made.model))
        return made

    monkeypatch.setattr(windows, "fit", noted)
    learned = learn(frame, schema, RECIPE, Silent())
    assert learned.windows is not None
    found = learned.windows.windows
    assert len(found) == len(fits) == 4
    first_held = learned.hold_out.rows.min()
    ends = [len(rows) for rows, _ in fits] + [int(first_held)]
    y = (frame["late"].values == frame["late"].levels.index("yes")).astype(int)
    for (rows, model), one, start, end in zip(fits, found, ends, ends[1:], strict=False):
        assert rows.tolist() == list(range(start))
        assert one.n_before == start
        judged = np.arange(start, end)
        auc = roc_auc_score(y[judged], model.predict(frame.take(judged)))
        assert one.measured.value == pytest.approx(auc, abs=1e-12)
        assert one.measured.low < auc < one.measured.high
        assert one.measured.n == len(judged)
    assert found[0].starts == "2024-01-25", "480 rows in five stretches, four rows a day"
    assert found[0].measured.value > 0.9
    assert found[-1].measured.value < 0.5, "the turn shows"


def test_windows_are_kept_with_the_run_and_drawn_as_its_curves(workspace, shop, drain):
    recipe = recipes.chosen(workspace, shop, None, None, None, ())
    asked = recipe.to_dict() | {"estimator": "logistic_regression", "windows": 3}
    job_id = training_runs.train(workspace, shop, recipe=asked)
    drain()
    (run,) = training_runs.ranked(workspace, job_id)
    kept = json.loads(workspace.blobs.get_bytes(run.artifacts[LEARNED_FILE]))["windows"]
    assert [one["n"] > 0 for one in kept] == [True] * 3
    assert kept[0]["ends"] < kept[1]["starts"]
    course = run_curves.curve(workspace, run.pk, "window_auc")
    assert course.values.tolist() == [one["value"] for one in kept]
    assert course.steps.tolist() == [1, 2, 3]
    low = run_curves.curve(workspace, run.pk, "window_auc_low")
    assert low.values.tolist() == [one["low"] for one in kept]


def test_a_table_that_can_not_be_divided_is_told_and_the_training_goes_on():
    frame, schema = _table()
    late = coded("late", Kind.CATEGORICAL, ["no"] * (N - 100) + ["yes", "no"] * 50)
    frame = Frame(tuple(late if c.name == "late" else c for c in frame))
    recipe = Recipe.from_dict(RECIPE.to_dict() | {"hold_out": {"kind": "newest", "share": 0.1}})
    learned = learn(frame, schema, recipe, Silent())
    assert learned.windows is not None
    assert learned.windows.windows == ()
    assert any(note.startswith("There are no windows over time.") for note in learned.notes)


def test_windows_stop_when_asked():
    class Stopping(Silent):
        def report(self, share: float, message: str = "") -> None:
            super().report(share, message)
            if message == "Window 2 of 4":
                self.stop()

    with pytest.raises(Cancelled):
        learn(*_table(), RECIPE, Stopping())
