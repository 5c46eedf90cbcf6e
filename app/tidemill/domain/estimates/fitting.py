"""Models of few numbers with a penalty, and how sure their numbers are.

Newton's method for the penalised likelihood; the penalty is a normal prior, its strength chosen by
the evidence in Laplace's approximation (C. Bishop, "Pattern Recognition and Machine Learning",
sections 3.5 and 4.5; D. MacKay, Neural Computation 4 (1992)). Draws are from the same normal
approximation of the posterior.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 10_000.0)
_STEPS = 50
_SMALL = 1e-8


@dataclass(frozen=True, eq=False)
class Fit:
    """Numbers of a model (d,) and the upper triangle (d, d) of their precision's square root."""

    coefficients: Array
    root: Array

    def draws(self, n: int, rng: np.random.Generator) -> Array:
        """So many draws of the numbers, (n, d)."""
        noise = rng.standard_normal((len(self.coefficients), n))
        return np.asarray(self.coefficients + np.linalg.solve(self.root, noise).T)


Parts = Callable[[Array], tuple[float, Array, Array]]
"""For linear predictors (rows,): log likelihood, its slope and its negative curvature (rows,)."""


def sigmoid(values: Array) -> Array:
    """The logistic function, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)))


def of_classes(y: Array, offset: Array, weights: Array) -> Parts:
    """The likelihood of a logistic regression: `y` (rows,) of 0 and 1."""

    def parts(eta: Array) -> tuple[float, Array, Array]:
        whole = offset + eta
        share = sigmoid(whole)
        value = float(weights @ (y * whole - np.logaddexp(0.0, whole)))
        return value, weights * (y - share), weights * share * (1.0 - share)

    return parts


def of_sizes(sizes: Array, dispersion: float) -> Parts:
    """The quasi-likelihood of a Gamma regression with a logarithmic link: `sizes` (rows,) > 0.

    P. McCullagh & J. Nelder, "Generalized Linear Models", chapter 8; the expected curvature.
    """

    def parts(eta: Array) -> tuple[float, Array, Array]:
        ratio = sizes * np.exp(-np.clip(eta, -500.0, 500.0))
        value = float(-(ratio + eta).sum()) / dispersion
        return value, (ratio - 1.0) / dispersion, np.full(len(eta), 1.0 / dispersion)

    return parts


def fitted(x: Array, parts: Parts, precision: Array) -> tuple[Fit, float]:
    """The penalised fit and its log evidence up to a constant; `precision` (d,) is the prior's."""
    beta = np.zeros(x.shape[1])
    value, slope, curve = parts(x @ beta)
    aim = value
    for _ in range(_STEPS):
        matrix = (x * curve[:, None]).T @ x + np.diag(precision)
        step = np.linalg.solve(matrix, x.T @ slope - precision * beta)
        size = 1.0
        while True:
            tried = beta + size * step
            value, slope, curve = parts(x @ tried)
            new = value - 0.5 * float(precision @ tried**2)
            if new >= aim - 1e-12 * abs(aim) or size < 1e-4:
                break
            size /= 2
        gain, aim, beta = new - aim, new, tried
        if gain < _SMALL * (1.0 + abs(aim)):
            break
    matrix = (x * curve[:, None]).T @ x + np.diag(precision)
    lower = np.linalg.cholesky(matrix)
    log_volume = float(np.log(np.diag(lower)).sum())
    evidence = aim + 0.5 * float(np.log(precision).sum()) - log_volume
    return Fit(beta, np.ascontiguousarray(lower.T)), evidence


def best_fitted(
    x: Array, parts: Parts, fixed: Array, strengths: tuple[float, ...] = STRENGTHS
) -> tuple[Fit, float]:
    """The fit with the penalty that the rows speak for most, and that penalty.

    The first columns of `x` have the prior precisions `fixed`; all others share the one chosen.
    """
    free = x.shape[1] - len(fixed)
    found = []
    for strength in strengths if free else strengths[:1]:
        precision = np.concatenate((fixed, np.full(free, strength)))
        fit, evidence = fitted(x, parts, precision)
        found.append((evidence, strength, fit))
    _, strength, fit = max(found, key=lambda one: one[0])
    return fit, strength
