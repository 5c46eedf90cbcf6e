"""Work a person waits for: done off the GUI thread, told in it, replaced by a newer one.

An operation is a plain function of a reporter. It must not touch widgets, and its callbacks may.
"""

import inspect
import logging
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from tidemill.base.clock import monotonic
from tidemill.base.errors import Cancelled, TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import spoken, tr

T = TypeVar("T")
_log = logging.getLogger(__name__)

_THREADS = 4
_HAND_OVER_S = 0.0005
"""After how long a thread at work hands the interpreter to the GUI thread, which waits for each of
them in turn: with Python's own 5 ms sorting a million runs held the window for up to 74 ms, with
this for 34 at most (`make bench`)."""
_SAY_EVERY_S = 0.08


class _Task(QObject):
    """One piece of work; also the reporter it is given."""

    ended = Signal(object)
    said = Signal(object, float, str)

    def __init__(
        self,
        key: str,
        work: Callable[[Reporter], object],
        done: Callable[..., None],
        failed: Callable[[TidemillError], None] | None,
        busy: Callable[[bool], None] | None,
        progress: Callable[[float, str], None] | None,
        is_change: bool = False,
    ) -> None:
        super().__init__()
        self.key = key
        self._is_change = is_change
        self.done = done
        self.failed = failed
        self.busy = busy
        self.progress = progress
        self.result: object = None
        self.error: TidemillError | None = None
        self.is_cancelled = False
        self._work: Callable[[Reporter], object] | None = work
        self._stop = threading.Event()
        self._said_at = 0.0

    def stop(self) -> None:
        """Ask the work to end at its next check."""
        self._stop.set()

    def report(self, share: float, message: str = "") -> None:
        """Say how far the work is; a flood is thinned out."""
        now = monotonic()
        if share >= 1.0 or now - self._said_at >= _SAY_EVERY_S:
            self._said_at = now
            self.said.emit(self, min(1.0, max(0.0, share)), message)

    def check(self) -> None:
        """Raise `Cancelled` if the work was cancelled or replaced."""
        if self._stop.is_set():
            raise Cancelled

    def perform(self) -> None:
        """Do the work; runs in a thread of the pool and never raises."""
        work, self._work = self._work, None
        try:
            if not self._is_change:
                self.check()
            assert work is not None
            self.result = work(self)
        except Cancelled:
            self.is_cancelled = True
        except TidemillError as error:
            self.error = _in_language(error)
        except BaseException as error:  # the one handler: it makes the report
            self.error = as_bug(error)
        self.ended.emit(self)


class _Line:
    """Changes that are made one after the other, in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: deque[_Task] = deque()
        self._is_at_work = False
        self._lock = threading.Lock()

    def joined(self, task: _Task) -> bool:
        """Put a change behind the others; True where a thread has to be found for the line."""
        with self._lock:
            self._waiting.append(task)
            is_first, self._is_at_work = not self._is_at_work, True
            return is_first

    def perform(self) -> None:
        """Make the changes; runs in a thread of the pool until none waits."""
        while (task := self._next()) is not None:
            task.perform()

    def _next(self) -> _Task | None:
        with self._lock:
            self._is_at_work = bool(self._waiting)
            return self._waiting.popleft() if self._waiting else None


def _in_language(error: TidemillError) -> TidemillError:
    """The error, its sentences in the language of the window that shows it."""
    error.message, error.hint = spoken(error.message), spoken(error.hint)
    return error


def as_bug(error: BaseException) -> TidemillError:
    """Log an error nobody foresaw and return what a person is told of it."""
    text = "".join(traceback.format_exception(error))
    _log.error("An error nobody foresaw: %s", error, exc_info=error)
    return TidemillError(
        tr("Something went wrong inside Tidemill."),
        tr("Nothing was lost. Try again; if it comes back, report it with the details below."),
        detail=text,
    )


def _lives(callback: Callable[..., None] | None) -> bool:
    """False for a method of a Qt object that was deleted meanwhile."""
    owner = getattr(callback, "__self__", None) if inspect.ismethod(callback) else None
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


class Operations(QObject):
    """Runs operations; of two with one key the newer counts. `close` waits for what runs.

    What only reads is `run`, what changes something is a `change`: none of those is left out.
    """

    idle = Signal()
    ended = Signal(str)
    """The key of an operation that is under way no more, after its callbacks."""
    unhandled = Signal(object)
    """A `TidemillError` of an operation that was given no `failed`."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make a pool of its own."""
        super().__init__(parent)
        sys.setswitchinterval(_HAND_OVER_S)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(_THREADS)
        self._current: dict[str, _Task] = {}
        self._alive: set[_Task] = set()
        self._lines: dict[str, _Line] = {}
        self._n_changes = 0
        self._is_closed = False

    def run(
        self,
        key: str,
        work: Callable[[Reporter], T],
        done: Callable[[T], None],
        failed: Callable[[TidemillError], None] | None = None,
        busy: Callable[[bool], None] | None = None,
        progress: Callable[[float, str], None] | None = None,
    ) -> None:
        """Run `work` off the GUI thread and hand its result to `done` in it.

        An operation of the same key that still runs is asked to stop and its result dropped.
        `busy(True)` is called at once; `busy(False)` before `done` or `failed`, and on `cancel`.
        """
        if self._is_closed:
            return
        before = self._current.pop(key, None)
        if before is not None:
            before.stop()
        task = _Task(key, work, done, failed, busy, progress)
        self._begin(task)
        self._pool.start(task.perform)

    def change(
        self,
        key: str,
        work: Callable[[Reporter], T],
        done: Callable[[T], None],
        failed: Callable[[TidemillError], None] | None = None,
        busy: Callable[[bool], None] | None = None,
    ) -> None:
        """Make a change off the GUI thread and hand its result to `done` in it.

        Changes of one key are made one after the other, in the order they were asked for, and
        each is told of. Whoever cancels one, or closes, is told nothing more of it; the change
        itself is made nevertheless, up to where its work asks whether to go on.
        """
        if self._is_closed:
            return
        self._n_changes += 1
        task = _Task(f"{key}#{self._n_changes}", work, done, failed, busy, None, is_change=True)
        self._begin(task)
        line = self._lines.setdefault(key, _Line())
        if line.joined(task):
            self._pool.start(line.perform)

    def _begin(self, task: _Task) -> None:
        task.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        if task.progress is not None:
            task.said.connect(self._on_said, Qt.ConnectionType.QueuedConnection)
        self._current[task.key] = task
        self._alive.add(task)
        if task.busy is not None:
            task.busy(True)

    def cancel(self, key: str) -> None:
        """Ask the operation of a key to stop; none of its callbacks comes but `busy(False)`."""
        task = self._current.pop(key, None)
        if task is not None:
            task.stop()
            if task.busy is not None and _lives(task.busy):
                task.busy(False)
            self.ended.emit(key)

    def cancel_all(self, prefix: str = "") -> None:
        """Cancel every operation whose key starts with `prefix`."""
        for key in [each for each in self._current if each.startswith(prefix)]:
            self.cancel(key)

    def is_busy(self, prefix: str = "") -> bool:
        """Whether an operation whose key starts with `prefix` is under way."""
        return any(key.startswith(prefix) for key in self._current)

    def under_way(self) -> tuple[str, ...]:
        """The keys of the operations that run or wait to."""
        return tuple(self._current)

    def close(self, wait_ms: int = 5000) -> bool:
        """Cancel all and wait for the threads; False if one did not end in time."""
        self._is_closed = True
        for task in self._current.values():
            task.stop()
        self._current.clear()
        has_ended = self._pool.waitForDone(wait_ms)
        if not has_ended:
            stuck = ", ".join(sorted(task.key for task in self._alive))
            _log.warning("Still running at the end: %s", stuck)
        self._alive.clear()
        return has_ended

    @Slot(object)
    def _on_ended(self, task: _Task) -> None:
        self._alive.discard(task)
        if self._current.get(task.key) is not task:
            return
        del self._current[task.key]
        if task.busy is not None and _lives(task.busy):
            task.busy(False)
        if task.error is not None:
            self._tell(task, task.error)
        elif not task.is_cancelled and _lives(task.done):
            task.done(task.result)
        self.ended.emit(task.key)
        if not self._current:
            self.idle.emit()

    def _tell(self, task: _Task, error: TidemillError) -> None:
        if task.failed is None:
            self.unhandled.emit(error)
        elif _lives(task.failed):
            task.failed(error)

    @Slot(object, float, str)
    def _on_said(self, task: _Task, share: float, message: str) -> None:
        is_current = self._current.get(task.key) is task
        if is_current and task.progress is not None and _lives(task.progress):
            task.progress(share, message)
