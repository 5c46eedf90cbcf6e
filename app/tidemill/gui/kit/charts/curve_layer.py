"""The layer that paints all curves of a chart at once.

While the picture moves every line is one pixel wide and not smoothed: that is ten times as fast.
At rest what a stroke costs goes by its length in pixels: calm curves are drawn wide with round
joins, longer ones as wide pieces, and noise of a million points one pixel wide.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from tidemill.domain.pyramids import Pyramid
from tidemill.gui.kit.charts.arrays import LineMemory, polygon
from tidemill.gui.kit.charts.curve_series import Ready, ReadyCurves
from tidemill.gui.kit.charts.curve_view import View
from tidemill.gui.kit.charts.line_series import stretches
from tidemill.gui.kit.theme import colour, mix

Floats = NDArray[np.float64]

JOINED_UP_TO = 12_000.0
PIECES_UP_TO = 60_000.0
"""So many pixels of line, all curves together, take about 20 ms: wide with round joins, and as
wide pieces without joins.
"""

_FAR = 30_000.0
"""Points further out than this many pixels are drawn there: Qt's lines are exact up to it."""

_MORE, _HALO = 0.25, 4.5
"""How much wider a line brought forward is, and how wide the ground around it."""

_CALM = 4.0
"""A line longer than so many times its width is noise, if its points also lie closer together in
pixels than `_APART`.
"""

_APART = 6.0


@dataclass(frozen=True, eq=False)
class Polyline:
    """A curve in pixels; NaN is a gap."""

    x: Floats
    y: Floats

    @cached_property
    def length(self) -> float:
        """How long the drawn line is."""
        steps = np.hypot(np.diff(self.x), np.diff(self.y))
        return float(steps[np.isfinite(steps)].sum())

    def y_at(self, x: float) -> float:
        """The height at a place between two points; NaN in a gap and beyond the ends."""
        at = int(np.searchsorted(self.x, x))
        if at == 0 or at >= len(self.x):
            is_there = len(self.x) > 0 and at < len(self.x) and self.x[at] == x
            return float(self.y[at]) if is_there else float("nan")
        x0, x1 = self.x[at - 1], self.x[at]
        share = 0.0 if x1 == x0 else (x - x0) / (x1 - x0)
        return float(self.y[at - 1] + share * (self.y[at] - self.y[at - 1]))

    def meets(self, rect: QRectF) -> bool:
        """Whether the curve passes through a rectangle, between its points too."""
        x0, x1, y0, y1 = self.x[:-1], self.x[1:], self.y[:-1], self.y[1:]
        if len(self.x) == 1:
            return bool(rect.contains(QPointF(float(self.x[0]), float(self.y[0]))))
        left, right = np.maximum(x0, rect.left()), np.minimum(x1, rect.right())
        is_in = left <= right
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = np.where(x1 > x0, (y1 - y0) / (x1 - x0), 0.0)
            a, b = y0 + (left - x0) * slope, y0 + (right - x0) * slope
            a, b = np.where(x1 > x0, a, y0), np.where(x1 > x0, b, y1)
            is_in &= (np.minimum(a, b) <= rect.bottom()) & (np.maximum(a, b) >= rect.top())
        return bool(is_in.any())


@dataclass(frozen=True, eq=False)
class Drawn:
    """One curve as it is drawn now."""

    ready: Ready
    line: Polyline
    raw: Polyline | None
    band: tuple[Polyline, Polyline] | None


def draw(curves: ReadyCurves, view: View, plot: QRectF) -> list[Drawn]:
    """The curves in pixels: a few thousand points each, whatever they are made of."""

    def line(pyramid: Pyramid) -> Polyline:
        x, y = pyramid.window(view.x0, view.x1, max(1, round(plot.width())))
        across = plot.left() + (x - view.x0) * (plot.width() / view.wide)
        down = plot.bottom() - (y - view.y0) * (plot.height() / view.tall)
        return Polyline(np.clip(across, -_FAR, _FAR), np.clip(down, -_FAR, _FAR))

    return [
        Drawn(
            each,
            line(each.shown),
            None if each.raw is None else line(each.raw),
            None if each.band is None else (line(each.band[0]), line(each.band[1])),
        )
        for each in curves.curves
    ]


class CurveLayer:
    """Paints drawn curves; keeps the memory its lines are handed to Qt in."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._lines = LineMemory()

    def paint(
        self,
        painter: QPainter,
        drawn: Sequence[Drawn],
        plot: QRectF,
        forward: Hashable | None,
        is_moving: bool,
    ) -> None:
        """Paint bands, raw curves, curves, and the one brought forward over all."""
        painter.save()
        painter.setClipRect(plot.adjusted(-1, -1, 2, 1))
        length = sum(each.line.length for each in drawn if not each.ready.series.is_dots)
        for each in drawn:
            self._paint_band(painter, each, forward)
            if each.ready.series.is_filled:
                _paint_fill(painter, each, plot)
        for each in drawn:
            if each.raw is not None and not each.ready.series.is_dots:
                pen = QPen(_ink(each, forward, 0.28), 1)
                self._paint_segments(painter, each.raw, pen)
        last = None
        for each in drawn:
            if each.ready.series.key == forward and forward is not None:
                last = each
            else:
                self._paint_line(painter, each, _ink(each, forward), length, is_moving)
        if last is not None:
            self._paint_forward(painter, last, is_moving)
        painter.restore()

    def _paint_band(self, painter: QPainter, each: Drawn, forward: Hashable | None) -> None:
        if each.band is None:
            return
        low, high = each.band
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        tone = each.ready.series.band_tone or each.ready.series.tone
        painter.setBrush(colour(tone, 0.08 if _is_back(each, forward) else 0.16))
        if len(low.x) == len(high.x) and np.array_equal(low.x, high.x):
            parts = [(low, high, part) for part in stretches(low.y, high.y)]
        else:
            low, high = _without_gaps(low), _without_gaps(high)
            parts = [(low, high, slice(0, None))]
        for below, above, part in parts:
            x = np.concatenate([above.x[part], below.x[part][::-1]])
            y = np.concatenate([above.y[part], below.y[part][::-1]])
            painter.drawPolygon(polygon(x, y))

    def _paint_line(
        self, painter: QPainter, each: Drawn, ink: QColor, length: float, is_moving: bool
    ) -> None:
        """Draw a curve as well as the length of all of them leaves time for."""
        if each.ready.series.is_dots:
            _paint_dots(painter, each.line, ink)
            return
        if is_moving:
            self._paint_segments(painter, each.line, QPen(ink, 1))
        elif length <= JOINED_UP_TO:
            self._paint_polylines(painter, each, _round_pen(ink, each.ready.series.width))
        elif length <= PIECES_UP_TO and not each.ready.series.dash:
            self._paint_segments(
                painter, each.line, _round_pen(ink, each.ready.series.width), is_smooth=True
            )
        else:
            self._paint_polylines(painter, each, QPen(ink, 1))
        _paint_lone(painter, each.line, ink, 4.0)

    def _paint_forward(self, painter: QPainter, each: Drawn, is_moving: bool) -> None:
        ink, line = colour(each.ready.series.tone), each.line
        width = each.ready.series.width + _MORE
        if each.ready.series.is_dots:
            _paint_dots(painter, line, ink)
            return
        if is_moving or line.length > PIECES_UP_TO:
            self._paint_segments(painter, line, QPen(ink, each.ready.series.width))
        elif line.length > JOINED_UP_TO:
            self._paint_segments(painter, line, _round_pen(ink, width), is_smooth=True)
        else:
            self._paint_polylines(painter, each, _round_pen(colour("surface"), _HALO))
            self._paint_polylines(painter, each, _round_pen(ink, width))
        _paint_lone(painter, line, ink, 5.0)

    def _paint_polylines(self, painter: QPainter, each: Drawn, pen: QPen) -> None:
        """Draw with round joins and the dash running on from point to point."""
        dash = each.ready.series.dash
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        # In noise a dash can't be told, and costs much; the halo of a line has none.
        wide = float(np.ptp(each.line.x)) if len(each.line.x) else 0.0
        is_calm = each.line.length < _CALM * max(1.0, wide) or len(each.line.x) * _APART < wide
        if dash and is_calm and pen.widthF() < _HALO:
            pen.setDashPattern([part / pen.widthF() for part in dash])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for part in stretches(each.line.y):
            if part.stop - part.start > 1:
                painter.drawPolyline(polygon(each.line.x[part], each.line.y[part]))

    def _paint_segments(
        self, painter: QPainter, line: Polyline, pen: QPen, is_smooth: bool = False
    ) -> None:
        """Draw each stretch between two points by itself: fastest, and gaps cost nothing."""
        ok = np.isfinite(line.y)
        both = np.flatnonzero(ok[:-1] & ok[1:])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
        painter.setPen(pen)
        self._lines.paint(painter, line.x, line.y, both)


def _is_back(each: Drawn, forward: Hashable | None) -> bool:
    key = each.ready.series.key
    return key != forward and (forward is not None or each.ready.series.is_quiet)


def _ink(each: Drawn, forward: Hashable | None, share: float = 1.0) -> QColor:
    """A curve's colour, mixed with the ground where it stands back: see-through would be slow."""
    share *= 0.35 if _is_back(each, forward) else 1.0
    tone = colour(each.ready.series.tone)
    return tone if share >= 1.0 else mix(colour("surface"), tone, share)


def _round_pen(ink: QColor, width: float) -> QPen:
    pen = QPen(ink, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def _without_gaps(line: Polyline) -> Polyline:
    ok = np.isfinite(line.y)
    return Polyline(line.x[ok], line.y[ok])


def _paint_fill(painter: QPainter, each: Drawn, plot: QRectF) -> None:
    """Paint the area under a curve, fading out towards the bottom."""
    shade = QLinearGradient(0, plot.top(), 0, plot.bottom())
    shade.setColorAt(0, colour(each.ready.series.tone, 0.16))
    shade.setColorAt(1, colour(each.ready.series.tone, 0.001))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    for part in stretches(each.line.y):
        x, y = each.line.x[part], each.line.y[part]
        ends = [plot.bottom(), plot.bottom()]
        painter.drawPolygon(polygon(np.append(x, [x[-1], x[0]]), np.append(y, ends)))


def _paint_dots(painter: QPainter, line: Polyline, ink: QColor) -> None:
    """Draw each point as a small dot; where they lie over each other it is darker."""
    ok = np.isfinite(line.y)
    pen = QPen(QColor(ink.red(), ink.green(), ink.blue(), 120), 4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(pen)
    painter.drawPoints(polygon(line.x[ok], line.y[ok]))


def _paint_lone(painter: QPainter, line: Polyline, ink: QColor, size: float) -> None:
    """Draw points that have no neighbour as dots: no line would show them."""
    ok = np.isfinite(line.y)
    beside = np.concatenate([[False], ok[:-1]]) | np.concatenate([ok[1:], [False]])
    lone = np.flatnonzero(ok & ~beside)
    if lone.size == 0:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    for at in lone.tolist():
        painter.drawEllipse(QPointF(float(line.x[at]), float(line.y[at])), size / 2, size / 2)
