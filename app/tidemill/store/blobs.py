"""Files kept by content: each once, whole, and checked when read."""

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from tidemill.base import atomic, hashing
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.ids import new_id

LEFT_S = 3600.0
"""For how long a half-written file must have been left alone to count as left over."""

CLAIM_S = 600.0
"""For how long a file that was put once more is kept although nothing refers to it yet."""

_CLAIMS = "claims"
"""One empty file for each blob that was put although it was there: its writer will refer to it."""

_LEAVING = "leaving"
"""Where a blob stands between being taken out of use and being removed."""

_INCOMING = "incoming"
"""Where files stand until they are whole: what was left there is found without a walk over all."""

_SYNCED_BYTES = 32 << 20
"""After so many bytes a file that is copied in is written through to the disk."""

_NO_ROOM = {
    errno.ENOSPC: "is full",
    errno.EDQUOT: "is full: your share of it is used up",
    errno.EFBIG: "takes no file as large as this one",
    errno.EROFS: "can't be written: it is read-only",
}


_FREE_SOME = "Free some room and try again. Nothing was changed."
_READ_ONLY = "Have it mounted for writing and try again. Nothing was changed."


class Blobs:
    """A folder of immutable files named by the hash of what is in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen_whole: dict[str, tuple[int, ...]] = {}

    def path(self, name: str) -> Path:
        """Where a blob lies, whether or not it is there."""
        return self._own_path(name)

    def _own_path(self, name: str) -> Path:
        """Where a blob is written, and removed from."""
        return self.folder / name[:2] / name[2:]

    def put_bytes(self, data: bytes) -> str:
        """Keep bytes and return their name; the same bytes are kept once."""
        name = hashing.of_bytes(data)
        if not self._kept(self.path(name), name):
            with _room(self.folder):
                atomic.write_bytes(self._own_path(name), data, self.folder / _INCOMING)
        return name

    def put_file(self, source: Path, check: Callable[[], None] = lambda: None) -> str:
        """Copy a file in and return its name; what was copied is what was hashed.

        `check` is called after each mebibyte and may raise to stop. What was copied goes to the
        disk a piece at a time: a gigabyte all at once would hold up whoever wants to stop.
        """
        with self.scratch(source.suffix) as temporary, _room(self.folder):
            with source.open("rb") as read, temporary.open("wb") as written:
                n_loose = 0
                while block := read.read(1 << 20):
                    written.write(block)
                    n_loose += len(block)
                    if n_loose >= _SYNCED_BYTES:
                        written.flush()
                        os.fsync(written.fileno())
                        n_loose = 0
                    check()
            return self.adopt(temporary, check)

    def adopt(self, temporary: Path, check: Callable[[], None] = lambda: None) -> str:
        """Move a finished file that was written under `scratch` in and return its name.

        `check` may raise to stop while the file is hashed.
        """
        name = hashing.of_file(temporary, check)
        if not self._kept(self.path(name), name, check):
            target = self._own_path(name)
            with _room(self.folder), atomic.whole_file(target, self.folder / _INCOMING) as whole:
                temporary.replace(whole)
        return name

    @contextlib.contextmanager
    def scratch(self, suffix: str = "") -> Iterator[Path]:
        """Yield a path for a file in the making, on the same disk; removed afterwards."""
        folder = self.folder / "scratch"
        with _room(self.folder):
            folder.mkdir(parents=True, exist_ok=True)
        path = folder / (new_id() + suffix)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """Yield a private folder on the same disk; removed afterwards."""
        folder = self.folder / "scratch" / new_id()
        with _room(self.folder):
            folder.mkdir(parents=True)
        folder.chmod(0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def named(self, name: str, file_name: str) -> Iterator[Path]:
        """Yield a blob under a file name of its own, for readers that go by the ending."""
        folder = self.folder / "scratch" / new_id()
        with _room(self.folder):
            folder.mkdir(parents=True)
        link = folder / file_name
        try:
            try:
                link.hardlink_to(self.path(name))
            except OSError:  # a file system without hard links
                shutil.copyfile(self.path(name), link)
            yield link
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def get_bytes(self, name: str) -> bytes:
        """Return a blob's bytes; a missing or damaged one raises `NeedsYou` by name."""
        try:
            data = self.path(name).read_bytes()
        except FileNotFoundError:
            raise _gone(name) from None
        if hashing.of_bytes(data) != name:
            raise _damaged(name)
        return data

    def checked(self, name: str, *, anew: bool = False) -> Path:
        """Return a blob's path after checking its content.

        A file found whole is not hashed again as long as its size, its times and its place on the
        disk are the same, unless `anew` asks for it.
        """
        path = self.path(name)
        try:
            facts = path.stat()
        except FileNotFoundError:
            raise _gone(name) from None
        seen = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
        if anew or self._seen_whole.get(name) != seen:
            self._seen_whole.pop(name, None)
            if hashing.of_file(path) != name:
                raise _damaged(name)
            self._seen_whole[name] = seen
        return path

    def sweep_scratch(self, now: datetime) -> None:
        """Remove files that killed processes left half made: what was left alone for `LEFT_S`.

        A window, a command, a script or a colleague's worker may be putting a file in meanwhile.
        """
        before = now.timestamp() - LEFT_S
        for path in (self.folder / "scratch").glob("*"):
            with contextlib.suppress(FileNotFoundError):  # its writer just finished
                facts = path.stat()
                if max(facts.st_mtime, facts.st_ctime) >= before:
                    continue
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink()
        atomic.sweep(self.folder / _INCOMING, before)
        for claim in (self.folder / _CLAIMS).glob("*"):
            if not self._is_claimed(claim.name):
                claim.unlink(missing_ok=True)

    def now(self) -> float:
        """The time as the disk tells it, in seconds since 1970: what is put later is not older."""
        return self._touched(self.folder / _LEAVING / ".now").stat().st_mtime

    @staticmethod
    def _touched(path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        return path

    def remove(self, names: Iterable[str], before: float) -> int:
        """Remove blobs that nothing refers to any more and return the bytes that are free now.

        One that was put at `before` (by `now`) or later stays, and so does one that was put once
        more within the last `CLAIM_S`: its writer counts on it. Each is first moved aside, so that
        a writer who comes now finds nothing and writes it anew; what a kill leaves aside is
        finished by `settle`.
        """
        freed = 0
        aside = self.folder / _LEAVING
        aside.mkdir(parents=True, exist_ok=True)
        for name in names:
            path = self._own_path(name)
            try:
                facts = path.stat()
                if facts.st_mtime >= before:
                    continue
                path.replace(aside / name)
            except FileNotFoundError:  # removed before, or never written
                continue
            freed += self._let_go(name, facts.st_size)
        return freed

    def settle(self, is_needed: Callable[[str], bool]) -> int:
        """Finish what a killed `remove` left moved aside; returns the bytes that are free now."""
        freed = 0
        for path in sorted((self.folder / _LEAVING).glob("[0-9a-f]*")):
            with contextlib.suppress(FileNotFoundError):  # another process settled it
                size = path.stat().st_size
                if is_needed(path.name):
                    self._put_back(path)
                else:
                    freed += self._let_go(path.name, size)
        return freed

    def _let_go(self, name: str, size: int) -> int:
        """Remove a blob that stands aside, or put it back where a writer claimed it meanwhile."""
        path = self.folder / _LEAVING / name
        if self._is_claimed(name):
            self._put_back(path)
            return 0
        path.unlink(missing_ok=True)
        return size

    def _put_back(self, path: Path) -> None:
        target = self._own_path(path.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # another process put it back
            path.replace(target)

    def claim(self, names: Iterable[str]) -> None:
        """Keep blobs that are about to be named once more, although nothing may refer to them."""
        for name in names:
            self._touched(self.folder / _CLAIMS / name)

    def _kept(self, target: Path, name: str, check: Callable[[], None] = lambda: None) -> bool:
        """Whether a blob is there as it should be; then it is claimed for the one who puts it."""
        if not target.exists():
            return False
        self._touched(self.folder / _CLAIMS / name)
        return _is_whole(target, name, check)

    def _is_claimed(self, name: str) -> bool:
        try:
            claimed_at = (self.folder / _CLAIMS / name).stat().st_mtime
        except FileNotFoundError:
            return False
        return self.now() - claimed_at < CLAIM_S

    def stored(self) -> Iterator[tuple[str, int, float]]:
        """Every blob's name, size and the time it was put; a walk over all of them."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            with os.scandir(folder) as entries:
                for entry in entries:
                    with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                        facts = entry.stat()
                        yield folder.name + entry.name, facts.st_size, facts.st_mtime

    def n_bytes(self) -> int:
        """Bytes all blobs take."""
        return sum(p.stat().st_size for p in self.folder.rglob("*") if p.is_file())


def _is_whole(path: Path, name: str, check: Callable[[], None] = lambda: None) -> bool:
    """Whether a blob is there and unchanged; a damaged one is written anew."""
    try:
        return hashing.of_file(path, check) == name
    except FileNotFoundError:
        return False


def _gone(name: str) -> NeedsYou:
    return NeedsYou(
        f"The stored file {name} is missing from the workspace.",
        "The doctor tells what depended on it; a backup brings it back.",
    )


def _damaged(name: str) -> NeedsYou:
    return NeedsYou(
        f"The stored file {name} is damaged: its content has changed.",
        "It is not used. The doctor tells what depended on it; a backup brings it back.",
    )


@contextlib.contextmanager
def _room(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        words = _NO_ROOM.get(error.errno or 0)
        if words is None:
            raise
        raise WorldError(
            f"The disk that holds {folder} {words}.",
            _READ_ONLY if error.errno == errno.EROFS else _FREE_SOME,
            detail=str(error),
        ) from error
