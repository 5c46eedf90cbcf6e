"""Looks for numbers on the screen that nothing explains."""

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit import explained
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.table import LazyTable

NUMBER = re.compile(r"[±+−]?\s?[€$£]?\d[\d,.]*\s?(%|ms|s|min|h|[kMG]?B|sd)?(\s(to|of|→|/)\s.*\d)?")
"""A label that is a number and nothing else; words with a number in them explain themselves."""

NAMES = {"Rows", "Rows to label", "Example rows", "First rows", "Errors side by side"}
"""Tables of a person's own rows: their values are the data itself."""


def silent_labels(host: QWidget) -> list[Label]:
    """Labels that are a number which nothing explains."""
    found = [one for one in host.findChildren(Label) if one.isVisible()]
    numeric = [one for one in found if NUMBER.fullmatch(one.text().strip())]
    return [one for one in numeric if not is_told(one, host)]


def is_told(label: QWidget | None, host: QWidget) -> bool:
    """Whether a widget or one it stands in explains the number."""
    while label is not None and label is not host:
        number = explained.number_of(label)
        if number is not None:
            return explained.explanation(number) is not None
        label = label.parentWidget()
    return False


def words_of(label: Label) -> str:
    above, chain = label.parentWidget(), []
    while above is not None and len(chain) < 4:
        chain.append(type(above).__name__)
        above = above.parentWidget()
    return f"{label.text()} in {' < '.join(chain)}"


def silent_cells(host: QWidget) -> Iterator[str]:
    """Columns of figures in which a cell of digits explains nothing."""
    for table in host.findChildren(LazyTable):
        if not table.isVisible() or table.accessibleName() in NAMES:
            continue
        model = table.table_model()
        for at, column in enumerate(model.columns):
            if column.term == "-":
                continue
            for row in range(min(4, model.rowCount())):
                words = model.text(row, at)
                is_figure = bool(column.terms) and any(sign.isdigit() for sign in words)
                if not is_figure and NUMBER.fullmatch(words.strip()) is None:
                    continue
                if model.index(row, at).data(Qt.ItemDataRole.WhatsThisRole) is None:
                    yield f"{column.title} ({column.id}) of {table.accessibleName()}: {words}"
                    break
