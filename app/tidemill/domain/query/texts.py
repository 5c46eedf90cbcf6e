"""Columns of text: int32 codes into categories.

Predicates on text are asked once for each different text, never for each row.
"""

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.query.columns import (
    Column,
    Floats,
    Mask,
    Numbers,
    Rows,
    Texts,
    grown,
    kept,
    paired,
)
from tidemill.domain.query.numbers import number_of, number_text, whole_text

Predicate = Callable[[str], bool]
Key = tuple[str, str]

MISSING = -1
_MOST_REMEMBERED = 8


class Categories:
    """Different texts, each with a code; remembers which of them passed the latest predicates."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Give codes from 0 in this order."""
        self.texts: list[str] = list(texts)
        self._codes = {text: code for code, text in enumerate(self.texts)}
        self._numbers: Floats = np.empty(0)
        self._sorted: list[int] = []
        self._ranks: Floats = np.empty(0)
        self._passed: dict[Key, Mask] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def find(self, text: str) -> int:
        """The code of a text, `MISSING` if it has none."""
        return self._codes.get(text, MISSING)

    def encode(self, texts: Iterable[str | None]) -> NDArray[np.int32]:
        """Codes of these texts, giving new ones where needed; None becomes `MISSING`."""
        codes: list[int] = []
        for text in texts:
            code = MISSING if text is None else self._codes.get(text, MISSING)
            if code == MISSING and text is not None:
                code = self._codes[text] = len(self.texts)
                self.texts.append(text)
            codes.append(code)
        return np.asarray(codes, dtype=np.int32)

    def numbers(self) -> Floats:
        """What each text is as a number, NaN where it is none."""
        new = [number_of(text) for text in self.texts[len(self._numbers) :]]
        if new:
            self._numbers = np.concatenate([self._numbers, np.asarray(new, dtype=np.float64)])
        return self._numbers

    def ranks(self) -> Floats:
        """The place of each text in order: numbers by value (equal ones tie), then the rest."""
        if len(self._ranks) == len(self.texts):
            return self._ranks
        old = len(self._ranks)
        numbers = self.numbers()
        is_text = np.isnan(numbers)
        # Old codes are sorted already, so that the sort only has to merge the new ones.
        self._sorted += (old + np.flatnonzero(is_text[old:])).tolist()
        self._sorted.sort(key=self.texts.__getitem__)
        different, places = np.unique(numbers[~is_text], return_inverse=True)
        ranks = np.empty(len(self.texts))
        ranks[~is_text] = places
        ranks[self._sorted] = len(different) + np.arange(len(self._sorted))
        self._ranks = ranks
        return ranks

    def passed(self, key: Key, predicate: Predicate) -> Mask:
        """Which texts pass; `key` names the predicate, so that only new texts are asked again."""
        known = self._passed.pop(key, np.empty(0, dtype=np.bool_))
        new = [predicate(text) for text in self.texts[len(known) :]]
        mask = np.concatenate([known, np.asarray(new, dtype=np.bool_)]) if new else known
        while len(self._passed) >= _MOST_REMEMBERED:
            del self._passed[next(iter(self._passed))]
        self._passed[key] = mask
        return mask


class TextColumn(Column):
    """Int32 codes into categories."""

    def __init__(self, room: int) -> None:
        """All missing at first."""
        self._codes: NDArray[np.int32] = np.full(room, MISSING, dtype=np.int32)
        self._categories = Categories()

    def grow(self, room: int) -> None:
        """See `Column`."""
        self._codes = grown(self._codes, room, MISSING)

    def clear(self, rows: Rows) -> None:
        """See `Column`."""
        self._codes[rows] = MISSING

    def keep(self, rows: Rows) -> None:
        """See `Column`; texts that no row has any more are forgotten too."""
        kept(self._codes, rows, MISSING)
        used = _used(self._codes, len(self._categories))
        places = np.full(len(self._categories), MISSING, dtype=np.int32)
        places[used] = np.arange(len(used))
        texts = self._categories.texts
        self._categories = Categories(texts[code] for code in used.tolist())
        moved = _looked_up(places, self._codes, MISSING)
        self._codes = np.where(self._codes >= 0, moved, self._codes)

    def write(self, rows: Rows, numbers: Numbers | None, texts: Texts | None) -> None:
        """See `Column`."""
        self._codes[rows] = self._categories.encode(
            number_text(n) if t is None and n is not None else t for n, t in paired(numbers, texts)
        )

    def present(self, n: int) -> Mask:
        """See `Column`."""
        mask: Mask = self._codes[:n] != MISSING
        return mask

    def numbers(self, n: int) -> Floats:
        """See `Column`."""
        return _looked_up(self._categories.numbers(), self._codes[:n], np.nan)

    def equal(self, n: int, text: str) -> Mask:
        """Which of the first `n` rows are exactly this text."""
        code = self._categories.find(text)
        return self._codes[:n] == code if code != MISSING else np.zeros(n, dtype=np.bool_)

    def passed(self, n: int, key: Key, predicate: Predicate) -> Mask:
        """Which of the first `n` rows have a text that passes; `key` names the predicate."""
        return _looked_up(self._categories.passed(key, predicate), self._codes[:n], False)

    def sort_key(self, rows: Rows) -> Floats:
        """See `Column`."""
        return _looked_up(self._categories.ranks(), self._codes[rows], np.nan)

    def grouped(self, rows: Rows) -> tuple[NDArray[np.int64], list[Any]]:
        """See `Column`."""
        return _groups(self._codes[rows], self._categories)

    def values(self, rows: Rows) -> list[Any]:
        """See `Column`."""
        texts = self._categories.texts
        return [texts[c] if c >= 0 else None for c in self._codes[rows].tolist()]


# A parameter whose text is just how its number is written keeps the number alone: a million
# different learning rates then cost 12 bytes each, not a text and a place in a dictionary.
_DECIMAL = -2  # the text is repr(number)
_WHOLE = -3  # the text is the digits of a whole number


class ParamColumn(TextColumn):
    """Parameters: the text exactly as logged, and a number where it reads as one."""

    def __init__(self, room: int) -> None:
        """All missing at first."""
        super().__init__(room)
        self._numbers: Floats = np.full(room, np.nan)

    def grow(self, room: int) -> None:
        """See `Column`."""
        super().grow(room)
        self._numbers = grown(self._numbers, room, np.nan)

    def clear(self, rows: Rows) -> None:
        """See `Column`."""
        super().clear(rows)
        self._numbers[rows] = np.nan

    def keep(self, rows: Rows) -> None:
        """See `Column`."""
        super().keep(rows)
        kept(self._numbers, rows, np.nan)

    def write(self, rows: Rows, numbers: Numbers | None, texts: Texts | None) -> None:
        """See `Column`."""
        values: list[float | None] = []
        shapes: list[int] = []
        worded: list[str | None] = []
        for number, text in paired(numbers, texts):
            value = None if number is None or math.isnan(number) else float(number)
            if value is None and text is not None:
                value = number_of(text)
            values.append(value)
            shapes.append(_shape(value, text))
            if shapes[-1] >= 0:
                worded.append(text)
        codes = np.asarray(shapes, dtype=np.int32)
        codes[codes >= 0] = self._categories.encode(worded)
        self._codes[rows] = codes
        self._numbers[rows] = np.asarray(values, dtype=np.float64)

    def numbers(self, n: int) -> Floats:
        """See `Column`."""
        return self._numbers[:n]

    def equal(self, n: int, text: str) -> Mask:
        """See `TextColumn`."""
        shape = _shape(number_of(text), text)
        if shape >= 0:
            return super().equal(n, text)
        mask: Mask = (self._codes[:n] == shape) & (self._numbers[:n] == number_of(text))
        return mask

    def passed(self, n: int, key: Key, predicate: Predicate) -> Mask:
        """See `TextColumn`."""
        mask = super().passed(n, key, predicate)
        for shape, write in _WRITTEN:
            rows = np.flatnonzero(self._codes[:n] == shape)
            different, places = np.unique(self._numbers[rows], return_inverse=True)
            told = [predicate(write(number)) for number in different.tolist()]
            mask[rows] = np.asarray(told, dtype=np.bool_)[places]
        return mask

    def sort_key(self, rows: Rows) -> Floats:
        """See `Column`."""
        numbers, codes = self._numbers[rows], self._codes[rows]
        worded = (codes >= 0) & np.isnan(numbers)
        if not worded.any():
            return numbers
        different, places = np.unique(numbers, return_inverse=True)
        key = np.where(np.isnan(numbers), np.nan, places)
        key[worded] = len(different) + self._categories.ranks()[codes[worded]]
        return key

    def grouped(self, rows: Rows) -> tuple[NDArray[np.int64], list[Any]]:
        """See `Column`; groups are of equal text, so `1` and `1.0` are two."""
        codes, numbers = self._codes[rows], self._numbers[rows]
        if (codes >= MISSING).all():
            return _groups(codes, self._categories)
        texts = list(self._categories.texts)
        for shape, write in _WRITTEN:
            plain = np.flatnonzero(codes == shape)
            different, places = np.unique(numbers[plain], return_inverse=True)
            codes[plain] = len(texts) + places
            texts += [write(number) for number in different.tolist()]
        return _groups(codes, Categories(texts))

    def values(self, rows: Rows) -> list[Any]:
        """See `Column`; texts as logged."""
        texts, write = self._categories.texts, dict(_WRITTEN)
        both = zip(self._codes[rows].tolist(), self._numbers[rows].tolist(), strict=True)
        return [
            texts[code] if code >= 0 else None if code == MISSING else write[code](number)
            for code, number in both
        ]


_WRITTEN: tuple[tuple[int, Callable[[float], str]], ...] = (
    (_DECIMAL, repr),
    (_WHOLE, lambda number: str(int(number))),
)


def _shape(number: float | None, text: str | None) -> int:
    """`_DECIMAL` or `_WHOLE` if the number says all, `MISSING` if nothing is there, else 0."""
    if number is None:
        return MISSING if text is None else 0
    if text is None:
        return _DECIMAL if whole_text(number) is None else _WHOLE
    if text == whole_text(number):
        return _WHOLE
    # Zero and minus zero are equal as numbers, so minus zero has to keep its text.
    return _DECIMAL if text == repr(number) and text != "-0.0" else 0


def _used(codes: NDArray[np.int32], n_categories: int) -> Rows:
    counts = np.bincount(codes[codes >= 0], minlength=n_categories)
    return np.flatnonzero(counts)


def _looked_up(table: NDArray[Any], codes: NDArray[np.int32], missing: float) -> NDArray[Any]:
    """Take by code; -1 and below land on the missing value put behind the table."""
    padded = np.append(table, np.asarray([missing], dtype=table.dtype))
    if len(codes) and codes.min() < MISSING:
        codes = np.maximum(codes, MISSING)
    return padded[codes]


def _groups(
    codes: NDArray[np.int32], categories: Categories
) -> tuple[NDArray[np.int64], list[Any]]:
    used = _used(codes, len(categories)).tolist()
    ranks = categories.ranks()
    used.sort(key=lambda code: (ranks[code], categories.texts[code]))
    places = np.full(len(categories) + 1, len(used), dtype=np.int64)
    places[used] = np.arange(len(used))
    labels: list[Any] = [categories.texts[code] for code in used]
    if (codes == MISSING).any():
        labels.append(None)
    return places[codes], labels
