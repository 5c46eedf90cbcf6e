"""When a rule alerts: one pure function for what happens today and for the replay of a year."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain.alert_rules import AlertRule, Comparison, Unit, Watches
from tidemill.domain.rule_readings import DAY_US, Moments, Watched, gaps, reading, usual_gap

_LONG_AGO = -(2**62)


@dataclass(frozen=True)
class Episode:
    """An alert from its opening to its end: the chunks at which it opened and closed (None while
    it is open), and the moments, in microseconds since 1970. `first` is the chunk where what it
    is about began. An alert about the age of the data opens between chunks: `opened` is the last
    chunk before, `closed` the one that came at last."""

    first: int
    opened: int
    closed: int | None
    opened_at: int
    closed_at: int | None


@dataclass(frozen=True)
class Finding:
    """What a rule finds after a chunk: its alert is open. `is_new` says it opened just now;
    `place` is the last chunk over the limit."""

    rule: AlertRule
    since: int
    opened_at: int
    is_new: bool
    value: float | None
    limit: float | None
    columns: tuple[str, ...] = ()
    place: int = 0


def decide(
    rule: AlertRule, watched: Watched, upto: int | None = None, *, now: int | None = None
) -> Finding | None:
    """Whether a rule's alert is open after the first `upto` chunks (all of them unless said).

    `now`, in microseconds since 1970, is for rules about the age of the data; unless given it is
    when the last chunk came.
    """
    seen = watched if upto is None else watched.until(upto)
    if seen.n == 0:
        return None
    found = episodes(rule, seen, now=now)
    if not found or found[-1].closed is not None:
        return None
    last = found[-1]
    value, limit, columns, place = _figures(rule, seen, now)
    is_new = last.opened == seen.n - 1
    return Finding(rule, last.first, last.opened_at, is_new, value, limit, columns, place)


def episodes(rule: AlertRule, watched: Watched, *, now: int | None = None) -> tuple[Episode, ...]:
    """Every alert of a rule over a course, oldest first."""
    return at_limits(rule, watched, [0.0 if rule.limit is None else rule.limit], now=now)[0]


def at_limits(
    rule: AlertRule, watched: Watched, limits: Sequence[float], *, now: int | None = None
) -> tuple[tuple[Episode, ...], ...]:
    """The alerts that each of many limits gives, as `episodes` with that limit."""
    if watched.n == 0:
        return tuple(() for _ in limits)
    if rule.watches is Watches.AGE:
        moment = int(watched.came_at.max()) if now is None else now
        return tuple(_late(rule, watched, limit, moment) for limit in limits)
    over = reading(rule, watched).over(np.asarray(limits, dtype=np.float64))
    return _spells(rule, watched, over)


def _spells(
    rule: AlertRule, watched: Watched, over: npt.NDArray[np.int8]
) -> tuple[tuple[Episode, ...], ...]:
    """Alerts of all limits at once: a step a chunk, each over all limits (rows of `over`).

    An unknown chunk neither ends what lasts nor makes it longer.
    """
    n_limits, n = over.shape
    days = watched.starts_at // DAY_US, watched.ends_at // DAY_US
    pause = round((rule.at_most_every_s or 0.0) * 1e6)
    first = np.full(n_limits, -1)
    count = np.zeros(n_limits, dtype=np.int64)
    is_open = np.zeros(n_limits, dtype=bool)
    last = np.full(n_limits, _LONG_AGO, dtype=np.int64)
    found: list[list[Episode]] = [[] for _ in range(n_limits)]
    for place in range(n):
        is_over, is_clear = over[:, place] == 1, over[:, place] == 0
        at = int(watched.ends_at[place])
        for row in np.flatnonzero(is_clear & is_open).tolist():
            one = found[row][-1]
            found[row][-1] = Episode(one.first, one.opened, place, one.opened_at, at)
        is_open &= ~is_clear
        count[is_clear] = 0
        first[is_clear] = -1
        first[is_over & (first < 0)] = place
        count[is_over] += 1
        lasts = count if rule.unit is Unit.CHUNKS else _days(days, first, place)
        opens = is_over & ~is_open & (lasts >= rule.span) & (at - last >= pause)
        for row in np.flatnonzero(opens).tolist():
            found[row].append(Episode(int(first[row]), place, None, at, None))
        is_open |= opens
        last[opens] = at
    return tuple(tuple(one) for one in found)


def _days(
    days: tuple[Moments, Moments], first: npt.NDArray[np.int64], place: int
) -> npt.NDArray[np.int64]:
    """Calendar days (UTC) from the first chunk over the limit to this one, both counted."""
    starts, ends = days
    since = starts[np.maximum(first, 0)]
    return np.asarray(np.where(first < 0, 0, ends[place] - since + 1))


def _late(rule: AlertRule, watched: Watched, limit: float, now: int) -> tuple[Episode, ...]:
    came, days = gaps(watched, now)
    allowed = np.full(len(days), limit)
    if rule.comparison is Comparison.OVER_USUAL:
        allowed = limit * usual_gap(days)
    pause, last = round((rule.at_most_every_s or 0.0) * 1e6), _LONG_AGO
    found = []
    for place in np.flatnonzero(days > allowed).tolist():
        at = int(came[place]) + round(float(allowed[place]) * DAY_US)
        came_at = int(came[place + 1]) if place + 1 < len(came) else None
        at = max(at, last + pause)
        if at >= (now if came_at is None else came_at):
            continue
        last = at
        before = _place(watched, int(came[place]))
        after = None if came_at is None else _place(watched, came_at)
        found.append(Episode(before, before, after, at, came_at))
    return tuple(found)


def _place(watched: Watched, came_at: int) -> int:
    """The chunk that came at a moment."""
    return int(watched.came_in[watched.came_at == came_at].max())


def _figures(
    rule: AlertRule, watched: Watched, now: int | None
) -> tuple[float | None, float | None, tuple[str, ...], int]:
    """Value and limit at the last chunk over it, its columns, worst first, and its place."""
    if rule.watches is Watches.AGE:
        moment = int(watched.came_at.max()) if now is None else now
        _, days = gaps(watched, moment)
        limit = rule.limit
        if rule.comparison is Comparison.OVER_USUAL:
            limit = float(usual_gap(days)[-1]) * (rule.limit or 0.0)
        return float(days[-1]), limit, (), watched.n - 1
    read = reading(rule, watched)
    over = read.over(np.array([rule.limit or 0.0]))[0]
    place = int(np.flatnonzero(over == 1)[-1])
    value = read.values[place]
    return (
        None if np.isnan(value) else float(value),
        _limit(rule, watched, place),
        _columns(rule, watched, place),
        place,
    )


def _limit(rule: AlertRule, watched: Watched, place: int) -> float | None:
    if rule.comparison is Comparison.WORSE:
        then = watched.expected[rule.measure]
        edge = then.low if watched.is_up_better(rule.measure) else then.high
        return float(edge[place])
    return rule.limit


def _columns(rule: AlertRule, watched: Watched, place: int) -> tuple[str, ...]:
    if rule.watches in (Watches.COLUMN, Watches.MISSING):
        return (rule.of,)
    if rule.watches is not Watches.INPUT:
        return ()
    psi = np.nan_to_num(watched.psi[:, place], nan=0.0)
    over = watched.is_over[:, place] if rule.limit is None else psi > rule.limit
    order = np.argsort(-psi, kind="stable")
    return tuple(watched.columns[i] for i in order.tolist() if over[i])
