"""Probabilities of many classes for many rows, kept in little room.

Two classes and numbers keep every digit; so do small tables. Of three and four classes each share
is kept in single precision. Of more classes a row keeps its three likeliest classes and the true
one; what is left of its whole is shared evenly among the others. So the class that is said and the
log loss of a row stay as they were, to about seven digits.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

SMALL = 200_000
"""Tables of so many bytes and fewer keep every digit."""
LIKELIEST = 3
_FEW_CLASSES = 4


@dataclass(frozen=True, eq=False)
class Kept:
    """Some shares of each row: `places` (n, m) are their classes, ascending, `shares` (n, m) are
    single precision. The other classes of `n_classes` share what is left of 1.
    """

    places: Array
    shares: Array
    n_classes: int

    def values(self) -> Array:
        """All shares of all rows (n, K) in double precision."""
        shares = self.shares.astype(np.float64)
        n_rest = self.n_classes - self.places.shape[1]
        rest = np.clip(1.0 - shares.sum(axis=1), 0.0, 1.0) / max(n_rest, 1)
        found = np.repeat(rest[:, None], self.n_classes, axis=1)
        np.put_along_axis(found, self.places.astype(np.int64), shares, axis=1)
        return found


def is_exact(values: Array) -> bool:
    """Whether answers of this form keep every digit."""
    return values.ndim == 1 or values.shape[1] <= 2 or values.size * 8 <= SMALL


def kept(values: Array, truth: Array | None) -> Kept:
    """What is kept of shares (n, K); `truth` (n,) are class codes, -1 where unknown."""
    n_classes = values.shape[1]
    if n_classes <= _FEW_CLASSES:
        every = np.broadcast_to(np.arange(n_classes, dtype=np.uint16), values.shape)
        return Kept(every, values.astype(np.float32), n_classes)
    ranked = np.argsort(-values, axis=1, kind="stable")[:, : LIKELIEST + 1]
    places = ranked.copy()
    if truth is not None:
        # The true class takes the last place where it is not among the likeliest.
        absent = (truth >= 0) & (places != truth[:, None]).all(axis=1)
        places[absent, LIKELIEST] = truth[absent]
    places = np.sort(places, axis=1)
    shares = np.take_along_axis(values, places, axis=1).astype(np.float32)
    return Kept(places.astype(np.uint8 if n_classes <= 256 else np.uint16), shares, n_classes)
