"""The instructions of a pickle and what stands behind each, bounded in length."""

import pickletools
import re
import struct
from typing import Any, Final

from tidemill.catalog.model_files._frames import Frames
from tidemill.catalog.model_files._streams import Ended
from tidemill.catalog.model_files._values import Blob

MOST_LITERAL = 1 << 16
"""Longer texts and bytes are passed over; their beginning is kept."""

_OPCODES: Final = {op.code: op for op in pickletools.opcodes}
_SIZED: Final = {
    "SHORT_BINBYTES": ("<B", bytes),
    "BINBYTES": ("<I", bytes),
    "BINBYTES8": ("<Q", bytes),
    "BYTEARRAY8": ("<Q", bytes),
    "SHORT_BINUNICODE": ("<B", str),
    "BINUNICODE": ("<I", str),
    "BINUNICODE8": ("<Q", str),
    "SHORT_BINSTRING": ("<B", "old"),
    "BINSTRING": ("<i", "old"),
    "LONG1": ("<B", int),
    "LONG4": ("<i", int),
}
_PLAIN: Final = "INT LONG BININT BININT1 BININT2 FLOAT BINFLOAT UNICODE STRING".split()
_ESCAPE: Final = re.compile(rb"\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.)", re.DOTALL)
_LETTERS: Final = {b"n": b"\n", b"t": b"\t", b"r": b"\r"}

PUSHED: Final = (*_PLAIN, *_SIZED)
"""Instructions that put a plain value on the stack."""


class Damaged(ValueError):
    """The instructions make no sense from here on."""


def instruction(code: bytes, frames: Frames) -> tuple[str, Any]:
    """Name and argument of the instruction that a byte begins; raises ValueError."""
    op = _OPCODES.get(code.decode("latin-1"))
    if op is None:
        raise Damaged(f"there is no pickle instruction {code!r}")
    if op.name in _SIZED:
        return op.name, _sized(frames, *_SIZED[op.name])
    if op.name == "STRING":
        return op.name, _unescaped(frames.readline())
    read: Any = None if op.arg is None else op.arg.reader
    return op.name, None if read is None else read(frames)


def _sized(frames: Frames, form: str, kind: Any) -> Any:
    n = struct.unpack(form, _exactly(frames, struct.calcsize(form)))[0]
    if n < 0 or n > 1 << 62:
        raise Damaged("a value says an impossible length")
    if n > MOST_LITERAL:
        head = _exactly(frames, 256)
        frames.skip(n - 256)
        return Blob(n, head)
    data = _exactly(frames, n)
    if kind is int:
        return int.from_bytes(data, "little", signed=True)
    if kind is str:
        return data.decode("utf-8", errors="surrogatepass")
    return data.decode("latin-1") if kind == "old" else data


def _exactly(frames: Frames, n: int) -> bytes:
    data = frames.read(n)
    if len(data) < n:
        raise Ended("the pickle ends in the middle of a value")
    return data


def _unescaped(line: bytes) -> str:
    """The text of a STRING instruction: a Python literal in quotes, read without evaluating it."""
    text = line.strip()
    if len(text) < 2 or text[:1] != text[-1:] or text[:1] not in (b"'", b'"'):
        raise Damaged("a text has no quotes")
    return _ESCAPE.sub(_character, text[1:-1]).decode("latin-1")


def _character(match: "re.Match[bytes]") -> bytes:
    found = match[1]
    if found[:1] == b"x" and len(found) == 3:
        return bytes([int(found[1:], 16)])
    if found[:1] in b"01234567":
        return bytes([int(found, 8) & 0xFF])
    if found == b"\n":
        return b""
    return _LETTERS.get(found, found if found in (b"\\", b"'", b'"') else b"\\" + found)
