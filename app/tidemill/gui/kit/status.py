"""Status marks: a shape, a colour and a word, never a colour alone."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPainterPath, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting, working
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import brush, colour, pen

Status = Literal["good", "warn", "bad", "idle", "working"]

STATUSES: tuple[Status, ...] = ("good", "warn", "bad", "idle", "working")

WORDS: dict[str, str] = {
    "good": tr("Healthy"),
    "warn": tr("Needs a look"),
    "bad": tr("Over the limit"),
    "idle": tr("Nothing known yet"),
    "working": tr("Working"),
}
"""What a mark says where nothing better is known."""


def _triangle(rect: QRectF) -> QPainterPath:
    path = QPainterPath(QPointF(rect.center().x(), rect.top() + 0.5))
    path.lineTo(rect.right() - 0.3, rect.bottom() - 0.9)
    path.lineTo(rect.left() + 0.3, rect.bottom() - 0.9)
    path.closeSubpath()
    return path


def _octagon(rect: QRectF) -> QPainterPath:
    cut = rect.width() * 0.293
    path = QPainterPath(QPointF(rect.left() + cut, rect.top()))
    for x, y in (
        (rect.right() - cut, rect.top()),
        (rect.right(), rect.top() + cut),
        (rect.right(), rect.bottom() - cut),
        (rect.right() - cut, rect.bottom()),
        (rect.left() + cut, rect.bottom()),
        (rect.left(), rect.bottom() - cut),
        (rect.left(), rect.top() + cut),
    ):
        path.lineTo(x, y)
    path.closeSubpath()
    return path


def paint_ring(
    painter: QPainter,
    rect: QRectF,
    token: str = "accent",
    width: float = 1.8,
    track: str | None = "accent",
) -> None:
    """Paint the turning ring; `track` is the rest of its circle, a quarter as strong."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if track is not None:
        painter.setPen(QPen(colour(track, 0.28), width))
        painter.drawEllipse(inner)
    drawn = QPen(colour(token), width)
    drawn.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(drawn)
    start = 90 - working.turn() * 360
    painter.drawArc(inner, round(start * 16), -110 * 16)


def paint_status(painter: QPainter, rect: QRectF, status: str) -> None:
    """Paint a mark into a square of about 10 px."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    inner = rect.adjusted(1, 1, -1, -1)
    if status == "good":
        painter.setBrush(brush("good_dot"))
        painter.drawEllipse(inner)
    elif status == "warn":
        painter.setBrush(brush("warn_dot"))
        painter.setPen(pen("warn_dot", 1.0))
        painter.drawPath(_triangle(rect.adjusted(0.5, 0.5, -0.5, -0.5)))
    elif status == "bad":
        painter.setBrush(brush("bad_dot"))
        painter.drawPath(_octagon(rect.adjusted(0.5, 0.5, -0.5, -0.5)))
        bar = QRectF(0, 0, rect.width() * 0.5, max(1.6, rect.width() * 0.16))
        bar.moveCenter(rect.center())
        painter.setBrush(brush("surface"))
        painter.drawRect(bar)
    elif status == "working":
        paint_ring(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("idle_dot"), 1.6))
        painter.drawEllipse(inner.adjusted(0.5, 0.5, -0.5, -0.5))


class StatusMark(QLabel):
    """A mark with its word beside it, or in its tooltip and accessible name."""

    def __init__(
        self,
        status: Status = "idle",
        word: str = "",
        is_word_shown: bool = False,
        tone: str = "text2",
        role: str = "body",
        size: int = 10,
        parent: QWidget | None = None,
    ) -> None:
        """Show a status; without a word of its own it says the usual one."""
        super().__init__(parent)
        self._status: Status = status
        self._is_word_shown = is_word_shown
        self._tone = tone
        self._role = role
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(status, word)

    def status(self) -> Status:
        """The status shown."""
        return self._status

    def set_status(self, status: Status, word: str = "") -> None:
        """Change status and word."""
        self._status = status
        said = word or WORDS[status]
        self.setText(said)
        self.setAccessibleName(said)
        self.setToolTip("" if self._is_word_shown else said)
        if status == "working" and self.isVisible():
            working.attach(self)
        elif status != "working":
            working.detach(self)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The mark, and the word if it is shown."""
        look = face(self._role)
        if not self._is_word_shown:
            return QSize(self._size, self._size)
        wide = self._size + 7 + look.width(self.text())
        return QSize(round(wide + 0.5), max(round(look.height), self._size))

    def minimumSizeHint(self) -> QSize:
        """The mark alone may remain."""
        return QSize(self._size, self.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Turn the ring again if working."""
        super().showEvent(event)
        if self._status == "working":
            working.attach(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest while out of sight."""
        super().hideEvent(event)
        working.detach(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint mark and word."""
        painter = QPainter(self)
        top = round((self.height() - self._size) / 2)
        paint_status(painter, QRectF(0, top, self._size, self._size), self._status)
        if self._is_word_shown:
            left = self._size + 7
            rect = QRectF(left, 0, self.width() - left, self.height())
            painting.text(painter, rect, self.text(), self._role, self._tone)


def status_size() -> int:
    """The usual side of a mark in pixels."""
    return metrics.current().status
