"""The worker's look at the triggers: what may start by itself is asked when there is a reason."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Automation, Trigger
from tidemill.domain.triggers import Reads, TriggerState
from tidemill.services.news import News
from tidemill.services.trigger_kinds import BY_HAND, reads
from tidemill.services.triggering import answer_of, differs, remembered, settle
from tidemill.services.workspace import Workspace
from tidemill.store import automations
from tidemill.store import trigger_states as states

EVERY_S = 1.0
"""How often the worker looks at most."""

_TOPICS: Mapping[str, tuple[str, ...]] = {
    Reads.ARRIVALS: ("dataset", "file"),
    Reads.READINGS: ("monitor", "alert"),
    Reads.DECISIONS: ("model",),
    Reads.ENDS: ("job", "automation_run"),
}
_OWN_TOPICS = ("automation", "automation_run", "setting")


class Look:
    """The worker's look at the triggers: cheap while no time has come and no news matter.

    `hear` is told the news of the store, `now` asks those triggers that may have something to say.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._news: set[str] | None = None  # None: look at everything
        self._heeded: set[str] | None = None
        self._next_look = 0.0
        self._next_at: datetime | None = None
        self._seen: datetime | None = None
        self.is_needed = False
        """Whether something may start by itself that no file and no person brings about."""

    @property
    def is_settled(self) -> bool:
        """Whether all that was heard of has been looked at, and no time has come since."""
        is_due = self._next_at is not None and self._workspace.clock.now() >= self._next_at
        return self._news is not None and not self._news and not is_due

    def hear(self, items: Iterable[News] | None) -> None:
        """Take in the news since the last call; None for "reload everything"."""
        if items is None:
            self._news = None
        elif self._news is not None:
            topics = {item.topic for item in items}
            self._news |= topics if self._heeded is None else topics & self._heeded

    def now(self) -> list[int]:
        """Ask the triggers that may start something; return the runs that were started."""
        return [] if monotonic() < self._next_look else self._look()

    def at_once(self) -> list[int]:
        """Ask them all now, whatever was heard: for a worker that is about to leave."""
        self._news = None
        return self._look()

    def _look(self) -> list[int]:
        now = self._workspace.clock.now()
        is_back = self._seen is not None and now < self._seen
        self._seen = now
        if self.is_settled and not is_back:
            return []
        self._next_look = monotonic() + EVERY_S
        news, self._news = None if is_back else self._news, None  # all again if this look fails
        started = self._asked(now, news)
        self._news = set()
        return started

    def _asked(self, now: datetime, news: set[str] | None) -> list[int]:
        started: list[int] = []
        store = self._workspace.store
        with store.read() as connection:
            every = automations.every(connection)
            known = states.every(connection)
            asked = [
                (one, trigger)
                for one in every
                for trigger in one.triggers
                if one.is_on and _may_speak(trigger, known.get((one.id, trigger.id)), now, news)
            ]
            asked = [pair for pair in asked if self._has_news(connection, *pair, known, now)]
        for one, trigger in asked:
            run_id = self._settled(one, trigger)
            if run_id is not None:
                started.append(run_id)
        with store.read() as connection:
            self._remember(every, states.every(connection))
        return started

    def _settled(self, automation: Automation, trigger: Trigger) -> int | None:
        store = self._workspace.store
        try:
            with store.write() as tx:
                current = automations.find(tx.connection, automation.id)
                if current is None or not current.is_on or trigger not in current.triggers:
                    return None
                return settle(tx, current, trigger, {})
        except NeedsYou as error:  # the rule can't work as it is: it says so, the others go on
            with store.write() as tx:
                state = states.of(tx.connection, automation.id).get(trigger.id)
                memory = {} if state is None else state.memory
                said = f"It can't start. {error.message} {error.hint}".strip()
                states.put(tx, (automation.id, trigger.id), memory, None, said)
            return None

    @staticmethod
    def _has_news(
        connection: sa.Connection,
        automation: Automation,
        trigger: Trigger,
        known: Mapping[states.Key, TriggerState],
        now: datetime,
    ) -> bool:
        """Whether anything is to be written; looked at without keeping other writers waiting."""
        state = known.get((automation.id, trigger.id))
        try:
            memory = remembered(connection, automation, trigger, state, now)
        except NeedsYou:
            return True
        answer = answer_of(connection, automation, trigger, memory, now)
        return answer.fires or differs(state, trigger, answer)

    def _remember(self, every: list[Automation], known: Mapping[states.Key, TriggerState]) -> None:
        moments = [
            state.next_at
            for one in every
            for trigger in one.triggers
            if one.is_on and (state := known.get((one.id, trigger.id))) is not None
            if state.next_at is not None
        ]
        self._next_at = min(moments, default=None)
        triggers = [trigger for one in every for trigger in one.triggers if one.is_on]
        self._heeded = {topic for trigger in triggers for topic in _topics(trigger)}
        self._heeded |= set(_OWN_TOPICS)
        self.is_needed = any(
            trigger.kind != BY_HAND and reads(trigger) != Reads.ARRIVALS for trigger in triggers
        )


def _may_speak(
    trigger: Trigger, state: TriggerState | None, now: datetime, news: set[str] | None
) -> bool:
    if state is None or news is None or (state.next_at is not None and state.next_at <= now):
        return True
    return not news.isdisjoint(_topics(trigger))


def _topics(trigger: Trigger) -> tuple[str, ...]:
    """News after which a trigger may have something to say."""
    return (*_OWN_TOPICS, *_TOPICS.get(reads(trigger), ()))


def look(workspace: Workspace) -> list[int]:
    """Look at all triggers once; return the runs that were started."""
    return Look(workspace).now()
