"""Files of records that say their length and a sum to check them: TFRecord, and LevelDB's log.

A file that is still written may end in the middle of a record: what is whole is read, and the rest
is told as `CutShort`. A record whose sum is wrong is `Damaged`: what follows it can't be trusted.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from tidemill.base.errors import WorldError
from tidemill.services.run_imports.values import many

_BLOCK = 32_768
_CHECKED = 65_536  # larger records hold pictures and the like, of which no value is taken


class CutShort(Exception):
    """The file ends within a record."""


class Damaged(Exception):
    """A record is not what was written."""


def _table() -> tuple[int, ...]:
    found = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = (value >> 1) ^ 0x82F63B78 if value & 1 else value >> 1
        found.append(value)
    return tuple(found)


_SUMS = _table()


def crc32c(data: bytes) -> int:
    """The Castagnoli sum of bytes (RFC 3720, appendix B.4)."""
    value = 0xFFFFFFFF
    for byte in data:
        value = _SUMS[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF


def _masked(data: bytes) -> int:
    value = crc32c(data)
    return (((value >> 15) | (value << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def tf_records(file: BinaryIO) -> Iterator[bytes]:
    """The records of a file of TFRecord (length, its sum, bytes, their sum)."""
    while head := file.read(12):
        if len(head) < 12:
            raise CutShort
        length, summed = struct.unpack("<QI", head)
        if _masked(head[:8]) != summed:
            raise Damaged
        data, foot = file.read(length), file.read(4)
        if len(foot) < 4:
            raise CutShort
        if length <= _CHECKED and _masked(data) != struct.unpack("<I", foot)[0]:
            raise Damaged
        yield data


def log_records(file: BinaryIO) -> Iterator[bytes]:
    """The records of a log of LevelDB in blocks of 32 KiB, from where the file stands on; sums are
    the usual CRC of kind and bytes."""
    whole, at = b"", file.tell()
    while True:
        left = _BLOCK - at % _BLOCK
        if left < 7:
            file.read(left)
            at += left
            continue
        head = file.read(7)
        if not head:
            if whole:
                raise CutShort
            return
        if len(head) < 7:
            raise CutShort
        summed, length, kind = struct.unpack("<IHB", head)
        data = file.read(length)
        at += 7 + length
        if len(data) < length:
            raise CutShort
        if zlib.crc32(data, zlib.crc32(head[6:])) != summed or kind not in (1, 2, 3, 4):
            raise Damaged
        whole += data
        if kind in (1, 4):  # whole, or the last piece
            yield whole
            whole = b""


def whole_records(
    path: Path,
    records: Callable[[BinaryIO], Iterator[bytes]],
    broken: list[str],
    *,
    head: bytes = b"",
    whose: str = "",
) -> Iterator[bytes]:
    """The records of a file; one that ends too early, or is damaged, is told in `broken`.

    So is a file that does not begin with `head`: it is none of `whose`. `WorldError` where it
    can't be read.
    """
    n = 0
    try:
        with path.open("rb") as file:
            if file.read(len(head)) != head:
                broken.append(f"{path.name} is no file of {whose}.")
                return
            for record in records(file):
                n += 1
                yield record
    except CutShort:
        broken.append(
            f"{path.name} ends within a record, as if it were still written: "
            f"{many(n, 'record')} of it were read."
        )
    except Damaged:
        broken.append(f"{path.name} is damaged: {many(n, 'record')} before that were read.")
    except OSError as error:
        raise WorldError(
            f"{path} can't be read.", "Try again: what was taken stays.", detail=str(error)
        ) from error
