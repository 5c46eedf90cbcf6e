"""Automations: made, changed, switched, removed, each told in Activity.

Their runs are in `automation_runs`, what starts them in `triggering`, the pause of everything in
`red_pause`.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain import trigger_limits
from tidemill.domain.automations import (
    Automation,
    Guards,
    Limits,
    Mode,
    Step,
    StepKind,
    Trigger,
    chain,
)
from tidemill.services import script_settings, trigger_kinds, triggering
from tidemill.services.workspace import Workspace
from tidemill.store import activities, models
from tidemill.store import automations as rows
from tidemill.store.engine import Transaction

_NEED_MODEL = (StepKind.RETRAIN, StepKind.VALIDATE, StepKind.DECIDE)


def every(workspace: Workspace) -> list[Automation]:
    """All automations, oldest first."""
    with workspace.store.read() as connection:
        return rows.every(connection)


def find(workspace: Workspace, automation_id: int) -> Automation:
    """One automation; an unknown or removed one raises `NeedsYou`."""
    with workspace.store.read() as connection:
        return _found(rows.find(connection, automation_id), automation_id)


def of_watch(workspace: Workspace, watch_id: int) -> list[Automation]:
    """Automations that new files of a watched folder start."""
    with workspace.store.read() as connection:
        return rows.of_watch(connection, watch_id)


def add(
    workspace: Workspace,
    name: str,
    triggers: Sequence[Trigger],
    steps: Sequence[Step] | None = None,
    *,
    dataset: str | None = None,
    model: str | None = None,
    mode: Mode = Mode.PROPOSE,
    limits: Limits | None = None,
    guards: Guards | None = None,
    is_on: bool = True,
) -> Automation:
    """Make an automation; without `steps` it has the usual ones (`chain`).

    Raises `NeedsYou` where it can't work: no trigger of its own name, a step that needs a model
    without one, a model of other data.
    """
    with workspace.store.write(durable=True) as tx:
        made = Automation(
            0,
            name,
            dataset,
            model,
            mode,
            tuple(triggers),
            tuple(chain(model) if steps is None else steps),
            limits or Limits(),
            guards or Guards(),
            is_on,
            tx.clock.now(),
            workspace.person.login,
        )
        return added(tx, made)


def added(tx: Transaction, one: Automation) -> Automation:
    """Write a new automation (its `id` is ignored) in a transaction; as `add`."""
    one = checked(tx, one)
    key = rows.insert(tx, one)
    triggering.begin(tx, replace(one, id=key))
    _tell(tx, replace(one, id=key), one.created_by, "made the automation", _picture(one))
    return _found(rows.find(tx.connection, key), key)


def change(workspace: Workspace, automation_id: int, **values: Any) -> Automation:
    """Change any of name, dataset, model, mode, triggers, steps, limits, guards.

    Runs that are under way keep the steps they began with; what becomes of their candidate is
    decided by the mode of that moment.
    """
    with workspace.store.write(durable=True) as tx:
        before = _found(rows.find(tx.connection, automation_id), automation_id)
        after = checked(tx, replace(before, **values))
        if after == before:
            return before
        rows.put(tx, after)
        triggering.begin(tx, after)
        was, now = _picture(before), _picture(after)
        differ = [key for key in now if was[key] != now[key]]
        detail = {
            "before": {key: was[key] for key in differ},
            "after": {key: now[key] for key in differ},
        }
        _tell(tx, after, workspace.person.login, "changed the automation", detail)
        return after


def set_model(workspace: Workspace, automation_id: int, model: str) -> Automation:
    """Let an automation retrain another model; the usual steps come first where it had none."""
    one = find(workspace, automation_id)
    needs = any(step.kind in _NEED_MODEL for step in one.steps)
    rest = [step for step in one.steps if step.kind is not StepKind.CHECK]
    steps = one.steps if needs else (*chain(model), *rest)
    return change(workspace, automation_id, model=model, steps=steps)


def switch(workspace: Workspace, automation_id: int, *, on: bool) -> Automation:
    """Pause an automation or go on with it."""
    verb = "resumed" if on else "paused"
    return _put(workspace, automation_id, f"{verb} the automation", is_on=on)


def remove(workspace: Workspace, automation_id: int) -> Automation:
    """Take an automation away for good; its runs and what they made stay."""
    return _put(workspace, automation_id, "removed the automation", is_on=False, is_removed=True)


def restore(workspace: Workspace, automation_id: int, *, on: bool = False) -> Automation:
    """Bring a removed automation back; `on` lets it start again at once."""
    values: dict[str, Any] = {"is_on": on, "is_removed": False}
    return _put(workspace, automation_id, "brought back the automation", **values)


def _put(workspace: Workspace, automation_id: int, words: str, **values: Any) -> Automation:
    with workspace.store.write(durable=True) as tx:
        before = rows.find(tx.connection, automation_id)
        if before is None or values.get("is_removed") is not False:
            before = _found(before, automation_id)
        after = replace(before, **values)
        rows.put(tx, after)
        if after.is_on and not before.is_on:
            triggering.begin(tx, after, anew=True)
        _tell(tx, after, workspace.person.login, words, {})
        return after


def checked(tx: Transaction, one: Automation) -> Automation:
    """The automation with its dataset filled in; `NeedsYou` says why it can't work."""
    one = replace(one, name=one.name.strip())
    if not one.name:
        raise NeedsYou("An automation needs a name.", "Say in a few words what it does.")
    if not one.steps:
        raise NeedsYou("An automation without steps does nothing.", "Add a step.")
    names = [trigger.id for trigger in one.triggers]
    if len(set(names)) < len(names):
        raise NeedsYou("Two triggers have the same name.", "Name each by a name of its own.")
    trigger_limits.in_words(**asdict(one.limits))  # says which of them can't be
    one = replace(one, triggers=tuple(_trigger(tx, one.id, each) for each in one.triggers))
    one = replace(one, steps=tuple(map(_checked_step, one.steps)))
    needy = next((step for step in one.steps if step.kind in _NEED_MODEL), None)
    if one.model is None and needy is not None:
        raise NeedsYou(
            f"The step {needy.kind} works on a model, and none is named.",
            "Name a model, or leave the step out.",
        )
    if one.model is None:
        return one
    model = models.find(tx.connection, one.model)
    if model is None:
        raise NotThere("model", one.model)
    if one.dataset is None:
        return replace(one, dataset=model.dataset)
    if one.dataset != model.dataset:
        raise NeedsYou(
            f"{model.name} learns from {model.dataset}, not from {one.dataset}.",
            f"Choose a model of {one.dataset}.",
        )
    return one


def _trigger(tx: Transaction, automation_id: int, trigger: Trigger) -> Trigger:
    """A trigger that can be read; one that waits for its own end would never start."""
    found = trigger_kinds.checked(tx.connection, trigger)
    if found.settings.get("of") == f"automation:{automation_id}":
        raise NeedsYou(
            "An automation can't start after its own end.", "Name another automation or a job."
        )
    return found


def _checked_step(step: Step) -> Step:
    return script_settings.checked(step) if step.kind is StepKind.SCRIPT else step


def _found(one: Automation | None, automation_id: int) -> Automation:
    if one is None or one.is_removed:
        raise NotThere("automation", automation_id)
    return one


def _picture(one: Automation) -> dict[str, Any]:
    """What a person may change of it, as plain JSON types."""
    return {
        "name": one.name,
        "dataset": one.dataset,
        "model": one.model,
        "mode": str(one.mode),
        "triggers": [t.to_dict() for t in one.triggers],
        "steps": [s.to_dict() for s in one.steps],
        "limits": one.limits.to_dict(),
        "guards": one.guards.to_dict(),
    }


def _tell(tx: Transaction, one: Automation, by: str, words: str, detail: dict[str, Any]) -> None:
    activities.add(
        tx,
        by=by,
        kind="automation",
        subject=f"automations/{one.id}",
        sentence=f"{words} {one.name}",
        detail=detail,
    )
