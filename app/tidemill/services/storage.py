"""What a workspace takes on disk, by what it is, and letting go what can go."""

import contextlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tidemill.base.errors import NotThere
from tidemill.base.progress import Reporter, Silent
from tidemill.services import dataset_trash, disk_room, kept_diffs, kept_steps, trash
from tidemill.services.workspace import Workspace, database_bytes
from tidemill.store import stored_kinds

_TITLES = {
    "database": "Database",
    "rows": "Rows of datasets",
    "originals": "Original files",
    "models": "Models",
    "runs": "Files of runs",
    "answers": "Answers of services",
    "rehearsals": "Rehearsals",
    "monitoring": "Counts of monitoring",
    "unnamed": "Other stored files",
    "comparisons": "Comparisons",
    "prepared": "Prepared rows",
    "copies": "Copies from before upgrades",
    "logs": "Logs",
}


@dataclass(frozen=True)
class Taken:
    """What one kind of thing takes on disk."""

    id: str
    title: str
    n_bytes: int


@dataclass(frozen=True)
class CanGo:
    """What can be let go: what it is, what follows, its bytes; `is_final` if it never returns."""

    id: str
    title: str
    means: str
    n_bytes: int
    is_final: bool = False


@dataclass(frozen=True)
class Storage:
    """What is on disk, the largest first, and what can go."""

    taken: tuple[Taken, ...]
    can_go: tuple[CanGo, ...]
    n_free: int | None

    @property
    def n_bytes(self) -> int:
        """All of it."""
        return sum(one.n_bytes for one in self.taken)


def look(workspace: Workspace, reporter: Reporter | None = None) -> Storage:
    """Weigh everything. Walks over all stored files: not for often.

    A stored file that several things share counts once, for the first of them.
    """
    found = _stored(workspace, reporter or Silent())
    found["database"] = database_bytes(workspace)
    found["comparisons"] = _weight(kept_diffs.folder(workspace).glob("*"))
    found["prepared"] = kept_steps.size(workspace)
    found["copies"] = _weight(_copies(workspace))
    found["logs"] = _weight((workspace.folder / "logs").glob("*"))
    taken = [Taken(key, title, found[key]) for key, title in _TITLES.items() if found[key]]
    room = disk_room.look(workspace)
    return Storage(
        tuple(sorted(taken, key=lambda one: -one.n_bytes)),
        _can_go(workspace, found),
        None if room is None else room.n_free,
    )


def _stored(workspace: Workspace, reporter: Reporter) -> defaultdict[str, int]:
    sizes = {}
    for name, n_bytes, _ in workspace.blobs.stored():
        reporter.check()
        sizes[name] = n_bytes
    found: defaultdict[str, int] = defaultdict(int)
    with workspace.store.read() as connection:
        for kind, name in stored_kinds.named(connection):
            found[kind] += sizes.pop(name, 0)
    found["unnamed"] = sum(sizes.values())
    return found


def _can_go(workspace: Workspace, found: defaultdict[str, int]) -> tuple[CanGo, ...]:
    runs, data = trash.size(workspace), dataset_trash.size(workspace)
    every = (
        CanGo(
            "trash",
            "Trash",
            f"{_counted(runs.runs, data.datasets, data.versions)}; they can't be brought back then",
            runs.n_bytes + data.n_bytes,
            is_final=True,
        ),
        CanGo(
            "prepared",
            "Prepared rows",
            "The next training prepares its rows anew, which takes longer",
            found["prepared"],
        ),
        CanGo(
            "comparisons",
            "Comparisons of versions",
            "They are made anew when somebody looks",
            found["comparisons"],
        ),
        CanGo(
            "copies",
            "Copies from before upgrades",
            "An older Tidemill can't be gone back to then",
            found["copies"],
            is_final=True,
        ),
    )
    in_trash = runs.runs + data.datasets + data.versions
    return tuple(one for one in every if one.n_bytes or (one.id == "trash" and in_trash))


def _counted(n_runs: int, n_datasets: int, n_versions: int) -> str:
    counts = ((n_runs, "run"), (n_datasets, "dataset"), (n_versions, "version"))
    said = [f"{n:,} {noun}{'' if n == 1 else 's'}" for n, noun in counts if n]
    return ", ".join(said) or "nothing"


def let_go(workspace: Workspace, kind: str, reporter: Reporter | None = None) -> int:
    """Let one of `CanGo` go, by its id; the bytes that are free now."""
    reporter = reporter or Silent()
    if kind == "trash":
        data = dataset_trash.empty(workspace, reporter)
        runs = trash.empty(workspace, reporter)
        return data.n_bytes + runs.n_bytes + runs.left_bytes
    if kind == "prepared":
        return kept_steps.clear(workspace)
    if kind == "comparisons":
        return _removed(kept_diffs.folder(workspace).glob("*"))
    if kind == "copies":
        return _removed(_copies(workspace))
    raise NotThere("thing that can go", kind)


def _copies(workspace: Workspace) -> Iterable[Path]:
    return workspace.folder.glob("*-before-*")


def _weight(paths: Iterable[Path]) -> int:
    total = 0
    for path in paths:
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def _removed(paths: Iterable[Path]) -> int:
    freed = 0
    for path in list(paths):
        with contextlib.suppress(OSError):
            n_bytes = path.stat().st_size
            path.unlink()
            freed += n_bytes
    return freed
