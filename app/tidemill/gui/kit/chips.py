"""Chips: a tint, a word, perhaps an icon; to read, to click, or to take away."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.theme import colour

ChipTone = Literal[
    "champion", "candidate", "good", "warn", "bad", "info", "accent", "plain", "outline"
]

_PAD = 8
_PAD_ICON = 6
_GAP = 4
_CROSS = 12


@dataclass(frozen=True)
class _Look:
    ground: str | None
    edge: str | None
    ink: str
    icon: str | None = None


_LOOKS: dict[str, _Look] = {
    "champion": _Look("gold_tint", None, "gold", "crown"),
    "candidate": _Look("cand_tint", None, "cand_text", "diamond"),
    "good": _Look("good_tint", None, "good"),
    "warn": _Look("warn_tint", None, "warn"),
    "bad": _Look("bad_tint", None, "bad"),
    "info": _Look("info_tint", None, "info"),
    "accent": _Look("accent_tint", None, "accent_text"),
    "plain": _Look("sunken", None, "text2"),
    "outline": _Look(None, "line_strong", "text2"),
}


def chip_icon(tone: str, icon: str | None) -> str | None:
    """The icon a chip shows: its own, or the one its tone always has."""
    return icon if icon is not None else _LOOKS[tone].icon


def chip_width(words: str, tone: str = "plain", icon: str | None = None) -> int:
    """Width of a chip in pixels."""
    wide = face("caption").width(words)
    shown = chip_icon(tone, icon)
    if shown:
        wide += _PAD_ICON + metrics.current().icon_chip + (_GAP if words else _PAD_ICON - _PAD)
    else:
        wide += _PAD
    return round(wide + _PAD + 0.49)


def paint_chip(
    painter: QPainter,
    left: float,
    middle: float,
    words: str,
    tone: str = "plain",
    icon: str | None = None,
    is_outlined: bool = False,
    room: float | None = None,
) -> float:
    """Paint a chip at a left edge, centred on `middle`; its width.

    `is_outlined` is for selected rows, where a tint would melt into the row. Words are elided
    where the chip would be wider than `room`.
    """
    look = _LOOKS[tone]
    tall = metrics.current().chip
    wide: float = chip_width(words, tone, icon)
    if room is not None:
        wide = min(wide, max(room, 24))
    rect = QRectF(left, round(middle - tall / 2), wide, tall)
    edge = colour("control", 0.6) if is_outlined else look.edge
    ground = None if is_outlined else look.ground
    painting.box(painter, rect, metrics.current().radius_chip, ground, edge)
    at = left + _PAD
    shown = chip_icon(tone, icon)
    if shown:
        side = metrics.current().icon_chip
        spot = QRectF(left + _PAD_ICON, rect.center().y() - side / 2, side, side)
        paint_icon(painter, spot, shown, look.ink)
        at = left + _PAD_ICON + side + _GAP
    room_left = QRectF(at, rect.top(), rect.right() - at - _PAD + 1, tall)
    painting.text(painter, room_left, words, "caption", look.ink)
    return wide


class Chip(QLabel):
    """A chip to read. Champion and candidate bring their own icon."""

    def __init__(
        self,
        text: str,
        tone: ChipTone = "plain",
        icon: str | None = None,
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a chip; `icon` is a Lucide name."""
        super().__init__(parent)
        self._tone: ChipTone = tone
        self._icon = icon
        self._is_outlined = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setText(text)
        if tooltip:
            self.setToolTip(tooltip)

    def set_chip(self, text: str, tone: ChipTone = "plain", icon: str | None = None) -> None:
        """Change words, tone and icon."""
        self._tone, self._icon = tone, icon
        self.setText(text)
        self.updateGeometry()
        self.update()

    def set_outlined(self, is_outlined: bool) -> None:
        """Turn the tint into an outline, for selected cards and rows."""
        self._is_outlined = is_outlined
        self.update()

    def sizeHint(self) -> QSize:
        """The chip's size."""
        return QSize(chip_width(self.text(), self._tone, self._icon), metrics.current().chip)

    def minimumSizeHint(self) -> QSize:
        """A chip may be elided."""
        return QSize(min(self.sizeHint().width(), 32), metrics.current().chip)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        paint_chip(
            painter,
            0,
            self.height() / 2,
            self.text(),
            self._tone,
            self._icon,
            self._is_outlined,
            self.width(),
        )


class ChipButton(Control):
    """A chip that can be clicked, such as a saved view, and perhaps taken away by its cross.

    Emits Qt's `clicked`, and `removed` for the cross or Delete.
    """

    removed = Signal()

    def __init__(
        self,
        text: str,
        icon: str | None = None,
        tone: ChipTone = "plain",
        is_removable: bool = False,
        strong: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a chip to click; `strong` is a second, heavier part of its words."""
        super().__init__(f"{text} {strong}".strip(), parent)
        self._weak = text
        self._strong = strong
        self._icon_name = icon
        self._tone: ChipTone = tone
        self._is_removable = is_removable

    def sizeHint(self) -> QSize:
        """Words, icon, cross and padding."""
        wide = self._text_width() + 2 * _PAD
        if self._icon_name is not None:
            wide += metrics.current().icon_chip + _GAP - 2
        if self._is_removable:
            wide += _CROSS + _GAP
        tall = metrics.current().chip + (2 if self._is_removable else 0)
        return QSize(min(round(wide + 0.49), self.maximumWidth()), tall)

    def minimumSizeHint(self) -> QSize:
        """The chip does not shrink."""
        return self.sizeHint()

    def _roles(self) -> tuple[str, str]:
        return ("small", "small_strong") if self._is_removable else ("caption", "caption")

    def _text_width(self) -> float:
        weak, strong = self._roles()
        wide = face(weak).width(self._weak)
        if self._strong:
            wide += face(weak).width(" ") + face(strong).width(self._strong)
        return wide

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the cross takes the chip away."""
        is_on_cross = event.position().x() > self.width() - _CROSS - _PAD - 2
        if self._is_removable and is_on_cross and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, ring, icon, words and cross."""
        painter = QPainter(self)
        look = _LOOKS[self._tone]
        rect = self.frame()
        ground = look.ground
        if self.is_hovered() or self.is_pressed():
            ground = "selected_hover" if self._tone == "accent" else "pressed"
        if self.isChecked():
            ground = "accent_tint"
        painting.box(painter, rect, metrics.current().radius_chip, ground, look.edge)
        ink = "accent_text" if self.isChecked() else look.ink
        if not self.isEnabled():
            ink = "disabled"
        left = rect.left() + _PAD
        if self._icon_name is not None:
            side = metrics.current().icon_chip
            spot = QRectF(left - 2, rect.center().y() - side / 2, side, side)
            paint_icon(painter, spot, self._icon_name, ink)
            left += side + _GAP - 2
        weak, strong = self._roles()
        end = rect.right() - _PAD - (_CROSS + _GAP if self._is_removable else 0) + 1
        room = QRectF(left, rect.top(), max(12.0, end - left), rect.height())
        left += painting.text(painter, room, self._weak, weak, ink, elide="middle")
        if self._strong:
            left += face(weak).width(" ")
            room.setLeft(left)
            room.setRight(max(left + 12, end))
            painting.text(painter, room, self._strong, strong, ink, elide="middle")
        if self._is_removable:
            spot = QRectF(0, 0, _CROSS, _CROSS)
            spot.moveCenter(rect.center())
            spot.moveRight(rect.right() - _PAD + 1)
            paint_icon(painter, spot, "x", ink)
        if self.is_focus_shown():
            painting.box(painter, rect, metrics.current().radius_chip, None, "focus", 2.0)
