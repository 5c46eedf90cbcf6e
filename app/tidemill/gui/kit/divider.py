"""Hairlines between things."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import painting


class Divider(QWidget):
    """A line of one pixel, across or down."""

    def __init__(
        self,
        is_vertical: bool = False,
        token: str = "line",
        length: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a line; `length` fixes how long it is, otherwise it fills its place."""
        super().__init__(parent)
        self._is_vertical = is_vertical
        self._token = token
        self._length = length
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        along = QSizePolicy.Policy.Fixed if length is not None else QSizePolicy.Policy.Expanding
        across = QSizePolicy.Policy.Fixed
        if is_vertical:
            self.setSizePolicy(across, along)
        else:
            self.setSizePolicy(along, across)

    def sizeHint(self) -> QSize:
        """One pixel thick."""
        long = self._length if self._length is not None else 1
        return QSize(1, long) if self._is_vertical else QSize(long, 1)

    def minimumSizeHint(self) -> QSize:
        """One pixel thick."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painting.fill(painter, self.rect(), self._token)
