"""Ties a model to what it is for: the costs of its answers, or a figure of the business by day."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.business_value import OVER, UNDER
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.path_field import PathField
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.monitoring.value_facts import Figure, ValueFacts

COSTS, FIGURE = "costs", "figure"
MOST_CLASSES = 8
"""Of more classes the table of costs is too large to fill in by hand."""


class CostTable(QWidget):
    """A field for what each answer costs; emits `changed`. An empty field costs nothing."""

    changed = Signal()

    def __init__(self, facts: ValueFacts) -> None:
        """Make the fields of a model's answers as they were filled in; none for many classes."""
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.fields: dict[str, NumberField] = {}
        self._kept = dict(facts.amounts)
        if len(facts.classes) > MOST_CLASSES:
            return
        if facts.classes:
            self._lay_out_classes(grid, facts.classes)
        else:
            self._lay_out_number(grid)
        for name, field in self.fields.items():
            field.set_value(self._kept.get(name))
            field.value_changed.connect(self._on_value)

    def _lay_out_classes(self, grid: QGridLayout, classes: Sequence[str]) -> None:
        for at, name in enumerate(classes):
            grid.addWidget(Label(f"decided {name}", "small", "text2"), 0, at + 1)
            grid.addWidget(Label(tr("It was {name}", name=name), "small", "text2"), at + 1, 0)
            grid.setColumnStretch(at + 1, 1)
        for down, truth in enumerate(classes):
            for across, said in enumerate(classes):
                field = NumberField(None)
                field.edit.setPlaceholderText("0")
                field.edit.setAccessibleName(
                    tr("Cost of {truth}, decided {said}", truth=truth, said=said)
                )
                self.fields[f"{truth}:{said}"] = field
                grid.addWidget(field, down + 1, across + 1)

    def _lay_out_number(self, grid: QGridLayout) -> None:
        sides = (
            (OVER, tr("A unit over the truth costs")),
            (UNDER, tr("A unit under the truth costs")),
        )
        for at, (name, words) in enumerate(sides):
            field = NumberField(None, 0.0, label=words)
            field.edit.setPlaceholderText("0")
            field.edit.setAccessibleName(words)
            self.fields[name] = field
            grid.addWidget(field, 0, at)

    def amounts(self) -> dict[str, float]:
        """What is put in, and what was kept of answers that have no field."""
        found = {name: cost for name, cost in self._kept.items() if name not in self.fields}
        for name, field in self.fields.items():
            value = field.value()
            if value is not None:
                found[name] = float(value)
        return found

    def is_right(self) -> bool:
        """Whether what was typed is a number everywhere."""
        return all(one.value() is not None or not one.text().strip() for one in self._every())

    def _every(self) -> Sequence[NumberField]:
        return tuple(self.fields.values())

    def _on_value(self, _value: object) -> None:
        self.changed.emit()


class ValueSheet(Sheet):
    """`accepted` comes with either: `kind()` says which, `amounts()` or `figure()` has it."""

    reopened_by = ("monitoring.value",)

    def __init__(self, host: QWidget, facts: ValueFacts, recorded_as: str) -> None:
        """Show what is known of a model's worth."""
        super().__init__(
            host,
            tr("What {model} is worth", model=facts.model),
            tr(
                "Money stands beside every alert and over time once it is known what answers "
                "cost, or a figure of the business by day. Either can be undone."
            ),
            primary=tr("Keep the costs"),
            width=760,
            recorded_as=recorded_as,
        )
        self._facts = facts
        self.which = Segment(
            ((COSTS, tr("Costs of its answers")), (FIGURE, tr("A figure by day"))),
            COSTS,
            height=32,
            name=tr("What it is tied to"),
        )
        self.body.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        self.costs = CostTable(facts)
        self.threshold: NumberField | None = None
        self.unit = Field(tr("Such as £"), label=tr("Counted in"), text=facts.unit)
        self._cost_part = self._make_costs()
        self.path = PathField(
            tr("File of days"), "source", tr("CSV, Parquet or Excel: a date, a figure.")
        )
        self.date = Field(tr("Found by itself"), label=tr("Column of dates"), help=tr("Optional."))
        self.value = Field(
            tr("Found by itself"), label=tr("Column of the figure"), help=tr("Optional.")
        )
        self.title = Field(
            tr("As the column is called"), label=tr("What it is called"), text=facts.title
        )
        self.figure_unit = Field(tr("Such as £"), label=tr("Counted in"), text=facts.unit)
        self.is_cost = CheckBox(tr("Less of it is better"))
        self._figure_part = self._make_figure()
        self.body.addWidget(self._cost_part)
        self.body.addWidget(self._figure_part)
        self.failure = ErrorPanel(parent=self)
        self.body.addWidget(self.failure)
        self._connect()
        self._draw()

    def _make_costs(self) -> QWidget:
        part, column = _part()
        n = len(self._facts.classes)
        if n > MOST_CLASSES:
            words = tr(
                "It decides between {n} classes, more than fit here: what each answer costs "
                "is given on the command line. A figure from a file of days can be added "
                "here.",
                n=n,
            )
            column.addWidget(Paragraph(words))
            return part
        column.addWidget(self.costs)
        said = tr("What a row costs; what earns money is below zero, an empty field costs nothing.")
        if not n:
            said = tr(
                "What a row costs for each unit the answer is off; an empty field costs nothing."
            )
        column.addWidget(Paragraph(said, "small", "text3"))
        row = QHBoxLayout()
        row.setSpacing(12)
        if n == 2:
            label = tr("Decided {classes} from a probability of", classes=self._facts.classes[1])
            self.threshold = NumberField(self._facts.threshold, 0.01, 0.99, 0.01, label=label)
            row.addWidget(self.threshold, 1)
        row.addWidget(self.unit, 1)
        column.addLayout(row)
        return part

    def _make_figure(self) -> QWidget:
        part, column = _part()
        if self._facts.figure:
            column.addWidget(Paragraph(self._facts.figure, "body", "text"))
        column.addWidget(self.path)
        for pair in ((self.title, self.figure_unit), (self.date, self.value)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for field in pair:
                row.addWidget(field, 1)
            column.addLayout(row)
        column.addWidget(self.is_cost)
        said = tr("Days that are known already are replaced by those of the file.")
        column.addWidget(Paragraph(said, "small", "text3"))
        return part

    def _connect(self) -> None:
        self.which.changed.connect(self._on_change)
        self.costs.changed.connect(self._draw)
        for field in (self.unit, self.title, self.figure_unit, self.date, self.value):
            field.text_changed.connect(self._on_change)
            field.submitted.connect(self._on_submitted)
        self.path.path_changed.connect(self._on_change)
        if self.threshold is not None:
            self.threshold.value_changed.connect(self._on_change)

    def kind(self) -> str:
        """Which of the two is kept: `COSTS` or `FIGURE`."""
        return str(self.which.value())

    def amounts(self) -> dict[str, float]:
        """What answers cost, by `truth:decision`, or by a unit over and under."""
        return self.costs.amounts()

    def decided_from(self) -> float:
        """From which probability the second class is decided."""
        value = None if self.threshold is None else self.threshold.value()
        return 0.5 if value is None else float(value)

    def figure(self) -> Figure:
        """The file of days."""
        return Figure(
            Path(self.path.text()),
            self.date.text().strip(),
            self.value.text().strip(),
            self.title.text().strip(),
            self.figure_unit.text().strip(),
            self.is_cost.isChecked(),
        )

    def _on_change(self, _value: object) -> None:
        self._draw()

    def _on_submitted(self, _text: str) -> None:
        if self.primary.isEnabled():
            self.accepted.emit()

    def _draw(self) -> None:
        is_costs = self.kind() == COSTS
        show_if(self._cost_part, is_costs)
        show_if(self._figure_part, not is_costs)
        if not is_costs:
            self.primary.set_text(tr("Add the days"))
            self.primary.setEnabled(bool(self.path.text()))
            return
        amounts, before = self.amounts(), dict(self._facts.amounts)
        self.primary.set_text(
            tr("Take the costs away") if before and not amounts else tr("Keep the costs")
        )
        is_right = self.costs.is_right()
        if self.threshold is not None:
            is_right = is_right and self.threshold.value() is not None
        self.primary.setEnabled(is_right and bool(amounts or before))


def _part() -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return part, column
