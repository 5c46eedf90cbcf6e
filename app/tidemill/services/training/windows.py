"""How a recipe would have done over time: fitted on what was before a window, judged on the window.

The windows roll over the rows learned from (rolling origin; Tashman 2000, International Journal of
Forecasting 16, 437-450), so the hold-out stays what nobody has seen and follows the last of them.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.columns import Schema
from tidemill.domain.folds import Fold, folds
from tidemill.domain.frames import Frame
from tidemill.domain.intervals import Interval, metric_intervals
from tidemill.domain.recipes import Recipe
from tidemill.domain.targets import TargetValues
from tidemill.services.training.fitting import fit, working_threads


@dataclass(frozen=True)
class Window:
    """One window: from when to when it lies, how many rows were before it, the measure in it."""

    starts: str
    ends: str
    n_before: int
    measured: Interval

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as kept with the run."""
        return {
            "starts": self.starts,
            "ends": self.ends,
            "n_before": self.n_before,
            **self.measured.to_dict(),
        }


@dataclass(frozen=True)
class Windows:
    """The windows in their order, what was measured in them, and sentences for the person."""

    metric: str
    windows: tuple[Window, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def courses(self) -> dict[str, tuple[float, ...]]:
        """The measure and the ends of its interval by window, under the names they are logged."""
        if not self.windows:
            return {}
        name = f"window_{self.metric}"
        measured = [one.measured for one in self.windows]
        return {
            name: tuple(one.value for one in measured),
            f"{name}_low": tuple(one.low for one in measured),
            f"{name}_high": tuple(one.high for one in measured),
        }


def rolled(
    frame: Frame, schema: Schema, recipe: Recipe, target: TargetValues, reporter: Reporter
) -> Windows:
    """Judge the recipe on `recipe.windows` windows of the rows of `target`, one fit a window.

    A window in which the measure has no meaning (one class only) is left out and told; so is a
    table that can't be divided into windows.
    """
    assert recipe.time is not None
    try:
        made = folds(frame, recipe, target, recipe.windows, recipe.seed)
    except NeedsYou as error:
        return Windows(recipe.metric, notes=(f"There are no windows over time. {error.message}",))
    single = replace(recipe, windows=0)
    found, notes = [], []
    for at, fold in enumerate(made):
        reporter.check()
        reporter.report(at / len(made), f"Window {at + 1} of {len(made)}")
        starts, ends = _span(frame, recipe.time, target, fold)
        measured = _measured(frame, schema, single, target, fold)
        if measured is None:
            notes.append(f"{recipe.metric} has no meaning in the window from {starts} to {ends}.")
        else:
            found.append(Window(starts, ends, len(fold.train), measured))
    if len(made) < recipe.windows:
        few = f"{len(made)} of {recipe.windows} windows have rows that can be judged"
        notes.append(f"{few}; {recipe.target} is the same in the others.")
    reporter.report(1.0)
    return Windows(recipe.metric, tuple(found), tuple(notes))


def _measured(
    frame: Frame, schema: Schema, recipe: Recipe, target: TargetValues, fold: Fold
) -> Interval | None:
    before = replace(target, rows=target.rows[fold.train], y=target.y[fold.train])
    fitted = fit(frame, schema, recipe, before)
    held = frame.take(target.rows[fold.judge])
    with working_threads(fitted.model.pipeline, recipe.n_threads, held):
        said = fitted.model.predict(held)
    truth = target.y[fold.judge]
    return metric_intervals(recipe.task, truth, said).get(recipe.metric)


def _span(frame: Frame, time: str, target: TargetValues, fold: Fold) -> tuple[str, str]:
    values = frame[time].values[target.rows[fold.judge]]
    return _told(values.min()), _told(values.max())


def _told(moment: Any) -> str:
    if isinstance(moment, np.datetime64):
        return str(moment.astype("datetime64[s]")).removesuffix("T00:00:00").replace("T", " ")
    return f"{moment:g}"
