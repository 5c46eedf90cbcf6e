"""The parent's side: child processes, one job each at a time, with a warm one in waiting."""

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from tidemill.base import programs
from tidemill.base.clock import monotonic
from tidemill.domain.jobs import Job, JobState
from tidemill.jobs import queue
from tidemill.jobs.child import DONE, READY
from tidemill.jobs.kinds import Kinds
from tidemill.store import jobs as rows
from tidemill.store.engine import Store

GRACE_S = 0.8
REST_S = 10.0
_KEPT_LINES = 60


class Child:
    """One child process: warm, at work on a job, warm again or gone."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**programs.own_environment(), **environment},
        )
        self.last_words: deque[str] = deque(maxlen=_KEPT_LINES)
        self.is_ready = threading.Event()  # warm
        self.is_done = threading.Event()  # its job has its end, and it can take another
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

    def take(self, job: Job) -> None:
        """Give the child a job."""
        self.is_done.clear()
        self.last_words.clear()
        self._order("job", job)

    def cancel(self, job: Job) -> None:
        """Ask the child to end a job; one that it is no longer at is let be."""
        self._order("cancel", job)

    def _order(self, word: str, job: Job) -> None:
        assert self._process.stdin is not None
        line = f"{word} {job.id} {job.attempts}\n".encode()
        with contextlib.suppress(BrokenPipeError, ValueError):  # it is gone: seen at the next tick
            self._process.stdin.write(line)
            self._process.stdin.flush()

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
            elif line == DONE:
                self.is_done.set()

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
    warm child waits, so that a job starts without the second or two of heavy imports. Children
    that did their job well wait for the next one, the more than one of them for `REST_S` only.
    `environment` is what they get beside this process's own.
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
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._store, self._kinds, self._workspace = store, kinds, workspace
        self._worker, self._command = worker, command
        self._environment = dict(environment or {})
        self._n_slots, self._keep_spare = 1 + n_light, keep_spare
        self._waiting: list[Child] = []
        self._is_stillborn = self._postponed = False
        self._at_work: list[_Work] = []
        self._renewed = self._worked = 0.0

    @property
    def jobs(self) -> list[Job]:
        """Jobs being worked on."""
        return [work.job for work in self._at_work]

    @property
    def at_work(self) -> list[int]:
        """The process numbers of the children at work."""
        return [work.child.pid for work in self._at_work]

    @property
    def waiting(self) -> list[int]:
        """The process numbers of the children in waiting, warm or getting so."""
        return [child.pid for child in self._waiting]

    @property
    def has_spare(self) -> bool:
        """True when a warm child is ready to take a job."""
        return any(child.is_ready.is_set() for child in self._waiting)

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
        for child in [c for c in self._waiting if c.exit_code is not None]:
            child.end()  # a dead one would cost the next job one of its tries
            self._waiting.remove(child)
            self._is_stillborn = not child.is_ready.is_set()
        if self.has_spare:
            self._is_stillborn = False
        if self._at_work:
            self._worked = monotonic()
        n_children = len(self._at_work) + len(self._waiting)
        if self._keep_spare and not self._waiting and n_children < self._n_slots:
            self._waiting.append(Child(self._command, self._environment))
        n_wanted = self._n_slots if monotonic() - self._worked < REST_S else 1
        while len(self._waiting) > n_wanted or (self._waiting and not self._keep_spare):
            self._waiting.sort(key=lambda child: not child.is_ready.is_set())
            self._waiting.pop().end()

    def _take(self) -> bool:
        """Claim a job and hand it to a child; True if there was one.

        A job is claimed once a child is warm, so that what kills the worker before costs it no
        try. Where children die before they are warm, it is claimed anyway, to tell why.
        """
        heavy = sum(1 for w in self._at_work if w.job.kind not in self._kinds.light)
        if len(self._at_work) >= self._n_slots:
            return False
        if self._keep_spare and not self.has_spare and not self._is_stillborn:
            self._postponed = True
            return False
        only = self._kinds.light if heavy or self._at_work else None
        job = queue.claim(self._store, self._worker, only)
        if job is None:
            return False
        child = self._warmest()
        self._at_work.append(_Work(job, child))
        child.take(job)
        return True

    def _warmest(self) -> Child:
        """A child for a job: one that is ready if there is one."""
        ready = [child for child in self._waiting if child.is_ready.is_set()]
        found = next(iter(ready or self._waiting), None)
        if found is None:
            return Child(self._command, self._environment)
        self._waiting.remove(found)
        return found

    def _reap(self) -> None:
        for work in list(self._at_work):
            code = work.child.exit_code
            if code is None and not work.child.is_done.is_set():
                continue
            self._at_work.remove(work)
            if code is None:
                self._waiting.append(work.child)
                continue
            work.child.end()
            with self._store.read() as connection:
                now = rows.find(connection, work.job.id)
            mine = now is not None and now.attempts == work.job.attempts
            if now is not None and mine and now.state in (JobState.CLAIMED, JobState.RUNNING):
                self._tell_last_words(work)
                reason = _how_it_died(code)
                queue.gave_up(
                    self._store, self._kinds, self._workspace, now, reason, died_at_work=True
                )

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
                work.child.cancel(work.job)

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
        for child in self._waiting:
            child.end()
        self._waiting.clear()


def _how_it_died(code: int) -> str:
    if code < 0:
        return f"The process at work was killed (signal {-code})."
    return f"The process at work ended unexpectedly (code {code})."
