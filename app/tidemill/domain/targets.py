"""The column to predict: which task it asks for, its classes, and what can be wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData, Frame
from tidemill.domain.recipes import Recipe, Task

MIN_ROWS = 10
MAX_CLASSES = 100
LARGEST = 1e100
"""The largest number that is predicted: the squares of larger ones are no numbers any more."""
FEW_CLASSES = 10
YES_WORDS = frozenset({"yes", "true", "1", "y", "t", "positive", "pos"})
NO_WORDS = frozenset({"no", "false", "0", "n", "f", "negative", "neg"})


@dataclass(frozen=True, eq=False)
class TargetValues:
    """The target of the rows that have one.

    `rows` are row numbers of the frame; `y` holds class codes into `levels` (int64), or numbers
    (float64) for regression, where `levels` is empty. In a binary task class 1 is the positive.
    """

    rows: npt.NDArray[Any]
    y: npt.NDArray[Any]
    levels: tuple[str, ...]
    notes: tuple[str, ...] = ()


def text_of_number(value: float) -> str:
    """How a number reads as a class: whole numbers without a decimal point."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def detect_task(kind: Kind, n_distinct: int, whole: bool) -> Task:
    """The task a target asks for: two values binary, few classes multiclass, numbers regression.

    A numeric target with up to ten different whole numbers counts as classes.
    """
    if kind is Kind.BOOLEAN or n_distinct == 2:
        return Task.BINARY
    if kind is Kind.NUMERIC and not (whole and n_distinct <= FEW_CLASSES):
        return Task.REGRESSION
    return Task.MULTICLASS


def ordered_classes(counts: dict[str, int], positive: str | None = None) -> tuple[str, ...]:
    """Two classes with the positive last: the one named, a yes-word, else the rarer one.

    More than two classes in the order of numbers if all are numbers, else of the alphabet.
    """
    levels = sorted(counts, key=_class_order)
    if len(levels) != 2:
        return tuple(levels)
    if positive is None:
        said = [level for level in levels if level.strip().lower() in YES_WORDS]
        denied = [level for level in levels if level.strip().lower() in NO_WORDS]
        if len(said) == 1:
            positive = said[0]
        elif len(denied) == 1:
            positive = next(level for level in levels if level not in denied)
        else:
            positive = min(levels, key=lambda level: (counts[level], level))
    return tuple(sorted(levels, key=lambda level: level == positive))


def _class_order(level: str) -> tuple[int, float, str]:
    try:
        return (0, float(level), level)
    except ValueError:
        return (1, 0.0, level)


def class_codes(column: ColumnData, levels: Sequence[str]) -> npt.NDArray[np.int64]:
    """Codes of a column's values into `levels`; -1 where missing or not among them."""
    place = {level: code for code, level in enumerate(levels)}
    if column.kind in CODED:
        table = np.array([place.get(level, -1) for level in column.levels] + [-1], dtype=np.int64)
        return np.asarray(table[column.values])
    values = column.values.astype(np.float64)
    distinct, inverse = np.unique(values, return_inverse=True)
    table = np.array(
        [place.get(text_of_number(v), -1) if np.isfinite(v) else -1 for v in distinct.tolist()],
        dtype=np.int64,
    )
    return table[inverse] if len(table) else np.empty(0, dtype=np.int64)


def target_of(frame: Frame, recipe: Recipe, levels: Sequence[str] | None = None) -> TargetValues:
    """The recipe's target; rows without one are left out and counted in a note.

    With `levels` (those of a trained model) rows of other classes are left out as well.
    Raises `NeedsYou` for a target that is absent, empty, constant or does not fit its task.
    """
    column = _column(frame, recipe)
    if recipe.task is Task.REGRESSION:
        return _numbers(column)
    counts = _class_counts(column)
    if levels is None:
        _refuse_bad_classes(column.name, recipe, counts)
        levels = ordered_classes(counts, recipe.positive)
    codes = class_codes(column, levels)
    rows = np.flatnonzero(codes >= 0)
    notes = _missing_note(column.name, int(column.missing.sum()))
    strangers = len(codes) - len(rows) - int(column.missing.sum())
    if strangers:
        notes += (f"{strangers:,} rows have a {column.name} that the model does not know.",)
    return TargetValues(rows, codes[rows], tuple(levels), notes)


def _column(frame: Frame, recipe: Recipe) -> ColumnData:
    if recipe.target not in frame:
        raise NeedsYou(
            f"The table has no column {recipe.target}, which the recipe predicts.",
            "Choose another target. The columns are " + ", ".join(frame.names) + ".",
        )
    column = frame[recipe.target]
    if column.kind is Kind.DATETIME:
        raise NeedsYou(
            f"The target {column.name} holds dates, which cannot be predicted.",
            "Choose a column of numbers or classes, such as the days until that date.",
        )
    if len(column) == 0 or column.missing.all():
        raise NeedsYou(
            f"The target {column.name} is missing in all {len(column):,} rows.",
            "Choose another target, or add rows in which it is known.",
        )
    return column


def _numbers(column: ColumnData) -> TargetValues:
    if column.kind is not Kind.NUMERIC:
        raise NeedsYou(
            f"The target {column.name} holds {column.kind} values, a regression needs numbers.",
            "Choose a numeric target, or predict its classes.",
        )
    values = column.values.astype(np.float64)
    rows = np.flatnonzero(np.abs(values) <= LARGEST)
    notes = _missing_note(column.name, int(column.missing.sum()))
    infinite = int(np.isinf(values).sum())
    if infinite:
        notes += (_left_out(infinite, f"an infinite {column.name}"),)
    giant = len(values) - len(rows) - infinite - int(np.isnan(values).sum())
    if giant:
        notes += (_left_out(giant, f"a {column.name} beyond {LARGEST:g}"),)
    if len(rows) and (values[rows] == values[rows[0]]).all():
        raise NeedsYou(
            f"The target {column.name} is {values[rows[0]]:g} in every row.",
            "Choose a target that varies, or add rows in which it is different.",
        )
    if len(rows) == 0:
        raise NeedsYou(
            f"The target {column.name} has no finite value up to {LARGEST:g}.",
            "Choose another target.",
        )
    return TargetValues(rows, values[rows], (), notes)


def _class_counts(column: ColumnData) -> dict[str, int]:
    if column.kind in CODED:
        tally = np.bincount(column.values[column.values >= 0], minlength=len(column.levels))
        return {level: n for level, n in zip(column.levels, tally.tolist(), strict=True) if n > 0}
    finite = column.values[np.isfinite(column.values.astype(np.float64))]
    distinct, counts = np.unique(finite, return_counts=True)
    return {
        text_of_number(value): n
        for value, n in zip(distinct.tolist(), counts.tolist(), strict=True)
    }


def _refuse_bad_classes(name: str, recipe: Recipe, counts: dict[str, int]) -> None:
    n_rows, n_classes = sum(counts.values()), len(counts)
    if n_rows < MIN_ROWS and n_classes * 2 > n_rows:
        raise NeedsYou(
            f"Only {n_rows:,} {'row has' if n_rows == 1 else 'rows have'} a {name}.",
            f"Add rows; at least {MIN_ROWS} are needed to learn and to judge.",
        )
    if n_classes < 2:
        only = next(iter(counts), "missing")
        raise NeedsYou(
            f"The target {name} has one class only: it is {only} in every row.",
            "Choose another target, or add rows of another class.",
        )
    if recipe.task is Task.BINARY and n_classes > 2:
        raise NeedsYou(
            f"The target {name} has {n_classes:,} classes, the recipe expects two.",
            "Train it as multiclass, or correct the rows with other values.",
        )
    if recipe.positive is not None and recipe.positive not in counts:
        raise NeedsYou(
            f"The target {name} is never {recipe.positive}, which the recipe counts as yes.",
            "Choose one of " + ", ".join(sorted(counts)[:10]) + ".",
        )
    if n_classes > MAX_CLASSES or n_classes * 2 > n_rows:
        raise NeedsYou(
            f"The target {name} has {n_classes:,} classes in {n_rows:,} rows, "
            "too many to learn from.",
            "Choose another target, or merge its rare classes.",
        )


def _left_out(n: int, having: str) -> str:
    return (
        f"1 row with {having} is left out." if n == 1 else f"{n:,} rows with {having} are left out."
    )


def _missing_note(name: str, n: int) -> tuple[str, ...]:
    if not n:
        return ()
    return (f"{n:,} {'row without' if n == 1 else 'rows without'} a {name} left out.",)
