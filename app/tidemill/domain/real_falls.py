"""What counts as a real fall: the value a model brings, clearly under its last weeks, for days."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.rule_readings import DAY_US, Moments, Numbers, Watched

LEAST_BEFORE = 3
"""Under so many figures before nothing can have fallen."""


@dataclass(frozen=True)
class FallRule:
    """Value under `share` of the mean of its last `weeks`, for `days` or more."""

    share: float = 0.95
    weeks: int = 8
    days: int = 5

    def words(self) -> str:
        """`Value under 95% of its last 8 weeks for 5 days or more.`"""
        days = "a day" if self.days == 1 else f"{self.days} days"
        weeks = "week" if self.weeks == 1 else f"{self.weeks} weeks"
        return f"Value under {self.share:.3g} of its last {weeks} for {days} or more.".replace(
            f"{self.share:.3g}", f"{self.share * 100:.3g}%"
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def judge(rule: FallRule) -> FallRule:
    """The rule as it is if it can be; else `NeedsYou`."""
    if not 0 < rule.share < 1:
        raise NeedsYou("A fall is under a share between 0 and 1.", "For example 0.95.")
    if not (1 <= rule.weeks <= 104 and 1 <= rule.days <= 366):
        raise NeedsYou("A fall is told by 1 to 104 weeks and 1 to 366 days.", "Choose others.")
    return rule


@dataclass(frozen=True)
class Fall:
    """A real fall, from the start of its first rows to the end of its last, in microseconds since
    1970; `size` is how far the value fell of what it was (0 to 1) and `lost` the same in the unit
    of the value, both None where marked by hand."""

    starts_at: int
    ends_at: int
    size: float | None = None
    by_hand: bool = False
    lost: float | None = None

    def overlaps(self, starts_at: int, ends_at: int) -> bool:
        """Whether it shares a moment with a span."""
        return self.starts_at <= ends_at and starts_at <= self.ends_at


@dataclass(frozen=True)
class Mark:
    """A fall that a person marked, or one that the rule finds and a person says is none."""

    starts_at: int
    ends_at: int
    is_fall: bool
    id: int | None = None


def falls(
    watched: Watched, rule: FallRule | None = None, marks: Sequence[Mark] = ()
) -> tuple[Fall, ...]:
    """Falls of a model's value, oldest first, with those that people marked.

    The value is the business value; where a model has none, its own metric as measured, an error
    turned over so that less is worse.
    """
    rule = rule or FallRule()
    found = _found(watched.starts_at, watched.ends_at, value_of(watched), rule)
    for mark in marks:
        found = [f for f in found if not f.overlaps(mark.starts_at, mark.ends_at)]
        if mark.is_fall:
            found.append(Fall(mark.starts_at, mark.ends_at, None, by_hand=True))
    return tuple(sorted(found, key=lambda fall: fall.starts_at))


def value_of(watched: Watched) -> Numbers:
    """What a model brings, a figure a chunk; NaN where it is not known."""
    if not np.isnan(watched.worth).all():
        return watched.worth
    measured = watched.measures.get(watched.metric)
    if measured is None:
        return np.full(watched.n, np.nan)
    if watched.is_up_better(watched.metric):
        return measured.value
    errors = np.where(measured.value > 0, measured.value, np.nan)
    return np.asarray(1.0 / errors)


def _found(starts: Moments, ends: Moments, values: Numbers, rule: FallRule) -> list[Fall]:
    """Runs of low chunks; what they are under is frozen where a run begins."""
    known = np.flatnonzero(~np.isnan(values)).tolist()
    found: list[Fall] = []
    run: list[int] = []
    level = float("nan")
    for place in known:
        if not run:
            level = _level(starts, values, place, rule)
        if level > 0 and values[place] < rule.share * level:
            run.append(place)
            continue
        found += _fall(starts, ends, values, run, level, rule)
        run = []
    return found + _fall(starts, ends, values, run, level, rule)


def _level(starts: Moments, values: Numbers, place: int, rule: FallRule) -> float:
    since = starts[place] - rule.weeks * 7 * DAY_US
    before = values[:place][starts[:place] >= since]
    before = before[~np.isnan(before)]
    if len(before) < LEAST_BEFORE:  # chunks longer than the weeks: the last ones
        before = values[:place][~np.isnan(values[:place])][-LEAST_BEFORE:]
    return float(before.mean()) if len(before) >= LEAST_BEFORE else float("nan")


def _fall(
    starts: Moments, ends: Moments, values: Numbers, run: list[int], level: float, rule: FallRule
) -> list[Fall]:
    if not run:
        return []
    begin, end = int(starts[run[0]]), int(ends[run[-1]])
    if end // DAY_US - begin // DAY_US + 1 < rule.days:
        return []
    lost = level - float(np.mean(values[run]))
    return [Fall(begin, end, lost / level, lost=lost)]
