"""The parent's end of one child process: orders to it, what it answers, its end."""

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Mapping

from tidemill.base import programs
from tidemill.domain.jobs import Job
from tidemill.jobs.child import DONE, READY, RESTING
from tidemill.jobs.process_trees import ProcessTree

_KEPT_LINES = 60
_PIPES_S = 2.0
_KILLED_S = 2.0
"""How long a killed process may take to be gone, unless the system holds on to it."""
_KILLED = -9


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
        self.is_quiet = threading.Event()  # it writes nothing, so that it may stand still
        self.tree = ProcessTree(self._process.pid)
        self._is_left = False
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
        return _KILLED if self._is_left else self._process.poll()

    def take(self, job: Job) -> None:
        """Give the child a job."""
        self.is_done.clear()
        self.last_words.clear()
        self._order("job", job)

    def cancel(self, job: Job) -> None:
        """Ask the child to end a job; one that it is no longer at is let be."""
        self._order("cancel", job)

    def ask_to_rest(self, job: Job) -> None:
        """Ask the child to write nothing from now on; `is_quiet` is set when it does not."""
        self.is_quiet.clear()
        self._order("pause", job)

    def go_on(self, job: Job) -> None:
        """Let the child, and what it started, go on."""
        self.tree.go_on()
        self._order("resume", job)

    def _order(self, word: str, job: Job) -> None:
        assert self._process.stdin is not None
        line = f"{word} {job.id} {job.attempts}\n".encode()
        with contextlib.suppress(BrokenPipeError, ValueError):  # it is gone: seen at the next tick
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def end(self) -> None:
        """Kill the child and what it started; wait until it, its pipes and readers are gone.

        One that waits for a share that hangs is gone only once that answers: it does nothing more
        of its own, so it counts as killed, and a thread waits for it.
        """
        if self._is_left:
            return
        if self._process.poll() is None:
            self.tree.end()
            self._process.kill()
        try:
            self._process.wait(_KILLED_S)
        except subprocess.TimeoutExpired:
            self._is_left = True
            threading.Thread(target=self._clear_up, name="child-left", daemon=True).start()
            return
        self._clear_up()

    def _clear_up(self) -> None:
        self._process.wait()
        for reader in self._readers:
            reader.join(_PIPES_S)  # what it left running may hold the other end
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
            elif line == RESTING:
                self.is_quiet.set()

    def _hear_errors(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.last_words.append(line.decode(errors="replace").rstrip())
