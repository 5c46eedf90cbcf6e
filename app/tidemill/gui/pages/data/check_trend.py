"""How a rule fared over files, as a strip of small bars."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.theme import brush, colour, pen
from tidemill.gui.pages.data.check_state import trend_words
from tidemill.services.check_trends import TrendPoint

_SHOWN = 16
_STEP, _WIDE = 7, 5
_TALL = 18
_HEIGHT = {"passed": 0.38, "warned": 0.68, "failed": 1.0}
_TOKEN = {"passed": "good", "warned": "warn", "failed": "bad"}


class TrendStrip(QWidget):
    """One bar a file, the newest at the right: low passed, middle warned, high failed.

    A file that was set aside has a hollow bar.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._points: tuple[TrendPoint, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Trend"))

    def set_points(self, points: tuple[TrendPoint, ...]) -> None:
        """Change what is shown."""
        self._points = points[-_SHOWN:]
        self.setAccessibleDescription(trend_words(points))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all bars, so that strips stand under each other."""
        return QSize(_SHOWN * _STEP, metrics.current().scaled(_TALL))

    def minimumSizeHint(self) -> QSize:
        """It does not shrink."""
        return self.sizeHint()

    def _bar(self, at: int) -> QRectF:
        left = self.width() - (len(self._points) - at) * _STEP
        tall = round(_HEIGHT[self._points[at].status] * (self.height() - 1))
        return QRectF(left, self.height() - tall, _WIDE, tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars over a base line."""
        painter = QPainter(self)
        if not self._points:
            painter.setPen(pen("line"))
            middle = self.height() - 1
            painter.drawLine(self.width() - _SHOWN * _STEP, middle, self.width(), middle)
            return
        for at, point in enumerate(self._points):
            token = _TOKEN[point.status]
            if point.is_aside:
                painter.setPen(pen(token))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self._bar(at).adjusted(0.5, 0.5, -0.5, -0.5))
            else:
                painter.fillRect(self._bar(at), brush(token))
        painter.setPen(colour("line"))

    def event(self, event: QEvent) -> bool:
        """Say what a bar means where the pointer rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._words_at(event.pos())
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _words_at(self, spot: QPoint) -> str:
        first = self.width() - len(self._points) * _STEP
        at = (spot.x() - first) // _STEP
        if not 0 <= at < len(self._points):
            return trend_words(self._points)
        point = self._points[at]
        return f"{point.label}: {spoken(point.message)}"
