"""Reads messages of Protocol Buffers without their description: fields by number, as they lie.

Wire format: protobuf.dev/programming-guides/encoding. A field's value is an int (varint) or its
bytes (eight, four, or as many as it says).
"""

import struct
from collections.abc import Iterator

Fields = dict[int, list[int | bytes]]

_VARINT, _EIGHT, _SIZED, _FOUR = 0, 1, 2, 5


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Number and value of each field in order. `ValueError` for what is no message."""
    at, end = 0, len(data)
    while at < end:
        key, at = _varint(data, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if kind == _SIZED:
            size, at = _varint(data, at)
        elif kind in (_EIGHT, _FOUR):
            size = 8 if kind == _EIGHT else 4
        else:
            raise ValueError(f"a field of kind {kind}")
        if at + size > end:
            raise ValueError("a field that ends beyond its message")
        yield key >> 3, data[at : at + size]
        at += size


def message(data: bytes) -> Fields:
    """All fields by number; each may be there more than once."""
    found: Fields = {}
    for number, value in fields(data):
        found.setdefault(number, []).append(value)
    return found


def parts(found: Fields, number: int) -> list[bytes]:
    """The values of a field of bytes, text or messages."""
    return [one for one in found.get(number, ()) if isinstance(one, bytes)]


def part(found: Fields, number: int) -> bytes | None:
    """The last value of a field of bytes, text or a message."""
    every = parts(found, number)
    return every[-1] if every else None


def text(found: Fields, number: int) -> str:
    """A field of text; empty where it is not there."""
    return (part(found, number) or b"").decode("utf-8", "replace")


def whole(found: Fields, number: int) -> int:
    """A signed whole number (int32, int64); 0 where it is not there."""
    value = found.get(number, [0])[-1]
    if not isinstance(value, int):
        return int(struct.unpack("<q", value)[0]) if len(value) == 8 else 0
    return value - (1 << 64) if value >> 63 else value


def double(found: Fields, number: int) -> float | None:
    """A field of eight bytes; None where it is not there."""
    value = part(found, number)
    return None if value is None else float(struct.unpack("<d", value)[0])


def single(found: Fields, number: int) -> float | None:
    """A field of four bytes; None where it is not there."""
    value = part(found, number)
    return None if value is None else float(struct.unpack("<f", value)[0])


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("a number that does not end")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
