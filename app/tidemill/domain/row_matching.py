"""Which rows of two tables belong together, told from a hash of each row's key or content.

Hashes are well mixed and have 64 bits: among two million rows a false match is one in ten million.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain.content import Hashes

Rows = npt.NDArray[np.int64]

_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd: no two numbers of one hash fall together


@dataclass(frozen=True, eq=False)
class Matching:
    """Rows by number: pairs (`before[i]`, `after[i]`) in the order of the later table, and the
    rest of each.

    `n_repeats` counts rows that share their hash with an earlier one of their own table.
    """

    before: Rows
    after: Rows
    removed: Rows
    added: Rows
    n_repeats: int = 0


def matched(before: Hashes, after: Hashes) -> Matching:
    """Pair rows of equal hash, each at most once; of repeated ones the first with the first."""
    mine, n_mine = _numbered(before)
    others, n_others = _numbered(after)
    order = np.argsort(mine, kind="stable")
    ascending = mine[order]
    if not ascending.size:
        return _matching(np.empty(0, np.int64), np.empty(0, np.int64), 0, len(after), n_others)
    place = np.searchsorted(ascending, others)
    place[place == ascending.size] = 0
    found = ascending[place] == others
    return _matching(
        order[place[found]].astype(np.int64),
        np.flatnonzero(found),
        len(before),
        len(after),
        n_mine + n_others,
    )


def matched_with_content(
    keys: tuple[Hashes, Hashes], contents: tuple[Hashes, Hashes], n_repeats: int
) -> Matching:
    """Pair rows by a key that repeats: those of equal content first, then the rest in order."""
    salted = [key + content * _STEP for key, content in zip(keys, contents, strict=True)]
    equal = matched(salted[0], salted[1])
    rest = matched(keys[0][equal.removed], keys[1][equal.added])
    before = np.concatenate([equal.before, equal.removed[rest.before]])
    after = np.concatenate([equal.after, equal.added[rest.after]])
    order = np.argsort(after, kind="stable")
    return _matching(before[order], after[order], len(keys[0]), len(keys[1]), n_repeats)


def is_unique(hashes: Hashes) -> bool:
    """Whether no hash stands twice."""
    ascending = np.sort(hashes)
    return not bool((ascending[1:] == ascending[:-1]).any())


def _matching(before: Rows, after: Rows, n_before: int, n_after: int, n_repeats: int) -> Matching:
    gone, new = np.ones(n_before, bool), np.ones(n_after, bool)
    gone[before] = False
    new[after] = False
    return Matching(before, after, np.flatnonzero(gone), np.flatnonzero(new), n_repeats)


def _numbered(hashes: Hashes) -> tuple[Hashes, int]:
    """Hashes made distinct by how often each stood before, and how many repeat."""
    order = np.argsort(hashes, kind="stable")
    ascending = hashes[order]
    is_first = np.ones(ascending.size, bool)
    is_first[1:] = ascending[1:] != ascending[:-1]
    starts = np.flatnonzero(is_first)
    if starts.size == ascending.size:
        return hashes, 0
    lengths = np.diff(np.append(starts, ascending.size))
    number = np.arange(ascending.size) - np.repeat(starts, lengths)
    distinct = np.empty_like(hashes)
    distinct[order] = ascending + number.astype(np.uint64) * _STEP
    return distinct, int(ascending.size - starts.size)
