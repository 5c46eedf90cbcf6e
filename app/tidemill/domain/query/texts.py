"""Columns of text: int32 codes into categories.

Predicates on text are asked once for each different text, never for each row.
"""

from collections.abc import Callable, Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from tidemill.base import collation
from tidemill.domain.query.columns import (
    Column,
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
from tidemill.domain.query.numbers import number_of, number_text
from tidemill.domain.query.packed import MISSING, Key, PackedTexts, remembered

Predicate = Callable[[str], bool]
Codes = NDArray[np.int32]
Hashes = NDArray[np.uint64]

_FEW = 16
MANY = 50_000
"""From so many different texts on they are packed, and no longer told apart when they come."""


class Categories:
    """Different texts, each with a code; remembers which of them passed the latest predicates.

    Threads may ask at once, while none gives codes: what is remembered is made aside and put in
    place whole, so that the worst of two who ask the same is that both work it out.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Give codes from 0 in this order."""
        self.texts: list[str] = list(texts)
        self._codes = {text: code for code, text in enumerate(self.texts)}
        self._numbers: Floats = np.empty(0)
        self._order: tuple[list[int], Floats, str] = [], np.empty(0), ""
        self._passed: dict[Key, Mask] = {}

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def n_bytes(self) -> int:
        """Bytes in memory, roughly."""
        return 170 * len(self.texts)

    def codes_of(self, text: str) -> Rows:
        """The code of a text, if it has one."""
        code = self._codes.get(text)
        return np.asarray([] if code is None else [code], dtype=np.int64)

    def told(self, codes: Iterable[int]) -> list[str | None]:
        """Texts of codes, None for negative ones."""
        return [self.texts[code] if code >= 0 else None for code in codes]

    def every(self) -> Iterable[str]:
        """All texts in the order of their codes."""
        return self.texts

    def taken(self, codes: Rows) -> "Categories":
        """Only these texts, in this order."""
        return Categories(self.texts[code] for code in codes.tolist())

    def parts(self) -> tuple[NDArray[np.uint8], Rows]:
        """All texts as bytes and where each ends."""
        return PackedTexts.of(self.texts).parts()

    def encode(self, texts: Iterable[str | None]) -> NDArray[np.int32]:
        """Codes of these texts, giving new ones where needed; None becomes `MISSING`."""
        given = list(texts)
        known: dict[str | None, int] = self._codes  # type: ignore[assignment]  # None has no code
        found = np.asarray([known.get(text, MISSING) for text in given], dtype=np.int32)
        for at in np.flatnonzero(found == MISSING).tolist():
            text = given[at]
            if text is None:
                continue
            if text not in self._codes:
                self._codes[text] = len(self.texts)
                self.texts.append(text)
            found[at] = self._codes[text]
        return found

    def numbers(self) -> Floats:
        """What each text is as a number, NaN where it is none."""
        known = self._numbers
        new = [number_of(text) for text in self.texts[len(known) :]]
        if new:
            known = self._numbers = np.concatenate([known, np.asarray(new, dtype=np.float64)])
        return known

    def ranks(self) -> Floats:
        """The place of each text in order: numbers by value (equal ones tie), then the rest, as
        `base.collation` says; `PackedTexts`, which hold very many, by code points always."""
        ordered, ranks, by = self._order
        if by != collation.name():
            ordered, ranks, by = [], np.empty(0), collation.name()
        if len(ranks) == len(self.texts):
            return ranks
        old = len(ranks)
        numbers = self.numbers()
        is_text = np.isnan(numbers)
        # Old codes are sorted already, so that the sort only has to merge the new ones.
        ordered = [*ordered, *(old + np.flatnonzero(is_text[old:])).tolist()]
        ordered = collation.by_text(ordered, self.texts.__getitem__)
        different, places = np.unique(numbers[~is_text], return_inverse=True)
        ranks = np.empty(len(self.texts))
        ranks[~is_text] = places
        ranks[ordered] = len(different) + np.arange(len(ordered))
        self._order = ordered, ranks, by
        return ranks

    def passed(self, key: Key, predicate: Predicate) -> Mask:
        """Which texts pass; `key` names the predicate, so that only new texts are asked again."""
        before = self._passed
        known = before.get(key, np.empty(0, dtype=np.bool_))
        new = [predicate(text) for text in self.texts[len(known) :]]
        mask = np.concatenate([known, np.asarray(new, dtype=np.bool_)]) if new else known
        self._passed = remembered(before, key, mask)
        return mask


class TextColumn(Column):
    """Int32 codes into categories."""

    def __init__(self, room: int) -> None:
        """All missing at first."""
        self._codes: Codes = np.full(room, MISSING, dtype=np.int32)
        self._categories: Categories | PackedTexts = Categories()

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
        self._categories = self._categories.taken(used)
        moved = looked_up(places, self._codes, MISSING)
        self._codes = np.where(self._codes >= 0, moved, self._codes)

    def write(self, rows: Rows, numbers: Numbers | None, texts: Texts | None) -> None:
        """See `Column`."""
        if numbers is not None:
            texts = [
                number_text(n) if t is None and n is not None else t
                for n, t in paired(numbers, texts)
            ]
        self._codes[rows] = self._encoded(rows, texts or ())

    def _encoded(self, rows: Rows, texts: Texts) -> Codes:
        """Codes for texts that are to stand in rows; a text that stands there keeps its own."""
        known = self._categories
        if isinstance(known, Categories):
            codes = known.encode(texts)
            if len(known) > MANY:
                self._categories = PackedTexts.of(known.texts)
            return codes
        before = self._codes[rows]
        stay = np.asarray(
            [was == text for was, text in zip(known.told(before.tolist()), texts, strict=True)],
            dtype=np.bool_,
        )
        new = [None if is_same else text for is_same, text in zip(stay, texts, strict=True)]
        return np.where(stay, before, known.encode(new))

    def present(self, n: int) -> Mask:
        """See `Column`."""
        mask: Mask = self._codes[:n] != MISSING
        return mask

    def numbers(self, n: int) -> Floats:
        """See `Column`."""
        return looked_up(self._categories.numbers(), self._codes[:n], np.nan)

    def equal(self, n: int, text: str) -> Mask:
        """Which of the first `n` rows are exactly this text."""
        codes = self._categories.codes_of(text)
        if len(codes) == 1:
            mask: Mask = self._codes[:n] == int(codes[0])
            return mask
        sought = np.zeros(len(self._categories), dtype=np.bool_)
        sought[codes] = True
        return looked_up(sought, self._codes[:n], False)

    def passed(self, n: int, key: Key, predicate: Predicate) -> Mask:
        """Which of the first `n` rows have a text that passes; `key` names the predicate."""
        return looked_up(self._categories.passed(key, predicate), self._codes[:n], False)

    def sort_key(self, rows: Rows) -> Floats:
        """See `Column`."""
        return looked_up(self._categories.ranks(), self._codes[rows], np.nan)

    def grouped(self, rows: Rows) -> tuple[NDArray[np.int64], list[Any]]:
        """See `Column`."""
        return groups_of(*self._told_apart(self._codes[rows]))

    def _told_apart(self, codes: Codes) -> tuple[Codes, Categories]:
        """Codes into categories in which each text stands once."""
        known = self._categories
        if isinstance(known, Categories):
            return codes, known
        used = _used(codes, len(known))
        once = Categories()
        places = np.full(len(known), MISSING, dtype=np.int32)
        places[used] = once.encode(known.told(used.tolist()))
        return np.where(codes >= 0, looked_up(places, codes, MISSING), codes), once

    def values(self, rows: Rows) -> list[Any]:
        """See `Column`."""
        return list(self._categories.told(self._codes[rows].tolist()))

    def coded(self, n: int) -> tuple[Codes, list[str]]:
        """Codes of the first `n` rows, negative where missing, and the text of each code."""
        codes, categories = self._told_apart(self._codes[:n])
        return codes, categories.texts

    def hashes(self, n: int) -> Hashes:
        """A number a row, equal where texts are; it holds within one process only."""
        told = np.fromiter(map(hash, self._categories.every()), np.int64, len(self._categories))
        return looked_up(told.view(np.uint64), self._codes[:n], 0)

    @property
    def n_bytes(self) -> int:
        """See `Column`."""
        return self._codes.nbytes + self._categories.n_bytes

    def parts(self, room: int) -> Parts:
        """See `Column`."""
        texts, ends = self._categories.parts()
        return {"codes": fitted(self._codes, room, MISSING), "texts": texts, "ends": ends}

    @classmethod
    def of_parts(cls, parts: Parts) -> Self:
        """See `Column`."""
        column = cls(0)
        column._codes = parts["codes"]
        packed = PackedTexts(parts["texts"], parts["ends"])
        column._categories = packed if len(packed) > MANY else Categories(packed.every())
        return column


def _used(codes: NDArray[np.int32], n_categories: int) -> Rows:
    found: Rows = np.flatnonzero(_counted(codes, n_categories)[1:])
    return found


def _counted(codes: NDArray[np.int32], n_categories: int) -> Rows:
    """How often each code occurs; the first count is of what is missing."""
    return np.bincount(np.maximum(codes, MISSING) + 1, minlength=n_categories + 1)


def looked_up(table: NDArray[Any], codes: NDArray[np.int32], missing: float) -> NDArray[Any]:
    """Take by code; -1 and below land on the missing value put behind the table."""
    padded = np.append(table, np.asarray([missing], dtype=table.dtype))
    if len(codes) and codes.min() < MISSING:
        codes = np.maximum(codes, MISSING)
    return padded[codes]


def groups_of(
    codes: NDArray[np.int32], categories: Categories
) -> tuple[NDArray[np.int64], list[Any]]:
    """Codes into the texts in order, missing last; see `Column.grouped`."""
    n = len(categories)
    if n * _FEW < len(codes):  # counting would take longer than labels that nobody has
        used, has_missing = list(range(n)), True
    else:
        counts = _counted(codes, n)
        used, has_missing = np.flatnonzero(counts[1:]).tolist(), bool(counts[0])
    ranks = categories.ranks()
    used.sort(key=lambda code: (ranks[code], categories.texts[code]))
    places = np.full(n + 1, len(used), dtype=np.int64)
    places[used] = np.arange(len(used))
    labels: list[Any] = [categories.texts[code] for code in used]
    if has_missing:
        labels.append(None)
    return places[codes], labels
