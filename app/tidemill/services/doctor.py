"""Care of a workspace: is the store whole, are the stored files, is the audit chain?"""

import platform
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from tidemill import __version__
from tidemill.base.errors import NeedsYou
from tidemill.services import activity, disk_room, repairing, trash
from tidemill.services.workspace import Workspace
from tidemill.store import inspection

_STANDS_ON = ("numpy", "pandas", "scikit-learn", "scipy", "duckdb", "sqlalchemy", "skops")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, whether it is well, and what was seen."""

    name: str
    passed: bool
    message: str


def examine(workspace: Workspace, *, repair: bool = False) -> list[Finding]:
    """Look at the store, the stored files, the versions of data, the audit chain and what Tidemill
    stands on; `repair` makes damaged versions anew from their originals first."""
    findings = _repaired(workspace) if repair else []
    findings += [_database(workspace), _files(workspace), _data(workspace)]
    findings += [_chain(workspace), _halves(workspace)]
    findings += [_left(workspace), _room(workspace)]
    findings.append(Finding("Versions", True, _versions(workspace)))
    return findings


def _repaired(workspace: Workspace) -> list[Finding]:
    findings = []
    for one in repairing.damaged(workspace):
        try:
            findings.append(Finding("Repair", True, repairing.repair(workspace, one)))
        except NeedsYou as error:
            findings.append(Finding("Repair", False, f"{error.message} {error.hint}"))
    return findings


def _data(workspace: Workspace) -> Finding:
    bad = repairing.damaged(workspace, anew=False)
    if not bad:
        return Finding("Data", True, "The rows of every version are whole.")
    words = [f"The rows of {one.version.label} are damaged. {one.words}" for one in bad[:5]]
    return Finding("Data", False, " ".join(words))


def _database(workspace: Workspace) -> Finding:
    problems = workspace.store.problems()
    words = "The database is whole." if not problems else " ".join(problems[:5])
    return Finding("Database", not problems, words)


def _files(workspace: Workspace) -> Finding:
    bad = []
    names = inspection.blobs_in_use(workspace.store)
    for name, used_by in names.items():
        try:
            workspace.blobs.checked(name, anew=True)
        except NeedsYou as error:
            bad.append(f"{error.message} It belongs to {used_by}.")
    if bad:
        return Finding("Stored files", False, " ".join(bad[:5]))
    return Finding("Stored files", True, f"All {len(names)} stored files are there and unchanged.")


def _chain(workspace: Workspace) -> Finding:
    broken = activity.broken_entry(workspace)
    if broken is None:
        return Finding("Activity", True, "No entry was altered.")
    return Finding("Activity", False, activity.altered_words(broken))


def _halves(workspace: Workspace) -> Finding:
    problems = inspection.half_done(workspace.store)
    words = "Nothing is half done." if not problems else " ".join(problems[:5])
    return Finding("Consistency", not problems, words)


def _left(workspace: Workspace) -> Finding:
    left = trash.left_over(workspace)
    words = "No stored file is left over."
    if left:
        many = "1 stored file belongs" if len(left) == 1 else f"{len(left):,} stored files belong"
        size = sum(left.values()) / 1e6
        words = f"{many} to nothing ({size:.1f} MB). Emptying the trash removes what is left over."
    return Finding("Left files", True, words)


def _room(workspace: Workspace) -> Finding:
    room = disk_room.look(workspace)
    words = disk_room.told(disk_room.freeable(workspace))
    if room is None:
        return Finding("Room", True, f"No least room is wanted on the disk. {words}".rstrip())
    return Finding("Room", not room.is_short, f"{room.words} {words}".rstrip())


def _versions(workspace: Workspace) -> str:
    found = [f"Tidemill {__version__}", f"Python {platform.python_version()} on {sys.platform}"]
    found.append(workspace.store.engine_words())
    for name in _STANDS_ON:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # frozen without that package's metadata
            continue
    return ", ".join(found)
