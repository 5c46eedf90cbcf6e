"""What this process logs to one workspace: its spool, its sender, the runs that are open."""

import atexit
import contextlib
import itertools
import os
import shutil
import sys
import threading
import time
import weakref
from collections import deque
from pathlib import Path
from typing import Any, Protocol

from tidemill.base import packages, places, programs, repositories
from tidemill.base.database_urls import Place
from tidemill.base.spool_files import framed
from tidemill.base.spools import Spool
from tidemill.tracking import troubles
from tidemill.tracking.console import Listening, Printed
from tidemill.tracking.resources import EVERY_S, Meter
from tidemill.tracking.sender import Sender
from tidemill.tracking.troubles import tell

PACKAGES_FILE, DIFF_FILE = "environment/packages.txt", "environment/uncommitted.diff"
ORIGIN = "origin"
_EXPLAINED_FOR_S = 60.0
_KNOWN = "opened"


class OpenRun(Protocol):
    """A run that was begun and not ended."""

    @property
    def id(self) -> str:
        """Which one."""
        ...

    def end_with_process(self) -> None:
        """End as the script does."""
        ...


class Session:
    """The logging of this process to one workspace; safe to use from several threads."""

    def __init__(self, address: Place) -> None:
        self.address = address
        self.folder = places.spool_folder(str(address))
        # A shared database is made by a person; a folder that was there before is only away.
        self.may_make = isinstance(address, Path) and not self._is_known()
        self._lock = threading.RLock()
        self._spool: Spool | None = None
        self._sender: Sender | None = None
        self.open_runs: dict[str, OpenRun] = {}
        self._origins: weakref.WeakKeyDictionary[OpenRun, str] = weakref.WeakKeyDictionary()
        """In which spool runs that this process knows were begun, until that was sent."""
        self._printed = Printed()
        self._listening = Listening(self._printed)
        self._unexplained: deque[tuple[Spool, str, str]] = deque()
        self._explained: tuple[str, float, dict[str, Any], dict[str, str]] | None = None
        self._meter: Meter | None = None
        self._next_reading = 0.0
        self._numbers = itertools.count()
        self._is_child = False

    # --- writing ---------------------------------------------------------------------------

    @property
    def spool(self) -> Spool:
        """Where records go, with a sender at work on it."""
        with self._lock:
            if self._spool is None:
                self._spool = Spool(self.folder, programs.own_card(), tell)
                for run, origin in list(self._origins.items()):
                    self._put_origin(run, origin)
                self._sender = Sender(self)
                self._sender.start()
            return self._spool

    def write(self, text: str) -> None:
        """Write a record's JSON."""
        line = framed(text)
        with self._lock:
            (self._spool or self.spool).write(line)

    def put(self, record: list[Any]) -> None:
        """Write a record."""
        with self._lock:
            self.spool.put(record)

    def wait_until_sent(self, seconds: float) -> bool:
        """Wait until what was logged so far is in the store."""
        sender = self._sender
        return sender is None or sender.wait_until_sent(seconds)

    # --- runs ------------------------------------------------------------------------------

    def begin(self, run: OpenRun, record: dict[str, Any], folder: str) -> None:
        """Open a run: what it prints, where it comes from and what it uses is its own too."""
        with self._lock:
            record["process"] = self._origins[run] = self.spool.id
            known = self._explanation(folder)
            if known is not None:
                record["facts"] = {**record["facts"], **known[0]}
            self.put(["run", run.id, record])
            if known is None:
                self._unexplained.append((self.spool, run.id, folder))
            else:
                _attach(self.spool, run.id, known[1])
            self.open_runs[run.id] = run
            self._listening.start()

    def origin(self, run: OpenRun) -> str | None:
        """The spool in which a run was begun; None where all of that was sent."""
        return self._origins.get(run)

    def know(self, run: OpenRun, origin: str) -> None:
        """Know a run that another process began: the store takes what is logged to it after it."""
        with self._lock:
            self._origins[run] = origin
            if self._spool is not None and origin != self._spool.id:
                self._put_origin(run, origin)

    def _put_origin(self, run: OpenRun, origin: str) -> None:
        self.put([ORIGIN, run.id, origin, time.time()])

    def ended(self, run: OpenRun, record: list[Any]) -> None:
        """Close a run."""
        with self._lock:
            self._put_printed()
            self.put(record)
            self.open_runs.pop(run.id, None)
            if not self.open_runs:
                self._listening.stop()

    def heard(self, run: OpenRun, text: str) -> None:
        """Keep a text as if the script had printed it now, for one run."""
        with self._lock:
            self._put_printed()
            self.put(["console", run.id, text, time.time()])

    def innermost(self) -> OpenRun | None:
        """The run begun last of those that are open."""
        with self._lock:
            return next(reversed(self.open_runs.values()), None)

    def staged(self, source: Path) -> str:
        """Copy a file beside the spool and return its name there; the copy is sent later."""
        name, target = self._new_file(self.spool, source.suffix)
        shutil.copyfile(source, target)
        return name

    def staged_bytes(self, data: bytes, suffix: str) -> str:
        """Put bytes beside the spool and return their name there."""
        return self._staged_beside(self.spool, data, suffix)

    def _staged_beside(self, spool: Spool, data: bytes, suffix: str) -> str:
        name, target = self._new_file(spool, suffix)
        target.write_bytes(data)
        return name

    def _new_file(self, spool: Spool, suffix: str) -> tuple[str, Path]:
        with self._lock:
            folder = spool.files.files
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            name = f"{next(self._numbers):08d}{suffix[:32]}"
        return name, folder / name

    # --- for the sender --------------------------------------------------------------------

    def gather(self) -> None:
        """Write what was printed, found out and measured since the last look."""
        if self._is_child:
            return
        with self._lock:
            self._put_printed()
        self._explain()
        self._measure()

    def opened(self) -> None:
        """Note that the workspace was there: if it is gone one day, it is only away."""
        self.may_make = False
        if not self._is_known():
            with contextlib.suppress(OSError):
                (self.folder / _KNOWN).touch()

    def _is_known(self) -> bool:
        return os.path.exists(self.folder / _KNOWN)  # noqa: PTH110 (one that never raises)

    def is_over(self, applied: int) -> bool:
        """Whether nothing is open and all was sent; the next record then begins anew."""
        with self._lock:
            if self.open_runs or self._spool is None or applied < self._spool.end:
                return False
            for run in [r for r, origin in self._origins.items() if origin == self._spool.id]:
                del self._origins[run]
            self._spool = self._sender = self._explained = None
            return True

    def _put_printed(self) -> None:
        pieces = self._printed.take() if self.open_runs else []
        now = time.time()
        for piece in pieces:
            for run_id in self.open_runs:
                self.put(["console", run_id, piece, now])

    def _explanation(self, folder: str) -> tuple[dict[str, Any], dict[str, str]] | None:
        known = self._explained
        if known is None or known[0] != folder or time.monotonic() - known[1] > _EXPLAINED_FOR_S:
            return None
        return known[2], known[3]

    def _explain(self) -> None:
        """Find out where runs come from; git is asked outside of the lock.

        That may take longer than the session waits at its end, so it is written where the run
        was begun: what this session's spool is by then may be another one.
        """
        while self._unexplained:
            spool, run_id, folder = self._unexplained.popleft()
            known = self._explanation(folder)
            if known is None:
                facts, diff = repositories.state(folder)
                listed = packages.installed()
                texts = {PACKAGES_FILE: (listed, ".txt"), DIFF_FILE: (diff, ".diff")}
                files = {
                    path: self._staged_beside(spool, text.encode(), suffix)
                    for path, (text, suffix) in texts.items()
                    if text
                }
                known = (facts, files)
            with self._lock:
                if self._spool is spool:
                    self._explained = (folder, time.monotonic(), *known)
                if known[0]:
                    spool.put(["facts", run_id, known[0]])
                _attach(spool, run_id, known[1])

    def _measure(self) -> None:
        now = time.monotonic()
        if now < self._next_reading or not self.open_runs:
            return
        is_first = self._meter is None
        self._next_reading = now + EVERY_S
        if self._meter is None:
            self._meter = Meter()
        if is_first:
            return
        used = self._meter.read()
        with self._lock:
            for run_id in self.open_runs if used else ():
                self.put(["system", run_id, used, time.time()])

    # --- the end ---------------------------------------------------------------------------

    def close(self) -> None:
        """End open runs as the script ended, send what is left, and say what is not sent."""
        with self._lock:
            runs = list(self.open_runs.values())
        for run in reversed(runs):
            run.end_with_process()
        with self._lock:
            sender, spool = self._sender, self._spool
        self._listening.stop()
        if sender is None or spool is None:
            return
        if not sender.finish():
            tell(
                "left",
                f"not all that was logged is in {self.address} yet. It waits in {self.folder} "
                "and is sent by the next script that logs there, or by the worker.",
            )
        with self._lock:
            if self._spool is spool:
                self._spool = self._sender = self._explained = None

    def left_by_fork(self) -> None:
        """In a forked child: log to a spool of its own; the parent's runs stay the parent's."""
        self._lock = threading.RLock()
        if self._spool is not None:
            self._spool.left_by_fork()
        if self._sender is not None:
            _left_alone.append(self._sender)
        self._spool = self._sender = None
        self._is_child = True
        self._explained = None
        self._unexplained.clear()
        self._printed.left_by_fork()


def _attach(spool: Spool, run_id: str, files: dict[str, str]) -> None:
    for path, name in files.items():
        spool.put(["file", run_id, path, name, True])


_left_alone: list[Sender] = []
"""What a fork copied of the parent's senders: closing their connections is the parent's."""

_sessions: dict[Place, Session] = {}
_sessions_lock = threading.Lock()


def session_of(address: Place) -> Session:
    """The session of this process for a workspace."""
    with _sessions_lock:
        if address not in _sessions:
            _sessions[address] = Session(address)
        return _sessions[address]


def close_all() -> None:
    """Send what is left of all sessions and end their senders; new ones begin afresh."""
    with _sessions_lock:
        found = list(_sessions.values())
        _sessions.clear()
    for one in found:
        one.close()


def _left_by_fork() -> None:
    global _sessions_lock  # noqa: PLW0603 (another thread may have held it)
    _sessions_lock = threading.Lock()
    troubles.start_afresh()
    for one in _sessions.values():
        one.left_by_fork()


def died_of() -> BaseException | None:
    """The exception the script is ending with, if it is."""
    if hasattr(sys, "ps1") or "IPython" in sys.modules:
        return None  # an error of a cell is not the end
    return getattr(sys, "last_value", None)


atexit.register(close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_left_by_fork)
