"""A crowd of curves in a chart: laid off the GUI thread, kept as an image, found by the pointer."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from tidemill.gui.kit.charts.curve_crowd import (
    FORWARD,
    NOBODY,
    TONE,
    Crowd,
    Field,
    ReadyCrowd,
    lay,
)
from tidemill.gui.kit.charts.curve_layer import Drawn, draw
from tidemill.gui.kit.charts.curve_series import Axes, ReadyCurves, make_ready
from tidemill.gui.kit.charts.curve_view import View
from tidemill.gui.kit.charts.parallel_ground import tinted
from tidemill.gui.kit.theme import colour, current

AT_ONCE = 100_000
"""So many values are laid in the GUI thread; more in an operation."""

_READY_NOBODY = ReadyCrowd(NOBODY, (), ())


class CrowdPicture:
    """Holds what is known of a chart's crowd.

    Its owner hands what was laid in an operation to `take`, through the `done` it gives.
    """

    def __init__(
        self, run: "Callable[..., object] | None", key: str, done: Callable[[Any], None]
    ) -> None:
        """Begin with nobody; `run` and `key` are how and under what it is laid."""
        self._run, self._key, self._done = run, key, done
        self.ready = _READY_NOBODY
        self._field: Field | None = None
        self._image: QImage | None = None
        self._theme: object = None
        self._wanted: tuple[View, int, int] | None = None
        self._forward: tuple[object, ReadyCurves] | None = None
        self.is_laying = False

    @property
    def crowd(self) -> Crowd:
        """The curves."""
        return self.ready.crowd

    def set_ready(self, ready: ReadyCrowd | None) -> None:
        """Show these curves; they are laid at the next `lay`."""
        self.ready = _READY_NOBODY if ready is None else ready
        self._field, self._image, self._wanted, self._forward = None, None, None, None
        self.is_laying = False

    def lay(self, view: View, plot: QRectF) -> None:
        """Make the picture of a window, unless it is there or being made."""
        wanted = (view, max(1, round(plot.width())), max(1, round(plot.height())))
        if not len(self.crowd) or wanted == self._wanted:
            return
        self._wanted = wanted
        ready = self.ready
        if self._run is None or len(self.crowd) * wanted[1] <= AT_ONCE:
            self.take((wanted, ready, lay(ready, *wanted)))
            return

        def work(reporter: Any) -> tuple[Any, ReadyCrowd, Field]:
            return wanted, ready, lay(ready, *wanted, reporter.check)

        self.is_laying = True
        self._run(f"{self._key}.crowd", work, self._done)

    def take(self, made: tuple[Any, ReadyCrowd, Field]) -> bool:
        """Show what was laid; False where something else is wanted by now."""
        wanted, ready, field = made
        if wanted != self._wanted or ready is not self.ready:
            return False
        self.is_laying = False
        self._field, self._image = field, None
        return True

    # Painting

    def paint(self, painter: QPainter, view: View, plot: QRectF) -> None:
        """Paint the counts where their window lies now; stretched until it is laid anew."""
        field = self._field
        if field is None:
            return
        if self._image is None or self._theme is not current():
            self._theme = current()
            self._image = tinted(field.opacity(), colour(TONE))
        laid = field.view
        across, down = plot.width() / view.wide, plot.height() / view.tall
        place = QRectF(
            plot.left() + (laid.x0 - view.x0) * across,
            plot.top() + (view.y1 - laid.y1) * down,
            laid.wide * across,
            laid.tall * down,
        )
        painter.save()
        painter.setClipRect(plot)
        painter.drawImage(place, self._image)
        painter.restore()

    def forward(self, key: object, axes: Axes, smoothing: Any, view: View, plot: QRectF) -> Drawn:
        """The curve of a key, drawn by itself; ask only for one that is here."""
        if self._forward is None or self._forward[0] != key:
            series = self.crowd.series(self.crowd.at(key), FORWARD)
            self._forward = key, make_ready([series], axes, smoothing)
        return draw(self._forward[1], view, plot)[0]

    # Pointing

    def _shown(self, view: View) -> Field | None:
        field = self._field
        return field if field is not None and field.view == view else None

    def key_near(self, spot: QPointF, view: View, plot: QRectF, most: float) -> int | None:
        """The key of the curve nearest to a place, and nothing while it moves."""
        field = self._shown(view)
        if field is None:
            return None
        at = field.nearest(spot.x() - plot.left(), spot.y() - plot.top(), most)
        return int(self.crowd.keys[at]) if at >= 0 else None

    def n_at(self, across: float, view: View) -> int:
        """How many curves have a value in a column of the plot."""
        field = self._shown(view)
        return 0 if field is None else field.n_at(across)

    def keys_in(self, rect: QRectF, view: View, plot: QRectF) -> list[int]:
        """The keys of the curves that pass through a rectangle of the picture."""
        field = self._shown(view)
        if field is None:
            return []
        part = rect.translated(-plot.left(), -plot.top())
        found = field.meeting(part.left(), part.top(), part.right(), part.bottom())
        return [int(self.crowd.keys[at]) for at in found]
