"""Columns of runs in memory, and those that hold numbers and times: float64, NaN missing.

A column is as long as its owner's room; only its first `n` rows mean something.
"""

import math
import struct
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.query.numbers import number_of

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Numbers = Sequence[float | None] | Floats
Texts = Sequence[str | None]
Parts = Mapping[str, NDArray[Any]]

# NaN means missing in a column. A metric that was logged as NaN is one too for sorting, filtering
# and sums, yet has bits of its own, so that it is shown as what it is.
_NAN_BITS = 0x7FF8000000000001
LOGGED_NAN: float = struct.unpack("<d", struct.pack("<Q", _NAN_BITS))[0]


class Holds(Enum):
    """What can be asked of a column: numbers and times know order, texts also `~`."""

    NUMBERS = "numbers"
    TIMES = "times"
    TEXTS = "texts"


class Column(ABC):
    """One property of all runs."""

    holds = Holds.TEXTS

    @abstractmethod
    def grow(self, room: int) -> None:
        """Make place for `room` rows; new ones are missing."""

    @abstractmethod
    def clear(self, rows: Rows) -> None:
        """Make the values of these rows missing."""

    @abstractmethod
    def keep(self, rows: Rows) -> None:
        """Move these rows to the front, in this order, and forget the rest."""

    @abstractmethod
    def write(self, rows: Rows, numbers: Numbers | None, texts: Texts | None) -> None:
        """Set these rows; None and NaN are missing.

        A text without its number is read, a number without its text is written.
        """

    @abstractmethod
    def present(self, n: int) -> Mask:
        """Which of the first `n` rows have a value."""

    @abstractmethod
    def numbers(self, n: int) -> Floats:
        """The first `n` rows as numbers, NaN where there is none."""

    @abstractmethod
    def sort_key(self, rows: Rows) -> Floats:
        """Numbers that stand in the order of the values of these rows, NaN where missing."""

    @abstractmethod
    def grouped(self, rows: Rows) -> tuple[NDArray[np.int64], list[Any]]:
        """Codes of these rows into a list of values, sorted; missing is None, at the end.

        Some of the values may be those of other rows only.
        """

    @abstractmethod
    def values(self, rows: Rows) -> list[Any]:
        """The values of these rows as Python objects, None where missing."""

    @property
    @abstractmethod
    def n_bytes(self) -> int:
        """Bytes in memory."""

    @abstractmethod
    def parts(self, room: int) -> Parts:
        """The arrays this column is made of, cut or stretched to `room` rows; don't write."""

    @classmethod
    @abstractmethod
    def of_parts(cls, parts: Parts) -> "Column":
        """Wrap what `parts` gave; the arrays must be writable."""


class NumberColumn(Column):
    """Float64 numbers, or seconds since 1970 where `holds` is TIMES."""

    def __init__(self, room: int, holds: Holds = Holds.NUMBERS) -> None:
        """All missing at first."""
        self.holds = holds
        self._numbers: Floats = np.full(room, np.nan)

    @classmethod
    def of(cls, numbers: Floats) -> "NumberColumn":
        """Wrap numbers worked out from other columns."""
        column = cls(0)
        column._numbers = numbers
        return column

    def grow(self, room: int) -> None:
        """See `Column`."""
        self._numbers = grown(self._numbers, room, np.nan)

    def clear(self, rows: Rows) -> None:
        """See `Column`."""
        self._numbers[rows] = np.nan

    def keep(self, rows: Rows) -> None:
        """See `Column`."""
        kept(self._numbers, rows, np.nan)

    def write(self, rows: Rows, numbers: Numbers | None, texts: Texts | None) -> None:
        """See `Column`; an infinite metric comes as text from stores that keep only finite ones."""
        if texts is not None:
            numbers = [_number(n, t) for n, t in paired(numbers, texts)]
        self._numbers[rows] = np.asarray(numbers, dtype=np.float64)

    def present(self, n: int) -> Mask:
        """See `Column`."""
        return ~np.isnan(self._numbers[:n])

    def numbers(self, n: int) -> Floats:
        """See `Column`."""
        return self._numbers[:n]

    def sort_key(self, rows: Rows) -> Floats:
        """See `Column`."""
        return self._numbers[rows]

    def grouped(self, rows: Rows) -> tuple[NDArray[np.int64], list[Any]]:
        """See `Column`."""
        different, codes = np.unique(self._numbers[rows], return_inverse=True)
        return codes.astype(np.int64), self._told(different)

    def values(self, rows: Rows) -> list[Any]:
        """See `Column`; times are moments in UTC."""
        numbers = self._numbers[rows]
        found = self._told(numbers)
        for at in np.flatnonzero(numbers.view(np.uint64) == _NAN_BITS).tolist():
            found[at] = LOGGED_NAN
        return found

    @property
    def n_bytes(self) -> int:
        """See `Column`."""
        return self._numbers.nbytes

    def parts(self, room: int) -> Parts:
        """See `Column`."""
        return {"numbers": fitted(self._numbers, room, np.nan)}

    @classmethod
    def of_parts(cls, parts: Parts) -> "NumberColumn":
        """See `Column`."""
        return cls.of(parts["numbers"])

    def _told(self, numbers: Floats) -> list[Any]:
        plain = [None if math.isnan(number) else number for number in numbers.tolist()]
        if self.holds is Holds.NUMBERS:
            return plain
        return [None if s is None else datetime.fromtimestamp(s, UTC) for s in plain]


class TimeColumn(NumberColumn):
    """Moments as seconds since 1970."""

    def __init__(self, room: int) -> None:
        """All missing at first."""
        super().__init__(room, Holds.TIMES)


def _number(number: float | None, text: str | None) -> float | None:
    """A number with its text: infinities and NaN come as text where stores keep only finite."""
    if number is not None or text is None:
        return number
    return LOGGED_NAN if text == "nan" else number_of(text)


def paired(
    numbers: Numbers | None, texts: Texts | None
) -> Iterator[tuple[float | None, str | None]]:
    """Each number with its text, None for what was not given at all."""
    if numbers is None:
        return zip(repeat(None), texts or ())
    if texts is None:
        return zip(numbers, repeat(None))
    return zip(numbers, texts, strict=True)


def grown(array: NDArray[Any], room: int, missing: float) -> NDArray[Any]:
    """A longer copy, the new places missing; the array itself where it is long enough."""
    if len(array) >= room:
        return array
    longer = np.full(room, missing, dtype=array.dtype)
    longer[: len(array)] = array
    return longer


def fitted(array: NDArray[Any], room: int, missing: float) -> NDArray[Any]:
    """Exactly `room` places: the array's own where it is long enough, else a longer copy."""
    return array[:room] if len(array) >= room else grown(array, room, missing)


def kept(array: NDArray[Any], rows: Rows, missing: float) -> None:
    """Move these places to the front and empty the rest."""
    array[: len(rows)] = array[rows]
    array[len(rows) :] = missing
