"""How sure a measure is: intervals for one value and for the difference of two models.

Rows are taken as drawn from those to come, classes included: a measure's interval holds how it
varies with the share of the classes too. One value's interval needs no resample: its shape is that
of its kind (`domain.interval_shapes`), its standard error that of its rows' influences.

DeLong: E. DeLong, D. DeLong & D. Clarke-Pearson, "Comparing the areas under two or more
correlated receiver operating characteristic curves", Biometrics 44 (1988), section 3; computed
from midranks after X. Sun & W. Xu, IEEE Signal Processing Letters 21 (2014), section III.
F1: K. F. Y. Lam, V. Gopal & J. Qian, "Confidence intervals for the F1 score: a comparison of four
methods", arXiv 2309.14621 (2023), the indirect interval by Wilson.
Differences: percentiles of a bootstrap of whole rows, the same rows for both models.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain import interval_shapes as shapes
from tidemill.domain.influences import measured, paired, row_losses
from tidemill.domain.interval_shapes import z_of
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


def wilson(hits: int, n: int, level: float = 0.95) -> Interval:
    """Interval of a share of `n` rows (Wilson 1927)."""
    if n == 0:
        raise UndefinedMetric("A share of no rows has no meaning.")
    low, high = shapes.share_ends(hits, n, level)
    return Interval(hits / n, low, high, level, n, "Wilson")


def midranks(values: Array) -> Array:
    """Ranks from 1, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse])


def n_resamples(n_rows: int) -> int:
    """How many resamples are drawn: 1,000 up to 10,000 rows, fewer above, never under 200."""
    return int(np.clip(_BUDGET // max(1, n_rows), 200, 1000))


def resample_weights(n_rows: int, n_draws: int, seed: int) -> Iterator[Array]:
    """Blocks (draws, rows) of how often each row was drawn."""
    rng = np.random.default_rng(seed)
    block = max(1, min(n_draws, _CELLS // max(1, n_rows)))
    for start in range(0, n_draws, block):
        size = min(block, n_draws - start)
        drawn = rng.integers(0, n_rows, size=(size, n_rows)) + np.arange(size)[:, None] * n_rows
        counts = np.bincount(drawn.ravel(), minlength=size * n_rows)
        yield counts.reshape(size, n_rows).astype(np.float64)


def _percentiles(values: Array, level: float) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def metric_intervals(task: Task, y: Array, p: Array, *, level: float = 0.95) -> dict[str, Interval]:
    """An interval for every measure of the task that has a meaning on these rows."""
    found: dict[str, Interval] = {}
    for one in for_task(task):
        try:
            found[one.id] = metric_interval(one, y, p, level=level)
        except UndefinedMetric:
            continue
    return found


def metric_interval(one: Metric, y: Array, p: Array, *, level: float = 0.95) -> Interval:
    """The interval of one measure; `UndefinedMetric` where it has no meaning on these rows."""
    y, p = ready(one.task, y, p)
    value = one.value(y, p)
    (low, high), method = _SHAPES[one.id](one, y, p, value, level)
    # The value itself is always inside, whatever the last digit of the ends.
    return Interval(value, min(low, value), max(high, value), level, len(y), method)


Shaped = tuple[shapes.Ends, str]


def _mean(one: Metric, y: Array, p: Array, value: float, level: float) -> Shaped:
    del value
    low, high = shapes.mean_ends(row_losses(one, y, p), level)
    most = 1.0 if one.id == "brier" else np.inf
    return (max(0.0, low), min(most, high)), "Hall's t"


def _root(one: Metric, y: Array, p: Array, value: float, level: float) -> Shaped:
    del value
    low, high = shapes.mean_ends(row_losses(one, y, p), level)
    return (float(np.sqrt(max(0.0, low))), float(np.sqrt(high))), "Hall's t"


def _share(one: Metric, y: Array, p: Array, value: float, level: float) -> Shaped:
    del one, p
    return shapes.share_ends(round(value * len(y)), len(y), level), "Wilson"


def _f1(one: Metric, y: Array, p: Array, value: float, level: float) -> Shaped:
    """F1 = 2 J / (1 + J), where J is the share of hits among rows said or truly yes."""
    del one, value
    said, true = p >= 0.5, y == 1
    either = int((said | true).sum())
    if not either:
        return (0.0, 1.0), "Wilson, indirect"
    ends = shapes.share_ends(int((said & true).sum()), either, level)
    low, high = (2 * j / (1 + j) for j in ends)
    return (low, high), "Wilson, indirect"


def _area(one: Metric, y: Array, p: Array, value: float, level: float) -> Shaped:
    error = measured(one, y, p)[1]
    if np.isfinite(error) and error > 0 and 0 < value < 1:
        return shapes.share_like_ends(value, error, level), "DeLong, logit"
    fewest = int(np.bincount(y)[np.unique(y)].min()) if one.id == "macro_auc" else int(y.sum())
    return shapes.score_area_ends(value, fewest, len(y) - fewest, level), "Newcombe"


def _precision_area(one: Metric, y: Array, p: Array, value: float, level: float) -> Shaped:
    error = measured(one, y, p)[1]
    if np.isfinite(error) and error > 0 and 0 < value < 1:
        return shapes.share_like_ends(value, error, level), "logit"
    n_ones = int(y.sum())
    return shapes.share_ends(value * n_ones, n_ones, level), "Wilson"


def _explained(one: Metric, y: Array, p: Array, value: float, level: float) -> Shaped:
    """R² by what is left: 1 - R² is a ratio of two positive means."""
    error = measured(one, y, p)[1]
    if value == 1 or not np.isfinite(error):
        return (value, value), "log of what is left"
    least, most = shapes.ratio_ends(1 - value, error, level)
    return (1 - most, 1 - least), "log of what is left"


_SHAPES: Mapping[str, Callable[[Metric, Array, Array, float, float], Shaped]] = {
    "auc": _area,
    "macro_auc": _area,
    "pr_auc": _precision_area,
    "log_loss": _mean,
    "brier": _mean,
    "mae": _mean,
    "rmse": _root,
    "r2": _explained,
    "f1": _f1,
    "accuracy": _share,
    "base_rate": _share,
}


def paired_gain(
    task: Task, metric_id: str, y: Array, new: Array, old: Array, *, seed: int, level: float = 0.95
) -> Interval:
    """How much better `new` is than `old` on the same rows; positive is better.

    AUC by DeLong's paired difference, all other measures by resampling the same rows for both.
    Raises `UndefinedMetric` where the measure has no meaning or no better direction.
    """
    one = metric(task, metric_id)
    y, new = ready(task, y, new)
    _, old = ready(task, y, old)
    value = float(one.gain(one.value(y, new), one.value(y, old)))
    if one.id in ("auc", "macro_auc"):
        value, error = paired(one, y, new, old)
        if not np.isfinite(error):
            raise UndefinedMetric("A class with one row only does not show how sure AUC is.")
        half = z_of(level) * error
        low, high = max(-1.0, value - half), min(1.0, value + half)
        return Interval(value, low, high, level, len(y), "DeLong")
    draws = n_resamples(len(y))
    gains = [
        one.gain(one.weighted(y, new, weights), one.weighted(y, old, weights))
        for weights in _whole_resamples(one, y, draws, seed)
    ]
    low, high = _percentiles(np.concatenate(gains), level)
    return Interval(value, low, high, level, len(y), f"paired bootstrap, {draws} resamples")


def _whole_resamples(one: Metric, y: Array, draws: int, seed: int) -> Iterator[Array]:
    """Resamples of whole rows, without those on which the measure would have no meaning."""
    for weights in resample_weights(len(y), draws, seed):
        if one.id == "pr_auc":
            yield weights[weights[:, y == 1].any(axis=1)]
        elif one.id == "r2":
            far = y - y.mean()
            square = weights @ far**2 * len(y)
            yield weights[square - (weights @ far) ** 2 > 1e-12 * square]
        else:
            yield weights
