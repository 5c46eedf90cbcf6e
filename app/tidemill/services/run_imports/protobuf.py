"""Messages of Protocol Buffers as what their fields mean, looked up by number."""

import struct

from tidemill.base.protobuf_wire import fields, signed

Fields = dict[int, list[int | bytes]]


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
    return signed(value)


def double(found: Fields, number: int) -> float | None:
    """A field of eight bytes; None where it is not there."""
    value = part(found, number)
    return None if value is None else float(struct.unpack("<d", value)[0])


def single(found: Fields, number: int) -> float | None:
    """A field of four bytes; None where it is not there."""
    value = part(found, number)
    return None if value is None else float(struct.unpack("<f", value)[0])
