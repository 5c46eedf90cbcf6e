"""Files kept by content: each once, whole, and checked when read."""

import contextlib
import errno
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from tidemill.base import atomic, hashing
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.ids import new_id

LEFT_S = 3600.0
"""For how long a half-written file must have been left alone to count as left over."""

_INCOMING = "incoming"
"""Where files stand until they are whole: what was left there is found without a walk over all."""

_NO_ROOM = {
    errno.ENOSPC: "is full",
    errno.EDQUOT: "is full: your share of it is used up",
    errno.EFBIG: "takes no file as large as this one",
}


class Blobs:
    """A folder of immutable files named by the hash of what is in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where a blob lies, whether or not it is there."""
        return self.folder / name[:2] / name[2:]

    def put_bytes(self, data: bytes) -> str:
        """Keep bytes and return their name; the same bytes are kept once."""
        name = hashing.of_bytes(data)
        target = self.path(name)
        if not _is_whole(target, name):
            with _room(self.folder):
                atomic.write_bytes(target, data, self.folder / _INCOMING)
        return name

    def put_file(self, source: Path, check: Callable[[], None] = lambda: None) -> str:
        """Copy a file in and return its name; what was copied is what was hashed."""
        with self.scratch(source.suffix) as temporary, _room(self.folder):
            with source.open("rb") as read, temporary.open("wb") as written:
                while block := read.read(1 << 20):
                    written.write(block)
                    check()
            return self.adopt(temporary)

    def adopt(self, temporary: Path) -> str:
        """Move a finished file that was written under `scratch` in and return its name."""
        name = hashing.of_file(temporary)
        target = self.path(name)
        if not _is_whole(target, name):
            with _room(self.folder), atomic.whole_file(target, self.folder / _INCOMING) as whole:
                temporary.replace(whole)
        return name

    @contextlib.contextmanager
    def scratch(self, suffix: str = "") -> Iterator[Path]:
        """Yield a path for a file in the making, on the same disk; removed afterwards."""
        folder = self.folder / "scratch"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (new_id() + suffix)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def named(self, name: str, file_name: str) -> Iterator[Path]:
        """Yield a blob under a file name of its own, for readers that go by the ending."""
        folder = self.folder / "scratch" / new_id()
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

    def checked(self, name: str) -> Path:
        """Return a blob's path after checking its content."""
        path = self.path(name)
        if not path.exists():
            raise _gone(name)
        if hashing.of_file(path) != name:
            raise _damaged(name)
        return path

    def sweep_scratch(self, now: datetime) -> None:
        """Remove files that killed processes left half made; only while no child works.

        A window or command may be putting a file in all the same: of what is on its way in only
        that goes which was left alone for `LEFT_S`.
        """
        shutil.rmtree(self.folder / "scratch", ignore_errors=True)
        atomic.sweep(self.folder / _INCOMING, now.timestamp() - LEFT_S)

    def n_bytes(self) -> int:
        """Bytes all blobs take."""
        return sum(p.stat().st_size for p in self.folder.rglob("*") if p.is_file())


def _is_whole(path: Path, name: str) -> bool:
    """Whether a blob is there as it should be; a damaged one is written anew."""
    return path.exists() and hashing.of_file(path) == name


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
            "Free some room and try again. Nothing was changed.",
            detail=str(error),
        ) from error
