"""A field for a number; a spin box loses its arrows under a style sheet, this has keys instead."""

import math
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.fonts import font


class NumberField(Field):
    """A field for a number: Up and Down step, what is out of bounds is said below.

    Emits `value_changed(value)` with an int, a float, or None while the text is no number.
    """

    value_changed = Signal(object)

    def __init__(
        self,
        value: float | None = None,
        minimum: float | None = None,
        maximum: float | None = None,
        step: float = 1,
        is_integer: bool = False,
        label: str = "",
        help: str = "",  # noqa: A002
        height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field; bounds are inclusive, None means unbounded."""
        super().__init__("", None, label, help, "", height, False, parent)
        self._minimum, self._maximum = minimum, maximum
        self._step = step
        self._is_integer = is_integer
        self.edit.installEventFilter(self)
        self.edit.setFont(font("body", True))
        self.set_value(value)
        self.edit.textChanged.connect(self._on_text)

    def value(self) -> float | None:
        """The number typed, or None if it is none or out of bounds."""
        words = self.edit.text().strip().replace("\N{MINUS SIGN}", "-").replace(" ", "")
        words = words.replace(",", "") if self._is_integer else words.replace(",", ".")
        try:
            number = int(words) if self._is_integer else float(words)
        except ValueError:
            return None
        return number if self._is_within(number) else None

    def set_value(self, value: float | None) -> None:
        """Put a number in."""
        words = "" if value is None else str(int(value)) if self._is_integer else f"{value:g}"
        self.set_text(words)

    def _is_within(self, number: float) -> bool:
        if math.isnan(number):
            return False
        low, high = self._minimum, self._maximum
        return (low is None or number >= low) and (high is None or number <= high)

    def _on_text(self, words: str) -> None:
        value = self.value()
        self.set_error("" if value is not None or not words.strip() else self._why())
        self.value_changed.emit(value)

    def _why(self) -> str:
        kind = tr("a whole number") if self._is_integer else tr("a number")
        low, high = self._minimum, self._maximum
        if low is not None and high is not None:
            return tr("Type {kind} from {low:g} to {high:g}.", kind=kind, low=low, high=high)
        if low is not None:
            return tr("Type {kind}, {low:g} or more.", kind=kind, low=low)
        if high is not None:
            return tr("Type {kind}, {high:g} or less.", kind=kind, high=high)
        return tr("Type {kind}.", kind=kind)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Step with Up and Down, ten steps with Page keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {
                Qt.Key.Key_Up: 1,
                Qt.Key.Key_Down: -1,
                Qt.Key.Key_PageUp: 10,
                Qt.Key.Key_PageDown: -10,
            }.get(Qt.Key(event.key()))
            value = self.value()
            if by is not None and value is not None:
                moved = round(value + by * self._step, 10)
                if self._minimum is not None:
                    moved = max(moved, self._minimum)
                if self._maximum is not None:
                    moved = min(moved, self._maximum)
                self.set_value(moved)
                return True
        return super().eventFilter(watched, event)
