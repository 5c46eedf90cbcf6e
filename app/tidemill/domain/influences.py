"""Each row's part in a measure: how the measure moves when the row's weight does.

A measure of a model is a function of row weights (`domain.metrics`); its derivative by the weight
of a row, all weights being one, is the row's influence. Influences of two models on the same rows,
subtracted, give the standard error of the difference of their measures without drawing a single
resample: the infinitesimal jackknife (B. Efron, "The jackknife, the bootstrap and other resampling
plans", SIAM 1982, chapter 6), which is what the bootstrap tends to with many draws. For a mean of
row losses it is the paired t-test's standard error, for AUC within the classes that of DeLong,
DeLong & Clarke-Pearson, Biometrics 44 (1988), section 3.

Shapes are those of `domain.metrics`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.metrics import Metric, UndefinedMetric, ready
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Influences:
    """What several models' measures are made of on the same rows.

    `values` (models,) are the measures as `Metric.value` gives them. `scores` (models,) is what is
    tested: the measure itself, or the mean squared error where the measure is a falling or rising
    function of it (RMSE, R²); more is better throughout. `parts` (models, rows) are the rows'
    influences on the score, each stratum adding up to 0. `strata` (rows,) are codes from 0: rows
    vary within their stratum, whose size counts as given.
    """

    values: Array
    scores: Array
    parts: Array
    strata: Array

    def units(self) -> Array:
        """What differences of scores have to be multiplied by to be differences of measures.

        Shape (models, models); 0 where two scores are equal and the measure is not the score.
        """
        if np.array_equal(np.abs(self.scores), np.abs(self.values)):
            return np.ones((len(self.scores), len(self.scores)))
        gaps = np.abs(self.scores[:, None] - self.scores[None, :])
        apart = np.abs(self.values[:, None] - self.values[None, :])
        return np.asarray(np.divide(apart, gaps, out=np.zeros_like(gaps), where=gaps > 0))

    def by_group(self, groups: Array) -> "Influences":
        """The same with the rows of a group counted together, as one observation.

        `groups` (rows,) are codes from 0 without gaps. What varies are whole groups then, so the
        standard errors are those of clustered rows (for AUC: N. Obuchowski, Biometrics 53, 1997).
        """
        sums = np.stack([np.bincount(groups, weights=part) for part in self.parts])
        return Influences(self.values, self.scores, sums, np.zeros(sums.shape[1], dtype=np.int64))


def influences(
    one: Metric, y: Array, answers: Sequence[Array], check: Callable[[], None] = lambda: None
) -> Influences:
    """The influences of all rows on a measure of several models.

    `check` is called now and then and may raise to stop. Raises `UndefinedMetric` where the
    measure has no meaning on these rows or no better direction.
    """
    if one.higher_is_better is None:
        raise UndefinedMetric(f"{one.title} says nothing about which model is better.")
    if not answers:
        raise UndefinedMetric("There is no model to measure.")
    checked = [ready(one.task, y, answer) for answer in answers]
    truth = checked[0][0]
    said = [answer for _, answer in checked]
    if one.id in ("auc", "macro_auc"):
        return _areas(one, truth, said, check)
    if one.id in _CURVED:
        found = []
        for answer in said:
            check()
            found.append(_CURVED[one.id](truth, answer))
        values = np.array([value for value, _ in found])
        return _one_stratum(values, values, np.stack([part for _, part in found]))
    losses = np.stack([row_losses(one, truth, answer) for answer in said])
    mean = losses.mean(axis=1)
    scores = mean if one.id == "accuracy" else -mean
    sign = 1.0 if one.id == "accuracy" else -1.0
    values = mean
    if one.id in ("rmse", "r2"):
        values = np.array([one.value(truth, answer) for answer in said])
    return _one_stratum(values, scores, sign * losses / len(truth))


def measured(one: Metric, y: Array, p: Array) -> tuple[float, float]:
    """A measure of one model and its standard error; NaN where the rows do not tell how they vary.

    Raises `UndefinedMetric` where the measure has no meaning on these rows.
    """
    found = influences(one, y, [p])
    value, parts = float(found.values[0]), found.parts[0]
    if one.id == "rmse":
        parts = parts / (2 * value) if value else parts
    elif one.id == "r2":
        far = (y - y.mean()) ** 2
        parts = parts / far.mean() + (1 - value) * (far / far.mean() - 1) / len(y)
    return value, float(np.sqrt(_variance(parts, found.strata)))


def paired(one: Metric, y: Array, new: Array, old: Array) -> tuple[float, float]:
    """How much better `new` is than `old` on the same rows, and the standard error of that.

    Positive is better. NaN as error where the rows do not tell how they vary. Raises
    `UndefinedMetric` where the measure has no meaning on these rows.
    """
    found = influences(one, y, [new, old])
    gain, parts = _difference(one, found)
    return gain, float(np.sqrt(_variance(parts, found.strata)))


def paired_parts(one: Metric, y: Array, new: Array, old: Array) -> tuple[float, Array]:
    """How much better `new` is than `old`, and the rows' influences on that (rows,).

    They add up to 0, so those of several measures on the same rows may be added and weighed.
    Raises `UndefinedMetric` where the measure has no meaning on these rows.
    """
    return _difference(one, influences(one, y, [new, old]))


def _difference(one: Metric, found: "Influences") -> tuple[float, Array]:
    gain = float(one.gain(found.values[0], found.values[1]))
    return gain, (found.parts[0] - found.parts[1]) * _unit(one, found)


def _unit(one: Metric, found: "Influences") -> float:
    """What a difference of two scores is multiplied by to be one of measures."""
    if one.id not in ("rmse", "r2"):
        return 1.0
    first, second = (float(value) for value in found.values)
    if one.id == "rmse":  # a - b = (a² - b²) / (a + b)
        return 1.0 / (first + second) if first + second else 0.0
    return float(found.units()[0, 1])


def _variance(parts: Array, strata: Array) -> float:
    variance = 0.0
    for stratum in range(int(strata.max()) + 1):
        own = parts[strata == stratum]
        variance += float((own**2).sum()) * len(own) / (len(own) - 1) if len(own) > 1 else np.nan
    return variance


def _one_stratum(values: Array, scores: Array, parts: Array) -> Influences:
    centred = parts - parts.mean(axis=1, keepdims=True)
    return Influences(values, scores, centred, np.zeros(parts.shape[1], dtype=np.int64))


def row_losses(one: Metric, y: Array, p: Array) -> Array:
    """The row losses whose mean is the measure; squared errors for RMSE and R²."""
    if one.task is Task.REGRESSION:
        return np.asarray(np.abs(p - y) if one.id == "mae" else (p - y) ** 2)
    if one.id == "brier":
        return np.asarray((p - y) ** 2)
    if one.id == "accuracy":
        right = (p >= 0.5) == (y == 1) if one.task is Task.BINARY else p.argmax(axis=1) == y
        return np.asarray(right.astype(float))
    tiny = np.finfo(np.float64).eps
    if one.task is Task.BINARY:
        p = np.clip(p, tiny, 1.0 - tiny)
        return np.asarray(-np.where(y == 1, np.log(p), np.log1p(-p)))
    return np.asarray(-np.log(np.clip(p[np.arange(len(y)), y], tiny, 1.0 - tiny)))


# Areas under the ROC curve


def placements(positive: Array, p: Array) -> Array:
    """Each row's share of pairs with rows of the other class that are in right order.

    Ties count half. Means over either class are the AUC (DeLong et al. 1988, equations 3 and 4);
    one sort gives all of them (X. Sun & W. Xu, IEEE Signal Processing Letters 21, 2014).
    """
    order = np.argsort(p, kind="stable")
    ordered, ones = p[order], positive[order]
    starts = np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))
    sizes = np.diff(np.append(starts, len(p)))
    of_ones = np.add.reduceat(ones.astype(np.int64), starts)
    of_zeros = sizes - of_ones
    n_ones, n_zeros = int(of_ones.sum()), int(of_zeros.sum())
    if not n_ones or not n_zeros:
        raise UndefinedMetric("AUC needs rows of both classes; these rows have one only.")
    below = (np.cumsum(of_zeros) - of_zeros / 2) / n_zeros
    above = (n_ones - np.cumsum(of_ones) + of_ones / 2) / n_ones
    shares = np.empty(len(p))
    shares[order] = np.where(ones, np.repeat(below, sizes), np.repeat(above, sizes))
    return shares


def _areas(one: Metric, y: Array, said: Sequence[Array], check: Callable[[], None]) -> Influences:
    """AUC of two classes, or the mean over the classes that occur of each against the rest."""
    present, strata = np.unique(y, return_inverse=True)
    if len(present) < 2:
        raise UndefinedMetric("AUC needs rows of both classes; these rows have one only.")
    sides = [1] if one.task is Task.BINARY else present.tolist()
    values = np.zeros(len(said))
    parts = np.zeros((len(said), len(y)))
    for side in sides:
        positive = y == side
        n_ones = int(positive.sum())
        weight = np.where(positive, 1.0 / n_ones, 1.0 / (len(y) - n_ones)) / len(sides)
        for at, answer in enumerate(said):
            check()
            shares = placements(positive, answer if one.task is Task.BINARY else answer[:, side])
            values[at] += shares[positive].mean() / len(sides)
            parts[at] += shares * weight
    for stratum in range(len(present)):
        rows = strata == stratum
        parts[:, rows] -= parts[:, rows].mean(axis=1, keepdims=True)
    return Influences(values, values, parts, strata)


# Measures that are no mean over rows


def _f1(y: Array, p: Array) -> tuple[float, Array]:
    """F1 = 2 hits / (2 hits + misses), and its derivative by the row weights."""
    said, true = p >= 0.5, y == 1
    hits, misses = (said & true).astype(float), (said ^ true).astype(float)
    whole = float((2 * hits + misses).sum())
    if not whole:
        return 0.0, np.zeros(len(y))
    value = float(2 * hits.sum() / whole)
    return value, (2 * hits - value * (2 * hits + misses)) / whole


def _average_precision(y: Array, p: Array) -> tuple[float, Array]:
    """Average precision and its derivative by the row weights.

    With H and S the weights of the positive and of all rows at or above a threshold, it is
    the mean over the positive rows of H/S. A row changes its own term, and H/S at its threshold
    and at all lower ones: by (S - H)/S² if it is positive, by -H/S² if it is not.
    """
    order = np.argsort(-p, kind="stable")
    ordered, ones = p[order], (y == 1)[order]
    starts = np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))
    sizes = np.diff(np.append(starts, len(p)))
    own = np.add.reduceat(ones.astype(float), starts)
    found, seen = np.cumsum(own), np.cumsum(sizes.astype(float))
    n_ones = float(found[-1])
    if not n_ones:
        raise UndefinedMetric("PR AUC needs rows of the positive class; these have none.")
    precision = found / seen
    value = float((own * precision).sum() / n_ones)

    def from_here_down(terms: Array) -> Array:
        return np.asarray(np.cumsum(terms[::-1])[::-1])

    as_positive = precision - value + from_here_down(own * (seen - found) / seen**2)
    as_negative = -from_here_down(own * found / seen**2)
    parts = np.empty(len(p))
    parts[order] = np.where(ones, np.repeat(as_positive, sizes), np.repeat(as_negative, sizes))
    return value, parts / n_ones


_CURVED: dict[str, Callable[[Array, Array], tuple[float, Array]]] = {
    "f1": _f1,
    "pr_auc": _average_precision,
}
