"""Smoothing of noisy curves: exponential, moving median, Gaussian. Gaps stay gaps."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Kind = Literal["none", "ema", "median", "gaussian"]

_BLOCK = 64
_ROWS = 1 << 14
MOST_POINTS = 999
"""The widest window of a moving median or Gaussian."""


@dataclass(frozen=True)
class Smoothing:
    """How a curve is smoothed. `weight` runs from 0 (not at all) to below 1.

    Of the exponential kind it is the weight of what came before. Of the two others it sets the
    window: as many points as the exponential average of that weight spans, (1 + w) / (1 - w).
    """

    kind: Kind = "none"
    weight: float = 0.0

    @property
    def is_on(self) -> bool:
        """Whether it changes anything."""
        return self.kind != "none" and self.weight > 0.0

    @property
    def window(self) -> int:
        """Points a moving window takes, an odd number."""
        weight = min(max(self.weight, 0.0), 0.9999)
        wide = min(MOST_POINTS, round((1 + weight) / (1 - weight)))
        return wide | 1

    def of(self, values: ArrayLike) -> Floats:
        """The smoothed values; what is not finite stays NaN and does not count."""
        every = np.asarray(values, dtype=np.float64)
        known = np.isfinite(every)
        made = np.full(len(every), np.nan)
        finite = every[known]
        if not self.is_on or len(finite) == 0:
            made[known] = finite
        elif self.kind == "ema":
            made[known] = exponential(finite, self.weight)
        elif self.kind == "median":
            made[known] = moving_median(finite, self.window)
        else:
            made[known] = gaussian(finite, self.window)
        return made


def exponential(values: Floats, weight: float) -> Floats:
    """The debiased exponential moving average, as TensorBoard draws it.

    s_t = w s_{t-1} + (1 - w) v_t from s_0 = 0, divided by 1 - w^t: the bias correction of Adam
    (Kingma and Ba 2015, section 3).
    """
    weight = min(max(weight, 1e-9), 0.99999)
    made = _decaying_sums((1.0 - weight) * values, weight)
    # Further on the correction is too small to change a number.
    n_biased = min(len(values), int(40.0 / -np.log(weight)) + 1)
    made[:n_biased] /= -np.expm1(np.arange(1, n_biased + 1) * np.log(weight))
    return made


def _decaying_sums(values: Floats, weight: float) -> Floats:
    """s_t = w s_{t-1} + v_t in blocks, so that no loop runs over single points."""
    n = len(values)
    if n <= _BLOCK:
        made = np.empty(n)
        last = 0.0
        for at, value in enumerate(values.tolist()):
            last = weight * last + value
            made[at] = last
        return made
    n_blocks = -(-n // _BLOCK)
    padded = np.zeros(n_blocks * _BLOCK)
    padded[:n] = values
    ages = np.arange(_BLOCK)[:, None] - np.arange(_BLOCK)
    with np.errstate(under="ignore"):
        matrix = np.where(ages >= 0, _powers(weight, np.maximum(ages, 0)), 0.0)
        inside = padded.reshape(-1, _BLOCK) @ matrix.T
        carried = _decaying_sums(inside[:, -1].copy(), float(_powers(weight, np.array(_BLOCK))))
        inside[1:] += carried[:-1, None] * _powers(weight, np.arange(1, _BLOCK + 1))
    return inside.ravel()[:n]


def _powers(weight: float, ages: NDArray[np.int64]) -> Floats:
    """What is left of a value; nothing where it could not be told from nothing."""
    made: Floats = weight ** ages.astype(np.float64)
    # Numbers close to zero are ten times as slow to multiply.
    return np.where(made < 1e-40, 0.0, made)


def moving_median(values: Floats, window: int) -> Floats:
    """The median of the window around each point; at the ends of what there is of it."""
    half = window // 2
    n = len(values)
    padded = np.concatenate([np.full(half, np.nan), values, np.full(half, np.nan)])
    views = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    made = np.empty(n)
    for start in range(0, n, _ROWS):
        stop = min(n, start + _ROWS)
        rows = views[start:stop]
        is_whole = start >= half and stop <= n - half
        made[start:stop] = np.median(rows, axis=1) if is_whole else np.nanmedian(rows, axis=1)
    return made


def gaussian(values: Floats, window: int) -> Floats:
    """The mean with Gaussian weights, standard deviation a quarter of the window.

    The weights reach two standard deviations to each side; at the ends the mean is over what
    there is.
    """
    half = min(window // 2, len(values) - 1)
    weights = np.exp(-0.5 * (np.arange(-half, half + 1) / max(window / 4.0, 1e-9)) ** 2)
    sums = np.convolve(values, weights, "same" if len(values) >= len(weights) else "full")
    ones = np.convolve(
        np.ones(len(values)), weights, "same" if len(values) >= len(weights) else "full"
    )
    if len(sums) > len(values):
        begin = (len(sums) - len(values)) // 2
        sums, ones = sums[begin : begin + len(values)], ones[begin : begin + len(values)]
    made: Floats = sums / ones
    return made
