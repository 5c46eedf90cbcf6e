"""How far what a model says lies from what happens, beyond what chance alone would show.

Debiased calibration error: A. Kumar, P. Liang & T. Ma, "Verified Uncertainty Calibration",
NeurIPS 2019, definition 4.1: from the squared gap of each bin the share that its own variance
makes is taken away, so that a calibrated model has an error near 0 however few its rows.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.metrics import UndefinedMetric, ready
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]

N_BINS = 10
_FEWEST = 2 * N_BINS


@dataclass(frozen=True)
class Bin:
    """Rows with like answers: the mean said, the mean that happened, how many."""

    said: float
    happened: float
    n: int


@dataclass(frozen=True)
class CalibrationError:
    """`value` is the root of the debiased mean squared gap; for numbers in standard deviations of
    the truth. `plain` is the mean absolute gap as it looks (the expected calibration error)."""

    value: float
    plain: float
    bins: tuple[Bin, ...]
    what: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self) | {"bins": [asdict(one) for one in self.bins]}


def calibration_error(task: Task, y: Array, p: Array, n_bins: int = N_BINS) -> CalibrationError:
    """The calibration error in bins of about as many rows each.

    Of two classes that of the second's probability, of more that of the class said, of numbers
    that of the prediction. Raises `UndefinedMetric` under two rows a bin, or where the truth does
    not vary.
    """
    y, p = ready(task, y, p)
    if len(y) < _FEWEST:
        raise UndefinedMetric(f"{len(y):,} rows are too few to see whether it is calibrated.")
    happened, said, what = _sides(task, y, p)
    scale = 1.0
    if task is Task.REGRESSION:
        scale = float(happened.std())
        if not scale:
            raise UndefinedMetric("The truth is the same in all rows.")
    order = np.argsort(said, kind="stable")
    squared = plain = 0.0
    bins = []
    for rows in np.array_split(order, n_bins):
        true, mean = happened[rows].astype(np.float64), float(said[rows].mean())
        gap = float(true.mean()) - mean
        # What varies in a bin is how far off each row is; for shares the truth alone.
        apart = true if task is not Task.REGRESSION else true - said[rows]
        noise = float(apart.var(ddof=1)) / len(rows)
        squared += len(rows) / len(y) * (gap**2 - noise)
        plain += len(rows) / len(y) * abs(gap)
        bins.append(Bin(mean, float(true.mean()), len(rows)))
    value = float(np.sqrt(max(0.0, squared))) / scale
    return CalibrationError(value, plain / scale, tuple(bins), what)


def _sides(task: Task, y: Array, p: Array) -> tuple[Array, Array, str]:
    """What happened and what was said, (rows,) each, and what that is in words."""
    if task is Task.BINARY:
        return (y == 1).astype(np.float64), p, "the probability"
    if task is Task.MULTICLASS:
        said = p.argmax(axis=1)
        hits = (said == y).astype(np.float64)
        return hits, p[np.arange(len(p)), said], "the probability of the class said"
    return y, p, "the prediction"
