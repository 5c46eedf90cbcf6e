"""The even steps behind a column of times: by what it moves on, where it has gaps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData

Array = npt.NDArray[Any]

EVEN, MONTHS, WEEKDAYS, NUMBERS = "even", "months", "weekdays", "numbers"

NO_STEP = np.iinfo(np.int64).min
"""The step of a row without a time."""

_DAY = 86_400_000_000
_UNITS = (
    (7 * _DAY, "week"),
    (_DAY, "day"),
    (3_600_000_000, "hour"),
    (60_000_000, "minute"),
    (1_000_000, "second"),
    (1, "microsecond"),
)
_PARTS = {"hour": (0.5, 2.0), "day of week": (1.0, 14.0), "month": (92.0, 729.0)}
"""The parts of a calendar: the longest step in days that tells one, and days for two rounds."""

_SEASONS = {"week": 52, "day": 7, "hour": 24, "minute": 60, "second": 60}
_OFF = 0.05  # of a step: what lies nearer to one counts as on it


@dataclass(frozen=True)
class Grid:
    """Steps of equal meaning: `size` microseconds, months or numbers from `origin` on, or weekdays.

    `origin` is in microseconds since 1970, in months since then, in days since then, or a number.
    `day` and `clock` say where in a month or a day its moments lie: the day of the month from 1,
    31 for its last one, and microseconds after midnight.
    """

    kind: str
    size: float
    origin: float
    day: int = 1
    clock: int = 0

    def steps(self, times: Array) -> Array:
        """The step of each moment (int64), `NO_STEP` where it is missing; the nearest there is."""
        if self.kind == NUMBERS:
            values = np.asarray(times, dtype=np.float64)
            known = np.isfinite(values)
            places = np.rint((np.where(known, values, 0.0) - self.origin) / self.size)
        else:
            known = ~np.isnat(times)
            places = np.floor(self._places(np.where(known, times, np.datetime64(0, "us"))) + 0.5)
        return np.where(known, places, 0).astype(np.int64) + np.where(known, 0, NO_STEP)

    def _places(self, times: Array) -> Array:
        """How many steps after the origin moments lie, fractions of a step among them."""
        if self.kind == MONTHS:
            months = times.astype("datetime64[M]").astype(np.int64)
            return np.asarray(np.floor((months - self.origin) / self.size), dtype=np.float64)
        if self.kind == WEEKDAYS:
            first = np.datetime64(int(self.origin), "D")
            days = times.astype("datetime64[D]")
            return np.asarray(np.busday_count(first, days), dtype=np.float64)
        return np.asarray(times.astype("datetime64[us]").astype(np.int64) - self.origin) / (
            self.size
        )

    def n_off(self, times: Array) -> int:
        """How many moments lie between two steps."""
        if self.kind == NUMBERS:
            values = np.asarray(times, dtype=np.float64)
            places = (values[np.isfinite(values)] - self.origin) / self.size
        elif self.kind == EVEN:
            places = self._places(times[~np.isnat(times)])
        else:
            return 0
        return int((np.abs(places - np.rint(places)) > _OFF).sum())

    def times(self, steps: Array) -> Array:
        """The moment of each step: datetime64[us], or numbers."""
        steps = np.asarray(steps, dtype=np.int64)
        if self.kind == NUMBERS:
            return np.asarray(self.origin + steps * self.size)
        if self.kind == MONTHS:
            months = (int(self.origin) + steps * int(self.size)).astype("datetime64[M]")
            last = (months + 1).astype("datetime64[D]") - 1
            day = np.minimum(months.astype("datetime64[D]") + (self.day - 1), last)
            return np.asarray(day.astype("datetime64[us]") + np.timedelta64(self.clock, "us"))
        if self.kind == WEEKDAYS:
            first = np.datetime64(int(self.origin), "D")
            days = np.busday_offset(first, steps, roll="forward")
            return np.asarray(days.astype("datetime64[us]") + np.timedelta64(self.clock, "us"))
        return np.asarray((int(self.origin) + steps * int(self.size)).astype("datetime64[us]"))

    @property
    def unit(self) -> tuple[int, str]:
        """What one step is, as a count and a word: (1, "day"), (3, "month")."""
        if self.kind == NUMBERS:
            return 1, "step"
        if self.kind == WEEKDAYS:
            return 1, "weekday"
        if self.kind == MONTHS:
            n = int(self.size)
            return (n // 12, "year") if n % 12 == 0 else (n, "month")
        n = int(self.size)
        whole, word = next((u, w) for u, w in _UNITS if n % u == 0)
        return n // whole, word

    def words(self, n_steps: int) -> str:
        """So many steps in words: "7 days", "1 month"."""
        n, word = self.unit
        n *= n_steps
        return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"

    @property
    def season(self) -> int:
        """Steps until the usual round begins anew: 7 days, 12 months, 24 hours; 1 for none."""
        if self.kind == WEEKDAYS:
            return 5
        n, word = self.unit
        if self.kind == MONTHS:
            return 12 // int(self.size) if 12 % int(self.size) == 0 else 1
        if word == "hour" and 24 % n == 0:
            return 24 // n
        if word in ("minute", "second") and n > 1:
            per_day = _DAY / self.size
            return int(per_day) if per_day.is_integer() else 1
        return _SEASONS.get(word, 1) if n == 1 else 1

    def calendar(self, n_steps: int) -> tuple[str, ...]:
        """The parts of the calendar that so many steps go through twice at least, and can tell."""
        if self.kind == NUMBERS:
            return ()
        if self.kind == MONTHS:
            days, apart = n_steps * self.size * 30.4, self.size * 30.4
        elif self.kind == WEEKDAYS:
            days, apart = n_steps * 1.4, 1.0
        else:
            days, apart = n_steps * self.size / _DAY, self.size / _DAY
        return tuple(
            part for part, (at_most, lasts) in _PARTS.items() if apart <= at_most and days >= lasts
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Grid":
        """Read what `to_dict` wrote."""
        return cls(**data)


def found(column: ColumnData, series: Array) -> Grid:
    """The steps by which a column of times moves on within each series.

    `series` (rows,) are codes of the series. Raises `NeedsYou` where the column is no time, or
    tells fewer than three moments.
    """
    if column.kind not in (Kind.DATETIME, Kind.NUMERIC):
        raise NeedsYou(
            f"The column {column.name} holds {column.kind} values and cannot order rows in time.",
            "Choose a column of dates or numbers as time column.",
        )
    known = ~column.missing
    if column.kind is Kind.NUMERIC:
        known &= np.isfinite(column.values.astype(np.float64))
    times, codes = column.values[known], series[known]
    distinct = np.unique(times)
    if len(distinct) < 3:
        raise NeedsYou(
            f"The column {column.name} has {len(distinct)} different times, too few to look ahead.",
            "Choose another time column, or add rows.",
        )
    if column.kind is Kind.NUMERIC:
        return Grid(NUMBERS, float(_usual(times.astype(np.float64), codes)), float(distinct[0]))
    times = times.astype("datetime64[us]")
    return _of_dates(times, codes, distinct.astype("datetime64[us]"))


def _of_dates(times: Array, codes: Array, distinct: Array) -> Grid:
    clocks = (distinct - distinct.astype("datetime64[D]")).astype(np.int64)
    clock = int(clocks[0]) if (clocks == clocks[0]).all() else 0
    is_daily = bool((clocks == clocks[0]).all())
    day = _day_of_month(distinct) if is_daily else 0
    if day:
        months = times.astype("datetime64[M]").astype(np.int64)
        origin = int(distinct[0].astype("datetime64[M]").astype(np.int64))
        return Grid(MONTHS, float(_usual(months, codes)), origin, day, clock)
    step = int(_usual(times.astype(np.int64), codes))
    days = distinct.astype("datetime64[D]")
    if is_daily and step == _DAY and np.is_busday(days).all() and np.ptp(days.astype(int)) >= 7:
        return Grid(WEEKDAYS, 1, int(days[0].astype(np.int64)), 1, clock)
    return Grid(EVEN, step, int(distinct[0].astype(np.int64)))


def _day_of_month(distinct: Array) -> int:
    """The one day of the month on which all moments lie, 31 for its last; 0 for none such."""
    days = distinct.astype("datetime64[D]")
    months = distinct.astype("datetime64[M]")
    if len(np.unique(months)) < len(distinct):
        return 0
    if ((months + 1).astype("datetime64[D]") - 1 == days).all():
        return 31
    of_month = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    return int(of_month[0]) if (of_month == of_month[0]).all() else 0


def _usual(times: Array, codes: Array) -> Any:
    """The commonest distance from one moment of a series to its next, the shortest of equals."""
    order = np.lexsort((times, codes))
    apart = np.diff(times[order])
    same = (np.diff(codes[order]) == 0) & (apart > 0)
    steps = apart[same] if same.any() else np.diff(np.unique(times))
    values, counts = np.unique(steps, return_counts=True)
    return values[counts.argmax()]


def part_of(times: Array, part: str) -> Array:
    """A part of the calendar of each moment, from 0 (Monday, January); -1 where it is missing."""
    known = ~np.isnat(times)
    moments = np.where(known, times, np.datetime64(0, "us"))
    if part == "month":
        found = moments.astype("datetime64[M]").astype(np.int64) % 12
    elif part == "day of week":
        found = (moments.astype("datetime64[D]").astype(np.int64) + 3) % 7
    else:
        found = moments.astype("datetime64[h]").astype(np.int64) % 24
    return np.where(known, found, -1)


def oddities(grid: Grid, column: ColumnData, series: Array) -> tuple[str, ...]:
    """What is uneven in the times, in sentences: gaps, moments between steps.

    Raises `NeedsYou` where many rows share a step with another of their series.
    """
    steps = grid.steps(column.values)
    there = steps != NO_STEP
    codes, at = series[there], steps[there]
    pairs = np.unique(np.column_stack([codes, at]), axis=0)
    n_shared = len(at) - len(pairs)
    if n_shared * 20 > len(at):
        raise NeedsYou(
            f"{n_shared:,} of {len(at):,} rows share their {column.name} with another row, so "
            "nothing tells which value came before.",
            "Name the column that tells the series apart, or sum the rows up first.",
        )
    said = []
    _, counts = np.unique(pairs[:, 0], return_counts=True)
    ends = np.cumsum(counts)
    spans = pairs[ends - 1, 1] - pairs[ends - counts, 1] + 1
    gaps = spans - counts
    if gaps.sum():
        where = "" if len(counts) == 1 else f" in {int((gaps > 0).sum()):,} series"
        said.append(
            f"{column.name} moves on by {grid.words(1)}, and {int(gaps.sum()):,} such steps have "
            f"no row{where}: their values count as missing."
        )
    n_off = grid.n_off(column.values)
    if n_off:
        said.append(
            f"{n_off:,} of {len(at):,} rows lie between two steps of {grid.words(1)}; each counts "
            "for the step it is nearest to."
        )
    if n_shared:
        said.append(
            f"{n_shared:,} rows share their step with another row of their series; the last of "
            "them counts."
        )
    if not there.all():
        said.append(f"{int((~there).sum()):,} rows have no {column.name}; none looks back to them.")
    return tuple(said)
