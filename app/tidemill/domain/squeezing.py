"""The arithmetic of `cells.SqueezeGrid`: values into cells in as few passes as numpy allows.

What it gives may never change by a bit, for what is stored was counted by it.
"""

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

SQUEEZE_CELLS = 16_384
BLOCK = 32_768
"""Values a step: the work arrays stay in the second-level cache."""

_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_SIGN = np.int64(_LEAST)  # the bit of a float64 that says below zero


def squeezed(values: Array, centre: float | int, scale: float, integer: bool) -> Array:
    """The cell of each value where none has a cell of its own; see the module.

    `fmin` also turns NaN into the last cell, as casting NaN to an integer is undefined. Its limit
    is an array and the sign goes over by its bit because numpy has slow loops for the plain ways.
    """
    half = SQUEEZE_CELLS / 2.0
    with np.errstate(over="ignore", invalid="ignore"):
        away = _differences(values, centre, integer)
        away *= 1.0 / scale
        work = np.abs(away)
        work += 1.0
        np.divide(half, work, out=work)
        np.subtract(half, work, out=work)
        signs, bits = away.view(np.int64), work.view(np.int64)
        signs &= _SIGN
        bits |= signs
        work += half
        np.fmin(work, level_at(SQUEEZE_CELLS - 1.0, work.size), out=work)
    return work.astype(np.int64)


def _differences(values: Array, centre: float | int, integer: bool) -> Array:
    if not integer:
        return np.subtract(values, centre, dtype=np.float64)
    if values.dtype.kind == "f":
        return np.clip(values - float(centre), -(2.0**63), 2.0**63)
    low = max(-_MOST + int(centre), _LEAST)
    high = min(_MOST + int(centre), _MOST)
    away = np.clip(values, low, high) - np.int64(centre)
    return away.astype(np.float64)


@functools.lru_cache(maxsize=8)
def _level(value: float) -> Array:
    return np.full(BLOCK, value)


def level_at(value: float, size: int) -> Array:
    """So many times one value; what a block needs is kept."""
    return _level(value)[:size] if size <= BLOCK else np.full(size, value)


@functools.cache
def borders() -> tuple[Array, Array]:
    """The borders of the plain cells in units from the centre, and what stretches their slack."""
    half = SQUEEZE_CELLS / 2.0
    borders = np.arange(SQUEEZE_CELLS + 1, dtype=np.float64)
    with np.errstate(divide="ignore"):
        rest = np.minimum(borders, SQUEEZE_CELLS - borders)
        away = np.copysign(half / rest - 1.0, borders - half)
    return away, (1.0 + np.abs(away)) ** 2
