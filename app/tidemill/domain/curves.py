"""The pictures of a classifier on its hold-out, as points to draw.

All take truth `y` (rows,) of 0 and 1 and probabilities `p` (rows,) unless said otherwise.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.intervals import wilson
from tidemill.domain.metrics import UndefinedMetric, ready
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]

MAX_POINTS = 500


@dataclass(frozen=True, eq=False)
class Curve:
    """Points of a line with the threshold each belongs to; equal lengths, at most 500."""

    x: Array
    y: Array
    thresholds: Array


@dataclass(frozen=True)
class CalibrationBin:
    """Rows of like probability: mean said, share that came true with its interval, count."""

    predicted: float
    observed: float
    low: float
    high: float
    n: int


def _steps(y: Array, p: Array) -> tuple[Array, Array, Array]:
    """True and false positives at each distinct threshold, from the highest down."""
    y, p = ready(Task.BINARY, y, p)
    order = np.argsort(-p, kind="stable")
    ordered = p[order]
    last = np.append(np.flatnonzero(np.diff(ordered)), len(p) - 1)
    hits = np.cumsum(y[order])[last]
    return hits, last + 1 - hits, ordered[last]


def thinned(x: Array, y: Array, limit: int = MAX_POINTS) -> Array:
    """Row numbers of at most `limit` points that keep the line's ends, corners and shape.

    Points in the middle of a straight stretch go first. Of what is left a quarter are the sharpest
    corners, which stay exactly; the others lie at even distances along the line. So no point of
    the line is farther from the thinned one than such a distance, which is the line's length
    divided by `limit - limit // 4 - 1`.
    """
    turns = np.zeros(len(x))
    if len(x) > 2:
        dx, dy = np.diff(x), np.diff(y)
        turns[1:-1] = np.abs(dx[:-1] * dy[1:] - dx[1:] * dy[:-1])
    straight = turns <= 1e-15
    straight[[0, -1]] = False
    rows = np.flatnonzero(~straight)
    if len(rows) <= limit:
        return rows
    n_corners = limit // 4
    length = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x[rows]), np.diff(y[rows])))))
    wanted = np.linspace(0.0, length[-1], limit - n_corners)
    even = np.searchsorted(length, wanted).clip(0, len(rows) - 1)
    kept = np.zeros(len(rows), dtype=bool)
    kept[even] = True
    corners = _sharpness(x[rows], y[rows])
    corners[kept] = -1.0
    kept[np.argpartition(-corners, n_corners)[:n_corners]] = True
    return np.asarray(rows[kept])


def _sharpness(x: Array, y: Array) -> Array:
    """How far each point lies off the straight line between its neighbours; 0 at the ends."""
    found = np.zeros(len(x))
    across_x, across_y = x[2:] - x[:-2], y[2:] - y[:-2]
    area = np.abs(across_x * (y[1:-1] - y[:-2]) - across_y * (x[1:-1] - x[:-2]))
    width = np.hypot(across_x, across_y)
    found[1:-1] = np.divide(area, width, out=np.zeros_like(area), where=width > 0)
    return found


def roc(y: Array, p: Array) -> Curve:
    """False positive share against true positive share, from (0, 0) to (1, 1)."""
    return _roc(*_steps(y, p))


def precision_recall(y: Array, p: Array) -> Curve:
    """Recall against precision, from the highest threshold down."""
    return _precision_recall(*_steps(y, p))


def both_curves(y: Array, p: Array, limit: int = MAX_POINTS) -> tuple[Curve, Curve]:
    """`roc` and `precision_recall` from one sort, of at most `limit` points each."""
    steps = _steps(y, p)
    return _roc(*steps, limit), _precision_recall(*steps, limit)


def _roc(hits: Array, misses: Array, thresholds: Array, limit: int = MAX_POINTS) -> Curve:
    if hits[-1] == 0 or misses[-1] == 0:
        raise UndefinedMetric("A ROC curve needs rows of both classes; these have one only.")
    x = np.concatenate(([0.0], misses / misses[-1]))
    up = np.concatenate(([0.0], hits / hits[-1]))
    at = np.concatenate(([np.inf], thresholds))
    rows = thinned(x, up, limit)
    return Curve(x[rows], up[rows], at[rows])


def _precision_recall(
    hits: Array, misses: Array, thresholds: Array, limit: int = MAX_POINTS
) -> Curve:
    if hits[-1] == 0:
        raise UndefinedMetric("Precision and recall need rows of the positive class.")
    recall, precision = hits / hits[-1], hits / (hits + misses)
    rows = thinned(recall, precision, limit)
    return Curve(recall[rows], precision[rows], thresholds[rows])


def calibration(y: Array, p: Array, n_bins: int = 10) -> tuple[CalibrationBin, ...]:
    """Quantile bins of the probability, each with what came true and its Wilson interval.

    Equal probabilities never fall into different bins, so there may be fewer bins.
    """
    y, p = ready(Task.BINARY, y, p)
    edges = np.unique(np.quantile(p, np.linspace(0, 1, n_bins + 1)[1:-1]))
    place = np.searchsorted(edges, p, side="left")
    bins = []
    for k in np.unique(place):
        rows = place == k
        n, hits = int(rows.sum()), int(y[rows].sum())
        range_ = wilson(hits, n)
        bins.append(CalibrationBin(float(p[rows].mean()), hits / n, range_.low, range_.high, n))
    return tuple(bins)


def confusion(task: Task, y: Array, p: Array, threshold: float = 0.5) -> Array:
    """Counts (K, K): a row for each true class, a column for each class said.

    Binary: class 1 is said from `threshold` up. Multiclass: the most probable class is said.
    """
    if task is Task.REGRESSION:
        raise UndefinedMetric("A regression has no confusion matrix.")
    y, p = ready(task, y, p)
    said = (p >= threshold).astype(np.int64) if task is Task.BINARY else p.argmax(axis=1)
    n_classes = 2 if task is Task.BINARY else p.shape[1]
    counts = np.bincount(y * n_classes + said, minlength=n_classes * n_classes)
    return np.asarray(counts.reshape(n_classes, n_classes))
