"""Ends of intervals that keep their level on few rows too: plain functions of what was seen.

The plain normal interval and the percentile bootstrap both cover too seldom where a measure is near
its bound or its row losses are skewed (on 200 rows AUC 0.98 was inside in 89 of 100 cases, where it
should be in 95). Each shape here is that of the literature for its kind of measure; which coverage
they reach is simulated in `tests/proofs/test_intervals_cover.py`. None draws a resample.

All return (low, high) for a two-sided interval of `level`.
"""

from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Ends = tuple[float, float]

_STRAIGHT = 1e-8
"""Below this skewness a sample counts as symmetric: the root in Hall's formula loses its digits."""
_HALVINGS = 60


def t_of(level: float, n: int) -> float:
    """The quantile of Student's t of n - 1 degrees that leaves `level` between minus and plus."""
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 0.5 + level / 2))


def z_of(level: float) -> float:
    """The normal quantile that leaves `level` between minus and plus itself (0.95: 1.96)."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def share_ends(hits: float, n: float, level: float) -> Ends:
    """A share of `n` rows: E. B. Wilson, JASA 22 (1927)."""
    z, share = z_of(level), hits / n
    scale = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / scale
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / scale
    low = 0.0 if hits == 0 else float(centre - half)
    high = 1.0 if hits == n else float(centre + half)
    return low, high


def mean_ends(values: Array, level: float) -> Ends:
    """The mean of rows that may be skewed, such as losses: Hall's transformed t.

    P. Hall, "On the removal of skewness by transformation", JRSS B 54 (1992), section 2: a cubic
    of the t statistic, rising throughout, has no skewness to the second order, and is inverted.
    One row, or rows that are all equal, tell nothing of their spread: both ends are the mean.
    """
    n, mean = len(values), float(values.mean())
    apart = values - mean
    spread = float(np.sqrt((apart**2).sum() / max(1, n - 1)))
    if n < 2 or spread <= abs(mean) * 1e-15:
        return mean, mean
    skew = float(((apart / spread) ** 3).mean())
    t = t_of(level, n) / np.sqrt(n)

    def turned_back(x: float) -> float:
        x -= skew / (6 * n)
        if abs(skew) < _STRAIGHT:
            return x
        return float(3 / skew * (np.cbrt(1 + skew * x) - 1))

    return mean - spread * turned_back(t), mean - spread * turned_back(-t)


def share_like_ends(value: float, error: float, level: float) -> Ends:
    """A measure between 0 and 1 with its standard error, made on the logit scale.

    For areas under the ROC curve: M. S. Pepe, "The statistical evaluation of medical tests"
    (2003), section 5.2.5; under the precision-recall curve: K. Boyd, K. H. Eng & C. D. Page,
    ECML PKDD 2013, section 3.2. `value` lies strictly between 0 and 1.
    """
    half = z_of(level) * error / (value * (1 - value))
    odds = value / (1 - value)
    least, most = odds * np.exp(-half), odds * np.exp(half)
    return float(least / (1 + least)), float(1 / (1 + 1 / most))


def ratio_ends(value: float, error: float, level: float) -> Ends:
    """A positive measure with its standard error, made on the scale of logarithms."""
    half = z_of(level) * error / value
    return float(value * np.exp(-half)), float(value * np.exp(half))


def score_area_ends(area: float, n_ones: int, n_zeros: int, level: float) -> Ends:
    """An area under the ROC curve where the rows do not show how it varies: one class has a single
    row, or all pairs are in right (or wrong) order.

    R. G. Newcombe, "Confidence intervals for an effect size measure based on the Mann-Whitney
    statistic. Part 2", Statistics in Medicine 25 (2006), method 5: the areas whose variance, after
    J. A. Hanley & B. J. McNeil (1982), does not contradict what was seen, as Wilson's of a share.
    """
    z, size = z_of(level), (n_ones + n_zeros) / 2 - 1

    def contradicts(truth: float) -> bool:
        inside = 1 + size * (1 - truth) / (2 - truth) + size * truth / (1 + truth)
        variance = truth * (1 - truth) * inside / (n_ones * n_zeros)
        return (area - truth) ** 2 > z * z * variance

    def border(near: float, far: float) -> float:
        if not contradicts(far):
            return far
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            near, far = (near, middle) if contradicts(middle) else (middle, far)
        return near

    return (border(area, 0.0) if area > 0 else 0.0), (border(area, 1.0) if area < 1 else 1.0)
