"""Pictures of a try: the probability beside its threshold, and what moved it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import brush, colour
from tidemill.gui.pages.deployments.try_state import THRESHOLD, Bar

_TALL, _TICK = 8, 18
_ROW, _BAR = 24, 14
_NAMES = 0.46
_ROOM = 46


class ShareBar(QWidget):
    """A probability as a bar from 0 to 1, with the threshold as a tick and its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show none."""
        super().__init__(parent)
        self._share = 0.0
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, positive: str) -> None:
        """Show the probability of a class."""
        self._words = f"chance of {positive}, threshold {numbers.decimal(THRESHOLD, 2)}"
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName("Probability")
        self.setAccessibleDescription(f"{numbers.decimal(share, 2)}, {self._words}.")
        self.update()

    def sizeHint(self) -> QSize:
        """The bar, and a line of words below it."""
        return QSize(200, metrics.current().scaled(_TICK) + round(face("caption").height) + 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, bar, tick and its number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        at = metrics.current()
        tick, tall = at.scaled(_TICK), at.scaled(_TALL)
        track = QRectF(0, (tick - tall) / 2, self.width(), tall)
        painter.setBrush(brush("sunken"))
        painter.drawRoundedRect(track, tall / 2, tall / 2)
        token = "high" if self._share >= THRESHOLD else "accent"
        filled = QRectF(track.left(), track.top(), max(tall, track.width() * self._share), tall)
        painter.setBrush(brush(token))
        painter.drawRoundedRect(filled, tall / 2, tall / 2)
        x = round(self.width() * THRESHOLD)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(QRectF(x - 1, 0, 2, tick), colour("text"))
        words = QRectF(0, tick + 2, self.width(), self.height() - tick - 2)
        painting.text(painter, words, self._words, "caption", "text2", "center")


class WhyBars(QWidget):
    """What each field moved the prediction by, from a zero line: up to the right, in orange."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show none."""
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show contributions, in their order."""
        self._bars = tuple(bars)
        self.setAccessibleName("Why")
        self.setAccessibleDescription("; ".join(f"{b.text}: {b.words}" for b in self._bars))
        self.setToolTip("\n".join(f"{b.text}: {b.words}" for b in self._bars))
        self.updateGeometry()
        self.update()

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Headers and rows of what is drawn."""
        return ["Field", "Change"], [[bar.text, bar.words] for bar in self._bars]

    def sizeHint(self) -> QSize:
        """A row each."""
        return QSize(200, metrics.current().scaled(_ROW) * len(self._bars))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, the zero line, bars and their numbers."""
        painter = QPainter(self)
        at = metrics.current()
        row, tall, room = at.scaled(_ROW), at.scaled(_BAR), at.scaled(_ROOM)
        names = self.width() * _NAMES
        left = names + (room if any(bar.by < 0 for bar in self._bars) else 8)
        right = self.width() - room
        low = min(0.0, *(bar.by for bar in self._bars)) if self._bars else 0.0
        high = max(0.0, *(bar.by for bar in self._bars)) if self._bars else 0.0
        scale = max(1.0, right - left) / ((high - low) or 1.0)
        zero = round(left - low * scale)
        for number, bar in enumerate(self._bars):
            top = number * row
            line = QRectF(0, top, names, row)
            painting.text(painter, line, bar.text, "small", "text2", "left", "middle")
            wide = max(2.0, abs(bar.by) * scale)
            box = QRectF(zero if bar.by >= 0 else zero - wide, top + (row - tall) / 2, wide, tall)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush("high" if bar.by >= 0 else "low"))
            painter.drawRoundedRect(box, 3, 3)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            if bar.by >= 0:
                words, side = QRectF(box.right() + 5, top, room, row), "left"
            else:
                words, side = QRectF(box.left() - room - 5, top, room, row), "right"
            painting.text(painter, words, bar.words, "caption", "text2", side, "none", True)
        painter.fillRect(QRectF(zero, 0, 1, self.height()), colour("control"))
