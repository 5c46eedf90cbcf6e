"""Arrays of numbers handed to Qt as points and lines without a Python object for each."""

from typing import Any, cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPolygonF

Floats = NDArray[np.float64]

_POINT_BYTES = 16


def polygon(x: Floats, y: Floats) -> QPolygonF:
    """The points as Qt keeps them."""
    made = QPolygonF()
    n = len(x)
    if n == 0:
        return made
    made.resize(n)
    address: Any = made.data()
    wrapped: Any = shiboken6.VoidPtr  # its stub leaves size and writing out
    memory = wrapped(address, n * _POINT_BYTES, True)
    points = np.frombuffer(memory, np.float64, 2 * n).reshape(n, 2)
    points[:, 0], points[:, 1] = x, y
    return made


class LineMemory:
    """Lines in one piece of memory that is used again for the next ones."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._kept: Floats = np.empty((0, 4))

    def paint(self, painter: QPainter, x: Floats, y: Floats, first: NDArray[np.intp]) -> None:
        """Draw a line from each point of `first` to the one behind it."""
        n = len(first)
        if n == 0:
            return
        if n > len(self._kept):
            self._kept = np.empty((n, 4))
        lines = self._kept
        lines[:n, 0], lines[:n, 1] = x[first], y[first]
        lines[:n, 2], lines[:n, 3] = x[first + 1], y[first + 1]
        # Qt reads `n` lines from this address on; the array outlives the call.
        begin = cast("QLineF", shiboken6.wrapInstance(lines.ctypes.data, QLineF))
        painter.drawLines(begin, n)
