"""Waiting: nothing for 150 ms, then grey blocks, after two seconds a line says what is done."""

from typing import Literal

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, motion, painting

Shape = Literal["table", "cards", "text", "chart"]

_SAY_AFTER_MS = 2000
_SHARES = (0.62, 0.45, 0.7, 0.52, 0.38, 0.66, 0.5)


class Loading(QWidget):
    """Grey blocks in the shape of what is to come."""

    def __init__(
        self, what: str = "", shape: Shape = "table", parent: QWidget | None = None
    ) -> None:
        """Wait for `what`, for example "Reading 128,412 runs"."""
        super().__init__(parent)
        self._what = what
        self._shape: Shape = shape
        self._stage = 0
        self._after = QTimer(self)
        self._after.setSingleShot(True)
        self._after.timeout.connect(self._next_stage)
        self.setAccessibleName(what or tr("Loading"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def stage(self) -> int:
        """How far the waiting is: 0 nothing is shown, 1 blocks, 2 blocks and the line."""
        return self._stage

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to wait."""
        super().showEvent(event)
        self._stage = 0
        self._after.start(motion.LOADING_AFTER_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        """Wait no more."""
        super().hideEvent(event)
        self._after.stop()

    def _next_stage(self) -> None:
        self._stage += 1
        if self._stage == 1 and self._what:
            self._after.start(_SAY_AFTER_MS - motion.LOADING_AFTER_MS)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the blocks."""
        if self._stage == 0:
            return
        painter = QPainter(self)
        if self._shape == "cards":
            self._paint_cards(painter)
        elif self._shape == "text":
            self._paint_text(painter)
        elif self._shape == "chart":
            painting.box(painter, QRectF(self.rect()).adjusted(8, 8, -8, -8), 8, "sunken")
        else:
            self._paint_rows(painter)
        if self._stage > 1:
            rect = QRectF(0, self.height() / 2 - 16, self.width(), 32)
            wide = min(self.width() - 24.0, 28.0 + len(self._what) * 8)
            ground = QRectF(0, 0, wide, 32)
            ground.moveCenter(rect.center())
            painting.box(painter, ground, 8, "raised", "line")
            painting.text(painter, ground, self._what, "small", "text2", "center")

    def _paint_rows(self, painter: QPainter) -> None:
        tall = metrics.current().row_roomy
        for row in range(max(1, self.height() // tall)):
            middle = row * tall + tall / 2
            left, wide = 16.0, self.width() * 0.26
            while left < self.width() - 60:
                share = _SHARES[(row * 3 + int(left)) % len(_SHARES)]
                painting.box(painter, QRectF(left, middle - 5, wide * share, 10), 4, "sunken")
                left, wide = left + wide + 24, self.width() * 0.14
            painting.hairline(painter, 0, (row + 1) * tall - 1, self.width(), 0, "line")

    def _paint_cards(self, painter: QPainter) -> None:
        top = 0.0
        while top < self.height() - 40:
            rect = QRectF(0, top, self.width(), 92)
            painting.box(painter, rect, metrics.current().radius_card, None, "line")
            painting.box(painter, QRectF(16, top + 16, 36, 36), 8, "sunken")
            for at, share in enumerate((0.3, 0.5)):
                bar = QRectF(66, top + 20 + at * 22, self.width() * share, 10)
                painting.box(painter, bar, 4, "sunken")
            top += 100

    def _paint_text(self, painter: QPainter) -> None:
        for row in range(max(1, min(8, self.height() // 22))):
            share = _SHARES[row % len(_SHARES)]
            bar = QRectF(0, row * 22 + 5, self.width() * share, 10)
            painting.box(painter, bar, 4, "sunken")
