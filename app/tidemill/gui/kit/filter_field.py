"""The filter of a page: chips for what already narrows it, and a line to type in."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.chips import ChipButton, ChipTone
from tidemill.gui.kit.fields import LineEdit, Message, paint_field_frame
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.theme import pen

_CHIP_KEYS = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_CHIP_WIDE = 220
"""The widest a chip gets; longer conditions are elided in their middle."""


@dataclass(frozen=True)
class FilterChip:
    """One condition, `project is` **churn**."""

    id: str
    text: str
    value: str = ""
    is_wrong: bool = False
    tooltip: str = ""


class QueryLine(LineEdit):
    """A line with a red squiggle under what can't be read."""

    def __init__(self, placeholder: str, parent: QWidget) -> None:
        """Make an empty line without a box of its own."""
        super().__init__(placeholder, None, 28, parent)
        self._wrong: tuple[int, int] | None = None
        self.set_bare(True)
        self.textEdited.connect(self._forget)

    def set_wrong_at(self, first: int | None, last: int = 0) -> None:
        """Mark the letters from `first` to before `last`, at least one wide; None marks nothing."""
        self._wrong = None if first is None else (first, max(first + 1, last))
        self.update()

    def wrong_at(self) -> tuple[int, int] | None:
        """What is marked."""
        return self._wrong

    def x_of(self, position: int) -> int:
        """Where a letter begins, in pixels from the line's left edge."""
        look = self.fontMetrics()
        cursor = self.cursorRect().center().x()
        before = look.horizontalAdvance(self.text()[: self.cursorPosition()])
        return cursor - before + look.horizontalAdvance(self.text()[:position])

    def _forget(self) -> None:
        self.set_wrong_at(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, then the squiggle."""
        super().paintEvent(event)
        if self._wrong is None:
            return
        first, last = self._wrong
        left = self.x_of(first)
        right = max(left + 7, self.x_of(min(last, len(self.text()))))
        bottom = (self.height() + self.fontMetrics().height()) / 2 + 0.5
        wave = QPainterPath()
        wave.moveTo(left, bottom)
        for step, x in enumerate(range(left + 2, min(right, self.width()) + 2, 2)):
            wave.lineTo(x, bottom + (2 if step % 2 == 0 else 0))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(pen("bad", 1.2))
        painter.drawPath(wave)


class _Box(QWidget):
    """The frame around chips and line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_wrong = False
        self.is_focused = False
        self.has_icon = True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_field_frame(
            painter, QRectF(self.rect()), self.is_focused, self.is_wrong, self.isEnabled()
        )
        if self.has_icon:
            spot = QRectF(10, (self.height() - 16) / 2, 16, 16)
            paint_icon(painter, spot, "list-filter", "text3")

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        owner = self.parentWidget()
        if isinstance(owner, FilterField):
            owner.edit.setFocus(Qt.FocusReason.MouseFocusReason)


class FilterField(QWidget):
    """A line to filter with, and chips before it.

    Emits `text_changed(text)`, `submitted(text)`, `chip_removed(id)` and `chip_edited(id)`; with
    `has_builder` the icon is a button and `build_wanted` tells of it, and `left` comes when Esc is
    pressed in an empty line.
    Backspace at the line's start goes to the last chip; there Delete or Backspace takes it away,
    Enter asks to edit it, Left and Right walk. Down, and Esc in an empty line, lead on to what is
    filtered: `list_wanted`.
    """

    text_changed = Signal(str)
    submitted = Signal(str)
    chip_removed = Signal(str)
    chip_edited = Signal(str)
    build_wanted = Signal()
    left = Signal()
    list_wanted = Signal()

    def __init__(
        self,
        placeholder: str = tr("Filter"),
        parent: QWidget | None = None,
        has_builder: bool = False,
    ) -> None:
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
        self.edit = QueryLine(placeholder, self._box)
        self.edit.setAccessibleName(placeholder)
        self.edit.textChanged.connect(self.text_changed)
        self.edit.returnPressed.connect(self._submit)
        self.edit.installEventFilter(self)
        if has_builder:
            self._box.has_icon = False
            self._row.setContentsMargins(4, 0, 8, 0)
            self.builder = IconButton("list-filter", tr("Add a condition"), size=26)
            self.builder.clicked.connect(self.build_wanted)
            self._row.addWidget(self.builder)
        self._first = self._row.count()
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
            tone: ChipTone = "bad" if chip.is_wrong else "accent"
            button = ChipButton(
                chip.text, tone=tone, is_removable=True, strong=chip.value, parent=self._box
            )
            button.setToolTip(chip.tooltip)
            button.setMaximumWidth(metrics.current().scaled(_CHIP_WIDE))
            button.setProperty("chip_id", chip.id)
            button.clicked.connect(self._on_edit)
            button.removed.connect(self._on_remove)
            button.installEventFilter(self)
            self._row.insertWidget(self._first + at, button)
            self._chips[chip.id] = button
            button.show()
        if had:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_chip(self, chip_id: str) -> None:
        """Take one chip out of sight, without telling."""
        button = self._chips.pop(chip_id, None)
        if button is not None:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()

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
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(watched, ChipButton):
            return isinstance(event, QKeyEvent) and self._takes(event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.edit:
                return self._walk_back(Qt.Key(event.key()))
            if isinstance(watched, ChipButton):
                return self._on_chip_key(watched, Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        """On a chip Delete means the chip, whatever the page's commands do by that key."""
        is_ours = Qt.Key(event.key()) in _CHIP_KEYS
        if is_ours:
            event.accept()
        return is_ours

    def _walk_back(self, key: Qt.Key) -> bool:
        at_start = self.edit.cursorPosition() == 0 and not self.edit.hasSelectedText()
        if key in {Qt.Key.Key_Backspace, Qt.Key.Key_Left} and at_start and self._chips:
            list(self._chips.values())[-1].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key == Qt.Key.Key_Escape:
            had_text = bool(self.edit.text())
            self.edit.clear()
            self.left.emit()
            if not had_text:
                self.list_wanted.emit()
            return True
        if key == Qt.Key.Key_Down:
            self.list_wanted.emit()
            return True
        return False

    def _on_chip_key(self, chip: ChipButton, key: Qt.Key) -> bool:
        chips = list(self._chips.values())
        at = chips.index(chip)
        if key in _CHIP_KEYS:
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
