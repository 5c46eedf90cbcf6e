"""The picture of a curve chart: what it shows, made ready, painted, told and put into a table.

All curves are painted by one layer over min/max pyramids, so a frame costs what the picture is
wide, not what the curves are long. Curves too many to be lines are a crowd under them.
"""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from tidemill.domain.smoothing import Smoothing
from tidemill.gui.kit import painting
from tidemill.gui.kit.charts import curve_overlay as overlay
from tidemill.gui.kit.charts import line_ground as ground
from tidemill.gui.kit.charts.curve_crowd import NOBODY, Crowd, ReadyCrowd, make_crowd_ready
from tidemill.gui.kit.charts.curve_crowd_picture import CrowdPicture
from tidemill.gui.kit.charts.curve_layer import Drawn
from tidemill.gui.kit.charts.curve_series import (
    Axes,
    CurveSeries,
    Mark,
    ReadyCurves,
    make_ready,
)
from tidemill.gui.kit.charts.curve_told import CurveTold
from tidemill.gui.kit.charts.curve_view import home_of, spanning, x_ticks, y_ticks
from tidemill.gui.kit.fonts import face

AT_ONCE = 20_000
"""So many points are made ready in the GUI thread; more in an operation."""

_NOTE = 16

Runner = Callable[..., object]
"""Runs `work(reporter)` off the GUI thread and calls `done(result)` in it: `Operations.run`."""


class CurveCanvas(CurveTold):
    """Curves as a picture that can be panned and zoomed by its owner; `CurveChart` adds a person.

    Emits `settled` when it is drawn anew.
    """

    settled = Signal()

    def __init__(
        self,
        name: str = "",
        run: Runner | None = None,
        operation: str = "",
        height: int = 200,
        y_format: Callable[[float], str] | None = None,
        x_unit: str = "",
        y_range: tuple[float, float] | None = None,
        n_y_ticks: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty chart; `name` says what it shows.

        `run` and `operation` are how and under which key long curves are made ready; without
        them that happens at once. `x_unit` is written on the last place.
        """
        super().__init__(name, height, parent)
        self._run, self._operation = run, operation
        self._x_unit, self._n_y = x_unit, n_y_ticks
        self._y_format, self._fixed_y = y_format, y_range
        self._series: tuple[CurveSeries, ...] = ()
        self._axes, self._smoothing = Axes(), Smoothing()
        self._crowd = NOBODY
        self._behind = CrowdPicture(run, operation or f"curves.{id(self)}", self._on_laid)
        self._is_preparing = False
        self._n_asked = 0
        self._marks: tuple[Mark, ...] = ()
        self._forward: Hashable | None = None
        self._crosshair: float | None = None
        self._pointer: QPointF | None = None
        self._brush: QRectF | None = None
        self.tell()

    # What is shown

    def set_series(self, series: Sequence[CurveSeries], crowd: Crowd = NOBODY) -> None:
        """Show these curves, with a crowd of others behind them; the window a person zoomed to
        stays where it makes sense."""
        self._series, self._crowd = tuple(series), crowd
        self._placed = None
        self._prepare()

    def set_axes(self, axes: Axes) -> None:
        """Count x and y otherwise; shows everything again."""
        if axes != self._axes:
            self._axes = axes
            self._home = None
            self._prepare()

    def set_smoothing(self, smoothing: Smoothing) -> None:
        """Smooth otherwise; the raw curves stand pale behind."""
        if smoothing != self._smoothing:
            self._smoothing = smoothing
            self._prepare()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark places on the x axis."""
        self._marks = tuple(marks)
        self.tell()

    def set_x_unit(self, unit: str) -> None:
        """What is written on the last place."""
        self._x_unit = unit
        self.update()

    def series(self) -> tuple[CurveSeries, ...]:
        """The curves shown."""
        return self._series

    def crowd(self) -> Crowd:
        """The curves behind them."""
        return self._crowd

    def axes(self) -> Axes:
        """How x and y are counted."""
        return self._axes

    def is_settled(self) -> bool:
        """False while curves are made ready."""
        return not self._is_preparing and not self._behind.is_laying

    def _prepare(self) -> None:
        series, axes, smoothing, before = self._series, self._axes, self._smoothing, self._ready
        crowd = self._crowd
        self._n_asked += 1
        asked = self._n_asked
        is_little = not len(crowd) and sum(one.size for one in series) <= AT_ONCE
        if self._run is None or is_little:
            behind = make_crowd_ready(crowd, axes, smoothing) if len(crowd) else None
            self._on_ready((asked, make_ready(series, axes, smoothing, before), behind))
            return

        def work(reporter: Any) -> tuple[int, ReadyCurves, ReadyCrowd | None]:
            check = reporter.check
            behind = make_crowd_ready(crowd, axes, smoothing, check) if len(crowd) else None
            return asked, make_ready(series, axes, smoothing, before, check), behind

        self._is_preparing = True
        self._run(self._operation or f"curves.{id(self)}", work, self._on_ready)

    def _on_ready(self, made: tuple[int, ReadyCurves, ReadyCrowd | None]) -> None:
        asked, ready, behind = made
        if asked != self._n_asked:
            return  # what is shown now was asked for later and needed no operation
        self._is_preparing = False
        self._ready = ready
        self._behind.set_ready(behind)
        was_home = self._home is None or self._view == self._home
        x, y = ready.x_range(), ready.y_range()
        if behind is not None:
            x, y = spanning(x, behind.x_range), spanning(y, behind.y_range)
        home = home_of(x, y, ready.axes, self._fixed_y, self._n_y)
        self._home = home
        if home is not None and was_home:
            self._view = home
        self._forget()
        self.tell()
        self.settled.emit()

    # Bringing forward, moving

    def highlight(self, key: Hashable | None) -> None:
        """Bring a curve forward and quieten the others; None is none."""
        if key != self._forward:
            self._forward = key
            self._picture = None
            self.update()

    def highlighted(self) -> Hashable | None:
        """The curve that is brought forward."""
        return self._forward

    def set_crosshair(self, place: float | None) -> None:
        """Mark a place, for charts that follow another's pointer."""
        made = None if place is None else float(self._axes.place([place])[0])
        if made != self._crosshair:
            self._crosshair = None if made is None or math.isnan(made) else made
            self._pointer = None
            self.update()

    def set_x_window(self, low: float, high: float) -> None:
        """Show a stretch of the x axis, as the axis counts it; y stays."""
        self.set_view(replace(self._view, x0=low, x1=high))

    def _on_laid(self, made: Any) -> None:
        if self._behind.take(made):
            self._picture = None
            self.update()
            self.settled.emit()

    # Places

    def _place(self) -> QRectF:
        look = face("caption", True)
        left = max((look.width(words) for _, words in self._y_ticks()), default=20.0) + 10
        labels = [one.end_label for one in self._series if one.end_label]
        right = 14.0
        if labels:
            right = max(right, max(face("caption").width(each) for each in labels) + 12)
        top = 8.0 + (_NOTE if self.note() else 0)
        wide, tall = self.width() - round(left) - round(right), self.height() - top
        return QRectF(round(left), top, max(10, wide), max(10.0, tall - ground.AXIS_HEIGHT))

    def _y_ticks(self) -> list[tuple[float, str]]:
        return y_ticks(self._view, self._axes, self._n_y, self._y_format)

    # Painting

    def drawn(self) -> list[Drawn]:
        """The curves in pixels; of a crowd the one that is brought forward."""
        drawn = super().drawn()
        if self._behind.crowd.at(self._forward) < 0:
            return drawn
        axes, smoothing, plot = self._ready.axes, self._ready.smoothing, self.plot_rect()
        return [*drawn, self._behind.forward(self._forward, axes, smoothing, self._view, plot)]

    def _nothing(self) -> str | None:
        return self.why_nothing() if self._home is None else None

    def _paint_curves(self, painter: QPainter) -> None:
        plot = self.plot_rect()
        ground.paint_y_axis(painter, self, self._y_ticks())
        most = min(5, max(3, int(plot.width() / 84)))
        ticks = x_ticks(self._view, self._axes, most)
        ground.paint_x_axis(painter, self, ticks, self._x_unit, self.width())
        if not self._is_moving:
            self._behind.lay(self._view, plot)
        self._behind.paint(painter, self._view, plot)
        self._layer.paint(painter, self.drawn(), plot, self._forward, self._is_moving)
        places = [replace(each, x=float(self._axes.place([each.x])[0])) for each in self._marks]
        overlay.paint_marks(painter, [m for m in places if not math.isnan(m.x)], plot, self.to_x)
        overlay.paint_end_labels(painter, self.drawn(), plot, self.width())
        if self.note():
            rect = QRectF(plot.left(), 0, plot.width(), _NOTE)
            painting.text(painter, rect, self.note(), "caption", "text3", "right")

    def _paint_pointer(self, painter: QPainter, plot: QRectF) -> None:
        if self._brush is not None:
            overlay.paint_brush(painter, self._brush)
            return
        if self._crosshair is None or self._is_moving:
            return
        x = self.to_x(self._crosshair)
        if not plot.left() - 1 <= x <= plot.right() + 1:
            return
        found = overlay.readings(self.drawn(), self._crosshair, self.to_x, self.to_y)
        y = None if self._pointer is None else self._pointer.y()
        near = overlay.nearest_first(found, y)
        overlay.paint_crosshair(painter, plot, x, near, self._forward)
        if self._pointer is not None and near:
            place = min(near, key=lambda each: abs(each.place - (self._crosshair or 0.0))).place
            head = f"{self.x_head()} {self.x_text(self._axes.place_back(place))}"
            n_behind = self._behind.n_at(x - plot.left(), self._view)
            is_one_shown = self._behind.crowd.at(self._forward) >= 0
            n_more = len(found) - len(near) + max(0, n_behind - is_one_shown)
            overlay.paint_tip(
                painter, plot, self.width(), x, head, near, n_more,
                lambda value: self.y_text(self._axes.value_back(value)), self._forward,
            )  # fmt: skip
