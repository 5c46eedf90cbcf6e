"""The legend under a histogram: bars are this version, the line is the one before."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from tidemill.base.words import tr
from tidemill.gui.kit import painting
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour, current


class Legend(QLabel):
    """Names both versions; without a former one only the shown one."""

    def __init__(self, version: str, former: str, *, are_bars: bool = False) -> None:
        """Take the versions' names; with `are_bars` the former one has bars as well."""
        super().__init__()
        self._version, self._former, self._are_bars = version, former, are_bars
        look = tr("Grey bars") if are_bars else tr("Outline")
        words = tr("Bars: {version}.", version=version) + (f" {look}: {former}." if former else "")
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(160, round(face("small").height + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a swatch, a stroke, and their names."""
        painter = QPainter(self)
        middle = self.height() / 2
        painting.box(painter, QRectF(0, middle - 5, 10, 10), 2.5, colour("accent", 0.85))
        room = QRectF(16, 0, self.width() - 16, self.height())
        used = painting.text(painter, room, self._version, "small", "text2")
        if self._former:
            left = 16 + used + 18
            if self._are_bars:
                box = QRectF(left, middle - 5, 10, 10)
                painting.box(painter, box, 2.5, colour("reference", 0.22), "reference")
                room.setLeft(left + 16)
            else:
                ink = "text2" if current().is_dark else "text3"
                painting.hairline(painter, left, middle, left + 16, middle, ink)
                room.setLeft(left + 22)
            painting.text(painter, room, self._former, "small", "text2")
