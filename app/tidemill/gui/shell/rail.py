"""The rail at the left: workspace, search, places with their badges, the person."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import key_map, metrics, painting
from tidemill.gui.kit.avatar import Avatar
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon, paint_mark
from tidemill.gui.kit.keycap import key_cap_width, paint_key_cap
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.surfaces import Surface
from tidemill.gui.shell.page import Page

_EDGE = 8
_MARK = 28


class _RailControl(Control):
    """A control as wide as the rail; folded it is as wide as its icon needs."""

    def __init__(self, words: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._tall = height
        self._is_folded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_folded(self, is_folded: bool) -> None:
        """Show the icon alone."""
        self._is_folded = is_folded
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        at = metrics.current()
        return QSize(at.target if self._is_folded else 40, at.scaled(self._tall))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paint_ground(self, painter: QPainter) -> None:
        """Paint hover and focus."""
        rect = QRectF(self.rect())
        radius = metrics.current().radius_item
        if self.is_hovered() or self.is_pressed():
            painting.box(painter, rect, radius, "pressed" if self.is_pressed() else "sunken")
        if self.is_focus_shown():
            painting.box(painter, rect, radius, None, "focus", 2.0)


class Switcher(_RailControl):
    """The program's mark, the workspace's name, where it lies; opens a menu of workspaces."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", 44, parent)
        self._name, self._where = "Tidemill", ""
        self.set_workspace("Tidemill", "")

    def set_workspace(self, name: str, where: str) -> None:
        """Say which workspace is open."""
        where = spoken(where)
        self._name, self._where = name, where
        self.setAccessibleName(
            tr("Workspace {name}, {where}", name=name, where=where) if where else name
        )
        self.setToolTip(f"{name}\n{where}" if where else name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        middle = self.height() / 2
        left = 6.0 if not self._is_folded else (self.width() - _MARK) / 2
        paint_mark(painter, QRectF(left, middle - _MARK / 2, _MARK, _MARK))
        if self._is_folded:
            return
        room = QRectF(left + _MARK + 10, 0, self.width() - _MARK - 44, self.height())
        upper, lower = face("h3").height, face("caption").height
        top = middle - (upper + lower) / 2
        if not self._where:
            top = middle - upper / 2
        name = QRectF(room.left(), top, room.width(), upper)
        painting.text(painter, name, self._name, "h3", "text", elide="middle")
        where = QRectF(room.left(), top + upper, room.width(), lower)
        painting.text(painter, where, self._where, "caption", "text3")
        spot = QRectF(self.width() - 22, middle - 7, 14, 14)
        paint_icon(painter, spot, "chevrons-up-down", "text3")


class SearchButton(_RailControl):
    """Looks like a field, opens the command palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Search or run…"), 32, parent)
        self.rekey()

    def rekey(self) -> None:
        """Name the key that does the same."""
        keys = key_map.words("palette")
        self.setToolTip(tr("Search or run a command") + (f"  {keys}" if keys else ""))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        edge, width = ("focus", 2.0) if self.is_focus_shown() else ("line_strong", 1.0)
        ground = "hover" if self.is_hovered() else "surface"
        painting.box(painter, rect, metrics.current().radius_control, ground, edge, width)
        middle = rect.center().y()
        left = (rect.width() - 16) / 2 if self._is_folded else 9.0
        paint_icon(painter, QRectF(left, middle - 8, 16, 16), "search", "text3")
        if self._is_folded:
            return
        cap = " ".join(key_map.caps("palette"))
        keys = key_cap_width(cap) if cap else 0.0
        room = QRectF(left + 23, 0, rect.width() - left - 23 - keys - 10, rect.height())
        painting.text(painter, room, self.words(), "body", "text3")
        if cap:
            paint_key_cap(painter, rect.width() - keys - 6, middle, cap)


class PlaceButton(_RailControl):
    """A place: icon, name, badge; the current one has an accent bar."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page.title, 32, parent)
        self.page = page
        self._is_current = False
        self._badge = 0
        self._tell()

    def set_current(self, is_current: bool) -> None:
        """Mark as the place shown."""
        self._is_current = is_current
        self._tell()
        self.update()

    def is_current(self) -> bool:
        """Whether this is the place shown."""
        return self._is_current

    def set_badge(self, number: int) -> None:
        """Show a count; 0 shows none."""
        self._badge = number
        self._tell()
        self.update()

    def badge(self) -> int:
        """The count shown."""
        return self._badge

    def _tell(self) -> None:
        said = self.page.title
        if self._badge:
            said += f", {self._badge}"
        self.setAccessibleName(said)
        self.setAccessibleDescription(tr("Current place") if self._is_current else "")
        self.rekey()

    def rekey(self) -> None:
        """Name the key that goes there."""
        keys = key_map.words(self.page.key)
        self.setToolTip(self.page.title + (f"  {keys}" if keys else ""))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        self.paint_ground(painter)
        if self._is_current:
            dark = painting.tint("text").lightness() > 128
            ground, edge = ("hover", "line") if dark else ("surface", "line")
            radius = metrics.current().radius_item
            painting.box(painter, rect, radius, ground, edge)
            bar = QRectF(0, rect.center().y() - 9, 3, 18)
            painting.box(painter, bar, 1.5, "accent")
            if self.is_focus_shown():
                painting.box(painter, rect, radius, None, "focus", 2.0)
        middle = rect.center().y()
        left = (rect.width() - 16) / 2 if self._is_folded else 14.0
        tone = "accent_text" if self._is_current else "text2"
        paint_icon(painter, QRectF(left, middle - 8, 16, 16), self.page.icon, tone)
        used = self._paint_badge(painter, rect)
        if not self._is_folded:
            room = QRectF(left + 25, 0, rect.width() - left - 33 - used, rect.height())
            ink = "text" if self._is_current else "text2"
            painting.text(painter, room, self.words(), "strong", ink)

    def _paint_badge(self, painter: QPainter, rect: QRectF) -> float:
        if not self._badge:
            return 0.0
        words = str(self._badge) if self._badge < 1000 else "999+"
        tall = 18.0 if not self._is_folded else 14.0
        wide = max(tall, face("caption", True).width(words) + 8)
        spot = QRectF(rect.right() - wide - 8, rect.center().y() - tall / 2, wide, tall)
        if self._is_folded:
            spot.moveTopRight(rect.topRight())
            spot.translate(-3, 2)
        filled = self.page.is_badge_filled
        ground, ink = ("accent", "on_accent") if filled else ("sunken", "text2")
        painting.box(painter, spot, tall / 2, ground)
        painting.text(painter, spot, words, "caption", ink, "center", "none", numeric=True)
        return wide + 8


class _Caption(QLabel):
    """The name of a group; folded it is a gap."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._is_folded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_folded(self, is_folded: bool) -> None:
        self._is_folded = is_folded
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(20, metrics.current().scaled(12 if self._is_folded else 34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._is_folded:
            room = QRectF(self.rect()).adjusted(20, 7, -8, 0)
            painting.text(QPainter(self), room, self.text(), "caption", "text3")


class PersonRow(QWidget):
    """Who acts here; emits `settings_asked` for the gear."""

    settings_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 10, 0)
        row.setSpacing(10)
        self._avatar = Avatar("?", size=28)
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._name = Label("", "strong", elide="middle")
        self._role = Label("", "caption", "text3")
        column.addStretch(1)
        column.addWidget(self._name)
        column.addWidget(self._role)
        column.addStretch(1)
        self.gear = IconButton("settings", tr("Settings"), "settings")
        self.gear.clicked.connect(self._ask)
        row.addWidget(self._avatar)
        row.addWidget(self._words, 1)
        row.addWidget(self.gear)
        self.retheme()

    def retheme(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(metrics.current().scaled(52))

    def set_person(self, name: str, role: str) -> None:
        """Say who acts and in which role."""
        self._avatar.set_person(name)
        self._name.set_text(name)
        self._role.set_text(role)

    def set_folded(self, is_folded: bool) -> None:
        """Show the gear alone."""
        self._avatar.setVisible(not is_folded)
        self._words.setVisible(not is_folded)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(14, 0, 14 if is_folded else 10, 0)

    def _ask(self) -> None:
        self.settings_asked.emit()


class Rail(Surface):
    """Everything in its order; emits `place_chosen(address)`."""

    place_chosen = Signal(str)

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        """Make a rail of these places, which are in order and know their groups."""
        super().__init__("canvas", "r", parent=parent)
        self._is_folded = False
        self.setAccessibleName(tr("Places"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 5, 1, 0)
        column.setSpacing(0)
        self.switcher = Switcher()
        self.search = SearchButton()
        self.person = PersonRow()
        self._groups: list[_Caption] = []
        self.places: dict[str, PlaceButton] = {}
        column.addLayout(_inset(self.switcher))
        column.addSpacing(9)
        column.addLayout(_inset(self.search, 12))
        column.addSpacing(14)
        self._fill(column, pages)
        column.addStretch(1)
        column.addWidget(Divider())
        column.addWidget(self.person)
        self.retheme()

    def _fill(self, column: QVBoxLayout, pages: Sequence[Page]) -> None:
        group = ""
        for page in pages:
            if page.group != group:
                group = page.group
                if group:
                    caption = _Caption(group)
                    self._groups.append(caption)
                    column.addWidget(caption)
                else:
                    column.addSpacing(12)
            button = PlaceButton(page)
            button.clicked.connect(self._on_place)
            self.places[page.id] = button
            column.addLayout(_inset(button))
            column.addSpacing(2)

    def _on_place(self) -> None:
        sender = self.sender()
        if isinstance(sender, PlaceButton):
            self.place_chosen.emit(sender.page.address)

    def set_current(self, page_id: str) -> None:
        """Mark the place shown."""
        for each, button in self.places.items():
            button.set_current(each == page_id)

    def set_folded(self, is_folded: bool) -> None:
        """Fold to icons, or unfold."""
        self._is_folded = is_folded
        for part in (self.switcher, self.search, *self.places.values()):
            part.set_folded(is_folded)
        self.person.set_folded(is_folded)
        for caption in self._groups:
            caption.set_folded(is_folded)
        self.retheme()

    def is_folded(self) -> bool:
        """Whether only icons show."""
        return self._is_folded

    def retheme(self) -> None:
        """Take the width that the text size asks for."""
        at = metrics.current()
        folded = max(at.rail_folded, at.scaled(at.rail_folded))
        self.setFixedWidth(folded if self._is_folded else at.scaled(at.rail_width))


def _inset(widget: QWidget, edge: int = _EDGE) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(edge, 0, edge, 0)
    row.addWidget(widget, 1, Qt.AlignmentFlag.AlignVCenter)
    return row
