"""The points of a scatter as a picture: dots over several turns, or density above 20,000."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from tidemill.base.clock import monotonic
from tidemill.gui.kit.charts.parallel_ground import tinted
from tidemill.gui.kit.charts.parallel_lines import Axis, Floats, Mask, opacity
from tidemill.gui.kit.charts.picture import is_saving
from tidemill.gui.kit.charts.point_numbers import density_image
from tidemill.gui.kit.charts.ramp import ramp_colour
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS

DENSE_FROM = 20_000
_A_TURN_S = 0.008
_A_CHUNK = 300
_N_COLOURS = 64
_CELL = 3.0


def colour_of(axis: Axis, share: float) -> QColor:
    """The colour of a value: the ramp without its palest end, or a category's own."""
    if axis.labels:
        low, high = axis.ends
        code = round(low + share * (high - low))
        return colour(f"chart.{code}") if 0 <= code < len(MARKERS) else colour("reference")
    return ramp_colour(0.15 + 0.85 * share)


class PointGround:
    """A picture of points, completed bit by bit."""

    def __init__(self, widget: QWidget) -> None:
        """Draw for a chart, which is repainted as the picture grows."""
        self._widget = widget
        self._picture: QImage | None = None
        self._left: list[tuple[NDArray[np.intp], float]] = []
        self._whole: list[tuple[NDArray[np.intp], float]] = []
        self._spots: tuple[Floats, Floats] = (np.empty(0), np.empty(0))
        self._by: Axis | None = None
        self._turn = QTimer(widget)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._draw_some)

    def is_complete(self) -> bool:
        """Whether every point has been drawn."""
        return not self._left

    def redraw(
        self, plot: QRectF, x: Axis, y: Axis, by: Axis | None, rows: Mask | None, n_front: int
    ) -> None:
        """Begin the picture anew: the points from `n_front` on, those outside `rows` faint."""
        self._turn.stop()
        self._left, self._whole, self._by = [], [], by
        ratio = self._widget.devicePixelRatioF()
        self._picture = QImage(
            self._widget.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied
        )
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(QColor(0, 0, 0, 0))
        if len(x.values) > DENSE_FROM:
            self._draw_density(plot, x, y, by, rows)
            return
        self._spots = (
            plot.left() + x.shares * plot.width(),
            plot.bottom() - y.shares * plot.height(),
        )
        known = np.isfinite(x.shares) & np.isfinite(y.shares)
        known[:n_front] = False
        if rows is not None:
            self._left = _chunks(np.flatnonzero(known & ~rows), 0.1)
            known &= rows
        n = int(known.sum())
        self._left += _chunks(np.flatnonzero(known), 0.8 if n < 500 else 0.5 if n < 5000 else 0.3)
        self._whole = list(self._left)
        if self._left:
            self._turn.start()
        else:
            self._picture = None  # all points are compared runs, which are painted over it

    def _draw_some(self) -> None:
        """Draw for a few milliseconds, then let the window work."""
        until = monotonic() + _A_TURN_S
        while self._left and self._picture is not None and monotonic() < until:
            self._draw_into(self._picture, self._left.pop(0))
        self._widget.update()
        if self._left:
            self._turn.start()

    def _draw_into(self, picture: QImage, chunk: tuple[NDArray[np.intp], float]) -> None:
        painter = QPainter(picture)
        self._paint_chunk(painter, *chunk)
        painter.end()

    def _paint_chunk(self, painter: QPainter, rows: NDArray[np.intp], alpha: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(alpha)
        radius = 3.0 if len(self._spots[0]) < 2000 else 2.0
        across, down = self._spots
        codes = self._codes()
        shades = None if codes is None else codes[rows].tolist()
        painter.setBrush(colour("accent"))
        before = -1
        spots = zip(across[rows].tolist(), down[rows].tolist(), strict=True)
        for at, (left, top) in enumerate(spots):
            if shades is not None and shades[at] != before:
                before = shades[at]
                painter.setBrush(self._shade(before))
            painter.drawEllipse(QPointF(left, top), radius, radius)

    def _codes(self) -> NDArray[np.int64] | None:
        """Colours as few numbers, so that a brush is not made for every point; -1 is missing."""
        if self._by is None:
            return None
        if self._by.labels:
            return np.nan_to_num(self._by.values, nan=-1.0).astype(np.int64)
        return np.nan_to_num(self._by.shares * (_N_COLOURS - 1), nan=-1.0).astype(np.int64)

    def _shade(self, code: int) -> QColor:
        assert self._by is not None
        if code < 0:
            return colour("line_strong")
        if self._by.labels:
            return colour(f"chart.{code}") if code < len(MARKERS) else colour("reference")
        return colour_of(self._by, code / (_N_COLOURS - 1))

    def _draw_density(
        self, plot: QRectF, x: Axis, y: Axis, by: Axis | None, rows: Mask | None
    ) -> None:
        assert self._picture is not None
        wide, tall = max(1, int(plot.width() / _CELL)), max(1, int(plot.height() / _CELL))
        chosen = slice(None) if rows is None else rows
        shades = None if by is None or by.labels else by.shares[chosen]
        counts, mean = density_image(x.shares[chosen], y.shares[chosen], wide, tall, shades)
        shown = opacity(counts)
        image = tinted(shown, colour("accent")) if mean is None else _coloured(shown, mean)
        painter = QPainter(self._picture)
        painter.drawImage(plot, image)
        painter.end()
        self._widget.update()

    def paint(self, painter: QPainter) -> None:
        """Paint what there is of the picture."""
        if self._whole and is_saving(painter, self._widget):
            for chunk in self._whole:
                painter.save()
                self._paint_chunk(painter, *chunk)
                painter.restore()
        elif self._picture is not None:
            painter.drawImage(0, 0, self._picture)


def _coloured(shares: Floats, mean: Floats) -> QImage:
    """An image whose colour is the mean and whose opacity the count of each cell."""
    tall, wide = shares.shape
    shades = [ramp_colour(0.15 + 0.85 * at / (_N_COLOURS - 1)) for at in range(_N_COLOURS)]
    table = np.array([(one.red(), one.green(), one.blue()) for one in shades], dtype=np.uint32)
    codes = np.nan_to_num(mean * (_N_COLOURS - 1), nan=0.0).astype(np.int64)
    alpha = np.clip(np.maximum(shares, 0.5 * (shares > 0)) * 255, 0, 255).astype(np.uint32)
    red, green, blue = (alpha * table[codes, part] // 255 for part in range(3))
    pixels = np.ascontiguousarray((alpha << 24) | (red << 16) | (green << 8) | blue)
    image = QImage(pixels.data, wide, tall, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # the pixels are numpy's


def _chunks(rows: NDArray[np.intp], alpha: float) -> list[tuple[NDArray[np.intp], float]]:
    return [(rows[at : at + _A_CHUNK], alpha) for at in range(0, len(rows), _A_CHUNK)]
