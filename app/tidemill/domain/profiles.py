"""The profile of a dataset version: what a person sees of each column at a glance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.cell_spreads import CellSpread, OrderedValues, Spread
from tidemill.domain.cells import WholeGrid, ordered
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.content import row_hashes
from tidemill.domain.distinct_counts import repeated
from tidemill.domain.distributions import DAY_US, ColumnReference, summarise
from tidemill.domain.frames import CODED, Frame
from tidemill.domain.references import FrameReference
from tidemill.domain.target_links import target_link

N_BINS = 22
N_TOP = 5
_FEW_WHOLE = 3 * N_BINS  # whole numbers of so narrow a range are all shown
N_LEVELS = 200  # levels kept by name, so that the next version's new ones can be told
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - dates in a frame have no zone

Value = float | int | str


@dataclass(frozen=True)
class ColumnProfile:
    """One column's line in the profile: `missing` is a share, `present` counts the other rows.

    `quantiles` of numbers are at `moments.QUANTILES`: 0, 5, 25, 50, 75, 95 and 100 %.
    Dates have their minimum, median and maximum as ISO text, `edges` in seconds since 1970, and
    `mean`, `sd` None and in days. A coded column's `median` is its most frequent value. `counts`
    are of the bins between `edges`; values beyond the outer ones are in the first and last.
    `outliers` lie more than three interquartile ranges outside the quartiles. `levels` is None
    where there are too many to keep. What has no meaning for a column is None. Where `is_about`,
    the table was too long to order its values: see `streamed_numbers` for what is then exact.
    """

    name: str
    kind: Kind
    role: Role = Role.FEATURE
    whole: bool = False
    missing: float = 0.0
    present: int = 0
    distinct: int = 0
    minimum: Value | None = None
    median: Value | None = None
    maximum: Value | None = None
    quartiles: tuple[float, float] | None = None
    quantiles: tuple[float, ...] | None = None
    mean: float | None = None
    sd: float | None = None
    zeros: float | None = None
    outliers: int | None = None
    edges: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    top: tuple[tuple[str, int], ...] = ()
    levels: tuple[str, ...] | None = None
    target_link: float | None = None
    note: str = ""
    is_about: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        plain = {key: getattr(self, key) for key in _PLAIN}
        return {
            **plain,
            "kind": str(self.kind),
            "role": str(self.role),
            "quartiles": list(self.quartiles) if self.quartiles else None,
            "quantiles": list(self.quantiles) if self.quantiles else None,
            "edges": list(self.edges),
            "counts": list(self.counts),
            "top": [list(pair) for pair in self.top],
            "levels": None if self.levels is None else list(self.levels),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "ColumnProfile":
        """Read what `to_dict` wrote."""
        return cls(
            **{key: data[key] for key in _PLAIN if key in data},
            kind=Kind(data["kind"]),
            role=Role(data["role"]),
            quartiles=(data["quartiles"][0], data["quartiles"][1]) if data["quartiles"] else None,
            quantiles=tuple(data["quantiles"]) if data.get("quantiles") else None,
            edges=tuple(data["edges"]),
            counts=tuple(data["counts"]),
            top=tuple((level, rows) for level, rows in data["top"]),
            levels=None if data["levels"] is None else tuple(data["levels"]),
        )


_PLAIN = (
    "name",
    "whole",
    "missing",
    "present",
    "distinct",
    "minimum",
    "median",
    "maximum",
    "mean",
    "sd",
    "zeros",
    "outliers",
    "target_link",
    "note",
    "is_about",
)


@dataclass(frozen=True)
class Profile:
    """A frame at a glance. `missing_cells` is a share of all cells."""

    rows: int
    columns: tuple[ColumnProfile, ...]
    duplicate_rows: int
    missing_cells: float

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> ColumnProfile:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, ColumnProfile]:
        return {column.name: column for column in self.columns}

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, never NaN or infinity."""
        return {
            "rows": self.rows,
            "columns": [column.to_dict() for column in self.columns],
            "duplicate_rows": self.duplicate_rows,
            "missing_cells": self.missing_cells,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Profile":
        """Read what `to_dict` wrote."""
        columns = tuple(ColumnProfile.from_dict(column) for column in data["columns"])
        return cls(data["rows"], columns, data["duplicate_rows"], data["missing_cells"])


def profile(frame: Frame, schema: Schema, reference: FrameReference | None = None) -> Profile:
    """Profile the columns of the schema that the frame has, in the schema's order.

    `reference` is the frame's own summary where one was made already; else the columns are read
    here once.
    """
    known = reference.columns if reference is not None else {}
    target = frame[schema.target] if schema.target and schema.target in frame else None
    columns = []
    for column in schema.columns:
        if column.name not in frame:
            continue
        data = frame[column.name]
        summary = known.get(column.name) or summarise(data)
        spread = None if data.kind in CODED else OrderedValues(ordered(data))
        line = column_profile(column, summary, spread)
        if target is not None and is_linked(column):
            line = replace(line, target_link=target_link(data, target))
        columns.append(line)
    return assembled(frame.n_rows, columns, duplicate_rows(frame))


def assembled(rows: int, lines: Sequence[ColumnProfile], duplicates: int) -> Profile:
    """The profile of a table from its columns' lines."""
    missing = sum(line.missing for line in lines) / len(lines) if lines else 0.0
    return Profile(rows, tuple(lines), duplicates, missing)


def is_linked(column: Column) -> bool:
    """Whether it is of interest how closely a column goes with the target."""
    return column.role in {Role.FEATURE, Role.TIME, Role.GROUP}


def column_profile(
    column: Column, summary: ColumnReference, spread: Spread | None, *, is_about: bool = False
) -> ColumnProfile:
    """A column's line but for its link with the target; `spread` is of a number or date column."""
    line = ColumnProfile(
        name=column.name,
        kind=summary.kind,
        role=column.role,
        whole=column.whole,
        missing=summary.missing / summary.n if summary.n else 0.0,
        present=summary.n - summary.missing,
        distinct=summary.distinct,
        note=column.note or _note(summary),
        is_about=is_about,
    )
    if column.role is Role.IDENTIFIER:
        return line
    if summary.kind in CODED:
        known = summary.complete and len(summary.levels) <= N_LEVELS
        used = [v for v, n in zip(summary.levels, summary.cells.tolist(), strict=False) if n]
        return replace(
            line,
            median=summary.top[0][0] if summary.top else None,
            top=tuple((str(value), rows) for value, rows in summary.top[:N_TOP]),
            levels=tuple(sorted(used)) if known else None,
        )
    if summary.minimum is None or summary.maximum is None or not summary.quantiles:
        return line
    if spread is None:
        return line
    is_narrow = isinstance(summary.grid, WholeGrid) and summary.kind is Kind.NUMERIC
    edges, counts, outliers = _histogram(
        summary.quantiles, spread, summary.n_finite, are_whole=is_narrow
    )
    line = replace(line, counts=counts, outliers=outliers)
    if summary.kind is Kind.DATETIME:
        return replace(
            line,
            minimum=_iso(summary.minimum),
            median=_iso(summary.quantiles[3]),
            maximum=_iso(summary.maximum),
            sd=summary.sd / DAY_US if summary.sd is not None else None,
            edges=tuple(edge / 1e6 for edge in edges),
        )
    return replace(
        line,
        minimum=summary.minimum,
        median=summary.quantiles[3],
        maximum=summary.maximum,
        quartiles=(summary.quantiles[2], summary.quantiles[4]),
        quantiles=summary.quantiles,
        mean=summary.mean,
        sd=summary.sd,
        zeros=summary.zeros / summary.n,
        edges=edges,
    )


def _note(summary: ColumnReference) -> str:
    if summary.n and summary.missing == summary.n:
        return "every value is missing"
    if summary.infinite:
        return f"{summary.infinite:,} infinite"
    if summary.n > 1 and summary.distinct == 1 and not summary.missing:
        return "one value only"
    if summary.kind is Kind.TEXT and summary.n > 1 and summary.distinct == summary.n:
        return "every value differs"
    return ""


def cell_spread(summary: ColumnReference) -> CellSpread | None:
    """Where the values of a summary lie as far as its cells tell; None where it has no numbers."""
    if summary.grid is None or summary.minimum is None or summary.maximum is None:
        return None
    cells = summary.cells.copy()
    return CellSpread.of(summary.grid, cells, summary.minimum, summary.maximum)


def _histogram(
    quantiles: tuple[float, ...], spread: Spread, total: int, *, are_whole: bool
) -> tuple[tuple[float, ...], tuple[int, ...], int | None]:
    """Edges and counts of 22 equal bins where most values lie, and how many outliers there are.

    A single giant value would leave all others in one bin; so the bins end where outliers
    begin, and the outer two take what lies beyond. Whole numbers have bins of as many values
    each, so up to 22 of them, since a comb would be seen where there is none.
    """
    _, q05, q25, _, q75, q95, _ = quantiles
    low, high = quantiles[0], quantiles[-1]
    inner, outer = (q25, q75) if q75 > q25 else (q05, q95)
    outliers: int | None = None
    with np.errstate(over="ignore"):
        fence = 3.0 * (np.float64(outer) - np.float64(inner))
        if fence > 0.0:
            below, above = float(inner - fence), float(outer + fence)
            if q75 > q25:
                beyond = spread.rows_below(np.array([below, np.nextafter(above, np.inf)]))
                outliers = int(beyond[0] + total - beyond[1])
            if not (are_whole and high - low < _FEW_WHOLE):
                low, high = max(low, below), min(high, above)
    if high <= low:
        low, high = low - 0.5, high + 0.5
    if high <= low:  # so large that half of one is lost
        low, high = low - abs(low) / 2.0, high + abs(high) / 2.0
    edges = _whole_edges(low, high) if are_whole else _even_edges(low, high)
    within = spread.rows_below(edges[1:-1])
    counts = np.diff(np.concatenate(([0], within, [total])))
    return tuple(edges.tolist()), tuple(counts.tolist()), outliers


def _even_edges(low: float, high: float) -> npt.NDArray[np.float64]:
    steps = np.linspace(0.0, 1.0, N_BINS + 1)
    return low * (1.0 - steps) + high * steps


def _whole_edges(low: float, high: float) -> npt.NDArray[np.float64]:
    """Bins of equally many whole numbers; `low` and `high` may lie between two."""
    first, last = math.ceil(low), math.floor(high)
    width = max(1, -(-(last - first + 1) // N_BINS))
    n = max(1, -(-(last - first + 1) // width))
    return first + np.arange(n + 1, dtype=np.float64) * width


def _iso(microseconds: float) -> str | None:
    """A moment as ISO text, without its time where that is midnight; None beyond year 9999."""
    try:
        moment = _EPOCH + timedelta(microseconds=int(microseconds))
    except OverflowError:
        return None
    midnight = moment.time() == _EPOCH.time()
    return moment.date().isoformat() if midnight else moment.isoformat(sep=" ")


def duplicate_rows(frame: Frame) -> int:
    """How many rows repeat an earlier one in every column; missing values equal each other."""
    return repeated(row_hashes(frame)) if frame.columns else 0
