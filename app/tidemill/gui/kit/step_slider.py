"""A slider over a few values in their order, with a mark where the value stood at first."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import is_by_keyboard
from tidemill.gui.kit.theme import colour

_EDGE, _KNOB = 9.0, 7.0


class StepSlider(QSlider):
    """Steps from 0 to `n` - 1; `own` is the step that is marked, None for none.

    The track between the ends is what there is to choose; arrow keys step.
    """

    def __init__(self, name: str, n: int, own: int | None, parent: QWidget | None = None) -> None:
        """Stand on the marked step."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._own = own
        self._is_focus_shown = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setRange(0, max(0, n - 1))
        self.setPageStep(max(1, n // 5))
        self.setValue(own or 0)

    def say(self, words: str) -> None:
        """What the chosen value is called, for those who listen."""
        self.setAccessibleDescription(words)

    def sizeHint(self) -> QSize:
        """As high as a pointer needs."""
        return QSize(170, metrics.current().scaled(24))

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(80, self.sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether focus came by keyboard."""
        self._is_focus_shown = is_by_keyboard(event.reason(), self._is_focus_shown)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the focus from the first key on."""
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
        share = (spot.x() - _EDGE) / max(1.0, self.width() - 2 * _EDGE)
        self.setValue(round(min(1.0, max(0.0, share)) * self.maximum()))

    def _x(self, step: int) -> float:
        return _EDGE + step / max(1, self.maximum()) * (self.width() - 2 * _EDGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track, the mark of what was, and the knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        middle, x = self.height() / 2, self._x(self.value())
        track = QRectF(_EDGE, middle - 2, self.width() - 2 * _EDGE, 4)
        painting.box(painter, track, 2, "sunken")
        if self._own is not None:
            own = self._x(self._own)
            low, high = sorted((own, x))
            painting.box(painter, QRectF(low, middle - 2, high - low, 4), 2, "accent")
            painter.fillRect(QRectF(own - 1, middle - 6, 2, 12), colour("control"))
        if self.hasFocus() and self._is_focus_shown:
            ring = QRectF(x - _KNOB - 3, middle - _KNOB - 3, 2 * _KNOB + 6, 2 * _KNOB + 6)
            painting.box(painter, ring, _KNOB + 3, None, "focus", 2.0)
        knob = QRectF(x - _KNOB, middle - _KNOB, 2 * _KNOB, 2 * _KNOB)
        painting.box(painter, knob, _KNOB, "surface", "accent", 2.0)
