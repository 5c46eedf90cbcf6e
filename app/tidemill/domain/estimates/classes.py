"""Confidence-based performance estimation: what the confidence of answers says of their rightness.

The calibration is a logistic regression of the truth on the model's own log odds and a curve of its
score, fitted on rows held out, each as heavy as rows like it are frequent among the new ones. It is
anchored at the model: without evidence it says what the model says.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.estimates.encoding import N_GRID, placed
from tidemill.domain.estimates.fitting import Fit, best_fitted, of_classes, sigmoid
from tidemill.domain.intervals import midranks

Array = npt.NDArray[Any]

_CLIP = 1e-6
_BLOCK = 4_000_000
_FIXED = np.array([0.1, 0.1])
"""Prior precisions of what is added to the log odds and to their slope."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """What the model's answers mean; `grid` are quantiles of the answers held out."""

    grid: Array
    fit: Fit

    def columns(self, p: Array) -> Array:
        """What the calibration reads, (rows, 5)."""
        place = placed(p, self.grid)
        score = (place, place**2 - 1 / 3, place**3)
        return np.column_stack((np.ones(len(p)), log_odds(p), *score))


def log_odds(p: Array) -> Array:
    """Log odds of probabilities, held off the ends."""
    held = np.clip(p, _CLIP, 1.0 - _CLIP)
    return np.asarray(np.log(held) - np.log1p(-held))


def calibration_of(y: Array, p: Array, weights: Array) -> Calibration:
    """The calibration of rows held out: truth (rows,) of 0 and 1, probabilities, weights.

    Weights count for as many rows as they are worth, not for as many as there are.
    """
    grid = np.quantile(p, np.linspace(0.0, 1.0, N_GRID))
    x = Calibration(grid, Fit(np.empty(0), np.empty((0, 0)))).columns(p)
    worth = weights * (weights.sum() / (weights**2).sum())
    parts = of_classes(y.astype(np.float64), log_odds(p), worth)
    fit, _ = best_fitted(x, parts, _FIXED)
    return Calibration(grid, fit)


def shares(calibration: Calibration, p: Array) -> Array:
    """The probability that each row is of class 1, (rows,)."""
    return sigmoid(log_odds(p) + calibration.columns(p) @ calibration.fit.coefficients)


def drawn(
    calibration: Calibration, p: Array, n_draws: int, rng: np.random.Generator
) -> tuple[dict[str, float], dict[str, Array]]:
    """Every measure as expected, and `n_draws` draws of what it may come out as.

    A draw takes a calibration from those that the rows held out allow, and a truth for each row.
    """
    p = np.sort(p)
    x, offset = calibration.columns(p), log_odds(p)
    expected = sigmoid(offset + x @ calibration.fit.coefficients)
    sums = _Sums(p)
    points = sums.measures(expected[None, :])
    betas = calibration.fit.draws(n_draws, rng)
    block = max(1, _BLOCK // max(1, len(p)))
    parts: list[dict[str, Array]] = []
    for low in range(0, n_draws, block):
        share = sigmoid(offset + betas[low : low + block] @ x.T)
        truth = (rng.random(share.shape) < share).astype(np.float64)
        parts.append(sums.measures(truth))
    draws = {name: np.concatenate([one[name] for one in parts]) for name in parts[0]}
    return {name: float(value[0]) for name, value in points.items()}, draws


class _Sums:
    """Measures of many truths for the same answers, which rise: most are sums over rows."""

    def __init__(self, p: Array) -> None:
        self._n = len(p)
        said = (p >= 0.5).astype(np.float64)
        tiny = np.finfo(np.float64).eps
        held = np.clip(p, tiny, 1.0 - tiny)
        yes, no = -np.log(held), -np.log1p(-held)
        self._matrix = np.column_stack(
            (np.ones(len(p)), midranks(p), yes - no, 1.0 - 2.0 * p, said)
        )
        self._no, self._squares, self._n_said = no.sum(), (p**2).sum(), said.sum()
        falling = p[::-1]
        self._ends = np.flatnonzero(np.append(falling[1:] != falling[:-1], True))

    def measures(self, y: Array) -> dict[str, Array]:
        """Measures of truths (draws, rows), shares of a truth among them; NaN where undefined."""
        n = self._n
        ones, ranks, loss, square, hits = (y @ self._matrix).T
        zeros = n - ones
        misses = (self._n_said - hits) + (ones - hits)
        with np.errstate(divide="ignore", invalid="ignore"):
            return {
                "auc": self._auc(y, ones, zeros, ranks),
                "pr_auc": self._pr_auc(y, ones),
                "log_loss": (self._no + loss) / n,
                "brier": (self._squares + square) / n,
                "f1": np.where(2 * hits + misses > 0, 2 * hits / (2 * hits + misses), 0.0),
                "accuracy": 1.0 - misses / n,
                "base_rate": ones / n,
                "precision": hits / (np.zeros(len(y)) + self._n_said),
                "recall": hits / ones,
                "true_positives": hits / n,
                "false_positives": (self._n_said - hits) / n,
                "false_negatives": (ones - hits) / n,
                "true_negatives": (n - self._n_said - ones + hits) / n,
            }

    def _auc(self, y: Array, ones: Array, zeros: Array, ranks: Array) -> Array:
        """Rows may count in part for either class: a row is no pair with itself."""
        own = 0.5 * (y * (1.0 - y)).sum(axis=1)
        below = ranks - 0.5 * (ones**2 + ones) - own
        pairs = ones * zeros - 2.0 * own
        return np.asarray(np.where(pairs > 0, below / pairs, np.nan))

    def _pr_auc(self, y: Array, ones: Array) -> Array:
        found = np.cumsum(y[:, ::-1], axis=1)[:, self._ends]
        new = np.diff(found, axis=1, prepend=0.0)
        return np.asarray((new * found / (self._ends + 1.0)).sum(axis=1) / ones)
