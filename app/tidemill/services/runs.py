"""Runs as people see them: one, tags and pins."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.entries import EstimatorEntry
from tidemill.domain.metrics import Metric, metric
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services.workspace import Workspace
from tidemill.store import activities
from tidemill.store import runs as rows


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
