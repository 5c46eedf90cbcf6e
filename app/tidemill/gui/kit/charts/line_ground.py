"""What lies under the curves: shades, grid and axis text."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from tidemill.gui.kit import painting
from tidemill.gui.kit.charts.line_place import AxisPlace, LinePlace
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

AXIS_HEIGHT = 22
"""Room for the words below the plot."""

_FOOT = 3.0

Ticks = Sequence[tuple[float, str]]


def paint_shades(painter: QPainter, place: LinePlace) -> None:
    """Paint the shaded stretches, as far as they are in sight."""
    plot = place.plot_rect()
    for shade in place.shades():
        left = max(plot.left(), place.to_x(shade.start))
        right = min(plot.right(), place.to_x(shade.end))
        if right > left:
            area = QRectF(left, plot.top(), right - left, plot.height())
            painter.fillRect(area, colour(shade.token, 0.12))
            if shade.token != "reference":
                foot = QRectF(left, plot.bottom() - _FOOT, right - left, _FOOT)
                painter.fillRect(foot, colour(shade.token, 0.8))


def paint_y_axis(painter: QPainter, place: AxisPlace, ticks: Ticks) -> None:
    """Paint the grid and the values beside it."""
    plot = place.plot_rect()
    for value, words in ticks:
        y = round(place.to_y(value))
        painting.hairline(painter, plot.left(), y, plot.right(), y, "grid")
        rect = QRectF(0, y - 8, plot.left() - 8, 16)
        painting.text(painter, rect, words, "caption", "axis", "right", "none", numeric=True)


def paint_x_axis(
    painter: QPainter, place: AxisPlace, ticks: Ticks, unit: str, width: float
) -> None:
    """Paint the places below the plot, the unit on the last; what would overlap is left out."""
    bottom = place.plot_rect().bottom()
    look = face("caption", True)
    free_from = -100.0
    for at, (value, words) in enumerate(ticks):
        is_last = at == len(ticks) - 1
        said = f"{words} {unit}".strip() if is_last else words
        wide = look.width(said)
        left = place.to_x(value) - (look.width(words) if is_last else wide) / 2
        left = max(0.0, min(left, width - wide - 1))
        if left < free_from and is_last and unit:
            # Where there is no room for both, what the axis counts matters more than its end.
            said, wide = unit, look.width(unit)
            left = width - wide - 1
        if left < free_from:
            continue
        rect = QRectF(left, bottom + 5, wide + 1, AXIS_HEIGHT - 6)
        painting.text(painter, rect, said, "caption", "axis", elide="none", numeric=True)
        free_from = left + wide + 10
