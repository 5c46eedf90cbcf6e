"""Levels of a text or category column counted block by block, however many there are."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.content import Hashes
from tidemill.domain.distinct_counts import Counts, DistinctSketch, tallied
from tidemill.domain.distributions import N_LEVELS, ColumnReference, level_reference
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData

COUNTED = 2_000_000
"""Up to how many different levels are counted one by one."""

Texts = npt.NDArray[np.object_]

_PENDING = 1 << 18
_NAMED = 3 * N_LEVELS
_MOST_TEXT = 16_000_000  # characters


class LevelCounter:
    """Counts of levels by their hash, and the texts of the most frequent ones.

    Up to `counted` levels every figure is exact. Beyond, the rarest are let go as in Misra and
    Gries, "Finding repeated elements" (1982): a kept count is then too low by at most
    rows / (counted / 2), and the numbers of levels and of those seen once are estimated.
    A text is let go only while more than enough levels are more frequent. As counts only grow,
    the most frequent levels so always have theirs.
    """

    def __init__(self, name: str, kind: Kind, counted: int = COUNTED) -> None:
        self._name, self._kind, self._most = name, kind, counted
        self._hashes: Hashes = np.zeros(0, dtype=np.uint64)
        self._counts: Counts = np.zeros(0, dtype=np.int64)
        self._new: list[tuple[Hashes, Counts]] = []
        self._n_new = 0
        self._named: Hashes = np.zeros(0, dtype=np.uint64)
        self._texts: Texts = np.zeros(0, dtype=object)
        self._unnamed: list[tuple[Hashes, Sequence[str], npt.NDArray[np.int64]]] = []
        self._n_unnamed = 0
        self._n_characters = 0
        self._sketch: DistinctSketch | None = None
        self.n = 0
        self.missing = 0

    @property
    def is_exact(self) -> bool:
        """Whether every figure is exact."""
        return self._sketch is None

    def add(self, column: ColumnData, hashes: Hashes) -> None:
        """Take in a block; `hashes` are those of its levels, shape (levels,)."""
        counts = np.bincount(column.values + 1, minlength=len(column.levels) + 1)
        self.n += len(column)
        self.missing += int(counts[0])
        used = np.flatnonzero(counts[1:])
        if not used.size:
            return
        found, times = hashes[used], counts[1:][used].astype(np.int64)
        if self._sketch is not None:
            self._sketch.add(found, times)
        self._new.append((found, times))
        self._n_new += used.size
        self._unnamed.append((found, column.levels, used))
        self._n_unnamed += used.size
        self._n_characters += sum(map(len, column.levels))
        if self._n_new > max(_PENDING, self._hashes.size // 2):
            self._settle()
        if self._n_unnamed > 8 * _NAMED or self._n_characters > 2 * _MOST_TEXT:
            self._forget_texts()

    def _settle(self) -> None:
        """Add what came to the counts, and let the rarest go where there are too many."""
        if not self._new:
            return
        self._hashes, self._counts = tallied(
            np.concatenate([self._hashes, *(h for h, _ in self._new)]),
            np.concatenate([self._counts, *(c for _, c in self._new)]),
        )
        self._new, self._n_new = [], 0
        if self._hashes.size <= self._most:
            return
        if self._sketch is None:
            self._sketch = DistinctSketch()
            self._sketch.add(self._hashes, self._counts)
        keep = self._most // 2
        less = np.partition(self._counts, self._counts.size - keep - 1)[-keep - 1]
        stays = self._counts > less
        self._hashes, self._counts = self._hashes[stays], self._counts[stays] - less

    def _name_all(self) -> None:
        """Join the texts that came to those that are known, each once, by ascending hash."""
        texts = [self._texts]
        for _, levels, used in self._unnamed:
            own = np.empty(len(levels), dtype=object)
            own[:] = levels
            texts.append(own[used])
        hashes = np.concatenate([self._named, *(found for found, _, _ in self._unnamed)])
        self._named, first = np.unique(hashes, return_index=True)
        self._texts = np.concatenate(texts)[first]
        self._unnamed, self._n_unnamed = [], 0

    def _forget_texts(self) -> None:
        """Keep the texts of the most frequent levels only, as far as there is room for them."""
        self._settle()
        self._name_all()
        hashes, counts, texts = self._with_counts()
        if hashes.size > _NAMED:
            least = np.partition(counts, counts.size - _NAMED)[-_NAMED]
            stays = counts > least
            ties = np.flatnonzero(counts == least)  # by ascending hash, as they are ranked
            stays[ties[: _NAMED - np.count_nonzero(stays)]] = True
            hashes, counts, texts = hashes[stays], counts[stays], texts[stays]
        lengths = np.fromiter(map(len, texts), np.int64, texts.size)
        if lengths.sum() > _MOST_TEXT:
            order = np.lexsort((hashes, -counts))
            order = np.sort(order[np.cumsum(lengths[order]) <= _MOST_TEXT])
            hashes, texts, lengths = hashes[order], texts[order], lengths[order]
        self._named, self._texts = hashes, texts
        self._n_characters = int(lengths.sum())

    def _with_counts(self) -> tuple[Hashes, Counts, Texts]:
        """Levels with a known text that are counted: hashes, ascending, counts and texts."""
        if not self._hashes.size:
            return self._hashes, self._counts, self._texts[:0]
        place = np.minimum(np.searchsorted(self._hashes, self._named), self._hashes.size - 1)
        is_there = self._hashes[place] == self._named
        return self._named[is_there], self._counts[place[is_there]], self._texts[is_there]

    def reference(self) -> ColumnReference:
        """All that came as a summary."""
        self._settle()
        self._name_all()
        hashes, counts, texts = self._with_counts()
        top = np.lexsort((hashes, -counts))[:N_LEVELS]
        kept = list(zip(texts[top].tolist(), counts[top].tolist(), strict=True))
        n_there = self.n - self.missing
        n_kept = sum(times for _, times in kept)
        is_other = np.ones(self._hashes.size, dtype=bool)
        is_other[np.searchsorted(self._hashes, hashes[top])] = False
        most = int(self._counts[is_other].max(initial=0))
        if self._kind is Kind.BOOLEAN:
            seen = dict(kept)
            kept = [(level, seen.get(level, 0)) for level in BOOLEAN_LEVELS]
        sketch = self._sketch
        return level_reference(
            self._name,
            self._kind,
            n=self.n,
            missing=self.missing,
            kept=kept,
            n_others=n_there - n_kept,
            most_of_others=most,
            distinct=self._hashes.size if sketch is None else sketch.n_distinct(),
            n_once=int(np.count_nonzero(self._counts == 1)) if sketch is None else sketch.n_once(),
        )
