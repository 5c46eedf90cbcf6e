"""What answers cost on average while no truth is known: costs in place of a measure.

The same calibrations and error sizes as for measures, and the same draws: each takes what the rows
held out allow, and a truth for each row (see `classes`, `many_classes` and `losses`). What a row
costs in expectation is Elkan 2001, The Foundations of Cost-Sensitive Learning, section 1.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.business_value import OVER, UNDER, Costs
from tidemill.domain.estimates import classes, many_classes
from tidemill.domain.estimates.classes import Calibration
from tidemill.domain.estimates.fitting import Fit, sigmoid
from tidemill.domain.estimates.losses import ErrorSizes

Array = npt.NDArray[Any]

Expected = tuple[float, Array]
"""The mean cost of a row, and draws of what it may come out as, (draws,)."""


def of_two(
    calibration: Calibration,
    p: Array,
    table: Array,
    said: Array,
    n_draws: int,
    rng: np.random.Generator,
) -> Expected:
    """Of two classes: `table` is costs by truth and decision (2, 2), `said` decisions (rows,)."""
    no, more = table[0, said], table[1, said] - table[0, said]
    value = float((no + classes.shares(calibration, p) * more).mean())
    x, offset = calibration.columns(p), classes.log_odds(p)
    found = []
    for beta in calibration.fit.draws(n_draws, rng):
        truth = rng.random(len(p)) < sigmoid(offset + x @ beta)
        found.append(float((no + truth * more).mean()))
    return value, np.array(found)


def of_many(
    fit: Fit, p: Array, table: Array, said: Array, n_draws: int, rng: np.random.Generator
) -> Expected:
    """Of several classes, (K, K) in `table`."""
    by_row = table[:, said].T
    value = float((many_classes.shares(fit, p) * by_row).sum(axis=1).mean())
    rows, found = np.arange(len(p)), []
    for beta in fit.draws(n_draws, rng):
        truth = many_classes.drawn_truth(beta, p, rng)
        found.append(float(by_row[rows, truth].mean()))
    return value, np.array(found)


def of_numbers(
    sizes: ErrorSizes,
    p: Array,
    encoded: Array,
    costs: Costs,
    n_draws: int,
    rng: np.random.Generator,
) -> Expected:
    """Of numbers: a unit over and a unit under the truth cost what `costs` say."""
    over, under = costs.amounts.get(OVER, 0.0), costs.amounts.get(UNDER, 0.0)

    def priced(errors: Array) -> Array:
        return np.asarray(over * np.maximum(errors, 0.0) + under * np.maximum(-errors, 0.0))

    x = sizes.columns(p, encoded)
    value = float(np.exp(x @ sizes.fit.coefficients).mean() * priced(sizes.over).mean())
    found, m = [], len(sizes.over)
    for beta in sizes.fit.draws(n_draws, rng):
        pool = sizes.over[rng.integers(0, m, size=m)]
        errors = pool[rng.integers(0, m, size=len(p))] * np.exp(x @ beta)
        found.append(float(priced(errors).mean()))
    return value, np.array(found)
