"""What could be typed next, in a box under the line that is typed in; the line keeps the focus."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.pick_list import OptionList
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.shadow import Shadow

_MOST = 8
_WIDE = 300


class CompletionList(QWidget):
    """Offers words for a line. Emits `picked(value)` on Tab, Enter or a click.

    Up and Down walk, Esc closes; Enter takes an offer only once a person went into the list, so
    that Enter after a whole line still means the line.
    """

    picked = Signal(object)

    def __init__(self, line: QLineEdit) -> None:
        """Belong to a line; hidden until there is something to offer."""
        super().__init__(line)
        self._line = line
        self._is_inside = False
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        self.view = OptionList(tr("Completions"), self)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.picked.connect(self._take)
        column.addWidget(self.view)
        self.hide()
        self._shadow: Shadow | None = None
        line.installEventFilter(self)
        line.destroyed.connect(self.deleteLater)

    def offer(self, options: Sequence[Option], at: int) -> None:
        """Show these options under a place of the line in pixels; none hides the box."""
        if not options or not self._line.hasFocus():
            self.hide()
            return
        window = self._line.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            self._shadow = Shadow(self, metrics.current().radius_card, 2)
            self.destroyed.connect(self._shadow.deleteLater)
        self.view.show_options(options)
        self._is_inside = False
        tall = min(_MOST, len(options)) * metrics.current().menu_item
        self.view.setFixedHeight(tall)
        spot = self._line.mapTo(window, QPoint(max(0, at - 16), self._line.height() + 6))
        left = min(spot.x(), window.width() - _WIDE - 8)
        self.setGeometry(max(8, left), spot.y(), _WIDE, tall + 12)
        self.show()
        self.raise_()

    def _take(self, value: object) -> None:
        self.hide()
        self.picked.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line that belong to the list while it is open."""
        if watched is self._line and self.isVisible():
            if event.type() == QEvent.Type.FocusOut:
                self.hide()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            if self._is_inside or key == Qt.Key.Key_Up:
                self.view.step(1 if key == Qt.Key.Key_Down else -1)
            self._is_inside = True
        elif key == Qt.Key.Key_Tab or (
            key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._is_inside
        ):
            return self.view.pick_current()
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        radius = metrics.current().radius_card
        painting.box(painter, QRectF(self.rect()), radius, "raised", "line_strong")
