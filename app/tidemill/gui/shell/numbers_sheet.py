"""The numbers in sight, one by one: what each means, for those who don't point at them."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import painting
from tidemill.gui.kit.explained import Explanation, Number, explanation
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.sheet import Sheet

MOST = 60
"""So many are listed at most; a page of figures has fewer."""


class NumbersSheet(Sheet):
    """Every number that can be explained where the person is, with formula, rows and certainty."""

    def __init__(self, host: QWidget, place: str, told: Iterable[Explanation]) -> None:
        """List the explanations; `place` is the page's title."""
        text = tr("What each means, by which formula, from which rows, and how sure it is.")
        super().__init__(
            host, tr("Numbers on {place}", place=place), text, width=760, cancel=tr("Close")
        )
        self.body.setSpacing(6)
        self.entries = [NumberEntry(one) for one in told]
        for entry in self.entries:
            self.body.addWidget(entry)
        if not self.entries:
            self.body.addWidget(
                Paragraph(tr("No number that could be explained is in sight here."))
            )
        self.body.addStretch(1)


class NumberEntry(QWidget):
    """One number; Tab walks from one to the next."""

    def __init__(self, told: Explanation) -> None:
        """Show the explanation."""
        super().__init__()
        self.told = told
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(told.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Label(told.name, "h3"))
        head.addWidget(Label(told.value, "body", "text2", numeric=True), 1)
        column.addLayout(head)
        if told.help:
            column.addWidget(Paragraph(told.help))
        for title, words in told.facts:
            line = QHBoxLayout()
            line.setSpacing(12)
            name = Label(title, "small", "text3", elide="none")
            name.setFixedWidth(72)
            line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(
                Paragraph(words, "mono" if title == tr("Formula") else "small", "text2"), 1
            )
            column.addLayout(line)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into view, with the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lose the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and, where it has the focus, the ring."""
        painter = QPainter(self)
        painting.box(painter, self.rect().toRectF(), 8, "subtle")
        if self.hasFocus():
            painting.box(painter, self.rect().toRectF(), 8, None, "focus", 2.0)


def explained_numbers(found: Iterable[Number]) -> list[Explanation]:
    """Explanations of numbers, each told once, in the order they stand on the page."""
    told = (explanation(number) for number in found)
    return list(dict.fromkeys(one for one in told if one is not None))[:MOST]
