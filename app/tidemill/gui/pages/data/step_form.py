"""The settings of a step as a form, made from what its entry declares."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.columns import Schema
from tidemill.domain.entries import Parameter, StepEntry
from tidemill.gui.kit import metrics
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field, TextArea
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.tick_list import TickList
from tidemill.gui.pages.data.steps_state import columns_to_choose, form_of, parameters_of

_LIST_ROWS = 6


class StepForm(QWidget):
    """Emits `edited` at each change; `settings()` has what stands in it."""

    edited = Signal()

    def __init__(
        self, entry: StepEntry, schema: Schema, settings: Mapping[str, Any] | None = None
    ) -> None:
        """Make a form for a kind of step over the columns it would meet."""
        super().__init__()
        self.entry = entry
        self._values: dict[str, Any] = {}
        self.parts: dict[str, QWidget] = {}
        self._messages: dict[str, Paragraph] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Paragraph(spoken(entry.help), "small", "text2"))
        given = settings or {}
        for parameter in parameters_of(entry):
            self._add(column, parameter, schema, given.get(parameter.id))
        column.addStretch(1)

    def settings(self) -> dict[str, Any]:
        """What was chosen and typed, by the settings' names."""
        return dict(self._values)

    def set_error(self, words: str) -> None:
        """Say what is wrong below the settings; what is written gets the edge of a wrong field."""
        for parameter in parameters_of(self.entry):
            part = self.parts[parameter.id]
            if isinstance(part, Field) and form_of(parameter) in ("condition", "expression"):
                part.edit.set_wrong(bool(words))
        self.problem.set_text(words)
        self.problem.setVisible(bool(words))

    def _add(self, column: QVBoxLayout, parameter: Parameter, schema: Schema, given: Any) -> None:
        form = form_of(parameter)
        value = parameter.default if given is None else given
        if form in ("name", "condition", "expression", "value"):
            part: QWidget = self._field(parameter, form, str(value))
        else:
            makers = {
                "column": self._column,
                "columns": self._columns,
                "choice": self._choice,
                "pairs": self._pairs,
                "switch": self._switch,
            }
            if form != "switch":
                column.addWidget(Label(spoken(parameter.title), "strong"))
            part = makers[form](parameter, schema, value)
        self.parts[parameter.id] = part
        column.addWidget(part)
        if parameter.help and form != "switch":
            column.addWidget(Paragraph(spoken(parameter.help), "small", "text3"))

    @property
    def problem(self) -> Paragraph:
        """The line that says what is wrong where no field can."""
        if "" not in self._messages:
            line = Paragraph("", "small", "bad")
            line.hide()
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(layout.count() - 1, line)
            self._messages[""] = line
        return self._messages[""]

    def _set(self, name: str, value: Any) -> None:
        self._values[name] = value
        self.edited.emit()

    def _field(self, parameter: Parameter, form: str, value: str) -> Field:
        is_mono = form in ("condition", "expression")
        part = Field(label=spoken(parameter.title), text=value, is_mono=is_mono)
        self._values[parameter.id] = value
        part.text_changed.connect(_Keeper(self, parameter.id))
        return part

    def _column(self, parameter: Parameter, schema: Schema, value: Any) -> Choice:
        options = columns_to_choose(schema, parameter)
        names = [one.value for one in options]
        current = value if value in names else None
        part = Choice(options, current, tr("Choose a column"), name=spoken(parameter.title))
        self._values[parameter.id] = current or ""
        part.chosen.connect(_Keeper(self, parameter.id))
        return part

    def _choice(self, parameter: Parameter, _schema: Schema, value: Any) -> Choice:
        options = [Option(one, one) for one in parameter.choices]
        part = Choice(options, value, name=spoken(parameter.title))
        self._values[parameter.id] = value
        part.chosen.connect(_Keeper(self, parameter.id))
        return part

    def _columns(self, parameter: Parameter, schema: Schema, value: Any) -> TickList:
        options = columns_to_choose(schema, parameter)
        ticked = value if isinstance(value, list) else [v.strip() for v in str(value).split(",")]
        ticked = [one for one in ticked if one in {o.value for o in options}]
        part = TickList(spoken(parameter.title))
        part.show_options(options, ticked)
        rows = max(2, min(_LIST_ROWS, len(options)))
        part.setFixedHeight(rows * metrics.current().menu_item + 4)
        self._values[parameter.id] = list(ticked)
        part.toggled.connect(_Ticker(self, parameter.id, part, options))
        return part

    def _pairs(self, parameter: Parameter, _schema: Schema, value: Any) -> TextArea:
        part = TextArea("old = new", 5, spoken(parameter.title))
        if isinstance(value, Mapping):
            value = "\n".join(f"{old} = {new}" for old, new in value.items())
        part.setPlainText(str(value))
        self._values[parameter.id] = str(value)
        part.textChanged.connect(_TextKeeper(self, parameter.id, part))
        return part

    def _switch(self, parameter: Parameter, _schema: Schema, value: Any) -> Switch:
        part = Switch(spoken(parameter.title), bool(value))
        part.setToolTip(spoken(parameter.help))
        self._values[parameter.id] = bool(value)
        part.toggled.connect(_Keeper(self, parameter.id))
        return part


class _Keeper:
    """Puts a value under a setting's name."""

    def __init__(self, form: StepForm, name: str) -> None:
        self._form, self._name = form, name

    def __call__(self, value: object) -> None:
        self._form._set(self._name, value)


class _TextKeeper:
    """Puts an area's words under a setting's name."""

    def __init__(self, form: StepForm, name: str, area: TextArea) -> None:
        self._form, self._name, self._area = form, name, area

    def __call__(self) -> None:
        self._form._set(self._name, self._area.text())


class _Ticker:
    """Keeps the ticked ones in the order of the options."""

    def __init__(self, form: StepForm, name: str, part: TickList, options: list[Option]) -> None:
        self._form, self._name, self._part, self._options = form, name, part, options

    def __call__(self, value: object, is_on: bool) -> None:
        now = set(self._form.settings()[self._name])
        now = now | {value} if is_on else now - {value}
        ticked = [one.value for one in self._options if one.value in now]
        self._part.show_options(self._options, ticked)
        self._form._set(self._name, ticked)
