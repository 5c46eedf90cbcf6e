"""Mean, spread and quantiles of values, without overflow and without losing big integers."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_BLOCK = 32_768  # values a step: the work arrays stay in the second-level cache
QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


def moments(values: npt.NDArray[Any]) -> tuple[float | None, float | None]:
    """Mean and standard deviation (over n) of ascending values, scaled so that squares do not
    overflow."""
    if not values.size:
        return None, None
    largest = max(abs(values[0].item()), abs(values[-1].item()))
    if not largest:
        return 0.0, 0.0
    if values.dtype.kind != "f" and largest < 2**62:
        shift = values[values.size // 2]  # differences of int64 values are exact as such
        largest = max((shift - values[0]).item(), (values[-1] - shift).item())
    else:
        shift = values.dtype.type(0)
    if not largest:
        return float(shift), 0.0
    unit = 2.0 ** min(max(math.floor(math.log2(largest)), -1000), 1023)
    blocks = [values[at : at + _BLOCK] for at in range(0, values.size, _BLOCK)]
    mean = math.fsum(float(_scaled(block, shift, unit).sum()) for block in blocks) / values.size
    squares = 0.0
    if values[0] != values[-1]:
        for block in blocks:
            away = _scaled(block, shift, unit)
            away -= mean
            away *= away
            squares += float(away.sum())
    sd = math.sqrt(squares / values.size)
    return finite(float(shift) + mean * unit), finite(sd * unit)


def _scaled(block: npt.NDArray[Any], shift: Any, unit: float) -> npt.NDArray[np.float64]:
    """Differences from `shift`, in units."""
    away = block - shift if shift else block
    # a power of two: to multiply by its inverse is as exact as to divide, and faster
    scaled: npt.NDArray[np.float64] = np.multiply(away, 1.0 / unit, dtype=np.float64)
    return scaled


def quantiles(values: npt.NDArray[Any]) -> tuple[float, ...] | None:
    """Quantiles of ascending values, linear between neighbours (Hyndman and Fan, type 7)."""
    if not values.size:
        return None
    places = np.asarray(QUANTILES) * (values.size - 1)
    lower = np.floor(places).astype(np.int64)
    upper = np.minimum(lower + 1, values.size - 1)
    share = places - lower
    low, high = values[lower].astype(np.float64), values[upper].astype(np.float64)
    between = low * (1.0 - share) + high * share
    return tuple(np.where(low == high, low, between).tolist())


@dataclass
class RunningMoments:
    """Mean and standard deviation of values that come in blocks.

    Blocks are joined after Chan, Golub and LeVeque (1983, The American Statistician 37). Values
    are taken relative to the first, so that dates and big integers keep their differences.
    """

    n: int = 0
    shift: float | int = 0
    mean: float = 0.0
    squares: float = 0.0

    def add(self, values: npt.NDArray[Any]) -> None:
        """Take in finite values (float64 or int64)."""
        if not values.size:
            return
        if not self.n:
            self.shift = values[0].item()
        with np.errstate(over="ignore", invalid="ignore"):
            away = self._away(values)
            mean = float(away.mean())
            squares = float(((away - mean) ** 2).sum())
            total = self.n + values.size
            step = mean - self.mean
            self.squares += squares + step * step * (self.n * values.size / total)
            self.mean += step * (values.size / total)
            self.n = total

    def _away(self, values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        if values.dtype.kind == "f" or not isinstance(self.shift, int):
            away: npt.NDArray[np.float64] = values - float(self.shift)
            return away
        if max(abs(int(values.min())), abs(int(values.max())), abs(self.shift)) < 2**62:
            return (values - np.int64(self.shift)).astype(np.float64)
        return values.astype(np.float64) - float(self.shift)

    def figures(self) -> tuple[float | None, float | None]:
        """Mean and standard deviation (over n); None where there is no value or no number."""
        if not self.n:
            return None, None
        sd = math.sqrt(max(0.0, self.squares / self.n)) if self.squares >= 0.0 else math.nan
        return finite(float(self.shift) + self.mean), finite(sd)


def finite(number: float) -> float | None:
    """The number as a plain float, or None if it is infinite or not a number."""
    return float(number) if math.isfinite(number) else None
