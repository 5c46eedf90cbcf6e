"""The time machine: what a rule would have told over all that is stored, and what it was worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tidemill.domain.alert_decisions import Episode, at_limits, episodes
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.domain.real_falls import Fall
from tidemill.domain.rule_readings import (
    DAY_US,
    Moments,
    Numbers,
    Watched,
    gaps,
    reading,
    usual_gap,
)

LEAD_DAYS = 14
"""An alert this many days before a fall, at most, is told to have come before it."""
LITTLE_DAYS = 30
N_BARS = 50
DAYS = 180
_SPANS = (1, 2, 3, 5, 7)


@dataclass(frozen=True)
class Replayed:
    """One alert of a replay: when it opened and closed (None while open; microseconds since
    1970), the worst value in it, and the fall it came before or in."""

    opened_at: int
    closed_at: int | None
    worst: float | None
    fall: Fall | None

    @property
    def days_earlier(self) -> float | None:
        """How many days before its fall it came; under 0 after it began; None without one."""
        return None if self.fall is None else (self.fall.starts_at - self.opened_at) / DAY_US


@dataclass(frozen=True)
class Bar:
    """What a limit would have given: alerts in all, and those before or in a real fall."""

    limit: float
    n_alerts: int
    n_matched: int


@dataclass(frozen=True)
class Better:
    """A setting that finds the same falls with fewer alerts, or more falls with no more."""

    limit: float | None
    span: int
    n_alerts: int
    n_matched: int
    n_falls: int
    words: str


@dataclass(frozen=True)
class Replay:
    """What a rule would have told: alerts oldest first, falls, and the verdict.

    `days_earlier` is the mean over falls that were found, from their first alert; None where none
    was. `rests_on` says how little it rests on, empty where it is enough.
    """

    alerts: tuple[Replayed, ...]
    falls: tuple[Fall, ...]
    missed: tuple[Fall, ...]
    n_days: int
    days_earlier: float | None
    rests_on: str

    @property
    def n_matched(self) -> int:
        """Alerts that came before a real fall or in one."""
        return sum(1 for one in self.alerts if one.fall is not None)

    @property
    def n_false(self) -> int:
        """Alerts without a fall."""
        return len(self.alerts) - self.n_matched

    @property
    def n_found(self) -> int:
        """Falls that an alert told of."""
        return len(self.falls) - len(self.missed)

    def words(self) -> str:
        """`7 alerts in 180 days, 2 before a real fall, 5 days earlier on average`."""
        said = f"{_counted(len(self.alerts), 'alert')} in {_counted(self.n_days, 'day')}"
        if not self.falls:
            return f"{said}; no real fall in them" if self.alerts else said
        if not self.n_matched:
            return f"{said}, none before a real fall" if self.alerts else f"{said}: {self._lost()}"
        early = self.days_earlier or 0.0
        where = "before a real fall" if early >= 0 else "in a real fall"
        return f"{said}, {self.n_matched} {where}, {_earlier(early)} on average"

    def _lost(self) -> str:
        n = len(self.missed)
        return "a real fall missed" if n == 1 else f"{n} real falls missed"


@dataclass(frozen=True, eq=False)
class Curve:
    """What a rule reads, to be drawn: `at` in microseconds since 1970, a `value` each (NaN where
    nothing is known) and whether the rule was `over` there (1 it was, 0 not, -1 not known)."""

    at: Moments
    value: Numbers
    over: npt.NDArray[np.int8]


def window(watched: Watched, days: int = DAYS) -> tuple[int, int]:
    """From when to when a replay counts, in microseconds since 1970: at most the last days."""
    if not watched.n:
        return 0, 0
    end = int(watched.ends_at.max())
    return max(int(watched.starts_at.min()), end - days * DAY_US), end


def replay(
    rule: AlertRule,
    watched: Watched,
    falls: Sequence[Fall],
    *,
    days: int = DAYS,
    now: int | None = None,
) -> Replay:
    """Decide over the whole course as on the day; count what lies in the last days."""
    begin, end = window(watched, days)
    found = episodes(rule, watched, now=now)
    worst = _worst(rule, watched)
    told = _kept(found, rule, watched, begin)
    seen = tuple(f for f in falls if f.ends_at >= begin)
    of = _matched([one.opened_at for one in told], [one.closed_at for one in told], seen)
    alerts = tuple(
        Replayed(one.opened_at, one.closed_at, worst(one), fall)
        for one, fall in zip(told, of, strict=True)
    )
    n_days = 0 if end <= begin else round((end - begin) / DAY_US) or 1
    early = _early(alerts)
    hit = {id(one.fall) for one in alerts}
    missed = tuple(f for f in seen if id(f) not in hit)
    return Replay(alerts, seen, missed, n_days, early, _rests_on(n_days, watched))


def _kept(found: Sequence[Episode], rule: AlertRule, watched: Watched, begin: int) -> list[Episode]:
    """Episodes that opened in the window. Alerts about age lie on the axis of arrival."""
    if rule.watches is Watches.AGE:
        begin = int(watched.seen_at.min()) if watched.n else 0
    return [one for one in found if one.opened_at >= begin]


def _matched(
    opened: Sequence[int], closed: Sequence[int | None], falls: Sequence[Fall]
) -> list[Fall | None]:
    """The fall each alert came before or in: the first that it reaches."""
    lead = LEAD_DAYS * DAY_US
    found: list[Fall | None] = []
    for begin, end in zip(opened, closed, strict=True):
        until = begin + lead if end is None or end < begin + lead else end
        of = (f for f in falls if begin <= f.ends_at and f.starts_at <= until)
        found.append(next(of, None))
    return found


def _early(alerts: Sequence[Replayed]) -> float | None:
    first: dict[int, float] = {}
    for one in alerts:
        early = one.days_earlier
        if early is not None:
            first[id(one.fall)] = max(first.get(id(one.fall), early), early)
    return float(np.mean(list(first.values()))) if first else None


def _rests_on(n_days: int, watched: Watched) -> str:
    if n_days >= LITTLE_DAYS:
        return ""
    looks = _counted(watched.n, "look")
    return f"This rests on {_counted(n_days, 'day')} and {looks} only."


# --- limits ------------------------------------------------------------------------------------


def choices(rule: AlertRule, watched: Watched, n: int = N_BARS) -> Numbers:
    """Limits worth trying, lowest first: over the range of what was seen, ends included.

    Empty where no number decides, or nothing was seen.
    """
    if rule.comparison in (Comparison.DRIFTED, Comparison.WORSE) or not watched.n:
        return np.array([])
    if rule.watches is Watches.AGE:
        if rule.comparison is Comparison.OVER_USUAL:
            return np.linspace(1.0, 10.0, n)
        _, values = gaps(watched, int(watched.seen_at.max()))
    else:
        values = reading(rule, watched).values
    values = values[np.isfinite(values)]
    if not len(values):
        return np.array([])
    # The calm half gives no alert worth counting: an even grid from the median to the worst.
    middle = float(np.median(values))
    is_under = rule.comparison in (Comparison.UNDER, Comparison.UNDER_USUAL)
    worst = float(values.min() if is_under else values.max())
    ends = [middle, worst] if rule.limit is None else [middle, worst, rule.limit]
    low, high = min(ends), max(ends)
    return np.linspace(low, high, n) if high > low else np.array([low])


def curve(rule: AlertRule, watched: Watched) -> Curve:
    """What a rule reads of a model: a value a chunk where its rows end; for the age of the data a
    value a wait, where the wait ended."""
    limit = np.array([0.0 if rule.limit is None else rule.limit])
    if rule.watches is not Watches.AGE:
        read = reading(rule, watched)
        return Curve(watched.ends_at, read.values, read.over(limit)[0])
    came, days = gaps(watched, int(watched.seen_at.max()) if watched.n else 0)
    waited = days[:-1]
    if rule.comparison is Comparison.OVER_USUAL:
        waited = waited / usual_gap(days)[:-1]
    over = np.where(np.isnan(waited), -1, waited > limit[0]).astype(np.int8)
    return Curve(came[1:], waited, over)


def first_limit(rule: AlertRule, watched: Watched) -> float | None:
    """A limit to begin with: two thirds of the way from the middle of what was seen to its worst,
    in three digits. None where no number decides or nothing was seen."""
    tried = choices(replace(rule, limit=None), watched)
    if not len(tried):
        return None
    is_under = rule.comparison in (Comparison.UNDER, Comparison.UNDER_USUAL)
    place = (len(tried) - 1) * (1 if is_under else 2) // 3
    return float(f"{tried[place]:.3g}")


def bars(
    rule: AlertRule,
    watched: Watched,
    falls: Sequence[Fall],
    *,
    limits: Numbers | None = None,
    days: int = DAYS,
) -> tuple[Bar, ...]:
    """How many alerts each limit would have given, lowest limit first."""
    tried = choices(rule, watched) if limits is None else limits
    begin, _ = window(watched, days)
    seen = tuple(f for f in falls if f.ends_at >= begin)
    found = at_limits(rule, watched, tried.tolist())
    return tuple(
        Bar(limit, *_counts(rule, watched, one, seen, begin)[:2])
        for limit, one in zip(tried.tolist(), found, strict=True)
    )


def _counts(
    rule: AlertRule, watched: Watched, found: Sequence[Episode], falls: Sequence[Fall], begin: int
) -> tuple[int, int, int, float]:
    """Alerts, those that matched, falls found, and days earlier on average (0 without)."""
    told = _kept(found, rule, watched, begin)
    of = _matched([one.opened_at for one in told], [one.closed_at for one in told], falls)
    first: dict[int, float] = {}
    for one, fall in zip(told, of, strict=True):
        if fall is not None and id(fall) not in first:
            first[id(fall)] = (fall.starts_at - one.opened_at) / DAY_US
    early = float(np.mean(list(first.values()))) if first else 0.0
    return len(told), sum(1 for f in of if f is not None), len(first), early


def better(
    rule: AlertRule, watched: Watched, falls: Sequence[Fall], *, days: int = DAYS
) -> Better | None:
    """One setting that finds no fewer falls with fewer alerts, or more falls with no more alerts.

    The most falls, then the fewest alerts, then the earliest. None where there is no such, no
    fall to find, or no number decides.
    """
    tried = choices(rule, watched)
    begin, _ = window(watched, days)
    seen = tuple(f for f in falls if f.ends_at >= begin)
    if not len(tried) or not seen:
        return None
    n_now, _, found_now, early_now = _counts(rule, watched, episodes(rule, watched), seen, begin)
    best: tuple[tuple[int, int, float], Better] | None = None
    spans = (rule.span,) if rule.watches is Watches.AGE else sorted({*_SPANS, rule.span})
    for span in spans:
        one = replace(rule, span=span)
        for limit, found in zip(tried, at_limits(one, watched, tried.tolist()), strict=True):
            n, matched, n_found, early = _counts(one, watched, found, seen, begin)
            gains = (n_found >= found_now and n < n_now) or (n_found > found_now and n <= n_now)
            rank = (n_found, -n, early)
            if gains and n_found and (best is None or rank > best[0]):
                words = _difference(n_found - found_now, n_now - n, early - early_now)
                best = rank, Better(float(limit), span, n, matched, n_found, words)
    return None if best is None else best[1]


def _difference(falls: int, fewer: int, early: float) -> str:
    """`The same falls found, 4 alerts fewer, 1 day later`."""
    said = "The same falls found" if falls == 0 else f"{_counted(falls, 'fall')} more found"
    if fewer:
        said += f", {_counted(fewer, 'alert')} fewer"
    days = round(abs(early))
    if falls == 0 and days:
        said += f", {_counted(days, 'day')} {'earlier' if early > 0 else 'later'}"
    return said


def _worst(rule: AlertRule, watched: Watched) -> Callable[[Episode], float | None]:
    """The worst value between an alert's first chunk and its end."""
    if rule.watches is Watches.AGE:

        def waited(one: Episode) -> float | None:
            if one.closed_at is None:
                return None
            return (one.closed_at - int(watched.seen_at[one.opened])) / DAY_US

        return waited
    read = reading(rule, watched)

    def worst(one: Episode) -> float | None:
        seen = read.values[one.first : watched.n if one.closed is None else one.closed]
        seen = seen[~np.isnan(seen)]
        if not len(seen):
            return None
        return float(seen.min() if read.is_under else seen.max())

    return worst


def _counted(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"


def _earlier(days: float) -> str:
    whole = round(abs(days))
    if whole == 0:
        return "on the same day"
    return f"{_counted(whole, 'day')} {'earlier' if days > 0 else 'after it began'}"
