"""Legends: what each line, marker or bar of a chart stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from tidemill.gui.kit import painting
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import DASHES, MARKERS


@dataclass(frozen=True)
class Entry:
    """One thing: its words, its sign and tone."""

    text: str
    token: str = "accent"
    sign: Literal["line", "box", "outline", "tick", "marker"] = "line"
    dash: tuple[float, ...] = ()
    marker: str = "circle"


def categorical_entries(names: Sequence[str], has_marker: bool = True) -> list[Entry]:
    """Entries in the usual order of colours, dashes and markers."""
    return [
        Entry(
            name,
            f"chart.{at}" if at < len(MARKERS) else "reference",
            "marker" if has_marker else "line",
            DASHES[at % len(DASHES)],
            MARKERS[at % len(MARKERS)],
        )
        for at, name in enumerate(names)
    ]


class Legend(QLabel):
    """Entries side by side."""

    _SIGN = 18
    _GAP = 6
    _BETWEEN = 16

    def __init__(
        self, entries: Sequence[Entry] = (), role: str = "small", parent: QWidget | None = None
    ) -> None:
        """Show the entries."""
        super().__init__(parent)
        self._role = role
        self._entries: tuple[Entry, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Change the entries."""
        self._entries = tuple(entries)
        self.setText(", ".join(entry.text for entry in self._entries))
        self.updateGeometry()
        self.update()

    def _sign_width(self, entry: Entry) -> int:
        return {"line": self._SIGN, "marker": 32, "tick": 3}.get(entry.sign, 10)

    def sizeHint(self) -> QSize:
        """All entries on one line."""
        look = face(self._role)
        wide = sum(
            self._sign_width(entry) + self._GAP + look.width(entry.text) for entry in self._entries
        )
        return QSize(round(wide + self._BETWEEN * max(0, len(self._entries) - 1) + 1), 18)

    def minimumSizeHint(self) -> QSize:
        """The legend may be cut."""
        return QSize(0, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint signs and words."""
        painter = QPainter(self)
        self.paint_entries(painter, float(self.width()), float(self.height()))

    def paint_entries(self, painter: QPainter, across: float, tall: float) -> None:
        """Paint the entries from the painter's origin on: here, or over a saved picture."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        left, middle = 0.0, tall / 2
        for entry in self._entries:
            wide = self._sign_width(entry)
            self._paint_sign(painter, entry, left, middle, wide)
            left += wide + self._GAP
            rect = QRectF(left, 0, max(0.0, across - left), tall)
            left += painting.text(painter, rect, entry.text, self._role, "text2") + self._BETWEEN

    def _paint_sign(
        self, painter: QPainter, entry: Entry, left: float, middle: float, wide: int
    ) -> None:
        if entry.sign in {"line", "marker"}:
            drawn = painting.dashed(entry.token, 2, entry.dash)
            line = round(middle)
            painter.setPen(drawn)
            painter.drawLine(QPointF(left, line), QPointF(left + wide, line))
            if entry.sign == "marker":
                spot = QPointF(left + wide / 2, line)
                paint_marker(painter, spot, entry.marker, colour(entry.token), 10)
        elif entry.sign == "tick":
            painter.fillRect(QRectF(left, middle - 7, 2, 14), colour(entry.token))
        else:
            rect = QRectF(left, middle - 5, 10, 10)
            if entry.sign == "outline":
                painting.box(painter, rect, 2, colour(entry.token, 0.22), entry.token)
            else:
                painting.box(painter, rect, 2, entry.token)
