"""The rows of the page Activity: one painted button an entry, in a card a day."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.avatar import paint_avatar
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.chips import chip_width, paint_chip
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.labels import Label
from tidemill.gui.pages.activity.state import Day, Entry

_AVATAR = 26
_LEFT = 16


class EntryButton(Control):
    """An entry: time, who, what, the note, the object. A click opens it."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.entry = entry
        self._is_selected = False
        self._has_line = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_entry(entry, False)

    def set_entry(self, entry: Entry, has_line: bool) -> None:
        """Show an entry; `has_line` divides it from the next."""
        self.entry, self._has_line = entry, has_line
        said = f"{entry.time}, {entry.by} {entry.sentence}"
        self.setAccessibleName(f"{said}, {entry.note}" if entry.note else said)
        self.update()

    def set_selected(self, is_selected: bool) -> None:
        """Show that this entry is the one in the inspector."""
        if is_selected != self._is_selected:
            self._is_selected = is_selected
            self.update()

    def is_selected(self) -> bool:
        """Whether this entry is the one in the inspector."""
        return self._is_selected

    def sizeHint(self) -> QSize:
        return QSize(320, metrics.current().scaled(54))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._has_line:
            painting.hairline(painter, 0, self.height() - 1, self.width(), 0, "line")
            rect.adjust(0, 0, 0, -1)
        self._paint_ground(painter, rect)
        middle = rect.center().y()
        wide = face("body", True).width("00:00")
        room = QRectF(_LEFT, 0, wide, rect.height())
        painting.text(painter, room, self.entry.time, "body", "text3", numeric=True)
        side = metrics.current().scaled(_AVATAR)
        spot = QRectF(_LEFT + wide + 14, round(middle - side / 2), side, side)
        paint_avatar(painter, spot, self.entry.by, self.entry.is_worker)
        right = rect.right() - 16 - 14
        paint_icon(painter, QRectF(right, middle - 7, 14, 14), "chevron-right", "text3")
        right = self._paint_chip(painter, right - 12, middle) - 12
        self._paint_words(
            painter, QRectF(spot.right() + 14, 0, right - spot.right() - 14, 0), middle
        )

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        inner = rect.adjusted(3, 3, -3, -3)
        radius = metrics.current().radius_item
        ground = "selected" if self._is_selected else None
        if self.is_hovered() or self.is_pressed():
            ground = "selected_hover" if self._is_selected else "hover"
        if ground is not None:
            painting.box(painter, inner, radius, ground)
        if self.is_focus_shown():
            painting.box(painter, inner, radius, None, "focus", 2.0)

    def _paint_chip(self, painter: QPainter, right: float, middle: float) -> float:
        chip = self.entry.chip
        if chip is None:
            return right
        wide = min(chip_width(chip.text, chip.tone, chip.icon), 200)
        left = right - wide
        paint_chip(
            painter, left, middle, chip.text, chip.tone, chip.icon, self._is_selected, room=wide
        )
        return left

    def _paint_words(self, painter: QPainter, room: QRectF, middle: float) -> None:
        upper, lower = face("body").height, face("small").height
        top = middle - (upper + lower) / 2 if self.entry.note else middle - upper / 2
        line = QRectF(room.left(), top, room.width(), upper)
        used = painting.text(painter, line, self.entry.by, "strong", "text")
        line.setLeft(line.left() + used + 5)
        painting.text(painter, line, self.entry.sentence, "body", "text")
        if self.entry.note:
            under = QRectF(room.left(), top + upper, room.width(), lower)
            painting.text(painter, under, self.entry.note, "small", "text2")


class DayCard(QWidget):
    """A day: its name, how many entries, and the entries in a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(10)
        self._title = Label("", "h3", elide="none")
        self._count = Label("", "small", "text2")
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        column.addLayout(head)
        self._card = Card((1, 1), 0)
        column.addWidget(self._card)
        self.buttons: list[EntryButton] = []

    def show_day(self, day: Day) -> list[EntryButton]:
        """Show a day; return the buttons that were made new for it."""
        self._title.set_text(day.title)
        self._count.set_text(day.count)
        made: list[EntryButton] = []
        while len(self.buttons) < len(day.entries):
            button = EntryButton(day.entries[len(self.buttons)])
            self._card.body.addWidget(button)
            self.buttons.append(button)
            made.append(button)
        while len(self.buttons) > len(day.entries):
            button = self.buttons.pop()
            self._card.body.removeWidget(button)
            button.hide()
            button.deleteLater()
        last = len(day.entries) - 1
        for at, (button, entry) in enumerate(zip(self.buttons, day.entries, strict=True)):
            button.set_entry(entry, at < last)
        return made


class DayList(QWidget):
    """All days, newest first; emits `entry_chosen(id)`. Up and Down walk the entries."""

    entry_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(20)
        self._cards: list[DayCard] = []
        self._days: tuple[Day, ...] = ()

    def show_days(self, days: Sequence[Day], open_id: int | None) -> None:
        """Show days; only what differs is drawn anew."""
        if tuple(days) != self._days:
            self._days = tuple(days)
            while len(self._cards) < len(days):
                card = DayCard()
                self._column.addWidget(card)
                self._cards.append(card)
            for card in self._cards[len(days) :]:
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
            del self._cards[len(days) :]
            for card, day in zip(self._cards, days, strict=True):
                for button in card.show_day(day):
                    button.clicked.connect(self._on_clicked)
        for button in self.buttons():
            button.set_selected(button.entry.id == open_id)

    def buttons(self) -> list[EntryButton]:
        """Every entry's button, newest first."""
        return [button for card in self._cards for button in card.buttons]

    def button(self, entry_id: int | None) -> EntryButton | None:
        """The button of an entry."""
        return next((b for b in self.buttons() if b.entry.id == entry_id), None)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, EntryButton):
            self.entry_chosen.emit(sender.entry.id)
