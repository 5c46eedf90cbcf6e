"""Columns of parameters: the text exactly as logged, and the number it reads as."""

import math
from collections.abc import Callable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.query.columns import (
    Floats,
    Mask,
    Numbers,
    Parts,
    Rows,
    Texts,
    fitted,
    grown,
    kept,
    paired,
)
from tidemill.domain.query.numbers import number_of, whole_text
from tidemill.domain.query.packed import MISSING, Key
from tidemill.domain.query.texts import Categories, Codes, Hashes, Predicate, TextColumn, groups_of

# A parameter whose text is just how its number is written keeps the number alone: a million
# different learning rates then cost 12 bytes each, not a text and a place in a dictionary.
_DECIMAL = -2  # the text is repr(number)
_WHOLE = -3  # the text is the digits of a whole number
_SAMPLED = 4096


class ParamColumn(TextColumn):
    """Parameters: the text exactly as logged, and a number where it reads as one."""

    def __init__(self, room: int) -> None:
        """All missing at first."""
        super().__init__(room)
        self._numbers: Floats = np.full(room, np.nan)
        self._whole: tuple[Codes, list[Any]] | None = None

    def grow(self, room: int) -> None:
        """See `Column`."""
        super().grow(room)
        self._whole = None
        self._numbers = grown(self._numbers, room, np.nan)

    def clear(self, rows: Rows) -> None:
        """See `Column`."""
        super().clear(rows)
        self._whole = None
        self._numbers[rows] = np.nan

    def keep(self, rows: Rows) -> None:
        """See `Column`."""
        super().keep(rows)
        self._whole = None
        kept(self._numbers, rows, np.nan)

    def write(self, rows: Rows, numbers: Numbers | None, texts: Texts | None) -> None:
        """See `Column`."""
        pairs = list(paired(numbers, texts))
        told = {pair: _read(*pair) for pair in set(pairs)}
        read = [told[pair] for pair in pairs]
        codes = np.asarray([shape for _, shape in read], dtype=np.int32)
        in_words = np.flatnonzero(codes >= 0)
        if len(in_words):
            worded = [pairs[at][1] for at in in_words.tolist()]
            codes[in_words] = self._encoded(rows[in_words], worded)
        self._codes[rows] = codes
        self._numbers[rows] = np.asarray([value for value, _ in read], dtype=np.float64)
        self._whole = None

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
        """See `Column`; groups are of equal text, so `1` and `1.0` are two.

        Of many rows the codes of all are kept, so that grouping again is quick.
        """
        if len(rows) <= len(self._codes) // 4:
            return self._grouped(rows)
        if self._whole is None:
            codes, labels = self._grouped(np.arange(len(self._codes)))
            self._whole = codes.astype(np.int32), labels
        return self._whole[0][rows].astype(np.int64), self._whole[1]

    def _grouped(self, rows: Rows) -> tuple[NDArray[np.int64], list[Any]]:
        numbers = self._numbers[rows]
        codes, categories = self._told_apart(self._codes[rows])
        if not len(codes) or int(codes.min()) >= MISSING:
            return groups_of(codes, categories)
        texts = list(categories.texts)
        for shape, write in _WRITTEN:
            plain = codes == shape
            if plain.all():
                different, places = told_apart(numbers)
                codes = (len(texts) + places).astype(np.int32)
            else:
                different, places = told_apart(numbers[plain])
                codes[plain] = len(texts) + places
            texts += [write(number) for number in different.tolist()]
        return groups_of(codes, Categories(texts))

    def values(self, rows: Rows) -> list[Any]:
        """See `Column`; texts as logged."""
        codes, write = self._codes[rows].tolist(), dict(_WRITTEN)
        found = self._categories.told(codes)
        for at, number in enumerate(self._numbers[rows].tolist()):
            if codes[at] < MISSING:
                found[at] = write[codes[at]](number)
        return list(found)

    def hashes(self, n: int) -> Hashes:
        """See `TextColumn`."""
        codes = self._codes[:n]
        plain = (self._numbers[:n] + 0.0).view(np.uint64) ^ codes.astype(np.int64).view(np.uint64)
        return np.where(codes < MISSING, plain, super().hashes(n))

    @property
    def n_bytes(self) -> int:
        """See `Column`."""
        whole = 0 if self._whole is None else self._whole[0].nbytes
        return super().n_bytes + self._numbers.nbytes + whole

    def parts(self, room: int) -> Parts:
        """See `Column`."""
        return {**super().parts(room), "numbers": fitted(self._numbers, room, np.nan)}

    @classmethod
    def of_parts(cls, parts: Parts) -> Self:
        """See `Column`."""
        column = super().of_parts(parts)
        column._numbers = parts["numbers"]
        return column


_WRITTEN: tuple[tuple[int, Callable[[float], str]], ...] = (
    (_DECIMAL, repr),
    (_WHOLE, lambda number: str(int(number))),
)


def _read(number: float | None, text: str | None) -> tuple[float | None, int]:
    """What a parameter is as a number, and how that is written."""
    value = None if number is None or math.isnan(number) else float(number)
    if value is None and text is not None:
        value = number_of(text)
    return value, _shape(value, text)


def told_apart(numbers: Floats) -> tuple[Floats, Rows]:
    """The different numbers, sorted, and which of them each is; quick where they are few."""
    some = np.unique(numbers[:: max(1, len(numbers) // _SAMPLED)][:_SAMPLED])
    places = np.searchsorted(some, numbers)
    places[places == len(some)] = 0
    if len(some) and (some[places] == numbers).all():
        return some, places
    different, inverse = np.unique(numbers, return_inverse=True)
    return different, inverse.astype(np.int64)


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
