"""Experiments by MLflow's numbers; the one a script gets without asking has number 0."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tidemill.domain.mlflow import errors, filters, limits
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.services.mlflow.tracker import Tracker
from tidemill.store import experiments as rows
from tidemill.store import run_writing
from tidemill.store.engine import Transaction
from tidemill.store.experiments import Experiment

DEFAULT, DEFAULT_ID = "Default", "0"

_SORTED: Mapping[str, Callable[[Experiment], Any]] = {
    "name": lambda one: one.name,
    "experiment_id": lambda one: one.id,
    "creation_time": lambda one: one.created_at,
    "last_update_time": lambda one: one.changed_at,
}


@dataclass(frozen=True)
class Found:
    """Some experiments, and from which on there are more; None where there are none."""

    items: list[Experiment]
    next_offset: int | None


def note_all(tracker: Tracker) -> None:
    """Give each experiment that runs name a number, however the runs came."""
    with tracker.workspace.store.read() as connection:
        names, reached = rows.named_by_runs(connection, tracker.project, tracker.seen_seq)
        known = rows.numbers(connection, tracker.project)
    new = sorted({DEFAULT, *names} - known.keys(), key=lambda name: (name != DEFAULT, name))
    if new:
        tracker.change(lambda tx: rows.add(tx, tracker.project, new))
    tracker.seen_seq = reached


def every(tracker: Tracker) -> list[Experiment]:
    """All that are noted, deleted ones too, as they came."""
    with tracker.workspace.store.read() as connection:
        return rows.every(connection, tracker.project)


def id_of(one: Experiment) -> str:
    """The number scripts know it by."""
    return DEFAULT_ID if one.name == DEFAULT else str(one.id)


def create(tracker: Tracker, name: object, tags: object) -> str:
    """Make an experiment and return its number."""
    word = limits.text_of(name, "name", limits.EXPERIMENT_LENGTH)
    if not word.strip():
        raise MlflowError("Invalid experiment name: '': it must not be empty.")
    given = limits.pairs(tags, "tag", limits.EXPERIMENT_TAG_LENGTH, limits.MOST_TAGS)
    note_all(tracker)

    def work(tx: Transaction) -> str:
        before = rows.named(tx.connection, tracker.project, word)
        if before is not None:
            state = "" if before.deleted_at is None else " in deleted state"
            raise MlflowError(
                f"Experiment '{word}' already exists{state}. "
                "Choose another name, or restore or rename that one.",
                errors.ALREADY_THERE,
            )
        rows.add(tx, tracker.project, [word])
        made = rows.named(tx.connection, tracker.project, word)
        assert made is not None
        rows.change(tx, made.id, tags=given)
        return id_of(made)

    return tracker.change(work)


def get(tracker: Tracker, number: object) -> Experiment:
    """The experiment of a number."""
    text = "" if number is None else str(number)
    found = None
    if text == DEFAULT_ID:
        note_all(tracker)
        with tracker.workspace.store.read() as connection:
            found = rows.named(connection, tracker.project, DEFAULT)
    elif text.isascii() and text.isdigit() and len(text) < 10:
        with tracker.workspace.store.read() as connection:
            found = rows.find(connection, int(text))
    if found is None or found.project != tracker.project:
        raise MlflowError(f"No Experiment with id={text[:60]} exists", errors.NOT_THERE)
    return found


def by_name(tracker: Tracker, name: object) -> Experiment:
    """The experiment of a name."""
    word = limits.text_of(name, "experiment_name", 10 * limits.EXPERIMENT_LENGTH)
    note_all(tracker)
    with tracker.workspace.store.read() as connection:
        found = rows.named(connection, tracker.project, word)
    if found is None:
        raise MlflowError(f"Could not find experiment with name '{word[:255]}'", errors.NOT_THERE)
    return found


def update(tracker: Tracker, number: object, new_name: object) -> None:
    """Give an experiment another name; its runs go with it."""
    one = _living(get(tracker, number))
    word = limits.text_of(new_name, "new_name", limits.EXPERIMENT_LENGTH)
    if not word.strip():
        raise MlflowError("Invalid experiment name: '': it must not be empty.")
    if one.name == DEFAULT:
        raise MlflowError("The experiment with number 0 keeps its name: scripts rely on it.")
    note_all(tracker)

    def work(tx: Transaction) -> None:
        before = rows.named(tx.connection, tracker.project, word)
        if before is not None and before.id != one.id:
            raise MlflowError(f"Experiment '{word}' already exists.", errors.ALREADY_THERE)
        run_writing.changed(tx, rows.rename(tx, one, word))

    tracker.change(work)


def set_deleted(tracker: Tracker, number: object, *, is_deleted: bool) -> None:
    """Put an experiment aside, or bring it back; its runs stay as they are."""
    one = get(tracker, number)
    if is_deleted and one.name == DEFAULT:
        raise MlflowError("The experiment with number 0 can't be deleted.")
    if is_deleted == (one.deleted_at is not None):
        state = "deleted" if is_deleted else "active"
        raise MlflowError(f"The experiment {id_of(one)} is {state} already.")

    def work(tx: Transaction) -> None:
        rows.change(tx, one.id, deleted_at=tx.clock.now() if is_deleted else None)

    tracker.change(work)


def set_tag(tracker: Tracker, number: object, key: object, value: object) -> None:
    """Set a tag of an experiment."""
    one = _living(get(tracker, number))
    name = limits.name(key, "key")
    text = limits.text_of(value, "value", limits.EXPERIMENT_TAG_LENGTH)
    _change_tags(tracker, one.id, lambda tags: {**tags, name: text})


def delete_tag(tracker: Tracker, number: object, key: object) -> None:
    """Take a tag of an experiment away."""
    one = _living(get(tracker, number))
    name = limits.name(key, "key")
    if name not in one.tags:
        raise MlflowError(f"No tag with name: {name} in experiment.", errors.NOT_THERE)
    _change_tags(tracker, one.id, lambda tags: {k: v for k, v in tags.items() if k != name})


def search(tracker: Tracker, body: Mapping[str, Any], offset: int) -> Found:
    """Experiments that a filter takes, in the order asked for; the newest first unless said."""
    most = limits.most(body.get("max_results"), "max_results", 1_000, limits.MOST_EXPERIMENTS)
    asked = limits.text_of(body.get("filter"), "filter", limits.FILTER_LENGTH, is_needed=False)
    found = filters.conditions(asked, filters.EXPERIMENTS)
    shown = view(body.get("view_type"))
    note_all(tracker)
    items = [
        one
        for one in every(tracker)
        if shown(one.deleted_at is not None) and all(_takes(c, one) for c in found)
    ]
    items.sort(key=lambda one: one.id, reverse=True)
    items.sort(key=lambda one: one.changed_at, reverse=True)
    for clause in reversed(body.get("order_by") or []):
        key, is_down = _ordered(clause)
        items.sort(key=_SORTED[key], reverse=is_down)
    more = offset + most < len(items)
    return Found(items[offset : offset + most], offset + most if more else None)


def view(given: object) -> Callable[[bool], bool]:
    """Whether something deleted, or not, is shown."""
    views: dict[object, Callable[[bool], bool]] = {
        None: lambda deleted: not deleted,
        "ACTIVE_ONLY": lambda deleted: not deleted,
        "DELETED_ONLY": lambda deleted: deleted,
        "ALL": lambda _: True,
    }
    if not isinstance(given, (str, type(None))) or given not in views:
        raise MlflowError(f"Invalid value for parameter 'view_type': {str(given)[:60]}.")
    return views[given]


def _takes(condition: filters.Condition, one: Experiment) -> bool:
    if condition.kind == "tags":
        text = one.tags.get(condition.key)
        if condition.operator in {"is null", "is not null"}:
            return (text is None) == (condition.operator == "is null")
        return text is not None and filters.fits(condition, text)
    if condition.key == "name":
        return filters.fits(condition, one.name)
    at = one.created_at if condition.key == "creation_time" else one.changed_at
    return filters.compares(condition, milliseconds(at) or 0)


def _ordered(clause: object) -> tuple[str, bool]:
    words = str(clause).split()
    key = words[0].removeprefix("attributes.").removeprefix("attribute.") if words else ""
    direction = words[1].lower() if len(words) > 1 else "asc"
    if key not in _SORTED or len(words) > 2 or direction not in {"asc", "desc"}:
        raise MlflowError(f"Invalid order_by clause '{str(clause)[:200]}' for experiments.")
    return key, direction == "desc"


def _living(one: Experiment) -> Experiment:
    if one.deleted_at is not None:
        raise MlflowError(
            f"The experiment {id_of(one)} must be in the 'active' state. Current state is deleted."
        )
    return one


def living(tracker: Tracker, number: object) -> Experiment:
    """The experiment of a number, which must not be deleted."""
    return _living(get(tracker, number))


def _change_tags(
    tracker: Tracker, key: int, made: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    def work(tx: Transaction) -> None:
        now = rows.find(tx.connection, key)
        if now is not None:
            rows.change(tx, key, tags=made(now.tags))

    tracker.change(work)


def milliseconds(at: datetime | None) -> int | None:
    """Since 1970, cut off as MLflow's are."""
    return None if at is None else int(at.timestamp() * 1000 + 1e-3)


def told(one: Experiment) -> dict[str, Any]:
    """An experiment as MLflow writes it."""
    number = id_of(one)
    return {
        "experiment_id": number,
        "name": one.name,
        "artifact_location": f"mlflow-artifacts:/{number}",
        "lifecycle_stage": "active" if one.deleted_at is None else "deleted",
        "creation_time": milliseconds(one.created_at),
        "last_update_time": milliseconds(one.changed_at),
        "tags": [{"key": k, "value": v} for k, v in one.tags.items()],
    }
