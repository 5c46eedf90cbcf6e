"""How well predictions meet the truth: plain numpy, so that every room can compute them.

Every measure is written once, over row weights: a resample of the bootstrap is a row of whole
weights, and the plain value is the case where all weights are one.

Shapes: `y` (rows,) holds class codes 0..K-1, or numbers for regression. `p` is (rows,) with the
probability of class 1 for a binary task, (rows, K) for a multiclass task, and (rows,) with the
predicted number for regression. Weights are (resamples, rows).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]
Weighted = Callable[[Array, Array, Array], Array]


class UndefinedMetric(NeedsYou):
    """The measure has no meaning on these rows, such as AUC where only one class occurs."""


@dataclass(frozen=True)
class Metric:
    """One measure. `higher_is_better` is None where neither direction is better.

    In `formula` y is the truth and p what the model says, both of one row; `source` is where it
    stands.
    """

    id: str
    title: str
    task: Task
    higher_is_better: bool | None
    decimals: int
    help: str
    weighted: Weighted
    formula: str = ""
    source: str = ""

    def value(self, y: Array, p: Array) -> float:
        """The measure over all rows; `UndefinedMetric` where it has no meaning."""
        y, p = ready(self.task, y, p)
        return float(self.weighted(y, p, np.ones((1, len(y))))[0])

    def many(self, y: Array, p: Array, weights: Array) -> Array:
        """One value for each row of weights; shape (resamples,)."""
        y, p = ready(self.task, y, p)
        return self.weighted(y, p, weights)

    def gain(self, new: Array | float, old: Array | float) -> Any:
        """How much better `new` is than `old`: positive is better, whatever the direction."""
        if self.higher_is_better is None:
            raise UndefinedMetric(f"{self.title} says nothing about which model is better.")
        return np.subtract(new, old) if self.higher_is_better else np.subtract(old, new)

    def words(self, value: float) -> str:
        """The value as people read it."""
        return f"{value:.{self.decimals}f}"


def ready(task: Task, y: Array, p: Array) -> tuple[Array, Array]:
    """Check truth and predictions for shape and missing values; return them as numbers."""
    y, p = np.asarray(y), np.asarray(p, dtype=np.float64)
    if len(y) == 0:
        raise UndefinedMetric("There are no rows to measure on.")
    wanted = 2 if task is Task.MULTICLASS else 1
    if len(y) != len(p) or p.ndim != wanted:
        raise UndefinedMetric(
            f"Predictions of shape {p.shape} do not fit {len(y):,} rows of a {task} task."
        )
    if not np.isfinite(p).all():
        raise UndefinedMetric(f"{int((~np.isfinite(p)).sum()):,} predictions are not numbers.")
    if task is Task.REGRESSION:
        y = y.astype(np.float64)
        if not np.isfinite(y).all():
            raise UndefinedMetric("The truth has missing or infinite values.")
        return y, p
    n_classes = 2 if task is Task.BINARY else p.shape[1]
    if y.min() < 0 or y.max() >= n_classes:
        raise UndefinedMetric("The truth holds classes that the predictions do not know.")
    return y.astype(np.int64), p


def _tie_starts(ordered: Array) -> Array:
    return np.concatenate(([0], np.flatnonzero(np.diff(ordered)) + 1))


def _grouped(weights: Array, starts: Array) -> Array:
    """Sums over ties; a table without ties is passed on as it is."""
    if len(starts) == weights.shape[1]:
        return weights
    return np.asarray(np.add.reduceat(weights, starts, axis=1))


def _auc(y: Array, p: Array, weights: Array) -> Array:
    """Area under the ROC curve as the share of pairs in right order, ties counting half.

    Hanley & McNeil 1982, section III: the area equals the Wilcoxon statistic.
    """
    order = np.argsort(p, kind="stable")
    starts = _tie_starts(p[order])
    positive = y[order] == 1
    if positive.all() or not positive.any():
        raise UndefinedMetric("AUC needs rows of both classes; these rows have one only.")
    ordered = weights[:, order]
    ones = _grouped(np.where(positive, ordered, 0.0), starts)
    zeros = _grouped(np.where(positive, 0.0, ordered), starts)
    below = np.cumsum(zeros, axis=1) - zeros
    pairs = ones.sum(axis=1) * zeros.sum(axis=1)
    return np.asarray(np.einsum("ij,ij->i", ones, below + zeros / 2) / pairs)


def _pr_auc(y: Array, p: Array, weights: Array) -> Array:
    """Average precision: precision at each threshold weighted by the recall gained there."""
    order = np.argsort(-p, kind="stable")
    starts = _tie_starts(-p[order])
    positive = y[order] == 1
    if not positive.any():
        raise UndefinedMetric("PR AUC needs rows of the positive class; these have none.")
    ordered = weights[:, order]
    ones = _grouped(np.where(positive, ordered, 0.0), starts)
    everyone = _grouped(ordered, starts)
    found, seen = np.cumsum(ones, axis=1), np.cumsum(everyone, axis=1)
    precision = found / np.maximum(seen, np.finfo(float).tiny)
    return np.asarray(np.einsum("ij,ij->i", ones, precision) / found[:, -1])


def _mean(losses: Array, weights: Array) -> Array:
    return np.asarray(weights @ losses / weights.sum(axis=1))


def _clipped(p: Array) -> Array:
    tiny = np.finfo(np.float64).eps
    return np.clip(p, tiny, 1.0 - tiny)


def _log_loss(y: Array, p: Array, weights: Array) -> Array:
    p = _clipped(p)
    return _mean(-np.where(y == 1, np.log(p), np.log1p(-p)), weights)


def _brier(y: Array, p: Array, weights: Array) -> Array:
    return _mean((p - y) ** 2, weights)


def _f1(y: Array, p: Array, weights: Array) -> Array:
    said, true = p >= 0.5, y == 1
    hits = weights @ (said & true).astype(float)
    misses = weights @ (said ^ true).astype(float)
    whole = 2 * hits + misses
    return np.asarray(np.divide(2 * hits, whole, out=np.zeros_like(whole), where=whole > 0))


def _accuracy(y: Array, p: Array, weights: Array) -> Array:
    return _mean(((p >= 0.5) == (y == 1)).astype(float), weights)


def _base_rate(y: Array, p: Array, weights: Array) -> Array:
    del p
    return _mean((y == 1).astype(float), weights)


def _multi_log_loss(y: Array, p: Array, weights: Array) -> Array:
    return _mean(-np.log(_clipped(p[np.arange(len(y)), y])), weights)


def _multi_accuracy(y: Array, p: Array, weights: Array) -> Array:
    return _mean((p.argmax(axis=1) == y).astype(float), weights)


def _macro_auc(y: Array, p: Array, weights: Array) -> Array:
    """Mean over the classes that occur of the AUC of that class against the rest."""
    present = np.unique(y)
    if len(present) < 2:
        raise UndefinedMetric("AUC needs rows of at least two classes; these have one only.")
    return np.asarray(
        np.mean([_auc((y == k).astype(int), p[:, k], weights) for k in present], axis=0)
    )


def _mae(y: Array, p: Array, weights: Array) -> Array:
    return _mean(np.abs(p - y), weights)


def _rmse(y: Array, p: Array, weights: Array) -> Array:
    return np.asarray(np.sqrt(_mean((p - y) ** 2, weights)))


def _r2(y: Array, p: Array, weights: Array) -> Array:
    centred = y - y.mean()
    spread = _mean(centred**2, weights) - _mean(centred, weights) ** 2
    if (y == y[0]).all() or (spread <= 0).any():
        raise UndefinedMetric("R² needs a target that varies; on these rows it does not.")
    return np.asarray(1 - _mean((p - y) ** 2, weights) / spread)


_B, _M, _R = Task.BINARY, Task.MULTICLASS, Task.REGRESSION
TRAINING = "training_"
"""Before the name of a measure that was taken on the rows learned from."""

METRICS: tuple[Metric, ...] = (
    Metric(
        "auc",
        "AUC",
        _B,
        True,
        4,
        "How often a yes is ranked above a no.",
        _auc,
        "pairs of a yes and a no with p(yes) > p(no), ties half / all such pairs",
        "Hanley and McNeil 1982, Radiology 143, section III",
    ),
    Metric(
        "pr_auc",
        "PR AUC",
        _B,
        True,
        4,
        "Precision averaged over recall.",
        _pr_auc,
        "Σ (recallₖ − recallₖ₋₁) · precisionₖ, over the thresholds k",
        "average precision; Manning, Raghavan and Schütze 2008, section 8.4",
    ),
    Metric(
        "log_loss",
        "Log loss",
        _B,
        False,
        4,
        "Price of wrong certainty.",
        _log_loss,
        "−mean(y · ln p + (1 − y) · ln(1 − p))",
        "Good 1952, Journal of the Royal Statistical Society B 14",
    ),
    Metric(
        "brier",
        "Brier score",
        _B,
        False,
        4,
        "Squared error of the probability.",
        _brier,
        "mean((p − y)²)",
        "Brier 1950, Monthly Weather Review 78",
    ),
    Metric(
        "f1",
        "F1",
        _B,
        True,
        3,
        "Precision and recall in one, at 0.5.",
        _f1,
        "2 · hits / (2 · hits + misses), p ≥ 0.5 counting as yes",
        "van Rijsbergen 1979, Information Retrieval, chapter 7",
    ),
    Metric(
        "accuracy",
        "Accuracy",
        _B,
        True,
        4,
        "Share of right answers at 0.5.",
        _accuracy,
        "rows where (p ≥ 0.5) = y / rows",
    ),
    Metric(
        "base_rate",
        "Base rate",
        _B,
        None,
        3,
        "Share of yes in the rows.",
        _base_rate,
        "rows where y = 1 / rows",
    ),
    Metric(
        "log_loss",
        "Log loss",
        _M,
        False,
        4,
        "Price of wrong certainty.",
        _multi_log_loss,
        "−mean(ln p of the true class)",
        "Good 1952, Journal of the Royal Statistical Society B 14",
    ),
    Metric(
        "accuracy",
        "Accuracy",
        _M,
        True,
        4,
        "Share of right answers.",
        _multi_accuracy,
        "rows whose likeliest class is the true one / rows",
    ),
    Metric(
        "macro_auc",
        "AUC, macro",
        _M,
        True,
        4,
        "Mean AUC, each class to the rest.",
        _macro_auc,
        "mean over the classes of the AUC of that class against all others",
        "Provost and Domingos 2000; Hanley and McNeil 1982 for each class",
    ),
    Metric(
        "mae",
        "Mean absolute error",
        _R,
        False,
        3,
        "Mean distance to the truth.",
        _mae,
        "mean(|p − y|)",
    ),
    Metric(
        "rmse",
        "Root mean squared error",
        _R,
        False,
        3,
        "As MAE, far misses count more.",
        _rmse,
        "√mean((p − y)²)",
    ),
    Metric(
        "r2",
        "R²",
        _R,
        True,
        3,
        "Share of the variation explained.",
        _r2,
        "1 − Σ (p − y)² / Σ (y − mean of y)²",
    ),
)


def for_task(task: Task) -> tuple[Metric, ...]:
    """The measures of a task, the usual one first."""
    return tuple(m for m in METRICS if m.task is task)


def metric(task: Task, metric_id: str) -> Metric:
    """The named measure of a task; `NeedsYou` lists those that exist."""
    for one in for_task(task):
        if one.id == metric_id:
            return one
    known = ", ".join(m.id for m in for_task(task))
    raise NeedsYou(f"There is no measure {metric_id} for a {task} task.", f"Choose one of {known}.")


def evaluate(task: Task, y: Array, p: Array) -> tuple[dict[str, float], tuple[str, ...]]:
    """All measures of the task that have a meaning here, and a note for each that has none."""
    values: dict[str, float] = {}
    notes: list[str] = []
    for one in for_task(task):
        try:
            values[one.id] = one.value(y, p)
        except UndefinedMetric as error:
            notes.append(f"{one.title} was not computed. {error.message}")
    return values, tuple(notes)


_LOWER_IS_BETTER = frozenset(
    "loss error err errors mae mse rmse mape smape msle rmsle medae nll perplexity ppl brier "
    "deviance hinge logloss wer cer fid latency seconds time duration cost".split()
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")


def higher_is_better(name: str) -> bool:
    """Whether the higher of two values of a metric is taken for the better, by its name alone.

    A measure of ours says so itself. Of any other, lower is better where one of its words is that
    of a loss, an error or a cost (`val_loss`, `testRMSE`, `fit_time`), or ends in `loss` or
    `error`; else higher is.
    """
    for one in METRICS:
        if one.id == name:
            return one.higher_is_better is not False
    words = [word.lower() for word in _WORDS.findall(name)]
    return not any(w in _LOWER_IS_BETTER or w.endswith(("loss", "error")) for w in words)
