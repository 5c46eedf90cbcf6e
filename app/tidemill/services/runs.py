"""Runs as people see them: a live view of all of them, one, tags and pins."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.entries import EstimatorEntry
from tidemill.domain.metrics import Metric, metric
from tidemill.domain.query import parse
from tidemill.domain.recipes import Task
from tidemill.domain.run_columns import RunColumns, RunRow
from tidemill.domain.runs import Run
from tidemill.services.workspace import Workspace
from tidemill.store import activities
from tidemill.store import runs as rows

NOT_ARCHIVED = 'archived != "yes"'


@dataclass(frozen=True)
class RunPage:
    """Some runs in order, how many match, how many there are."""

    runs: tuple[Run, ...]
    matching: int
    total: int


class RunsView:
    """All runs in memory, kept fresh from the store; safe to use from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._columns = RunColumns(workspace.clock)
        self._seq = 0
        self._lock = threading.Lock()

    def refresh(self) -> int:
        """Take in what changed since the last call; return how many runs did."""
        changed = 0
        with self._lock:
            while True:
                with self._workspace.store.read() as connection:
                    runs, gone, seq = rows.changed_since(connection, self._seq)
                self._columns.update(run_row(run) for run in runs)
                self._columns.remove(gone)
                self._seq = seq
                changed += len(runs) + len(gone)
                if not runs and not gone:
                    return changed

    def page(
        self,
        *,
        where: str = "",
        sort: Sequence[tuple[str, bool]] = (("started", True),),
        limit: int = 100,
        offset: int = 0,
        archived: bool = False,
    ) -> RunPage:
        """Runs that match a query, sorted by (column, descending) pairs.

        Wrong queries raise `domain.query.QueryError` with their position.
        """
        self.refresh()
        text = where if archived else f"({where}) and {NOT_ARCHIVED}" if where else NOT_ARCHIVED
        if where:
            parse(where)  # so that an error's position is that of the person's own text
        with self._lock:
            mask = self._columns.select(parse(text))
            at = self._columns.order(mask, list(sort), limit=limit, offset=offset)
            pks = [int(pk) for pk in self._columns.pks(at)]
            matching, total = int(mask.sum()), len(self._columns)
        with self._workspace.store.read() as connection:
            found = rows.find(connection, pks)
        return RunPage(tuple(found), matching, total)

    def column_names(self) -> list[str]:
        """Every name that can be shown, sorted and filtered by."""
        with self._lock:
            return self._columns.column_names()

    def frequent_values(self, name: str) -> list[str]:
        """The most frequent values of a column, for completing a query."""
        with self._lock:
            return self._columns.frequent_values(name)


def run_row(run: Run) -> RunRow:
    """A run in the form the columns are fed with."""
    values: list[tuple[str, str, float | None, str | None]] = []
    for name, text in run.params.items():
        values.append(("param", name, rows.parsed(text), text))
    values += [("metric", name, value, None) for name, value in run.metrics.items()]
    values += [("tag", name, None, text) for name, text in run.tags.items()]
    fields = {
        "id": run.id,
        "name": run.name,
        "project": run.project,
        "experiment": run.experiment,
        "state": str(run.state),
        "by": run.by,
        "dataset": run.dataset,
        "started": run.started_at,
        "ended": run.ended_at,
        "pinned": "yes" if run.pinned else "no",
        "archived": "yes" if run.archived else "no",
    }
    return RunRow(run.pk, fields, values)


def one(workspace: Workspace, text: str) -> Run:
    """The run of an id, the beginning of one, or a name; raises `NeedsYou` if not exactly one."""
    with workspace.store.read() as connection:
        pks = rows.pk_of(connection, text)
        found = rows.find(connection, pks)
    exact = [run for run in found if run.id == text.lower() or run.name == text]
    if len(exact) == 1:
        return exact[0]
    if not found:
        raise NotThere("run", text)
    if len(found) > 1:
        names = ", ".join(f"{r.name} ({r.id[:12]})" for r in found[:4])
        raise NeedsYou(f"{text} fits several runs: {names}.", "Write more of the id.")
    return found[0]


def of_job(workspace: Workspace, job_id: int) -> list[Run]:
    """The runs a job made, in order."""
    with workspace.store.read() as connection:
        return rows.find(connection, rows.pks_of_job(connection, job_id))


def find(workspace: Workspace, pks: Sequence[int]) -> list[Run]:
    """Runs by their keys, in that order."""
    with workspace.store.read() as connection:
        return rows.find(connection, pks)


@lru_cache(maxsize=64)
def estimator_title(name: str) -> str:
    """An estimator as people read it, "Gradient boosting"; one that is not ours in plain words."""
    known = family("estimators").get(name)
    if known is None:
        return name.replace("_", " ")
    entry: EstimatorEntry = known.ENTRY
    return entry.title


def known_metric(name: str, task: str | None) -> Metric | None:
    """What is known of a metric's direction, if it is one of Tidemill's own."""
    tasks = [Task(task)] if task in set(Task) else list(Task)
    for one_task in tasks:
        try:
            return metric(one_task, name)
        except NeedsYou:
            continue
    return None


def tag(workspace: Workspace, texts: Sequence[str], name: str, value: str = "") -> list[Run]:
    """Put a tag on runs."""
    return _changed(
        workspace,
        texts,
        f"tagged {{}} {name}",
        lambda tx, pk: rows.put_values(tx, pk, tags={name: value}),
    )


def untag(workspace: Workspace, texts: Sequence[str], name: str) -> list[Run]:
    """Take a tag off runs."""
    return _changed(
        workspace, texts, f"took {name} off {{}}", lambda tx, pk: rows.remove_tag(tx, pk, name)
    )


def pin(workspace: Workspace, texts: Sequence[str], *, on: bool = True) -> list[Run]:
    """Keep runs at the top, or no longer."""
    verb = "pinned {}" if on else "unpinned {}"
    return _changed(workspace, texts, verb, lambda tx, pk: rows.update(tx, [pk], pinned=on))


def archive(workspace: Workspace, texts: Sequence[str], *, on: bool = True) -> list[Run]:
    """Hide runs from lists, or show them again; nothing is deleted."""
    verb = "archived {}" if on else "restored {}"
    return _changed(workspace, texts, verb, lambda tx, pk: rows.update(tx, [pk], archived=on))


def rename(workspace: Workspace, text: str, name: str) -> Run:
    """Give a run another name."""
    if not name.strip():
        raise NeedsYou("A run needs a name.", "Write one.")
    return _changed(
        workspace, [text], "renamed {}", lambda tx, pk: rows.update(tx, [pk], name=name.strip())
    )[0]


def _changed(workspace: Workspace, texts: Sequence[str], words: str, change: Any) -> list[Run]:
    wanted = [one(workspace, text) for text in texts]
    if not wanted:
        raise NeedsYou("No run was named.", "Name at least one.")
    with workspace.store.write() as tx:
        for run in wanted:
            change(tx, run.pk)
        what = wanted[0].name if len(wanted) == 1 else f"{len(wanted)} runs"
        activities.add(
            tx,
            by=workspace.person.login,
            kind="runs",
            subject=f"runs/{wanted[0].id}",
            sentence=words.format(what),
        )
    return find(workspace, [run.pk for run in wanted])
