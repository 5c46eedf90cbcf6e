"""Spools on disk, seen by whoever reads them: their records, their owner, their end.

A spool is a process's own sequence of records, each a line of a checksum and JSON. It lies in
segments named by the place at which they begin, so that what was taken over can go while the rest
grows. Its lock tells whether the process that writes it lives: the system lets go of it, however
the process ends.
"""

import contextlib
import errno
import itertools
import json
import os
import shutil
import sys
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEGMENT, LOCK, FILES = ".spool", ".lock", ".files"
_FRESH_S = 10.0
_TURN_S, _LOOK_S, _GAP_S = 2.0, 0.005, 0.25
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS}


def framed(text: str) -> bytes:
    """A record's JSON as a line with its checksum (CRC-32 of zlib)."""
    data = text.encode("ascii")
    return b"%08x %b\n" % (zlib.crc32(data), data)


@dataclass(frozen=True)
class Records:
    """Records of a piece of a spool, where each ends, and how many lines were damaged.

    `ends` are offsets from the start of the piece, one a record; what lies behind the last one
    is a record that is not whole yet, or was being written when its process was killed.
    """

    items: tuple[Any, ...]
    ends: tuple[int, ...]
    n_damaged: int


def records(data: bytes, most: int | None = None) -> Records:
    """The whole records at the start of a piece of a spool."""
    texts: list[bytes] = []
    ends: list[int] = []
    at = n_damaged = 0
    while most is None or len(texts) < most:
        end = data.find(b"\n", at)
        if end < 0:
            break
        line = data[at:end]
        at = end + 1
        if _is_right(line):
            texts.append(line[9:])
            ends.append(at)
        else:
            n_damaged += 1
            if ends:
                ends[-1] = at
    return Records(tuple(json.loads(b"[" + b",".join(texts) + b"]")), tuple(ends), n_damaged)


def _is_right(line: bytes) -> bool:
    try:
        return len(line) > 9 and int(line[:8], 16) == zlib.crc32(line[9:])
    except ValueError:
        return False


class SpoolFiles:
    """The files of one process's spool in a folder, for reading and taking away."""

    def __init__(self, folder: Path, spool_id: str) -> None:
        """Name a spool; nothing is opened yet."""
        self.folder, self.id = folder, spool_id
        self.lock_path = folder / (spool_id + LOCK)
        self.files = folder / (spool_id + FILES)

    def segments(self) -> list[tuple[int, Path]]:
        """Where each segment begins, in order, and its file."""
        found = []
        for path in self.folder.glob(f"{self.id}.*{SEGMENT}"):
            start = path.name.split(".")[1]
            if start.isdigit():
                found.append((int(start), path))
        return sorted(found)

    def segment(self, start: int) -> Path:
        """The file of the segment that begins at `start`."""
        return self.folder / f"{self.id}.{start:016d}{SEGMENT}"

    def read(self, offset: int, most: int) -> tuple[int, bytes]:
        """At most `most` bytes from `offset` on, from one segment; where they begin.

        They begin later than asked where what was there is gone, and are empty at the end.
        """
        segments = self.segments()
        for k, (start, path) in enumerate(segments):
            begin = max(offset, start)
            with contextlib.suppress(FileNotFoundError), path.open("rb") as stream:
                stream.seek(begin - start)
                data = stream.read(most)
                # Behind the last line of an ended segment may lie the start of one that did not
                # fit on the disk; it was written again elsewhere.
                is_last = k == len(segments) - 1
                if data and (is_last or len(data) == most or b"\n" in data):
                    return begin, data
        return offset, b""

    def owner(self) -> Mapping[str, Any]:
        """What the process that writes it said of itself; empty where that can't be read."""
        try:
            known = json.loads(self.lock_path.read_bytes())
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def last_sign(self) -> float:
        """When it was written to last, in seconds since 1970."""
        newest = 0.0
        for _, path in self.segments():
            with contextlib.suppress(OSError):
                newest = max(newest, path.stat().st_mtime)
        return newest

    def is_fresh(self) -> bool:
        """Whether it was only just begun, so that its owner may not hold its lock yet."""
        try:
            return time.time() - self.lock_path.stat().st_mtime < _FRESH_S
        except OSError:
            return False

    @contextlib.contextmanager
    def taken(self) -> Iterator[bool]:
        """Take the spool over while its owner is gone; False while someone has it."""
        try:
            handle = os.open(self.lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield False
            return
        is_mine = False
        try:
            is_mine = try_lock(handle)
            yield is_mine
        finally:
            _let_go(handle, is_locked=is_mine)

    def applied(self, offset: int) -> None:
        """Remove segments that lie before `offset`; never the last one."""
        segments = self.segments()
        for (_, path), (next_start, _) in itertools.pairwise(segments):
            if next_start <= offset:
                path.unlink(missing_ok=True)

    def remove(self) -> bool:
        """Remove all of it; True once nothing of it is left."""
        try:
            for _, path in self.segments():
                path.unlink(missing_ok=True)
            shutil.rmtree(self.files, ignore_errors=True)
            self.lock_path.unlink(missing_ok=True)
        except OSError:
            return False
        return not self.segments()


class Turns:
    """Lets the processes of this person write to one store in turns.

    SQLite's own waiting leaves out at random who waits longest: of sixteen writers some get
    nothing for many seconds. Who holds a turn for long (a paused process) is passed over. Where
    turns are waited for, the store is left alone in between for as long as it was written to, so
    that the window and the worker, which take no turns, find it free.
    """

    def __init__(self, folder: Path) -> None:
        """Take turns with all who name the same folder."""
        self._path = folder / "turn"

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn, at most `_TURN_S`, and hold it."""
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:  # a folder that can't be written: then without
            yield
            return
        is_mine = False
        try:
            began = time.monotonic()
            has_waited = False
            while not (is_mine := try_lock(handle)) and time.monotonic() < began + _TURN_S:
                has_waited = True
                time.sleep(_LOOK_S)
            began = time.monotonic()
            yield
            if has_waited:
                time.sleep(min(_GAP_S, time.monotonic() - began))
        finally:
            _let_go(handle, is_locked=is_mine)


def listed(folder: Path) -> list[SpoolFiles]:
    """The spools in a folder, those begun first coming first."""
    try:
        names = {p.name.partition(".")[0] for p in folder.iterdir() if p.suffix in (SEGMENT, LOCK)}
    except OSError:
        return []
    return [SpoolFiles(folder, name) for name in sorted(names)]


def try_lock(handle: int) -> bool:
    """Lock an open file for this process if nobody has it; the system unlocks it at the end.

    True also where the disk knows no locks: the store itself lets nothing in twice.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(handle, 1 << 30, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _NO_LOCKS
    return True


def _let_go(handle: int, *, is_locked: bool) -> None:
    """Unlock and close a file: closing alone would leave it locked by a child forked meanwhile."""
    if is_locked and sys.platform != "win32":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)
    os.close(handle)
