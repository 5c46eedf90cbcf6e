"""Whether a file that another program brings is whole, as far as its outside tells.

Cheap enough for every new file of a folder: some blocks are read, never the whole of a large file.
"""

import hashlib
import os
import signal
import sys
from pathlib import Path

WHOLE_BYTES = 4 << 20
"""A file up to so many bytes is hashed as a whole, of a larger one some blocks are."""
_BLOCK, _N_BLOCKS = 1 << 16, 16
_TAIL = 1 << 16
_TEXTS = (".csv", ".tsv", ".txt", ".tab", ".jsonl", ".ndjson")
_ZIPS = (".zip", ".xlsx", ".xlsm", ".ods")
_DELIMITERS = (b",", b";", b"\t", b"|")
_WRITING = "another program is still writing it"


def fingerprint(path: Path, n_bytes: int) -> str:
    """A hash that changes when the bytes of a file do; raises `OSError`.

    Files that are given their size and time first and their bytes later keep both while they
    change. Of a large file 16 blocks are read, from its beginning to its very end.
    """
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as stream:
        if n_bytes <= WHOLE_BYTES:
            digest.update(stream.read(WHOLE_BYTES))
        else:
            for number in range(_N_BLOCKS):
                stream.seek((n_bytes - _BLOCK) * number // (_N_BLOCKS - 1))
                digest.update(stream.read(_BLOCK))
    return digest.hexdigest()


def is_open_for_writing(path: Path) -> bool:
    """True if some process has the file open for writing, where the system tells (Linux).

    It grants a read lease only on a file nobody writes (fcntl(2), F_SETLEASE); the lease is given
    back at once. A writer that comes in between is told with a signal that does nothing.
    """
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:  # another person's file, or a file system without leases
        return False
    finally:
        os.close(handle)
    return False


def why_not_whole(path: Path, n_bytes: int) -> str:
    """Why a file can't be whole yet, as the end of a sentence; "" where nothing speaks against it.

    A file that is gone is not spoken of: whoever looks next finds that out.
    """
    if n_bytes == 0:
        return "it is empty"
    try:
        if is_open_for_writing(path):
            return _WRITING
        return _cut(path, n_bytes)
    except FileNotFoundError:
        return ""
    except PermissionError:
        return "it may not be read, or another program keeps it locked"
    except OSError as error:
        return f"it can't be read: {error.strerror or error}"


def is_being_written(reason: str) -> bool:
    """Whether a reason of `why_not_whole` is one that ends by itself, however long it takes."""
    return reason == _WRITING


def ends_openly(path: Path) -> bool:
    """Whether a text file ends without the end of a line, as one does that is still written."""
    if path.suffix.lower() not in _TEXTS:
        return False
    try:
        with path.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - 4))
            last = stream.read(4)
    except OSError:
        return False
    return not last.rstrip(b"\0").endswith((b"\n", b"\r"))


def _cut(path: Path, n_bytes: int) -> str:
    ending = path.suffix.lower()
    with path.open("rb") as stream:
        head = stream.read(_TAIL)
        stream.seek(max(0, n_bytes - _TAIL))
        tail = stream.read(_TAIL)
    if ending == ".parquet" and not tail.endswith(b"PAR1"):
        return "the end of the Parquet file is missing"
    if ending in (".feather", ".arrow") and head.startswith(b"ARROW1") != tail.endswith(b"ARROW1"):
        return "the end of the file is missing"
    if ending in _ZIPS and head.startswith(b"PK") and b"PK\x05\x06" not in tail:
        return "the list of contents at the end of the file is missing"
    if ending == ".xz" and head.startswith(b"\xfd7zXZ") and not tail.rstrip(b"\0").endswith(b"YZ"):
        return "the end of the packed file is missing"
    if ending == ".json" and tail.strip() and tail.strip()[-1:] not in (b"]", b"}"):
        return "it ends in the middle of a record"
    if ending in _TEXTS and _is_last_line_short(head, tail):
        return "it ends in the middle of a row"
    return ""


def _is_last_line_short(head: bytes, tail: bytes) -> bool:
    """Whether the last line has no end and fewer fields than the first."""
    if tail.endswith((b"\n", b"\r")) or b"\0" in head or b"\n" not in tail:
        return False
    first, last = head.split(b"\n", 1)[0], tail.rsplit(b"\n", 1)[1]
    delimiter = max(_DELIMITERS, key=first.count)
    n_wanted = first.count(delimiter)
    return n_wanted > 0 and (last.count(delimiter) < n_wanted or last.count(b'"') % 2 == 1)
