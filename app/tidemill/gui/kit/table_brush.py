"""What a cell painter gets to work with: the rows in sight, the column, the edges.

Painters reckon as if cells began at the left; where the window is mirrored, `Brush.at` and
`Brush.spot` say where that is on the screen. Columns of numbers keep their right edge in either
case, so that digits stand below each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from tidemill.gui.kit.fonts import Face
from tidemill.gui.kit.table_model import TableColumn
from tidemill.gui.kit.theme import colour


@dataclass
class Band:
    """One visible row: where it lies and how it stands."""

    top: int
    height: int
    is_selected: bool = False
    is_hovered: bool = False
    value: Any = None


@dataclass
class Brush:
    """What every cell painter gets: painter, column, its content's edges, the rows."""

    painter: QPainter
    column: TableColumn
    left: float
    right: float
    bands: list[Band]
    working: list[QRect] = field(default_factory=list)
    is_mirrored: bool = False

    @property
    def width(self) -> float:
        """Width of the content."""
        return self.right - self.left

    def at(self, left: float, wide: float) -> float:
        """Where on the screen something lies that is so wide and begins at `left`."""
        return self.left + self.right - left - wide if self.is_mirrored else left

    def spot(self, rect: QRectF) -> QRectF:
        """Where on the screen a rectangle lies."""
        placed = QRectF(rect)
        placed.moveLeft(self.at(rect.left(), rect.width()))
        return placed

    @contextmanager
    def turned(self, rect: QRectF) -> Iterator[QRectF]:
        """Paint something without words in a rectangle, the other way round where mirrored."""
        spot = self.spot(rect)
        self.painter.save()
        if self.is_mirrored:
            self.painter.translate(2 * spot.center().x(), 0)
            self.painter.scale(-1, 1)
        yield spot
        self.painter.restore()


def put(
    brush: Brush,
    band: Band,
    words: str,
    look: Face,
    token: str,
    left: float,
    right: float,
    side: str,
    cut: str = "middle",
) -> float:
    """One line of text in a band between two edges; its width. The painter's font is set.

    Names are cut in the middle, where there is no room; of sentences the beginning counts.
    """
    if brush.is_mirrored:
        left, right = brush.at(left, 0), brush.at(right, 0)
        left, right = right, left
        side = "right" if side == "left" else side
    room = right - left
    shown, wide = words, look.width(words)
    if wide > room + 0.5:
        shown = look.elided(words, room, cut)
        wide = look.width(shown)
    at = left
    if side == "right":
        at = right - wide
    elif side == "center":
        at = left + (room - wide) / 2
    brush.painter.setPen(colour(token))
    top = look.baseline(band.top, band.height) - look.ascent
    brush.painter.drawStaticText(QPointF(at, top), look.laid_out(shown))
    return wide
