"""What triggers would have done with what happened: for forecasts, and for tests over a year.

The same pure decisions as live, with a clock that jumps from one thing that happens to the next.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tidemill.base.clock import from_iso, to_iso
from tidemill.domain import trigger_limits
from tidemill.domain.trigger_limits import LimitFacts
from tidemill.domain.triggers import (
    Arrival,
    ArrivalFacts,
    ClockFacts,
    Decided,
    Decision,
    DecisionFacts,
    End,
    EndFacts,
    Facts,
    Fire,
    Memory,
    Never,
    Reading,
    ReadingFacts,
    Reads,
    WaitUntil,
)

Decide = Callable[..., Decision]
Event = Arrival | Reading | End | Decided


@dataclass(frozen=True)
class Played:
    """A trigger of a replay: its pure function with its settings, and what happened to it.

    `events` stand in the order of their time. `metric` and `higher_is_better` are those of the
    model whose readings they are.
    """

    id: str
    decide: Decide
    reads: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    events: Sequence[Event] = ()
    metric: str = ""
    higher_is_better: bool = True


@dataclass(frozen=True)
class Start:
    """One start of a replay."""

    trigger: str
    at: datetime
    sentence: str
    refs: Mapping[str, Any]


def replay(
    triggers: Sequence[Played],
    begin: datetime,
    end: datetime,
    *,
    limits: Mapping[str, Any] | None = None,
    minutes: float = 0.0,
    on_mains: Callable[[datetime], bool] = lambda _at: True,
    most: int = 100_000,
) -> list[Start]:
    """Starts from a moment to another, at most `most`. A run takes `minutes` of the budget."""
    playing = [_Playing(one, begin) for one in triggers]
    often = sorted({e.at for one in triggers for e in one.events if begin < e.at <= end})
    starts: list[Start] = []
    now = begin
    while now <= end and len(starts) < most:
        then: list[datetime] = []
        for one in playing:
            if one.is_over:
                continue
            decision = one.asked(now)
            if isinstance(decision, Fire):
                facts = _limit_facts(starts, now, minutes, limits, on_mains)
                allowed = trigger_limits.decide(facts, now, **(limits or {}))
                if isinstance(allowed, Fire):
                    starts.append(Start(one.trigger.id, now, decision.sentence, decision.refs))
                    one.memory = dict(decision.memory)
                    _forget_arrivals(playing, now)
                    then.append(now)  # what else there is, such as times after a long sleep
                elif isinstance(allowed, WaitUntil):
                    then.append(allowed.moment)
                elif not isinstance(allowed, Never):  # on battery: looked at again and again
                    then.append(now + timedelta(hours=1))
            elif isinstance(decision, WaitUntil):
                then.append(decision.moment)
        position = bisect_right(often, now)
        if position < len(often):
            then.append(often[position])
        if not then:
            break
        now = max(now, min(then))
    return starts


def _forget_arrivals(playing: Sequence["_Playing"], now: datetime) -> None:
    """A start has all data: arrivals before it count for no later one."""
    for one in playing:
        if one.trigger.reads == Reads.ARRIVALS:
            one.memory = first_memory(Reads.ARRIVALS, one.trigger.events, now)


def _limit_facts(
    starts: Sequence[Start],
    now: datetime,
    minutes: float,
    limits: Mapping[str, Any] | None,
    on_mains: Callable[[datetime], bool],
) -> LimitFacts:
    since = trigger_limits.month_of(now, (limits or {}).get("zone") or "")
    n = 0
    for one in reversed(starts):
        if one.at < since:
            break
        n += 1
    return LimitFacts(starts[-1].at if starts else None, n * minutes, on_mains(now))


class _Playing:
    """A trigger at play, with its memory."""

    def __init__(self, trigger: Played, begin: datetime) -> None:
        self.trigger = trigger
        self.is_over = False
        self.memory: Memory = first_memory(trigger.reads, trigger.events, begin)
        self._times = [event.at for event in trigger.events]

    def asked(self, now: datetime) -> Decision:
        n = bisect_right(self._times, now)
        facts = facts_of(self.trigger, self.trigger.events[:n], self.memory)
        decision = self.trigger.decide(facts, now, **self.trigger.settings)
        if not isinstance(decision, (Fire, Never)) and decision.memory is not None:
            self.memory = dict(decision.memory)
        self.is_over = isinstance(decision, Never)
        return decision


def first_memory(reads: str, events: Sequence[Event], begin: datetime) -> Memory:
    """What a trigger knows that is made at a moment: everything up to then is no news."""
    past = [event for event in events if event.at <= begin]
    if reads == Reads.CLOCK:
        return {"since": to_iso(begin), "done": []}
    if reads == Reads.ARRIVALS:
        return {"version": max((e.version_id for e in past if isinstance(e, Arrival)), default=0)}
    if reads == Reads.READINGS:
        return {"chunk": max((e.order for e in past if isinstance(e, Reading)), default=0)}
    if reads == Reads.DECISIONS:
        return {"decision": max((e.key for e in past if isinstance(e, Decided)), default=0)}
    return {"ended": len(past)}


def facts_of(trigger: Played, events: Sequence[Event], memory: Memory) -> Facts:
    """Facts made of what happened so far and what is remembered."""
    if trigger.reads == Reads.CLOCK:
        return clock_facts(memory)
    if trigger.reads == Reads.ARRIVALS:
        last = memory.get("version", 0)
        new = _since(events, lambda e: isinstance(e, Arrival) and e.version_id > last)
        return ArrivalFacts(tuple(e for e in new if isinstance(e, Arrival)))
    if trigger.reads == Reads.READINGS:
        chunk = memory.get("chunk", 0)
        new = _since(events, lambda e: isinstance(e, Reading) and e.order > chunk)
        readings = tuple(e for e in new if isinstance(e, Reading))
        return reading_facts(readings, memory, trigger.metric, trigger.higher_is_better)
    if trigger.reads == Reads.DECISIONS:
        key = memory.get("decision", 0)
        new = _since(events, lambda e: isinstance(e, Decided) and e.key > key)
        return DecisionFacts(tuple(e for e in new if isinstance(e, Decided)))
    if trigger.reads == Reads.ENDS:
        ended = events[memory.get("ended", 0) :]
        return EndFacts(tuple(e for e in ended if isinstance(e, End)), {"ended": len(events)})
    return None


def _since(events: Sequence[Event], is_new: Callable[[Event], bool]) -> list[Event]:
    """The last events that are new, oldest first; looked at from the end."""
    found = []
    for event in reversed(events):
        if not is_new(event):
            break
        found.append(event)
    return found[::-1]


def clock_facts(memory: Memory) -> ClockFacts:
    """What is remembered of times that were due."""
    done = tuple((from_iso(a), from_iso(b)) for a, b in memory.get("done", ()))
    return ClockFacts(from_iso(memory["since"]), done)


def reading_facts(
    readings: tuple[Reading, ...], memory: Memory, metric: str, higher_is_better: bool
) -> ReadingFacts:
    """New readings beside how the last one stood."""
    return ReadingFacts(
        readings,
        metric,
        higher_is_better,
        bool(memory.get("over", False)),
        str(memory.get("of", "")),
    )
