"""The parent's side: child processes, one a job, with a warm one in waiting."""

import contextlib
import subprocess
import threading
from collections import deque
from dataclasses import dataclass

from tidemill.base import programs
from tidemill.base.clock import monotonic
from tidemill.domain.jobs import Job, JobState
from tidemill.jobs import queue
from tidemill.jobs.child import READY
from tidemill.jobs.kinds import Kinds
from tidemill.store import jobs as rows
from tidemill.store.engine import Store

GRACE_S = 1.5
_KEPT_LINES = 60


class Child:
    """One child process: warm, then at work on one job, then gone."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=programs.own_environment(),
        )
        self.last_words: deque[str] = deque(maxlen=_KEPT_LINES)
        self.is_ready = threading.Event()
        self._readers = [
            threading.Thread(target=self._hear_ready, name="child-ready", daemon=True),
            threading.Thread(target=self._hear_errors, name="child-errors", daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended, None while it lives; a negative number is a signal's."""
        return self._process.poll()

    def order(self, text: str) -> None:
        """Send a line; a child that is gone does not mind."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(text.encode() + b"\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass

    def end(self) -> None:
        """Kill the child and wait until it, its pipes and its readers are gone."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _hear_ready(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line == READY:
                self.is_ready.set()

    def _hear_errors(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.last_words.append(line.decode(errors="replace").rstrip())


@dataclass
class _Work:
    job: Job
    child: Child
    cancel_since: float | None = None


class Runner:
    """Keeps children at work: `tick` claims, watches, cancels; call it often.

    One slot takes any job; `n_light` further slots take only light kinds. With `keep_spare` a
    warm child waits, so that a job starts without the second or two of heavy imports.
    """

    def __init__(
        self,
        store: Store,
        kinds: Kinds,
        workspace: object,
        worker: str,
        command: list[str],
        *,
        n_light: int = 1,
        keep_spare: bool = True,
    ) -> None:
        self._store, self._kinds, self._workspace = store, kinds, workspace
        self._worker, self._command = worker, command
        self._n_light, self._keep_spare = n_light, keep_spare
        self._spare: Child | None = None
        self._is_stillborn = self._postponed = False
        self._at_work: list[_Work] = []
        self._renewed = 0.0

    @property
    def jobs(self) -> list[Job]:
        """Jobs being worked on."""
        return [work.job for work in self._at_work]

    @property
    def has_spare(self) -> bool:
        """True when a warm child is ready to take a job."""
        return self._spare is not None and self._spare.is_ready.is_set()

    def tick(self, *, look: bool) -> bool:
        """Do what is due; with `look`, also see whether the queue has something. True if busy."""
        self._reap()
        self._cancel()
        self._renew()
        self._keep_warm()
        if look or self._postponed:
            self._postponed = False
            while self._take():
                self._keep_warm()
        return bool(self._at_work)

    def _keep_warm(self) -> None:
        spare = self._spare
        if spare is not None and spare.exit_code is not None:
            spare.end()  # a dead one would cost the next job one of its tries
            self._is_stillborn = not spare.is_ready.is_set()
            self._spare = None
        if self.has_spare:
            self._is_stillborn = False
        if self._spare is None and self._keep_spare:
            self._spare = Child(self._command)

    def _take(self) -> bool:
        """Claim a job and hand it to a child; True if there was one.

        A job is claimed once a child is warm, so that what kills the worker before costs it no
        try. Where children die before they are warm, it is claimed anyway, to tell why.
        """
        heavy = sum(1 for w in self._at_work if w.job.kind not in self._kinds.light)
        if len(self._at_work) > self._n_light:
            return False
        if self._keep_spare and not self.has_spare and not self._is_stillborn:
            self._postponed = True
            return False
        only = self._kinds.light if heavy or self._at_work else None
        job = queue.claim(self._store, self._worker, only)
        if job is None:
            return False
        child = self._spare or Child(self._command)
        self._spare = None
        self._at_work.append(_Work(job, child))
        child.order(f"job {job.id} {job.attempts}")
        return True

    def _reap(self) -> None:
        for work in list(self._at_work):
            code = work.child.exit_code
            if code is None:
                continue
            work.child.end()
            self._at_work.remove(work)
            with self._store.read() as connection:
                now = rows.find(connection, work.job.id)
            mine = now is not None and now.attempts == work.job.attempts
            if now is not None and mine and now.state in (JobState.CLAIMED, JobState.RUNNING):
                self._tell_last_words(work)
                reason = _how_it_died(code)
                queue.gave_up(self._store, self._kinds, self._workspace, now, reason)

    def _tell_last_words(self, work: _Work) -> None:
        lines = list(work.child.last_words)
        if lines:
            with self._store.write() as tx:
                rows.log(tx, work.job.id, [(tx.clock.now(), line) for line in lines])

    def _cancel(self) -> None:
        for work in self._at_work:
            if work.cancel_since is not None:
                if monotonic() - work.cancel_since > GRACE_S:
                    work.child.end()
                continue
            with self._store.read() as connection:
                now = rows.find(connection, work.job.id)
            if now is not None and now.cancel_asked:
                work.cancel_since = monotonic()
                work.child.order("cancel")

    def _renew(self) -> None:
        if monotonic() - self._renewed < queue.LEASE_S / 4:
            return
        self._renewed = monotonic()
        for work in self._at_work:
            queue.renew(self._store, work.job)

    def close(self) -> None:
        """End all children; jobs at work go back into the queue without counting the try."""
        for work in self._at_work:
            work.child.end()
            with self._store.read() as connection:
                now = rows.find(connection, work.job.id)
            if now is not None and now.attempts == work.job.attempts and now.is_open:
                queue.give_back(self._store, now)
        self._at_work.clear()
        if self._spare is not None:
            self._spare.end()
            self._spare = None


def _how_it_died(code: int) -> str:
    if code < 0:
        return f"The process at work was killed (signal {-code})."
    return f"The process at work ended unexpectedly (code {code})."
