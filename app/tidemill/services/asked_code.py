"""The code a person had at hand when asking for a training: git's state of the folder they are in.

It is taken down with the request, since by the time the worker begins the folder may have changed,
and the worker may be on another computer.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tidemill.base import repositories
from tidemill.services.workspace import Workspace

DIFF_FILE = "environment/uncommitted.diff"
PARAM = "code"
"""Where a job's parameters hold what `state` gives."""


def state(workspace: Workspace) -> dict[str, Any]:
    """Commit, branch and whether something was changed, with the change as a stored file.

    Empty outside of any repository, and where there is no git.
    """
    try:
        folder = str(Path.cwd())
    except OSError:  # it was removed
        return {}
    facts, diff = repositories.state(folder)
    if not facts:
        return {}
    data = diff.encode()
    kept = [workspace.blobs.put_bytes(data), len(data)] if data else None
    return {"facts": {"folder": folder, **facts}, "diff": kept}


def facts(params: Mapping[str, Any]) -> dict[str, Any]:
    """What a job's parameters say of the code, as kept with its runs."""
    return dict((params.get(PARAM) or {}).get("facts") or {})


def files(workspace: Workspace, params: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """The change since the commit as a file of a run, (blob, bytes) by its path; empty without."""
    kept = (params.get(PARAM) or {}).get("diff")
    if not kept or not workspace.blobs.path(kept[0]).exists():
        return {}
    return {DIFF_FILE: (str(kept[0]), int(kept[1]))}
