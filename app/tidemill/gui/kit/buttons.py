"""Buttons with text and buttons with an icon alone."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import key_map, metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.keycap import key_cap_width, paint_key_cap
from tidemill.gui.kit.status import paint_ring
from tidemill.gui.kit.theme import colour, current

ButtonKind = Literal["primary", "secondary", "ghost", "danger", "link"]

_RING = 14


@dataclass(frozen=True)
class _Look:
    ground: str | None
    edge: str | None
    ink: str
    icon: str


def _look(kind: ButtonKind, is_enabled: bool, is_hovered: bool, is_pressed: bool) -> _Look:
    """The colours of a button in one state."""
    if not is_enabled:
        ground = {"primary": "sunken", "secondary": "surface", "danger": "surface"}.get(kind)
        edge = "line" if kind in {"secondary", "danger"} else None
        return _Look(ground, edge, "disabled", "disabled")
    if kind == "primary":
        ground = "accent_press" if is_pressed else "accent_hover" if is_hovered else "accent"
        return _Look(ground, None, "on_accent", "on_accent")
    if kind == "danger":
        ground = "bad_tint" if is_hovered or is_pressed else _resting()
        return _Look(ground, "line_strong", "bad", "bad")
    moved = "pressed" if is_pressed else "hover" if is_hovered else None
    if kind == "secondary":
        return _Look(moved or _resting(), "line_strong", "text", "text")
    if kind == "link":
        return _Look(None, None, "accent_hover" if is_hovered else "accent_text", "accent_text")
    return _Look(moved, None, "text" if moved else "text2", "text2")


def _resting() -> str:
    # In dark a button lies a little above the page, since an edge alone hardly shows.
    return "raised" if current().is_dark else "surface"


class Button(Control):
    """A button with text: one primary a view, the others secondary, ghost, danger or link.

    Emits Qt's own `clicked`. A button that opens a sheet ends in "…".
    """

    def __init__(
        self,
        text: str,
        icon: str | None = None,
        kind: ButtonKind = "secondary",
        key_cap: str | None = None,
        height: int = 32,
        trailing_icon: str | None = None,
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a button; `icon` and `trailing_icon` are Lucide names, `height` at 100 % text."""
        super().__init__(text, parent)
        self._icon_name = icon
        self._trailing = trailing_icon
        self._kind: ButtonKind = kind
        self._key = key_cap or ""
        self._tall = height
        if tooltip:
            self.setToolTip(tooltip)
            if not text:  # only an icon is seen: the tooltip is its name
                self.setAccessibleName(tooltip)

    @property
    def _keys(self) -> str:
        """The cap as the key is now."""
        return " ".join(key_map.caps(self._key))

    def kind(self) -> ButtonKind:
        """How prominent the button is."""
        return self._kind

    def set_kind(self, kind: ButtonKind) -> None:
        """Change how prominent the button is."""
        self._kind = kind
        self.update()

    def set_icon(self, icon: str | None) -> None:
        """Change the icon."""
        self._icon_name = icon
        self.updateGeometry()
        self.update()

    def set_stretching(self, is_stretching: bool) -> None:
        """Let the button take the width it is given."""
        across = QSizePolicy.Policy.Expanding if is_stretching else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def _padding(self) -> int:
        if self._kind == "link":
            return 2
        return 12 if self._tall >= 30 else 10 if self._tall >= 28 else 8

    def _icon_size(self) -> int:
        return 16 if self._tall >= 30 else 14

    def _content_width(self) -> float:
        wide = face("strong").width(self._words)
        if self._icon_name is not None:
            wide += self._icon_size() + metrics.current().icon_gap
        if self._trailing is not None:
            wide += self._icon_size() + metrics.current().icon_gap
        if self._keys:
            wide += key_cap_width(self._keys) + 8
        return wide

    def sizeHint(self) -> QSize:
        """Content and padding; a busy ring needs no room of its own."""
        wide = self._content_width() + 2 * self._padding()
        if self._keys:
            wide -= 3
        return QSize(round(wide + 0.49), metrics.current().scaled(self._tall))

    def minimumSizeHint(self) -> QSize:
        """A stretching button may lose its padding, others nothing."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, ring and content."""
        painter = QPainter(self)
        look = _look(self._kind, self.isEnabled(), self.is_hovered(), self.is_pressed())
        rect = self.frame()
        radius = metrics.current().radius_control - (1 if self._tall < 30 else 0)
        if self.is_focus_shown():
            rect = painting.focus_ring(painter, rect, radius - 1)
            radius -= 2
        if look.ground is not None or look.edge is not None:
            painting.box(painter, rect, radius, look.ground, look.edge)
        self._paint_content(painter, look)

    def _paint_content(self, painter: QPainter, look: _Look) -> None:
        frame = self.frame()
        side = self._icon_size()
        gap = metrics.current().icon_gap
        wide = self._content_width()
        has_ring_only = self._is_busy and self._icon_name is None
        if has_ring_only:
            wide += _RING + gap
        left = max(frame.left() + 2, frame.left() + (frame.width() - wide) / 2)
        middle = frame.center().y()
        if self._is_busy:
            room = side if self._icon_name is not None else _RING
            ring = QRectF(left + (room - _RING) / 2, middle - _RING / 2, _RING, _RING)
            paint_ring(painter, ring, look.icon, 1.8, look.icon)
            left += room + gap
        elif self._icon_name is not None:
            paint_icon(
                painter, QRectF(left, middle - side / 2, side, side), self._icon_name, look.icon
            )
            left += side + gap
        tail = 0.0
        text_room = face("strong").width(self._words) + 1
        if self._trailing is not None:
            tail += side + gap
        if self._keys:
            tail += key_cap_width(self._keys) + 8
        text_room = max(0.0, min(text_room, frame.right() - tail - left))
        rect = QRectF(left, frame.top(), text_room, frame.height())
        left += painting.text(painter, rect, self._words, "strong", look.ink)
        if self._trailing is not None:
            spot = QRectF(left + gap, middle - side / 2, side, side)
            paint_icon(painter, spot, self._trailing, look.icon)
            left += gap + side
        if self._keys:
            self._paint_keys(painter, left + 8, middle)

    def _paint_keys(self, painter: QPainter, left: float, middle: float) -> None:
        if self._kind == "primary" and self.isEnabled():
            paint_key_cap(painter, left, middle, self._keys, colour("on_accent", 0.18), "on_accent")
        else:
            ink = "disabled" if not self.isEnabled() else "text3"
            paint_key_cap(painter, left, middle, self._keys, "sunken", ink)


class IconButton(Control):
    """A button with an icon alone; its name is told to screen readers and in the tooltip."""

    def __init__(
        self,
        icon: str,
        name: str,
        key: str = "",
        kind: Literal["ghost", "secondary"] = "ghost",
        size: int = 28,
        icon_size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        """Make a square button; `name` says what it does, `key` is an id of `key_map` or keys."""
        super().__init__("", parent)
        self._icon_name = icon
        self._kind: ButtonKind = kind
        self._side = size
        self._icon_side = icon_size
        self._tone = "text2"
        self._badge = 0
        self.set_name(name, key)

    def set_name(self, name: str, key: str = "") -> None:
        """Change what the button is called and which key does the same."""
        self._name, self._key = name, key
        self.setAccessibleName(name)
        self.rekey()

    def rekey(self) -> None:
        """Name the key as it is now."""
        keys = key_map.words(self._key)
        self.setToolTip(f"{self._name}  {keys}" if keys else self._name)

    def set_icon(self, icon: str, tone: str = "text2") -> None:
        """Change the icon and its tone."""
        self._icon_name = icon
        self._tone = tone
        self.update()

    def set_badge(self, number: int) -> None:
        """Show a count in a red dot at the icon's corner; 0 shows none."""
        self._badge = number
        self.update()

    def sizeHint(self) -> QSize:
        """A square, never under the smallest pointer target."""
        side = max(metrics.current().scaled(self._side), metrics.current().target)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """The square does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, ring, icon and badge."""
        painter = QPainter(self)
        look = _look(self._kind, self.isEnabled(), self.is_hovered(), self.is_pressed())
        rect = self.frame()
        radius: float = metrics.current().radius_control
        if self.is_focus_shown():
            rect = painting.focus_ring(painter, rect, radius - 1)
            radius -= 2
        if self.isChecked():
            painting.box(painter, rect, radius, "selected")
        elif look.ground is not None or look.edge is not None:
            painting.box(painter, rect, radius, look.ground, look.edge)
        side = self._icon_side
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(self.frame().center())
        tone = look.icon if not self.isEnabled() or self._kind == "secondary" else self._tone
        if self.isChecked():
            tone = "accent_text"
        if self._is_busy:
            paint_ring(painter, spot.adjusted(1, 1, -1, -1), tone, 1.8, tone)
        else:
            paint_icon(painter, spot, self._icon_name, tone)
        if self._badge > 0:
            self._paint_badge(painter, spot)

    def _paint_badge(self, painter: QPainter, spot: QRectF) -> None:
        words = str(self._badge) if self._badge < 100 else "99+"
        wide = max(13.0, face("caption").width(words) + 6)
        rect = QRectF(spot.right() - 6, spot.top() - 5, wide, 13)
        painting.box(painter, rect.adjusted(-1.5, -1.5, 1.5, 1.5), 8, "surface")
        painting.box(painter, rect, 6.5, "bad")
        ink = "surface" if current().is_dark else "on_accent"
        painting.text(painter, rect, words, "caption", ink, "center", "none", numeric=True)
