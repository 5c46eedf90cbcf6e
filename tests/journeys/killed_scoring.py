"""Scores the files of batch folders in processes that are killed, each a step later than the last.

`python killed_scoring.py WORKSPACE OUT TAKEN`: forked processes look into the folders and do the
jobs there are; each is killed (SIGKILL) at the next of all the moments at which something is
written down, renamed or removed, until one comes to its end unharmed. Between them whoever reads
the answers moves them from OUT to TAKEN, the other version is promoted, and what the killed one was
at goes back into the queue. Prints how many were killed.
"""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas  # noqa: F401 - loaded once, before the first fork
import sklearn.pipeline  # noqa: F401
import skops.io  # noqa: F401

from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import batch_folders, batch_scans, batch_scoring, promotion, registry
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.store import jobs

REASON = "The journey tries another."
PATIENCE_S = 240.0


class Points:
    """Counts the moments at which a process may be killed, and kills it at one of them."""

    def __init__(self, at: int) -> None:
        self._at, self._n = at, 0

    def passed(self) -> None:
        """Be at one of them."""
        self._n += 1
        if self._n == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same act, with a moment before and one after it."""

        def acted(*words: Any, **options: Any) -> Any:
            self.passed()
            done = act(*words, **options)
            self.passed()
            return done

        return acted

    def lay(self) -> None:
        """Put them into this process."""
        hold = batch_scoring._Desk._hold

        @contextlib.contextmanager
        def held(desk: Any, **options: Any) -> Iterator[Any]:
            self.passed()
            with hold(desk, **options) as tx:
                yield tx
                self.passed()
            self.passed()

        batch_scoring._Desk._hold = held  # type: ignore[method-assign]
        for name in ("rename", "replace", "mkdir"):
            setattr(Path, name, self.around(getattr(Path, name)))
        shutil.rmtree = self.around(shutil.rmtree)  # type: ignore[assignment]


def forked(act: Callable[[], int]) -> int:
    """Do something in a process of its own; its exit code, negative where it was killed."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            code = act()
        finally:
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def looked(folder: Path) -> int:
    """Give back what a killed one was at, promote the other version, look; 1 where all is done."""
    with workspaces.opened(folder) as workspace:
        with workspace.store.read() as connection:
            left = jobs.active(connection)
        for job in left:
            queue.gave_up(workspace.store, kinds(), workspace, job, "It was killed.")
        champion = registry.find(workspace, "returns").champion
        assert champion is not None
        other = f"returns@{3 - champion.number}"
        promotion.promote(workspace, other, anyway=True, reason=REASON)
        batch_scans.scan(workspace)
        [one] = [made for made in batch_folders.every(workspace) if made.is_on]
        states = batch_folders.counts(workspace, one.name)
        open_files = [f for f in batch_folders.files(workspace, one.name) if f.is_open]
        return int(bool(states) and not open_files)


def worked(folder: Path, at: int) -> int:
    """Do the jobs there are, to be killed at a moment; 1 where there was none."""
    with workspaces.opened(folder) as workspace:
        worker, n = workspace.acting_as(WORKER), 0
        Points(at).lay()
        while (claimed := queue.claim(workspace.store, "journey")) is not None:
            n += 1
            job = queue.begin(workspace.store, claimed.id, claimed.attempts)
            assert job is not None
            reporter = JobReporter(workspace.store, job.id, job.attempts)
            perform(workspace.store, kinds(), worker, job, reporter)
    return int(n == 0)


def main() -> None:
    """Kill and go on until every file has its end."""
    folder, out, taken = (Path(word) for word in sys.argv[1:])
    n_killed, until = 0, time.monotonic() + PATIENCE_S
    while (code := forked(partial(looked, folder))) == 0:
        assert time.monotonic() < until, "It does not come to its end."
        ended = forked(partial(worked, folder, n_killed + 1))
        assert ended in (0, 1, -signal.SIGKILL), ended
        n_killed += ended < 0
        for path in out.iterdir():
            if not path.name.startswith("."):
                assert not (taken / path.name).exists(), f"{path.name} came twice."
                path.rename(taken / path.name)
    assert code == 1, code
    print(n_killed)


if __name__ == "__main__":
    main()
