"""A page that scrolls up and down and never sideways."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics


class VScroll(QScrollArea):
    """A frameless scroll area; put widgets and layouts into `body`, a vertical layout."""

    def __init__(
        self,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        spacing: int = 0,
        max_width: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make an area; `margins` are left, top, right, bottom, `max_width` keeps forms narrow."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._outer = QWidget()
        row = QHBoxLayout(self._outer)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.content = QWidget()
        if max_width is not None:
            self.content.setMaximumWidth(max_width + margins[0] + margins[2])
        row.addWidget(self.content, 1000)
        row.addStretch(1)
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)
        self.setWidget(self._outer)
        self.viewport().setAutoFillBackground(False)
        self._outer.setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(metrics.current().scaled(24))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the content as wide as the view: it never asks for sideways scrolling.

        The view gives the content its new width at once, up to the most that is allowed, so that
        has to be known before: else a page that grew stays narrow until something else moves.
        """
        self._outer.setMaximumWidth(self.viewport().width())
        super().resizeEvent(event)
        self._outer.setMaximumWidth(self.viewport().width())  # a scroll bar may have come or gone

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again whether the scroll bar is needed when the content was laid out anew."""
        is_seen = super().eventFilter(watched, event)
        if watched is self._outer and event.type() == QEvent.Type.LayoutRequest:
            self._let_go_of_needless_bar()
        return is_seen

    def _let_go_of_needless_bar(self) -> None:
        """Hide a bar that is there only because it takes the room that words need.

        Qt asks how tall the content is beside the bar that is there, and keeps it: words that run
        into one line more beside it than without it would leave it there for good.
        """
        bar, room = self.verticalScrollBar(), self.maximumViewportSize()
        is_asked = self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if bar.isHidden() or not is_asked or bar.maximum() > room.height() // 2:
            return
        if self._height_at(room.width()) <= room.height():
            self._outer.setMaximumWidth(room.width())
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def content_height(self) -> int:
        """Height the content asks for at the present width."""
        return self._height_at(self.viewport().width())

    def _height_at(self, wide: int) -> int:
        layout = self._outer.layout()
        if layout is not None and layout.hasHeightForWidth():
            # A part that asks for more than its words need at this width is given it nevertheless.
            return max(layout.heightForWidth(wide), layout.minimumSize().height())
        return self._outer.sizeHint().height()
