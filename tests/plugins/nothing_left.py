"""Fails a test that leaves a thread, a child process, a window or a running timer behind.

The checks are cheap where nothing was left; only a suspicion is looked into closely. What is
found is ended where that is possible, so that the next test starts clean.
"""

import gc
import os
import sys
import threading
import time
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

import psutil
import pytest

# How long something that was asked to end may take to be gone.
_PATIENCE_S = 20.0

# Threads that may stay, by the start of their name.
_THREADS = {
    "Dummy-": "a thread of Qt or DuckDB that once ran Python; Python never learns of its end",
    "pytest_timeout": "the watchdog of the test itself",
    "asyncio_": "the executor of a loop that a module-wide fixture may own",
}

# Child processes that may stay, by a word in their command line.
_CHILDREN = {
    "multiprocessing.resource_tracker": "one for the whole interpreter, ends with it",
    "multiprocessing.forkserver": "one for the whole interpreter, ends with it",
    "tidemill-pg-": "the session's own PostgreSQL, see throwaway_postgres.py",
}

# Top-level widgets that may stay, by class.
_WIDGETS = {
    "QTipLabel": "Qt keeps the last tooltip, hidden",
}

_HERE = str(Path(__file__).resolve().parents[2])
_started_at: WeakKeyDictionary[threading.Thread, str] = WeakKeyDictionary()
_known_timers: set[int] = set()
_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Note which tests failed: their traceback holds on to objects, so they are not blamed."""
    report = yield
    if report.failed:
        item.stash[_failed] = True
    return report


@pytest.fixture(scope="session", autouse=True)
def threads_know_where_they_began() -> Iterator[None]:
    """Note the line of ours that starts each thread, to be named if the thread stays."""
    start = threading.Thread.start

    def noted(self: threading.Thread) -> None:
        _started_at[self] = _line_of_ours(sys._getframe(1))
        start(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading.Thread, "start", noted)
        yield


def _line_of_ours(frame: FrameType | None) -> str:
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_HERE) and "site-packages" not in file:
            return f"{file.removeprefix(_HERE + os.sep)}:{frame.f_lineno}"
        frame = frame.f_back
    return "a library"


@pytest.fixture(scope="module", autouse=True)
def what_is_there_stays() -> None:
    """Take what was imported so far out of the collector's sight.

    Looking for timers walks over all objects that it sees: with a million of them half a second a
    test, with those of one module some milliseconds.
    """
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let the interpreter clear up everything when it ends."""
    gc.unfreeze()


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compare what runs before a test and after it; set up first, so torn down last."""
    threads = set(threading.enumerate())
    children = _child_ids()
    windows = _windows()
    yield
    left = [*_left_windows(windows)]
    if "qapp" in request.fixturenames:
        left += _left_timers()
    left += _left_threads(threads)
    left += _left_children(children)
    if left and _failed not in request.node.stash:
        pytest.fail("The test left something behind:\n  " + "\n  ".join(left), pytrace=False)


def _left_threads(before: set[threading.Thread]) -> list[str]:
    new = [t for t in threading.enumerate() if t not in before and t.is_alive()]
    new = [t for t in new if not t.name.startswith(tuple(_THREADS))]
    _wait_for(new)
    return [
        f"thread {t.name}, started at {_started_at.get(t, 'an unknown place')}"
        for t in new
        if t.is_alive()
    ]


def _wait_for(threads: Iterable[threading.Thread]) -> None:
    until = time.monotonic() + _PATIENCE_S
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))


def _child_ids() -> set[int]:
    """Ids of the direct children; from /proc where the kernel lists them (0.05 ms)."""
    tasks = Path("/proc/self/task")
    try:
        texts = [(task / "children").read_text() for task in tasks.iterdir()]
    except OSError:  # another system, or a thread that ended meanwhile
        return {child.pid for child in psutil.Process().children()}
    return {int(word) for text in texts for word in text.split()}


def _left_children(before: set[int]) -> list[str]:
    if not (new := _child_ids() - before):
        return []
    alive = [process for pid in new if (process := _running(pid)) is not None]
    _, alive = psutil.wait_procs(alive, timeout=_PATIENCE_S)
    left = []
    for process in alive:
        left.append(f"process {process.pid}: {_command_line(process)}")
        process.kill()  # a child of this very process
    return left


def _running(pid: int) -> psutil.Process | None:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
    except psutil.NoSuchProcess:
        return None
    allowed = any(word in _command_line(process) for word in _CHILDREN)
    return None if allowed else process


def _command_line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return "unknown"


def _application() -> Any:
    """The running QApplication, or None; never the one to import Qt."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets is not None else None


def _windows() -> dict[int, Any]:
    application = _application()
    if application is None or not hasattr(application, "topLevelWidgets"):
        return {}
    return {id(widget): widget for widget in application.topLevelWidgets()}


def _left_windows(before: dict[int, Any]) -> list[str]:
    if _windows().keys() - before.keys():
        _delete_what_waits(with_rings=False)
    if not _windows().keys() - before.keys():
        return []
    _delete_what_waits()
    return [
        f"window {type(widget).__name__} {widget.windowTitle()!r}"
        for key, widget in _windows().items()
        if key not in before and type(widget).__name__ not in _WIDGETS
    ]


def _delete_what_waits(*, with_rings: bool = True) -> None:
    """Carry out deleteLater, and let go of widgets that only a ring of references holds.

    Looking for rings takes some 40 ms.
    """
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
    if not with_rings:
        return
    gc.collect()
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)


def _left_timers() -> list[str]:
    """Timers that tick and threads of Qt that run, though the test is over."""
    core = sys.modules["PySide6.QtCore"]
    found = _running_objects(core)
    if found.keys() - _known_timers:
        _delete_what_waits()
        found = _running_objects(core)
    left = [words for key, words in found.items() if key not in _known_timers]
    _known_timers.clear()
    _known_timers.update(found)
    if not core.QThreadPool.globalInstance().waitForDone(int(_PATIENCE_S * 1000)):
        left.append("work in Qt's global thread pool")
    return left


def _running_objects(core: Any) -> dict[int, str]:
    is_valid = sys.modules["shiboken6"].isValid
    found = {}
    things = gc.get_objects()
    # There are many objects and few kinds: each kind is asked once what it is.
    kinds = {k for k in set(map(type, things)) if issubclass(k, (core.QTimer, core.QThread))}
    for thing in [thing for thing in things if type(thing) in kinds]:
        kind = type(thing)
        if issubclass(kind, core.QTimer) and is_valid(thing) and thing.isActive():
            parent = thing.parent()
            found[id(thing)] = f"{kind.__name__} of {type(parent).__name__}, still ticking"
        elif issubclass(kind, core.QThread) and is_valid(thing) and thing.isRunning():
            found[id(thing)] = f"{kind.__name__}, still running"
    found.pop(id(core.QThread.currentThread()), None)
    return found
