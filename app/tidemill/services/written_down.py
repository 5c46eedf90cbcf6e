"""Writing down what stands under a name (gates' sets, example rows, rules of choice), and taking
that back."""

from collections.abc import Mapping
from typing import Any

from tidemill.services.workspace import Workspace
from tidemill.store import activities, rulebook
from tidemill.store.engine import Transaction

UNDO = "rulebook"


def write(
    workspace: Workspace,
    tx: Transaction,
    kind: str,
    name: str,
    value: Any,
    *,
    told: str,
    note: str = "",
    of: str = "",
) -> None:
    """Let a value stand under a name, of a model or of all, or none; Activity tells it."""
    by = workspace.person.login
    key, before = rulebook.put(tx, kind, name, value, by, of)
    activities.add(
        tx,
        by=by,
        kind="model",
        subject=f"models/{of}" if of else "models",
        sentence=told,
        note=note,
        detail={"undo": {UNDO: key, "before": before, "kind": kind, "name": name, "of": of}},
    )


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether what an entry in Activity wrote down stands."""
    now = rulebook.find(connection, facts["kind"], facts["name"], facts["of"])
    return bool((None if now is None else now.id) == facts[UNDO])


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Let stand again what stood before an entry in Activity."""
    rulebook.put_back(tx, facts["kind"], facts["name"], facts["of"], facts["before"])
