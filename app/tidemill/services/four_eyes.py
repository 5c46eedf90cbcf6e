"""Promotion by two people: the switch of a model, proposals, and who is still missing.

Who made a version, or had it made, can't promote it alone; where the worker made it by itself,
nobody has seen it yet. One person proposes it, another promotes it. A rollback never waits for a
second person.
"""

from collections.abc import Mapping
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.four_eyes import makers_of, others_behind
from tidemill.domain.models import Agreement, Model, ModelVersion, Stage
from tidemill.services import registry
from tidemill.services.workspace import Workspace
from tidemill.store import activities, agreements, models, people
from tidemill.store.engine import Transaction


class SecondPersonNeeded(NeedsYou):
    """A version can't be promoted by this person alone."""


def switch(workspace: Workspace, name: str, is_on: bool) -> Model:
    """Let a model be promoted by two people only, or by one again; an approver decides."""
    by = workspace.person
    if not by.can_approve:
        raise NeedsYou(
            f"{by.display} may not change who promotes {name}.", "Ask an approver to do it."
        )
    with workspace.store.write(durable=True) as tx:
        model = _model(tx.connection, name)
        if model.is_four_eyes != is_on:
            models.update(tx, model, is_four_eyes=is_on)
            words = "two people for" if is_on else "one person again for"
            activities.add(
                tx,
                by=by.login,
                kind="four-eyes",
                subject=f"models/{name}",
                sentence=f"asked {words} promotions of {name}",
                detail={
                    "before": {"four eyes": not is_on},
                    "after": {"four eyes": is_on},
                    "undo": {"four_eyes": is_on, "model": name},
                },
            )
        return _model(tx.connection, name)


def propose(workspace: Workspace, address: str, *, note: str = "") -> ModelVersion:
    """Say that a version may be promoted; another person then promotes it."""
    version = registry.version(workspace, address)
    by = workspace.person
    with workspace.store.write(durable=True) as tx:
        now = models.version_of_id(tx.connection, version.id)
        assert now is not None
        if now.stage is Stage.CHAMPION:
            raise NeedsYou(f"{now.label} is champion already.", "There is nothing to do.")
        if not _model(tx.connection, now.model).is_four_eyes:
            raise NeedsYou(
                f"{now.model} needs one person for a promotion.",
                "Promote it.",
            )
        known = agreements.open_of_version(tx.connection, now.id)
        if any(one.by == by.login for one in known):
            raise NeedsYou(
                f"{by.display} proposed {now.label} already.", "Another person promotes it."
            )
        key = agreements.insert(tx, now.model, now.id, by.login, note)
        activities.add(
            tx,
            by=by.login,
            kind="agreement",
            subject=f"models/{now.model}/{now.number}",
            sentence=f"proposed to promote {now.label}",
            note=note,
            detail={"undo": {"agreement": key, "model": now.model}},
        )
    return now


def agreed(connection: Any, version: ModelVersion, by: str) -> tuple[str, ...]:
    """Who stands behind a promotion by `by`, besides them.

    Raises `SecondPersonNeeded` where the model wants two people and there is none.
    """
    known = agreements.open_of_version(connection, version.id)
    made_by = _makers(connection, version)
    others = others_behind(made_by, (one.by for one in known), by)
    if others or not _model(connection, version.model).is_four_eyes:
        return tuple(sorted(others))
    is_own = by in made_by
    who = "whoever made it can't promote it alone" if is_own else "nobody else has agreed to it"
    raise SecondPersonNeeded(
        f"{version.label} needs two people: {who}.",
        "Propose it; then another person promotes it.",
    )


def _makers(connection: Any, version: ModelVersion) -> frozenset[str]:
    return makers_of(version, (person.login for person in people.every(connection)))


def end(tx: Transaction, version: ModelVersion) -> None:
    """Proposals of a version have done their work once it is champion."""
    known = agreements.open_of_version(tx.connection, version.id)
    if known:
        agreements.end(tx, version.model, [one.id for one in known])


def of_version(workspace: Workspace, version: ModelVersion) -> tuple[Agreement, ...]:
    """Proposals of a version that count, oldest first."""
    with workspace.store.read() as connection:
        return tuple(agreements.open_of_version(connection, version.id))


def _model(connection: Any, name: str) -> Model:
    model = models.find(connection, name)
    if model is None:
        raise registry.unknown_model(name)
    return model


def is_switch_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether the switch, as its entry in Activity tells it, stands as it was set."""
    model = models.find(connection, facts["model"])
    return model is not None and model.is_four_eyes == facts["four_eyes"]


def switch_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Set the switch as it stood before."""
    models.update(tx, _model(tx.connection, facts["model"]), is_four_eyes=not facts["four_eyes"])


def is_proposal_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a proposal counts still."""
    return agreements.is_open(connection, facts["agreement"])


def withdraw(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Take a proposal back."""
    agreements.end(tx, facts["model"], [facts["agreement"]])
