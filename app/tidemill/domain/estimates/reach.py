"""Whether rows that were held out say anything of new rows: do the new ones lie where they lie?

The density ratio comes from a logistic regression that tells new rows from those held out (S.
Bickel, M. Brückner & T. Scheffer, ICML 2007); the effective number of rows is Kish's.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.estimates.fitting import best_fitted, of_classes

Array = npt.NDArray[Any]

MOST_ROWS = 4_000
"""So many rows of either side tell them apart well enough."""

_STRENGTHS = (1.0, 10.0, 100.0, 1_000.0)


def weights_of(held: Array, new: Array, rng: np.random.Generator) -> Array:
    """How many times as frequent rows like each one held out are among the new ones, (rows,).

    Both are encoded, (rows, width). The mean is one.
    """
    if not held.shape[1]:
        return np.ones(len(held))
    some, others = _some(held, rng), _some(new, rng)
    x = np.vstack((some, others))
    x = np.column_stack((np.ones(len(x)), x))
    y = np.concatenate((np.zeros(len(some)), np.ones(len(others))))
    weight = np.where(y == 1, len(x) / (2 * len(others)), len(x) / (2 * len(some)))
    parts = of_classes(y, np.zeros(len(x)), weight)
    fit, _ = best_fitted(x, parts, np.array([1e-4]), _STRENGTHS)
    log_ratio = fit.coefficients[0] + held @ fit.coefficients[1:]
    ratio = np.exp(log_ratio - log_ratio.max())
    return np.asarray(ratio / ratio.mean())


def n_alike(weights: Array) -> float:
    """Kish's effective number of weighted rows."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def flattened(weights: Array, share: float) -> Array:
    """Weights drawn nearer to each other until they are worth a share of the rows, (rows,).

    What is left out of the shift by that is a smaller error than so few rows would make (the
    flattening of H. Shimodaira, Journal of Statistical Planning and Inference 90 (2000)).
    """
    needed = share * len(weights)
    if n_alike(weights) >= needed:
        return weights
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if n_alike(weights**middle) >= needed else (low, middle)
    return np.asarray(weights**low)


def _some(rows: Array, rng: np.random.Generator) -> Array:
    if len(rows) <= MOST_ROWS:
        return rows
    return np.asarray(rows[rng.choice(len(rows), MOST_ROWS, replace=False)])
