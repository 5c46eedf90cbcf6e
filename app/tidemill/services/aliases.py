"""Free labels of versions: set, moved, taken off, each change told and to be taken back."""

from collections.abc import Mapping
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.models import ModelVersion
from tidemill.domain.version_labels import why_no_label
from tidemill.services import registry
from tidemill.services.workspace import Workspace
from tidemill.store import activities, aliases, models
from tidemill.store.engine import Transaction


def put(workspace: Workspace, address: str, label: str) -> ModelVersion:
    """Let a label stand on a version; on another version of the model it is moved from there.

    `name@label` is that version from then on. Raises `NeedsYou` for a label that can't be one.
    """
    label = checked_label(label)
    version = registry.version(workspace, address)
    _move(workspace, version, label, version.id)
    return version


def remove(workspace: Workspace, address: str, label: str) -> ModelVersion:
    """Take a label off the version it stands on."""
    version = registry.version(workspace, address)
    label = label.strip().casefold()
    with workspace.store.read() as connection:
        stands_on = aliases.version_of(connection, version.model_id, label)
    if stands_on != version.id:
        raise NeedsYou(
            f"{version.label} has no label {label}.",
            f"Look at the labels of {version.model}.",
        )
    _move(workspace, version, label, None)
    return version


def checked_label(label: str) -> str:
    """A label as it is stored, or `NeedsYou` with why it can't be one."""
    label = label.strip().casefold()
    why = why_no_label(label)
    if why is not None:
        raise NeedsYou(
            why, "Use a word of letters, digits, dots, dashes or underscores, such as eu-west."
        )
    return label


def _move(workspace: Workspace, version: ModelVersion, label: str, to: int | None) -> None:
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        before = aliases.version_of(tx.connection, version.model_id, label)
        if before == to:
            return
        aliases.put(tx, version.model, version.model_id, label, to, by)
        moved = None if before is None else models.version_of_id(tx.connection, before)
        sentence = f"labelled {version.label} {label}"
        if to is None:
            sentence = f"took the label {label} off {version.label}"
        elif moved is not None:
            sentence = f"moved the label {label} from v{moved.number} to {version.label}"
        facts = {"alias": label, "model": version.model, "from": before, "to": to}
        activities.add(
            tx,
            by=by,
            kind="alias",
            subject=f"models/{version.model}/{version.number}",
            sentence=sentence,
            detail={
                "before": {label: None if moved is None else f"v{moved.number}"},
                "after": {label: None if to is None else f"v{version.number}"},
                "undo": facts,
            },
        )


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a change, as its entry in Activity tells it, was not overtaken since."""
    model = models.find(connection, facts["model"])
    if model is None:
        return False
    return bool(aliases.version_of(connection, model.id, facts["alias"]) == facts["to"])


def take_back(tx: Transaction, facts: Mapping[str, Any], by: str) -> None:
    """Let a label stand where it stood before a change."""
    model = models.find(tx.connection, facts["model"])
    assert model is not None
    aliases.put(tx, model.name, model.id, facts["alias"], facts["from"], by)
