"""What a cell painter gets to work with: the rows in sight, the column, the edges."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRect
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

    @property
    def width(self) -> float:
        """Width of the content."""
        return self.right - self.left


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
