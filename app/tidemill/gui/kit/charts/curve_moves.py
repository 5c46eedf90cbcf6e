"""How a person's pointer moves the window on curves: a drag pans, the wheel zooms."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent

from tidemill.gui.kit.charts.curve_view import View


def dragged(view: View, home: View, plot: QRectF, start: QPointF, spot: QPointF) -> View:
    """The window after a drag from `start`, where it was `view`, to `spot`.

    It moves up and down only where not all values are in sight.
    """
    by_x = (start.x() - spot.x()) / plot.width()
    by_y = (spot.y() - start.y()) / plot.height() if view.tall < home.tall * 0.999 else 0.0
    return view.panned(by_x, by_y, home)


def wheeled(
    view: View, home: View, plot: QRectF, event: QWheelEvent, *, is_tall_kept: bool = False
) -> View:
    """The window zoomed around the pointer, with Shift over the values unless they are kept."""
    turned = event.angleDelta().y() or event.angleDelta().x()
    factor = 0.85 ** (turned / 120.0)
    spot = event.position()
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not is_tall_kept:
        around = view.y0 + (plot.bottom() - spot.y()) / plot.height() * view.tall
        return view.zoomed_y(factor, around, home)
    around = view.x0 + (spot.x() - plot.left()) / plot.width() * view.wide
    return view.zoomed_x(factor, around, home)
