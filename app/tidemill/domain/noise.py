"""What chance alone adds to a distance between two samples, and distances less that.

A distance of two samples is never zero, and the smaller they are the larger it is. Squared
distances add up with the squared noise, so that is what is taken off: the rest means the same at
every size.
"""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

HALF_NORMAL = math.sqrt(2.0 / math.pi)
"""The mean of the absolute value of a standard normal number."""

KOLMOGOROV_MEAN = 0.8687311606
"""The mean of Kolmogorov's limit law: the root of pi/2 times the natural logarithm of 2."""


def less_noise(distance: float, noise: float) -> float:
    """A distance without what chance alone adds to it; at least 0."""
    if noise >= distance:
        return 0.0
    return distance * math.sqrt(1.0 - (noise / distance) ** 2)  # whose square may overflow


def inverse_size(n: int, m: int) -> float:
    """1/n + 1/m: the variance of a difference of two means, in units of one value's."""
    return 1.0 / n + 1.0 / m


def mean_gap(p: Floats, q: Floats, n: int, m: int) -> Floats:
    """How far two observed shares of each bin lie apart on average where nothing moved.

    The mean of a half-normal with the variance of a difference of two binomial shares.
    """
    both = (p * n + q * m) / (n + m)
    gaps: Floats = HALF_NORMAL * np.sqrt(both * (1.0 - both) * inverse_size(n, m))
    return gaps
