"""Which rows a model learns from and which it is judged on."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain import time_grids
from tidemill.domain.columns import Kind
from tidemill.domain.earlier_values import series_of
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.recipes import HoldOutKind, Recipe, Task
from tidemill.domain.targets import MIN_ROWS, TargetValues, target_of

Rows = npt.NDArray[np.int64]


class Split(NamedTuple):
    """Row numbers of the frame for each part, in ascending order, and the rule in words."""

    train: Rows
    hold_out: Rows
    words: str


def split(frame: Frame, recipe: Recipe, given: npt.NDArray[Any] | None = None) -> Split:
    """Divide the rows that have a target.

    With a time column the newest share is held out, never a random one, and rows of equal time
    stay on one side. With a group column no group is on both sides: without a time column
    whole groups are drawn, with one the held-out groups' older rows leave the training.
    Otherwise each class (or tenth of a numeric target) gives the same share. `given` are the
    row numbers or mask of the rows to hold out where the rule says "given"; where it says
    "grouped", whole groups are drawn whatever their time.

    Raises `NeedsYou` where a side would be empty, or a column named is absent.
    """
    target = target_of(frame, recipe)
    if len(target.rows) < MIN_ROWS:
        raise NeedsYou(
            f"Only {len(target.rows):,} rows have a {recipe.target}.",
            f"Add rows; at least {MIN_ROWS} are needed to learn and to judge.",
        )
    if recipe.hold_out.kind is HoldOutKind.GIVEN:
        held, words = _given(frame, target, given)
    elif recipe.hold_out.kind is HoldOutKind.GROUPED:
        held, words = _groups(_named(frame, recipe.group or "", "group"), recipe, target)
    elif recipe.time is not None and recipe.forecast is not None:
        held, words = _last_horizons(frame, recipe, target)
    elif recipe.time is not None:
        held, words = _newest(_named(frame, recipe.time, "time"), recipe, target)
    elif recipe.hold_out.kind is HoldOutKind.NEWEST:
        raise NeedsYou(
            "The newest rows cannot be held out: the recipe names no time column.",
            "Name a time column, or hold out an even share.",
        )
    elif recipe.group is not None:
        held, words = _groups(_named(frame, recipe.group, "group"), recipe, target)
    else:
        held, words = _stratified(recipe, target)
    train = ~held
    if recipe.group is not None:
        train, more = _without_shared_groups(
            _named(frame, recipe.group, "group"), target, train, held
        )
        words += more
    if not train.any() or not held.any():
        raise NeedsYou(
            f"{int(train.sum()):,} rows would be left to learn from and {int(held.sum()):,} to "
            "judge on.",
            "Choose another rule to hold out rows, or add rows.",
        )
    return Split(target.rows[train], target.rows[held], words)


def _named(frame: Frame, name: str, part: str) -> ColumnData:
    if name not in frame:
        raise NeedsYou(
            f"The table has no column {name}, which the recipe names as {part} column.",
            "Choose another column, or none.",
        )
    return frame[name]


def _given(
    frame: Frame, target: TargetValues, given: npt.NDArray[Any] | None
) -> tuple[npt.NDArray[np.bool_], str]:
    if given is None:
        raise NeedsYou(
            "The recipe holds out given rows, but none were given.",
            "Name the rows to hold out, or choose another rule.",
        )
    chosen = np.zeros(frame.n_rows, dtype=bool)
    chosen[given] = True
    held = chosen[target.rows]
    return held, f"{_rows(held)} named for it."


def _newest(
    column: ColumnData, recipe: Recipe, target: TargetValues
) -> tuple[npt.NDArray[np.bool_], str]:
    if column.kind not in (Kind.DATETIME, Kind.NUMERIC):
        raise NeedsYou(
            f"The column {column.name} holds {column.kind} values and cannot order rows in time.",
            "Choose a column of dates or numbers as time column, or none.",
        )
    known = ~column.missing[target.rows]
    times = column.values[target.rows][known]
    moments, counts = np.unique(times, return_counts=True)
    if len(moments) < 2:
        raise NeedsYou(
            f"The column {column.name} has one moment only, so no rows are newer than others.",
            "Choose another time column, or none.",
        )
    # After each moment but the last there is a cut; take the one nearest the share asked for.
    newer = len(times) - np.cumsum(counts)[:-1]
    cut = int(np.argmin(np.abs(newer - recipe.hold_out.share * len(times))))
    held = np.zeros(len(target.rows), dtype=bool)
    held[np.flatnonzero(known)[times > moments[cut]]] = True
    words = f"The newest {held.sum() / len(held):.0%} by {column.name}: {_rows(held)}"
    words += f" from {_moment(moments[cut + 1])}."
    if not known.all():
        words += f" {int((~known).sum()):,} rows without {column.name} are only learned from."
    return held, words


def _last_horizons(
    frame: Frame, recipe: Recipe, target: TargetValues
) -> tuple[npt.NDArray[np.bool_], str]:
    """The last whole horizons, as many as come nearest the share asked for."""
    assert recipe.forecast is not None
    column = _named(frame, recipe.time or "", "time").take(target.rows)
    codes = series_of(frame, recipe.forecast.series)[0][target.rows]
    grid = time_grids.found(column, codes)
    steps = grid.steps(column.values)
    known = steps != time_grids.NO_STEP
    newest, oldest = int(steps[known].max()), int(steps[known].min())
    n_steps, horizon = newest - oldest + 1, recipe.forecast.horizon
    n = max(1, round(recipe.hold_out.share * n_steps / horizon))
    n = min(n, (n_steps - horizon - 1) // horizon)
    if n < 1:
        raise NeedsYou(
            f"{column.name} spans {grid.words(n_steps)}, too few to tell {grid.words(horizon)} "
            "ahead and to judge it.",
            "Choose a shorter horizon, or add older rows.",
        )
    held = known & (steps > newest - n * horizon)
    first = grid.times(np.array([newest - n * horizon + 1]))[0]
    times = "horizon" if n == 1 else f"{n:,} horizons"
    words = f"The last {times} of {grid.words(horizon)} by {column.name}: {_rows(held)}"
    return held, f"{words} from {_moment(first)}."


def _moment(value: Any) -> str:
    if isinstance(value, np.datetime64):
        text = str(value.astype("datetime64[s]")).replace("T", " ")
        return text.removesuffix(" 00:00:00")
    return f"{value:g}"


def group_codes(column: ColumnData, rows: Rows) -> Rows:
    """A code from 0 for each row's group (rows,); a row without one is a group of its own."""
    values, missing = column.values[rows], column.missing[rows]
    codes = np.zeros(len(rows), dtype=np.int64)
    codes[~missing] = np.unique(values[~missing], return_inverse=True)[1]
    codes[missing] = codes.max(initial=0) + 1 + np.arange(int(missing.sum()))
    return codes


def _groups(
    column: ColumnData, recipe: Recipe, target: TargetValues
) -> tuple[npt.NDArray[np.bool_], str]:
    codes = group_codes(column, target.rows)
    _, codes, sizes = np.unique(codes, return_inverse=True, return_counts=True)
    if len(sizes) < 2:
        raise NeedsYou(
            f"The column {column.name} has one group only, which cannot be on both sides.",
            "Choose another group column, or none.",
        )
    order = np.random.default_rng(recipe.seed).permutation(len(sizes))
    held_so_far = np.cumsum(sizes[order])[:-1]
    n = int(np.argmin(np.abs(held_so_far - recipe.hold_out.share * len(codes)))) + 1
    held = np.isin(codes, order[:n])
    return held, f"{_rows(held)} of {n:,} whole groups by {column.name}."


def _without_shared_groups(
    column: ColumnData,
    target: TargetValues,
    train: npt.NDArray[np.bool_],
    held: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.bool_], str]:
    codes = group_codes(column, target.rows)
    shared = train & np.isin(codes, codes[held])
    if not shared.any():
        return train, ""
    left = train & ~shared
    if left.sum() < MIN_ROWS // 2:
        raise NeedsYou(
            f"Nearly every {column.name} has rows on both sides, so {int(left.sum()):,} rows would "
            "be left to learn from.",
            "Train without the group column, or without the time column.",
        )
    words = f" {int(shared.sum()):,} older rows of the same {column.name} are not learned from."
    return left, words


def _stratified(recipe: Recipe, target: TargetValues) -> tuple[npt.NDArray[np.bool_], str]:
    rng = np.random.default_rng(recipe.seed)
    if recipe.task is Task.REGRESSION:
        ranks = np.argsort(np.argsort(target.y, kind="stable"), kind="stable")
        strata = ranks * min(10, max(1, len(ranks) // MIN_ROWS)) // len(ranks)
        evenly = f"even over the range of {recipe.target}"
    else:
        strata, evenly = target.y, f"the same share of each {recipe.target}"
    held = np.zeros(len(target.rows), dtype=bool)
    for stratum in np.unique(strata):
        members = rng.permutation(np.flatnonzero(strata == stratum))
        n = round(recipe.hold_out.share * len(members))
        # A class of two rows or more is on both sides, or it could not be judged.
        n = min(max(n, 1), len(members) - 1)
        held[members[:n]] = True
    return held, f"{_rows(held)} drawn at random, {evenly}."


def _rows(held: npt.NDArray[np.bool_]) -> str:
    return f"{int(held.sum()):,} rows"
