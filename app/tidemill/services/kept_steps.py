"""Where a workspace keeps what trainings prepared, so that the next ones need not do it again.

It lies in the workspace's folder on this computer, and all of it can be made anew.
"""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from tidemill.domain.options import of_workspace
from tidemill.services.workspace import Workspace
from tidemill.store import settings

if TYPE_CHECKING:
    from tidemill.domain.jobs import Job
    from tidemill.services.training.prepared_rows import PreparedRows

MOST_MB = of_workspace.PREPARED_ROOM.key
USUAL_MB = int(of_workspace.PREPARED_ROOM.default)
_FOLDER = "prepared"


def folder(workspace: Workspace) -> Path:
    """Where prepared rows lie."""
    return workspace.folder / _FOLDER


def size(workspace: Workspace) -> int:
    """The bytes that are kept now."""
    total = 0
    for path in folder(workspace).glob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def of_job(workspace: Workspace, job: "Job") -> "PreparedRows":
    """What a job may take over, and where it leaves what it learned; nothing where 0 MB may be
    kept."""
    from tidemill.services.training.prepared_rows import PreparedRows
    from tidemill.services.training.step_files import StepFiles

    with workspace.store.read() as connection:
        most = int(settings.get(connection, MOST_MB, USUAL_MB)) * 1_000_000
    if not most:
        return PreparedRows()
    return PreparedRows(StepFiles(folder(workspace), most, by=f" of job {job.id}"))


def clear(workspace: Workspace) -> int:
    """Remove all of it; the bytes that are free now."""
    freed = 0
    for path in folder(workspace).glob("*"):
        with contextlib.suppress(OSError):
            n_bytes = path.stat().st_size
            path.unlink()
            freed += n_bytes
    return freed
