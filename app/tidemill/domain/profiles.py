"""The profile of a dataset version: what a person sees of each column at a glance."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.cells import axis_values
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.distributions import DAY_US, ColumnReference, summarise
from tidemill.domain.frames import CODED, ColumnData, Frame
from tidemill.domain.references import FrameReference
from tidemill.domain.target_links import target_link

N_BINS = 22
N_TOP = 5
N_LEVELS = 200  # levels kept by name, so that the next version's new ones can be told
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - dates in a frame have no zone
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))

Value = float | int | str


@dataclass(frozen=True)
class ColumnProfile:
    """One column's line in the profile: `missing` is a share, `present` counts the other rows.

    Dates have their minimum, median and maximum as ISO text, `edges` in seconds since 1970, and
    `mean`, `sd` None and in days. A coded column's `median` is its most frequent value. `counts`
    are of the bins between `edges`; values beyond the outer ones are in the first and last.
    `outliers` lie more than three interquartile ranges outside the quartiles. `levels` is None
    where there are too many to keep. What has no meaning for a column is None.
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

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        plain = {key: getattr(self, key) for key in _PLAIN}
        return {
            **plain,
            "kind": str(self.kind),
            "role": str(self.role),
            "quartiles": list(self.quartiles) if self.quartiles else None,
            "edges": list(self.edges),
            "counts": list(self.counts),
            "top": [list(pair) for pair in self.top],
            "levels": None if self.levels is None else list(self.levels),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "ColumnProfile":
        """Read what `to_dict` wrote."""
        return cls(
            **{key: data[key] for key in _PLAIN},
            kind=Kind(data["kind"]),
            role=Role(data["role"]),
            quartiles=(data["quartiles"][0], data["quartiles"][1]) if data["quartiles"] else None,
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
)


@dataclass(frozen=True)
class Profile:
    """A frame at a glance. `missing_cells` is a share of all cells."""

    rows: int
    columns: tuple[ColumnProfile, ...]
    duplicate_rows: int
    missing_cells: float

    def __contains__(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)

    def __getitem__(self, name: str) -> ColumnProfile:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

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
        line = _line(column, data, summary)
        linked = target is not None and column.role in {Role.FEATURE, Role.TIME, Role.GROUP}
        if target is not None and linked:
            line = replace(line, target_link=target_link(data, target))
        columns.append(line)
    shares = [line.missing for line in columns]
    return Profile(
        frame.n_rows,
        tuple(columns),
        duplicate_rows(frame),
        sum(shares) / len(shares) if shares else 0.0,
    )


def _line(column: Column, data: ColumnData, summary: ColumnReference) -> ColumnProfile:
    line = ColumnProfile(
        name=column.name,
        kind=data.kind,
        role=column.role,
        whole=column.whole,
        missing=summary.missing / summary.n if summary.n else 0.0,
        present=summary.n - summary.missing,
        distinct=summary.distinct,
        note=column.note or _note(data, summary),
    )
    if column.role is Role.IDENTIFIER:
        return line
    if data.kind in CODED:
        known = summary.complete and len(summary.levels) <= N_LEVELS
        used = [v for v, n in zip(summary.levels, summary.cells.tolist(), strict=False) if n]
        return replace(
            line,
            median=summary.top[0][0] if summary.top else None,
            top=tuple((str(value), rows) for value, rows in summary.top[:N_TOP]),
            levels=tuple(sorted(used)) if known else None,
        )
    if summary.minimum is None or summary.maximum is None or summary.quantiles is None:
        return line
    edges, counts, outliers = _histogram(data, summary)
    line = replace(line, counts=counts, outliers=outliers)
    if data.kind is Kind.DATETIME:
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
        mean=summary.mean,
        sd=summary.sd,
        zeros=summary.zeros / summary.n,
        edges=edges,
    )


def _note(data: ColumnData, summary: ColumnReference) -> str:
    if summary.n and summary.missing == summary.n:
        return "every value is missing"
    if summary.infinite:
        return f"{summary.infinite:,} infinite"
    if summary.n > 1 and summary.distinct == 1 and not summary.missing:
        return "one value only"
    if data.kind is Kind.TEXT and summary.n > 1 and summary.distinct == summary.n:
        return "every value differs"
    return ""


def _histogram(
    data: ColumnData, summary: ColumnReference
) -> tuple[tuple[float, ...], tuple[int, ...], int | None]:
    """Edges and counts of 22 equal bins where most values lie, and how many outliers there are.

    A single giant value would leave all others in one bin; so the bins end where outliers
    begin, and the outer two take what lies beyond.
    """
    assert summary.quantiles is not None
    values = axis_values(data)[~data.missing]
    if values.dtype.kind == "f":
        values = values[np.isfinite(values)]
    _, q05, q25, _, q75, q95, _ = summary.quantiles
    low, high = summary.quantiles[0], summary.quantiles[-1]
    inner, outer = (q25, q75) if q75 > q25 else (q05, q95)
    outliers: int | None = None
    with np.errstate(over="ignore"):
        fence = 3.0 * (np.float64(outer) - np.float64(inner))
        if fence > 0.0:
            below, above = float(inner - fence), float(outer + fence)
            if q75 > q25:
                outliers = int(np.count_nonzero((values < below) | (values > above)))
            low, high = max(low, below), min(high, above)
    if high <= low:
        low, high = low - 0.5, high + 0.5
    if high <= low:  # so large that half of one is lost
        low, high = low - abs(low) / 2.0, high + abs(high) / 2.0
    unit = 4.0 if max(abs(low), abs(high)) > 1e300 else 1.0  # so that no difference overflows
    with np.errstate(over="ignore"):
        share = (values / unit - low / unit) / (high / unit - low / unit)
        bins = np.clip(share * N_BINS, 0.0, N_BINS - 1.0).astype(np.int64)
    steps = np.linspace(0.0, 1.0, N_BINS + 1)
    edges = low * (1.0 - steps) + high * steps
    return tuple(edges.tolist()), tuple(np.bincount(bins, minlength=N_BINS).tolist()), outliers


def _iso(microseconds: float) -> str | None:
    """A moment as ISO text, without its time where that is midnight; None beyond year 9999."""
    try:
        moment = _EPOCH + timedelta(microseconds=int(microseconds))
    except OverflowError:
        return None
    midnight = moment.time() == _EPOCH.time()
    return moment.date().isoformat() if midnight else moment.isoformat(sep=" ")


def duplicate_rows(frame: Frame) -> int:
    """How many rows repeat an earlier one in every column; missing values equal each other.

    Rows are compared by a hash of 64 bits: among a million, a false match is one in 40 million.
    """
    if not frame.columns:
        return 0
    hashes = np.zeros(frame.n_rows, dtype=np.uint64)
    for column in frame:
        hashes = _mixed(hashes, _bits(column))
    return frame.n_rows - int(np.unique(hashes).size)


def _bits(column: ColumnData) -> npt.NDArray[np.uint64]:
    if column.kind in CODED:
        return column.values.astype(np.int64).view(np.uint64)
    values = axis_values(column)
    if values.dtype.kind == "f":
        values = values + 0.0  # minus zero equals zero
        values[np.isnan(values)] = np.nan
    return np.ascontiguousarray(values).view(np.uint64)


def _mixed(hashes: npt.NDArray[np.uint64], bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Fold one column in: multiply, shift, multiply (after Steele, Lea and Flood 2014)."""
    mixed = (hashes ^ bits) + _MIX[0]
    for shift in (np.uint64(30), np.uint64(27)):
        mixed ^= mixed >> shift
        mixed *= _MIX[1]
    mixed ^= mixed >> np.uint64(31)
    return mixed
