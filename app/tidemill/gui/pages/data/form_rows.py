"""Rows of a form: a caption at the left, the part beside it, and below the part why it is so."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.visibility import show_if

CAPTION = 108


class FormRow:
    """One row: `reason` stands below its part."""

    def __init__(self, caption: str, part: QWidget, below: QWidget | None) -> None:
        """Make the parts; `below` stands under the reason."""
        self.caption = Label(caption, "strong")
        self.caption.setFixedHeight(metrics.current().control)
        self.reason = Paragraph("", "small", "text3")
        self.cell = QWidget()
        column = QVBoxLayout(self.cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (part, self.reason, below):
            if widget is not None:
                column.addWidget(widget)

    def show_if(self, is_shown: bool) -> None:
        """Show the whole row or nothing of it."""
        show_if(self.caption, is_shown)
        show_if(self.cell, is_shown)


class FormRows(QWidget):
    """Rows one below the other; forms with the same captions' width line up."""

    def __init__(self) -> None:
        """Hold no row."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnMinimumWidth(0, metrics.current().scaled(CAPTION))
        self._grid.setColumnStretch(1, 1)
        self.rows: list[FormRow] = []

    def add(self, caption: str, part: QWidget, below: QWidget | None = None) -> FormRow:
        """Put a row below the others."""
        row = FormRow(caption, part, below)
        at = len(self.rows)
        self._grid.addWidget(row.caption, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row.cell, at, 1)
        self.rows.append(row)
        return row
