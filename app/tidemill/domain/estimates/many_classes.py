"""Confidence-based estimation for more than two classes: the confidences, calibrated together.

The calibration makes the model's log probabilities steeper or flatter, those of classes in the
running by their own measure, and moves each class (after the vector scaling of C. Guo et al., "On
Calibration of Modern Neural Networks", ICML 2017, section 4.2); fitted on rows held out as a
conditional logit.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.estimates.fitting import Fit
from tidemill.domain.intervals import midranks

Array = npt.NDArray[Any]

_TINY = 1e-6
_STEPS = 50
_PRIOR = 0.1
_IN_THE_RUNNING = np.log(0.05)


def calibration_of(y: Array, p: Array, weights: Array) -> Fit:
    """What is added to the steepness, and what each class is moved by.

    Truth (rows,) as codes from 0, answers (rows, K). Weights count for as many rows as they are
    worth.
    """
    x, start = _choices(p)
    worth = weights * (weights.sum() / (weights**2).sum())
    chosen = np.arange(len(y))
    beta = np.zeros(x.shape[2])
    aim = -np.inf
    for _ in range(_STEPS):
        share = _softmax(start + x @ beta)
        slope = worth @ (x[chosen, y] - np.einsum("nk,nkd->nd", share, x)) - _PRIOR * beta
        matrix = _curve(x, share, worth)
        beta = beta + np.linalg.solve(matrix, slope)
        new = float(worth @ np.log(_softmax(start + x @ beta)[chosen, y]))
        if abs(new - aim) < 1e-9 * (1 + abs(new)):
            break
        aim = new
    root = np.linalg.cholesky(_curve(x, _softmax(start + x @ beta), worth)).T
    return Fit(beta, np.ascontiguousarray(root))


def _choices(p: Array) -> tuple[Array, Array]:
    start = np.log(np.maximum(p, _TINY))
    n, k = p.shape
    moved = np.broadcast_to(np.eye(k), (n, k, k))
    return np.concatenate((_slopes(start), moved), axis=2), start


def _slopes(start: Array) -> Array:
    """Log probabilities, and those of classes that are in the running, (rows, K, 2)."""
    return np.stack((start, np.maximum(start, _IN_THE_RUNNING)), axis=-1)


def _curve(x: Array, share: Array, worth: Array) -> Array:
    heavy = share * worth[:, None]
    mean = np.einsum("nk,nkd->nd", share, x)
    flat = x.reshape(-1, x.shape[2])
    whole = (flat * heavy.reshape(-1, 1)).T @ flat - (mean * worth[:, None]).T @ mean
    return np.asarray(whole + _PRIOR * np.eye(x.shape[2]))


def _softmax(eta: Array) -> Array:
    raised = np.exp(eta - eta.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def shares(fit: Fit, p: Array) -> Array:
    """The probability of each class, (rows, K)."""
    return _calibrated(fit.coefficients, np.log(np.maximum(p, _TINY)))


def _calibrated(beta: Array, start: Array) -> Array:
    return _softmax(start + _slopes(start) @ beta[:2] + beta[2:])


def drawn(
    fit: Fit, p: Array, n_draws: int, rng: np.random.Generator
) -> tuple[dict[str, float], dict[str, Array]]:
    """Every measure as expected, and `n_draws` draws of what it may come out as."""
    start = np.log(np.maximum(p, _TINY))
    said = p.argmax(axis=1)
    tiny = np.finfo(np.float64).eps
    loss = -np.log(np.clip(p, tiny, 1.0))
    ranks = np.column_stack([midranks(p[:, k]) for k in range(p.shape[1])])
    expected = shares(fit, p)
    points = _measures(expected, said, loss, ranks)
    found: dict[str, list[float]] = {name: [] for name in points}
    rows = np.arange(len(p))
    for beta in fit.draws(n_draws, rng):
        truth = np.zeros_like(p)
        truth[rows, _drawn_classes(_calibrated(beta, start), rng)] = 1.0
        for name, value in _measures(truth, said, loss, ranks).items():
            found[name].append(value)
    return points, {name: np.array(values) for name, values in found.items()}


def drawn_truth(beta: Array, p: Array, rng: np.random.Generator) -> Array:
    """A class for each row by what the coefficients of a calibration say of it, (rows,)."""
    return _drawn_classes(_calibrated(beta, np.log(np.maximum(p, _TINY))), rng)


def _drawn_classes(share: Array, rng: np.random.Generator) -> Array:
    levels = np.cumsum(share, axis=1)
    drawn_y = (rng.random(len(share))[:, None] * levels[:, -1:] > levels).sum(axis=1)
    return np.asarray(np.minimum(drawn_y, share.shape[1] - 1))


def _measures(truth: Array, said: Array, loss: Array, ranks: Array) -> dict[str, float]:
    """Measures of a truth (rows, K), which may be shares."""
    n = len(truth)
    ones = truth.sum(axis=0)
    own = 0.5 * (truth * (1.0 - truth)).sum(axis=0)
    pairs = ones * (n - ones) - 2.0 * own
    below = (truth * ranks).sum(axis=0) - 0.5 * (ones**2 + ones) - own
    there = (ones > 0) & (pairs > 0)
    return {
        "accuracy": float(truth[np.arange(n), said].mean()),
        "log_loss": float((truth * loss).sum() / n),
        "macro_auc": float((below[there] / pairs[there]).mean()) if there.any() else float("nan"),
    }
