"""Fields of a message of Protocol Buffers as they lie, without the message's description.

The wire format: https://protobuf.dev/programming-guides/encoding.
"""

from collections.abc import Iterator
from typing import TypeVar

Data = TypeVar("Data", bytes, memoryview)

_VARINT, _EIGHT, _SIZED, _FOUR = 0, 1, 2, 5


def fields(data: Data) -> Iterator[tuple[int, int | Data]]:
    """Number and value of each field in order: an int, or its part of `data`.

    Raises ValueError where it is no message.
    """
    at, end = 0, len(data)
    while at < end:
        tag, at = varint(data, at)
        number, kind = tag >> 3, tag & 7
        if number == 0:
            raise ValueError("a field has no number")
        if kind == _VARINT:
            value, at = varint(data, at)
            yield number, value
            continue
        n_bytes, at = _length(kind, data, at)
        if at + n_bytes > end:
            raise ValueError("a field goes beyond the end")
        yield number, data[at : at + n_bytes]
        at += n_bytes


def varint(data: bytes | memoryview, at: int) -> tuple[int, int]:
    """The whole number, without a sign, that begins at a place, and where it ends."""
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


def signed(value: int) -> int:
    """A number as int32 and int64 mean it: two's complement of 64 bits."""
    return value - (1 << 64) if value >> 63 else value


def _length(kind: int, data: bytes | memoryview, at: int) -> tuple[int, int]:
    if kind == _SIZED:
        return varint(data, at)
    if kind in (_EIGHT, _FOUR):
        return (8 if kind == _EIGHT else 4), at
    raise ValueError("a field of an unknown kind")
