"""What the charts draw over the looks of a period: lines, the cells of the map, in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidemill.gui.pages.monitoring.facts import Measure

if TYPE_CHECKING:
    from tidemill.domain.courses import Course, Series

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Line:
    """A figure by look with its interval; each (looks,), NaN where it is not known."""

    value: Floats
    low: Floats
    high: Floats

    def has_any(self) -> bool:
        """Whether there is anything to draw."""
        return bool(np.isfinite(self.value).any())

    def last(self) -> int:
        """The last look with a value; -1 if there is none."""
        known = np.flatnonzero(np.isfinite(self.value))
        return int(known[-1]) if known.size else -1


@dataclass(frozen=True, eq=False)
class Cells:
    """The map: columns, most drifted first, by looks. `n_all` counts those left out too."""

    names: tuple[str, ...]
    psi: Floats
    drifted: Bools
    n_all: int


def line_of(found: "Series | None", n: int) -> Line:
    """A figure of a course as a line; of nothing a line without values."""
    if found is None:
        nothing = np.full(n, np.nan)
        return Line(nothing, nothing, nothing)
    return Line(found.value, found.low, found.high)


def split_of(line: Line, is_guess: Bools) -> tuple[Line, Line]:
    """What was measured and what was estimated, `is_guess` (looks,); the second begins where the
    first ends, so that they are drawn as one course."""
    known, guess = (
        Line(*(np.where(kept, part, np.nan) for part in (line.value, line.low, line.high)))
        for kept in (~is_guess, is_guess)
    )
    begins = np.flatnonzero(is_guess[1:] & ~is_guess[:-1])
    guess.value[begins] = line.value[begins]
    return known, guess


def cells_of(course: "Course", most: int | None) -> Cells:
    """The columns in the order of the map, at most so many.

    Those that drifted in the newest look come first, then by its PSI, then how often they drifted,
    then their worst look.
    """
    n_all = len(course.columns)
    if n_all == 0 or len(course) == 0:
        return Cells((), np.zeros((0, len(course))), np.zeros((0, len(course)), dtype=bool), 0)
    psi = np.nan_to_num(course.psi, nan=0.0)
    keys = (-psi.max(axis=1), -course.is_over.sum(axis=1), -psi[:, -1], ~course.is_over[:, -1])
    order = np.lexsort(keys)[:most]
    names = tuple(course.columns[row] for row in order.tolist())
    return Cells(names, course.psi[order], course.is_over[order], n_all)


def said(line: Line, at: int, measure: Measure) -> str:
    """A line's value at a look with its interval; "" where there is none."""
    value, low, high = (float(part[at]) for part in (line.value, line.low, line.high))
    if not np.isfinite(value):
        return ""
    words = measure.words(value)
    if np.isfinite(low) and np.isfinite(high):
        words += f" ({measure.words(low)} to {measure.words(high)})"
    return words
