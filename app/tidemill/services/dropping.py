"""Files, folders and pasted tables let go over the window: where they could go, best fit first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from tidemill.base.texts import told_bytes
from tidemill.catalog import reading
from tidemill.domain.columns import Role, Schema
from tidemill.domain.datasets import Series
from tidemill.domain.pasted_tables import PastedTable, table_in
from tidemill.domain.reading import Peek
from tidemill.services import (
    datasets,
    file_reads,
    folders,
    ingesting,
    pasting,
    predicting,
    registry,
)
from tidemill.services.datasets import DatasetView
from tidemill.services.folders import LeftOut
from tidemill.services.ingesting import Added
from tidemill.services.workspace import Workspace

FITS = 0.6
"""The share of columns that must match for a dataset to be offered."""


@dataclass(frozen=True)
class DropTarget:
    """One place what was dropped could go.

    `dataset` names the dataset to add to or to make, `model` the champion that would score.
    """

    kind: Literal["append", "new", "score", "import", "inspect"]
    dataset: str
    title: str
    text: str
    preselected: bool
    model: str = ""


@dataclass(frozen=True)
class Dropped:
    """What was dropped: a title, a line of facts, and where it could go.

    `files` are the tables to be taken in, folders walked; `left_out` those in folders that can't
    be read. A pasted table has no files and is `pasted`. `peek` is the beginning of the first.
    """

    title: str
    text: str
    targets: tuple[DropTarget, ...]
    peek: Peek
    files: tuple[Path, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    pasted: PastedTable | None = None

    def for_card(self, at: int) -> "Dropped":
        """The same, going where a card says: what is to be a new dataset fits no other."""
        if self.targets[at].kind != "new":
            return self
        return replace(self, targets=tuple(t for t in self.targets if t.kind != "append"))


def endings() -> tuple[str, ...]:
    """The endings of files that can be read, each with its dot."""
    return reading.endings()


def kind_of(reader: str) -> str:
    """The title of a reader, by what `ReadFacts.format` says."""
    return next((entry.title for entry in reading.entries() if entry.id == reader), reader)


def look(workspace: Workspace, paths: Sequence[Path], *, recursive: bool = False) -> Dropped:
    """Peek into dropped files and say where they could go; unreadable ones raise `NeedsYou`.

    The first file speaks for all. Takes about a second whatever their size.
    """
    found = folders.files_in(paths, recursive=recursive)
    first = found.files[0]
    peek = file_reads.peeked(first)
    what = first.name if len(found.files) == 1 else f"{len(found.files):,} files"
    n_bytes = sum(path.stat().st_size for path in found.files)
    targets = _targets(workspace, peek, len(found.files), what, first.stem)
    if len(found.files) == 1:
        targets += _scoring(workspace, peek.schema.names)
    text = f"{told_bytes(n_bytes)}, {_rows(peek, len(found.files))}{len(peek.schema.names)} columns"
    if targets[0].kind == "append" and targets[0].text.endswith("Same columns."):
        text += f", all of them match the dataset {targets[0].dataset}"
    if found.left_out:
        text += f". {len(found.left_out):,} can't be read and stay where they are"
    title = f"Drop {what} on one of these"
    return Dropped(title, text, targets, peek, found.files, found.left_out)


def look_at_pasted(workspace: Workspace, text: str, html: str | None = None) -> Dropped:
    """As `look`, for a table from the clipboard; `NeedsYou` where there is no table in it."""
    table = table_in(text, html)
    peek = pasting.look(workspace, table)
    targets = _targets(workspace, peek, 1, "the pasted table", "pasted")
    facts = f"{_rows(peek, 1)}{len(peek.schema.names)} columns, pasted as {table.came_as}"
    return Dropped("Add the pasted table", facts, targets, peek, pasted=table)


def take(workspace: Workspace, dropped: Dropped, target: DropTarget) -> Added:
    """Ask the worker to take what was dropped where the person chose."""
    if target.kind == "score":
        file = dropped.files[0]
        out = predicting.free_path(file)
        return Added(predicting.ask(workspace, target.model, file, out), ())
    if dropped.pasted is not None:
        return pasting.add(workspace, dropped.pasted, dataset=target.dataset)
    return ingesting.add(workspace, list(dropped.files), dataset=target.dataset)


def _targets(
    workspace: Workspace, peek: Peek, n_files: int, what: str, wanted: str
) -> tuple[DropTarget, ...]:
    every = datasets.every(workspace)
    best, share = _best_fit(every, peek.schema.names)
    targets: tuple[DropTarget, ...] = ()
    if best is not None:
        title = f"Add to {best.dataset.name}"
        if n_files > 1:
            title = f"Add {what} to {best.dataset.name}"
        text = f"{_becomes(best, peek, n_files)} {_match(best, peek.schema.names, share)}"
        targets = (DropTarget("append", best.dataset.name, title, text, True),)
    name = _free_name(every, wanted)
    new = DropTarget("new", name, "Make a new dataset", f"Named {name}.", best is None)
    return (*targets, new)


def _becomes(view: DatasetView, peek: Peek, n_files: int) -> str:
    number = view.newest.number + 1
    if n_files > 1:
        return f"Versions v{number} to v{number + n_files - 1}, oldest first."
    if view.dataset.series is Series.REPLACE:
        return f"New version v{number} in place of {view.newest.rows:,} rows."
    n = f"{'' if peek.is_all else 'about '}{peek.n_rows:,}"
    return f"New version v{number}: {n} rows more."


def _match(view: DatasetView, columns: Sequence[str], share: float) -> str:
    theirs = view.newest.raw_schema(view.dataset.schema).names
    missing = [name for name in theirs if name not in columns]
    new = [name for name in columns if name not in theirs]
    if not missing and not new:
        return "Same columns."
    words = [f"{share:.0%} of the columns match"]
    words += [f"{_listed(missing)} missing"] if missing else []
    words += [f"{_listed(new)} new"] if new else []
    return "; ".join(words) + "."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} columns"


def _scoring(workspace: Workspace, columns: Sequence[str]) -> tuple[DropTarget, ...]:
    """The champion whose columns are all there and that learned last."""
    fitting = []
    for view in registry.every(workspace):
        champion = view.champion
        if champion is None:
            continue
        learned_on = datasets.version_of_id(workspace, champion.dataset_version_id)
        if learned_on.steps:
            needed = _fed(learned_on.raw_schema())
        else:
            needed = tuple(registry.recipe_of(workspace, champion.id)["features"])
        if needed and set(needed) <= set(columns):
            fitting.append(champion)
    if not fitting:
        return ()
    newest = max(fitting, key=lambda version: version.created_at)
    text = f"{newest.label} answers for each row; a file with its predictions is put beside yours."
    title = f"Score with {newest.model}"
    return (DropTarget("score", "", title, text, False, newest.model),)


def _fed(schema: Schema) -> tuple[str, ...]:
    return tuple(c.name for c in schema.columns if c.role in (Role.FEATURE, Role.TIME, Role.GROUP))


def _best_fit(
    every: Sequence[DatasetView], columns: Sequence[str]
) -> tuple[DatasetView | None, float]:
    best: DatasetView | None = None
    best_share = 0.0
    mine = set(columns)
    for view in every:
        theirs = set(view.newest.raw_schema(view.dataset.schema).names)
        share = len(mine & theirs) / max(1, len(mine | theirs))
        if share >= FITS and share > best_share:
            best, best_share = view, share
    return best, best_share


def _free_name(every: Sequence[DatasetView], wanted: str) -> str:
    taken = {view.dataset.name for view in every}
    base = "".join(c if c not in "/\\@`\"'" else "-" for c in wanted).strip()[:90] or "data"
    name, n = base, 2
    while name in taken:
        name, n = f"{base}-{n}", n + 1
    return name


def _rows(peek: Peek, n_files: int) -> str:
    if n_files > 1:
        return ""
    return f"{'' if peek.is_all else 'about '}{peek.n_rows:,} rows, "
