"""The inspector at the right: what the selection is, section by section."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.surfaces import Surface
from tidemill.gui.kit.visibility import show_if


class Section(QWidget):
    """A part of the inspector: a title with something at its right, then whatever is added."""

    def __init__(self, title: str = "", note: str = "", trailing: QWidget | None = None) -> None:
        """Make a section; put things into `body`."""
        super().__init__()
        pad, gap = metrics.current().inspector_padding, metrics.current().inspector_gap
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(pad, gap, pad, gap)
        self.body.setSpacing(7)
        if title:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Label(title, "h3"))
            if note:
                row.addWidget(Label(note, "small", "text3"))
            row.addStretch(1)
            if trailing is not None:
                row.addWidget(trailing)
            self.body.addLayout(row)


class Inspector(Surface):
    """Head with title, chip and kind, then sections divided by hairlines; emits `closed`.

    Refill it with `clear` and `add_section`; the head stays while sections scroll.
    """

    closed = Signal()

    def __init__(self, title: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        """Make an inspector 320 wide with a hairline at its left."""
        super().__init__("surface", "l", parent=parent)
        self.setFixedWidth(metrics.current().inspector_width)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        pad = metrics.current().inspector_padding
        head = QHBoxLayout()
        head.setContentsMargins(pad, 12, 12, 10)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title_row = QHBoxLayout()
        self._title_row.setSpacing(8)
        self._title = Label(title, "h2", elide="middle")
        self._title_row.addWidget(self._title)
        self._chip: QWidget | None = None
        self._title_row.addStretch(1)
        words.addLayout(self._title_row)
        self._kind = Paragraph(kind, "small", "text2")
        words.addWidget(self._kind)
        head.addLayout(words, 1)
        self._close = IconButton("panel-right-close", tr("Fold the inspector"), "fold_inspector")
        self._close.clicked.connect(self.closed)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.area = VScroll()
        column.addWidget(self.area, 1)
        self._n_sections = 0
        self._tail()

    def _tail(self) -> None:
        self.area.body.addStretch(1)

    def set_head(self, title: str, kind: str = "", chip: QWidget | None = None) -> None:
        """Change what the head says; `chip` stands beside the title."""
        self._title.set_text(title)
        self._kind.set_text(kind)
        show_if(self._kind, bool(kind))
        if self._chip is not None:
            self._title_row.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
        self._chip = chip
        if chip is not None:
            self._title_row.insertWidget(1, chip)
            chip.show()

    def clear(self) -> None:
        """Take all sections out."""
        body = self.area.body
        while body.count():
            item = body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._n_sections = 0
        self._tail()

    def add_section(
        self,
        title: str = "",
        note: str = "",
        trailing: QWidget | None = None,
        is_flush: bool = False,
    ) -> QVBoxLayout:
        """Add a section and return its layout; `is_flush` leaves the hairline above it out."""
        body = self.area.body
        at = body.count() - 1
        if self._n_sections > 0 and not is_flush:
            body.insertWidget(at, Divider())
            at += 1
        section = Section(title, note, trailing)
        if self._n_sections == 0 or is_flush:
            margins = section.body.contentsMargins()
            section.body.setContentsMargins(margins.left(), 2, margins.right(), margins.bottom())
        body.insertWidget(at, section)
        self._n_sections += 1
        return section.body
