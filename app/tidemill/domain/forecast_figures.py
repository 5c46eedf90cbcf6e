"""How good a forecast is: beside the seasonal naive one, free of scale, and how far off it may be.

R. J. Hyndman and A. B. Koehler, "Another look at measures of forecast accuracy", International
Journal of Forecasting 22 (2006), for the mean absolute scaled error. The ranges are those of split
conformal prediction (V. Vovk, A. Gammerman, G. Shafer, "Algorithmic Learning in a Random World",
2005, chapter 4) over errors made out of time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.earlier_values import STRANGER, History
from tidemill.domain.time_grids import NO_STEP

Array = npt.NDArray[Any]

LEVELS = (0.8, 0.95)
"""How often the truth should lie inside a range."""


def seasonal_naive(
    history: History, codes: Array, steps: Array, season: int, horizon: int
) -> Array:
    """The value of the same season, the newest known `horizon` steps before each row (rows,).

    NaN where it is not known.
    """
    apart = season * -(-horizon // season)
    return history.value(codes, steps - apart)


def scales(history: History, season: int, until: Array) -> Array:
    """How far each series moves within a season, on the rows learned from (series,).

    The mean distance of a value to the one a season before (Hyndman and Koehler 2006, equation 2);
    NaN where that is not known or nothing moves. `until` is a mask of the history's rows.
    """
    before = history.value(history.codes, history.steps - season)
    apart = np.abs(history.values - before)
    known = until & np.isfinite(apart)
    n = len(history.series)
    sums = np.bincount(history.codes[known], weights=apart[known], minlength=n)
    counts = np.bincount(history.codes[known], minlength=n)
    mean = sums / np.maximum(counts, 1)
    return np.where(mean > 0, mean, np.nan)


def figures(truth: Array, said: Array, naive: Array, scale: Array) -> dict[str, float]:
    """The measures of a forecast over rows; those without a meaning on these rows are absent.

    `scale` is that of each row's series. MASE is the mean error in such scales; WAPE the sum of
    errors in shares of the sum of values; sMAPE the mean of twice the error in shares of the sum of
    both, from 0 to 2. "naive_mae" and "skill", the share of the naive error that is saved, are over
    the rows for which the naive value is known.
    """
    error = np.abs(truth - said)
    found: dict[str, float] = {}
    known = np.isfinite(scale)
    if known.any():
        found["mase"] = float((error[known] / scale[known]).mean())
    total = float(np.abs(truth).sum())
    if total > 0:
        found["wape"] = float(error.sum() / total)
    both = np.abs(truth) + np.abs(said)
    found["smape"] = float(
        np.divide(2 * error, both, out=np.zeros(len(both)), where=both > 0).mean()
    )
    told = np.isfinite(naive)
    if told.any():
        off = float(np.abs(truth[told] - naive[told]).mean())
        found["naive_mae"] = off
        if off > 0:
            found["skill"] = 1.0 - float(error[told].mean()) / off
    return found


@dataclass(frozen=True)
class Range:
    """How far the truth lay from what was said, for a share `level` of the rows judged."""

    level: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Plain JSON types, as stored."""
        return {"level": self.level, "low": self.low, "high": self.high}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Range":
        """Read what `to_dict` wrote."""
        return cls(float(data["level"]), float(data["low"]), float(data["high"]))


def ranges(errors: Array, levels: tuple[float, ...] = LEVELS) -> tuple[Range, ...]:
    """The ends between which the next error lies with each probability, where rows suffice.

    `errors` (rows,) are truth less what was said, in the scale of their series, of rows that
    nothing was learned from. Each end leaves out half of what the level does: of `n` errors in
    their order the `(n + 1) a / 2`-th, rounded outwards, as for split conformal prediction.
    """
    ordered = np.sort(errors[np.isfinite(errors)])
    n = len(ordered)
    found = []
    for level in levels:
        low = int(np.floor((n + 1) * (1 - level) / 2 + 1e-9)) - 1
        high = n - 1 - low
        if low >= 0:
            found.append(Range(level, float(ordered[low]), float(ordered[high])))
    return tuple(found)


def scale_of_rows(scale: Array, codes: Array) -> Array:
    """The scale of each row's series (rows,), NaN for one that is not known."""
    return np.where(codes == STRANGER, np.nan, np.append(scale, np.nan)[codes])


def rows_before(history: History, first: Array) -> Array:
    """A mask of the history's rows that lie before a step of their series (series,).

    `NO_STEP` for a series none of whose rows is judged: all of its rows are before.
    """
    ends = first[history.codes]
    return np.asarray((ends == NO_STEP) | (history.steps < ends))
