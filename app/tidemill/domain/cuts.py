"""How a model's rows are cut into chunks: by file, by days, weeks or months, or by n rows.

A chunk is known by its *span*, which says what its rows have in common: `version:7`,
`day:2024-05-03`, `week:2024-04-29` (its Monday), `month:2024-05`, `rows:1000:4` (the fifth
thousand). Where another champion took over within a period, the chunk it looks at bears its
number behind: `month:2024-05/3`.

Rows that only a service or a batch folder saw are of spans of their own, by when they were answered
and by whom: `answered:day:2024-05-03/2`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Moments = npt.NDArray[np.datetime64]

LEAST_ROWS = 30
"""A chunk of fewer rows says nothing."""


class Unit(StrEnum):
    """What chunks are cut by."""

    FILE = "file"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ROWS = "rows"


_TIMES = frozenset({Unit.DAY, Unit.WEEK, Unit.MONTH})
_ROWS_SPAN = re.compile(r"rows:(\d+):(\d+)")


@dataclass(frozen=True)
class Cut:
    """What is chosen for a model; `n` is how many rows, 0 unless it is by rows."""

    unit: Unit = Unit.FILE
    n: int = 0

    @property
    def is_by_time(self) -> bool:
        """Whether rows need a time to be cut."""
        return self.unit in _TIMES

    @property
    def text(self) -> str:
        """What is kept of it: `day`, `rows:1000`."""
        return f"{self.unit}:{self.n}" if self.unit is Unit.ROWS else str(self.unit)

    @property
    def words(self) -> str:
        """What it is, to follow "by"."""
        return f"{self.n:,} rows" if self.unit is Unit.ROWS else str(self.unit)

    @classmethod
    def of_text(cls, text: str) -> "Cut":
        """What `text` gave; `ValueError` where it is of no such form."""
        unit, _, n = text.partition(":")
        return cls(Unit(unit), int(n) if n else 0)


@dataclass(frozen=True, eq=False)
class Piece:
    """Rows of one file that belong to one chunk, by their places among the file's own rows."""

    span: str
    places: Rows


def pieces(
    cut: Cut, version_id: int, n_rows: int, first_row: int, times: Moments | None
) -> list[Piece]:
    """The rows of a dataset version cut, in the order of the chunks.

    `first_row` is how many rows came before them, `times` their moments (rows,), NaT where
    missing: such a row goes with the last period that its file has. Without any time the whole
    version is one chunk.
    """
    if not n_rows:
        return []
    whole = [Piece(f"version:{version_id}", np.arange(n_rows))]
    if cut.unit is Unit.FILE:
        return whole
    if cut.unit is Unit.ROWS:
        blocks = (np.arange(n_rows) + first_row) // cut.n
        return _split(blocks, [f"rows:{cut.n}:{k}" for k in np.unique(blocks).tolist()])
    if times is None or np.isnat(times).all():
        return whole
    begins = _begins(cut.unit, times)
    begins = np.where(np.isnat(begins), begins[~np.isnat(begins)].max(), begins)
    return _split(begins, [_named(cut.unit, day) for day in np.unique(begins).tolist()])


def _split(keys: npt.NDArray[np.generic], names: Sequence[str]) -> list[Piece]:
    order = np.argsort(keys, kind="stable")
    ends = np.flatnonzero(np.diff(keys[order]).astype(np.int64)) + 1
    parts = np.split(order, ends)
    return [Piece(name, part) for name, part in zip(names, parts, strict=True)]


def _begins(unit: Unit, times: Moments) -> Moments:
    """The first day of each moment's period."""
    days = times.astype("datetime64[D]")
    if unit is Unit.MONTH:
        return days.astype("datetime64[M]").astype("datetime64[D]")
    if unit is Unit.WEEK:  # 1970-01-01 was a Thursday
        numbers = days.astype(np.int64)
        found = (days - ((numbers + 3) % 7).astype("timedelta64[D]")).astype("datetime64[D]")
        return np.where(np.isnat(days), days, found)
    return days


def _named(unit: Unit, day: date) -> str:
    return f"{unit}:{day:%Y-%m}" if unit is Unit.MONTH else f"{unit}:{day.isoformat()}"


ANSWERED = "answered"


def answered_span(cut: Cut, at: datetime, number: int) -> str:
    """The chunk of what a version of the model, by its number, answered at a moment.

    By the period of the cut; by day where rows are cut by file or by count.
    """
    unit = cut.unit if cut.is_by_time else Unit.DAY
    day = _begins(unit, np.array([at.replace(tzinfo=None)], dtype="datetime64[us]"))[0].item()
    return f"{ANSWERED}:{_named(unit, day)}/{number}"


def is_answered(span: str) -> bool:
    """Whether a chunk has rows that came with no version of the data: they were only answered."""
    return span.startswith(f"{ANSWERED}:")


def is_alike(span: str, other: str) -> bool:
    """Whether two chunks were cut by the same, and both came with the data or both did not."""
    if is_answered(span) and is_answered(other):
        return span.split(":")[1] == other.split(":")[1]
    return is_answered(span) == is_answered(other) and cut_of(span) == cut_of(other)


def answered_between(span: str) -> tuple[datetime, datetime]:
    """When the period of such a chunk begins, and when the next one does; without a time zone."""
    _, unit, rest = base_of(span).split(":")
    first = date.fromisoformat(f"{rest}-01" if unit == Unit.MONTH else rest)
    days = {Unit.DAY: 1, Unit.WEEK: 7}.get(Unit(unit))
    after = first + timedelta(days=days or 31)
    after = after if days else after.replace(day=1)
    midnight = datetime.min.time()
    return datetime.combine(first, midnight), datetime.combine(after, midnight)


def base_of(span: str) -> str:
    """A span without the champion that it is of."""
    return span.partition("/")[0]


def cut_of(span: str) -> Cut:
    """What a chunk was cut by."""
    unit, _, rest = base_of(span).partition(":")
    if unit not in {str(one) for one in Unit if one is not Unit.FILE}:
        return Cut()
    return Cut(Unit(unit), int(rest.partition(":")[0]) if unit == Unit.ROWS else 0)


def is_filling(span: str) -> bool:
    """Whether rows may still come into a chunk of this span: of a period, or of so many rows."""
    return cut_of(span).unit is not Unit.FILE


def order_of(span: str) -> tuple[int, str]:
    """What sorts spans of one cut by their place in time."""
    found = _ROWS_SPAN.fullmatch(base_of(span))
    return (int(found[2]), "") if found else (0, base_of(span))


@dataclass(frozen=True)
class Standing:
    """A chunk there is: its span and the version of the model that looked at it."""

    span: str
    version_id: int


def span_for(
    base: str, version_id: int, number: int, standing: Iterable[Standing]
) -> tuple[str, int]:
    """The chunk into which rows go, and the model version that looks at it.

    `version_id` and `number` are the champion's. Rows of a period that is over are late: they go
    into its chunk, whoever looked at it. In the newest period each champion has a chunk of its
    own, so that no version is judged by rows that another one answered.
    """
    there = list(standing)
    same = [one for one in there if base_of(one.span) == base]
    mine = next((one for one in same if one.version_id == version_id), None)
    if mine is not None:
        return mine.span, version_id
    if not same:
        return base, version_id
    unit = cut_of(base)
    later = any(cut_of(one.span) == unit and order_of(one.span) > order_of(base) for one in there)
    if later and unit.is_by_time:
        return same[-1].span, same[-1].version_id
    return f"{base}/{number}", version_id


def label_of(span: str, data: str) -> str:
    """A chunk in words: `May 2024`, `week of 2024-04-29`, `rows 4,001 to 5,000`; else `data`.

    Of rows that were only answered `answered, May 2024`.
    """
    base = base_of(span)
    if is_answered(base):
        return f"answered, {label_of(base.partition(':')[2], data)}"
    cut = cut_of(base)
    rest = base.partition(":")[2]
    if cut.unit is Unit.ROWS:
        k = int(rest.partition(":")[2])
        return f"rows {k * cut.n + 1:,} to {(k + 1) * cut.n:,}"
    if cut.unit is Unit.DAY:
        return rest
    if cut.unit is Unit.WEEK:
        return f"week of {rest}"
    if cut.unit is Unit.MONTH:
        return f"{date.fromisoformat(rest + '-01'):%B %Y}"
    return data
