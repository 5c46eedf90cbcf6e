"""Unpacks files within bounds: what is packed may say nothing of how much comes out of it.

Only what is read is written, to a place of ours: names in an archive choose nothing but the reader.
"""

import bz2
import gzip
import lzma
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from tidemill.base import zips
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Reporter

MAX_BYTES = 64 << 30
"""Bytes that a packed file may unpack to."""

MAX_RATIO = 250
"""How many times its size a file may unpack to; tables of text gain 3 to 50 times."""

FREE_ANYWAY = 1 << 30
"""Bytes that any packed file may unpack to, however small it is."""

SPARE_BYTES = 256 << 20
"""Bytes of the disk that are left free."""

BLOCK = 1 << 20
_ODD = re.compile(r"[^\w.() -]+")

Opener = Callable[[Path], Any]


def _zstd(path: Path) -> Any:
    import zstandard

    # A window of more than 128 MB would take that much memory.
    decompressor = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    stream = path.open("rb")
    return decompressor.stream_reader(stream, read_across_frames=True, closefd=True)


METHODS: dict[str, tuple[str, tuple[bytes, ...], Opener]] = {
    ".gz": ("gzip", (b"\x1f\x8b",), gzip.open),
    ".bz2": ("bzip2", (b"BZh",), bz2.open),
    ".xz": ("xz", (b"\xfd7zXZ\x00",), lzma.open),
    ".zst": ("Zstandard", (b"(\xb5/\xfd",), _zstd),
}
"""Ending of a packed file: what it is called, how it begins, what opens it."""


class Budget:
    """How much may still be unpacked of a file of some size."""

    def __init__(self, path: Path, n_bytes: int) -> None:
        self._path = path
        self._most = min(MAX_BYTES, max(FREE_ANYWAY, MAX_RATIO * n_bytes))
        self._spent = 0

    def spend(self, n: int, folder: Path) -> None:
        """Count bytes about to be written; over the bound `NeedsYou`, disk full `WorldError`."""
        self._spent += n
        if self._spent > self._most:
            raise NeedsYou(
                f"{self._path.name} unpacks to more than {self._most / 1e9:,.0f} GB, "
                f"over {MAX_RATIO:,} times its size or more than can be taken in.",
                "If that is what it should hold, unpack it yourself and drop what was in it.",
            )
        if shutil.disk_usage(folder).free < n + SPARE_BYTES:
            raise WorldError(
                f"The disk of the temporary folder is full: {self._path.name} can't be unpacked.",
                "Free some space there, then try again.",
            )


def method_of(first: bytes) -> str:
    """The ending of `METHODS` that fits a file, by its first bytes; empty for none."""
    for ending, (_, marks, _) in METHODS.items():
        if first.startswith(marks):
            return ending
    return ""


def safe_name(name: str) -> str:
    """The last part of a name in an archive, without what could lead elsewhere."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _ODD.sub("_", last).strip(" .")[-120:] or "table"


@contextmanager
def _told(path: Path, what: str) -> Iterator[None]:
    """Where packed bytes are read; damage becomes a clear sentence."""
    import zstandard

    try:
        yield
    except (
        EOFError,
        gzip.BadGzipFile,
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        zstandard.ZstdError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OverflowError,
    ) as error:
        raise NeedsYou(
            f"Can't unpack {path.name}: {what} is damaged or cut short.",
            "Copy or pack it again, then drop it again.",
            detail=f"{type(error).__name__}: {error}",
        ) from None
    except OSError as error:
        if error.errno is None:  # the words of bzip2 for damage
            raise NeedsYou(
                f"Can't unpack {path.name}: {what} is damaged.",
                "Copy or pack it again, then drop it again.",
                detail=str(error),
            ) from None
        raise WorldError(
            f"Can't unpack {path.name}: {error.strerror or error}.",
            "Check the disk, then try again.",
            detail=repr(error),
        ) from error


def unpack(path: Path, ending: str, target: Path, reporter: Reporter, *, most: int = 0) -> None:
    """Write what is packed in a file; with `most`, only so many of the first bytes."""
    title, _, opener = METHODS[ending]
    n_bytes = path.stat().st_size
    with _told(path, f"the {title} file"), opener(path) as source:
        _copy(source, target, Budget(path, n_bytes), reporter, most)


def _copy(source: Any, target: Path, budget: Budget, reporter: Reporter, most: int) -> None:
    written = 0
    with target.open("wb") as out:
        while block := source.read(BLOCK if not most else min(BLOCK, most - written)):
            reporter.check()
            budget.spend(len(block), target.parent)
            out.write(block)
            written += len(block)
            if most and written >= most:
                return


def members(path: Path) -> list[zipfile.ZipInfo]:
    """The files in a zip archive that people put there, in its order."""
    with _told(path, "the zip archive"), zips.opened(path) as archive:
        found = archive.infolist()
    return [one for one in found if not one.is_dir() and not _is_by_product(one.filename)]


def _is_by_product(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not parts or parts[0] == "__MACOSX" or parts[-1].startswith((".", "~$"))


def unpack_member(
    path: Path, member: zipfile.ZipInfo, target: Path, reporter: Reporter, *, most: int = 0
) -> None:
    """Write one file of a zip archive; with `most`, only so many of the first bytes."""
    if member.flag_bits & 1:
        raise NeedsYou(
            f"{member.filename} in {path.name} is protected by a password.",
            "Unpack it yourself, then drop what was in it.",
        )
    budget = Budget(path, member.compress_size)
    with (
        _told(path, "the zip archive"),
        zips.opened(path) as archive,
        archive.open(member) as source,
    ):
        _copy(source, target, budget, reporter, most)


def first_bytes(path: Path, ending: str, n: int) -> bytes:
    """The first bytes of what is packed in a file."""
    title, _, opener = METHODS[ending]
    with _told(path, f"the {title} file"), opener(path) as source:
        stream: BinaryIO = source
        return stream.read(n)
