"""Cards: a hairline around what belongs together; some can be opened."""

from typing import cast

from PySide6.QtCore import QChildEvent, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.labels import Label


def _paint_card(painter: QPainter, rect: QRectF, ground: str | None, is_selected: bool) -> None:
    radius = metrics.current().radius_card
    if is_selected:
        painting.box(painter, rect, radius, ground, "accent", 1.5)
    else:
        painting.box(painter, rect, radius, ground, "line")


class _Rim(QWidget):
    """The card's edge over its content, so that a table's corners are round as well."""

    def __init__(self, card: "Card") -> None:
        super().__init__(card)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        rect = QRectF(self.rect())
        radius = metrics.current().radius_card
        outside = QPainterPath()
        outside.addRect(rect)
        inside = QPainterPath()
        inside.addRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
        painter.fillPath(outside.subtracted(inside), painting.tint("surface"))
        _paint_card(painter, rect, None, False)


class Card(QFrame):
    """A card to look at; put things into `body`, a vertical layout."""

    def __init__(
        self,
        padding: tuple[int, int] | None = None,
        spacing: int = 8,
        ground: str = "surface",
        parent: QWidget | None = None,
    ) -> None:
        """Make a card; `padding` is across and down, `(1, 1)` around tables."""
        super().__init__(parent)
        self._ground = ground
        self._is_selected = False
        self.body = QVBoxLayout(self)
        at = metrics.current()
        across, down = padding if padding is not None else (at.card_padding_x, at.card_padding_y)
        self.body.setContentsMargins(across, down, across, down)
        self.body.setSpacing(spacing)
        self._rim: _Rim | None = _Rim(self) if across < 4 else None

    def set_selected(self, is_selected: bool) -> None:
        """Show the edge of the chosen card."""
        self._is_selected = is_selected
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the rim around everything."""
        super().resizeEvent(event)
        if self._rim is not None:
            self._rim.setGeometry(self.rect())
            self._rim.raise_()

    def childEvent(self, event: QChildEvent) -> None:
        """Keep the rim over what is added."""
        super().childEvent(event)
        if event.type() == QEvent.Type.ChildPolished and getattr(self, "_rim", None) is not None:
            cast(_Rim, self._rim).raise_()

    def add_head(
        self, title: str, subtitle: str = "", trailing: QWidget | None = None
    ) -> QHBoxLayout:
        """Put a title in `h3`, a quiet subtitle and something at the right on top."""
        row = head_row(title, subtitle, trailing)
        self.body.addLayout(row)
        return row

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and edge."""
        painter = QPainter(self)
        _paint_card(painter, QRectF(self.rect()), self._ground, self._is_selected)


def head_row(
    title: str, subtitle: str = "", trailing: QWidget | None = None, role: str = "h3"
) -> QHBoxLayout:
    """A row with a title, a quiet subtitle and something at the right."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Label(title, role, elide="right"))
    if subtitle:
        row.addWidget(Label(subtitle, "small", "text3"), 1, Qt.AlignmentFlag.AlignVCenter)
    else:
        row.addStretch(1)
    if trailing is not None:
        row.addWidget(trailing)
    return row


class CardButton(Control):
    """A card that can be opened or chosen; emits Qt's `clicked`. Put things into `body`.

    Give it an accessible name: what is inside is not read as its name.
    """

    def __init__(
        self,
        name: str = "",
        padding: tuple[int, int] | None = None,
        spacing: int = 8,
        ground: str = "surface",
        parent: QWidget | None = None,
    ) -> None:
        """Make a card to click; `name` is told to screen readers."""
        super().__init__("", parent)
        self._ground = ground
        self._is_selected = False
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.body = QVBoxLayout(self)
        at = metrics.current()
        across, down = padding if padding is not None else (at.card_padding_x, at.card_padding_y)
        self.body.setContentsMargins(across, down, across, down)
        self.body.setSpacing(spacing)

    def set_selected(self, is_selected: bool) -> None:
        """Show the edge of the chosen card."""
        self._is_selected = is_selected
        self.update()

    def is_selected(self) -> bool:
        """Whether this is the chosen card."""
        return self._is_selected

    def sizeHint(self) -> QSize:
        """What is inside, and its padding."""
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What is inside at its smallest."""
        return self.body.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Whether what is inside wraps."""
        return self.body.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """Height of what is inside at a width."""
        return self.body.heightForWidth(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, edge and ring."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        ground = self._ground
        if self.is_pressed():
            ground = "pressed"
        elif self.is_hovered():
            ground = "hover"
        _paint_card(painter, rect, ground, self._is_selected)
        if self.is_focus_shown():
            painting.box(painter, rect, metrics.current().radius_card, None, "focus", 2.0)
