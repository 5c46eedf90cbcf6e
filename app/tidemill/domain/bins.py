"""The few bins in which shares are compared (PSI, Jensen-Shannon, chi-squared).

Bins are made from the reference alone and stay fixed: its quantiles snapped to cell borders
with open ends, and a bin for each value that many rows have. Levels have a bin each, or share
one where they are few.
"""

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.cells import HEAVY_COUNT, HEAVY_SHARE

N_BINS = 10
ROWS_A_BIN = 5  # fewer reference rows than this say nothing about a bin
LEVEL_SHARE = 0.02  # levels with less of the rows share a bin
_RARE_BIAS = 0.002
_RARE_MOST = 50


@dataclass(frozen=True, eq=False)
class Bins:
    """Which bin each cell (or level) belongs to; `n` bins in all, empty ones included.

    `cuts` are the cells at which the bins of numbers begin, for axes.
    """

    of_cell: npt.NDArray[np.int32]
    n: int
    cuts: tuple[int, ...] = ()

    def count(self, cells: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        """Add the counts of cells up to counts of bins; shape (n,)."""
        totals = np.zeros(self.n, dtype=np.int64)
        np.add.at(totals, self.of_cell, cells)
        return totals


def number_bins(cells: npt.NDArray[Any], atoms: npt.NDArray[Any]) -> Bins:
    """Bins for ordered cells, from the reference's counts in them.

    `atoms` are the cells that hold one value only. Stretches between heavy values that hold
    too little for a bin of their own share the last bin ("other values").
    """
    total = int(cells.sum())
    wanted = min(N_BINS, max(2, total // ROWS_A_BIN))
    heavy = atoms[cells[atoms] >= max(HEAVY_COUNT, HEAVY_SHARE * total)].tolist()
    of_cell = np.full(cells.size, -1, dtype=np.int32)
    cuts: list[int] = []
    n = 0
    start = 0
    for stop in [*heavy, cells.size]:
        for first, last in _quantile_runs(cells, start, stop, wanted, total):
            of_cell[first:last] = n
            cuts.append(first)
            n += 1
        if stop < cells.size:
            of_cell[stop] = n
            cuts.append(stop)
            n += 1
        start = stop + 1
    left_over = of_cell < 0
    if left_over.any():
        of_cell[left_over] = n
        n += 1
    return Bins(of_cell, n, tuple(cuts))


def _quantile_runs(
    cells: npt.NDArray[Any], start: int, stop: int, wanted: int, total: int
) -> list[tuple[int, int]]:
    """Cut the cells from start to stop into runs of about equal counts."""
    if stop <= start:
        return []
    within = np.cumsum(cells[start:stop])
    mass = int(within[-1])
    n = round(wanted * mass / total) if total else 0
    if not n:
        return [(start, stop)] if not total else []
    targets = np.arange(1, n) * (mass / n)
    after = np.searchsorted(within, targets)
    before = np.where(after > 0, within[np.maximum(after - 1, 0)], 0)
    nearer_before = (targets - before < within[after] - targets) & (before > 0)
    cuts = np.unique(np.where(nearer_before, after, after + 1))
    cuts = cuts[(cuts > 0) & (within[np.maximum(cuts - 1, 0)] < mass)]
    borders = [start, *(start + cuts).tolist(), stop]
    return list(itertools.pairwise(borders))


def level_bins(counts: npt.NDArray[Any], total: int, at_least: int = 0) -> Bins:
    """Bins for levels; the last bin is for rare and for unseen values.

    A level seen once says that others were not seen: the chance that the next row is new is
    about the share of such rows (Good 1953, Biometrika 40). So values seen at most `rare` times
    share a bin with those never seen. Its share then differs from what is to come only by the
    rows whose value was seen `rare + 1` times; the least `rare` that makes this small is taken.
    A column of which every value is new, such as a key, so compares as unchanged. `at_least`
    raises `rare`, where levels seen that often are not told apart from unseen ones.
    """
    n_seen = np.bincount(np.minimum(counts, _RARE_MOST + 1), minlength=_RARE_MOST + 2)
    bias = n_seen[1:-1] * np.arange(1, _RARE_MOST + 1)
    small = np.flatnonzero(bias <= _RARE_BIAS * total)
    rare = max(int(small[0]) if small.size else int(np.argmin(bias)), at_least)
    of_level = np.full(counts.size, -1, dtype=np.int32)
    n, held = 0, 0
    for level in np.argsort(-counts, kind="stable").tolist():
        if counts[level] <= rare:
            break
        of_level[level] = n
        held += int(counts[level])
        if held >= LEVEL_SHARE * total:
            n, held = n + 1, 0
    if held:
        n += 1
    of_level[of_level < 0] = n
    return Bins(of_level, n + 1)
