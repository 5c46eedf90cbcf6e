"""The steps of a dataset: listed, added, changed, moved, undone each by itself, done again.

Every change is looked over before it is kept: all steps that would be in force must go together.
It then asks the worker for a new version of all rows (`preparing_anew.run`). What is changed can be
taken back (`undoing`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog import prepared_tables
from tidemill.catalog.discovery import family
from tidemill.domain.datasets import Dataset, DatasetVersion
from tidemill.domain.entries import StepEntry
from tidemill.domain.jobs import JobRequest
from tidemill.domain.steps import Step, StepProblem, same_steps
from tidemill.jobs import queue
from tidemill.services import preparing, preparing_anew
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets
from tidemill.store import steps as rows
from tidemill.store.engine import Transaction


@dataclass(frozen=True)
class Changed:
    """A step as it is now, and the job that prepares all rows by the steps in force."""

    step: Step
    job_id: int


@dataclass(frozen=True)
class StepLine:
    """A step as it is listed: its sentence, and why it cannot be done where that is so."""

    step: Step
    sentence: str
    problem: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        one = self.step
        return {
            "id": one.id,
            "kind": one.kind,
            "name": one.name,
            "sentence": self.sentence,
            "settings": dict(one.settings),
            "in_force": one.in_force,
            "problem": self.problem,
            "by": one.by,
            "created_at": one.created_at,
        }


def entries() -> list[StepEntry]:
    """The kinds of steps a person can add, in the order they are offered."""
    found: list[StepEntry] = [module.ENTRY for module in family("steps").values()]
    return sorted((e for e in found if e.by_hand), key=lambda e: (e.order, e.title))


def steps(workspace: Workspace, dataset: str) -> list[StepLine]:
    """The steps of a dataset in their order, those undone among them."""
    with workspace.store.read() as connection:
        found = _dataset(connection, dataset)
        return [_line(one) for one in rows.of_dataset(connection, found.id)]


def as_they_are(workspace: Workspace, dataset: str) -> tuple[Dataset, DatasetVersion, list[Step]]:
    """A dataset, its newest version, and its steps in their order."""
    with workspace.store.read() as connection:
        found = _dataset(connection, dataset)
        newest = datasets.versions(connection, found.id)[-1]
        listed = rows.of_dataset(connection, found.id)
    return found, newest, listed


def _line(one: Step) -> StepLine:
    try:
        (ready,) = prepared_tables.bound([one.spoken()])
        return StepLine(one, ready.sentence)
    except NeedsYou as error:
        return StepLine(one, one.name, error.message)


def add(
    workspace: Workspace,
    dataset: str,
    kind: str,
    settings: Mapping[str, Any],
    *,
    name: str = "",
    at: int | None = None,
) -> Changed:
    """Add a step, at the end or at a place among those listed.

    Figures it takes from the data (a median) are taken now and kept in its settings.
    """
    settled = _settled(workspace, dataset, kind, settings, at)
    with workspace.store.write(durable=True) as tx:
        found, before = _standing(tx, dataset)
        place = len(before) if at is None else max(0, min(at, len(before)))
        made = Step(0, found.id, place, kind, name, settled, None, workspace.person.login)
        after = [*before[:place], made, *before[place:]]
        versions = datasets.versions(tx.connection, found.id)
        _checked(workspace, found, versions[-1], after)
        made = replace(made, id=rows.insert(tx, made), created_at=tx.clock.now())
        after[place] = made
        rows.places(tx, [one.id for one in after])
        taken_back = {made.id: {"undone": True}}
        return _told(workspace, tx, found, made, "added the step", before, after, taken_back)


def _settled(
    workspace: Workspace, dataset: str, kind: str, settings: Mapping[str, Any], at: int | None
) -> dict[str, Any]:
    """The settings, checked, with the figures that the step takes from the rows there are."""
    module = prepared_tables.module_of(kind)
    checked: dict[str, Any] = module.ENTRY.settings(settings)
    if not hasattr(module, "settled"):
        return checked
    found, newest, listed = as_they_are(workspace, dataset)
    earlier = [one.spoken() for one in listed[:at] if one.in_force]
    schema = newest.raw_schema(found.schema)
    raw = preparing.raw_table(workspace, newest, schema)
    table = preparing.prepared(workspace, raw, schema, earlier)
    ready = preparing.bound(workspace, [*earlier, {"kind": kind, "settings": checked}])
    prepared_tables.effect(schema, ready)
    settled: dict[str, Any] = module.settled(table, checked)
    return settled


def change(
    workspace: Workspace, dataset: str, step_id: int, settings: Mapping[str, Any]
) -> Changed:
    """Give a step other settings; those not named stay."""
    with workspace.store.read() as connection:
        listed = rows.of_dataset(connection, _dataset(connection, dataset).id)
    one = _found(listed, dataset, step_id)
    at = listed.index(one)
    settled = _settled(workspace, dataset, one.kind, {**one.settings, **settings}, at)

    def put(tx: Transaction, step: Step) -> Step:
        rows.update(tx, step.id, settings=settled)
        return replace(step, settings=settled)

    return _one_changed(workspace, dataset, step_id, "changed the step", put)


def rename(workspace: Workspace, dataset: str, step_id: int, name: str) -> Step:
    """Give a step a name of its own; an empty one takes it away. Rows are not prepared anew."""
    with workspace.store.write() as tx:
        found, before = _standing(tx, dataset)
        one = _found(before, dataset, step_id)
        rows.update(tx, one.id, name=name.strip())
        tx.feed("dataset", found.name)
        return replace(one, name=name.strip())


def undo(workspace: Workspace, dataset: str, step_id: int) -> Changed:
    """Undo a step; it keeps its place and can be done again."""

    def put(tx: Transaction, step: Step) -> Step:
        if not step.in_force:
            raise NeedsYou(f"“{_line(step).sentence}” is undone already.", "")
        rows.update(tx, step.id, undone_at=tx.clock.now())
        return replace(step, undone_at=tx.clock.now())

    return _one_changed(workspace, dataset, step_id, "undid the step", put)


def redo(workspace: Workspace, dataset: str, step_id: int) -> Changed:
    """Do a step again that was undone."""

    def put(tx: Transaction, step: Step) -> Step:
        if step.in_force:
            raise NeedsYou(f"“{_line(step).sentence}” is in force.", "")
        rows.update(tx, step.id, undone_at=None)
        return replace(step, undone_at=None)

    return _one_changed(workspace, dataset, step_id, "did the step again", put)


def move(workspace: Workspace, dataset: str, step_id: int, to: int) -> Changed:
    """Put a step at another place among those listed; 0 is the first."""
    with workspace.store.write(durable=True) as tx:
        found, before = _standing(tx, dataset)
        one = _found(before, dataset, step_id)
        after = [other for other in before if other.id != step_id]
        after.insert(max(0, min(to, len(after))), one)
        versions = datasets.versions(tx.connection, found.id)
        _checked(workspace, found, versions[-1], after)
        rows.places(tx, [other.id for other in after])
        return _told(workspace, tx, found, one, "moved the step", before, after)


def prepare(workspace: Workspace, dataset: str) -> int:
    """Ask for a version of all rows by the steps in force, where an earlier try failed."""
    with workspace.store.write() as tx:
        return _enqueue(workspace, tx, _dataset(tx.connection, dataset))


def pending(workspace: Workspace, dataset: str) -> bool:
    """Whether the newest version was prepared by other steps than those in force."""
    _, newest, listed = as_they_are(workspace, dataset)
    in_force = [one.spoken() for one in listed if one.in_force]
    return not same_steps(newest.steps, in_force)


# --- what every change has in common -----------------------------------------------------------


def _one_changed(
    workspace: Workspace,
    dataset: str,
    step_id: int,
    verb: str,
    put: Callable[[Transaction, Step], Step],
) -> Changed:
    with workspace.store.write(durable=True) as tx:
        found, before = _standing(tx, dataset)
        one = put(tx, _found(before, dataset, step_id))
        after = [one if other.id == step_id else other for other in before]
        versions = datasets.versions(tx.connection, found.id)
        _checked(workspace, found, versions[-1], after)
        return _told(workspace, tx, found, one, verb, before, after)


def _standing(tx: Transaction, dataset: str) -> tuple[Dataset, list[Step]]:
    found = _dataset(tx.connection, dataset)
    return found, rows.of_dataset(tx.connection, found.id)


def _dataset(connection: Any, name: str) -> Dataset:
    found = datasets.find(connection, name)
    if found is None:
        raise NotThere("dataset", name)
    return found


def _found(listed: Sequence[Step], dataset: str, step_id: int) -> Step:
    for one in listed:
        if one.id == step_id:
            return one
    raise NeedsYou(f"{dataset} has no step {step_id}.", "List its steps to see their numbers.")


def _checked(
    workspace: Workspace, dataset: Dataset, newest: DatasetVersion, after: Sequence[Step]
) -> None:
    """Refuse steps that do not go together, in a sentence that names the one in the way."""
    in_force = [one.spoken() for one in after if one.in_force]
    try:
        prepared_tables.effect(
            newest.raw_schema(dataset.schema), preparing.bound(workspace, in_force)
        )
    except StepProblem as error:
        raise NeedsYou(error.message, error.hint) from error


def _told(
    workspace: Workspace,
    tx: Transaction,
    dataset: Dataset,
    one: Step,
    verb: str,
    before: Sequence[Step],
    after: Sequence[Step],
    taken_back: Mapping[int, Mapping[str, Any]] | None = None,
) -> Changed:
    """The entry in Activity with what takes the change back, and the job it asks for."""
    facts = _facts(before, after)
    for key, values in (taken_back or {}).items():
        facts["from"][str(key)] = dict(values)
        facts["to"][str(key)] = {"undone": False}
    activities.add(
        tx,
        by=workspace.person.login,
        kind="step",
        subject=f"data/{dataset.name}",
        sentence=f"{verb} “{_line(one).sentence}” of {dataset.name}",
        note=one.name,
        detail={
            "step": one.id,
            "kind": one.kind,
            "settings": dict(one.settings),
            "undo": {"steps": True, "dataset": dataset.name, **facts},
        },
    )
    return Changed(one, _enqueue(workspace, tx, dataset))


def _enqueue(workspace: Workspace, tx: Transaction, dataset: Dataset) -> int:
    by = workspace.person.login
    request = JobRequest(
        preparing_anew.KIND,
        {"dataset": dataset.name},
        priority=10,
        lane=f"dataset:{dataset.name}",
        asked_by=by,
        cause=f"{by} changed the steps of {dataset.name}",
    )
    tx.feed("dataset", dataset.name)
    return queue.enqueue(tx, request)


def _facts(before: Sequence[Step], after: Sequence[Step]) -> dict[str, Any]:
    """What of the steps became different: values by key, and their order where it changed."""
    now = {one.id: _state(one) for one in after}
    was = {one.id: _state(one) for one in before}
    changed = [key for key in was if key in now and was[key] != now[key]]
    facts: dict[str, Any] = {
        "from": {str(key): was[key] for key in changed},
        "to": {str(key): now[key] for key in changed},
    }
    if [one.id for one in before] != [one.id for one in after if one.id in was]:
        facts["order"] = [[one.id for one in before], [one.id for one in after]]
    return facts


def _state(one: Step) -> dict[str, Any]:
    return {"settings": dict(one.settings), "undone": not one.in_force}


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a change, as its entry in Activity tells it, was not overtaken since."""
    dataset = datasets.find(connection, facts["dataset"])
    if dataset is None:
        return False
    listed = rows.of_dataset(connection, dataset.id)
    now = {str(one.id): _state(one) for one in listed}
    if "order" in facts:
        known = set(facts["order"][1])  # steps added since stand where they are
        if [one.id for one in listed if one.id in known] != facts["order"][1]:
            return False
    return all(
        key in now and all(now[key][name] == value for name, value in values.items())
        for key, values in facts["to"].items()
    )


def take_back(workspace: Workspace, tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Put the steps back as they were before a change; `NeedsYou` where others stand on it."""
    dataset, listed = _standing(tx, facts["dataset"])
    if "order" in facts:
        former = iter(facts["order"][0])
        moved = set(facts["order"][0])
        rows.places(tx, [next(former) if one.id in moved else one.id for one in listed])
    for one in listed:
        values = facts["from"].get(str(one.id), {})
        if "settings" in values:
            rows.update(tx, one.id, settings=values["settings"])
        if "undone" in values:
            rows.update(tx, one.id, undone_at=tx.clock.now() if values["undone"] else None)
    versions = datasets.versions(tx.connection, dataset.id)
    _checked(workspace, dataset, versions[-1], rows.of_dataset(tx.connection, dataset.id))
    _enqueue(workspace, tx, dataset)
