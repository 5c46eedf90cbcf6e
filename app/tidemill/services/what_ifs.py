"""What would be said were one column another: answers along the values that were seen in training.

Individual conditional expectation (A. Goldstein et al., "Peeking inside the black box", Journal of
Computational and Graphical Statistics 24, 2015), of one row. Rows of a table are the row asked
about, then rows learned from; values are taken from these, so none is made up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.explanations import Course
from tidemill.domain.frames import CODED, ColumnData, Frame
from tidemill.services.shown_values import shown_at

MOST_COLUMNS = 60
N_POINTS = 21
N_WORDS = 12

Picks = npt.NDArray[np.int64]
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """The ends of what was seen of a column in training, and whether the row lies beyond."""

    lowest: str = ""
    highest: str = ""
    is_beyond: bool = False


def seen(column: ColumnData) -> Seen:
    """What rows learned from have of a column, whose first value is the row's."""
    missing = column.missing
    if missing[1:].all():
        return Seen(is_beyond=not missing[0])
    if column.kind in CODED:
        known = np.isin(column.values[0], column.values[1:])
        return Seen(is_beyond=bool(not missing[0] and not known))
    there = 1 + np.flatnonzero(~missing[1:])
    low = there[column.values[there].argmin()]
    high = there[column.values[there].argmax()]
    own = column.values[0]
    is_beyond = not missing[0] and not column.values[low] <= own <= column.values[high]
    nobody: frozenset[str] = frozenset()
    return Seen(
        shown_at(column, int(low), nobody), shown_at(column, int(high), nobody), bool(is_beyond)
    )


def courses(
    table: Frame, columns: Sequence[int], ask: Callable[[Picks], Array]
) -> dict[int, Course]:
    """For the first of the `columns`, by their places, what would be said along their values."""
    names = table.names
    chosen = {}
    for at in columns[:MOST_COLUMNS]:
        rows = _values(table[names[at]])
        if len(rows) > 1:
            chosen[at] = rows
    if not chosen:
        return {}
    blocks = []
    for at, rows in chosen.items():
        picks = np.zeros((len(rows), len(names)), dtype=np.int64)
        picks[:, at] = rows
        blocks.append(picks)
    said = ask(np.concatenate(blocks))
    found, first = {}, 0
    for at, rows in chosen.items():
        answers = said[first : first + len(rows)]
        first += len(rows)
        found[at] = _course(table[names[at]], rows, answers)
    return found


def _course(column: ColumnData, rows: Picks, answers: Array) -> Course:
    points: tuple[float, ...] = ()
    values = column.take(rows).values
    if column.kind is Kind.DATETIME:
        points = tuple((values.astype("datetime64[us]").astype(np.int64) / 1e6).tolist())
    elif column.kind not in CODED:
        points = tuple(float(value) for value in values)
    shown = tuple(shown_at(column, int(at), frozenset()) for at in rows)
    return Course(shown, tuple(tuple(line) for line in answers.tolist()), points)


def _values(column: ColumnData) -> Picks:
    """Rows learned from with different values: quantiles of numbers and times, frequent words."""
    there = 1 + np.flatnonzero(~column.missing[1:])
    if column.kind is Kind.TEXT or not len(there):
        return np.empty(0, dtype=np.int64)
    values = column.values[there]
    distinct, first, counts = np.unique(values, return_index=True, return_counts=True)
    if column.kind in CODED:
        often = np.argsort(-counts, kind="stable")[:N_WORDS]
        return np.asarray(there[first[often]])
    if len(distinct) <= N_POINTS:
        return np.asarray(there[first])
    ordered = there[np.argsort(values, kind="stable")]
    spread = ordered[np.linspace(0, len(ordered) - 1, N_POINTS).round().astype(np.int64)]
    _, kept = np.unique(column.values[spread], return_index=True)
    return np.asarray(spread[kept])
