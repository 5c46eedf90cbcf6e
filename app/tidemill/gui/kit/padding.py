"""A part alone on a page, with the page's margin around it."""

from typing import Literal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.errors import ErrorPanel


def inset(part: QWidget, left: int, top: int, right: int, bottom: int) -> QWidget:
    """The part with room around it, in pixels: what paints itself knows no margins of its own."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(left, top, right, bottom)
    column.addWidget(part)
    return holder


def padded(
    part: QWidget, on: Literal["table", "form"] = "table", *, is_top: bool = False
) -> QWidget:
    """The part with the margin of a page of tables or of a form; an error keeps to the top."""
    known = metrics.current()
    side = known.page_margin_table if on == "table" else known.page_margin_form
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(side, side, side, side)
    column.addWidget(part)
    if is_top or isinstance(part, ErrorPanel):
        column.addStretch(1)
    return holder
