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
        self._texts: dict[int, str] = {}
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
        self._name_levels(column.levels, used, found)
        if self._n_new > max(_PENDING, self._hashes.size // 2):
            self._settle()
        if len(self._texts) > 8 * _NAMED or self._n_characters > 2 * _MOST_TEXT:
            self._forget_texts()

    def _name_levels(
        self, levels: Sequence[str], used: npt.NDArray[np.int64], hashes: Hashes
    ) -> None:
        before = len(self._texts)
        named = [levels[i] for i in used.tolist()]
        self._texts.update(zip(hashes.tolist(), named, strict=True))
        if len(self._texts) > before:
            self._n_characters += sum(map(len, named))

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

    def _forget_texts(self) -> None:
        self._settle()
        hashes, _ = self._ranked()
        kept: dict[int, str] = {}
        room = _MOST_TEXT
        for one in hashes[:_NAMED].tolist():
            text = self._texts[one]
            room -= len(text)
            if room < 0:
                break
            kept[one] = text
        self._texts = kept
        self._n_characters = sum(map(len, kept.values()))

    def _ranked(self) -> tuple[Hashes, Counts]:
        """Hashes of levels with a known text and their counts, most frequent first."""
        known = np.fromiter(self._texts, dtype=np.uint64, count=len(self._texts))
        if not self._hashes.size:
            return known[:0], self._counts[:0]
        place = np.minimum(np.searchsorted(self._hashes, known), self._hashes.size - 1)
        is_there = self._hashes[place] == known
        known, counts = known[is_there], self._counts[place[is_there]]
        order = np.lexsort((known, -counts))
        return known[order], counts[order]

    def reference(self) -> ColumnReference:
        """All that came as a summary."""
        self._settle()
        hashes, counts = self._ranked()
        kept = [
            (self._texts[one], times)
            for one, times in zip(
                hashes[:N_LEVELS].tolist(), counts[:N_LEVELS].tolist(), strict=True
            )
        ]
        n_there = self.n - self.missing
        n_kept = sum(times for _, times in kept)
        others = np.setdiff1d(self._hashes, hashes[:N_LEVELS], assume_unique=True)
        most = 0
        if others.size:
            most = int(self._counts[np.searchsorted(self._hashes, others)].max())
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
