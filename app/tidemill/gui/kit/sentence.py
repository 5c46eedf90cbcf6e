"""A rule as a sentence whose changeable parts open what can be chosen for them."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.entry_popover import EntryPopover
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.painting import box
from tidemill.gui.kit.popover import ListPopover, Option
from tidemill.gui.kit.sentence_parts import Offer, Part, Said, Slot
from tidemill.gui.kit.theme import colour

Look = Literal["link", "pill"]
Asks = Callable[[str], Offer]

_LINE = {"link": 24, "pill": 37}
_PILL = 26
_AROUND, _ICON, _ARROW = 9, 20, 22


class SlotControl(Control):
    """A part that can be changed; emits `chosen(key, value)` for another choice."""

    chosen = Signal(str, object)

    def __init__(self, slot: Slot, look: Look, asks: Asks) -> None:
        """Show a part; `asks` says what can be chosen when it is opened."""
        super().__init__(slot.text)
        self.slot = slot
        self._look: Look = look
        self._asks = asks
        self._list: ListPopover | EntryPopover | None = None
        self.setAccessibleName(f"{slot.name}: {slot.text}")
        self.setToolTip(tr("Change: {lower}", lower=slot.name.lower()))
        self.clicked.connect(self.open_list)

    def list_popover(self) -> ListPopover | EntryPopover | None:
        """What is open to choose from."""
        return self._list

    def open_list(self) -> None:
        """Offer what can be chosen."""
        offer = self._asks(self.slot.key)
        options = [Option(o.value, o.text, o.note, o.icon) for o in offer.choices]
        if offer.placeholder:
            entry = EntryPopover(
                self.slot.name, offer.placeholder, offer.typed, options, offer.check, self
            )
            entry.taken.connect(self._take)
            entry.closed.connect(self._on_closed)
            self._list = entry
            entry.open_for(self)
            return
        chooser = ListPopover(options, offer.current, self)
        chooser.chosen.connect(self._take)
        chooser.closed.connect(self._on_closed)
        self._list = chooser
        chooser.open_for(self)

    def _on_closed(self) -> None:
        if self._list is not None:
            self._list.deleteLater()
            self._list = None
        self.update()

    def _take(self, value: object) -> None:
        self.chosen.emit(self.slot.key, value)

    def sizeHint(self) -> QSize:
        """The words, and for a pill its icon and its arrow."""
        at = metrics.current()
        if self._look == "link":
            return QSize(round(face("strong").width(self._words) + 1), at.scaled(_LINE["link"]))
        wide = face("lead_strong").width(self._words) + 2 * _AROUND + _ARROW
        wide += _ICON if self.slot.icon else 0
        return QSize(round(wide), at.scaled(_LINE["pill"]))

    def minimumSizeHint(self) -> QSize:
        """The part does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words as a link, or as a pill with an arrow."""
        painter = QPainter(self)
        if self._look == "link":
            self._paint_link(painter)
        else:
            self._paint_pill(painter)

    def _paint_link(self, painter: QPainter) -> None:
        look = face("strong")
        painter.setFont(look.font)
        painter.setPen(colour("accent_text"))
        base = look.baseline(0, self.height())
        painter.drawText(QPointF(0, base), look.elided(self._words, self.width(), "middle"))
        if self.is_hovered() or self.is_pressed():
            painter.drawLine(QPointF(0, base + 2.5), QPointF(self.width() - 1, base + 2.5))
        if self.is_focus_shown():
            box(painter, self.frame(), 4, None, "focus", 2.0)

    def _paint_pill(self, painter: QPainter) -> None:
        tall = metrics.current().scaled(_PILL)
        top = (self.height() - tall) / 2
        rect = QRectF(0, top, self.width(), tall)
        is_open = self._list is not None
        ground = "selected_hover" if self.is_hovered() or self.is_pressed() else "accent_tint"
        edge = "focus" if is_open or self.is_focus_shown() else None
        if self.slot.is_quiet and edge is None:
            box(painter, rect, 6, "hover" if self.is_hovered() else None, "line_strong", 1.0)
        else:
            box(painter, rect, 6, ground, edge, 2.0)
        left, middle = float(_AROUND), self.height() / 2
        if self.slot.icon:
            paint_icon(painter, QRectF(left, middle - 7.5, 15, 15), self.slot.icon, "accent_text")
            left += _ICON
        look = face("lead_strong")
        painter.setFont(look.font)
        painter.setPen(colour("accent_text"))
        room = self.width() - left - _ARROW
        words = look.elided(self._words, room + 1, "middle")
        painter.drawText(QPointF(left, look.baseline(0, self.height())), words)
        arrow = QRectF(self.width() - _ARROW + 2, middle - 6, 12, 12)
        paint_icon(painter, arrow, "chevron-down", "accent_text")


class Sentence(QWidget):
    """Words and parts that wrap like one text; emits `chosen(key, value)`."""

    chosen = Signal(str, object)

    def __init__(
        self, look: Look = "link", asks: Asks | None = None, parent: QWidget | None = None
    ) -> None:
        """Make an empty sentence; `asks` says what can be chosen for a part."""
        super().__init__(parent)
        self._look: Look = look
        self._asks: Asks = asks or _nothing
        self._parts: list[Said | SlotControl] = []
        self._said: tuple[Part, ...] = ()
        self._words: list[tuple[QPointF, str, str]] = []
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show these parts in reading order; a part with the focus keeps it."""
        if tuple(parts) == self._said:
            return
        self._said = tuple(parts)
        focused = next((c.slot.key for c in self.links() if c.hasFocus()), None)
        for old in self.links():
            old.hide()
            old.deleteLater()
        self._parts = [
            part if isinstance(part, Said) else SlotControl(part, self._look, self._asks)
            for part in parts
        ]
        for link in self.links():
            link.setParent(self)
            link.chosen.connect(self.chosen)
            link.show()
            if link.slot.key == focused:
                link.setFocus()
        self.setAccessibleName("".join(part.text for part in parts))
        self._heights = {}
        self._place(max(1, self.width()), True)
        self.updateGeometry()
        self.update()

    def links(self) -> list[SlotControl]:
        """The parts that can be changed."""
        return [part for part in self._parts if isinstance(part, SlotControl)]

    def link(self, key: str) -> SlotControl:
        """The part of a key."""
        return next(link for link in self.links() if link.slot.key == key)

    def retheme(self) -> None:
        """Lay out again in the new fonts."""
        self._heights = {}
        self._place(max(1, self.width()), True)
        self.updateGeometry()

    def _line_height(self) -> int:
        return metrics.current().scaled(_LINE[self._look])

    def _role(self, said: Said) -> str:
        return said.role if self._look == "link" else "lead"

    def _place(self, width: int, does_move: bool) -> int:
        """Place words and parts for a width and return the height."""
        x, y, tall = 0.0, 0, self._line_height()
        placed: list[tuple[QPointF, str, str]] = []
        for part in self._parts:
            if isinstance(part, SlotControl):
                wide = part.sizeHint().width()
                if x > 0 and x + wide > width:
                    x, y = 0.0, y + tall
                if does_move:
                    part.setGeometry(round(x), y, min(wide, width), tall)
                x += wide
                continue
            role = self._role(part)
            look = face(role)
            for word in _pieces(part.text):
                wide_word = look.width(word)
                # A stop or comma stays with what it follows.
                is_loose = word[:1] not in ",."
                if x > 0 and is_loose and x + look.width(word.rstrip()) > width:
                    x, y = 0.0, y + tall
                if x == 0 and word.isspace():
                    continue
                placed.append((QPointF(x, look.baseline(y, tall)), word, role))
                x += wide_word
        if does_move:
            self._words = placed
        return y + tall

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped lines; a layout asks for it again at each change around."""
        if width not in self._heights:
            self._heights[width] = self._place(width, False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """At most 640 across."""
        return QSize(640, self._place(640, False))

    def minimumSizeHint(self) -> QSize:
        """The sentence never holds a window open."""
        return QSize(0, self._line_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._place(self.width(), True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words; parts paint themselves."""
        painter = QPainter(self)
        painter.setPen(colour("text2"))
        for spot, word, role in self._words:
            painter.setFont(face(role).font)
            painter.drawText(spot, word)


def _nothing(_key: str) -> Offer:
    return Offer()


def _pieces(text: str) -> list[str]:
    """Words with the blanks after them, so that a line may break behind each."""
    made: list[str] = []
    for at, word in enumerate(text.split(" ")):
        if at > 0:
            if made:
                made[-1] += " "
            else:
                made.append(" ")
        if word:
            made.append(word)
    return made
