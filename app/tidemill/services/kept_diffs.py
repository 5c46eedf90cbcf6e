"""Comparisons kept on this computer, so that one that was made opens at once; and their rows.

They lie in the workspace's folder and can always be made anew: versions never change.
"""

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base import atomic, hashing
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.masking import masked_diff, masked_frame
from tidemill.domain.row_sets import RowSets, StoredDiff
from tidemill.domain.version_diffs import RowKind
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, personal_data, tables, version_diffs
from tidemill.services.workspace import Workspace

log = logging.getLogger(__name__)

KIND = "dataset.compare"
_FOLDER = "comparisons"
_FORMAT = 1
_KEPT = 40


def kept(
    workspace: Workspace,
    before: DatasetVersion,
    after: DatasetVersion,
    key: Sequence[str] | None = None,
) -> StoredDiff | None:
    """A comparison that was made before, None where there is none that can be used."""
    path = _path(workspace, before, after, key)
    try:
        found = StoredDiff.from_bytes(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, NeedsYou, KeyError, TypeError, ValueError) as error:
        log.info("The comparison in %s can't be used: %s", path, error)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return None
    with contextlib.suppress(OSError):
        path.touch()
    return _shown(workspace, found)


def found(
    workspace: Workspace,
    before: DatasetVersion,
    after: DatasetVersion,
    key: Sequence[str] | None = None,
    reporter: Reporter | None = None,
) -> StoredDiff:
    """The comparison that was kept, or one made now and kept; see `version_diffs.compared`."""
    known = kept(workspace, before, after, key)
    if known is not None:
        return known
    made = version_diffs.compared(workspace, before, after, key, reporter)
    path = _path(workspace, before, after, key)
    try:
        atomic.write_bytes(path, made.to_bytes())
    except OSError as error:  # it is only slower next time
        log.info("The comparison could not be kept in %s: %s", path, error)
    _sweep(path.parent)
    return _shown(workspace, made)


def _shown(workspace: Workspace, stored: StoredDiff) -> StoredDiff:
    """What is kept has all values; what is shown has personal ones masked unless allowed."""
    names = {stored.diff.before.dataset, stored.diff.after.dataset}
    hidden = frozenset[str]().union(*(personal_data.hidden(workspace, name) for name in names))
    return replace(stored, diff=masked_diff(stored.diff, hidden)) if hidden else stored


def ask(
    workspace: Workspace,
    before: DatasetVersion,
    after: DatasetVersion,
    key: Sequence[str] | None = None,
) -> int:
    """Ask the worker to make a comparison and keep it; return the job."""
    params = {
        "before": before.id,
        "after": after.id,
        "key": None if key is None else list(key),
    }
    request = JobRequest(
        KIND,
        params,
        priority=30,
        asked_by=workspace.person.login,
        cause=f"{before.label} was held against {after.label}",
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """The job: make a comparison and keep it."""
    sides = [datasets.version_of_id(workspace, job.params[name]) for name in ("before", "after")]
    made = found(workspace, sides[0], sides[1], job.params["key"], reporter)
    reporter.report(1.0, made.diff.title)
    return {"title": made.diff.title, "address": made.diff.address}


def _path(
    workspace: Workspace,
    before: DatasetVersion,
    after: DatasetVersion,
    key: Sequence[str] | None,
) -> Path:
    roles = datasets.find(workspace, after.dataset).dataset.schema.to_list()
    named = hashing.of_value(
        [
            _FORMAT,
            str(workspace.place),
            [[v.id, v.content_hash, v.blob] for v in (before, after)],
            None if key is None else list(key),
            roles,
        ]
    )
    return workspace.folder / _FOLDER / f"{named}.npz"


def folder(workspace: Workspace) -> Path:
    """Where the comparisons lie."""
    return workspace.folder / _FOLDER


def _sweep(folder: Path) -> None:
    """Let the comparisons go that were not looked at for longest."""
    with contextlib.suppress(OSError):
        files = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime)
        for path in files[:-_KEPT]:
            path.unlink(missing_ok=True)


@dataclass(frozen=True)
class DiffRows:
    """Some rows of a comparison.

    `columns` are those of the version the rows are from (the later one, for removed rows the
    earlier); `numbers` are the rows' numbers there, from 1. For changed rows `before` holds by
    place of the row and of the column what stood there, for the cells that differ.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    numbers: tuple[int, ...]
    total: int
    before: dict[tuple[int, int], Any]


def rows(
    workspace: Workspace,
    stored: StoredDiff,
    kind: RowKind,
    *,
    column: str | None = None,
    offset: int = 0,
    limit: int = 200,
    reporter: Reporter | None = None,
) -> DiffRows:
    """Rows added, removed or changed (in one column, if it is named), some at a time."""
    reporter = reporter or Silent()
    sets, diff = stored.rows, stored.diff
    side = diff.before if kind is RowKind.REMOVED else diff.after
    version = datasets.version_of_id(workspace, side.version_id)
    names = version.schema.names
    reporter.check()
    if kind is not RowKind.CHANGED:
        every = sets.added if kind is RowKind.ADDED else sets.removed
        picked = every[offset : offset + limit]
        shown = _plain_rows(workspace, version, picked, names, reporter)
        return DiffRows(names, shown, tuple((picked + 1).tolist()), len(every), {})
    places = np.arange(len(sets.changed_after)) if column is None else sets.differing(column)
    some = places[offset : offset + limit]
    picked = sets.changed_after[some]
    shown = _plain_rows(workspace, version, picked, names, reporter)
    reporter.check()
    former = _former_cells(workspace, stored, names, some, sets, reporter)
    return DiffRows(names, shown, tuple((picked + 1).tolist()), len(places), former)


def _plain_rows(
    workspace: Workspace,
    version: DatasetVersion,
    picked: npt.NDArray[np.int64],
    names: Sequence[str],
    reporter: Reporter,
) -> tuple[tuple[Any, ...], ...]:
    frame = tables.some_rows(workspace, version, picked, names, reporter)
    frame = masked_frame(frame, personal_data.hidden(workspace, version.dataset))
    return tuple(zip(*(frame[name].to_list() for name in names), strict=True))


def _former_cells(
    workspace: Workspace,
    stored: StoredDiff,
    names: Sequence[str],
    some: npt.NDArray[np.int64],
    sets: RowSets,
    reporter: Reporter,
) -> dict[tuple[int, int], Any]:
    """What stood in the cells that differ, by row and column of the page."""
    version = datasets.version_of_id(workspace, stored.diff.before.version_id)
    was = {c.name: c.was_name or c.name for c in stored.diff.columns}
    wanted = [name for name in names if name in sets.bits]
    if not wanted or not some.size:
        return {}
    then = tables.some_rows(
        workspace, version, sets.changed_before[some], [was[n] for n in wanted], reporter
    )
    then = masked_frame(then, personal_data.hidden(workspace, version.dataset))
    found = {}
    for name in wanted:
        at = names.index(name)
        differs = np.isin(some, sets.differing(name), assume_unique=True)
        values = then[was[name]].to_list()
        for row in np.flatnonzero(differs).tolist():
            found[(row, at)] = values[row]
    return found
