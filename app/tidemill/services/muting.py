"""Muting a column of a model: no rule speaks of it for a while; with a reason, and undone."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.muting import DAYS, Muted, of_setting
from tidemill.services.workspace import Workspace
from tidemill.store import activities, models, settings
from tidemill.store.engine import Transaction

UNDO = "muted"
_SETTING = "alerts.muted"
"""Under which setting the columns stand that nobody wants to hear of: lists by model."""


def mute(
    workspace: Workspace, model: str, column: str, *, reason: str, days: float | None = DAYS
) -> Muted:
    """Let no rule speak of a column of a model for so many days; None is until it is heard again.

    Muting it again changes how long and why.
    """
    if not reason.strip():
        raise NeedsYou("A column is muted with a reason.", "Say in one line why.")
    if days is not None and not 0 < days <= 3660:
        raise NeedsYou("A column is muted for up to ten years.", "Give a number of days from 1 up.")
    with workspace.store.write(durable=True) as tx:
        until = None if days is None else tx.clock.now() + timedelta(days=days)
        made = Muted(column, until, reason.strip(), workspace.person.login)
        ends = f" until {until.day} {until:%B %Y}" if until is not None else ""
        sentence = f"muted {column} of {model}{ends}"
        _change(workspace, tx, model, column, made, sentence)
        return made


def listen(workspace: Workspace, model: str, column: str) -> None:
    """Let rules speak of a column of a model again; nothing where it is not muted."""
    with workspace.store.write(durable=True) as tx:
        if _named(tx.connection, model, column) is not None:
            sentence = f"listens again to {column} of {model}"
            _change(workspace, tx, model, column, None, sentence)


def of_model(workspace: Workspace, model: str) -> tuple[Muted, ...]:
    """The columns of a model that no rule speaks of now, by name."""
    with workspace.store.read() as connection:
        return muted(connection, model, workspace.clock.now())


def muted(connection: Any, model: str, now: datetime) -> tuple[Muted, ...]:
    """The columns of a model that are muted at a moment, by name."""
    found = [one for one in _kept(connection, model) if one.is_on(now)]
    return tuple(sorted(found, key=lambda one: one.column))


def _kept(connection: Any, model: str) -> tuple[Muted, ...]:
    return of_setting(settings.get(connection, _SETTING, {}).get(model))


def _named(connection: Any, model: str, column: str) -> Muted | None:
    return next((one for one in _kept(connection, model) if one.column == column), None)


def _change(
    workspace: Workspace,
    tx: Transaction,
    model: str,
    column: str,
    after: Muted | None,
    sentence: str,
) -> None:
    found = models.find(tx.connection, model)
    if found is None:
        raise NotThere("model", model)
    before = _named(tx.connection, model, column)
    _put(tx, model, column, after)
    activities.add(
        tx,
        by=workspace.person.login,
        kind="alert",
        subject=f"models/{found.name}",
        sentence=sentence,
        note="" if after is None else after.reason,
        detail={
            "undo": {UNDO: column, "model": model, "before": _said(before), "after": _said(after)}
        },
    )


def _put(tx: Transaction, model: str, column: str, one: Muted | None) -> None:
    """Put one in the place of what is known of a column; what ended long ago goes with it."""
    now = tx.clock.now()
    others = [e for e in _kept(tx.connection, model) if e.column != column and e.is_on(now)]
    _keep(tx, model, others if one is None else [*others, one])


def _keep(tx: Transaction, model: str, entries: Iterable[Muted]) -> None:
    kept = settings.get(tx.connection, _SETTING, {})
    written = [one.to_dict() for one in sorted(entries, key=lambda one: one.column)]
    settings.put(tx, _SETTING, {**kept, model: written})
    tx.feed("monitor", model)


def _said(one: Muted | None) -> dict[str, Any] | None:
    return None if one is None else one.to_dict()


# --- undo ------------------------------------------------------------------------------------


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a column is still muted, or heard, as an entry in Activity left it."""
    if "after" not in facts:
        return False  # written before there was an end and a reason
    return bool(_said(_named(connection, facts["model"], facts[UNDO])) == facts["after"])


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Let stand of a column what stood before an entry in Activity."""
    before = facts["before"]
    one = None if before is None else Muted.from_dict(before)
    _put(tx, facts["model"], facts[UNDO], one)
