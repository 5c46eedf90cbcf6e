"""The cells of a heat map as one picture: a row of pixels for each row, as wide as it is shown.

Painted row by row it costs the same for ten columns and for ten thousand, at any zoom.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from tidemill.gui.kit.charts.ramp import ramp_colour

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_GAP_FROM = 3.0


def as_array(values: Sequence[Sequence[float | None]] | Floats, n_columns: int) -> Floats:
    """Values (rows, columns) as an array, NaN where there is none."""
    if isinstance(values, np.ndarray):
        return np.asarray(values, dtype=np.float64)
    rows = [[np.nan if value is None else value for value in row] for row in values]
    return np.array(rows, dtype=np.float64).reshape(len(rows), n_columns)


def picture(
    values: Floats, top: float, view: tuple[float, float], wide: int, ratio: float
) -> QImage:
    """The cells of a stretch of columns, `wide` pixels of the screen across.

    `view` is the stretch, in columns from the first one's left edge; `top` is the value of the
    strongest colour. Where several columns fall on one pixel the strongest is drawn; where there
    is room, a pixel is left open between two columns. Cells without a value are left open.
    """
    n_rows, n_columns = values.shape
    n = max(1, round(wide * ratio))
    step = (view[1] - view[0]) / n
    left = view[0] + np.arange(n) * step
    first = np.floor(left + step * 1e-6).astype(np.intp)
    inside = (first >= 0) & (first < n_columns)
    at = np.clip(first, 0, max(0, n_columns - 1))
    shown = _strongest(values, at, step)
    pixels = np.ascontiguousarray(_painted(shown / top))
    pixels[:, ~inside] = 0
    if 1.0 / (step * ratio) > _GAP_FROM:
        # The last pixels before the next column begins.
        pixels[:, np.floor(left + step * (ratio + 1e-6)).astype(np.intp) > first] = 0
    image = QImage(pixels.data, n, n_rows, n * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # the pixels are numpy's


def _strongest(values: Floats, at: NDArray[np.intp], step: float) -> Floats:
    """Values (rows, pixels): of the columns from `at` to the next pixel's the largest."""
    if step <= 1.0:
        return values[:, at]
    filled = np.where(np.isfinite(values), values, -1.0)
    shown: Floats = np.maximum.reduceat(filled, at, axis=1)
    # A pixel reaches to the next one's column; the last one to where its step ends.
    end = min(values.shape[1], int(at[-1] + np.ceil(step)))
    shown[:, -1] = filled[:, at[-1] : end].max(axis=1)
    return np.where(shown < 0, np.nan, shown)


def _painted(shares: Floats) -> NDArray[np.uint32]:
    """Opaque colours of shares from 0 to 1; nothing where there is none."""
    table = np.array([ramp_colour(step / 100).rgba() for step in range(101)], dtype=np.uint32)
    known = np.isfinite(shares)
    steps = np.round(100 * np.clip(np.where(known, shares, 0.0), 0.0, 1.0)).astype(np.intp)
    return np.where(known, table[steps], np.uint32(0))
