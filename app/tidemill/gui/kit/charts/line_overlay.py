"""What lies over the curves: markers, limits, events with their flags, crosshair, end labels."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from tidemill.gui.kit import painting
from tidemill.gui.kit.charts.curve_overlay import (
    Reading,
    paint_crosshair,
    paint_end_labels,
    paint_tip,
)
from tidemill.gui.kit.charts.line_place import LinePlace
from tidemill.gui.kit.charts.line_series import Floats, Limit, Series, Shade, nearest
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.chips import chip_width, paint_chip
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

_KINDS = {
    "promotion": ("gold_fill", "champion", "crown"),
    "alert": ("bad_dot", "bad", "bell"),
    "found": ("good_dot", "good", "bell-ring"),
    "unfounded": ("reference", "plain", "bell"),
    "retrained": ("reference", "plain", "refresh-cw"),
    "note": ("reference", "plain", None),
}

_LINE_REACH, _FLAG_REACH = 4.0, 24.0
"""How near in pixels a click has to be to an event's line, and to the flag on top of it."""

_NEAR = 64
"""How far in pixels a flag may be moved from its line to stand beside another."""


def free_stem(x: int, taken: set[int]) -> int:
    """Where the line of an event is drawn: beside another of the same moment, not over it."""
    while x in taken:
        x += 1
    taken.add(x)
    return x


def paint_over(painter: QPainter, place: LinePlace, width: int) -> None:
    """Paint all that lies over the curves of a chart of this width and stays there."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    plot = place.plot_rect()
    for one in place.series():
        _paint_points(painter, place, one, plot)
    for limit in place.limits():
        _paint_limit(painter, place, limit, plot)
    _paint_events(painter, place, plot, width)
    for shade in place.shades():
        _paint_shade_label(painter, place, shade, plot)
    paint_end_labels(painter, place.drawn(), plot, width)


def event_at(place: LinePlace, spot: QPointF) -> int:
    """Which event's line or flag lies under a point, by its number; -1 if none."""
    plot = place.plot_rect()
    if not plot.left() <= spot.x() <= plot.right() or spot.y() > plot.bottom():
        return -1
    near = _FLAG_REACH if spot.y() < plot.top() else _LINE_REACH
    away = [abs(place.to_x(event.x) - spot.x()) for event in place.events()]
    at = int(np.argmin(away)) if away else -1
    return at if at >= 0 and away[at] <= near else -1


def paint_crosshair_at(
    painter: QPainter, place: LinePlace, width: int, at: float, has_tip: bool
) -> None:
    """Paint the line at a place with a dot on each curve, and with a tip the values there."""
    plot, x = place.plot_rect(), place.to_x(at)
    if not plot.left() - 1 <= x <= plot.right() + 1:
        return
    found = _readings(place, at)
    paint_crosshair(painter, plot, x, found, None)
    if has_tip and found:
        paint_tip(painter, plot, width, x, place.x_text(at), found, 0, place.y_text, None)


def _paint_points(painter: QPainter, place: LinePlace, one: Series, plot: QRectF) -> None:
    x, y = one.points()
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    ink = colour(one.token)
    inside = plot.adjusted(-6, -6, 6, 6)
    marked = [(at, one.marker, 8.0) for at in known.tolist()] if one.marker is not None else []
    if one.has_last_dot and known.size:
        marked.append((int(known[-1]), "circle", 10.0))
    for at, marker, size in marked:
        spot = QPointF(place.to_x(float(x[at])), place.to_y(float(y[at])))
        if inside.contains(spot):
            paint_marker(painter, spot, marker, ink, size)


def _paint_limit(painter: QPainter, place: LinePlace, limit: Limit, plot: QRectF) -> None:
    y = round(place.to_y(limit.value)) + 0.5
    if plot.top() - 1 <= y <= plot.bottom() + 1:
        drawn = painting.dashed(limit.token, 1.5, (5, 3))
        painting.line(painter, plot.left(), y, plot.right(), y, drawn)
        rect = QRectF(plot.left() + 6, y - 17, plot.width() - 8, 16)
        ink = "bad" if limit.token == "bad_dot" else "text2"
        painting.text(painter, rect, limit.label, "caption", ink)


def _paint_events(painter: QPainter, place: LinePlace, plot: QRectF, width: int) -> None:
    free_from = -100.0
    stems: set[int] = set()
    for event in sorted(place.events(), key=lambda each: each.x):
        x = place.to_x(event.x)
        if not plot.left() - 1 <= x <= plot.right() + 1:
            continue
        token, tone, icon = _KINDS.get(event.kind, _KINDS["note"])
        top = plot.top() if event.kind != "retrained" else plot.top() + 4
        bar = QRectF(free_stem(round(x), stems), top - 3, 1, plot.bottom() - top + 3)
        painter.fillRect(bar, colour(token))
        if not event.has_flag or (event.kind == "retrained" and not event.label):
            continue
        wide = chip_width(event.label, tone, icon)
        left = min(max(0.0, round(x - wide / 2)), width - wide)
        # Two events of one moment stand side by side; a flag far from its line would lie.
        left = max(left, free_from) if free_from - left <= _NEAR else left
        if left >= free_from and left + wide <= width:
            paint_chip(painter, left, plot.top() - 14, event.label, tone, icon)
            free_from = left + wide + 4


def _paint_shade_label(painter: QPainter, place: LinePlace, shade: Shade, plot: QRectF) -> None:
    right = min(plot.right(), place.to_x(shade.end))
    if not shade.label or right <= plot.left():
        return
    left = max(plot.left(), place.to_x(shade.start))
    wide = face("caption").width(shade.label) + 2
    if shade.token != "reference":  # on top, in its middle
        middle = left + (right - left) / 2
        rect = QRectF(min(max(plot.left(), middle - wide / 2), plot.right() - wide), plot.top() + 3,
                      wide, 16)  # fmt: skip
        painting.text(painter, rect, shade.label, "caption", "bad", elide="none")
        return
    # The label stands in the stretch if it fits, else before it.
    at = left + 6 if right - left > wide + 8 else left - wide - 6
    rect = QRectF(at, plot.bottom() - 19, wide, 16)
    painting.text(painter, rect, shade.label, "caption", "text2", elide="none")


def _readings(place: LinePlace, at: float) -> list[Reading]:
    """What each line says at the crosshair; one without a value there says nothing."""
    found = []
    for key, one in enumerate(place.series()):
        xs, ys = one.points()
        index = nearest(xs, at)
        if index >= 0 and np.isfinite(ys[index]) and abs(xs[index] - at) <= _reach(xs):
            x, y = float(xs[index]), float(ys[index])
            ink = colour(one.token)
            found.append(Reading(key, one.name, place.to_x(x), place.to_y(y), x, y, ink))
    return found


def _reach(xs: Floats) -> float:
    """How far from the crosshair a point still counts: half the usual step, and a little."""
    return float(np.median(np.diff(xs))) * 0.6 if xs.size > 1 else np.inf
