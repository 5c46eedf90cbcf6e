"""The floating bar over a table: how many are selected, and what can be done with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QCoreApplication,
    QEasingCurve,
    QEvent,
    QObject,
    QRectF,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, motion, numbers, painting
from tidemill.gui.kit.buttons import Button, ButtonKind, IconButton
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.shadow import Shadow

_ABOVE = 34
_RISE = 6


@dataclass(frozen=True)
class BarAction:
    """One thing to do: id, words, icon, the key that does the same, how prominent it is."""

    id: str
    text: str
    icon: str
    key: str = ""
    kind: ButtonKind = "ghost"
    is_enabled: bool = True
    tooltip: str = ""


class SelectionBar(QWidget):
    """Floats over its host's lower edge; emits `acted(id)` and `cleared`."""

    acted = Signal(str)
    cleared = Signal()

    def __init__(self, host: QWidget) -> None:
        """Belong to the table or page it floats over; hidden until something is selected."""
        super().__init__(host)
        self._host = host
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(17, 8, 10, 8)
        self._row.setSpacing(8)
        self._count = Label("", "strong", elide="none")
        self._row.addWidget(self._count)
        self._row.addSpacing(6)
        self._row.addWidget(Divider(True, length=30))
        self._row.addSpacing(4)
        self._buttons: dict[str, Button] = {}
        self._close = IconButton("x", tr("Clear selection"), "Esc")
        self._close.clicked.connect(self.cleared)
        self._row.addWidget(self._close)
        self._shown = 1.0
        self.hide()
        self._shadow = Shadow(self, metrics.current().radius_sheet, 2)
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_moved)
        host.installEventFilter(self)

    def show_for(self, n_selected: int, actions: Sequence[BarAction], words: str = "") -> None:
        """Show the count (or `words` for it) and the actions; with nothing selected it goes."""
        if n_selected == 0:
            self.hide()
            return
        self._count.set_text(words or f"{numbers.count(n_selected)} selected")
        self._set_actions(actions)
        was_hidden = self.isHidden()
        self.show()
        self.raise_()
        if was_hidden:
            QCoreApplication.postEvent(self.window(), QEvent(QEvent.Type.LayoutRequest))
            self._animation.setDuration(motion.duration(motion.POPOVER_MS))
            self._animation.start()
        self._place()

    def button(self, action_id: str) -> Button:
        """The button of an action."""
        return self._buttons[action_id]

    def _set_actions(self, actions: Sequence[BarAction]) -> None:
        if list(self._buttons) != [action.id for action in actions]:
            for button in self._buttons.values():
                self._row.removeWidget(button)
                button.hide()
                button.deleteLater()
            self._buttons = {}
            for action in actions:
                made = Button(action.text, action.icon, action.kind, action.key or None, 30)
                made.setProperty("action_id", action.id)
                made.clicked.connect(self._on_clicked)
                self._row.insertWidget(self._row.count() - 1, made)
                made.show()
                self._buttons[action.id] = made
        for action in actions:
            button = self._buttons[action.id]
            button.set_text(action.text)
            button.set_kind(action.kind)
            button.setEnabled(action.is_enabled)
            button.setToolTip(action.tooltip)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.acted.emit(str(sender.property("action_id")))

    def _on_moved(self, share: float) -> None:
        self._shown = share
        self._place()

    def _place(self) -> None:
        hint = self.sizeHint()
        left = (self._host.width() - hint.width()) // 2
        top = self._host.height() - hint.height() - _ABOVE + round((1 - self._shown) * _RISE)
        self.setGeometry(
            max(8, left), top, min(hint.width(), self._host.width() - 16), hint.height()
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the host changes its size."""
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        radius = metrics.current().radius_sheet
        painting.box(painter, QRectF(self.rect()), radius, "raised", "line_strong")
