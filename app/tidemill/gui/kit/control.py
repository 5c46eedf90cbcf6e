"""The ground of every painted control: a real Qt button that knows its states.

Role, state, keys and accessibility come from Qt; only the painting is ours.
"""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from tidemill.gui.kit import working

ShownState = Literal["rest", "hover", "pressed", "focus"]

KEYBOARD_REASONS = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)
"""Reasons after which focus is shown; a click focuses without a ring."""


def is_by_keyboard(reason: Qt.FocusReason, before: bool = False) -> bool:
    """Whether focus that came for this reason is shown.

    A window that becomes active again keeps what it showed `before`.
    """
    if reason in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
        return before
    return reason in KEYBOARD_REASONS


class Control(QPushButton):
    """A button without a look of its own; subclasses paint from `state()`."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        """Make the control; `words` is its text and, with it, its accessible name."""
        super().__init__(parent)
        self._words = ""
        self._is_focus_shown = False
        self._is_busy = False
        self._shown_as: ShownState | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.set_text(words)

    def set_text(self, words: str) -> None:
        """Change the text; an ampersand is an ampersand."""
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """The text as it is shown."""
        return self._words

    def set_busy(self, is_busy: bool) -> None:
        """Show that the control works; it takes no clicks meanwhile and keeps its size."""
        self._is_busy = is_busy
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, is_busy)
        if is_busy and self.isVisible():
            working.attach(self)
        elif not is_busy:
            working.detach(self)
        self.update()

    def is_busy(self) -> bool:
        """Whether the control works."""
        return self._is_busy

    def show_as(self, state: ShownState | None) -> None:
        """Paint as if in this state, for pictures of the parts; None is the true state."""
        self._shown_as = state
        self.update()

    def is_hovered(self) -> bool:
        """Whether the hovered look is due."""
        if self._shown_as is not None:
            return self._shown_as == "hover"
        return self.isEnabled() and self.underMouse() and not self._is_busy

    def is_pressed(self) -> bool:
        """Whether the pressed look is due."""
        if self._shown_as is not None:
            return self._shown_as == "pressed"
        return self.isDown()

    def is_focus_shown(self) -> bool:
        """Whether the focus ring is due: only for focus that came by keyboard."""
        if self._shown_as is not None:
            return self._shown_as == "focus"
        return self._is_focus_shown and self.hasFocus()

    def frame(self) -> QRectF:
        """The whole area of the control."""
        return QRectF(self.rect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether focus came by keyboard."""
        self._is_focus_shown = is_by_keyboard(event.reason(), self._is_focus_shown)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Repaint without the ring."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the control like Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            is_plain = event.modifiers() in {
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            }
            if is_plain and not self._is_busy:
                self.click()
                return
            event.ignore()
            return
        if self._is_busy and event.key() == Qt.Key.Key_Space:
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint hovered."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint at rest."""
        super().leaveEvent(event)
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Turn the ring again if busy."""
        super().showEvent(event)
        if self._is_busy:
            working.attach(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest while out of sight."""
        super().hideEvent(event)
        working.detach(self)
