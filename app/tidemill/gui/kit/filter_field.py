"""The filter of a page: chips for what already narrows it, and a line to type in."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.chips import ChipButton
from tidemill.gui.kit.fields import LineEdit, Message, paint_field_frame
from tidemill.gui.kit.icons import paint_icon


@dataclass(frozen=True)
class FilterChip:
    """One condition, `project is` **churn**."""

    id: str
    text: str
    value: str = ""


class _Box(QWidget):
    """The frame around chips and line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_wrong = False
        self.is_focused = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_field_frame(
            painter, QRectF(self.rect()), self.is_focused, self.is_wrong, self.isEnabled()
        )
        spot = QRectF(10, (self.height() - 16) / 2, 16, 16)
        paint_icon(painter, spot, "list-filter", "text3")

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        owner = self.parentWidget()
        if isinstance(owner, FilterField):
            owner.edit.setFocus(Qt.FocusReason.MouseFocusReason)


class FilterField(QWidget):
    """A line to filter with, and chips before it.

    Emits `text_changed(text)`, `submitted(text)`, `chip_removed(id)` and `chip_edited(id)`.
    Backspace at the line's start goes to the last chip; there Delete or Backspace takes it away,
    Enter asks to edit it, Left and Right walk.
    """

    text_changed = Signal(str)
    submitted = Signal(str)
    chip_removed = Signal(str)
    chip_edited = Signal(str)

    def __init__(self, placeholder: str = "Filter", parent: QWidget | None = None) -> None:
        """Make an empty filter; the placeholder gives an example."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self._box = _Box(self)
        self._box.setFixedHeight(metrics.current().control)
        self._row = QHBoxLayout(self._box)
        self._row.setContentsMargins(34, 0, 8, 0)
        self._row.setSpacing(6)
        self.edit = LineEdit(placeholder, None, 28, self._box)
        self.edit.set_bare(True)
        self.edit.setAccessibleName(placeholder)
        self.edit.textChanged.connect(self.text_changed)
        self.edit.returnPressed.connect(self._submit)
        self.edit.installEventFilter(self)
        self._row.addWidget(self.edit, 1)
        self._message = Message(self)
        column.addWidget(self._box)
        column.addWidget(self._message)
        self._chips: dict[str, ChipButton] = {}
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def retheme(self) -> None:
        """Take the new height."""
        self._box.setFixedHeight(metrics.current().control)

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put words in."""
        if text != self.edit.text():
            self.edit.setText(text)

    def set_error(self, words: str) -> None:
        """Say below what cannot be read; an empty string clears it."""
        self._box.is_wrong = bool(words)
        self._message.say(words, bool(words))
        self._box.update()

    def set_chips(self, chips: Sequence[FilterChip]) -> None:
        """Replace the chips."""
        had = [button.property("chip_id") for button in self._chips.values() if button.hasFocus()]
        for button in self._chips.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._chips = {}
        for at, chip in enumerate(chips):
            button = ChipButton(
                chip.text, tone="accent", is_removable=True, strong=chip.value, parent=self._box
            )
            button.setProperty("chip_id", chip.id)
            button.clicked.connect(self._on_edit)
            button.removed.connect(self._on_remove)
            button.installEventFilter(self)
            self._row.insertWidget(at, button)
            self._chips[chip.id] = button
            button.show()
        if had:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def chip_ids(self) -> list[str]:
        """The chips in order."""
        return list(self._chips)

    def _submit(self) -> None:
        self.submitted.emit(self.edit.text())

    def _on_edit(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chip_edited.emit(str(sender.property("chip_id")))

    def _on_remove(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chip_removed.emit(str(sender.property("chip_id")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk between chips and line, and show the frame's focus."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut} and watched is self.edit:
            self._box.is_focused = event.type() == QEvent.Type.FocusIn
            self._box.update()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.edit:
                return self._walk_back(Qt.Key(event.key()))
            if isinstance(watched, ChipButton):
                return self._on_chip_key(watched, Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _walk_back(self, key: Qt.Key) -> bool:
        at_start = self.edit.cursorPosition() == 0 and not self.edit.hasSelectedText()
        if key in {Qt.Key.Key_Backspace, Qt.Key.Key_Left} and at_start and self._chips:
            list(self._chips.values())[-1].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key == Qt.Key.Key_Escape and self.edit.text():
            self.edit.clear()
            return True
        return False

    def _on_chip_key(self, chip: ChipButton, key: Qt.Key) -> bool:
        chips = list(self._chips.values())
        at = chips.index(chip)
        if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.chip_removed.emit(str(chip.property("chip_id")))
            return True
        if key == Qt.Key.Key_Left:
            chips[max(0, at - 1)].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key == Qt.Key.Key_Right:
            ahead: QWidget = chips[at + 1] if at + 1 < len(chips) else self.edit
            ahead.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False
