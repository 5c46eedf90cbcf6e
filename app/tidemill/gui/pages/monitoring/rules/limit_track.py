"""The limit of a rule: a slider under bars that say how many alerts each limit would have given."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.ticks import decimals_for, nice_step
from tidemill.gui.kit.control import is_by_keyboard
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour
from tidemill.gui.pages.monitoring.rules.state import BarState

_EDGE = 12.0
"""Room at both ends for the knob."""
_BARS, _TIP, _KNOB = 54, 24, 9.0
_FINE = 10
"""Steps of the slider for each bar."""


class LimitBars(Chart):
    """Alerts by limit, those before a real fall at the bottom; emits `pointed(share)` for a click.

    `share` is how far along the range of limits, from 0 to 1.
    """

    pointed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(tr("Alerts by limit"), parent)
        self._bars: tuple[BarState, ...] = ()
        self._say: Callable[[float], str] = str
        self._share = 0.0
        self._tip = ""

    def set_bars(self, bars: Sequence[BarState], say: Callable[[float], str]) -> None:
        """Show what each limit would have given; `say` writes a limit."""
        if tuple(bars) != self._bars:
            self._bars = tuple(bars)
            self.update()
        self._say = say

    def set_place(self, share: float, tip: str) -> None:
        """Mark where the limit is, with its words."""
        self._share, self._tip = share, tip
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._bars:
            return tr("Alerts by limit: nothing known yet.")
        first, last = self._bars[0], self._bars[-1]
        return tr(
            "From {n_alerts} at {say} to {n_alerts2} at {say2}; {tip}.",
            n_alerts=numbers.plural(first.n_alerts, "alert"),
            say=self._say(first.limit),
            n_alerts2=numbers.plural(last.n_alerts, "alert"),
            say2=self._say(last.limit),
            tip=self._tip,
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        rows = [
            [self._say(one.limit), numbers.integer(one.n_alerts), numbers.integer(one.n_matched)]
            for one in self._bars
        ]
        return [tr("Limit"), tr("Alerts"), tr("Before a real fall")], rows

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(420, metrics.current().scaled(_BARS + _TIP))

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(160, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the limit under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton and len(self._bars) > 1:
            self.pointed.emit(share_at(event.position().x(), self.width()))
        else:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, the line of the limit and its words."""
        painter = QPainter(self)
        if not self._bars:
            self.paint_nothing(painter, "")
            return
        most = max(1, *(one.n_alerts for one in self._bars))
        top = float(metrics.current().scaled(_TIP))
        room, bottom = self.height() - top, float(self.height())
        pitch = (self.width() - 2 * _EDGE) / max(1, len(self._bars) - 1)
        wide = max(1.0, pitch - 1.5)
        for at, one in enumerate(self._bars):
            left = _EDGE + at * pitch - wide / 2
            tall = room * one.n_alerts / most
            found = room * one.n_matched / most
            if one.n_alerts:
                painting.fill(painter, QRectF(left, bottom - tall, wide, tall), "line_strong")
            if one.n_matched:
                painting.fill(painter, QRectF(left, bottom - found, wide, found), "accent")
        self._paint_place(painter, top)
        self.paint_ring(painter)

    def _paint_place(self, painter: QPainter, top: float) -> None:
        x = round(_EDGE + self._share * (self.width() - 2 * _EDGE)) + 0.5
        painting.line(painter, x, top, x, self.height(), painting.dashed("text2", 1.0, (3, 3)))
        if not self._tip:
            return
        wide = face("small").width(self._tip) + 18
        left = x + 8 if x + 8 + wide < self.width() else x - 8 - wide
        box = QRectF(max(0.0, left), 0, min(wide, self.width()), top - 3)
        painting.box(painter, box, 6, "tip_bg")
        painting.text(painter, box, self._tip, "small", "tip_text", "center")


def share_at(x: float, width: int) -> float:
    """How far along the range of limits a pixel is."""
    return min(1.0, max(0.0, (x - _EDGE) / max(1.0, width - 2 * _EDGE)))


class LimitSlider(QSlider):
    """A slider as wide as the bars over it; arrow keys step from bar to bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it with nothing to choose."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._is_focus_shown = False
        self._words = ""
        self.setAccessibleName(tr("Limit"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(_FINE)
        self.setPageStep(5 * _FINE)

    def sizeHint(self) -> QSize:
        """As high as a pointer needs."""
        return QSize(420, metrics.current().scaled(26))

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(160, self.sizeHint().height())

    def share(self) -> float:
        """How far along the range of limits it stands."""
        return self.value() / max(1, self.maximum())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether focus came by keyboard."""
        self._is_focus_shown = is_by_keyboard(event.reason(), self._is_focus_shown)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift a step is a tenth of a bar."""
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.setSingleStep(1 if fine else _FINE)
        self._is_focus_shown = True
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The knob comes to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_focus_shown = False
            self.setSliderDown(True)
            self._follow(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The knob follows the pointer."""
        if self.isSliderDown():
            self._follow(event.position())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The knob stays."""
        self.setSliderDown(False)
        event.accept()

    def _follow(self, spot: QPointF) -> None:
        self.setValue(round(share_at(spot.x(), self.width()) * self.maximum()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the groove, what is left of the knob, and the knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        middle, right = self.height() / 2, self.width() - _EDGE
        x = _EDGE + self.share() * (right - _EDGE)
        painting.box(painter, QRectF(_EDGE, middle - 2, right - _EDGE, 4), 2, "sunken")
        painting.box(painter, QRectF(_EDGE, middle - 2, x - _EDGE, 4), 2, "accent")
        if self.hasFocus() and self._is_focus_shown:
            ring = QRectF(x - _KNOB - 3, middle - _KNOB - 3, 2 * _KNOB + 6, 2 * _KNOB + 6)
            painting.box(painter, ring, _KNOB + 3, None, "focus", 2.0)
        knob = QRectF(x - _KNOB, middle - _KNOB, 2 * _KNOB, 2 * _KNOB)
        painting.box(painter, knob, _KNOB, "surface", "accent", 2.0)
        painter.setBrush(colour("accent"))
        painter.drawEllipse(QPointF(x, middle), 3.2, 3.2)


class LimitTrack(QWidget):
    """Bars, slider and the words under it. Emits `moved(limit)` as a person moves the limit."""

    moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.bars, self.slider = LimitBars(), LimitSlider()
        self._range = (0.0, 0.0)
        self._labels: list[str] = []
        self._is_set = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, metrics.current().scaled(18))
        column.setSpacing(2)
        column.addWidget(self.bars)
        column.addWidget(self.slider)
        self.bars.pointed.connect(self._on_pointed)
        self.slider.valueChanged.connect(self._on_value)

    def show_limits(
        self, bars: Sequence[BarState], limit: float, tip: str, say: Callable[[float], str]
    ) -> None:
        """Show the bars with the limit where it is."""
        if len(bars) < 2:
            return
        found = (bars[0].limit, bars[-1].limit)
        if found != self._range or self.slider.maximum() != (len(bars) - 1) * _FINE:
            self._range = found
            self._put(lambda: self.slider.setMaximum((len(bars) - 1) * _FINE))
        low, high = self._range
        places = (low + share * (high - low) for share in (0, 0.25, 0.5, 0.75, 1))
        self._labels = [say(float(f"{place:.3g}")) for place in places]
        share = min(1.0, max(0.0, (limit - low) / (high - low)))
        if not self.slider.isSliderDown() and abs(self._limit() - limit) > 1e-12:
            self._put(lambda: self.slider.setValue(round(share * self.slider.maximum())))
        self.slider.setAccessibleDescription(tip)
        self.bars.set_bars(bars, say)
        self.bars.set_place(share, tip)
        self.update()

    def _put(self, change: Callable[[], None]) -> None:
        self._is_set = True
        change()
        self._is_set = False

    def _limit(self) -> float:
        """The limit at the knob, in no more digits than the knob can tell apart."""
        low, high = self._range
        step = nice_step(high - low, 4 * max(1, self.slider.maximum()))
        return round(low + self.slider.share() * (high - low), decimals_for(step))

    def _on_pointed(self, share: float) -> None:
        self.slider.setValue(round(share * self.slider.maximum() / _FINE) * _FINE)

    def _on_value(self, _value: int) -> None:
        if not self._is_set:
            self.moved.emit(self._limit())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the limits under the slider."""
        painter = QPainter(self)
        tall = metrics.current().scaled(18)
        room, look = self.width() - 2 * _EDGE, face("caption", True)
        for at, words in enumerate(self._labels):
            wide = look.width(words) + 2
            left = _EDGE + room * at / 4 - wide / 2
            left = min(max(0.0, left), self.width() - wide)
            rect = QRectF(left, self.height() - tall, wide, tall)
            painting.text(painter, rect, words, "caption", "axis", elide="none", numeric=True)
