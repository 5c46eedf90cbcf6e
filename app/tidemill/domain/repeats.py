"""Rows that lie on both sides of a split: what is learned by heart then looks like knowledge."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.recipes import Recipe
from tidemill.domain.splits import Split

FEWEST = 5
SHARE = 0.01
CHANCE = 0.05
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Repeats:
    """How many of `n_held` rows held out are also among those learned from, answer included."""

    n: int
    n_held: int
    message: str


def find_repeats(frame: Frame, recipe: Recipe, parts: Split) -> Repeats | None:
    """Rows held out whose columns learned from and target all equal those of a row learned from.

    None where there are fewer than `FEWEST` of them or less than a `SHARE`, and where rows have so
    few different values that equal ones are no wonder: were the columns independent, a row held
    out would have a twin with a probability of `CHANCE` or more.
    """
    names = [name for name in (*recipe.features, recipe.target) if name in frame]
    if len(names) < 2:
        return None
    marks = np.zeros(frame.n_rows, dtype=np.uint64)
    alike = 1.0
    for name in names:
        codes = _codes(frame[name])
        marks = _mixed(marks, codes)
        shares = np.bincount(codes) / max(1, len(codes))
        alike *= float((shares**2).sum())
    held = marks[parts.hold_out]
    n = int(np.isin(held, marks[parts.train]).sum())
    if n < FEWEST or n < SHARE * len(held) or alike * len(parts.train) >= CHANCE:
        return None
    share = f"{n / len(held):.1%}" if n < 0.1 * len(held) else f"{n / len(held):.0%}"
    message = (
        f"{n:,} of the {len(held):,} rows held out ({share}) are also among those learned from, "
        "answer included. A model that learns them by heart looks better than it is."
    )
    return Repeats(n, len(held), message)


def _codes(column: ColumnData) -> npt.NDArray[np.int64]:
    """A number from 0 for each value (rows,), the same for equal values; 0 for a missing one."""
    known = ~column.missing
    codes = np.zeros(len(column.values), dtype=np.int64)
    codes[known] = 1 + np.unique(column.values[known], return_inverse=True)[1]
    return codes


def _mixed(marks: npt.NDArray[Any], codes: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    """Fold a column's codes into the rows' 64-bit marks (the finaliser of SplitMix64)."""
    mixed = (marks ^ codes.astype(np.uint64)) + _MULTIPLIER
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
