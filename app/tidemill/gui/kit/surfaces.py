"""Grounds to lay things on: a region of the window, a well, an icon on a tile."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.icons import paint_icon, paint_mark
from tidemill.gui.kit.theme import colour


class Surface(QFrame):
    """A region filled with a token, with hairlines on the edges that are named.

    `edges` holds any of the letters l, t, r and b.
    """

    def __init__(
        self,
        token: str = "surface",
        edges: str = "",
        line: str = "line",
        parent: QWidget | None = None,
    ) -> None:
        """Make a region."""
        super().__init__(parent)
        self._token = token
        self._edges = edges
        self._line = line

    def set_token(self, token: str) -> None:
        """Change the ground."""
        self._token = token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and hairlines."""
        painter = QPainter(self)
        painting.fill(painter, self.rect(), self._token)
        wide, tall = self.width(), self.height()
        for edge, (x1, y1, x2, y2) in {
            "l": (0, 0, 1, tall),
            "t": (0, 0, wide, 1),
            "r": (wide - 1, 0, wide, tall),
            "b": (0, tall - 1, wide, tall),
        }.items():
            if edge in self._edges:
                painting.hairline(painter, x1, y1, x2, y2, self._line)


class Well(QFrame):
    """A rounded quiet box for notes, logs and warnings; dashed for drop areas."""

    def __init__(
        self,
        token: str = "subtle",
        edge: str | None = "line",
        radius: int = 8,
        is_dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a box."""
        super().__init__(parent)
        self._token = token
        self._edge = edge
        self._radius = radius
        self._is_dashed = is_dashed

    def set_look(self, token: str, edge: str | None) -> None:
        """Change ground and edge."""
        self._token, self._edge = token, edge
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if not self._is_dashed or self._edge is None:
            painting.box(painter, rect, self._radius, self._token, self._edge)
            return
        painting.box(painter, rect, self._radius, self._token)
        drawn = QPen(colour(self._edge), 1.5)
        drawn.setDashPattern([5, 3.4])
        painter.setPen(drawn)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = rect.adjusted(0.75, 0.75, -0.75, -0.75)
        painter.drawRoundedRect(inner, self._radius, self._radius)


class IconTile(QLabel):
    """An icon on a tinted square: 36 px on decision cards, 26 px in lineages."""

    def __init__(
        self,
        icon: str,
        tint: str = "sunken",
        tone: str = "text2",
        size: int = 36,
        icon_size: int = 16,
        radius: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        """Show an icon by its Lucide name in `tone` on `tint`."""
        super().__init__(parent)
        self._icon = icon
        self._tint = tint
        self._tone = tone
        self._side = size
        self._icon_side = icon_size
        self._radius = radius
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, tint: str = "sunken", tone: str = "text2") -> None:
        """Change icon and colours."""
        self._icon, self._tint, self._tone = icon, tint, tone
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = metrics.current().scaled(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """The square does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint tile and icon."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painting.box(painter, rect, self._radius, self._tint)
        spot = QRectF(0, 0, self._icon_side, self._icon_side)
        spot.moveCenter(rect.center())
        paint_icon(painter, spot, self._icon, self._tone)


class IconLabel(QLabel):
    """An icon alone, to look at; give it a name where it means something."""

    def __init__(
        self,
        icon: str,
        tone: str = "text2",
        size: int = 16,
        name: str = "",
        is_filled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show an icon by its Lucide name."""
        super().__init__(parent)
        self._icon = icon
        self._tone = tone
        self._side = size
        self._is_filled = is_filled
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name)

    def set_icon(self, icon: str, tone: str = "text2") -> None:
        """Change icon and tone."""
        self._icon, self._tone = icon, tone
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        """The square does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon in the middle."""
        painter = QPainter(self)
        spot = QRectF(0, 0, self._side, self._side)
        spot.moveCenter(QRectF(self.rect()).center())
        paint_icon(painter, spot, self._icon, self._tone, self._is_filled)


class Mark(QLabel):
    """The program's mark."""

    def __init__(self, size: int = 28, parent: QWidget | None = None) -> None:
        """Show the mark at a size."""
        super().__init__(parent)
        self._side = size
        self.setAccessibleName("Tidemill")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        """The square does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        paint_mark(painter, QRectF(0, 0, self._side, self._side))
