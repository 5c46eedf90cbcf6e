"""The form in which a rule of choice is written: measures with weights, or what answers cost."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.recipes import Task
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.segments import Segment, SegmentOption
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets.rule_draft import (
    MOST_MEASURES,
    Line,
    RuleDraft,
    with_another,
    with_line,
    without_line,
)

_NUMBER = 64


def _words(text: str) -> Label:
    """A word between two parts of a line, never cut short."""
    label = Label(text, "body", "text2")
    label.setFixedSize(label.sizeHint().width(), metrics.current().control)
    return label


class _LineRow(QWidget):
    """One measure: so much of it counts so many points."""

    changed = Signal(int, object)
    dropped = Signal(int)

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.per = NumberField(1, 0.0)
        self.measure = Choice(name=tr("Measure"))
        self.weight = NumberField(1, 0.0)
        self.drop = IconButton("x", tr("Weigh it no more"), size=28, icon_size=14)
        self.per.edit.setAccessibleName(tr("A gain of"))
        self.weight.edit.setAccessibleName(tr("Counts"))
        self.per.setFixedWidth(_NUMBER)
        self.weight.setFixedWidth(_NUMBER)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.per, 0, top)
        row.addWidget(_words("of"), 0, top)
        row.addWidget(self.measure, 1, top)
        row.addWidget(_words("counts"), 0, top)
        row.addWidget(self.weight, 0, top)
        row.addWidget(self.drop, 0, top)
        self.per.value_changed.connect(self._on_changed)
        self.weight.value_changed.connect(self._on_changed)
        self.measure.chosen.connect(self._on_changed)
        self.drop.clicked.connect(self._on_drop)

    def show_line(self, line: Line, options: list[Option], can_drop: bool) -> None:
        """Draw a line; a number being typed is left alone."""
        self.measure.set_options(options, line.metric)
        for field, value in ((self.per, line.per), (self.weight, line.weight)):
            if value is not None and field.value() != value:
                field.set_value(value)
        self.drop.setEnabled(can_drop)

    def _on_changed(self, _value: object) -> None:
        line = Line(str(self.measure.value()), self.weight.value(), self.per.value())
        self.changed.emit(self._at, line)

    def _on_drop(self) -> None:
        self.dropped.emit(self._at)


class _Amounts(QWidget):
    """A table of what answers cost: truths down, decisions across; or over and under a number."""

    changed = Signal(str, object)

    def __init__(self, draft: RuleDraft) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        self.fields: dict[str, NumberField] = {}
        is_number = draft.task is Task.REGRESSION
        across = ("",) if is_number else draft.levels
        down = draft.pairs if is_number else draft.levels
        if not is_number:
            grid.addWidget(Label(tr("Truth, said to be"), "small", "text2"), 0, 0)
            for column, said in enumerate(across, 1):
                grid.addWidget(Label(said, "small", "text2", elide="middle"), 0, column)
        for row, truth in enumerate(down, 1):
            words = tr("Each unit {truth}", truth=truth) if is_number else truth
            grid.addWidget(Label(words, "body", elide="middle"), row, 0)
            for column, said in enumerate(across, 1):
                pair = truth if is_number else f"{truth}:{said}"
                field = NumberField(draft.amounts.get(pair))
                field.edit.setPlaceholderText("0")
                field.edit.setAccessibleName(
                    tr("Cost of {replace}", replace=pair.replace(":", tr(" said to be ")))
                )
                field.setObjectName(pair)
                field.value_changed.connect(self._on_changed)
                grid.addWidget(field, row, column)
                self.fields[pair] = field
        grid.setColumnStretch(len(across), 1)

    def _on_changed(self, value: object) -> None:
        field = self.sender()
        if isinstance(field, NumberField):
            self.changed.emit(field.objectName(), value)


class RuleForm(QWidget):
    """Emits `changed(draft)` at each change, and `saved(draft)` where one that can be is kept."""

    changed = Signal(object)
    saved = Signal(object)

    def __init__(self) -> None:
        """Show no draft yet."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.name = Field(tr("Name of the rule"))
        self.name.edit.setAccessibleName(tr("Name of the rule"))
        self.kind = Segment(
            [
                SegmentOption("measures", tr("Measures")),
                SegmentOption("costs", tr("Costs in money")),
            ]
        )
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.name, 1)
        top.addWidget(self.kind)
        column.addLayout(top)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        column.addLayout(self._lines)
        self.more = Button(tr("Weigh another"), "plus", "ghost", height=28)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._costs = QVBoxLayout()
        column.addLayout(self._costs)
        self.unit = Field("EUR")
        self.unit.edit.setAccessibleName(tr("What costs are in"))
        self.unit.setFixedWidth(_NUMBER)
        self.threshold = CheckBox(
            tr("Each model at its cheapest threshold"), tr("chosen on other rows")
        )
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(_words("in"))
        below.addWidget(self.unit)
        below.addWidget(self.threshold)
        below.addStretch(1)
        column.addWidget(self._below)
        self.said = Paragraph("", "small", "text3")
        self.keep = Button(tr("Save the rule"), "check", height=28)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)
        self.rows: list[_LineRow] = []
        self.amounts: _Amounts | None = None
        self.draft: RuleDraft | None = None
        self.name.text_changed.connect(self._on_name)
        self.kind.changed.connect(self._on_kind)
        self.more.clicked.connect(self._on_more)
        self.unit.text_changed.connect(self._on_unit)
        self.threshold.toggled.connect(self._on_threshold)
        self.keep.clicked.connect(self._on_keep)

    def show_draft(self, draft: RuleDraft) -> None:
        """Draw a draft; what is being typed is left alone."""
        was, self.draft = self.draft, draft
        if self.name.text() != draft.name:
            self.name.set_text(draft.name)
        if self.unit.text() != draft.unit:
            self.unit.set_text(draft.unit)
        show_if(self.kind, draft.can_cost)
        self.kind.set_value(draft.kind)
        self._show_lines(draft)
        self._show_costs(draft, was)
        self.said.set_text(draft.words)
        self.keep.setEnabled(not draft.problem)

    def set_failure(self, words: str) -> None:
        """Say why it could not be saved."""
        self.said.set_text(words)

    def _show_lines(self, draft: RuleDraft) -> None:
        is_shown = draft.kind == "measures"
        n_lines = len(draft.lines)
        while len(self.rows) > n_lines:
            row = self.rows.pop()
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < n_lines:
            row = _LineRow(len(self.rows))
            row.changed.connect(self._on_line)
            row.dropped.connect(self._on_dropped)
            self._lines.addWidget(row)
            self.rows.append(row)
        weighed = {one.metric for one in draft.lines}
        for row, line in zip(self.rows, draft.lines, strict=True):
            options = [
                Option(name, title)
                for name, title in draft.measures
                if name == line.metric or name not in weighed
            ]
            row.show_line(line, options, n_lines > 1)
            show_if(row, is_shown)
        show_if(self.more, is_shown)
        self.more.setEnabled(n_lines < min(MOST_MEASURES, len(draft.measures)))

    def _show_costs(self, draft: RuleDraft, was: RuleDraft | None) -> None:
        is_shown = draft.kind == "costs"
        if is_shown and (self.amounts is None or was is None or was.pairs != draft.pairs):
            if self.amounts is not None:
                self._costs.removeWidget(self.amounts)
                self.amounts.hide()
                self.amounts.deleteLater()
            self.amounts = _Amounts(draft)
            self.amounts.changed.connect(self._on_amount)
            self._costs.addWidget(self.amounts)
        if self.amounts is not None:
            show_if(self.amounts, is_shown)
        show_if(self._below, is_shown)
        show_if(self.threshold, draft.task is Task.BINARY)
        if self.threshold.isChecked() != draft.is_threshold_chosen:
            self.threshold.setChecked(draft.is_threshold_chosen)

    def _change(self, draft: RuleDraft) -> None:
        if draft != self.draft:
            self.changed.emit(draft)

    def _on_name(self, text: str) -> None:
        if self.draft is not None:
            self._change(replace(self.draft, name=text))

    def _on_kind(self, kind: str) -> None:
        if self.draft is not None:
            self._change(replace(self.draft, kind="costs" if kind == "costs" else "measures"))

    def _on_more(self) -> None:
        if self.draft is not None:
            self._change(with_another(self.draft))

    def _on_line(self, at: int, line: Line) -> None:
        if self.draft is not None:
            self._change(with_line(self.draft, at, line))

    def _on_dropped(self, at: int) -> None:
        if self.draft is not None:
            self._change(without_line(self.draft, at))

    def _on_amount(self, pair: str, value: float | None) -> None:
        if self.draft is not None:
            self._change(replace(self.draft, amounts={**self.draft.amounts, pair: value}))

    def _on_unit(self, text: str) -> None:
        if self.draft is not None:
            self._change(replace(self.draft, unit=text))

    def _on_threshold(self, is_on: bool) -> None:
        if self.draft is not None:
            self._change(replace(self.draft, is_threshold_chosen=is_on))

    def _on_keep(self) -> None:
        if self.draft is not None and not self.draft.problem:
            self.saved.emit(self.draft)
