"""A reference made of rows that were counted before: no raw data is read for another one.

Counts on one grid add, so the last period, some versions or a season ago are the sums of what was
counted then. The cells stay those of the reference on which all were counted; the bins are made
anew from the sums, as they are for any reference.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tidemill.domain.bins import number_bins
from tidemill.domain.distributions import (
    N_LEVELS,
    N_TOP,
    ColumnCounts,
    ColumnReference,
    level_reference,
)
from tidemill.domain.moments import QUANTILES
from tidemill.domain.references import FrameCounts, FrameReference

Floats = npt.NDArray[np.float64]


def total(counts: Iterable[FrameCounts]) -> FrameCounts | None:
    """All rows together; None where there are none."""
    found: FrameCounts | None = None
    for one in counts:
        found = one if found is None else found.plus(one)
    return found


@dataclass(frozen=True, eq=False)
class Counting:
    """The reference on whose cells rows were counted, and others made of such counts.

    A column that could not be counted then is in no reference made of it: compared with that, it
    is new. Mean, spread and quantiles of numbers are those of the cells' middles, in which all
    rows of a cell are thought to be.
    """

    known: FrameReference

    def reference(self, counts: FrameCounts) -> FrameReference:
        """Counted rows as a reference."""
        columns = {
            name: self._column(name, one)
            for name, one in counts.columns.items()
            if name in self.known.columns
        }
        return FrameReference(counts.n_rows, columns)

    def counted(self, counts: FrameCounts, reference: FrameReference) -> FrameCounts:
        """Rows as they would have been counted on a reference that `reference` made."""
        columns, new = {}, dict(counts.new)
        for name, one in counts.columns.items():
            known = self.known.columns[name]
            if name not in reference.columns:
                new[name] = known.kind
            elif known.grid is not None:
                columns[name] = one
            else:
                columns[name] = _on_levels(reference.columns[name], _levels(known, one), one)
        return FrameCounts(counts.n_rows, columns, counts.problems, new)

    def _column(self, name: str, counts: ColumnCounts) -> ColumnReference:
        known = self.known.columns[name]
        if known.grid is None:
            return _of_levels(known, counts)
        middles = self._middles[name]
        n = counts.n - counts.missing - counts.infinite
        mean, sd, quantiles = _spread(middles, counts, n)
        atoms = known.grid.atoms
        fullest = atoms[np.argsort(-counts.cells[atoms], kind="stable")[:N_TOP]]
        top = tuple((float(middles[i]), int(counts.cells[i])) for i in fullest if counts.cells[i])
        return ColumnReference(
            name=name,
            kind=known.kind,
            n=counts.n,
            missing=counts.missing,
            cells=counts.cells,
            bins=number_bins(counts.cells, atoms),
            below=counts.below,
            above=counts.above,
            distinct=int(np.count_nonzero(counts.cells)),
            minimum=counts.minimum,
            maximum=counts.maximum,
            mean=mean,
            sd=sd,
            quantiles=quantiles,
            zeros=int(counts.cells[atoms[middles[atoms] == 0.0]].sum()),
            top=top,
            grid=known.grid,
        )

    @cached_property
    def _middles(self) -> dict[str, Floats]:
        """The middle of each cell of the columns with numbers or dates."""
        found = {}
        for name, column in self.known.columns.items():
            if column.grid is not None:
                low, high, _ = column.grid.limits()
                low, high = np.where(np.isinf(low), high, low), np.where(np.isinf(high), low, high)
                found[name] = low / 2.0 + high / 2.0
        return found


def _spread(
    middles: Floats, counts: ColumnCounts, n: int
) -> tuple[float | None, float | None, tuple[float, ...] | None]:
    """Mean, standard deviation and quantiles of the cells' middles, within the true extremes."""
    if not n or counts.minimum is None or counts.maximum is None:
        return None, None, None
    lowest, highest = float(counts.minimum), float(counts.maximum)
    used = np.flatnonzero(counts.cells)
    rows, values = counts.cells[used], np.clip(middles[used], lowest, highest)
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(np.average(values, weights=rows))
        sd = float(np.sqrt(np.average((values - mean) ** 2, weights=rows)))
    places = np.asarray(QUANTILES) * (n - 1)
    at = values[np.searchsorted(np.cumsum(rows), places, side="right").clip(max=used.size - 1)]
    at[0], at[-1] = lowest, highest
    finite = np.isfinite([mean, sd])
    return mean if finite[0] else None, sd if finite[1] else None, tuple(at.tolist())


def _levels(known: ColumnReference, counts: ColumnCounts) -> dict[str, int]:
    """The rows of each level that is known by name."""
    named = zip(known.levels, counts.cells[: len(known.levels)].tolist(), strict=True)
    return {level: rows for level, rows in (*named, *counts.unseen.items()) if rows}


def _of_levels(known: ColumnReference, counts: ColumnCounts) -> ColumnReference:
    rows = _levels(known, counts)
    ranked = sorted(rows.items(), key=lambda pair: (-pair[1], pair[0]))
    kept = ranked[:N_LEVELS]
    n_present = counts.n - counts.missing
    n_nameless = n_present - sum(rows.values())
    most_of_others = max([n_nameless, *(n for _, n in ranked[N_LEVELS:])])
    return level_reference(
        known.name,
        known.kind,
        n=counts.n,
        missing=counts.missing,
        kept=kept,
        n_others=n_present - sum(n for _, n in kept),
        most_of_others=most_of_others,
        distinct=len(rows),
        n_once=sum(n == 1 for n in rows.values()),
    )


def _on_levels(
    reference: ColumnReference, rows: dict[str, int], counts: ColumnCounts
) -> ColumnCounts:
    """Rows by level on the levels of another reference."""
    cells = np.zeros_like(reference.cells)
    numbers = reference.level_numbers
    unseen: dict[str, int] = {}
    for level, n in rows.items():
        if level in numbers:
            cells[numbers[level]] += n
        else:
            unseen[level] = n
    n_unseen = counts.n - counts.missing - int(cells.sum())
    if not reference.complete:
        cells[-1] += n_unseen
        unseen, n_unseen = {}, 0
    return ColumnCounts(
        reference.key, counts.n, counts.missing, cells, unseen=unseen, n_unseen=n_unseen
    )
