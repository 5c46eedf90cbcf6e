"""What is kept of a file to judge the next ones by: a few figures a column, of its own rows."""

import itertools
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.clock import from_iso, to_iso
from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.distributions import ColumnReference, summarise
from tidemill.domain.frames import CODED, ColumnData
from tidemill.domain.leakage import find_leaks
from tidemill.domain.personal import looks_of
from tidemill.domain.recipes import Recipe
from tidemill.domain.references import FrameReference
from tidemill.domain.tables import Table
from tidemill.domain.targets import detect_task

N_SHARES = 20
LINK_KEPT = 0.9
"""From which AUC on a column's link with the target is kept."""

_SAMPLE = 2_000
_LINK_ROWS = 20_000
_HOUR_US = 3_600_000_000
_NAT = np.iinfo(np.int64).min


@dataclass(frozen=True)
class ColumnFigures:
    """A column of one file.

    `missing` is a share of the `n` rows. Of numbers and times (in microseconds since 1970) there
    are `low`, `high`, `quantiles` (5, 25, 50, 75, 95 %), `negative` and `zeros` as shares of the
    values. `shares` are the most frequent levels with
    their shares of the values. `hours` are 24 shares of the values by hour of the day, empty for
    dates without hours; `is_rising` says that each time is at or after the one before.
    `damaged` is the share of values with characters that a wrong encoding leaves. `looks` names
    what personal data the values look like. `once` counts the levels that appear once.
    """

    kind: Kind
    n: int = 0
    missing: float = 0.0
    distinct: int = 0
    low: float | None = None
    high: float | None = None
    quantiles: tuple[float, ...] = ()
    mean: float | None = None
    sd: float | None = None
    negative: float | None = None
    zeros: float | None = None
    shares: tuple[tuple[str, float], ...] = ()
    hours: tuple[float, ...] = ()
    is_rising: bool = False
    damaged: float = 0.0
    looks: str = ""
    is_whole: bool = False
    infinite: int = 0
    once: int = 0

    @property
    def present(self) -> int:
        """How many rows have a value."""
        return round(self.n * (1.0 - self.missing))

    @property
    def is_unique(self) -> bool:
        """Whether no value repeats."""
        return self.present > 0 and self.distinct == self.present

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; what is empty is left out."""
        plain = asdict(self) | {"kind": str(self.kind)}
        defaults = {key: f.default for key, f in self.__dataclass_fields__.items()}
        return {
            key: value
            for key, value in plain.items()
            if value != defaults[key] or type(value) is not type(defaults[key])
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ColumnFigures":
        """Read what `to_dict` wrote."""
        lists = {key: tuple(data.get(key, ())) for key in ("quantiles", "hours")}
        shares = tuple((level, share) for level, share in data.get("shares", ()))
        known = {key: value for key, value in data.items() if key in cls.__dataclass_fields__}
        return cls(**{**known, **lists, "shares": shares, "kind": Kind(data["kind"])})


@dataclass(frozen=True)
class FileFigures:
    """A file's own rows: how many, its columns, how many rows repeat an earlier one of the file.

    `links` are the AUC (0.5 to 1) with which a column alone tells the target, of those above
    `LINK_KEPT`. `values` are the numbers the default checks gave, by check; `at` is when the file
    was taken in.
    """

    rows: int
    columns: Mapping[str, ColumnFigures] = field(default_factory=dict)
    duplicates: int = 0
    links: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    at: datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {
            "rows": self.rows,
            "columns": {name: one.to_dict() for name, one in self.columns.items()},
            "duplicates": self.duplicates,
            "links": dict(self.links),
            "values": dict(self.values),
            "at": None if self.at is None else to_iso(self.at),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "FileFigures":
        """Read what `to_dict` wrote."""
        columns = {name: ColumnFigures.from_dict(one) for name, one in data["columns"].items()}
        at = data.get("at")
        return cls(
            data["rows"],
            columns,
            data["duplicates"],
            dict(data["links"]),
            dict(data.get("values", {})),
            from_iso(at) if at else None,
        )


def figures_of(
    table: Table,
    schema: Schema,
    summary: FrameReference | None = None,
    target: str | None = None,
) -> FileFigures:
    """The figures of a table's columns; `summary` spares reading them once more."""
    kept = [c.name for c in table.columns if c.name not in schema or _counts(schema, c.name)]
    known = (summary or reference_of(table)).columns
    whole = {c.name: c.whole for c in table.columns}
    columns = {name: _column(known[name], whole[name]) for name in kept}
    times = [name for name in kept if columns[name].kind is Kind.DATETIME]
    for name, (hours, is_rising) in _times(table, times).items():
        columns[name] = replace(columns[name], hours=hours, is_rising=is_rising)
    for name, looks in _looks(table, known, kept).items():
        columns[name] = replace(columns[name], looks=looks)
    return FileFigures(table.n_rows, columns, links=_links(table, schema, columns, target))


def reference_of(table: Table) -> FrameReference:
    """Every column of a table summarised, one in memory at a time."""
    return FrameReference(
        table.n_rows, {c.name: summarise(table.column(c.name)) for c in table.columns}
    )


def _counts(schema: Schema, name: str) -> bool:
    return schema[name].role is not Role.LEFT_OUT


def _column(known: ColumnReference, is_whole: bool) -> ColumnFigures:
    present = known.n - known.missing
    missing = known.missing / known.n if known.n else 0.0
    figures = ColumnFigures(known.kind, known.n, missing, known.distinct)
    if known.kind in CODED:
        shares = tuple((str(v), rows / present) for v, rows in known.top[:N_SHARES])
        damaged = _damaged(known, present)
        return replace(figures, shares=shares, damaged=damaged, once=known.n_once)
    figures = replace(figures, infinite=known.infinite)
    if known.quantiles is None or known.minimum is None or known.maximum is None:
        return figures
    is_number = known.kind is Kind.NUMERIC
    return replace(
        figures,
        low=float(known.minimum),
        high=float(known.maximum),
        quantiles=tuple(float(q) for q in known.quantiles[1:6]),
        mean=known.mean,
        sd=known.sd,
        negative=_negative(known) if is_number else None,
        zeros=known.zeros / present if is_number and present else None,
        is_whole=is_whole,
    )


def _negative(known: ColumnReference) -> float:
    """Share of the finite values below zero, from the cells that lie below it."""
    if known.minimum is None or known.minimum >= 0:
        return 0.0
    if known.grid is None or known.maximum is None or known.maximum < 0:
        return 1.0
    high = known.grid.limits()[1]
    return float(known.cells[high <= 0].sum() / max(1, known.n_finite))


def is_damaged(text: str) -> bool:
    """Whether a text holds what a wrong encoding leaves: replacement marks, UTF-8 read as Latin-1.

    Two bytes of UTF-8 read as Latin-1 are Ã or Â and a character from U+0080 to U+00BF, or what
    Windows puts in the place of those up to U+009F.
    """
    if text.isascii():
        return False
    if "\ufffd" in text:
        return True
    pairs = itertools.pairwise(text)
    return any(a in "ÃÂâ" and ("\u0080" <= b <= "\u00bf" or b in _WINDOWS) for a, b in pairs)


_WINDOWS = frozenset("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ")


def _damaged(known: ColumnReference, present: int) -> float:
    cells = known.cells.tolist()
    rows = sum(n for level, n in zip(known.levels, cells, strict=False) if is_damaged(level))
    return rows / present if present else 0.0


def _times(table: Table, names: list[str]) -> dict[str, tuple[tuple[float, ...], bool]]:
    """By column: shares by hour of the day, and whether times never fall; one pass."""
    counts = {name: np.zeros(24, dtype=np.int64) for name in names}
    plain = dict.fromkeys(names, True)
    rising, last = dict.fromkeys(names, True), dict.fromkeys(names, _NAT)
    for block in table.blocks(names) if names else ():
        for name in names:
            values: npt.NDArray[np.int64] = block[name].values.astype("datetime64[us]").view("i8")
            values = values[values != _NAT]
            if not values.size:
                continue
            rising[name] &= bool(values[0] >= last[name]) and bool(np.all(np.diff(values) >= 0))
            last[name] = values[-1]
            in_day = values % (24 * _HOUR_US)
            plain[name] &= not in_day.any()
            counts[name] += np.bincount(in_day // _HOUR_US, minlength=24)
    found = {}
    for name in names:
        total = counts[name].sum()
        hours = () if plain[name] or not total else tuple((counts[name] / total).tolist())
        found[name] = hours, bool(total) and rising[name]
    return found


def _looks(table: Table, known: Mapping[str, ColumnReference], names: list[str]) -> dict[str, str]:
    """What the texts and whole numbers of a table look like, by a sample of them."""
    whole = [
        c.name
        for c in table.columns
        if c.name in names and c.kind is Kind.NUMERIC and (known[c.name].minimum or 0) >= 1e6
    ]
    rows = np.linspace(0, max(0, table.n_rows - 1), min(_SAMPLE, table.n_rows)).astype(np.int64)
    sample = table.take(np.unique(rows), whole) if whole and table.n_rows else None
    found = {}
    for name in names:
        texts: list[str] = []
        if known[name].kind in CODED and known[name].kind is not Kind.BOOLEAN:
            texts = [str(level) for level in known[name].levels[:_SAMPLE]]
        elif sample is not None and name in whole:
            texts = _whole_texts(sample[name])
        looks = looks_of(name, texts)
        if looks:
            found[name] = looks
    return found


def _whole_texts(column: ColumnData) -> list[str]:
    values = column.values[~column.missing]
    if values.dtype.kind == "f" and not np.all(values == np.floor(values)):
        return []
    return [str(int(value)) for value in np.unique(values).tolist() if abs(value) < 2**63]


def _links(
    table: Table, schema: Schema, columns: Mapping[str, ColumnFigures], target: str | None
) -> dict[str, float]:
    """How well each column alone tells the target, on rows from the start and the end."""
    if target is None or target not in columns or columns[target].distinct < 2:
        return {}
    goal = columns[target]
    features = tuple(
        name
        for name in columns
        if name != target
        and (name not in schema or schema[name].role in (Role.FEATURE, Role.GROUP))
        and columns[name].distinct > 1
    )
    if not features:
        return {}
    n = table.n_rows
    rows = np.arange(n)
    if n > _LINK_ROWS:
        rows = np.concatenate([rows[: _LINK_ROWS // 2], rows[n - _LINK_ROWS // 2 :]])
    task = detect_task(goal.kind, goal.distinct, goal.is_whole)
    sample = table.take(rows, [target, *features])
    try:
        leaks = find_leaks(sample, Recipe(target, task, features), LINK_KEPT)
    except NeedsYou:  # nothing can be learned from these rows, so nothing gives it away
        return {}
    return {leak.column: round(leak.auc, 4) for leak in leaks}
