"""The ground of parallel coordinates: all rows that are not compared, as lines or as density.

Lines are drawn into a picture over several turns of the event loop, so that the window stays
quick; above 20,000 rows the picture is made from counts, whose work does not grow with the rows.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from tidemill.base.clock import monotonic
from tidemill.gui.kit.charts.parallel_lines import (
    N_CELLS,
    Axis,
    Floats,
    Mask,
    density,
    opacity,
    pair_counts,
)
from tidemill.gui.kit.charts.parallel_paint import Place, polygon
from tidemill.gui.kit.charts.picture import is_saving
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS

DENSE_FROM = 20_000
_A_TURN_S = 0.008
_A_CHUNK = 40
_SMOOTH_UP_TO = 1_500
_ALPHAS = ((100, 0.3), (500, 0.2), (1_500, 0.1), (4_000, 0.04), (10_000, 0.02))


Chunk = tuple[NDArray[np.intp], str, float]
"""Rows to be drawn in one go, with their tone and opacity."""


class Ground:
    """A picture of the rows behind the compared ones, completed bit by bit."""

    def __init__(self, widget: QWidget) -> None:
        """Draw for a chart, which is repainted as the picture grows."""
        self._widget = widget
        self._picture: QImage | None = None
        self._left: list[Chunk] = []
        self._whole: list[Chunk] = []
        self._lines: list[Floats] = []
        self._xs: list[float] = []
        self._alpha = 0.2
        self._turn = QTimer(widget)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._draw_some)

    def is_complete(self) -> bool:
        """Whether every line has been drawn."""
        return not self._left

    def redraw(self, place: Place, axes: Sequence[Axis], rows: Mask | None, n_front: int) -> None:
        """Begin the picture anew: the rows from `n_front` on, those outside `rows` faint."""
        self._turn.stop()
        self._left, self._whole, self._picture = [], [], None
        if len(axes) < 2 or len(axes[0].values) <= min(n_front, len(MARKERS)):
            return
        ratio = self._widget.devicePixelRatioF()
        size = self._widget.size()
        self._picture = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(QColor(0, 0, 0, 0))
        if len(axes[0].values) > DENSE_FROM:
            self._draw_density(place, axes, rows, size, n_front)
            return
        self._xs = [place.x(at) for at in range(len(axes))]
        self._lines = [place.heights(axis) for axis in axes]
        first = min(n_front, len(MARKERS))  # those are drawn by themselves, in their colours
        others = np.arange(max(first, n_front), len(axes[0].values))
        ours = np.arange(first, n_front)
        # The compared rows lie over the ones around them.
        for behind, token in ((others, "accent"), (ours, "reference" if len(others) else "accent")):
            inside = np.ones(len(behind), dtype=bool) if rows is None else rows[behind]
            n = int(inside.sum())
            faint = max(0.008, 0.25 * _alpha_for(len(behind) - n))
            strength = _alpha_for(n) * (1.5 if token == "reference" else 1.0)
            self._left += _chunks(behind[~inside], token, faint)
            self._left += _chunks(behind[inside], token, strength)
        self._whole = list(self._left)
        self._turn.start()

    def _draw_some(self) -> None:
        """Draw for a few milliseconds, then let the window work."""
        until = monotonic() + _A_TURN_S
        while self._left and self._picture is not None and monotonic() < until:
            self._draw_into(self._picture, self._left.pop(0))
        self._widget.update()
        if self._left:
            self._turn.start()

    def _draw_into(self, picture: QImage, chunk: Chunk) -> None:
        painter = QPainter(picture)
        self._paint_chunk(painter, *chunk)
        painter.end()

    def _paint_chunk(
        self, painter: QPainter, rows: NDArray[np.intp], token: str, alpha: float
    ) -> None:
        is_smooth = len(self._lines[0]) <= _SMOOTH_UP_TO
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
        painter.setPen(QPen(colour(token, alpha), 1.0))
        columns = [column[rows].tolist() for column in self._lines]
        for ys in zip(*columns, strict=True):
            painter.drawPolyline(polygon(self._xs, ys))

    def _draw_density(
        self, place: Place, axes: Sequence[Axis], rows: Mask | None, size: QSize, n_front: int
    ) -> None:
        """Paint counts: all rows, and over them the compared ones where there are many."""
        assert self._picture is not None
        n_rows = len(axes[0].values)
        layers: list[tuple[Mask | None, str]] = [(rows, "accent")]
        if len(MARKERS) < n_front < n_rows:
            ours = np.arange(n_rows) < n_front
            layers = [(rows, "reference"), (ours if rows is None else ours & rows, "accent")]
        middles = (np.arange(N_CELLS) + 0.5) / N_CELLS
        heights = np.append(place.bottom - middles * (place.bottom - place.top), place.lane)
        painter = QPainter(self._picture)
        for mask, token in layers:
            for at in range(len(axes) - 1):
                left, right = round(place.x(at)), round(place.x(at + 1))
                counts = pair_counts(axes[at], axes[at + 1], mask)
                shown = density(counts, heights, max(1, right - left), size.height())
                painter.drawImage(left, 0, tinted(opacity(shown) * 0.6, colour(token)))
        painter.end()
        self._widget.update()

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Paint what there is of the picture."""
        if self._whole and is_saving(painter, self._widget):
            for chunk in self._whole:
                self._paint_chunk(painter, *chunk)
        elif self._picture is not None:
            painter.drawImage(rect.topLeft(), self._picture)


def tinted(shares: Floats, ink: QColor) -> QImage:
    """An image in one colour, as opaque as the shares say (rows, columns)."""
    tall, wide = shares.shape
    alpha = np.clip(shares * 255, 0, 255).astype(np.uint32)
    # Premultiplied: each part of the colour is scaled by the opacity.
    parts = [(alpha * part // 255) for part in (ink.red(), ink.green(), ink.blue())]
    pixels = np.ascontiguousarray(
        (alpha << 24) | (parts[0] << 16) | (parts[1] << 8) | parts[2], dtype=np.uint32
    )
    image = QImage(pixels.data, wide, tall, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # the pixels are numpy's


def _alpha_for(n: int) -> float:
    return next((alpha for most, alpha in _ALPHAS if n <= most), 0.012)


def _chunks(rows: NDArray[np.intp], token: str, alpha: float) -> "list[Chunk]":
    return [(rows[at : at + _A_CHUNK], token, alpha) for at in range(0, len(rows), _A_CHUNK)]
