"""How many different values there are, in memory that does not grow with the rows."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]

KEPT = 16_384
_AT_ONCE = 1 << 22
_RANGE = 2.0**64


def repeated(hashes: Hashes) -> int:
    """How many hashes repeat an earlier one.

    Many are sorted a part of their range at a time, so that no second copy of all is needed.
    Among a million different values of 64 bits a false match is one in 40 million.
    """
    if hashes.size <= _AT_ONCE:
        return hashes.size - n_different(hashes)
    return hashes.size - sum(n_different(hashes[places]) for places in _parts(hashes))


def repeats(hashes: Hashes) -> Counts:
    """The places whose hash stands at an earlier place too, ascending, shape (n,).

    Looked for as in `repeated`: what is held beside the hashes does not grow with them.
    """
    if hashes.size <= _AT_ONCE:
        return _repeats(hashes)
    found = [places[_repeats(hashes[places])] for places in _parts(hashes)]
    return np.sort(np.concatenate(found))


def _repeats(hashes: Hashes) -> Counts:
    ordered = np.sort(hashes)
    several = ordered[1:][ordered[1:] == ordered[:-1]]
    if not several.size:
        return np.zeros(0, np.int64)
    near = np.minimum(np.searchsorted(several, hashes), several.size - 1)
    places = np.flatnonzero(several[near] == hashes)
    order = places[np.argsort(hashes[places], kind="stable")]
    is_first = np.concatenate(([True], hashes[order][1:] != hashes[order][:-1]))
    return np.sort(order[~is_first])


def _parts(hashes: Hashes) -> Iterator[Counts]:
    """The places of hashes, a part of the hashes' range at a time."""
    borders = np.linspace(0.0, _RANGE, -(-hashes.size // _AT_ONCE) + 1)[1:-1].astype(np.uint64)
    for low, high in zip([None, *borders], [*borders, None], strict=True):
        yield _between(hashes, low, high)


def _between(hashes: Hashes, low: Any, high: Any) -> Counts:
    found = []
    for start in range(0, hashes.size, _AT_ONCE):
        block = hashes[start : start + _AT_ONCE]
        is_inside = np.ones(block.size, dtype=bool)
        if low is not None:
            is_inside &= block >= low
        if high is not None:
            is_inside &= block < high
        found.append(start + np.flatnonzero(is_inside))
    return np.concatenate(found)


def n_different(values: npt.NDArray[Any]) -> int:
    """How many of some numbers or moments differ; sorting is far faster than `np.unique`."""
    ordered = np.sort(values)
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + 1 if ordered.size else 0


def tallied(hashes: Hashes, counts: Counts) -> tuple[Hashes, Counts]:
    """Each hash once, ascending, with the sum of its counts."""
    if not hashes.size:
        return hashes, counts
    order = np.argsort(hashes)
    ordered = hashes[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return ordered[starts], np.add.reduceat(counts[order], starts)


class DistinctSketch:
    """The smallest hashes seen, each with how often it came; they tell how many there are.

    As long as fewer than `size` differ, all are here and the number is exact; beyond, it is
    estimated from how low the largest kept one lies, with a standard error of 1/sqrt(size - 2):
    Beyer, Haas, Reinwald, Sismanis and Gemulla, "On synopses for distinct-value estimation under
    multiset operations", SIGMOD 2007. A hash that is kept was kept since it first came, so its
    count is exact. Sketches of two tables add up.
    """

    def __init__(self, size: int = KEPT) -> None:
        self.size = size
        self.hashes: Hashes = np.zeros(0, dtype=np.uint64)
        self.counts: Counts = np.zeros(0, dtype=np.int64)
        self.is_exact = True

    def add(self, hashes: Hashes, counts: Counts | None = None) -> None:
        """Take in well mixed hashes, each as often as `counts` says (once unless said)."""
        if not self.is_exact:
            below = hashes <= self.hashes[-1]
            hashes = hashes[below]
            counts = None if counts is None else counts[below]
        if not hashes.size:
            return
        times = np.ones(hashes.size, dtype=np.int64) if counts is None else counts
        self.hashes, self.counts = tallied(
            np.concatenate((self.hashes, hashes)), np.concatenate((self.counts, times))
        )
        if self.hashes.size > self.size:
            self.is_exact = False
            self.hashes = self.hashes[: self.size].copy()
            self.counts = self.counts[: self.size].copy()

    def n_distinct(self) -> int:
        """How many different hashes came."""
        if self.is_exact:
            return self.hashes.size
        return round((self.size - 1) / (float(self.hashes[-1]) + 1.0) * _RANGE)

    def n_once(self) -> int:
        """How many of them came once only."""
        once = int(np.count_nonzero(self.counts == 1))
        if self.is_exact:
            return once
        return round(self.n_distinct() * once / self.hashes.size)
