"""A great many different texts as bytes and where each ends, not as so many Python objects.

A million names take 20 MB so, and come out of a file without being read. A text may stand here
more than once: what compares texts looks at their bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.query.columns import Floats, Mask, Rows
from tidemill.domain.query.numbers import number_of

Bytes = NDArray[np.uint8]
Key = tuple[str, str]

MISSING = -1
_CHUNK = 1 << 16
_WORDS = 4  # so many times 8 bytes are compared at once when sorting
_MOST_REMEMBERED = 8


class PackedTexts:
    """Texts by number; new ones are put behind, whether known or not.

    Threads may ask at once while none puts, as with `Categories`.
    """

    def __init__(self, data: Bytes, ends: Rows) -> None:
        """Wrap UTF-8 bytes of all texts in a row and where each ends."""
        self._data, self._ends = data, ends
        self._n, self._n_bytes = len(ends), int(ends[-1]) if len(ends) else 0
        self._numbers: Floats = np.empty(0)
        self._ranks: Floats = np.empty(0)
        self._passed: dict[Key, Mask] = {}

    @classmethod
    def of(cls, texts: Iterable[str]) -> "PackedTexts":
        """Pack texts in their order."""
        packed = cls(np.empty(0, dtype=np.uint8), np.empty(0, dtype=np.int64))
        packed.encode(texts)
        return packed

    def __len__(self) -> int:
        return self._n

    @property
    def n_bytes(self) -> int:
        """Bytes in memory."""
        kept = sum(mask.nbytes for mask in self._passed.values())
        arrays = (self._data, self._ends, self._numbers, self._ranks)
        return kept + sum(array.nbytes for array in arrays)

    def parts(self) -> tuple[Bytes, Rows]:
        """The bytes and the ends."""
        return self._data[: self._n_bytes], self._ends[: self._n]

    def text(self, code: int) -> str:
        """One text."""
        start = int(self._ends[code - 1]) if code else 0
        return str(self._data[start : int(self._ends[code])].tobytes(), "utf-8", "surrogatepass")

    def told(self, codes: Iterable[int]) -> list[str | None]:
        """Texts of codes, None for negative ones."""
        return [self.text(code) if code >= 0 else None for code in codes]

    def every(self, first: int = 0) -> Iterator[str]:
        """All texts from one on, in their order."""
        for low in range(first, self._n, _CHUNK):
            high = min(self._n, low + _CHUNK)
            start = int(self._ends[low - 1]) if low else 0
            data = self._data[start : int(self._ends[high - 1])].tobytes()
            at = 0
            for end in (self._ends[low:high] - start).tolist():
                yield str(data[at:end], "utf-8", "surrogatepass")
                at = end

    def encode(self, texts: Iterable[str | None]) -> NDArray[np.int32]:
        """Put texts behind and return their codes; None becomes `MISSING`."""
        given = list(texts)
        raw = [text.encode("utf-8", "surrogatepass") for text in given if text is not None]
        if raw:
            lengths = np.fromiter(map(len, raw), dtype=np.int64, count=len(raw))
            self._put(np.frombuffer(b"".join(raw), dtype=np.uint8), lengths)
        codes = np.full(len(given), MISSING, dtype=np.int32)
        there = np.fromiter((t is not None for t in given), dtype=np.bool_, count=len(given))
        codes[there] = np.arange(self._n - len(raw), self._n)
        return codes

    def _put(self, data: Bytes, lengths: Rows) -> None:
        end = self._n_bytes + len(data)
        if end > len(self._data):
            self._data = _longer(self._data, self._n_bytes, end)
        if self._n + len(lengths) > len(self._ends):
            self._ends = _longer(self._ends, self._n, self._n + len(lengths))
        self._data[self._n_bytes : end] = data
        self._ends[self._n : self._n + len(lengths)] = self._n_bytes + np.cumsum(lengths)
        self._n += len(lengths)
        self._n_bytes = end

    def taken(self, codes: Rows) -> "PackedTexts":
        """Only these texts, in this order."""
        return PackedTexts.of(self.text(code) for code in codes.tolist())

    def codes_of(self, text: str) -> Rows:
        """Every code of a text: those of its length, narrowed down byte by byte."""
        sought = text.encode("utf-8", "surrogatepass")
        ends = self._ends[: self._n]
        starts = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1]]) if self._n else ends
        found = np.flatnonzero(ends - starts == len(sought))
        # Names often begin alike and differ at their ends.
        for at in range(len(sought) - 1, -1, -1):
            if not len(found):
                break
            found = found[self._data[starts[found] + at] == sought[at]]
        return found

    def numbers(self) -> Floats:
        """What each text is as a number, NaN where it is none."""
        known = self._numbers
        if len(known) < self._n:
            new = [number_of(text) for text in self.every(len(known))]
            known = self._numbers = np.concatenate([known, np.asarray(new, dtype=np.float64)])
        return known

    def passed(self, key: Key, predicate: Callable[[str], bool]) -> Mask:
        """Which texts pass; `key` names the predicate, so that only new texts are asked again."""
        before = self._passed
        known = before.get(key, np.empty(0, dtype=np.bool_))
        if len(known) < self._n:
            new = (predicate(text) for text in self.every(len(known)))
            asked = np.fromiter(new, dtype=np.bool_, count=self._n - len(known))
            known = np.concatenate([known, asked])
        self._passed = remembered(before, key, known)
        return known

    def ranks(self) -> Floats:
        """The place of each text in order: numbers by value (equal ones tie), then the rest."""
        known = self._ranks
        if len(known) == self._n:
            return known
        numbers = self.numbers()
        is_text = np.isnan(numbers)
        different, places = np.unique(numbers[~is_text], return_inverse=True)
        ranks = np.empty(self._n)
        ranks[~is_text] = places
        ranks[is_text] = len(different) + self._text_ranks(np.flatnonzero(is_text))
        self._ranks = ranks
        return ranks

    def _text_ranks(self, codes: Rows) -> Rows:
        """Places by bytes, which is the order of code points; equal texts tie."""
        if not len(codes):
            return codes
        ends = self._ends[: self._n]
        starts = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1]])[codes]
        lengths = ends[codes] - starts
        words = _first_words(self._data, starts, lengths)
        order = np.lexsort([lengths, *(words[:, i] for i in range(_WORDS - 1, -1, -1))])
        ordered = words[order]
        alike = np.concatenate([[False], (ordered[1:] == ordered[:-1]).all(axis=1)])
        # Texts that begin alike and are longer, or hold a zero byte, are compared one by one.
        is_sure = (lengths[order] <= 8 * _WORDS) & _without_zeros(words, lengths)[order]
        heads = np.flatnonzero(~alike)
        doubtful = np.logical_or.reduceat(~is_sure, heads) if len(heads) else heads
        tails = np.append(heads[1:], len(order))
        is_new = ~alike
        is_new[1:] |= np.diff(lengths[order]) != 0
        for head, tail in zip(heads[doubtful].tolist(), tails[doubtful].tolist(), strict=True):
            texts = [self.text(int(codes[i])) for i in order[head:tail]]
            by_text = sorted(range(len(texts)), key=texts.__getitem__)
            order[head:tail] = order[head:tail][by_text]
            for at, (one, before) in enumerate(zip(by_text[1:], by_text, strict=False)):
                is_new[head + at + 1] = texts[one] != texts[before]
        ranks = np.empty(len(codes), dtype=np.int64)
        ranks[order] = np.cumsum(is_new) - 1
        return ranks


def remembered(before: Mapping[Key, Mask], key: Key, mask: Mask) -> dict[Key, Mask]:
    """The answers to the latest predicates, with this one as the newest."""
    others = [(known, each) for known, each in before.items() if known != key]
    return dict(others[-_MOST_REMEMBERED + 1 :]) | {key: mask}


def _longer(array: NDArray[Any], n: int, needed: int) -> NDArray[Any]:
    longer = np.empty(needed + needed // 8 + 1024, dtype=array.dtype)
    longer[:n] = array[:n]
    return longer


def _first_words(data: Bytes, starts: Rows, lengths: Rows) -> NDArray[np.uint64]:
    """The first bytes of each text as big-endian words, zeros behind its end."""
    first = np.zeros((len(starts), 8 * _WORDS), dtype=np.uint8)
    for at in range(min(8 * _WORDS, int(lengths.max()))):
        longer = np.flatnonzero(lengths > at)
        first[longer, at] = data[starts[longer] + at]
    return first.view(">u8").astype(np.uint64)


def _without_zeros(words: NDArray[np.uint64], lengths: Rows) -> Mask:
    """Whether as many bytes are not zero as the text is long, so that its end is plain."""
    raw = words.astype(">u8").view(np.uint8).reshape(len(words), -1)
    mask: Mask = np.count_nonzero(raw, axis=1) == np.minimum(lengths, 8 * _WORDS)
    return mask
