"""What lies over the curves of a chart: marks, end labels, the crosshair with values, the brush."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.curve_layer import Drawn
from tidemill.gui.kit.charts.curve_series import Mark
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

MOST_VALUES = 8
"""How many curves the crosshair names; of more it takes those nearest to the pointer."""


@dataclass(frozen=True)
class Reading:
    """What one curve says at the crosshair: in pixels where, as the axis counts what."""

    key: Hashable
    name: str
    x: float
    y: float
    place: float
    value: float
    ink: QColor


Scale = Callable[[float], float]


def readings(drawn: Sequence[Drawn], place: float, to_x: Scale, to_y: Scale) -> list[Reading]:
    """The point of each curve nearest to a place; none of a curve that is not there."""
    found = []
    for each in drawn:
        pyramid = each.ready.shown
        ends = pyramid.x_range()
        if ends is None:
            continue
        at = int(np.searchsorted(pyramid.x, place))
        near = [k for k in (at - 1, at) if 0 <= k < pyramid.size and np.isfinite(pyramid.y[k])]
        if not near:
            continue
        best = min(near, key=lambda k: abs(pyramid.x[k] - place))
        x, y = float(pyramid.x[best]), float(pyramid.y[best])
        is_inside = ends[0] <= place <= ends[1]
        if not is_inside and abs(to_x(x) - to_x(place)) > 8:
            continue
        series = each.ready.series
        found.append(Reading(series.key, series.name, to_x(x), to_y(y), x, y, colour(series.tone)))
    return found


def paint_marks(
    painter: QPainter, marks: Sequence[Mark], plot: QRectF, to_x: Callable[[float], float]
) -> None:
    """Paint dashed lines at places with their words beside them."""
    for mark in marks:
        x = round(to_x(mark.x)) + 0.5
        if not plot.left() - 1 <= x <= plot.right() + 1:
            continue
        pen = painting.dashed("text3", 1, (3, 2.5))
        painting.line(painter, x, plot.top(), x, plot.bottom(), pen)
        wide = face("caption").width(mark.label) + 2
        left = x - wide - 5
        if left < plot.left():
            left = x + 5
        rect = QRectF(left, plot.top() - 3, wide, 16)
        painting.text(painter, rect, mark.label, "caption", mark.tone, elide="none")


def paint_end_labels(painter: QPainter, drawn: Sequence[Drawn], plot: QRectF, width: int) -> None:
    """Write names at the curves' ends; those that would overlap move apart downwards."""
    spots = []
    for each in drawn:
        known = np.flatnonzero(np.isfinite(each.line.y))
        if each.ready.series.end_label and known.size:
            y = min(max(float(each.line.y[known[-1]]), plot.top()), plot.bottom())
            spots.append((y, each))
    below = -100.0
    for y, each in sorted(spots, key=lambda pair: pair[0]):
        place = max(y, below + 14)
        below = place
        rect = QRectF(plot.right() + 6, place - 8, width - plot.right() - 6, 16)
        tone = each.ready.series.tone
        ink = "accent_text" if tone == "accent" else "text2"
        painting.text(painter, rect, each.ready.series.end_label, "caption", ink)


def paint_brush(painter: QPainter, rect: QRectF) -> None:
    """Paint the rectangle that is being drawn."""
    painting.box(painter, rect, 2, colour("accent", 0.10), "accent")


def nearest_first(found: Sequence[Reading], y: float | None) -> list[Reading]:
    """What the crosshair names: the curves nearest to the pointer, drawn from the top down."""
    kept = list(found)
    if y is not None and len(kept) > MOST_VALUES:
        kept = sorted(kept, key=lambda each: abs(each.y - y))[:MOST_VALUES]
    return sorted(kept[:MOST_VALUES], key=lambda each: each.y)


def paint_crosshair(
    painter: QPainter, plot: QRectF, x: float, found: Sequence[Reading], forward: Hashable | None
) -> None:
    """Paint the line at a place and a dot on each curve."""
    painter.fillRect(QRectF(round(x), plot.top(), 1, plot.height()), colour("text", 0.5))
    for each in found:
        spot = QPointF(each.x, each.y)
        if plot.adjusted(-1, -1, 1, 1).contains(spot):
            size = 9 if each.key == forward else 7
            paint_marker(painter, spot, "circle", each.ink, size)


def paint_tip(
    painter: QPainter,
    plot: QRectF,
    width: int,
    x: float,
    head: str,
    found: Sequence[Reading],
    n_more: int,
    words: Callable[[float], str],
    forward: Hashable | None,
) -> None:
    """Paint the box with the place and the values, beside the crosshair where there is room."""
    look, digits = face("small"), face("small", True)
    values = [words(each.value) for each in found]
    names = min(160.0, max((look.width(each.name) for each in found), default=0.0))
    wide = max(
        names + max((digits.width(each) for each in values), default=0.0) + 44,
        look.width(head) + 20,
    )
    n_lines = len(found) + (1 if n_more else 0)
    left = x + 10 if x + 10 + wide < width else x - 10 - wide
    rect = QRectF(max(0.0, left), plot.top() + 4, wide, 29 + 17 * n_lines)
    painting.box(painter, rect, 7, "raised", "line_strong")
    inner = rect.adjusted(10, 5, -10, 0)
    inner.setHeight(17)
    painting.text(painter, inner, head, "small", "text3")
    for at, each in enumerate(found):
        row = QRectF(inner.left(), rect.top() + 23 + 17 * at, inner.width(), 17)
        painter.setPen(QPen(each.ink, 2))
        y = row.center().y()
        painter.drawLine(QPointF(row.left(), y), QPointF(row.left() + 8, y))
        ink = "text" if each.key == forward else "text2"
        place = QRectF(row.left() + 14, row.top(), names + 2, 17)
        painting.text(painter, place, each.name, "small", ink, elide="middle")
        painting.text(painter, row, values[at], "small", "text", "right", "none", numeric=True)
    if n_more:
        row = QRectF(inner.left(), rect.top() + 23 + 17 * len(found), inner.width(), 17)
        painting.text(
            painter,
            row,
            tr("and {integer} more", integer=numbers.integer(n_more)),
            "small",
            "text3",
        )
