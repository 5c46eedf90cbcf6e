"""Promoting a version, going back, rejecting one, and taking a decision back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tidemill.base.errors import NeedsYou
from tidemill.domain.models import Decision, DecisionKind, ModelVersion, Stage
from tidemill.domain.probation import ProbationState
from tidemill.services import asking_ready, ended_trials, four_eyes, registry
from tidemill.services.workspace import Workspace
from tidemill.store import activities, agreements, models, probations
from tidemill.store.engine import Transaction

REASON_LENGTH = 10


class GateFailed(NeedsYou):
    """A version can't be promoted as it is: a gate failed, or none has run."""


def promote(
    workspace: Workspace,
    address: str,
    *,
    note: str = "",
    anyway: bool = False,
    reason: str = "",
    cause: str = "",
) -> ModelVersion:
    """Make a version champion; the former champion retires and stays ready.

    With a failed gate, or none run, only an approver may, with `anyway` and a reason of ten
    characters or more. A model with four eyes also needs somebody else who made the version or
    proposed it. Everything is on disk before this returns. Raises `GateFailed` with the gate that
    failed, `SecondPersonNeeded` where nobody else stands behind it.
    """
    wanted = registry.version(workspace, address)
    by = workspace.person
    with workspace.store.write(durable=True) as tx:
        version = models.version_of_id(tx.connection, wanted.id)
        assert version is not None
        if version.stage is Stage.CHAMPION:
            raise NeedsYou(f"{version.label} is champion already.", "There is nothing to do.")
        others = four_eyes.agreed(tx.connection, version, by.login)
        if not version.gates_passed:
            allow_anyway(workspace, version, anyway, reason)
            note = reason.strip() if not note else f"{note} ({reason.strip()})"
        previous = models.champion(tx.connection, version.model_id)
        promote_in(tx, version, previous, by=by.login, note=note, cause=cause, others=others)
        after = models.version_of_id(tx.connection, version.id)
    assert after is not None
    return after


def promote_in(
    tx: Transaction,
    version: ModelVersion,
    previous: ModelVersion | None,
    *,
    by: str,
    note: str,
    cause: str,
    others: Sequence[str] = (),
) -> None:
    """Make a version champion instead of `previous`, in a transaction; whoever calls looked at
    its gates. `others` are people who stand behind it beside `by`."""
    key = _switch(tx, version, previous, DecisionKind.PROMOTED, by, note)
    for one in (version, previous):
        if one is not None:
            asking_ready.ask_in(tx, one)
    proposed = {one.by: one.note for one in agreements.open_of_version(tx.connection, version.id)}
    four_eyes.end(tx, version)
    activities.add(
        tx,
        by=by,
        kind="promotion",
        subject=f"models/{version.model}/{version.number}",
        sentence=f"promoted {version.label}",
        note=note,
        detail=_change(version, previous, cause) | _agreed(others, proposed) | {"decision": key},
    )


def _agreed(others: Sequence[str], proposed: Mapping[str, str]) -> dict[str, object]:
    """Who stood behind a promotion beside the one who made it, and what they said."""
    if not others and not proposed:
        return {}
    return {"agreed": {who: proposed.get(who, "") for who in sorted({*others, *proposed})}}


@dataclass(frozen=True)
class AgainstGates:
    """How a decision against a failed gate is told: "can't …", "may … it", "… against"."""

    cannot: str = "be promoted"
    may: str = "promote"
    doing: str = "Promoting"


def allow_anyway(
    workspace: Workspace,
    version: ModelVersion,
    anyway: bool,
    reason: str,
    told: AgainstGates = AgainstGates(),
) -> None:
    """Let an approver with a reason put a version to work whose gates are not green.

    Raises `GateFailed` without `anyway`, `NeedsYou` for another person or without a reason.
    """
    failed = [g for g in version.gates if not g["passed"]]
    what = failed[0]["message"] if failed else "Its gates have not run."
    if not anyway:
        raise GateFailed(
            f"{version.label} can't {told.cannot}: a gate failed. {what}",
            f"An approver may {told.may} it anyway with a reason.",
        )
    if not workspace.person.can_approve:
        raise NeedsYou(
            f"{workspace.person.display} may not {told.may} against a failed gate.",
            "Ask an approver.",
        )
    if len(reason.strip()) < REASON_LENGTH:
        raise NeedsYou(
            f"{told.doing} against a failed gate needs a reason.",
            f"Write at least {REASON_LENGTH} characters.",
        )


def roll_back(workspace: Workspace, name: str, *, note: str = "") -> ModelVersion:
    """Make the champion before the present one champion again; returns it."""
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        model = models.find(tx.connection, name)
        if model is None:
            raise registry.unknown_model(name)
        decisions = tuple(models.decisions(tx.connection, model.id))
        target_id = registry.rollback_target(decisions)
        target = None if target_id is None else models.version_of_id(tx.connection, target_id)
        previous = models.champion(tx.connection, model.id)
        if target is None or previous is None:
            raise NeedsYou(
                f"{name} has no former champion to go back to.",
                "Promote another version instead.",
            )
        roll_back_in(tx, target, previous, by=by, note=note)
        after = models.version_of_id(tx.connection, target.id)
    assert after is not None
    return after


def roll_back_in(
    tx: Transaction,
    target: ModelVersion,
    previous: ModelVersion,
    *,
    by: str,
    note: str,
    cause: str = "",
) -> None:
    """Make `target` champion again instead of `previous`, in a transaction."""
    name = target.model
    key = _switch(tx, target, previous, DecisionKind.ROLLED_BACK, by, note)
    activities.add(
        tx,
        by=by,
        kind="rollback",
        subject=f"models/{name}/{target.number}",
        sentence=f"rolled back {name} from v{previous.number} to v{target.number}",
        note=note,
        detail=_change(target, previous, cause) | {"decision": key},
    )


def reject(workspace: Workspace, address: str, *, note: str = "") -> ModelVersion:
    """Say that a candidate is not to be promoted; it stays in the list."""
    wanted = registry.version(workspace, address)
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        version = models.version_of_id(tx.connection, wanted.id)
        assert version is not None
        if version.stage is not Stage.CANDIDATE:
            raise NeedsYou(
                f"{version.label} is no candidate ({version.stage}).",
                "Only a candidate can be rejected.",
            )
        before = {str(version.id): str(version.stage)}
        models.update_version(tx, version.model, version.id, stage=str(Stage.REJECTED))
        cause = f"{by} rejected {version.label}."
        ended_trials.end_of(tx, version.model_id, by, cause, candidate_id=version.id)
        key = models.decide(
            tx,
            version.model,
            DecisionKind.REJECTED,
            model_id=version.model_id,
            version_id=version.id,
            previous_id=None,
            by=by,
            note=note,
            before=before,
        )
        activities.add(
            tx,
            by=by,
            kind="rejection",
            subject=f"models/{version.model}/{version.number}",
            sentence=f"rejected {version.label}",
            note=note,
            detail={
                "before": {"stage": "candidate"},
                "after": {"stage": "rejected"},
                "decision": key,
            },
        )
        after = models.version_of_id(tx.connection, version.id)
    assert after is not None
    return after


def last_decision(workspace: Workspace, name: str) -> Decision | None:
    """The newest decision over a model that can be taken back, if any."""
    return _standing(registry.find(workspace, name).decisions)


def turned_by_undo(workspace: Workspace, name: str) -> list[tuple[int, Stage, Stage]]:
    """The versions that `undo` would give another stage: number, the stage now, the one then."""
    last = last_decision(workspace, name)
    if last is None:
        return []
    with workspace.store.read() as connection:
        before = models.stages_before(connection, last.id)
        versions = [models.version_of_id(connection, int(key)) for key in before]
    return [
        (one.number, one.stage, Stage(before[str(one.id)]))
        for one in versions
        if one is not None and one.stage != before[str(one.id)]
    ]


def _standing(decisions: Sequence[Decision]) -> Decision | None:
    """The newest decision that was not taken back, unless a version was registered after it."""
    for decision in reversed(decisions):
        if decision.kind is DecisionKind.UNDONE or decision.undone_by is not None:
            continue
        return None if decision.kind is DecisionKind.REGISTERED else decision
    return None


def undo(workspace: Workspace, name: str) -> Decision:
    """Take the newest decision over a model that stands back: stages are as they were before it.

    Asked again, the one before it goes, up to the newest registration of a version.
    """
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        model = models.find(tx.connection, name)
        if model is None:
            raise registry.unknown_model(name)
        last = _standing(models.decisions(tx.connection, model.id))
        if last is None:
            raise NeedsYou(f"There is no decision over {name} to undo.", "")
        _end_watch(tx, model.id, f"{by} took a decision back.")
        ended_trials.end_of(tx, model.id, by, f"{by} took a decision over {name} back.")
        stages = models.stages_before(tx.connection, last.id)
        # The one champion must go before another comes: the store allows no two at any moment.
        for key, stage in sorted(stages.items(), key=lambda item: item[1] == Stage.CHAMPION):
            models.update_version(tx, name, int(key), stage=stage)
        by_id = models.decide(
            tx,
            name,
            DecisionKind.UNDONE,
            model_id=model.id,
            version_id=last.previous_id,
            previous_id=last.version_id,
            by=by,
            note="",
            before={},
        )
        models.set_undone(tx, last.id, by_id)
        promoted = models.version(tx.connection, model.id, last.version or 0)
        if last.kind is DecisionKind.PROMOTED and promoted is not None:
            agreements.reopen(tx, promoted.id, last.at)
        activities.add(
            tx,
            by=by,
            kind="undo",
            subject=f"models/{name}/{last.version}",
            sentence=f"took back: {last.kind} {name} v{last.version}",
            detail={"decision": last.id},
        )
    return last


def _switch(
    tx: Transaction,
    version: ModelVersion,
    previous: ModelVersion | None,
    kind: DecisionKind,
    by: str,
    note: str,
) -> int:
    """Move the stages and write the decision down; returns its key."""
    _end_watch(tx, version.model_id, f"{by} made {version.label} champion.")
    ended_trials.end_of(tx, version.model_id, by, f"{by} made {version.label} champion.")
    before = {str(version.id): str(version.stage)}
    if previous is not None:
        before[str(previous.id)] = str(previous.stage)
        models.update_version(tx, version.model, previous.id, stage=str(Stage.RETIRED))
    models.update_version(tx, version.model, version.id, stage=str(Stage.CHAMPION))
    key = models.decide(
        tx,
        version.model,
        kind,
        model_id=version.model_id,
        version_id=version.id,
        previous_id=None if previous is None else previous.id,
        by=by,
        note=note,
        before=before,
    )
    tx.feed("monitor", version.model)
    return key


def _end_watch(tx: Transaction, model_id: int, reason: str) -> None:
    """The watch over a version that was promoted by itself ends where a new decision comes."""
    watched = probations.open_of(tx.connection, model_id)
    if watched is not None:
        probations.end(tx, watched, ProbationState.ENDED, reason)


def _change(version: ModelVersion, previous: ModelVersion | None, cause: str) -> dict[str, object]:
    gates = f"{sum(1 for g in version.gates if g['passed'])} of {len(version.gates)} passed"
    return {
        "before": {"champion": None if previous is None else f"v{previous.number}"},
        "after": {"champion": f"v{version.number}"},
        "gates": gates,
        "cause": cause,
    }
