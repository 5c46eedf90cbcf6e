"""How each group does, where a training gave each group a model of its own; no model is loaded."""

import json

from tidemill.base.errors import NeedsYou
from tidemill.domain.group_table import GroupTable
from tidemill.domain.runs import Run
from tidemill.services import runs
from tidemill.services.registry import GROUPS_FILE
from tidemill.services.workspace import Workspace


def of_run(workspace: Workspace, run: Run) -> GroupTable | None:
    """The groups of a run, the worst first; None where it has one model for all.

    `NeedsYou` where its file is gone or damaged.
    """
    blob = run.artifacts.get(GROUPS_FILE)
    if blob is None:
        return None
    try:
        return GroupTable.from_dict(json.loads(workspace.blobs.get_bytes(blob)))
    except (ValueError, KeyError, TypeError) as error:
        raise NeedsYou(
            f"What {run.name} says of its groups can't be read.",
            "Train again, or take the file from a backup.",
            detail=f"{type(error).__name__}: {error}",
        ) from error


def find(workspace: Workspace, run_text: str) -> GroupTable:
    """The groups of the run that a text names; `NeedsYou` where it has one model for all."""
    run = runs.one(workspace, run_text)
    found = of_run(workspace, run)
    if found is None:
        raise NeedsYou(
            f"{run.name} has one model for all rows.",
            "Train with a column of groups, and each gets a model where its rows suffice.",
        )
    return found
