"""For whom decisions flip: groups of rows ranked by how much more often they do.

For a group of n of N rows with c of C flips the score is the log likelihood ratio of a rate inside
that is higher than the one outside against one rate for all (the scan statistic's, Bernoulli
model: Kulldorff, "A spatial scan statistic", Communications in Statistics 26(6), 1997, eq. 2):

    c ln(c/n) + (n-c) ln(1 - c/n) + (C-c) ln((C-c)/(N-n)) + (N-n-C+c) ln(1 - (C-c)/(N-n))
    - C ln(C/N) - (N-C) ln(1 - C/N),        0 where the rate inside is not higher.

It weighs rate against size, so neither a few rows nor half of all come first by that alone. The
chance of c flips or more in n rows drawn without regard to them is the upper tail of the
hypergeometric distribution (Fisher's exact test, one-sided), corrected for every group looked at
by Holm's method ("A simple sequentially rejective multiple test procedure", Scandinavian Journal
of Statistics 6(2), 1979), which holds however the groups overlap.

Groups are the cuts of one column, and pairs of cuts of two columns. A pair counts only where its
score is above those of both its cuts by more than the logarithm of the number of pairs: else what
is said of one column is the simpler truth.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.frames import ColumnData
from tidemill.domain.rehearsals import Segment
from tidemill.domain.slices import FEWEST, Cut, cuts

Array = NDArray[np.float64]

MOST_COLUMNS = 60
PAIRED_COLUMNS = 12
MOST_SEGMENTS = 12
_BLOCK = 8_192


def segments(
    columns: Sequence[ColumnData], flips: NDArray[np.bool_]
) -> tuple[tuple[Segment, ...], int]:
    """The groups in which most decisions flip, first the one that explains most; how many were
    looked at.

    `columns` hold the rows, those to look at first in front; of the first 12 pairs are looked at.
    `flips` is True for the rows that flip, (rows,).
    """
    total, all_flips = len(flips), int(flips.sum())
    found = [cut for column in columns[:MOST_COLUMNS] for cut in cuts(column)]
    if not found or not all_flips:
        return (), len(found)
    names = [column.name for column in columns[:PAIRED_COLUMNS]]
    n = np.array([cut.rows.sum() for cut in found], dtype=np.float64)
    c = np.array([(cut.rows & flips).sum() for cut in found], dtype=np.float64)
    scores = score(n, c, total, all_flips)
    single = [((cut,), n[k], c[k], scores[k]) for k, cut in enumerate(found)]
    paired, n_pairs = _pairs(found, scores, flips, names)
    every = [one for one in (*single, *paired) if one[3] > 0]
    n_looked = len(found) + n_pairs
    p = chances([one[1] for one in every], [one[2] for one in every], total, all_flips)
    corrected = holm(p, n_looked)
    told = [
        Segment(
            tuple((cut.column, cut.words) for cut in where),
            int(inside),
            int(hit),
            float(value),
            float(chance),
        )
        for (where, inside, hit, value), chance in zip(every, corrected, strict=True)
    ]
    told.sort(key=lambda one: (not one.is_certain, -one.score))
    return tuple(told[:MOST_SEGMENTS]), n_looked


def score(n: Array, c: Array, total: int, all_flips: int) -> Array:
    """The log likelihood ratio of groups of `n` rows with `c` flips; see the module."""
    outside = total - n
    rate = _log_likelihood(c, n) + _log_likelihood(all_flips - c, outside)
    whole = _log_likelihood(np.array(float(all_flips)), np.array(float(total)))
    is_higher = c * outside > (all_flips - c) * n
    return np.where(is_higher, np.maximum(rate - whole, 0.0), 0.0)


def _log_likelihood(c: Array, n: Array) -> Array:
    """Of `c` hits in `n` at their own rate; 0 ln 0 is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        hit = np.where(c > 0, c * np.log(c / n), 0.0)
        missed = np.where(n - c > 0, (n - c) * np.log((n - c) / n), 0.0)
    return np.asarray(hit + missed)


def chances(n: Sequence[float], c: Sequence[float], total: int, all_flips: int) -> Array:
    """The upper tail of the hypergeometric distribution, a group each."""
    from scipy.stats import hypergeom

    if not len(n):
        return np.empty(0)
    return np.asarray(hypergeom.sf(np.asarray(c) - 1, total, all_flips, np.asarray(n)))


def holm(p: Array, n_tests: int) -> Array:
    """Chances corrected for `n_tests` tests, of which those not given are taken as 1."""
    order = np.argsort(p)
    steps = np.maximum.accumulate(p[order] * (n_tests - np.arange(len(p))))
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(steps, 1.0)
    return corrected


_Group = tuple[tuple[Cut, ...], float, float, float]


def _pairs(
    found: Sequence[Cut], scores: Array, flips: NDArray[np.bool_], names: Sequence[str]
) -> tuple[list[_Group], int]:
    """Pairs of cuts that say more than either; and how many pairs are large enough to be looked
    at.

    Counts are products of matrices of zeros and ones, exact in float32 up to 2**24 rows a block.
    """
    places = [k for k, cut in enumerate(found) if cut.column in set(names)]
    size = len(places)
    n, c = np.zeros((size, size)), np.zeros((size, size))
    for low in range(0, len(flips), _BLOCK):
        part = np.stack(
            [found[k].rows[low : low + _BLOCK] for k in places] or [flips[:0]], axis=1
        ).astype(np.float32)
        hit = part[flips[low : low + _BLOCK]]
        if size:
            n += part.T @ part
            c += hit.T @ hit
    first, second = np.triu_indices(size, 1)
    columns = np.array([found[k].column for k in places])
    inside, hits = n[first, second], c[first, second]
    keep = np.flatnonzero((columns[first] != columns[second]) & (inside >= FEWEST))
    n_pairs = len(keep)
    if not n_pairs:
        return [], 0
    inside, hits, first, second = inside[keep], hits[keep], first[keep], second[keep]
    values = score(inside, hits, len(flips), int(flips.sum()))
    own = scores[places]
    says_more = values > np.maximum(own[first], own[second]) + np.log(n_pairs)
    return [
        (
            (found[places[first[k]]], found[places[second[k]]]),
            float(inside[k]),
            float(hits[k]),
            float(values[k]),
        )
        for k in np.flatnonzero(says_more)
    ], n_pairs
