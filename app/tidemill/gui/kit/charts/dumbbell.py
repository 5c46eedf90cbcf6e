"""Champion and candidate on one line: where each stands, and the way between."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.theme import colour


class Dumbbell(Chart):
    """Two values over their names, as on a decision card; 168 px wide there."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        """Make an empty picture; `name` is the measure."""
        super().__init__(name, parent)
        self._values: tuple[float, float] | None = None
        self._words: tuple[str, str] = ("", "")
        self._names: tuple[str, str] = ("", "")

    def set_values(
        self,
        champion: float,
        candidate: float,
        champion_words: str,
        candidate_words: str,
        champion_name: str = "champion",
        candidate_name: str = "candidate",
    ) -> None:
        """Show both values, how they are written and whose they are."""
        self._values = (champion, candidate)
        self._words = (champion_words, candidate_words)
        self._names = (champion_name, candidate_name)
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        if self._values is None:
            return tr("{name}: nothing known yet.", name=self._name)
        return (
            f"{self._name}: {self._names[0]} {self._words[0]}, {self._names[1]} {self._words[1]}."
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        rows = [list(pair) for pair in zip(self._names, self._words, strict=True)]
        return [tr("Version"), self._name or tr("Value")], rows if self._values is not None else []

    def sizeHint(self) -> QSize:
        """Three lines high."""
        return QSize(168, 62)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for both numbers."""
        return QSize(120, 62)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint values, line, marks and names."""
        painter = QPainter(self)
        if self._values is None:
            self.paint_nothing(painter)
            return
        wide = self.width()
        is_left_first = self._values[0] <= self._values[1]
        sides = ("left", "right") if is_left_first else ("right", "left")
        tones = ("champion", "cand_text")
        for at in (0, 1):
            top = QRectF(0, 0, wide, 18)
            painting.text(
                painter, top, self._words[at], "strong", tones[at], sides[at], numeric=True
            )
            low = QRectF(0, 44, wide, 16)
            painting.text(painter, low, self._names[at], "caption", "text2", sides[at])
        middle = 31.0
        painter.setPen(QPen(colour("line_strong"), 2))
        painter.drawLine(QPointF(3, middle), QPointF(wide - 3, middle))
        near, far = 0.34 * wide, 0.76 * wide
        spots = (near, far) if is_left_first else (far, near)
        painter.setPen(QPen(colour("candidate"), 2))
        painter.drawLine(QPointF(near, middle), QPointF(far, middle))
        paint_marker(painter, QPointF(spots[0], middle), "circle", colour("champion"), 10)
        paint_marker(painter, QPointF(spots[1], middle), "diamond", colour("candidate"), 10)
        self.paint_ring(painter)
