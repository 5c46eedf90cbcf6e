"""Files dropped on the window: where they could go, best fit first."""

from dataclasses import dataclass
from pathlib import Path

from tidemill.base.errors import NeedsYou
from tidemill.catalog.reading import reader_for
from tidemill.services import datasets as dataset_service
from tidemill.services import ingesting
from tidemill.services.ingesting import Added
from tidemill.services.workspace import Workspace

FITS = 0.6
"""The share of columns that must match for a dataset to be offered."""


@dataclass(frozen=True)
class DropTarget:
    """One place the dropped files could go; `kind` is "append" or "new"."""

    kind: str
    dataset: str
    title: str
    text: str
    preselected: bool


@dataclass(frozen=True)
class Dropped:
    """What was dropped: a title, a line of facts, and where it could go."""

    title: str
    text: str
    targets: tuple[DropTarget, ...]


def look(workspace: Workspace, paths: list[Path]) -> Dropped:
    """Peek into dropped files and say where they could go; unreadable ones raise `NeedsYou`."""
    files = [p for p in paths if not p.is_dir()]
    if not files:
        raise NeedsYou(
            "Folders can't be dropped.", "Drop files, or watch the folder as an automation."
        )
    columns = reader_for(files[0]).look(files[0]).schema.names
    n_bytes = sum(p.stat().st_size for p in files)
    size = f"{n_bytes / 1e6:.1f} MB, {len(columns)} columns"
    what = files[0].name if len(files) == 1 else f"{len(files)} files"
    best, share = _best_fit(workspace, columns)
    targets: list[DropTarget] = []
    if best is not None:
        dataset, number, exact = best
        later = "oldest first" if len(files) > 1 else f"New version v{number + 1}"
        same = "Same columns" if exact else f"{share:.0%} of the columns match"
        title = f"Add to {dataset}" if len(files) == 1 else f"Add {what} to {dataset}"
        targets.append(DropTarget("append", dataset, title, f"{later}. {same}.", True))
        size += f", all of them match the dataset {dataset}" if exact else ""
    name = _free_name(workspace, files[0].stem)
    new = DropTarget("new", name, "Make a new dataset", f"Named {name}.", best is None)
    targets.append(new)
    return Dropped(f"Drop {what} on one of these", size, tuple(targets))


def take(workspace: Workspace, paths: list[Path], target: DropTarget) -> Added:
    """Ask the worker to take dropped files in where the person chose."""
    return ingesting.add(workspace, [p for p in paths if not p.is_dir()], dataset=target.dataset)


def _best_fit(
    workspace: Workspace, columns: tuple[str, ...]
) -> tuple[tuple[str, int, bool] | None, float]:
    best: tuple[str, int, bool] | None = None
    best_share = 0.0
    mine = set(columns)
    for view in dataset_service.every(workspace):
        theirs = set(view.dataset.schema.names)
        share = len(mine & theirs) / max(1, len(mine | theirs))
        if share >= FITS and share > best_share:
            best = (view.dataset.name, view.newest.number, mine == theirs)
            best_share = share
    return best, best_share


def _free_name(workspace: Workspace, wanted: str) -> str:
    taken = {v.dataset.name for v in dataset_service.every(workspace)}
    base = "".join(c if c not in "/\\@`\"'" else "-" for c in wanted).strip()[:90] or "data"
    name, n = base, 2
    while name in taken:
        name, n = f"{base}-{n}", n + 1
    return name
