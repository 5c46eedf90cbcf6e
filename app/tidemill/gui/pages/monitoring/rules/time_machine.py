"""The time machine's chart: what a rule reads, its limit to drag, bells and real falls."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import painting
from tidemill.gui.kit.charts.line_chart import Event, Limit, LineChart, Series, Shade
from tidemill.gui.kit.charts.line_series import Floats
from tidemill.gui.kit.charts.ticks import nice_range
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.pages.monitoring.rules.state import RulesState, Track

_NEAR = 6.0
_FEW = 40
"""Up to so many values each is marked."""


class TimeMachine(LineChart):
    """Emits `limit_moved(limit)` while its limit is dragged, `bell_clicked(index)` for a bell."""

    limit_moved = Signal(float)
    bell_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(
            tr("What the rule reads"), "time", self._words_of, height=210, right_width=22
        )
        if parent is not None:
            self.setParent(parent)
        self._state = RulesState()
        self._limit: float | None = None
        self._is_dragging = False
        self.event_clicked.connect(self.bell_clicked)

    def show_track(self, state: RulesState) -> None:
        """Draw a replay; only the limit moves where nothing else changed."""
        before, self._state = self._state, state
        track = state.track
        if track is None:
            if before.track is not None:
                self.set_series([])
            return
        is_other = before.track is None or before.track is not track
        if not is_other and state.limit == self._limit:
            return
        self._limit = state.limit
        # The limit is kept in sight wherever it is put, so that the axis stays while it moves.
        self._fixed_y = self._range(track, state)
        if is_other:
            # A label reaches over its neighbour's days; what was missed is named, as in the list.
            missed = "bad_dot"
            self.set_shades(
                [Shade(a, b, "missed" if lost else "", missed) for a, b, lost in track.falls]
            )
            self.set_events(
                [Event(x, "", "found" if has_fall else "unfounded") for x, has_fall in track.bells]
            )
        self.set_ends(*track.ends)
        self.set_series(self._lines(track))
        words = f"limit {state.limit_words}"
        self.set_limits([] if state.limit is None else [Limit(state.limit, words)])
        self.set_heading(tr("Time machine"), state.track_note)

    def _range(self, track: Track, state: RulesState) -> tuple[float, float]:
        known = track.y[np.isfinite(track.y)]
        ends = [*(one.limit for one in (state.bars[:1] + state.bars[-1:]))]
        if state.limit is not None:
            ends.append(state.limit)
        every = np.concatenate([known, np.array(ends, dtype=float)])
        if not every.size:
            return 0.0, 1.0
        return nice_range(float(every.min()), float(every.max()), 4)

    def _lines(self, track: Track) -> list[Series]:
        is_few = len(track.x) <= _FEW
        name = tr("what the rule reads")
        curve = Series(name, track.x, track.y, "accent", marker="circle" if is_few else None)
        if not (track.over == 1).any():
            return [curve]
        x, y = over_line(track, self._limit)
        return [curve, Series(tr("over the limit"), x, y, "bad_dot", width=2.25)]

    def _words_of(self, value: float) -> str:
        return self._state.say(value)

    # Dragging the limit

    def _is_near(self, spot: QPointF) -> bool:
        plot = self.plot_rect()
        if self._limit is None or not plot.left() <= spot.x() <= self.width():
            return False
        return abs(spot.y() - self.to_y(self._limit)) <= _NEAR

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the limit."""
        if event.button() == Qt.MouseButton.LeftButton and self._is_near(event.position()):
            self._is_dragging = True
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the limit, or say that it can be dragged."""
        if self._is_dragging:
            self.limit_moved.emit(self._value_at(event.position().y()))
            return
        near = self._is_near(event.position())
        self.setCursor(Qt.CursorShape.SizeVerCursor if near else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the limit."""
        if self._is_dragging:
            self._is_dragging = False
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def _value_at(self, y: float) -> float:
        plot, view = self.plot_rect(), self.view()
        share = (plot.bottom() - min(max(y, plot.top()), plot.bottom())) / plot.height()
        # In the digits that a pixel can tell apart.
        value = view.y0 + share * view.tall
        step = 10.0 ** np.floor(np.log10(view.tall / plot.height()))
        return float(f"{round(value / step) * step:.12g}")

    def _nothing(self) -> str | None:
        return super()._nothing() if self._state.track is not None else self._state.track_note

    def _paint_pointer(self, painter: QPainter, plot: QRectF) -> None:
        super()._paint_pointer(painter, plot)
        if self._limit is None:
            return
        y = self.to_y(self._limit)
        if plot.top() - 1 <= y <= plot.bottom() + 1:
            grip = QRectF(plot.right() + 2, y - 9, 18, 18)
            painting.box(painter, grip, 9, "surface", "bad_dot", 1.5)
            paint_icon(painter, grip.adjusted(3, 3, -3, -3), "chevrons-up-down", "bad")


def over_line(track: Track, limit: float | None) -> tuple[Floats, Floats]:
    """The parts of a curve where the rule is over its limit, from crossing to crossing; gaps
    between. Where no number decides they begin and end halfway to the next value."""
    xs: list[float] = []
    ys: list[float] = []
    x, y, over = track.x.tolist(), track.y.tolist(), (track.over == 1).tolist()
    for at, is_over in enumerate(over):
        before = over[at - 1] if at else is_over
        if is_over is not before and np.isfinite(y[at]) and np.isfinite(y[at - 1]):
            rise = y[at] - y[at - 1]
            share = 0.5 if limit is None or rise == 0 else (limit - y[at - 1]) / rise
            share = min(1.0, max(0.0, share))
            xs.append(x[at - 1] + share * (x[at] - x[at - 1]))
            ys.append(y[at - 1] + share * rise)
        if is_over:
            xs.append(x[at])
            ys.append(y[at])
        elif before:
            xs.append(x[at])
            ys.append(np.nan)
    return np.array(xs), np.array(ys)
