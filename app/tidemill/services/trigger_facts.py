"""What triggers are asked about, gathered from the store: only what is new to each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou
from tidemill.domain import trigger_limits
from tidemill.domain.automations import Automation
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task
from tidemill.domain.trigger_limits import LimitFacts
from tidemill.domain.trigger_replays import Event, clock_facts, reading_facts
from tidemill.domain.triggers import (
    ArrivalFacts,
    DecisionFacts,
    EndFacts,
    Facts,
    Memory,
    Reads,
)
from tidemill.store import models
from tidemill.store import trigger_events as events

AUTOMATION = "automation:"
"""In front of the key of an automation whose end is waited for."""


@dataclass(frozen=True)
class Asked:
    """A trigger that is asked: what its kind reads, its settings, whose it is."""

    reads: str
    settings: Mapping[str, Any]
    automation_id: int


def gather(connection: sa.Connection, asked: Asked, memory: Memory) -> Facts:
    """Facts since what is remembered."""
    given = asked.settings
    if asked.reads == Reads.ARRIVALS:
        found = events.arrivals(connection, given.get("dataset", ""), memory.get("version", 0))
        return ArrivalFacts(tuple(found))
    if asked.reads == Reads.CLOCK:
        return clock_facts(memory)
    if asked.reads == Reads.READINGS:
        name = given.get("model", "")
        seen = events.readings(connection, name, memory.get("chunk", 0))
        return reading_facts(tuple(seen), memory, *direction(connection, name))
    if asked.reads == Reads.DECISIONS:
        after = memory.get("decision", 0)
        name = given.get("model", "")
        decided = events.decided(connection, name, after, apart_from=asked.automation_id)
        return DecisionFacts(tuple(decided))
    if asked.reads == Reads.ENDS:
        return _ends(connection, asked, memory)
    return None


def _ends(connection: sa.Connection, asked: Asked, memory: Memory) -> EndFacts:
    after, open_before = memory.get("last", 0), memory.get("open", ())
    other, own = _other(asked), asked.automation_id
    if isinstance(other, int):
        ends, open_now, last = events.ended_runs(connection, other, after, open_before)
    else:
        ends, open_now, last = events.ended_jobs(connection, other, after, open_before, own)
    return EndFacts(tuple(ends), {"last": last, "open": open_now})


def _other(asked: Asked) -> int | str:
    """The automation (its key) or the kind of jobs whose end is waited for."""
    of = str(asked.settings.get("of", ""))
    return int(of.removeprefix(AUTOMATION)) if of.startswith(AUTOMATION) else of


def first_memory(connection: sa.Connection, asked: Asked, now: datetime) -> Memory:
    """What a trigger remembers that is made now: what has been so far is no news."""
    if asked.reads == Reads.ARRIVALS:
        return {"version": events.last_version(connection)}
    if asked.reads == Reads.CLOCK:
        return {"since": to_iso(now), "done": []}
    if asked.reads == Reads.READINGS:
        return {"chunk": events.last_chunk(connection)}
    if asked.reads == Reads.DECISIONS:
        return {"decision": events.last_decision(connection)}
    if asked.reads == Reads.ENDS:
        other, own = _other(asked), asked.automation_id
        if isinstance(other, int):
            open_now, last = events.open_runs(connection, other)
        else:
            open_now, last = events.open_jobs(connection, other, own)
        return {"last": last, "open": open_now}
    return {}


def direction(connection: sa.Connection, name: str) -> tuple[str, bool]:
    """A model's metric and whether more of it is better."""
    model = models.find(connection, name)
    if model is None:
        return "", True
    try:
        known = metric(Task(model.task), model.metric)
    except (NeedsYou, ValueError):  # a measure of somebody's newer version
        return model.metric, True
    return model.metric, known.higher_is_better is not False


def limit_facts(connection: sa.Connection, automation: Automation, now: datetime) -> LimitFacts:
    """What the limits of an automation are judged by; only what it is limited by is looked up."""
    limits = automation.limits
    last, minutes, mains = None, 0.0, None
    if limits.at_most_every_s:
        last = events.last_start(connection, automation.id)
    if limits.minutes_a_month:
        since = trigger_limits.month_of(now, limits.zone)
        minutes = events.minutes_used(connection, automation.id, since, now)
    if limits.mains_only:
        mains = is_on_mains()
    return LimitFacts(last, minutes, mains)


def is_on_mains() -> bool | None:
    """Whether this computer is plugged in; None where it has no battery or cannot tell."""
    import psutil

    look = getattr(psutil, "sensors_battery", None)  # not there on every system
    try:
        battery = None if look is None else look()
    except (OSError, RuntimeError, ValueError):  # a driver that answers nonsense
        return None
    return None if battery is None else battery.power_plugged


def history(connection: sa.Connection, asked: Asked, since: datetime) -> list[Event]:
    """All that happened to a trigger since a moment, in the order of its time."""
    given, found = asked.settings, list[Event]()
    if asked.reads == Reads.ARRIVALS:
        found += events.arrivals(connection, given.get("dataset", ""), least=since)
    elif asked.reads == Reads.READINGS:
        found += events.readings(connection, given.get("model", ""), least=since)
    elif asked.reads == Reads.DECISIONS:
        own = asked.automation_id
        name = given.get("model", "")
        found += events.decided(connection, name, apart_from=own, least=since)
    elif asked.reads == Reads.ENDS:
        other, own = _other(asked), asked.automation_id
        if isinstance(other, int):
            found += events.past_runs(connection, other, since)
        else:
            found += events.past_jobs(connection, other, own, since)
    return sorted(found, key=lambda one: one.at)
