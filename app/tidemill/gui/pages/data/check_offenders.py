"""Rows that break a rule, with their lines and values, where the result is told."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.labels import Label
from tidemill.gui.pages.data.check_state import OffenderTable


def offender_grid(table: OffenderTable) -> QWidget:
    """A small table of rows: line numbers, then the columns that matter."""
    holder = QWidget()
    holder.setAccessibleName(tr("Rows that break the rule"))
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 4, 0, 2)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    for at, name in enumerate(table.names):
        grid.addWidget(Label(name, "caption", "text3", elide="middle"), 0, at)
    for down, row in enumerate(table.rows, start=1):
        for at, cell in enumerate(row):
            label = Label(cell, "monosmall", "text2" if at else "text3", elide="right")
            grid.addWidget(label, down, at, Qt.AlignmentFlag.AlignVCenter)
    grid.setColumnStretch(len(table.names), 1)
    if table.more:
        words = tr("and {rows}", rows=numbers.plural(table.more, "more row"))
        grid.addWidget(
            Label(words, "small", "text3"), len(table.rows) + 1, 0, 1, len(table.names) + 1
        )
    return holder
