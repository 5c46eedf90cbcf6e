"""Reads messages of Protocol Buffers field by field, bounded, without their schemas.

The wire format: https://protobuf.dev/programming-guides/encoding. Nothing is copied but what is
asked for, so that the weights of a model cost nothing.
"""

from collections.abc import Iterator

from tidemill.catalog.model_files._streams import Bound, OverBounds

MOST_FIELDS = 5_000_000

View = memoryview
Field = tuple[int, int | memoryview]


class Wire:
    """Counts the fields that were read of one file."""

    def __init__(self, bound: Bound) -> None:
        """Begin to count."""
        self._bound = bound
        self._n = 0

    def fields(self, data: View) -> Iterator[Field]:
        """Number and value of each field; a message, text or bytes is a view of its own.

        Raises ValueError where it is no message, `OverBounds` where there are too many fields.
        """
        at, end = 0, len(data)
        while at < end:
            self._n += 1
            if self._n > MOST_FIELDS:
                raise OverBounds(f"It has more than {MOST_FIELDS:,} parts.")
            if self._n % 4096 == 0:
                self._bound.check()
            tag, at = _varint(data, at)
            number, kind = tag >> 3, tag & 7
            if number == 0:
                raise ValueError("a field has no number")
            if kind == 0:
                value, at = _varint(data, at)
                yield number, value
                continue
            n_bytes, at = _length(kind, data, at)
            if at + n_bytes > end:
                raise ValueError("a field goes beyond the end")
            yield number, data[at : at + n_bytes]
            at += n_bytes


def _length(kind: int, data: View, at: int) -> tuple[int, int]:
    if kind == 2:
        return _varint(data, at)
    if kind in (1, 5):
        return (8 if kind == 1 else 4), at
    raise ValueError("a field of an unknown kind")


def _varint(data: View, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("a number goes beyond the end")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def text(value: int | View) -> str:
    """A field as text; "" for a number."""
    if isinstance(value, int):
        return ""
    return bytes(value[: 1 << 16]).decode("utf-8", errors="replace")


def whole(value: int | View) -> int:
    """A field as a signed whole number; -1 for others."""
    if not isinstance(value, int):
        return -1
    return value - (1 << 64) if value >= 1 << 63 else value


def packed(value: int | View) -> list[int]:
    """Repeated whole numbers, one a field or many packed into one; at most some thousands."""
    if isinstance(value, int):
        return [whole(value)]
    found: list[int] = []
    at = 0
    while at < len(value) and len(found) < 5_000:
        one, at = _varint(value, at)
        found.append(whole(one))
    return found


def message(value: int | View) -> View:
    """A field as a message; an empty one for a number."""
    return memoryview(b"") if isinstance(value, int) else value
