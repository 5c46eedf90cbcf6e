"""The settings of a gate as a form, made from what its entry declares."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.entries import GateEntry, Parameter
from tidemill.gui.kit import metrics
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.tick_list import TickList

_CAPTION = 200
_LIST_ROWS = 6
_ELSE = Option("", tr("None in particular"))


class GateForm(QWidget):
    """Emits `edited` at each change; `settings()` has what is not as by default."""

    edited = Signal()

    def __init__(
        self, entry: GateEntry, columns: Sequence[tuple[str, str]], rules: Sequence[str]
    ) -> None:
        """Make a form; `columns` are names with kinds, `rules` those of choice."""
        super().__init__()
        self.entry = entry
        self._named = [Option(name, name, kind) for name, kind in columns]
        self._rules = rules
        self._ticked: list[str] = []
        self.parts: dict[str, QWidget] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, _CAPTION)
        grid.setColumnStretch(1, 1)
        for at, parameter in enumerate(entry.parameters):
            caption = Label(spoken(parameter.title), "strong")
            caption.setFixedHeight(metrics.current().scaled(32))
            grid.addWidget(caption, 2 * at, 0, Qt.AlignmentFlag.AlignTop)
            part = self.parts[parameter.id] = self._part(parameter)
            grid.addWidget(part, 2 * at, 1)
            if parameter.help:
                grid.addWidget(Paragraph(spoken(parameter.help), "small", "text3"), 2 * at + 1, 1)

    def _part(self, parameter: Parameter) -> QWidget:
        if parameter.of == "columns":
            return self._list(parameter)
        if parameter.of == "column":
            told = self._named if parameter.needed else [_ELSE, *self._named]
            return self._choice(parameter, told)
        if parameter.of == "choice":
            return self._choice(parameter, [_ELSE, *(Option(one, one) for one in self._rules)])
        if parameter.choices:
            told = [Option(one, one.replace("_", " ")) for one in parameter.choices]
            return self._choice(parameter, told)
        if isinstance(parameter.default, int | float) and not isinstance(parameter.default, bool):
            return self._number(parameter, parameter.default)
        field = Field(text=str(parameter.default))
        field.edit.setAccessibleName(spoken(parameter.title))
        field.text_changed.connect(self._on_edited)
        return field

    def _choice(self, parameter: Parameter, options: Sequence[Option]) -> Choice:
        choice = Choice(options, parameter.default, tr("Choose"), name=spoken(parameter.title))
        choice.chosen.connect(self._on_edited)
        return choice

    def _number(self, parameter: Parameter, default: float) -> NumberField:
        is_whole = isinstance(default, int)
        step = 1.0 if is_whole else 0.01
        field = NumberField(default, parameter.low, parameter.high, step, is_whole)
        field.edit.setAccessibleName(spoken(parameter.title))
        field.value_changed.connect(self._on_edited)
        return field

    def _list(self, parameter: Parameter) -> TickList:
        part = TickList(spoken(parameter.title))
        part.show_options(self._named, [])
        rows = max(2, min(_LIST_ROWS, len(self._named)))
        part.setFixedHeight(rows * metrics.current().menu_item + 4)
        part.toggled.connect(self._on_ticked)
        return part

    def settings(self) -> dict[str, Any] | None:
        """What is not as by default; None while a number can't be."""
        found: dict[str, Any] = {}
        for parameter in self.entry.parameters:
            part = self.parts[parameter.id]
            value: Any
            if isinstance(part, TickList):
                value = ",".join(one.value for one in self._named if one.value in self._ticked)
            elif isinstance(part, Choice):
                value = part.value() or ""
            elif isinstance(part, NumberField):
                value = part.value()
                if value is None:
                    return None
            else:
                assert isinstance(part, Field)
                value = part.text().strip()
            if value != parameter.default:
                found[parameter.id] = value
        return found

    def is_whole(self) -> bool:
        """Whether there is all that is needed, and every number can be."""
        found = self.settings()
        needed = [one.id for one in self.entry.parameters if one.needed]
        return found is not None and all(found.get(name) for name in needed)

    def _on_ticked(self, name: object, is_on: bool) -> None:
        kept = [one for one in self._ticked if one != name]
        self._ticked = [*kept, str(name)] if is_on else kept
        for part in self.parts.values():
            if isinstance(part, TickList):
                part.show_options(self._named, self._ticked)
        self.edited.emit()

    def _on_edited(self, _value: object = None) -> None:
        self.edited.emit()
