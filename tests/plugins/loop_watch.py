"""Measures how long one event keeps the window's thread, with all that it sets off at once.

What counts is processor time of that thread: it is the window's own, whatever else the machine
does. Two things are measured: each turn of the event loop, from the moment before it waits to the
moment after it has done what it woke for, and each click and key that a test sends by itself.
What a test does between them is its own affair.

`TIDEMILL_SAY_STALLS=1` looks into the thread meanwhile and tells where it was.
"""

import atexit
import gc
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

_DEEDS = ("keyClick", "keyPress", "keyRelease", "mouseClick", "mouseDClick", "mouseMove",
          "mousePress", "mouseRelease")  # fmt: skip
_LOOKS_EVERY_S = 0.004
_OBJECTS = 30_000
_TURN = "a turn of the event loop"
_PLACES, _LINES = 12, 7

LIMIT_S = 0.05
"""So long may one event take, as the design promises; on the machine of the promises."""

SPREAD = 1.25
"""So much longer the same event takes now and then: memory of the system's that is not there yet, a
neighbour in the caches between two looks at how slow the machine is."""

NOMINAL_S = 0.0105
"""What `reference` takes on the machine of the measured promises, while nothing else runs."""


def reference() -> float:
    """Processor time in seconds of a piece of work that is always the same: the median of five."""
    return sorted(_worked() for _ in range(5))[2]


def _worked() -> float:
    """Makes and reads more objects than the caches near the processor hold, as a page does."""
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        began = time.thread_time()
        made = [(n, str(n)) for n in range(_OBJECTS)]
        found = {made[at * 7919 % _OBJECTS][1]: at for at in range(_OBJECTS)}
        took = time.thread_time() - began
    finally:
        if is_collecting:
            gc.enable()
    assert len(found) == _OBJECTS
    return took


def allowed_s() -> float:
    """How long one event may take here and now."""
    return LIMIT_S * SPREAD * slowness()


def slowness() -> float:
    """How many times slower this machine is now than the one the promises name; at least 1."""
    return max(1.0, reference() / NOMINAL_S)


class LoopWatch:
    """The longest that one event took, and what it was."""

    def __init__(self) -> None:
        """Nothing was measured yet."""
        self.worst_cpu_s, self.worst_wall_s = 0.0, 0.0
        self.worst_at = ""
        self._began: tuple[float, float, float] | None = None
        self._what = ""
        self._collecting_since: float | None = None
        self._collected_s = 0.0

    def begins(self, what: str = _TURN) -> None:
        """Work begins; what was measured of other work until now is let go."""
        self._what = what
        _watched.since = time.perf_counter()
        _watched.taken()
        self._collected_s = 0.0
        self._began = (time.thread_time(), time.perf_counter(), _waited_for_processor_s())

    def ends(self) -> None:
        """The work has been done."""
        if self._began is None:
            return
        cpu, wall, waited = self._began
        self._began, _watched.since = None, None
        took = time.thread_time() - cpu - self._collected_s
        looks = _watched.taken()
        if took > self.worst_cpu_s:
            self.worst_cpu_s = took
            self.worst_at = self._what + looks
        if self._what is not _TURN:  # a turn of the loop begins with waiting
            waited = _waited_for_processor_s() - waited
            self.worst_wall_s = max(self.worst_wall_s, time.perf_counter() - wall - waited)

    def _on_awake(self) -> None:
        """A turn is over; where a test runs the loop itself, Qt says so before it."""
        if self._what is _TURN:
            self.ends()

    def _on_collector(self, phase: str, _about: dict[str, int]) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        if phase == "start":
            self._collecting_since = time.thread_time()
        elif self._collecting_since is not None:
            self._collected_s += time.thread_time() - self._collecting_since
            self._collecting_since = None

    @contextmanager
    def over(self, what: str) -> Iterator[None]:
        """Measure what a test does as one event."""
        self.begins(what)
        try:
            yield
        finally:
            self.ends()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Measure the turns of the loop, and the clicks and keys that are sent.

        Passes of Python's collector are left out: how much it walks over is up to the tests before.
        """
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.aboutToBlock.connect(self.begins)
        dispatcher.awake.connect(self._on_awake)
        gc.callbacks.append(self._on_collector)
        with pytest.MonkeyPatch.context() as patch:
            for owner in (QTest, QtBot):
                for name in _DEEDS:
                    deed = _watched_deed(self, name, getattr(owner, name))
                    patch.setattr(owner, name, staticmethod(deed))
                clicks = _one_by_one(self, getattr(owner, "keyClicks"))  # noqa: B009
                patch.setattr(owner, "keyClicks", staticmethod(clicks))
            events = QCoreApplication.processEvents
            patch.setattr(QCoreApplication, "processEvents",
                          staticmethod(_watched_deed(self, "processEvents", events)))  # fmt: skip
            try:
                yield
            finally:
                dispatcher.aboutToBlock.disconnect(self.begins)
                dispatcher.awake.disconnect(self._on_awake)
                gc.callbacks.remove(self._on_collector)
                self._began, _watched.since = None, None


def _watched_deed(watch: LoopWatch, name: str, deed: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(deed)
    def done(*given: Any, **named: Any) -> Any:
        with watch.over(name):
            return deed(*given, **named)

    return done


def _one_by_one(watch: LoopWatch, deed: Callable[..., Any]) -> Callable[..., Any]:
    """Each letter is an event."""

    @wraps(deed)
    def typed(widget: Any, text: str, *given: Any, **named: Any) -> None:
        for letter in text:
            with watch.over(f"key {letter!r}"):
                deed(widget, letter, *given, **named)

    return typed


def _waited_for_processor_s() -> float:
    """How long this thread was ready and other programs had the processor (man 5 proc).

    0 where the system does not say.
    """
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


class _Watched:
    """Looks at where the thread is while it works, where that was asked for."""

    def __init__(self) -> None:
        self.since: float | None = None
        self._looks: Counter[str] = Counter()

    def start(self) -> None:
        """A signal of Python is heard by the main thread between two of its steps."""
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _LOOKS_EVERY_S, _LOOKS_EVERY_S)
        atexit.register(signal.setitimer, signal.ITIMER_PROF, 0)  # nobody hears it then

    def taken(self) -> str:
        """Where it was since it was last asked, most often seen first; empty if nothing looks."""
        if not self._looks:
            return ""
        seen, self._looks = self._looks, Counter()
        return "".join(f"\n  {n} x {where}" for where, n in seen.most_common(_PLACES))

    def _look(self, _number: int, frame: FrameType | None) -> None:
        if self.since is not None and frame is not None:
            self._looks[_place(frame)] += 1


def _place(frame: FrameType | None) -> str:
    lines: list[str] = []
    while frame is not None and len(lines) < _LINES:
        file = frame.f_code.co_filename
        if "/tidemill/" in file:
            lines.append(f"{Path(file).name}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(lines) or "elsewhere"


_watched = _Watched()
if os.environ.get("TIDEMILL_SAY_STALLS"):
    _watched.start()
