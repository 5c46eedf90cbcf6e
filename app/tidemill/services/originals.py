"""Whether the bytes of a file are kept beside the version that was made of it."""

from typing import Any

from tidemill.domain.options import of_workspace
from tidemill.services import trash
from tidemill.services.workspace import Workspace
from tidemill.store import settings
from tidemill.store.engine import Transaction
from tidemill.store.trash import note_leaving, unreferenced

SETTING = of_workspace.KEEP_ORIGINALS.key


def are_kept(connection: Any) -> bool:
    """Whether originals are kept; they are unless somebody said otherwise."""
    return bool(settings.get(connection, SETTING, True))


def release(tx: Transaction, blob: str) -> None:
    """Note an original as leaving, if nothing in the store names it any more."""
    note_leaving(tx, unreferenced(tx.connection, [blob]))


def let_go(workspace: Workspace, blob: str) -> int:
    """Remove an original that was noted as leaving; the bytes that are free now."""
    with workspace.store.read() as connection:
        names = unreferenced(connection, [blob])
    return trash.remove_files(workspace, names, workspace.blobs.now() + 1)
