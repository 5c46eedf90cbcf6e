"""L-infinity distance: the largest change of one value's share."""

import math

import numpy as np
import numpy.typing as npt

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.frames import CODED
from tidemill.domain.noise import HALF_NORMAL, less_noise, mean_gap

ENTRY = StatisticEntry(
    id="l_infinity",
    version=1,
    title="L-infinity",
    help="The largest change of the share of one value, or of one bin of numbers; from 0 to 1.",
    formula="max |q − p| over values or bins, p and q their shares",
)


def compute(pair: Pair) -> Figure:
    """The largest |q - p|: over the levels of a coded column, else over the reference's bins.

    Missing values are a level of their own; levels that the reference does not know by name are
    taken together where it kept only the most frequent. Chance alone makes the largest of k gaps
    about the root of 2 ln k standard deviations wide (Embrechts et al. 1997, example 3.3.29).
    """
    shares = _levels(pair) if pair.reference.kind in CODED else pair.shares
    if shares is None:
        return Figure(None, note="No rows to compare.")
    p, q, n, m = shares
    gaps = np.abs(q - p)
    sd = float(mean_gap(p, q, n, m).max()) / HALF_NORMAL
    noise = sd * max(HALF_NORMAL, math.sqrt(2.0 * math.log(max(p.size, 1))) if p.size > 2 else 0.0)
    value = float(gaps.max())
    return Figure(value, effect=less_noise(value, noise))


Floats = npt.NDArray[np.float64]


def _levels(pair: Pair) -> tuple[Floats, Floats, int, int] | None:
    reference, current = pair.reference, pair.current
    if not reference.n or not current.n:
        return None
    unseen = list(current.unseen.values())
    rest = current.n_unseen - sum(unseen)
    mine = np.concatenate((reference.cells, np.zeros(len(unseen) + 1), [reference.missing]))
    others = np.concatenate((current.cells, unseen, [rest, current.missing]))
    return mine / reference.n, others / current.n, reference.n, current.n
