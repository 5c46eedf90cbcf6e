"""The safety net under versions that were promoted by themselves: watched, and taken back.

What monitoring stores is looked at when something new came and when the time of a watch is over.
A person's promotion, rollback or undoing ends the watch: a rollback by itself never goes against
what a person decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tidemill.domain.automations import Automation
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.people import WORKER
from tidemill.domain.probation import (
    Probation,
    ProbationFacts,
    ProbationState,
    Seen,
    Verdict,
    decide,
)
from tidemill.services import promotion
from tidemill.services.runs import known_metric
from tidemill.services.workspace import Workspace
from tidemill.store import activities, automations, chunks, models, probations
from tidemill.store.engine import Transaction

_COMPARED = 5
"""How many of the predecessor's last sets of rows are compared with."""


@dataclass(frozen=True)
class Watch:
    """A watch over a version as people see it: the version and the one it would go back to."""

    probation: Probation
    version: ModelVersion
    previous: ModelVersion | None


def of(workspace: Workspace, automation_id: int) -> list[Watch]:
    """The watches over what an automation promoted by itself, newest first."""
    with workspace.store.read() as connection:
        found = []
        for one in probations.of_automation(connection, automation_id):
            version = models.version_of_id(connection, one.version_id)
            assert version is not None
            found.append(Watch(one, version, _previous(connection, one)))
    return found


def _previous(connection: Any, one: Probation) -> ModelVersion | None:
    return None if one.previous_id is None else models.version_of_id(connection, one.previous_id)


def why_not_now(tx: Transaction, automation: Automation, candidate: ModelVersion) -> str:
    """Why an automation may not promote by itself at this moment; empty where it may."""
    paused = automations.pause(tx.connection)
    if paused is not None:
        return f"everything automatic is paused ({paused.reason})"
    if not automation.is_on:
        return "the automation is paused"
    last = probations.last_change(tx.connection, candidate.model_id)
    days = automation.guards.days_between_changes
    if last is not None and tx.clock.now() - last < timedelta(days=days):
        when = f"{last:%Y-%m-%d %H:%M} UTC"
        often = f"at most once in {days:g} days" if days != 1 else "at most once a day"
        return f"the champion changed by itself on {when}, and may {often}"
    return ""


def begin(
    tx: Transaction, automation: Automation, version: ModelVersion, previous: ModelVersion | None
) -> None:
    """Watch a version that was promoted by itself, in the transaction that promoted it."""
    now, guards = tx.clock.now(), automation.guards
    probations.insert(
        tx,
        Probation(
            0,
            automation.id,
            version.model_id,
            version.id,
            None if previous is None else previous.id,
            guards.rollback_on,
            ProbationState.OPEN,
            "",
            now,
            now + timedelta(days=guards.watch_days),
            None,
        ),
    )


def look_all(workspace: Workspace) -> None:
    """Look at every version that is watched; the worker calls it now and then."""
    with workspace.store.read() as connection:
        due = [
            one.model_id
            for one in probations.every_open(connection)
            if _verdict(connection, one, workspace.clock.now()).state is not ProbationState.OPEN
        ]
    for model_id in due:
        with workspace.store.write(durable=True) as tx:
            look(tx, model_id)


def look(tx: Transaction, model_id: int) -> Verdict | None:
    """Judge the version of a model that is watched, if one is, and act; all in one transaction.

    While everything automatic is paused nothing is done: the watch goes on afterwards.
    """
    one = probations.open_of(tx.connection, model_id)
    if one is None or automations.pause(tx.connection) is not None:
        return None
    verdict = _verdict(tx.connection, one, tx.clock.now())
    version = models.version_of_id(tx.connection, one.version_id)
    assert version is not None
    if verdict.state is ProbationState.OPEN:
        return verdict
    automation = automations.find(tx.connection, one.automation_id)
    name = "" if automation is None else automation.name
    if verdict.state is ProbationState.PASSED:
        probations.end(tx, one, ProbationState.PASSED, verdict.reason)
        _tell(tx, version, f"ended the watch over {version.label}", verdict.reason, name)
        return verdict
    previous = _previous(tx.connection, one)
    if previous is None:
        reason = f"{verdict.reason} There is no version to go back to."
        probations.end(tx, one, ProbationState.ENDED, reason)
        _tell(tx, version, f"could not roll back {version.label}", reason, name)
        return Verdict(ProbationState.ENDED, reason)
    probations.end(tx, one, ProbationState.ROLLED_BACK, verdict.reason)
    cause = f"the automation {name} watched {version.label}"
    promotion.roll_back_in(tx, previous, version, by=WORKER.login, note=verdict.reason, cause=cause)
    return verdict


def _verdict(connection: Any, one: Probation, now: Any) -> Verdict:
    version = models.version_of_id(connection, one.version_id)
    assert version is not None
    return decide(_facts(connection, one, version), one.rules, one.until, now)


def _facts(connection: Any, one: Probation, version: ModelVersion) -> ProbationFacts:
    """What monitoring stored of the version since its promotion, and of the one before."""
    model = models.find(connection, version.model)
    assert model is not None
    seen = chunks.of_model(connection, one.model_id)
    since = [c for c in seen if c.version_id == one.version_id and c.created_at >= one.began_at]
    before = [c for c in seen if c.version_id == one.previous_id and c.created_at <= one.began_at]
    known = known_metric(model.metric, None)
    alerts = chunks.alerts(connection, model_id=one.model_id, only_open=True)
    return ProbationFacts(
        tuple(_seen(c, model.dataset) for c in since),
        tuple(_seen(c, model.dataset) for c in before[-_COMPARED:]),
        model.metric,
        model.metric if known is None else known.title,
        known is None or known.higher_is_better is not False,
        version.intervals.get(model.metric),
        tuple(
            a.message
            for a in alerts
            if a.rule.startswith("performance") and a.version == version.number
        ),
    )


def _seen(chunk: Chunk, dataset: str) -> Seen:
    measures: dict[str, Mapping[str, float]] = {**chunk.measures}
    if chunk.worth is not None:
        brought = {name: chunk.worth[name] for name in ("value", "low", "high")}
        n = chunk.worth["n"] if chunk.worth["row"] is not None else chunk.n_rows
        measures["business_value"] = {**brought, "n": n}
        # A row's worth is the same measure for few rows and many; a figure by day has none.
        measures["value"] = {**(chunk.worth["row"] or brought), "n": n}
    return Seen(chunk.data_of(dataset), measures)


def _tell(tx: Transaction, version: ModelVersion, words: str, note: str, name: str) -> None:
    activities.add(
        tx,
        by=WORKER.login,
        kind="automation",
        subject=f"models/{version.model}/{version.number}",
        sentence=words,
        note=note,
        detail={"automation": name},
        is_routine=words.startswith("ended"),
    )
