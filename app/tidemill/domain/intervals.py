"""How sure a measure is: intervals for one value and for the difference of two models.

DeLong: E. DeLong, D. DeLong & D. Clarke-Pearson, "Comparing the areas under two or more
correlated receiver operating characteristic curves", Biometrics 44 (1988), section 3; computed
from midranks after X. Sun & W. Xu, IEEE Signal Processing Letters 21 (2014), section III.
Bootstrap: percentile intervals of resamples stratified by class, the same rows for both models.
Wilson: E. B. Wilson, JASA 22 (1927).
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.metrics import Metric, UndefinedMetric, for_task, metric, ready
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]

_CELLS = 2_000_000
_BUDGET = 10_000_000


@dataclass(frozen=True)
class Interval:
    """A value with the range in which the truth lies at `level`; `n` rows stand behind it."""

    value: float
    low: float
    high: float
    level: float
    n: int
    method: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Interval":
        """Read what `to_dict` wrote."""
        return cls(**data)


def z_of(level: float) -> float:
    """The normal quantile that leaves `level` between minus and plus itself (0.95: 1.96)."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(hits: int, n: int, level: float = 0.95) -> Interval:
    """Interval of a share of `n` rows (Wilson 1927)."""
    if n == 0:
        raise UndefinedMetric("A share of no rows has no meaning.")
    z, share = z_of(level), hits / n
    scale = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / scale
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / scale
    low = 0.0 if hits == 0 else float(centre - half)
    high = 1.0 if hits == n else float(centre + half)
    return Interval(share, low, high, level, n, "Wilson")


def midranks(values: Array) -> Array:
    """Ranks from 1, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse])


def _placements(y: Array, p: Array) -> tuple[float, Array, Array]:
    """AUC, and for each positive and negative row its share of pairs in right order."""
    y, p = ready(Task.BINARY, y, p)
    ones, zeros = p[y == 1], p[y == 0]
    if not len(ones) or not len(zeros):
        raise UndefinedMetric("AUC needs rows of both classes; these rows have one only.")
    m, n = len(ones), len(zeros)
    together = midranks(np.concatenate((ones, zeros)))
    of_ones = (together[:m] - midranks(ones)) / n
    of_zeros = 1 - (together[m:] - midranks(zeros)) / m
    return float(of_ones.mean()), of_ones, of_zeros


def _variance_of_mean(values: Array) -> float:
    return float(values.var(ddof=1) / len(values)) if len(values) > 1 else 0.0


def delong(y: Array, p: Array) -> tuple[float, float]:
    """AUC and its standard error (DeLong et al. 1988)."""
    auc, ones, zeros = _placements(y, p)
    return auc, float(np.sqrt(_variance_of_mean(ones) + _variance_of_mean(zeros)))


def delong_difference(y: Array, new: Array, old: Array) -> tuple[float, float]:
    """AUC of `new` less that of `old` on the same rows, and the difference's standard error."""
    auc_new, ones_new, zeros_new = _placements(y, new)
    auc_old, ones_old, zeros_old = _placements(y, old)
    spread = _variance_of_mean(ones_new - ones_old) + _variance_of_mean(zeros_new - zeros_old)
    return auc_new - auc_old, float(np.sqrt(spread))


def n_resamples(n_rows: int) -> int:
    """How many resamples are drawn: 1,000 up to 10,000 rows, fewer above, never under 200."""
    return int(np.clip(_BUDGET // max(1, n_rows), 200, 1000))


def resample_weights(strata: Array, n_draws: int, seed: int) -> Iterator[Array]:
    """Blocks (draws, rows) of how often each row was drawn, the size of each stratum kept."""
    rng = np.random.default_rng(seed)
    members = [np.flatnonzero(strata == s) for s in np.unique(strata)]
    block = max(1, min(n_draws, _CELLS // max(1, len(strata))))
    for start in range(0, n_draws, block):
        size = min(block, n_draws - start)
        weights = np.empty((size, len(strata)))
        for rows in members:
            m = len(rows)
            drawn = rng.integers(0, m, size=(size, m)) + np.arange(size)[:, None] * m
            weights[:, rows] = np.bincount(drawn.ravel(), minlength=size * m).reshape(size, m)
        yield weights


def _strata(task: Task, y: Array) -> Array:
    return np.zeros(len(y), dtype=np.int64) if task is Task.REGRESSION else y


def _percentiles(values: Array, level: float) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def metric_intervals(
    task: Task, y: Array, p: Array, *, seed: int = 0, level: float = 0.95
) -> dict[str, Interval]:
    """An interval for every measure of the task that has a meaning on these rows.

    AUC by DeLong, the base rate by Wilson, all others by one shared bootstrap.
    """
    y, p = ready(task, y, p)
    found: dict[str, Interval] = {}
    drawn: list[tuple[Metric, float]] = []
    for one in for_task(task):
        try:
            value = one.value(y, p)
        except UndefinedMetric:
            continue
        if one.id == "auc":
            found["auc"] = _normal(*delong(y, p), level, len(y), (0.0, 1.0))
        elif one.id == "base_rate":
            found["base_rate"] = wilson(int((y == 1).sum()), len(y), level)
        else:
            drawn.append((one, value))
    draws = n_resamples(len(y))
    resampled: dict[str, list[Array]] = {one.id: [] for one, _ in drawn}
    for weights in resample_weights(_strata(task, y), draws, seed):
        for one, _ in drawn:
            resampled[one.id].append(one.weighted(y, p, weights))
    for one, value in drawn:
        low, high = _percentiles(np.concatenate(resampled[one.id]), level)
        found[one.id] = Interval(value, low, high, level, len(y), f"bootstrap, {draws} resamples")
    return found


def _normal(
    value: float, error: float, level: float, n: int, bounds: tuple[float, float]
) -> Interval:
    half = z_of(level) * error
    low, high = max(bounds[0], value - half), min(bounds[1], value + half)
    return Interval(value, low, high, level, n, "DeLong")


def paired_gain(
    task: Task, metric_id: str, y: Array, new: Array, old: Array, *, seed: int, level: float = 0.95
) -> Interval:
    """How much better `new` is than `old` on the same rows; positive is better.

    AUC by DeLong's paired difference, other measures by resampling the same rows for both.
    Raises `UndefinedMetric` where the measure has no meaning or no better direction.
    """
    one = metric(task, metric_id)
    y, new = ready(task, y, new)
    _, old = ready(task, y, old)
    value = float(one.gain(one.value(y, new), one.value(y, old)))
    if one.id == "auc":
        return _normal(*delong_difference(y, new, old), level, len(y), (-1.0, 1.0))
    draws = n_resamples(len(y))
    gains = [
        one.gain(one.weighted(y, new, weights), one.weighted(y, old, weights))
        for weights in resample_weights(_strata(task, y), draws, seed)
    ]
    low, high = _percentiles(np.concatenate(gains), level)
    return Interval(value, low, high, level, len(y), f"paired bootstrap, {draws} resamples")
