"""Choosing what a model's new rows are compared with, and accepting a new normal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.datasets import DatasetVersion, parse_address
from tidemill.domain.models import Model
from tidemill.domain.reference_choices import ReferenceChoice, ReferenceKind, choice_for
from tidemill.services.monitoring import alerting, comparing_anew
from tidemill.services.workspace import Workspace
from tidemill.store import activities, chunk_counts, datasets, models, reference_choices
from tidemill.store.engine import Transaction

UNDO = "reference"
_PLAIN = (ReferenceKind.TRAINING, ReferenceKind.PREVIOUS, ReferenceKind.SEASON)


def history(workspace: Workspace, name: str) -> list[ReferenceChoice]:
    """What was chosen for a model, newest first; the first that is not undone counts."""
    with workspace.store.read() as connection:
        return reference_choices.of_model(connection, _model(connection, name).id)[::-1]


@dataclass(frozen=True)
class Offered:
    """What a model can be compared with: what counts now (None: training data), and versions of
    its data, newest first: number, first and last moment of its own rows."""

    chosen: ReferenceChoice | None
    dataset: str
    versions: tuple[tuple[int, datetime | None, datetime | None], ...]


def offered(workspace: Workspace, name: str) -> Offered:
    """What can be chosen for a model's newest rows."""
    with workspace.store.read() as connection:
        model = _model(connection, name)
        spans = datasets.spans(connection, model.dataset_id)
        choices = reference_choices.of_model(connection, model.id)
    newest = spans[0][0] if spans else 0
    return Offered(choice_for(choices, newest), model.dataset, tuple(spans))


def choose(
    workspace: Workspace, name: str, what: str, *, reason: str = ""
) -> tuple[ReferenceChoice, int]:
    """Compare a model with "training", "previous", "season" or a version ("flights@3").

    Returns the choice and the job that compares what was seen so far anew.
    """
    with workspace.store.write(durable=True) as tx:
        model = _model(tx.connection, name)
        if what in {str(kind) for kind in _PLAIN}:
            kind = ReferenceKind(what)
            return _put(workspace, tx, model, kind, (None, None), reason.strip())
        number = _version(tx, model, what).number
        kind = ReferenceKind.VERSIONS
        return _put(workspace, tx, model, kind, (number, number), reason.strip())


def accept(
    workspace: Workspace, name: str, version: str, *, reason: str
) -> tuple[ReferenceChoice, int]:
    """Take the rows from a version on, up to the newest seen, as the new normal.

    Rows from that version on are compared with these; the drift alerts over them are closed.
    Returns the choice and the job that compares what was seen so far anew.
    """
    if not reason.strip():
        raise NeedsYou(
            "A new normal is accepted with a reason.", "Say in one line why it is to stay."
        )
    with workspace.store.write(durable=True) as tx:
        model = _model(tx.connection, name)
        first = _version(tx, model, version)
        last = max(_seen(tx, model), default=0)
        if last < first.number:
            raise NeedsYou(
                f"{name} has not looked at {first.label} yet.",
                "Accept a version that was looked at, or wait for the look.",
            )
        numbers = (first.number, last)
        words = f"Accepted as the new normal: {reason.strip()}"
        alerting.accept(tx, model.id, first.starts_at, workspace.person.login, words)
        return _put(workspace, tx, model, ReferenceKind.ACCEPTED, numbers, reason.strip())


def _model(connection: Any, name: str) -> Model:
    found = models.find(connection, name)
    if found is None:
        raise NotThere("model", name)
    return found


def _version(tx: Transaction, model: Model, what: str) -> DatasetVersion:
    """A version of the model's dataset, named "flights@3", "v3" or "3"."""
    versions = datasets.versions(tx.connection, model.dataset_id)
    dataset = versions[-1].dataset
    name, which = parse_address(what) if "@" in what else (dataset, what)
    number = (which or "").removeprefix("v")
    found = next((one for one in versions if str(one.number) == number), None)
    if name != dataset or found is None:
        raise NeedsYou(
            f"{what} is no version of {dataset}, which {model.name} works on.",
            f"Name one from {versions[0].address} to {versions[-1].address}, or choose "
            "training, previous or season.",
        )
    return found


def _seen(tx: Transaction, model: Model) -> set[int]:
    """The numbers of the versions that were looked at."""
    parts = {one.dataset_version_id for one in chunk_counts.of_model(tx.connection, model.id)}
    versions = datasets.versions(tx.connection, model.dataset_id)
    return {one.number for one in versions if one.id in parts}


def _put(
    workspace: Workspace,
    tx: Transaction,
    model: Model,
    kind: ReferenceKind,
    numbers: tuple[int | None, int | None],
    reason: str,
) -> tuple[ReferenceChoice, int]:
    by = workspace.person.login
    values = {"first": numbers[0], "last": numbers[1], "reason": reason, "by": by}
    key = reference_choices.insert(tx, model.name, model_id=model.id, kind=str(kind), **values)
    made = reference_choices.of_model(tx.connection, model.id)[-1]
    if kind is ReferenceKind.ACCEPTED:
        sentence = f"accepted {made.words} as the new normal of {model.name}"
    else:
        sentence = f"let {model.name} be compared with {made.words}"
    activities.add(
        tx,
        by=by,
        kind="reference",
        subject=f"models/{model.name}",
        sentence=sentence,
        note=reason,
        detail={
            "reference": made.to_dict() | {"at": None},
            "undo": {UNDO: key, "model": model.name},
        },
    )
    return made, comparing_anew.ask(tx, model, by, sentence)


# --- undo ------------------------------------------------------------------------------------


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a choice, as its entry in Activity tells it, is the newest that stands."""
    model = models.find(connection, facts["model"])
    if model is None:
        return False
    choices = reference_choices.of_model(connection, model.id)
    standing = [one.id for one in choices if one.undone_at is None]
    return bool(standing) and standing[-1] == facts[UNDO]


def take_back(tx: Transaction, facts: Mapping[str, Any], by: str) -> None:
    """Let what was chosen before count again; closed alerts open anew if their cause is there."""
    model = _model(tx.connection, facts["model"])
    reference_choices.undo(tx, model.name, facts[UNDO])
    comparing_anew.ask(tx, model, by, f"what {model.name} is compared with was taken back")
