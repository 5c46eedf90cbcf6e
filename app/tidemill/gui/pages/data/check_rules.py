"""The cards of the Checks tab: rules with switches, what is proposed, personal columns."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.switch import Switch
from tidemill.gui.pages.data.check_state import ProposalLine, RuleLine
from tidemill.gui.pages.data.check_trend import TrendStrip
from tidemill.gui.pages.data.piecewise import Piecewise
from tidemill.services.personal_data import PersonalColumn


class RuleRow(QWidget):
    """A rule: switch, sentence, what it said last, trend, and a menu.

    Emits `switched(key, is on)`, `change_wanted(key)`, `effect_wanted(key, severity)` and
    `remove_wanted(key)`.
    """

    switched = Signal(str, bool)
    change_wanted = Signal(str)
    effect_wanted = Signal(str, str)
    remove_wanted = Signal(str)

    def __init__(self, line: RuleLine) -> None:
        """Draw a rule."""
        super().__init__()
        self.line = line
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self.switch = Switch("", line.is_on, line.sentence)
        self.switch.toggled.connect(self._on_toggled)
        self._sentence = Paragraph(line.sentence)
        self._effect = Chip(spoken(line.effect), "plain")
        self._mark = StatusMark("idle", "")
        self.trend = TrendStrip()
        self.more = IconButton("ellipsis", tr("More for: {sentence}", sentence=line.sentence))
        self.more.clicked.connect(self._open_menu)
        self._message = Paragraph("", "small", "text2")
        middle = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self.switch, 0, 0, middle)
        grid.addWidget(self._sentence, 0, 1, middle)
        grid.addWidget(self._effect, 0, 2, middle)
        grid.addWidget(self.trend, 0, 3, middle)
        grid.addWidget(self._mark, 0, 4, middle)
        grid.addWidget(self.more, 0, 5, middle)
        grid.addWidget(self._message, 1, 1, 1, 4)
        self.show_line(line)

    def show_line(self, line: RuleLine) -> None:
        """Draw it as it is now."""
        self.line = line
        self.switch.blockSignals(True)
        self.switch.setChecked(line.is_on)
        self.switch.blockSignals(False)
        self.switch.setAccessibleName(line.sentence)
        self._sentence.set_text(line.sentence)
        self._effect.set_chip(line.effect, "plain")
        self._mark.set_status(line.status, line.word)
        self.trend.set_points(line.trend)
        self._message.set_text(line.message)
        self._message.setVisible(bool(line.message))

    def _on_toggled(self, is_on: bool) -> None:
        self.switched.emit(self.line.key, is_on)

    def _open_menu(self) -> None:
        menu = Menu(self)
        menu.add(tr("Change the rule…"), "pencil").triggered.connect(self._on_change)
        if self.line.effect == tr("sets aside"):
            words, severity = tr("Only warn"), "warn"
        else:
            words, severity = tr("Set files aside"), "error"
        menu.add(words, "triangle-alert").triggered.connect(partial(self._on_effect, severity))
        if not self.line.is_default:
            menu.add(tr("Remove the rule"), "trash-2").triggered.connect(self._on_remove)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.more, is_right_aligned=True)

    def _on_change(self) -> None:
        self.change_wanted.emit(self.line.key)

    def _on_effect(self, severity: str, _checked: bool = False) -> None:
        self.effect_wanted.emit(self.line.key, severity)

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self.line.key)


class RulesCard(Card):
    """All rules; emits what the rows emit, and `add_wanted`."""

    switched = Signal(str, bool)
    change_wanted = Signal(str)
    effect_wanted = Signal(str, str)
    remove_wanted = Signal(str)
    add_wanted = Signal()

    def __init__(self) -> None:
        """Draw an empty card."""
        super().__init__(spacing=8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(tr("Rules"), "h3"))
        self._said = Label("", "small", "text3")
        head.addWidget(self._said, 1)
        self.add = Button(tr("Add a rule…"), "plus", height=28)
        self.add.clicked.connect(self.add_wanted)
        head.addWidget(self.add)
        self.body.addLayout(head)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.body.addLayout(self._column)
        self.rows: dict[str, RuleRow] = {}
        self._shown: tuple[RuleLine, ...] = ()
        self._caption = Label(tr("Run for every file"), "caption", "text3", parent=self)
        self._caption.hide()
        self._drawing = Piecewise(self)

    def is_drawn(self) -> bool:
        """Whether no row is left to draw."""
        return self._drawing.is_done()

    def show_lines(self, lines: tuple[RuleLine, ...]) -> None:
        """Draw the rules; rows that are there already stay, so that the focus does."""
        if lines == self._shown:
            return
        self._shown = lines
        on = sum(line.is_on for line in lines)
        failing = sum(line.status in ("bad", "warn") for line in lines)
        told = f"{numbers.count(on)} on" if lines else ""
        self._said.set_text(
            tr("{told}, {failing} to look at", told=told, failing=numbers.count(failing))
            if failing
            else told
        )
        keys = {line.key for line in lines}
        for gone in [key for key in self.rows if key not in keys]:
            row = self.rows.pop(gone)
            row.hide()
            row.deleteLater()
        while self._column.count():
            self._column.takeAt(0)
        self._caption.setVisible(any(line.is_default for line in lines))
        self._drawing.begin(partial(self._draw, line) for line in lines)

    def _draw(self, line: RuleLine) -> None:
        if line.is_default and self._column.indexOf(self._caption) < 0:
            self._column.addWidget(self._caption)
        if line.key not in self.rows:
            self.rows[line.key] = self._made(line)
        self.rows[line.key].show_line(line)
        self._column.addWidget(self.rows[line.key])

    def _made(self, line: RuleLine) -> RuleRow:
        row = RuleRow(line)
        row.switched.connect(self.switched)
        row.change_wanted.connect(self.change_wanted)
        row.effect_wanted.connect(self.effect_wanted)
        row.remove_wanted.connect(self.remove_wanted)
        return row


class ProposalsCard(Card):
    """Proposed rules: a tick switches one on. Emits `ticked(key)`, `left(key)`, `all_wanted`."""

    ticked = Signal(str)
    left = Signal(str)
    all_wanted = Signal()

    def __init__(self) -> None:
        """Draw an empty card."""
        super().__init__(spacing=8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(tr("Proposed"), "h3"))
        self._said = Label("", "small", "text3")
        head.addWidget(self._said, 1)
        self.every = Button(tr("Switch all on"), "check-check", height=28)
        self.every.clicked.connect(self.all_wanted)
        head.addWidget(self.every)
        self.body.addLayout(head)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addLayout(self._column)
        self.ticks: dict[str, CheckBox] = {}
        self._parts: list[QWidget] = []
        self._shown: tuple[ProposalLine, ...] = ()

    def show_lines(self, lines: tuple[ProposalLine, ...], n_files: int, total: int) -> None:
        """Draw proposals, the first of `total`."""
        self.setVisible(bool(lines))
        some = tr("{n} of {total}", n=numbers.count(len(lines)), total=numbers.count(total)) + ", "
        said = tr("kept by all of {n_files} so far", n_files=numbers.plural(n_files, "file"))
        self._said.set_text(some + said if total > len(lines) else said)
        if lines == self._shown:
            return
        self._shown = lines
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts, self.ticks = [], {}
        while self._column.count():
            self._column.takeAt(0)
        for line in lines:
            part = self._row(line)
            self._parts.append(part)
            self._column.addWidget(part)

    def _row(self, line: ProposalLine) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        tick = CheckBox()
        tick.setAccessibleName(line.sentence)
        tick.setAccessibleDescription(line.reason)
        tick.toggled.connect(partial(self._on_tick, line.key))
        self.ticks[line.key] = tick
        row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Paragraph(line.sentence))
        words.addWidget(Paragraph(line.reason, "small", "text3"))
        row.addLayout(words, 1)
        leave = IconButton("x", tr("Don't propose again: {sentence}", sentence=line.sentence))
        leave.clicked.connect(partial(self._on_leave, line.key))
        row.addWidget(leave, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _on_tick(self, key: str, is_on: bool) -> None:
        if is_on:
            self.ticks[key].setEnabled(False)
            self.ticked.emit(key)

    def _on_leave(self, key: str) -> None:
        self.left.emit(key)


class PersonalCard(Card):
    """Columns that are personal or look so; emits `marked(column, is on)`."""

    marked = Signal(str, bool)

    def __init__(self) -> None:
        """Draw an empty card."""
        super().__init__(spacing=8)
        self.add_head(tr("Personal data"), tr("masked wherever values are shown, unless allowed"))
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.body.addLayout(self._column)
        self.switches: dict[str, Switch] = {}
        self._parts: list[QWidget] = []
        self._shown: tuple[PersonalColumn, ...] = ()

    def show_columns(self, columns: tuple[PersonalColumn, ...]) -> None:
        """Draw the columns."""
        self.setVisible(bool(columns))
        if columns == self._shown:
            return
        self._shown = columns
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts, self.switches = [], {}
        while self._column.count():
            self._column.takeAt(0)
        for one in columns:
            part = self._row(one)
            self._parts.append(part)
            self._column.addWidget(part)

    def _row(self, one: PersonalColumn) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        switch = Switch("", one.is_marked, tr("{column} is personal", column=one.column))
        switch.toggled.connect(partial(self.marked.emit, one.column))
        self.switches[one.column] = switch
        row.addWidget(switch)
        row.addWidget(Label(one.column, "strong", elide="middle"))
        looks = tr("looks like {looks}", looks=one.looks) if one.looks else tr("marked by a person")
        row.addWidget(Label(looks, "body", "text2"), 1)
        return holder
