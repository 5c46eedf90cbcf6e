"""The Checks tab: files that were set aside, then what the checks said of this version."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.surfaces import IconLabel, IconTile
from tidemill.gui.pages.data.check_offenders import offender_grid
from tidemill.gui.pages.data.check_rules import PersonalCard, ProposalsCard, RulesCard
from tidemill.gui.pages.data.check_state import CheckBook, proposal_lines, rule_lines
from tidemill.gui.pages.data.dataset_state import (
    AsideFile,
    CheckLine,
    DatasetState,
    Loaded,
    aside_files,
    check_lines,
)
from tidemill.gui.pages.data.piecewise import Piecewise

_WORDS = {"good": tr("Passed"), "warn": tr("Look at it"), "bad": tr("Failed")}


_AGAIN_MS = 30
"""The rules are drawn some at a time; so long until it is looked again whether all are there."""


class ChecksTab(QWidget):
    """Emits `accepted(file id)`, `parted(file id)`, `looked(file id)` and
    `file_opened(file id)`.

    `rules`, `proposals` and `personal` are the cards of the dataset's rules, with signals of their
    own.
    """

    accepted = Signal(int)
    parted = Signal(int)
    file_opened = Signal(int)
    looked = Signal(int)

    def __init__(self) -> None:
        """Draw nothing yet."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._area = VScroll((0, 14, 0, 20), 10, 1000)
        column.addWidget(self._area)
        self._shown: object = None
        self._parts: list[QWidget] = []
        self._said: _SaidCard | None = None
        self._is_rules_wanted = False
        self.accept_buttons: dict[int, Button] = {}
        self.part_buttons: dict[int, Button] = {}
        self.rules, self.proposals, self.personal = RulesCard(), ProposalsCard(), PersonalCard()
        for card in (self.rules, self.proposals, self.personal):
            card.setParent(self)
            card.hide()

    def show_book(self, book: CheckBook | None) -> None:
        """Draw the dataset's rules; nothing while they are read."""
        self.rules.setVisible(book is not None)
        if book is None:
            self.proposals.hide()
            self.personal.hide()
            return
        self.rules.show_lines(rule_lines(book))
        self.proposals.show_lines(proposal_lines(book), book.n_files, len(book.proposals))
        self.personal.show_columns(book.personal)
        self._go_where_wanted()

    def is_drawn(self) -> bool:
        """Whether all rules and results are there."""
        return self.rules.is_drawn() and (self._said is None or self._said.drawing.is_done())

    def go_to_rules(self) -> None:
        """Bring the rules into sight, now or as soon as they are drawn."""
        self._is_rules_wanted = True
        self._go_where_wanted()

    def _go_where_wanted(self) -> None:
        if not self._is_rules_wanted or not self.rules.isVisible():
            return
        if not self.rules.is_drawn():
            QTimer.singleShot(_AGAIN_MS, self, self._go_where_wanted)
            return
        self._is_rules_wanted = False
        self._area.body.activate()
        top = self.rules.mapTo(self._area.content, QPoint(0, 0)).y()
        self._area.verticalScrollBar().setValue(top - 14)

    def show_state(self, state: DatasetState, loaded: Loaded) -> None:
        """Draw files and checks if any of them changed."""
        files, lines = aside_files(state, loaded), check_lines(loaded.version.checks)
        title = tr(
            "{label}, {added_rows:,} new rows",
            label=loaded.version.label,
            added_rows=loaded.version.added_rows,
        )
        now = (files, lines, title)
        if now == self._shown:
            return
        self._shown = now
        body = self._area.body
        while body.count():
            body.takeAt(0)
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self.accept_buttons, self.part_buttons = {}, {}
        self._parts = [self._file(file) for file in files]
        for part in self._parts:
            body.addWidget(part)
        for card in (self.personal, self.proposals, self.rules):
            body.addWidget(card)
        said = _SaidCard(title, lines)
        self._said = said
        self._parts.append(said)
        body.addWidget(said)
        body.addStretch(1)

    def _file(self, file: AsideFile) -> QWidget:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(14)
        tile = IconTile("file-x-corner", "bad_tint", "bad")
        row.addWidget(tile, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(tr("{name} was set aside", name=file.name), "h2", elide="middle"))
        head.addWidget(Label(file.when, "small", "text3"), 1)
        words.addLayout(head)
        if file.checks:
            words.addWidget(_lines(file.checks))
        else:
            words.addWidget(Paragraph(spoken(file.reason)))
        if file.failure:
            line = QHBoxLayout()
            line.addWidget(IconLabel("octagon-alert", "bad", 14), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Paragraph(file.failure, "small", "bad"), 1)
            words.addLayout(line)
        words.addWidget(
            Paragraph(
                tr(
                    "Accepted, its cells that can't be read and columns that are not there count "
                    "as missing."
                ),
                "small",
                "text3",
            )
        )
        row.addLayout(words, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        look = Button(tr("Look at it…"))
        look.setToolTip(tr("Its first rows, what does not fit, and how it may be read otherwise."))
        look.setAccessibleName(tr("Look at {name}", name=file.name))
        look.clicked.connect(partial(self.looked.emit, file.id))
        see = Button(tr("See its way"), None, "ghost")
        see.clicked.connect(partial(self.file_opened.emit, file.id))
        part = Button(tr("Set the rows aside"), None, "secondary")
        part.setToolTip(tr("Takes the good rows in; those that break a rule are kept beside them."))
        part.setAccessibleName(tr("Set the bad rows of {name} aside", name=file.name))
        part.set_busy(file.is_busy)
        part.setVisible(file.can_part)
        part.clicked.connect(partial(self.parted.emit, file.id))
        self.part_buttons[file.id] = part
        accept = Button(tr("Accept anyway"), None, "ghost")
        accept.setAccessibleName(tr("Accept {name} anyway", name=file.name))
        accept.set_busy(file.is_busy)
        accept.clicked.connect(partial(self.accepted.emit, file.id))
        for button in (look, part, see, accept):
            button.set_stretching(True)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.accept_buttons[file.id] = accept
        row.addLayout(buttons)
        card.body.addLayout(row)
        return card


class _SaidCard(Card):
    """What the checks said of a version, a few lines at a time."""

    def __init__(self, title: str, lines: tuple[CheckLine, ...]) -> None:
        super().__init__()
        n_passed = sum(1 for line in lines if line.status == "good")
        self.add_head(
            title,
            tr("{n_passed} of {n} passed", n_passed=n_passed, n=len(lines))
            if lines
            else tr("no check ran"),
        )
        self.drawing = Piecewise(self)
        if lines:
            holder, grid = _empty_lines()
            self.body.addWidget(holder)
            self.drawing.begin(partial(_add_line, grid, at, line) for at, line in enumerate(lines))
        else:
            self.body.addWidget(Paragraph(tr("The next file that arrives is checked."), "small"))


def _lines(lines: tuple[CheckLine, ...]) -> QWidget:
    holder, grid = _empty_lines()
    for at, line in enumerate(lines):
        _add_line(grid, at, line)
    return holder


def _empty_lines() -> tuple[QWidget, QGridLayout]:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 2, 0, 2)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(2, 1)
    return holder, grid


def _add_line(grid: QGridLayout, at: int, line: CheckLine) -> None:
    top = Qt.AlignmentFlag.AlignTop
    name = Label(spoken(line.name), "strong", elide="none")
    mark = StatusMark(line.status, _WORDS[line.status])
    mark.setFixedHeight(name.sizeHint().height())
    grid.addWidget(mark, at, 0, top)
    grid.addWidget(name, at, 1, top)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Paragraph(spoken(line.message)))
    if line.offenders is not None:
        words.addWidget(offender_grid(line.offenders))
    elif line.rows:
        words.addWidget(Paragraph(line.rows, "monosmall", "text2"))
    grid.addLayout(words, at, 2)
