"""The list of datasets as it is shown, and how it follows from the services."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any, Literal

from tidemill.base.collation import Key
from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.watches import ArrivedFile
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.services.datasets import DatasetView

N_BARS = 12
Word = Literal["loading", "error", "ready"]
Status = Literal["good", "warn", "bad", "idle"]
_WORSE = {"bad": 0, "warn": 1, "good": 2, "idle": 2}


@dataclass(frozen=True)
class Line:
    """A row of the list."""

    name: str
    note: str
    version: int
    rows: int
    columns: int
    new_rows: tuple[int, ...]
    status: Status
    checks: str
    folder: str
    origin: str
    models: tuple[str, ...]
    changed_at: datetime
    is_own: bool = False
    """Whether the person at work made it or added its newest version."""


@dataclass(frozen=True)
class WaitingFile:
    """A file that was set aside; `is_asked` where only an answer keeps it out."""

    id: int
    name: str
    dataset: str
    why: str
    is_asked: bool


def waiting_files(files: Sequence[ArrivedFile]) -> tuple[WaitingFile, ...]:
    """Files that wait for a person, those with a question first."""
    found = [
        WaitingFile(f.id, f.name, f.dataset, unmarked(f.reason), f.question is not None)
        for f in files
    ]
    return tuple(sorted(found, key=lambda file: not file.is_asked))


@dataclass(frozen=True)
class ListState:
    """All that the list shows. `sort` is a column and whether it rises; "" is the usual order."""

    word: Word = "loading"
    error: TidemillError | None = None
    lines: tuple[Line, ...] = ()
    waiting: tuple[WaitingFile, ...] = ()
    counts: tuple[str, str] = ("", "")
    words: str = ""
    sort: tuple[str, bool] = ("", True)
    view: str = ""
    """Which of `VIEWS` narrows it; "" is none."""

    @property
    def shown(self) -> tuple[Line, ...]:
        """The lines that match what was typed, in the chosen order."""
        wanted = self.words.casefold().split()
        is_meant = VIEWS.get(self.view, _any)
        found = [
            line
            for line in self.lines
            if is_meant(line) and all(w in _searched(line) for w in wanted)
        ]
        column, is_rising = self.sort
        if column in _KEYS:
            found.sort(key=_KEYS[column], reverse=not is_rising)
        return tuple(found)


def _any(_line: Line) -> bool:
    return True


def _needs_a_look(line: Line) -> bool:
    return line.status in ("bad", "warn")


def _is_not_used(line: Line) -> bool:
    return not line.models


def _is_own(line: Line) -> bool:
    return line.is_own


VIEWS: dict[str, Callable[[Line], bool]] = {
    tr("Mine"): _is_own,
    tr("Not used"): _is_not_used,
    tr("Needs a look"): _needs_a_look,
}
"""Ready-made choices of datasets, by the words of their chip."""


def _searched(line: Line) -> str:
    return " ".join(
        (line.name, line.note, line.checks, line.folder, line.origin, *line.models)
    ).casefold()


def _by_worry(line: Line) -> tuple[int, str]:
    return (_WORSE[line.status], line.checks)


_KEYS: dict[str, Callable[[Line], Any]] = {
    "name": lambda line: Key(line.name),
    "version": lambda line: line.version,
    "rows": lambda line: line.rows,
    "columns": lambda line: line.columns,
    "new_rows": lambda line: line.new_rows[-1],
    "checks": _by_worry,
    "folder": lambda line: Key(line.folder),
    "models": lambda line: [Key(name) for name in line.models],
    "changed": lambda line: line.changed_at,
}


def line_of(view: DatasetView, login: str = "") -> Line:
    """A dataset as a row; `login` is who looks at it."""
    newest = view.newest
    status, checks = checks_words(view)
    target = view.dataset.schema.target
    n = len(newest.schema.columns)
    columns = numbers.plural(n, "column")
    note = (
        tr("{columns}, target {target}", columns=columns, target=target)
        if target
        else tr("{columns}, no target yet", columns=columns)
    )
    return Line(
        name=view.dataset.name,
        note=view.dataset.about or note,
        version=newest.number,
        rows=newest.rows,
        columns=n,
        new_rows=tuple(version.added_rows for version in view.versions[-N_BARS:]),
        status=status,
        checks=checks,
        folder=folder_words(view),
        origin=origin_words(newest),
        models=tuple(model.name for model in view.models),
        changed_at=newest.created_at,
        is_own=bool(login) and login in (view.dataset.created_by, newest.by),
    )


def checks_words(view: DatasetView) -> tuple[Status, str]:
    """How the checks stand: files set aside first, then what failed in the newest version."""
    if view.set_aside:
        return "bad", numbers.plural(len(view.set_aside), "file") + tr(" set aside")
    checks = view.newest.checks
    failed = [check for check in checks if not check["passed"]]
    failed.sort(key=lambda check: check.get("severity", "error") != "error")
    if failed:
        return "warn", unmarked(str(failed[0]["message"])).partition(";")[0].rstrip(".")
    if not checks:
        return "idle", tr("no checks yet")
    return "good", tr("{n} of {n} passed", n=len(checks))


def folder_words(view: DatasetView) -> str:
    """The watched folder by its last two parts; empty where files come by hand."""
    if not view.watches:
        return ""
    parts = PurePath(view.watches[0].folder).parts[-2:]
    return "/".join(part.strip("/\\") for part in parts)


def origin_words(version: DatasetVersion) -> str:
    """How the newest rows came where no folder is watched."""
    kind = version.origin.get("kind", "")
    if kind == "query":
        return f"query: {PurePath(str(version.origin.get('url', ''))).name or 'a database'}"
    return {"paste": "pasted", "labels": tr("labelled here")}.get(str(kind), tr("by hand"))


def usual_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """What needs a look first, then what changed last."""
    newest_first = sorted(lines, key=lambda line: line.changed_at, reverse=True)
    return tuple(sorted(newest_first, key=lambda line: _WORSE[line.status]))


def counts_of(views: Sequence[DatasetView], n_waiting: int) -> tuple[str, str]:
    """How much there is: datasets, then versions, size and what happens to files."""
    versions: list[DatasetVersion] = [version for view in views for version in view.versions]
    size = numbers.size(sum(version.n_bytes for version in versions))
    said = f"{numbers.plural(len(versions), 'version')}, {size}"
    n_aside = sum(len(view.set_aside) for view in views)
    if n_aside:
        said += tr("; {n_files} set aside", n_files=numbers.plural(n_aside, "file"))
    if n_waiting:
        said += tr("; {n_files} being added", n_files=numbers.plural(n_waiting, "file"))
    return numbers.plural(len(views), "dataset"), said
