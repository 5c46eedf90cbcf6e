"""What is let go after a time: logs, ended jobs, comparisons, news, and scraps of killed programs.

Never what a run or a version refers to. In small steps, so that whoever writes does not wait.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from tidemill.base import spill_folders
from tidemill.base.clock import from_iso, to_iso
from tidemill.domain.options import of_workspace
from tidemill.services import kept_diffs, kept_steps, trash
from tidemill.services.workspace import Workspace
from tidemill.store import (
    answer_logs,
    channels,
    chunk_answers,
    chunk_counts,
    feed,
    job_keeping,
    settings,
    traffic,
)
from tidemill.store import trash as trash_rows
from tidemill.store.blobs import LEFT_S
from tidemill.store.engine import Transaction

_DAYS = (
    of_workspace.LOGS_DAYS,
    of_workspace.JOBS_DAYS,
    of_workspace.COMPARISONS_DAYS,
    of_workspace.ANSWERS_DAYS,
    of_workspace.COUNTS_DAYS,
)
LOGS, JOBS, COMPARISONS, ANSWERS, COUNTS = (one.key for one in _DAYS)
DEFAULTS = {one.key: int(one.default) for one in _DAYS}

PIECE = 500
"""Rows removed in one transaction."""

EVERY = timedelta(days=1)
_DOUBTFUL = timedelta(days=30)
"""Nothing is let go where the last time lies further off than this: the clock may be wrong."""

_DONE_AT = "keep.done_at"


@dataclass
class LetGo:
    """What was let go: log lines, jobs, and bytes of files."""

    lines: int = 0
    jobs: int = 0
    n_bytes: int = 0

    @property
    def words(self) -> str:
        """What was let go, in a sentence."""
        return (
            f"Let go: {self.lines:,} lines of logs, {self.jobs:,} jobs, "
            f"{self.n_bytes / 1e6:,.1f} MB of files."
        )


def is_due(workspace: Workspace) -> bool:
    """Whether it is time to let things go, once a day.

    Where the last time lies far off, or ahead, only this time is noted: a computer whose clock
    went wrong has a day to be put right before anything is lost by it.
    """
    now = workspace.clock.now()
    with workspace.store.read() as connection:
        said = settings.get(connection, _DONE_AT)
    last = None if said is None else from_iso(said)
    if last is not None and timedelta() <= now - last < EVERY:
        return False
    if last is not None and timedelta() <= now - last < _DOUBTFUL:
        return True
    note(workspace)
    return False


def note(workspace: Workspace) -> None:
    """Write down that it was done now."""
    with workspace.store.write() as tx:
        settings.put(tx, _DONE_AT, to_iso(tx.clock.now()))


def steps(workspace: Workspace) -> Iterator[LetGo]:
    """Let go what may go, a small piece at each step; yields what was let go so far."""
    found = LetGo()
    now = workspace.clock.now()
    with workspace.store.read() as connection:
        days = {key: settings.get(connection, key, usual) for key, usual in DEFAULTS.items()}

    def until(key: str) -> datetime | None:
        return now - timedelta(days=days[key]) if days[key] else None

    if (before := until(LOGS)) is not None:
        for n in _pieces(workspace, lambda tx: job_keeping.prune_lines(tx, before, PIECE)):
            found.lines += n
            yield found
    if (before_jobs := until(JOBS)) is not None:
        for n in _pieces(workspace, lambda tx: job_keeping.prune_jobs(tx, before_jobs, PIECE)):
            found.jobs += n
            yield found
    for _ in _pieces_of_rows(workspace, until):
        yield found
    if (before_answers := until(ANSWERS)) is not None:  # their files go as scraps
        for _ in _pieces(workspace, lambda tx: answer_logs.prune(tx, before_answers, PIECE)):
            yield found
        for _ in _pieces(workspace, lambda tx: traffic.prune(tx, before_answers, PIECE)):
            yield found
    for _ in _pieces(workspace, lambda tx: job_keeping.prune_feed(tx, feed.KEPT, PIECE)):
        yield found
    with workspace.store.write() as tx:
        job_keeping.prune_processes(tx, now - _DOUBTFUL)
    yield found
    if (before_diffs := until(COMPARISONS)) is not None:
        found.n_bytes += _old_files(kept_diffs.folder(workspace), before_diffs)
        found.n_bytes += _old_files(kept_steps.folder(workspace), before_diffs)
        yield found
    for freed in _scraps(workspace):
        found.n_bytes += freed
        yield found


def _pieces_of_rows(workspace: Workspace, until: Callable[[str], datetime | None]) -> Iterator[int]:
    """Let go what was sent, kept as long as what was done, and counts; files go as scraps."""
    if (before_jobs := until(JOBS)) is not None:
        yield from _pieces(workspace, lambda tx: channels.prune(tx, before_jobs, PIECE))
    if (before_counts := until(COUNTS)) is not None:
        yield from _pieces(workspace, lambda tx: chunk_counts.prune(tx, before_counts, PIECE))
        yield from _pieces(workspace, lambda tx: chunk_answers.prune(tx, before_counts, PIECE))


def do(workspace: Workspace) -> LetGo:
    """Let go all that may go now."""
    found = LetGo()
    for one in steps(workspace):
        found = one
    note(workspace)
    return found


def _pieces(workspace: Workspace, remove: Callable[[Transaction], int]) -> Iterator[int]:
    while True:
        with workspace.store.write() as tx:
            n = remove(tx)
        yield n
        if n < PIECE:
            return


def _old_files(folder: Path, before: datetime) -> int:
    freed = 0
    for path in folder.glob("*"):
        with contextlib.suppress(OSError):
            facts = path.stat()
            if facts.st_mtime < before.timestamp():
                path.unlink()
                freed += facts.st_size
    return freed


def _scraps(workspace: Workspace) -> Iterator[int]:
    """Remove what killed programs left: in the temporary folder, then among the stored files."""
    blobs = workspace.blobs
    blobs.sweep_scratch(workspace.clock.now())
    yield spill_folders.sweep()
    yield trash.finish(workspace)
    latest = blobs.now() - LEFT_S
    for _, some in groupby(blobs.stored(), key=lambda one: one[0][:2]):
        names = [name for name, _, put_at in some if put_at < latest]
        with workspace.store.read() as connection:
            left = trash_rows.unreferenced(connection, names)
        yield blobs.remove(left, latest) if left else 0
