"""Where a change comes from: the slice of rows that explains most of it.

An event (a value is missing, a cell changed, a value falls into the range that grew) happens in
a share of the rows before and after. Each level of a slicing column contributes what it has
more than the earlier share of its rows; the level that contributes most beyond its own size is
the one to look at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain.version_diffs import Origin, Slice

Codes = npt.NDArray[np.int16]
Mask = npt.NDArray[np.bool_]

MOST_LEVELS = 24
LEAST_LIFT = 0.15
"""How much more of the rise than of the rows a slice has to hold to be named."""
_SHOWN = 5
_LEAST_SD = 4.0  # a slice must stand out by so many standard deviations of its own count


@dataclass(frozen=True, eq=False)
class Slicing:
    """A column that cuts both versions into few parts: codes into `levels`, -1 where missing.

    `before` is None where the cut has no meaning in the earlier version.
    """

    name: str
    levels: tuple[str, ...]
    before: Codes | None
    after: Codes


def origin(
    event: str, before: Mask | None, after: Mask, slicings: Sequence[Slicing]
) -> Origin | None:
    """The cut whose guilty slice explains most of the rise, None where none stands out.

    Masks of the rows in which the event happened; `before` None where it cannot have happened.
    """
    n_hits = int(after.sum())
    if not n_hits:
        return None
    rate = float(before.mean()) if before is not None and before.size else 0.0
    best: tuple[float, Origin] | None = None
    for slicing in slicings:
        found = _judged(event, rate, before, after, slicing)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best is not None else None


def _judged(
    event: str, rate: float, before: Mask | None, after: Mask, slicing: Slicing
) -> tuple[float, Origin] | None:
    n_levels = len(slicing.levels)
    rows = _counts(slicing.after, None, n_levels)
    hits = _counts(slicing.after, after, n_levels)
    was = _shares(slicing, before, n_levels)
    usual = np.where(np.isnan(was), rate, was)
    excess = hits - usual * rows
    total = float(excess[excess > 0].sum())
    if total <= 0.0 or int((rows > 0).sum()) < 2:
        return None
    lift = excess / total - rows / rows.sum()
    guilty = int(np.argmax(np.where(rows > 0, lift, -np.inf)))
    evenly = float(usual[guilty] * rows[guilty] + excess.sum() * rows[guilty] / rows.sum())
    beyond = (hits[guilty] - evenly) / np.sqrt(max(1.0, evenly))
    if lift[guilty] < LEAST_LIFT or beyond < _LEAST_SD:
        return None
    shares = np.divide(hits, rows, out=np.zeros(n_levels), where=rows > 0)
    order = [guilty, *(i for i in np.argsort(-shares, kind="stable").tolist() if i != guilty)]
    shown = [i for i in order if rows[i]][:_SHOWN]
    slices = tuple(
        Slice(
            slicing.levels[i],
            int(rows[i]),
            None if np.isnan(was[i]) else float(was[i]),
            float(shares[i]),
            i == guilty,
        )
        for i in shown
    )
    explained = min(1.0, float(excess[guilty] / total))
    return float(lift[guilty]), Origin(event, slicing.name, slices, explained)


def _counts(codes: Codes, mask: Mask | None, n: int) -> npt.NDArray[np.float64]:
    picked = codes if mask is None else codes[mask]
    return np.bincount(picked[picked >= 0], minlength=n).astype(np.float64)


def _shares(slicing: Slicing, before: Mask | None, n: int) -> npt.NDArray[np.float64]:
    """How often the event happened before in each level; NaN where that is not known."""
    unknown = np.full(n, np.nan)
    if before is None or slicing.before is None:
        return unknown
    rows = _counts(slicing.before, None, n)
    hits = _counts(slicing.before, before, n)
    return np.asarray(np.divide(hits, rows, out=unknown, where=rows > 0))


def merged_levels(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[str, ...]:
    """Levels of both versions, the most frequent of the later one first."""
    rest = sorted((name for name in before if name not in after), key=lambda n: -before[n])
    return (*sorted(after, key=lambda n: -after[n]), *rest)
