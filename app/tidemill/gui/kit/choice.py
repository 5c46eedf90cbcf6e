"""One of several, shown as a field or a button that opens a list of its own."""

from collections.abc import Sequence
from typing import Any, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fields import paint_field_frame
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.popover import ListPopover, Offers, Option
from tidemill.gui.kit.theme import current


class Choice(Control):
    """One of several: shows the current one, opens a list of its own. Emits `chosen(value)`.

    As `field` it has the edge of a field, as `button` that of a secondary button.
    """

    chosen = Signal(object)

    def __init__(
        self,
        options: Sequence[Option | tuple[Any, str]] = (),
        current: object = None,
        placeholder: str = tr("Choose"),
        icon: str | None = None,
        look: Literal["field", "button", "ghost"] = "field",
        height: int = 32,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a choice; an option is an `Option` or a pair of value and words."""
        self._options: Sequence[Option] = []
        self._option: Option | None = None
        self._value: object = current
        self._placeholder = placeholder
        self._icon = icon
        self._look = look
        self._tall = height
        self._name = name
        self._list: ListPopover | None = None
        self._is_wrong = False
        super().__init__("", parent)
        if look == "field":
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)
        self.set_options(options, current)

    def set_options(
        self, options: Sequence[Option | tuple[Any, str]], current: object = None
    ) -> None:
        """Replace the options and choose one without telling."""
        if isinstance(options, Offers):
            self._options = options
        else:
            self._options = [one if isinstance(one, Option) else Option(*one) for one in options]
        self.set_value(current)

    def set_placeholder(self, words: str) -> None:
        """What stands there while nothing is chosen."""
        self._placeholder = words
        self.set_value(self._value)

    def value(self) -> Any:
        """The chosen value, or None."""
        return self._value

    def set_value(self, value: object) -> None:
        """Choose without telling."""
        self._value = value
        self._option = self._named(value)
        option = self._option
        words = option.text if option is not None else self._placeholder
        self.set_text(words)
        self.setAccessibleName(f"{self._name}: {words}" if self._name else words)

    def _named(self, value: object) -> Option | None:
        if isinstance(self._options, Offers):
            at = self._options.row_of(value)
            return self._options[at] if at >= 0 else None
        return next((each for each in self._options if each.value == value), None)

    @property
    def name(self) -> str:
        """What is chosen, whichever it is."""
        return self._name

    def can_choose(self, words: str) -> bool:
        """Whether an option of these words is offered."""
        return words == self.words() or self._worded(words) is not None

    def choose(self, words: str) -> None:
        """Choose the option of these words as a person does."""
        option = self._worded(words)
        if option is not None:
            self._take(option.value)

    def _worded(self, words: str) -> Option | None:
        return next((o for o in self._options if o.text == words and o.is_enabled), None)

    def set_wrong(self, is_wrong: bool) -> None:
        """Show the edge that says the choice cannot be."""
        self._is_wrong = is_wrong
        self.update()

    def option(self) -> Option | None:
        """The chosen option."""
        return self._option

    def open_list(self) -> None:
        """Open the list of options."""
        self._list = ListPopover(self._options, self._value, self)
        self._list.chosen.connect(self._take)
        self._list.closed.connect(self._forget_list)
        self._list.open_for(self)

    def list_popover(self) -> ListPopover | None:
        """The list while it is open, for tests."""
        return self._list

    def _forget_list(self) -> None:
        # Not deleted on close: the list still tells its choice after it has closed.
        if self._list is not None:
            self._list.deleteLater()
            self._list = None
        self.update()

    def _take(self, value: object) -> None:
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step without opening; Alt+Down and Enter open."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_list()
            return
        if isinstance(self._options, Offers):
            at = self._options.row_of(self._value) + step
            if 0 <= at < len(self._options):
                self._take(self._options[at].value)
            return
        usable = [each for each in self._options if each.is_enabled]
        values = [each.value for each in usable]
        at = values.index(self._value) + step if self._value in values else 0
        if usable and 0 <= at < len(usable):
            self._take(usable[at].value)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint hovered."""
        super().enterEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        """The current words, icon and chevron."""
        option = self.option()
        role = "body" if self._look == "field" else "strong"
        wide = face(role).width(self._words) + 12 + 12 + 16 + 8
        if self._shown_icon() is not None:
            wide += 22
        if option is not None and option.note and self._look == "field":
            wide += face("small").width(option.note) + 10
        return QSize(round(wide), metrics.current().scaled(self._tall))

    def minimumSizeHint(self) -> QSize:
        """The words may be elided."""
        return QSize(min(72, self.sizeHint().width()), metrics.current().scaled(self._tall))

    def _shown_icon(self) -> str | None:
        option = self.option()
        return self._icon or (option.icon if option is not None else None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, icon, words, note and chevron."""
        painter = QPainter(self)
        rect = self.frame()
        is_open = self._list is not None and self._list.isVisible()
        is_marked = self.is_focus_shown() or is_open
        if self._look == "field":
            paint_field_frame(painter, rect, is_marked, self._is_wrong, self.isEnabled())
        else:
            self._paint_button(painter, rect)
        option = self.option()
        role = "body" if self._look == "field" else "strong"
        ink = "text" if option is not None else "text3"
        if not self.isEnabled():
            ink = "disabled"
        left, right = rect.left() + 11, rect.right() - 10
        middle = rect.center().y()
        icon = self._shown_icon()
        tone = "text2" if self.isEnabled() else "disabled"
        if icon is not None:
            paint_icon(painter, QRectF(left, middle - 8, 16, 16), icon, tone)
            left += 22
        paint_icon(painter, QRectF(right - 15, middle - 7, 14, 14), "chevron-down", tone)
        room = QRectF(left, 0, right - 22 - left, rect.height())
        used = painting.text(painter, room, self._words, role, ink)
        if option is not None and option.note and self._look == "field":
            room.setLeft(left + used + 10)
            painting.text(painter, room, option.note, "small", "text3")

    def _paint_button(self, painter: QPainter, rect: QRectF) -> None:
        radius: float = metrics.current().radius_control
        if self.is_focus_shown():
            rect = painting.focus_ring(painter, rect, radius - 1)
            radius -= 2
        resting = None if self._look == "ghost" else "raised" if current().is_dark else "surface"
        ground = "pressed" if self.is_pressed() else "hover" if self.is_hovered() else resting
        edge = None if self._look == "ghost" else "line_strong" if self.isEnabled() else "line"
        if ground is not None or edge is not None:
            painting.box(painter, rect, radius, ground, edge)
