"""What a column of a reference looked like, small enough to keep, and how to count another on it.

`summarise` reads a reference column once; `count` reads another column once, in one pass, on
the reference's grid. Together they are all the drift statistics need. Counts of one reference
add up, so late rows and replays need no raw data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou
from tidemill.domain import packing
from tidemill.domain.bins import Bins, level_bins, number_bins
from tidemill.domain.cells import (
    Grid,
    WholeGrid,
    grid_for,
    grid_from_dict,
    histogram,
    ordered,
    runs,
)
from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData
from tidemill.domain.moments import moments, quantiles

Ints = npt.NDArray[np.int64]
Value = float | int | str

N_TOP = 20
N_LEVELS = 10_000  # levels kept by name; rarer ones are counted together
N_UNSEEN = 1_000
DAY_US = 86_400_000_000  # microseconds, the unit of date columns


@dataclass(frozen=True, eq=False)
class ColumnReference:
    """The exact figures of a reference column and its counts per cell or level.

    Numbers and dates (microseconds since 1970) have a `grid` with `cells`; coded columns have
    `levels` with `cells` and, where there were more than are kept, one more cell for the rest.
    `levels` are ordered from the most to the least frequent. `top` holds the most frequent
    values with their counts; `n_once` counts the rows whose level appears once. Figures that do
    not exist (all missing, overflow) are None. Mean, sd and quantiles are of finite values.
    """

    name: str
    kind: Kind
    n: int
    missing: int
    cells: Ints
    bins: Bins
    below: int = 0
    above: int = 0
    distinct: int = 0
    minimum: float | int | None = None
    maximum: float | int | None = None
    mean: float | None = None
    sd: float | None = None
    quantiles: tuple[float, ...] | None = None
    zeros: int = 0
    top: tuple[tuple[Value, int], ...] = ()
    grid: Grid | None = None
    levels: tuple[str, ...] = ()
    n_once: int = 0

    @property
    def infinite(self) -> int:
        """How many values are plus or minus infinity."""
        return self.below + self.above

    @property
    def n_finite(self) -> int:
        """How many values are there and finite."""
        return self.n - self.missing - self.infinite

    @property
    def median(self) -> float | None:
        """The middle of the finite values."""
        return self.quantiles[3] if self.quantiles else None

    @property
    def complete(self) -> bool:
        """Whether every level is known by name, so that a new one can be told."""
        return len(self.levels) == len(self.cells) if self.grid is None else True

    @property
    def is_whole(self) -> bool:
        """Whether the cells tell every value: a column of few levels or of narrow whole numbers."""
        return self.complete if self.grid is None else isinstance(self.grid, WholeGrid)

    @cached_property
    def level_numbers(self) -> dict[str, int]:
        """Where each level stands."""
        return {level: i for i, level in enumerate(self.levels)}

    @cached_property
    def key(self) -> str:
        """Names the cells: only counts with one key may be compared or added."""
        if self.grid is not None:
            return hashing.of_value(self.grid.to_dict())
        return hashing.of_value([*self.levels, self.complete])

    def as_counts(self) -> "ColumnCounts":
        """The reference's own rows as counts, to compare with itself or to add to."""
        return ColumnCounts(
            self.key,
            self.n,
            self.missing,
            self.cells,
            self.below,
            self.above,
            self.minimum,
            self.maximum,
        )

    def binned(self, counts: "ColumnCounts") -> Ints:
        """Rows in each bin: the reference's bins, then minus and plus infinity, then missing."""
        within = self.bins.count(counts.cells)
        within[-1] += counts.n_unseen
        return np.concatenate((within, [counts.below, counts.above, counts.missing]))

    def to_parts(self) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
        """Plain JSON types and arrays, as `packing.pack` takes them."""
        head: dict[str, Any] = {
            key: getattr(self, key)
            for key in ("name", "n", "missing", "below", "above", "distinct", "minimum", "maximum")
        }
        head |= {key: getattr(self, key) for key in ("mean", "sd", "zeros", "n_once")}
        head |= {
            "kind": str(self.kind),
            "quantiles": list(self.quantiles) if self.quantiles else None,
            "top": [list(pair) for pair in self.top],
            "grid": self.grid.to_dict() if self.grid is not None else None,
            "levels": list(self.levels),
            "n_cells": len(self.cells),
            "n_bins": self.bins.n,
            "cuts": list(self.bins.cuts),
        }
        return head, {**packing.sparse(self.cells), "bins": self.bins.of_cell}

    @classmethod
    def from_parts(
        cls, head: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]
    ) -> "ColumnReference":
        """Read what `to_parts` gave."""
        content = dict(head)
        cells = packing.dense(arrays, content.pop("n_cells"))
        bins = Bins(arrays["bins"], content.pop("n_bins"), tuple(content.pop("cuts")))
        grid, quantiles = content.pop("grid"), content.pop("quantiles")
        return cls(
            kind=Kind(content.pop("kind")),
            cells=cells,
            bins=bins,
            quantiles=tuple(quantiles) if quantiles else None,
            top=tuple((value, count) for value, count in content.pop("top")),
            grid=grid_from_dict(grid) if grid else None,
            levels=tuple(content.pop("levels")),
            **content,
        )


@dataclass(frozen=True, eq=False)
class ColumnCounts:
    """Rows of a column counted on a reference's cells; `key` names these.

    `unseen` holds the most frequent levels that the reference has not, with their counts;
    `n_unseen` counts all rows with such levels. Minimum and maximum are of finite values.
    """

    key: str
    n: int
    missing: int
    cells: Ints
    below: int = 0
    above: int = 0
    minimum: float | int | None = None
    maximum: float | int | None = None
    unseen: dict[str, int] = field(default_factory=dict)
    n_unseen: int = 0

    @property
    def infinite(self) -> int:
        """How many values are plus or minus infinity."""
        return self.below + self.above

    def plus(self, other: "ColumnCounts") -> "ColumnCounts":
        """Both columns' rows together; `ValueError` if they were counted on different cells."""
        if self.key != other.key:
            raise ValueError("the columns were counted on different cells")
        unseen = dict(self.unseen)
        for level, rows in other.unseen.items():
            unseen[level] = unseen.get(level, 0) + rows
        lows = [v for v in (self.minimum, other.minimum) if v is not None]
        highs = [v for v in (self.maximum, other.maximum) if v is not None]
        return replace(
            self,
            n=self.n + other.n,
            missing=self.missing + other.missing,
            cells=self.cells + other.cells,
            below=self.below + other.below,
            above=self.above + other.above,
            minimum=min(lows, default=None),
            maximum=max(highs, default=None),
            unseen=_most_frequent(unseen),
            n_unseen=self.n_unseen + other.n_unseen,
        )

    def to_parts(self) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
        """Plain JSON types and arrays, as `packing.pack` takes them."""
        keys = ("key", "n", "missing", "below", "above", "minimum", "maximum", "n_unseen")
        head: dict[str, Any] = {key: getattr(self, key) for key in keys}
        head |= {"unseen": list(self.unseen.items()), "n_cells": len(self.cells)}
        return head, packing.sparse(self.cells)

    @classmethod
    def from_parts(
        cls, head: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]
    ) -> "ColumnCounts":
        """Read what `to_parts` gave."""
        content = dict(head)
        cells = packing.dense(arrays, content.pop("n_cells"))
        return cls(cells=cells, unseen=dict(content.pop("unseen")), **content)


def summarise(column: ColumnData) -> ColumnReference:
    """Read a reference column once and keep what others will be compared with."""
    return _summarise_levels(column) if column.kind in CODED else _summarise_numbers(column)


def _summarise_numbers(column: ColumnData) -> ColumnReference:
    return summarise_ordered(column, ordered(column))


def summarise_ordered(column: ColumnData, values: npt.NDArray[Any]) -> ColumnReference:
    """Summarise numbers or dates whose finite values were sorted already (`cells.ordered`)."""
    grid = grid_for(values)
    found = histogram(grid, column)
    distinct, top = _most_frequent_values(values)
    mean, sd = moments(values)
    return ColumnReference(
        name=column.name,
        kind=column.kind,
        n=len(column),
        missing=found.missing,
        cells=found.cells,
        bins=number_bins(found.cells, grid.atoms),
        below=found.below,
        above=found.above,
        distinct=distinct,
        minimum=found.minimum,
        maximum=found.maximum,
        mean=mean,
        sd=sd,
        quantiles=quantiles(values),
        zeros=int(np.count_nonzero(values == 0)) if column.kind is Kind.NUMERIC else 0,
        top=top,
        grid=grid,
    )


def _most_frequent_values(values: npt.NDArray[Any]) -> tuple[int, tuple[tuple[Value, int], ...]]:
    """How many different values an ascending array has, and which are the most frequent."""
    if not (values[1:] == values[:-1]).any():  # spares a long list of ones
        return values.size, tuple((value, 1) for value in values[:N_TOP].tolist())
    starts, lengths = runs(values)
    if lengths.size > N_TOP:
        least = np.partition(lengths, lengths.size - N_TOP)[lengths.size - N_TOP]
        above = np.flatnonzero(lengths > least)
        equal = np.flatnonzero(lengths == least)[: N_TOP - above.size]
        within = np.concatenate((above, equal))
    else:
        within = np.arange(lengths.size)
    within = within[np.lexsort((within, -lengths[within]))]
    pairs = zip(values[starts[within]].tolist(), lengths[within].tolist(), strict=True)
    return starts.size, tuple(pairs)


def _summarise_levels(column: ColumnData) -> ColumnReference:
    counts = np.bincount(column.values + 1, minlength=len(column.levels) + 1)
    missing, by_level = int(counts[0]), counts[1:]
    used = np.flatnonzero(by_level)
    if column.kind is Kind.BOOLEAN:  # both are known even where only one was seen
        used = np.arange(len(column.levels))
    by_text = sorted(used.tolist(), key=lambda i: (-by_level[i], column.levels[i]))
    others = by_level[by_text[N_LEVELS:]]
    return level_reference(
        column.name,
        column.kind,
        n=len(column),
        missing=missing,
        kept=[(column.levels[i], int(by_level[i])) for i in by_text[:N_LEVELS]],
        n_others=int(others.sum()),
        most_of_others=int(others.max(initial=0)),
        distinct=int(np.count_nonzero(by_level)),
        n_once=int(np.count_nonzero(by_level == 1)),
    )


def level_reference(
    name: str,
    kind: Kind,
    *,
    n: int,
    missing: int,
    kept: Sequence[tuple[str, int]],
    n_others: int,
    most_of_others: int,
    distinct: int,
    n_once: int,
) -> ColumnReference:
    """The summary of a coded column from its most frequent levels with their counts.

    `n_others` rows have a level that is not among them; none of these levels has more than
    `most_of_others` rows.
    """
    kept = sorted(kept, key=lambda pair: (-pair[1], pair[0]))
    counts = np.array([rows for _, rows in kept], dtype=np.int64)
    bins = level_bins(counts, n - missing, at_least=most_of_others)
    cells = counts
    if n_others:
        cells = np.append(counts, n_others)
        bins = Bins(np.append(bins.of_cell, np.int32(bins.n - 1)), bins.n)
    return ColumnReference(
        name=name,
        kind=kind,
        n=n,
        missing=missing,
        cells=cells,
        bins=bins,
        distinct=distinct,
        top=tuple((level, rows) for level, rows in kept[:N_TOP] if rows),
        levels=tuple(level for level, _ in kept),
        n_once=n_once,
    )


def count(column: ColumnData, reference: ColumnReference) -> ColumnCounts:
    """Count a column's rows on a reference's cells, in one pass.

    Levels are matched by their text, so categories, texts and yes/no columns compare. A column
    whose values are all missing fits any reference; else numbers, dates and levels do not mix
    and `NeedsYou` says so.
    """
    n = len(column)
    if _family(column.kind) != _family(reference.kind):
        missing = int(np.count_nonzero(column.missing))
        if missing == n:
            return ColumnCounts(reference.key, n, n, np.zeros_like(reference.cells))
        raise NeedsYou(
            f"The column {column.name} was {reference.kind} and is {column.kind} now.",
            "Read it as the same kind of values to compare it.",
        )
    if reference.grid is None:
        return _count_levels(column, reference)
    found = histogram(reference.grid, column)
    return ColumnCounts(
        reference.key,
        n,
        found.missing,
        found.cells,
        found.below,
        found.above,
        found.minimum,
        found.maximum,
    )


def _count_levels(column: ColumnData, reference: ColumnReference) -> ColumnCounts:
    counts = np.bincount(column.values + 1, minlength=len(column.levels) + 1)
    cells = np.zeros_like(reference.cells)
    unseen: dict[str, int] = {}
    numbers = reference.level_numbers
    rest = None if reference.complete else len(reference.levels)
    for level, rows in zip(column.levels, counts[1:].tolist(), strict=True):
        if not rows:
            continue
        place = numbers.get(level, rest)
        if place is None:
            unseen[level] = unseen.get(level, 0) + rows
        else:
            cells[place] += rows
    return ColumnCounts(
        reference.key,
        len(column),
        int(counts[0]),
        cells,
        unseen=_most_frequent(unseen),
        n_unseen=sum(unseen.values()),
    )


def _most_frequent(rows: dict[str, int]) -> dict[str, int]:
    return dict(sorted(rows.items(), key=lambda pair: (-pair[1], pair[0]))[:N_UNSEEN])


def _family(kind: Kind) -> str:
    return "levels" if kind in CODED else str(kind)
