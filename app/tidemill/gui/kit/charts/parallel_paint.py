"""How parallel coordinates are painted: axes, brushes, and the lines of the compared rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.charts.parallel_lines import Axis, Brush, Floats, Mask
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS

_TOP = 28
_BOTTOM = 10
_LANE = 20


@dataclass(frozen=True)
class Place:
    """Where the axes stand: `left` of the first, `step` between two, `top` and `bottom` of all."""

    left: float
    step: float
    top: float
    bottom: float
    n: int
    has_missing: bool

    @classmethod
    def of(cls, width: int, height: int, axes: Sequence[Axis], has_missing: bool) -> "Place":
        """The places at a size; names need room at both ends."""
        look = face("caption")
        first = look.width(axes[0].title) / 2 if axes else 0.0
        last = look.width(axes[-1].title) / 2 if axes else 0.0
        left = 8 + min(60.0, max(48.0 if has_missing else 16.0, first))
        right = width - 8 - min(60.0, max(46.0, last))
        n = len(axes)
        step = max(1.0, (right - left) / max(1, n - 1))
        bottom = height - _BOTTOM - (_LANE if has_missing else 0)
        return cls(left, step, _TOP, max(_TOP + 20.0, float(bottom)), n, has_missing)

    def x(self, axis: int) -> float:
        """The pixel of an axis."""
        return self.left + axis * self.step

    def y(self, share: float) -> float:
        """The pixel of a height."""
        return self.bottom - share * (self.bottom - self.top)

    @property
    def lane(self) -> float:
        """The pixel of the lane of missing values."""
        return self.bottom + _LANE - 4

    def heights(self, axis: Axis, rows: slice | None = None) -> Floats:
        """The pixels of an axis' rows; what is missing lies in the lane."""
        shares = axis.shares if rows is None else axis.shares[rows]
        return np.where(np.isnan(shares), self.lane, self.bottom - shares * self._span)

    @property
    def _span(self) -> float:
        return self.bottom - self.top

    def share(self, y: float) -> float:
        """The height of a pixel."""
        return (self.bottom - y) / (self._span or 1.0)

    def axis_near(self, x: float) -> int:
        """The axis nearest to a pixel; -1 without axes."""
        return min(self.n - 1, max(0, round((x - self.left) / self.step))) if self.n else -1

    def slot_at(self, x: float) -> int:
        """Where an axis dropped at a pixel goes."""
        return self.axis_near(x)

    def between(self, x: float) -> tuple[int, float]:
        """The axis left of a pixel, and how far it lies towards the next."""
        whole = min(max(0.0, (x - self.left) / self.step), self.n - 1.0)
        at = min(int(whole), max(0, self.n - 2))
        return at, whole - at


def value_words(axis: Axis, row: int) -> str:
    """A row's value on an axis in words."""
    value = float(axis.values[row])
    if np.isnan(value):
        return numbers.MISSING
    return axis.labels[int(value)] if axis.labels else numbers.plain(value)


def paint_axes(
    painter: QPainter,
    place: Place,
    axes: Sequence[Axis],
    brushes: Mapping[str, Brush],
    focused: int,
    moving: int,
) -> None:
    """Paint the axes with their names and brushes."""
    room = place.step - 8
    for at, axis in enumerate(axes):
        x = round(place.x(at))
        token = "control" if at == focused else "line_strong"
        painting.hairline(painter, x, place.top, x, place.bottom, token)
        ink = "text" if axis.is_measure or at == focused else "text2"
        shown = face("caption").elided(axis.title, room, "middle")
        wide = face("caption").width(shown)
        left = min(max(2.0, x - wide / 2), max(2.0, painter.device().width() - wide - 4))
        if at != moving:
            rect = QRectF(left, 0, wide + 1, 18)
            painting.text(painter, rect, shown, "caption", ink, elide="none")
            if at == focused:
                painting.hairline(painter, left, 18, left + wide, 18, "accent")
        brush = brushes.get(axis.name)
        if brush is not None:
            _paint_brush(painter, place, x, brush)
    if place.has_missing:
        words = QRectF(0, place.lane - 8, max(0.0, place.x(0) - 8), 16)
        painting.text(painter, words, "missing", "caption", "text3", "right")
        for at in range(len(axes)):
            x = round(place.x(at))
            painting.hairline(painter, x - 3, round(place.lane), x + 4, round(place.lane), "grid")


def _paint_brush(painter: QPainter, place: Place, x: float, brush: Brush) -> None:
    if brush.is_missing:
        rect = QRectF(x - 8, place.lane - 6, 16, 12)
    else:
        rect = QRectF(x - 6, place.y(brush.high), 12, 0)
        rect.setBottom(max(rect.top() + 2, place.y(brush.low)))
    painting.box(painter, rect, 3, colour("accent", 0.22), "accent", 1.5)


def paint_ends(painter: QPainter, place: Place, axes: Sequence[Axis]) -> None:
    """Write what stands at the top and the bottom of each axis, on a ground of its own."""
    for at, axis in enumerate(axes):
        x = round(place.x(at))
        ends = (axis.value_at(1.0), axis.value_at(0.0))
        if axis.labels:
            _paint_labels(painter, place, axis, x)
            continue
        for value, y in zip(ends, (place.top + 6, place.bottom - 7), strict=True):
            said = numbers.plain(value, 3)
            wide = face("caption", True).width(said)
            rect = QRectF(x + 5, y - 8, wide + 1, 16)
            painting.box(painter, rect.adjusted(-2, 2, 2, -2), 3, colour("surface", 0.75))
            painting.text(painter, rect, said, "caption", "axis", elide="none", numeric=True)


def _paint_labels(painter: QPainter, place: Place, axis: Axis, x: float) -> None:
    n = len(axis.labels)
    every = max(1, -(-n * 15 // max(1, round(place.bottom - place.top))))
    low, high = axis.ends
    for code in range(0, n, every):
        share = (code - low) / (high - low)
        y = place.y(1.0 - share if axis.is_flipped else share)
        room = max(20.0, place.step - 12)
        shown = face("caption").elided(axis.labels[code], room, "middle")
        rect = QRectF(x + 5, y - 8, face("caption").width(shown) + 1, 16)
        painting.box(painter, rect.adjusted(-2, 2, 2, -2), 3, colour("surface", 0.75))
        painting.text(painter, rect, shown, "caption", "axis", elide="none")


def curve(xs: Sequence[float], ys: Sequence[float], is_round: bool) -> QPainterPath:
    """A line over the axes, bent between them so that it can be followed."""
    path = QPainterPath(QPointF(xs[0], ys[0]))
    for at in range(1, len(xs)):
        if is_round:
            half = (xs[at] - xs[at - 1]) * 0.42
            path.cubicTo(
                xs[at - 1] + half, ys[at - 1], xs[at] - half, ys[at], xs[at], ys[at]
            )  # fmt: skip
        else:
            path.lineTo(xs[at], ys[at])
    return path


def paint_front(
    painter: QPainter,
    place: Place,
    axes: Sequence[Axis],
    n_front: int,
    rows: Mask | None,
    highlighted: int,
) -> None:
    """Paint eight of the compared rows in their colours, and on top the one that is forward."""
    n = min(n_front, len(MARKERS))
    xs = [place.x(at) for at in range(len(axes))]
    heights = [place.heights(axis, slice(0, max(n, highlighted + 1))) for axis in axes]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    order = [row for row in reversed(range(n)) if row != highlighted]
    if highlighted >= 0:
        order.append(highlighted)
    for row in order:
        is_in = rows is None or bool(rows[row])
        ys = [float(column[row]) for column in heights]
        path = curve(xs, ys, True)
        is_forward = row == highlighted
        if is_forward:
            painter.setPen(QPen(colour("surface"), 4.5))
            painter.drawPath(path)
        painter.setPen(QPen(_ink(row, is_in, is_forward, highlighted), _width(row, is_forward)))
        painter.drawPath(path)
        if row < len(MARKERS) and is_in:
            ink = _ink(row, is_in, is_forward, highlighted)
            paint_marker(painter, QPointF(xs[-1], ys[-1]), MARKERS[row], ink, 9)
            painter.setBrush(Qt.BrushStyle.NoBrush)


def _width(row: int, is_forward: bool) -> float:
    return 2.25 if is_forward else 2.0 if row < len(MARKERS) else 1.0


def _ink(row: int, is_in: bool, is_forward: bool, highlighted: int) -> QColor:
    if row >= len(MARKERS):
        return colour("text")  # the others past eight lie in the ground
    alpha = 1.0 if is_in else 0.12
    if highlighted >= 0 and not is_forward:
        alpha = min(alpha, 0.35)
    return colour(f"chart.{row}", alpha)


def paint_moving(painter: QPainter, place: Place, axis: Axis, x: float) -> None:
    """Paint the name of an axis that is being moved, and where it would stand."""
    slot = round(place.x(place.slot_at(x)))
    painting.hairline(painter, slot - 1, place.top - 6, slot + 1, place.bottom, "accent")
    wide = face("caption").width(axis.title) + 12
    rect = QRectF(x - wide / 2, 0, wide, 20)
    painting.box(painter, rect, 5, "raised", "line_strong")
    painting.text(painter, rect, axis.title, "caption", "text", "center")


def polygon(xs: Sequence[float], ys: Sequence[float]) -> QPolygonF:
    """A straight line over the axes."""
    return QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)])
