"""Direct loss estimation: how far off a model of numbers probably is, row by row.

The size of its errors is a Gamma regression (logarithmic link) on what the rows look like and on
the prediction, fitted on rows held out. The errors over their own size are taken from rows that
the size was not learned from (cross-fitted), so that they are as wide as for new rows.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.estimates.encoding import N_GRID, placed
from tidemill.domain.estimates.fitting import Fit, best_fitted, fitted, of_sizes

Array = npt.NDArray[Any]

N_FOLDS = 5
_BLOCK = 4_000_000
_FIXED = np.array([1e-4])


@dataclass(frozen=True, eq=False)
class ErrorSizes:
    """How large errors are. `over` (rows held out,) are errors over the size expected of them."""

    grid: Array
    fit: Fit
    over: Array

    def columns(self, p: Array, encoded: Array) -> Array:
        """What the size is read from, (rows, d)."""
        place = placed(p, self.grid)
        return np.column_stack((np.ones(len(p)), place, place**2 - 1 / 3, encoded))


def sizes_of(y: Array, p: Array, encoded: Array, rng: np.random.Generator) -> ErrorSizes:
    """The sizes of errors on rows held out: truth, predictions, encoded rows."""
    grid = np.quantile(p, np.linspace(0.0, 1.0, N_GRID))
    empty = ErrorSizes(grid, Fit(np.empty(0), np.empty((0, 0))), np.empty(0))
    x, errors = empty.columns(p, encoded), p - y
    size = np.abs(errors)
    size = np.maximum(size, 1e-3 * max(float(size.mean()), np.finfo(float).tiny))
    level = float(np.log(size.mean()))
    scaled = size / np.exp(level)
    dispersion = 1.0
    for _ in range(2):  # the second time with the spread that is left
        fit, strength = best_fitted(x, of_sizes(scaled, dispersion), _FIXED)
        ratio = scaled * np.exp(-(x @ fit.coefficients))
        dispersion = max(0.05, float(((ratio - 1.0) ** 2).mean()))
    fit, strength = best_fitted(x, of_sizes(scaled, dispersion), _FIXED)
    precision = np.concatenate((_FIXED, np.full(x.shape[1] - 1, strength)))
    over = np.empty(len(y))
    fold = rng.permutation(len(y)) % N_FOLDS
    for k in range(N_FOLDS):
        mine = fold == k
        part, _ = fitted(x[~mine], of_sizes(scaled[~mine], dispersion), precision)
        over[mine] = errors[mine] * np.exp(-level - x[mine] @ part.coefficients)
    coefficients = fit.coefficients.copy()
    coefficients[0] += level
    return ErrorSizes(grid, Fit(coefficients, fit.root), over)


def drawn(
    sizes: ErrorSizes, p: Array, encoded: Array, n_draws: int, rng: np.random.Generator
) -> tuple[dict[str, float], dict[str, Array]]:
    """Every measure as expected, and `n_draws` draws of what it may come out as."""
    x = sizes.columns(p, encoded)
    size = np.exp(x @ sizes.fit.coefficients)
    points = _expected(p, size, sizes.over)
    betas = sizes.fit.draws(n_draws, rng)
    block = max(1, _BLOCK // max(1, len(p)))
    parts = []
    for low in range(0, n_draws, block):
        some = np.exp(betas[low : low + block] @ x.T)
        n, m = some.shape[0], len(sizes.over)
        pools = sizes.over[rng.integers(0, m, size=(n, m))]
        errors = np.take_along_axis(pools, rng.integers(0, m, size=some.shape), axis=1) * some
        parts.append(_measures(p, errors))
    return points, {name: np.concatenate([one[name] for one in parts]) for name in parts[0]}


def _expected(p: Array, size: Array, over: Array) -> dict[str, float]:
    square = float((size**2).mean() * (over**2).mean())
    mean = float(size.mean() * over.mean())
    shared = float((p * size).mean() * over.mean()) - float(p.mean()) * mean
    spread = float(p.var()) - 2 * shared + square - mean**2
    return {
        "mae": float(size.mean() * np.abs(over).mean()),
        "rmse": float(np.sqrt(square)),
        "r2": 1.0 - square / spread if spread > 0 else float("nan"),
    }


def _measures(p: Array, errors: Array) -> dict[str, Array]:
    """Measures of errors (draws, rows), which are prediction less truth."""
    square = (errors**2).mean(axis=1)
    spread = (p - errors).var(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "mae": np.abs(errors).mean(axis=1),
            "rmse": np.sqrt(square),
            "r2": np.where(spread > 0, 1.0 - square / spread, np.nan),
        }
