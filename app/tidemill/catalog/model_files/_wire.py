"""Reads messages of Protocol Buffers field by field, bounded, without their schemas.

Nothing is copied but what is asked for, so that the weights of a model cost nothing.
"""

from collections.abc import Iterator

from tidemill.base import protobuf_wire
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
        for field in protobuf_wire.fields(data):
            self._n += 1
            if self._n > MOST_FIELDS:
                raise OverBounds(f"It has more than {MOST_FIELDS:,} parts.")
            if self._n % 4096 == 0:
                self._bound.check()
            yield field


def text(value: int | View) -> str:
    """A field as text; "" for a number."""
    if isinstance(value, int):
        return ""
    return bytes(value[: 1 << 16]).decode("utf-8", errors="replace")


def whole(value: int | View) -> int:
    """A field as a signed whole number; -1 for others."""
    if not isinstance(value, int):
        return -1
    return protobuf_wire.signed(value)


def packed(value: int | View) -> list[int]:
    """Repeated whole numbers, one a field or many packed into one; at most some thousands."""
    if isinstance(value, int):
        return [whole(value)]
    found: list[int] = []
    at = 0
    while at < len(value) and len(found) < 5_000:
        one, at = protobuf_wire.varint(value, at)
        found.append(whole(one))
    return found


def message(value: int | View) -> View:
    """A field as a message; an empty one for a number."""
    return memoryview(b"") if isinstance(value, int) else value
