"""The strip below the list of datasets: where files can be dropped, and a click chooses some."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.theme import colour

HEIGHT = 76


class DropStrip(Control):
    """A dashed strip; emits Qt's `clicked`. Drops themselves are taken by the whole window."""

    def __init__(self) -> None:
        """Make the strip."""
        title = tr("Drop CSV, Parquet, Excel or JSON files here, or anywhere in the window")
        text = tr(
            "Files that fit a dataset become its next version; the others become a new dataset"
        )
        super().__init__("")
        self.setAccessibleName(
            tr("{title}. {text_}. Press to choose files.", title=title, text_=text)
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(14)
        row.addStretch(1)
        row.addWidget(IconLabel("file-up", "accent_text", 20))
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch(1)
        words.addWidget(Label(title, "strong"))
        words.addWidget(Label(text, "small", "text2"))
        words.addStretch(1)
        row.addLayout(words)
        row.addStretch(1)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(400, metrics.current().scaled(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Its words are shortened where room is short."""
        return QSize(120, metrics.current().scaled(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, dashes and ring."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        radius = metrics.current().radius_drop
        is_lit = self.is_hovered() or self.is_pressed()
        painting.box(painter, rect, radius, "hover" if is_lit else "subtle")
        if self.is_focus_shown():
            painting.box(painter, rect, radius, None, "focus", 2.0)
            return
        drawn = QPen(colour("accent" if is_lit else "control"), 1.5)
        drawn.setDashPattern([5, 3.4])
        painter.setPen(drawn)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
