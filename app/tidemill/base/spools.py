"""The spool a process writes: every record goes to a file of its own before anything else.

A record is in the system's hands when `write` returns, so that killing the process loses none.
While the disk takes nothing, records are kept in memory, up to a bound, and written once it does.
Nothing here raises, and nothing here waits for anyone but the local disk.
"""

import contextlib
import json
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tidemill.base.ids import new_id
from tidemill.base.spool_files import SpoolFiles, framed, try_lock

HELD_BYTES = 64 << 20
"""How much is kept in memory while the disk takes nothing; what comes then is left out."""

SEGMENT_BYTES = 32 << 20
_RETRY_S = 0.5
_LOCK_TRIES = 50


class Spool:
    """A process's own spool in a folder; safe to use from several threads.

    `tell(kind, words)` is called when something went wrong or is right again. `owner` is written
    beside it for whoever takes it over.
    """

    def __init__(
        self, folder: Path, owner: Mapping[str, Any], tell: Callable[[str, str], None]
    ) -> None:
        """Begin a spool; where the folder can't be written, in memory for now."""
        self.id = new_id()
        self.files = SpoolFiles(folder, self.id)
        self._owner, self._tell = dict(owner), tell
        self._lock = threading.RLock()
        self._lock_handle: int | None = None
        self._handle: int | None = None
        self._start = self._end = 0
        """Where the segment that is written begins, and where what lies on disk ends."""
        self._held: deque[bytes] = deque()
        self._held_from = self._n_held = 0
        self._retry_at = 0.0
        self._n_lost = 0
        with self._lock:
            self._open()

    @property
    def end(self) -> int:
        """The place behind the last record."""
        return self._held_from + self._n_held if self._held else self._end

    def put(self, record: list[Any]) -> None:
        """Write a record of plain JSON types; NaN and infinities are kept as such."""
        self.write(framed(json.dumps(record, separators=(",", ":"))))

    def write(self, line: bytes) -> None:
        """Write a framed record."""
        with self._lock:
            if self._held or not self._written(line):
                self._hold(line)

    def retry(self) -> None:
        """Write what is kept in memory, if the disk takes it again."""
        with self._lock:
            if self._held:
                self._write_held()

    def read(self, offset: int, most: int) -> tuple[int, bytes]:
        """At most `most` bytes of records from `offset` on, and where they begin."""
        with self._lock:
            if self._held and offset >= self._held_from:
                return offset, b"".join(self._held)[offset - self._held_from :]
        begin, found = self.files.read(offset, most)
        if found:
            return begin, found
        with self._lock:
            return (self._held_from, b"".join(self._held)) if self._held else (offset, b"")

    def applied(self, offset: int) -> None:
        """Forget what lies before `offset`: it is in the store."""
        with self._lock:
            while self._held and self._held_from + len(self._held[0]) <= offset:
                self._drop_first()
        self.files.applied(offset)

    def close(self, applied: int) -> bool:
        """End the spool; True where all of it was applied and it is gone."""
        with self._lock:
            self._write_held()
            is_done = applied >= max(self.end, self._end_on_disk())
            self._close_handles()
            return is_done and self.files.remove()

    def left_by_fork(self) -> None:
        """In a forked child: let go of the parent's files without touching them."""
        self._lock = threading.RLock()
        self._close_handles()
        self._held.clear()

    # --- on disk ---------------------------------------------------------------------------

    def _open(self) -> bool:
        """Open the segment that begins at the end."""
        try:
            self.files.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._lock_handle is None:
                self._take_lock()
            path = self.files.segment(self._end)
            flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
            handle = os.open(path, flags, 0o600)
        except OSError as error:
            self._tell("spool", f"The folder {self.files.folder} can't be written ({error}).")
            return False
        if self._handle is not None:
            os.close(self._handle)
        self._handle, self._start = handle, self._end
        return True

    def _take_lock(self) -> None:
        handle = os.open(self.files.lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        for _ in range(_LOCK_TRIES):  # somebody may be looking whether it is taken
            if try_lock(handle):
                break
            time.sleep(0.001)
        try:
            os.write(handle, json.dumps(self._owner).encode())
        except OSError:
            os.close(handle)
            raise
        self._lock_handle = handle

    def _written(self, line: bytes) -> bool:
        handle = self._handle
        if handle is None:
            return False
        # Asked of the system, not remembered: Ctrl+C may come right behind a write.
        before = os.lseek(handle, 0, os.SEEK_CUR)
        try:
            n = os.write(handle, line)
            if n == len(line):
                self._end = self._start + before + n
                if self._end - self._start > SEGMENT_BYTES:
                    self._open()
                return True
            words = "The disk is full"
        except OSError as error:
            words = str(error)
        with contextlib.suppress(OSError):  # what was half written is written over
            os.lseek(handle, before, os.SEEK_SET)
        self._tell("spool", f"{words}: {self.files.folder} takes nothing more at the moment.")
        return False

    def _end_on_disk(self) -> int:
        """Behind what the segment that is written holds, half a record included."""
        if self._handle is None:
            return 0
        return self._start + os.fstat(self._handle).st_size

    # --- in memory -------------------------------------------------------------------------

    def _hold(self, line: bytes) -> None:
        if not self._held:
            self._held_from, self._n_held = self._end, 0
        if self._n_held + len(line) > HELD_BYTES and not self._write_held():
            self._n_lost += 1
            self._tell(
                "spool-lost",
                f"{HELD_BYTES >> 20} MB wait in memory since the disk takes nothing: "
                "what is logged from now on is left out until there is room.",
            )
            return
        if not self._held:
            self._held_from, self._n_held = self._end, 0
        self._held.append(line)
        self._n_held += len(line)
        if time.monotonic() >= self._retry_at:
            self._write_held()

    def _write_held(self) -> bool:
        """Write what is kept; True once nothing is."""
        self._retry_at = time.monotonic() + _RETRY_S
        if self._held and self._held_from != self._end:  # part of it is in the store already
            self._end = self._held_from
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None
        if self._handle is None and not self._open():
            return False
        while self._held:
            if not self._written(self._held[0]):
                return False
            self._drop_first()
        return True

    def _drop_first(self) -> None:
        line = self._held.popleft()
        self._held_from += len(line)
        self._n_held -= len(line)
        if not self._held and self._held_from > self._end:
            self._end = self._held_from
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None

    def _close_handles(self) -> None:
        for handle in (self._handle, self._lock_handle):
            if handle is not None:
                with contextlib.suppress(OSError):
                    os.close(handle)
        self._handle = self._lock_handle = None
