"""What starts automations by themselves: asked about what is new, started once, with the cause.

Whether a trigger starts is decided by its pure function (`catalog/triggers`) on facts gathered
here. What it remembers moves in the very transaction that makes the run: whatever dies in between,
and however many workers look, each cause starts once.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tidemill.base.errors import NeedsYou
from tidemill.domain import trigger_limits
from tidemill.domain.automations import Automation, Cause, Trigger
from tidemill.domain.people import WORKER
from tidemill.domain.triggers import (
    Decision,
    Fire,
    Memory,
    Never,
    Reads,
    TriggerState,
    Wait,
    WaitUntil,
)
from tidemill.services import automation_runs, causes, trigger_facts
from tidemill.services.trigger_kinds import BY_HAND, asked, kind_of, reads
from tidemill.services.workspace import Workspace
from tidemill.store import activities, automations
from tidemill.store import trigger_states as states
from tidemill.store.engine import Transaction

AGAIN = timedelta(minutes=1)
"""When a battery is looked at again, of which no news comes."""


# --- what it says now ------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What a trigger says, and what limits say to it where it would start."""

    decision: Decision
    memory: Memory
    next_at: datetime | None = None
    fires: bool = False

    @property
    def said(self) -> str:
        return self.decision.sentence


def answer_of(
    connection: sa.Connection,
    automation: Automation,
    trigger: Trigger,
    memory: Memory,
    now: datetime,
) -> Answer:
    """Ask a trigger, its limits, and whether anything else stands in the way."""
    try:
        module, of = kind_of(trigger), asked(automation, trigger)
        facts = trigger_facts.gather(connection, of, memory)
        decision: Decision = module.decide(facts, now, **of.settings)
        held = None
        if isinstance(decision, Fire):
            held = _held(connection, automation, trigger, decision, now)
    except NeedsYou as error:  # set in a newer version, or a zone that this computer lacks
        return Answer(Never(f"{error.message} {error.hint}".strip()), memory)
    if isinstance(decision, Fire):
        if held is None:
            return Answer(decision, decision.memory, fires=True)
        if isinstance(held, Wait) and automation.limits.mains_only:
            held = WaitUntil(now + AGAIN, held.sentence)
        decision = held
    elif not isinstance(decision, Never) and decision.memory is not None:
        memory = decision.memory
    moment = decision.moment if isinstance(decision, WaitUntil) else None
    return Answer(decision, memory, moment)


def _held(
    connection: sa.Connection,
    automation: Automation,
    trigger: Trigger,
    fire: Fire,
    now: datetime,
) -> Decision | None:
    """What holds a start back, which then comes later; None where nothing does."""
    pause = automations.pause(connection)
    if pause is not None:
        return Wait(f"Held back: {pause.by} paused everything automatic.")
    if reads(trigger) != Reads.ARRIVALS and _is_at_work(connection, automation, trigger):
        return Wait("Its start before is still at work; this one comes after it.")
    if causes.is_ring(connection, automation.id, fire.refs):
        return Wait("It would start itself: what it waits for was set off by its own start.")
    facts = trigger_facts.limit_facts(connection, automation, now)
    allowed = trigger_limits.decide(facts, now, **asdict(automation.limits))
    return None if isinstance(allowed, Fire) else allowed


def _is_at_work(connection: sa.Connection, automation: Automation, trigger: Trigger) -> bool:
    return any(
        run.automation_id == automation.id and run.trigger == trigger.id
        for run in automations.open_runs(connection)
    )


# --- remembering -----------------------------------------------------------------------------


def remembered(
    connection: sa.Connection,
    automation: Automation,
    trigger: Trigger,
    state: TriggerState | None,
    now: datetime,
) -> Memory:
    """A trigger's memory; one that is new, or set otherwise than before, begins anew."""
    if state is not None and _is_known(state, trigger):
        return state.memory
    return trigger_facts.first_memory(connection, asked(automation, trigger), now)


def _is_known(state: TriggerState | None, trigger: Trigger) -> bool:
    """Whether what is remembered is of the trigger as it is set now."""
    return state is not None and state.memory.get("for") == dict(trigger.settings)


def _keep(
    tx: Transaction, automation: Automation, trigger: Trigger, answer: Answer
) -> TriggerState:
    memory = {**answer.memory, "for": dict(trigger.settings)}
    key = (automation.id, trigger.id)
    return states.put(tx, key, memory, answer.next_at, answer.said)


def begin(tx: Transaction, automation: Automation, *, anew: bool = False) -> None:
    """Let triggers that are new or set otherwise begin now: what has been so far is no news.

    For an automation that is made, changed or (`anew`, all its triggers) switched on, in that
    transaction.
    """
    known = {} if anew else states.of(tx.connection, automation.id)
    states.forget(tx, automation.id)
    now = tx.clock.now()
    for trigger in automation.triggers:
        try:
            memory = remembered(tx.connection, automation, trigger, known.get(trigger.id), now)
        except NeedsYou:  # its look says what is wrong
            continue
        answer = answer_of(tx.connection, automation, trigger, memory, now)
        _keep(tx, automation, trigger, replace(answer, memory=memory))


# --- starting --------------------------------------------------------------------------------


def settle(
    tx: Transaction, automation: Automation, trigger: Trigger, refs: Mapping[str, Any]
) -> int | None:
    """Ask a trigger under the writer's lock; start the run where it says so, and remember.

    Returns the run. Whoever came before has moved the memory: then there is nothing to start.
    """
    now = tx.clock.now()
    state = states.of(tx.connection, automation.id).get(trigger.id)
    try:
        memory = remembered(tx.connection, automation, trigger, state, now)
    except NeedsYou as error:
        said = f"{error.message} {error.hint}".strip()
        if state is None or state.said != said:
            states.put(tx, (automation.id, trigger.id), {}, None, said)
        return None
    answer = answer_of(tx.connection, automation, trigger, memory, now)
    run_id = None
    if answer.fires:
        assert isinstance(answer.decision, Fire)
        cause = Cause(trigger.id, answer.decision.sentence, {**refs, **answer.decision.refs})
        run_id = _start(tx, automation, cause)
        if reads(trigger) == Reads.CLOCK:  # of the others nothing is left to tell
            after = answer_of(tx.connection, automation, trigger, answer.memory, now)
            answer = replace(answer, next_at=after.next_at)
    if run_id is not None or differs(state, trigger, answer):
        _keep(tx, automation, trigger, answer)
    return run_id


def differs(state: TriggerState | None, trigger: Trigger, answer: Answer) -> bool:
    """Whether an answer is other than what is written down of the trigger."""
    if state is None or (state.next_at, state.said) != (answer.next_at, answer.said):
        return True
    return dict(state.memory) != {**answer.memory, "for": dict(trigger.settings)}


def _start(tx: Transaction, automation: Automation, cause: Cause, by: str = WORKER.login) -> int:
    """Begin a run, tell of it, and let no other trigger count data that this start has."""
    run_id = automation_runs.start(tx, automation, cause)
    for other in automation.triggers:
        if other.id != cause.trigger and reads(other) == Reads.ARRIVALS:
            of = asked(automation, other)
            memory = trigger_facts.first_memory(tx.connection, of, tx.clock.now())
            answer = Answer(Wait("Nothing was added since the last start."), memory)
            _keep(tx, automation, other, answer)
    activities.add(
        tx,
        by=by,
        kind="automation",
        subject=f"automations/{automation.id}",
        sentence=f"started the automation {automation.name}",
        note=f"{cause.sentence}.",
        detail={"run": run_id, "cause": cause.to_dict()},
        is_routine=by == WORKER.login,
    )
    return run_id


def after_version(
    tx: Transaction, dataset: str, version_id: int, refs: Mapping[str, Any]
) -> list[int]:
    """Start what waits for new data, in the transaction that made the version; return the runs.

    `refs` are what the cause names beside the version and its file: the job, who asked for it.
    """
    started = []
    for automation in automations.every(tx.connection):
        for trigger in automation.triggers if automation.is_on else ():
            if trigger.settings.get("dataset") != dataset or reads(trigger) != Reads.ARRIVALS:
                continue
            state = states.of(tx.connection, automation.id).get(trigger.id)
            if not _is_known(state, trigger):  # new, or its dataset has another name by now
                before = {"version": version_id - 1}
                _keep(tx, automation, trigger, Answer(Wait(""), before))
            run_id = settle(tx, automation, trigger, refs)
            if run_id is not None:
                started.append(run_id)
    return started


def start_by_hand(workspace: Workspace, automation_id: int, *, note: str = "") -> int:
    """Start an automation because a person asks for it, whatever limits say; return the run."""
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        automation = automations.find(tx.connection, automation_id)
        if automation is None or automation.is_removed:
            raise NeedsYou(f"There is no automation {automation_id}.", "Look at the list.")
        hand = next((t.id for t in automation.triggers if t.kind == BY_HAND), BY_HAND)
        words = f"{by} started it by hand" + (f": {note.strip()}" if note.strip() else "")
        return _start(tx, automation, Cause(hand, words, {"by": by}), by)
