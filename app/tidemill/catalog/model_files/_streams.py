"""Bytes of a file one after the other, unpacked on the way, within bounds of size and time."""

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

from tidemill.base.clock import monotonic

MOST_LINE = 1 << 20
"""The longest line of text; pickles of protocol 0 put one value a line."""

MOST_UNPACKED = 16 << 30
MOST_SECONDS = 20.0

_PIECE = 1 << 20
_MEMORY = 256 << 20

PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x5d\x00\x00", "lzma"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"(\xb5/\xfd", "zstd"),
)
_ZLIB_SECOND = (0x01, 0x5E, 0x9C, 0xDA)

READ_ERRORS = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
"""What a damaged file raises while it is unpacked."""


class OverBounds(Exception):
    """Reading on would take too long or too much; the message says so in words."""


class Ended(ValueError):
    """The file ends before what it announced."""


class Bound:
    """The time and the steps that one look at a file may take."""

    def __init__(self, seconds: float = MOST_SECONDS, most_bytes: int = MOST_UNPACKED) -> None:
        """Begin to count now."""
        self._until = monotonic() + seconds
        self._seconds = seconds
        self._left = most_bytes

    def check(self) -> None:
        """Raise `OverBounds` when the time is over."""
        if monotonic() > self._until:
            raise OverBounds(f"It was read for {self._seconds:.0f} seconds, not to its end.")

    def spend(self, n_bytes: int) -> None:
        """Count bytes that were unpacked; raise `OverBounds` past the bound."""
        self._left -= n_bytes
        self.check()
        if self._left < 0:
            raise OverBounds("It unpacks to more than is read.")


def packed_with(first: bytes) -> str:
    """How a file is compressed by its first bytes; "" where it is not."""
    for magic, name in PACKED:
        if first.startswith(magic):
            return name
    if len(first) > 1 and first[0] == 0x78 and first[1] in _ZLIB_SECOND:
        return "zlib"
    return ""


class Stream:
    """Reads a file forward only; a compressed one is unpacked on the way, piece by piece."""

    def __init__(self, raw: BinaryIO, packed: str, bound: Bound) -> None:
        """Read from where `raw` stands; `packed` as `packed_with` says."""
        self._raw, self._bound = raw, bound
        self._buffer = bytearray()
        self._at = 0  # where the next byte lies in the buffer
        self._position = 0
        self._is_over = False
        self._more: Callable[[], bytes] = _pieces(raw, packed)

    def tell(self) -> int:
        """How many bytes were read."""
        return self._position

    def read(self, n: int) -> bytes:
        """The next `n` bytes; fewer at the end."""
        self._fill(n)
        found = bytes(self._buffer[self._at : self._at + n])
        self._moved(len(found))
        return found

    def exactly(self, n: int) -> bytes:
        """The next `n` bytes; raises `Ended` where there are fewer."""
        found = self.read(n)
        if len(found) < n:
            raise Ended("the file ends too early")
        return found

    def skip(self, n: int) -> None:
        """Pass over `n` bytes without keeping them; raises `Ended` where there are fewer."""
        while n > 0:
            step = len(self.read(min(n, _PIECE)))
            if not step:
                raise Ended("the file ends too early")
            n -= step

    def readline(self) -> bytes:
        """The next line with its end; raises ValueError where it is too long."""
        done = 0  # bytes looked at already
        while True:
            end = self._buffer.find(b"\n", self._at + done)
            if end >= 0:
                return self.read(end + 1 - self._at)
            done = len(self._buffer) - self._at
            if done > MOST_LINE:
                raise ValueError("a line of text is too long")
            self._fill(done + 1)
            if len(self._buffer) - self._at == done:
                return self.read(done)

    def _moved(self, n: int) -> None:
        self._at += n
        self._position += n
        if self._at > _PIECE:
            del self._buffer[: self._at]
            self._at = 0

    def _fill(self, n: int) -> None:
        while len(self._buffer) - self._at < n and not self._is_over:
            piece = self._more()
            if not piece:
                self._is_over = True
            self._bound.spend(len(piece))
            self._buffer += piece


def _pieces(raw: BinaryIO, packed: str) -> Callable[[], bytes]:
    if not packed:
        return lambda: raw.read(_PIECE)
    if packed in ("zlib", "gzip"):
        bits = 31 if packed == "gzip" else 15
        return _Parts(raw, lambda: zlib.decompressobj(bits)).more
    if packed == "bz2":
        return _Parts(raw, bz2.BZ2Decompressor).more
    if packed in ("xz", "lzma"):
        form = lzma.FORMAT_XZ if packed == "xz" else lzma.FORMAT_ALONE
        return _Parts(raw, lambda: lzma.LZMADecompressor(form, memlimit=_MEMORY)).more
    if packed == "lz4":
        return _Parts(raw, _lz4()).more
    raise ValueError(f"it is packed with {packed}, which is not read here")


class _Parts:
    """Unpacks one packed part after the other, as those who load such files do."""

    def __init__(self, raw: BinaryIO, make: Callable[[], Any]) -> None:
        self._raw, self._make = raw, make
        self._unpacker = make()
        self._fed = b""
        self._is_first, self._has_given = True, False

    def more(self) -> bytes:
        """Some more bytes; none at the end. What follows the first part and is none is left."""
        while True:
            if self._unpacker.eof and not self._begin_next():
                return b""
            needs = getattr(self._unpacker, "needs_input", True)
            fed = self._fed or (self._raw.read(_PIECE) if needs else b"")
            if needs and not fed:
                raise Ended("the packed file ends too early")
            try:
                found: bytes = self._unpacker.decompress(fed, _PIECE)
            except READ_ERRORS:
                if self._is_first or self._has_given:
                    raise
                return b""
            self._fed = getattr(self._unpacker, "unconsumed_tail", b"")
            if found:
                self._has_given = True
                return found

    def _begin_next(self) -> bool:
        rest = self._unpacker.unused_data or self._raw.read(_PIECE)
        if not rest:
            return False
        self._unpacker, self._fed = self._make(), rest
        self._is_first, self._has_given = False, False
        return True


def _lz4() -> Callable[[], Any]:
    try:
        from lz4.frame import LZ4FrameDecompressor
    except ImportError:
        raise ValueError("it is packed with LZ4, which needs the package lz4 to be read") from None
    made: Callable[[], Any] = LZ4FrameDecompressor
    return made
