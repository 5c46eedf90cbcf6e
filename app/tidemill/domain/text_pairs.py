"""The texts of a column on both sides, for figures that look into them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain.figures import Figure, Pair, proportions_p
from tidemill.domain.frames import ColumnData

Floats = npt.NDArray[np.float64]

MOST_TEXTS = 20_000
"""How many rows of either side are looked into; of more, rows evenly spread are taken."""

NOT_KNOWN = "Texts are looked into where the rows of both sides are at hand."


@dataclass(frozen=True, eq=False)
class Texts:
    """Different texts and how many rows have each."""

    texts: tuple[str, ...]
    rows: npt.NDArray[np.int64]

    @property
    def n(self) -> int:
        """How many rows."""
        return int(self.rows.sum())

    def scores(self, of: npt.NDArray[np.float64]) -> Floats:
        """A figure of each text, repeated for each of its rows, ascending."""
        return np.sort(np.repeat(of, self.rows))


def texts_of(pair: Pair) -> tuple[Texts, Texts] | None:
    """The texts of both sides: of the rows where these are at hand, else by the levels kept.

    None where the summary does not know all texts by name, or a side has none.
    """
    if pair.raw is not None:
        found = _of_rows(pair.raw[0]), _of_rows(pair.raw[1])
    else:
        reference, current = pair.reference, pair.current
        if not reference.complete or sum(current.unseen.values()) < current.n_unseen:
            return None
        unseen = np.array(list(current.unseen.values()), dtype=np.int64)
        found = (
            Texts(reference.levels, reference.cells),
            Texts((*reference.levels, *current.unseen), np.concatenate((current.cells, unseen))),
        )
        if sum(len(one.texts) for one in found) > 2 * MOST_TEXTS:
            return None
    found = _without_none(found[0]), _without_none(found[1])
    return found if found[0].n and found[1].n else None


def _of_rows(column: ColumnData) -> Texts:
    step = max(1, -(-len(column) // MOST_TEXTS))
    codes = column.values[::step]
    used, rows = np.unique(codes[codes >= 0], return_counts=True)
    return Texts(tuple(column.levels[code] for code in used.tolist()), rows.astype(np.int64))


def _without_none(one: Texts) -> Texts:
    there = np.flatnonzero(one.rows)
    return Texts(tuple(one.texts[i] for i in there.tolist()), one.rows[there])


def gap(one: Floats, other: Floats) -> tuple[float, float]:
    """The Kolmogorov-Smirnov distance of two ascending arrays and its p-value, by the limit law."""
    from scipy.special import kolmogorov

    values = np.concatenate((one, other))
    before = np.searchsorted(one, values, "right") / one.size
    now = np.searchsorted(other, values, "right") / other.size
    distance = float(np.abs(before - now).max())
    root = float(np.sqrt(one.size * other.size / (one.size + other.size)))
    return distance, float(kolmogorov((root + 0.12 + 0.11 / root) * distance))


def new_share(n_new: int, n_now: int, n_once: int, n_before: int, words: str) -> Figure:
    """A share of rows with something new, less that of reference rows that alone have something.

    Some is expected without drift: about the share of the reference's rows that have something no
    other of its rows has (Good 1953, Biometrika 40, section 2).
    """
    share, expected = n_new / n_now, n_once / n_before
    is_more = share > expected
    p_value = proportions_p(n_once, n_before, n_new, n_now) if is_more else 1.0
    return Figure(share, p_value, effect=max(0.0, share - expected), reason=words)
