"""Learning to tell a target ahead: rows laid out with what was known, and what came of it."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain import forecast_figures as figures
from tidemill.domain import time_grids
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.earlier_values import History, Lookback, series_of
from tidemill.domain.frames import Frame
from tidemill.domain.recipes import Recipe
from tidemill.domain.splits import split
from tidemill.domain.time_grids import NO_STEP
from tidemill.services.training import forecast_models, next_steps
from tidemill.services.training.forecast_models import ForecastModel
from tidemill.services.training.models import Array, TrainedModel
from tidemill.services.training.next_steps import NextSteps
from tidemill.services.training.predictions import Predictions

MOST_DRAWN = 12
"""So many series are kept for drawing, those with most rows held out first."""
_MOST_POINTS = 400


@dataclass(frozen=True, eq=False)
class Laid:
    """A table as an ordinary recipe learns from it: every row with what was known before.

    `recipe` is that ordinary one, `asked` the one that was given.
    """

    frame: Frame
    schema: Schema
    recipe: Recipe
    asked: Recipe
    lookback: Lookback
    history: History
    notes: tuple[str, ...]

    def began(self, rows: Array) -> Array:
        """Those of some rows before which any value is known; all where that is so of none."""
        known = np.zeros(len(rows), dtype=bool)
        for name in self.lookback.past:
            known |= np.isfinite(self.frame[name].values[rows])
        return rows[known] if known.any() else rows

    def as_asked(self, model: TrainedModel, scale: Array | None = None) -> ForecastModel:
        """A model over these columns as one that makes them itself.

        `scale` is how far each series moves (series,), where that is known.
        """
        if scale is None:
            scale = np.full(len(self.history.series), np.nan)
        recipe = replace(model.recipe, features=self.asked.features, group=self.asked.group)
        plain = replace(model, recipe=recipe)
        return forecast_models.of(plain, self.lookback, self.history, scale, ())


def train_rows(frame: Frame, recipe: Recipe, given: Array | None = None) -> Array:
    """The rows that a recipe which forecasts learns from, where its hold-out is kept apart."""
    if recipe.group is not None:
        raise NeedsYou(
            "A forecast keeps rows apart by time alone, so it takes no group column.",
            f"Leave {recipe.group} out as group; name it as series where it tells them apart.",
        )
    return split(frame, recipe, given).train


def laid(frame: Frame, schema: Schema, recipe: Recipe, rows: Array) -> Laid:
    """Lay a table out for a recipe that forecasts and learns from these rows of it.

    What the steps are is told from those rows alone, so that learning from them again is the same.
    Raises `NeedsYou` where a column it names is not there, or the rows are in no order of time.
    """
    forecast = recipe.forecast
    assert forecast is not None
    assert recipe.time is not None
    for part, name in (("time", recipe.time), ("series", forecast.series)):
        if name and name not in frame:
            raise NeedsYou(
                f"The table has no column {name}, which the recipe names as {part} column.",
                "Choose another column.",
            )
    odd = [name for name in forecast.known if name not in recipe.features]
    if odd:
        raise NeedsYou(
            f"{', '.join(odd)} cannot be known ahead: the recipe does not learn from it.",
            "Add it to the columns to learn from, or leave it out of those known ahead.",
        )
    codes = series_of(frame, forecast.series)[0]
    grid = time_grids.found(frame[recipe.time].take(rows), codes[rows])
    steps = grid.steps(frame[recipe.time].values[rows])
    n_steps = int(np.ptp(steps[steps != NO_STEP])) + 1
    names = [name for name in recipe.features if name not in (recipe.time, recipe.target)]
    if forecast.series and forecast.series not in names:
        names.append(forecast.series)
    absent = [name for name in names if name not in frame or name not in schema]
    if absent:
        raise NeedsYou(
            "The table has no column " + ", ".join(absent) + ", which the recipe learns from.",
            "Leave it out of the recipe, or add it to the table.",
        )
    columns = tuple(Column(n, schema[n].kind, whole=schema[n].whole) for n in names)
    kind = frame[recipe.time].kind
    calendar = grid.calendar(n_steps)
    lookback = Lookback(forecast, recipe.target, recipe.time, kind, grid, columns, calendar)
    history = History.of(lookback, frame)
    made = lookback.laid(frame, history)
    more = tuple(c for c in lookback.made.columns if c.name not in schema)
    return Laid(
        made,
        Schema((*schema.columns, *more)),
        replace(recipe, features=lookback.made.names, group=None),
        recipe,
        lookback,
        history,
        time_grids.oddities(grid, frame[recipe.time], codes),
    )


@dataclass(frozen=True, eq=False)
class Outlook:
    """What is kept of a forecast beside its model: the next steps, and what there is to draw.

    `series` has for each drawn series its name, the newest values, what was said of those held
    out, and the steps ahead, as plain JSON types.
    """

    steps: NextSteps
    season: int
    series: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as kept with the run."""
        lookback = self.steps.lookback
        return {
            "target": lookback.target,
            "time": lookback.time,
            "is_dated": lookback.time_kind is Kind.DATETIME,
            "series_column": lookback.forecast.series,
            "step": lookback.grid.words(1),
            "horizon": lookback.forecast.horizon,
            "ahead": lookback.grid.words(lookback.forecast.horizon),
            "season": lookback.grid.words(self.season),
            "levels": list(self.steps.bounds),
            "n_series": len(set(self.steps.series)),
            "notes": list(self.steps.notes),
            "series": list(self.series),
        }


@dataclass(frozen=True, eq=False)
class Judged:
    """A model that tells ahead, with the figures of a forecast by measure id, and sentences."""

    model: ForecastModel
    metrics: dict[str, float]
    notes: tuple[str, ...]
    outlook: Outlook


def judged(model: TrainedModel, held: Predictions, made: Laid, frame: Frame) -> Judged:
    """What was learned of a laid table, as a model that tells ahead, judged on the rows held out.

    `frame` is the table as it came.
    """
    lookback, history = made.lookback, made.history
    codes, steps = history.places(lookback, frame.take(held.rows))
    truth, said = held.judged()
    season = _season(lookback, history)
    scale = _scale_before(history, season, codes, steps)
    horizon = lookback.forecast.horizon
    naive = figures.seasonal_naive(history, codes, steps, season, horizon)
    found = figures.figures(truth, said, naive, figures.scale_of_rows(scale, codes))
    telling = made.as_asked(model, scale)
    ranges = figures.ranges((truth - said) / telling.scale_of(codes))
    telling = replace(telling, ranges=ranges)
    ahead = next_steps.told(telling, frame)
    notes = made.notes + _beside_naive(lookback, season, found) + ahead.notes
    if len(ranges) < len(figures.LEVELS):
        notes += (_few_errors(len(truth), ranges),)
    outlook = Outlook(ahead, season, _drawn(telling, codes, steps, said, ahead))
    return Judged(telling, found, notes, outlook)


def with_ranges(model: ForecastModel, held: Predictions, frame: Frame) -> ForecastModel:
    """The model with the ranges that its errors on rows it was not learned from tell.

    `held` are its answers to rows of `frame`, by their numbers; those without a truth tell nothing.
    """
    lookback, history = model.parts
    codes, steps = history.places(lookback, frame.take(held.rows[held.known]))
    truth, said = held.judged()
    scale = _scale_before(history, _season(lookback, history), codes, steps)
    scaled = replace(model, scale=scale)
    return replace(scaled, ranges=figures.ranges((truth - said) / scaled.scale_of(codes)))


def outlook(model: ForecastModel, held: Predictions, frame: Frame) -> Outlook:
    """What is told ahead once the rows of `frame` are known, and what was said of them before.

    `held` as `with_ranges` takes it.
    """
    telling = model.knowing(frame)
    lookback, history = telling.parts
    codes, steps = history.places(lookback, frame.take(held.rows[held.known]))
    ahead = next_steps.told(telling, frame)
    drawn = _drawn(telling, codes, steps, held.judged()[1], ahead)
    return Outlook(ahead, _season(lookback, history), drawn)


def _scale_before(history: History, season: int, codes: Array, steps: Array) -> Array:
    """How far each series moves within a season (series,), told by its steps before these rows."""
    first = np.full(len(history.series), np.iinfo(np.int64).max)
    known = codes >= 0
    np.minimum.at(first, codes[known], steps[known])
    first[first == np.iinfo(np.int64).max] = NO_STEP
    return figures.scales(history, season, figures.rows_before(history, first))


def _season(lookback: Lookback, history: History) -> int:
    """Steps of a season of which the history has two at least; 1 for none."""
    season = lookback.grid.season
    known = history.steps[np.isfinite(history.values)]
    return season if len(known) and np.ptp(known) + 1 >= 2 * season else 1


def _beside_naive(lookback: Lookback, season: int, found: dict[str, float]) -> tuple[str, ...]:
    if "skill" not in found:
        return ()
    apart = season * -(-lookback.forecast.horizon // season)
    naive = f"the value {lookback.grid.words(apart)} before, off by {found['naive_mae']:.4g}"
    if found["skill"] <= 0:
        return (f"It is no better than {naive} on average.",)
    return (f"It saves {found['skill']:.0%} of the error of saying {naive} on average.",)


def _few_errors(n: int, ranges: tuple[figures.Range, ...]) -> str:
    lacking = ", ".join(f"{one:.0%}" for one in figures.LEVELS[len(ranges) :])
    return f"{n:,} rows held out are too few for a range in which {lacking} of the truth lies."


def _drawn(
    model: ForecastModel, codes: Array, steps: Array, said: Array, ahead: NextSteps
) -> tuple[dict[str, Any], ...]:
    """The series with most rows held out, each with its newest values and what was said."""
    lookback, history = model.parts
    counts = np.bincount(codes[codes >= 0], minlength=len(history.series))
    chosen = np.argsort(-counts, kind="stable")[:MOST_DRAWN]
    found = []
    for code in chosen.tolist():
        mine = np.flatnonzero((history.codes == code) & np.isfinite(history.values))
        if not len(mine):
            continue
        mine = mine[np.argsort(history.steps[mine], kind="stable")][-_MOST_POINTS:]
        oldest = history.steps[mine[0]]
        held = np.flatnonzero((codes == code) & (steps >= oldest))
        held = held[np.argsort(steps[held], kind="stable")]
        next_ones = [at for at, name in enumerate(ahead.series) if name == history.series[code]]
        found.append(
            {
                "name": history.series[code],
                "known": _points(lookback, history.steps[mine], history.values[mine]),
                "said": _points(lookback, steps[held], said[held]),
                "ahead": [
                    [
                        next_steps.moment(ahead.times[at]),
                        float(ahead.values[at]),
                        *(float(side[at]) for both in ahead.bounds.values() for side in both),
                    ]
                    for at in next_ones
                ],
            }
        )
    return tuple(found)


def _points(lookback: Lookback, steps: Array, values: Array) -> list[list[Any]]:
    times = lookback.grid.times(steps)
    return [[next_steps.moment(t), float(v)] for t, v in zip(times, values.tolist(), strict=True)]
