"""What to expect of an automation before its first start: when, how often, at what cost."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import fmean

import sqlalchemy as sa

from tidemill.domain.automations import Automation, StepKind, Trigger
from tidemill.domain.trigger_replays import Played, Start, replay
from tidemill.domain.triggers import Reads, counted
from tidemill.services import trigger_facts
from tidemill.services.automation_runs import JOBS
from tidemill.services.trigger_kinds import BY_HAND, asked, kind_of, settings_of
from tidemill.services.workspace import Workspace
from tidemill.store import trigger_events

LOOKED_BACK = timedelta(days=90)
"""How far back what happened is replayed."""

MOST = 500
"""How many starts are replayed at most; of more, the time they take is what counts."""

MONTH = timedelta(days=30)
LEAST_DAYS = 7.0
N_TIMES = 5


@dataclass(frozen=True)
class Forecast:
    """What an automation would do.

    `times` are the next ones of its schedules, in UTC. `starts` are those there would have been
    in the `days` before now; `starts_a_month` and `minutes_a_month` are for 30 days, None where
    too little is known: less than a week of what happened, nothing like it done yet.
    """

    times: tuple[datetime, ...]
    starts: int
    days: float
    starts_a_month: float | None
    minutes_a_month: float | None
    sentence: str


def forecast(workspace: Workspace, automation: Automation) -> Forecast:
    """Replay what happened against the triggers and limits of an automation, kept or not yet."""
    now = workspace.clock.now()
    with workspace.store.read() as connection:
        played = [_played(connection, automation, one, now) for one in automation.triggers]
        cost = _seconds(connection, automation)
    some = [one for one in played if one is not None]
    begin = _begin(some, now)
    limits = asdict(automation.limits)
    minutes = 0.0 if cost is None else cost / 60
    starts = replay(some, begin, now, limits=limits, minutes=minutes, most=MOST)
    end = starts[-1].at if len(starts) >= MOST else now
    days = max((end - begin) / timedelta(days=1), 1 / 24)
    is_known = days >= LEAST_DAYS or len(starts) >= MOST
    a_month = len(starts) / days * (MONTH / timedelta(days=1)) if is_known else None
    spent = None if cost is None or a_month is None else a_month * cost / 60
    words = _sentence(automation, starts, days, a_month, spent)
    return Forecast(next_times(automation, now), len(starts), days, a_month, spent, words)


def next_times(automation: Automation, now: datetime, n: int = N_TIMES) -> tuple[datetime, ...]:
    """The next times of its schedules, in UTC; none where it has none."""
    found: set[datetime] = set()
    for trigger in automation.triggers:
        module = kind_of(trigger)
        if hasattr(module, "times"):
            found |= set(module.times(now, n, **settings_of(trigger)))
    return tuple(sorted(found)[:n])


def _played(
    connection: sa.Connection, automation: Automation, trigger: Trigger, now: datetime
) -> Played | None:
    if trigger.kind == BY_HAND:
        return None
    of = asked(automation, trigger)
    events = trigger_facts.history(connection, of, now - LOOKED_BACK)
    metric, up = "", True
    if of.reads == Reads.READINGS:
        metric, up = trigger_facts.direction(connection, str(of.settings["model"]))
    return Played(trigger.id, kind_of(trigger).decide, of.reads, of.settings, events, metric, up)


def _begin(played: Sequence[Played], now: datetime) -> datetime:
    """From when on: as far back as anything is known that could have started it."""
    first = [one.events[0].at for one in played if one.events]
    if first:
        return max(now - LOOKED_BACK, min(first) - timedelta(seconds=1))
    return now - (MONTH if any(one.reads == Reads.CLOCK for one in played) else LOOKED_BACK)


def _seconds(connection: sa.Connection, automation: Automation) -> float | None:
    """What a run costs: as those before, else as jobs like its steps; None where none is known."""
    before = trigger_events.seconds_of_runs(connection, automation.id) if automation.id else []
    if before:
        return fmean(before)
    kinds = [JOBS[step.kind] for step in automation.steps if step.kind in JOBS]
    if not kinds:
        return 0.0
    lane = f"model:{automation.model}" if automation.model else None
    took = trigger_events.seconds_of_jobs(connection, kinds, lane)
    if not took and any(step.kind is StepKind.RETRAIN for step in automation.steps):
        took = trigger_events.seconds_of_jobs(connection, ["model.train", *kinds])
    return fmean(took) if took else None


def _sentence(
    automation: Automation,
    starts: Sequence[Start],
    days: float,
    a_month: float | None,
    minutes: float | None,
) -> str:
    if all(trigger.kind == BY_HAND for trigger in automation.triggers):
        return "It starts only when somebody starts it."
    if not starts:
        return f"In the last {_days(days)} nothing would have started it."
    words = f"In the last {_days(days)} it would have started {_times(len(starts))}"
    if a_month is None:
        return f"{words}; that is too short to say how often in a month."
    if not 29 <= days <= 31:
        words += f", about {_rounded(a_month)} a month"
    if minutes is None:
        return f"{words}; what a start costs is not known yet."
    cost = "less than a minute" if minutes < 1 else f"about {counted(round(minutes), 'minute')}"
    return f"{words}. It would work {cost} a month."


def _days(days: float) -> str:
    if days < 2:
        return counted(max(1, round(days * 24)), "hour")
    return counted(round(days), "day")


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n:,} times"


def _rounded(a_month: float) -> str:
    return _times(round(a_month)) if a_month >= 1 else "less than once"
