"""A setting as its declaration says: what it is and means, and a control for its value."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.options.option import Look, Option, Value
from tidemill.gui.kit import metrics
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.quiet_hours import QuietHours
from tidemill.gui.shell.settings.section import SettingRow
from tidemill.gui.shell.settings.week_days import WeekDays

_MOST_SEGMENTS = 4
_NUMBER, _TEXT, _LIST, _UNIT = 104, 260, 260, 34


class OptionRow(QWidget):
    """One option. Emits `chosen(option, value)` with what a person made of it.

    A number or text is taken when the field is left or Enter pressed; one that can't be stays in
    the field, and below the row stands why.
    """

    chosen = Signal(object, object)

    def __init__(self, option: Option, value: Value) -> None:
        """Show what it is now."""
        super().__init__()
        self.option, self._value = option, value
        self.control = _control(option, value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.row = SettingRow(option.title, option.line, self._with_unit())
        self.problem = Paragraph("", "small", "bad")
        self.problem.hide()
        column.addWidget(self.row)
        column.addWidget(self.problem)
        self._connect()

    def _with_unit(self) -> QWidget:
        if not self.option.is_number:
            return self.control
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.control)
        unit = Label(self.option.unit, "small", "text2", elide="none")
        unit.setMinimumWidth(metrics.current().scaled(_UNIT))  # fields stand below each other
        row.addWidget(unit, 0, Qt.AlignmentFlag.AlignVCenter)
        return holder

    def _connect(self) -> None:
        control: Any = self.control
        if isinstance(control, Switch):
            control.toggled.connect(self._take)
        elif isinstance(control, Segment):
            control.changed.connect(self._on_segment)
        elif isinstance(control, Choice):
            control.chosen.connect(self._take)
        elif isinstance(control, QuietHours):
            control.chosen.connect(self._on_hours)
        elif isinstance(control, WeekDays):
            control.chosen.connect(self._take)
        else:
            control.edit.editingFinished.connect(self._on_typed)

    def value(self) -> Value:
        """What was chosen last."""
        return self._value

    def show_value(self, value: Value) -> None:
        """Show another value without telling."""
        self._value = value
        control: Any = self.control
        control.blockSignals(True)
        try:
            if isinstance(control, Switch):
                control.setChecked(bool(value))
            elif isinstance(control, Segment):
                control.set_value(self.option.shown(value))
            elif isinstance(control, Choice):
                control.set_value(value)
            elif isinstance(control, NumberField):
                control.set_value(float(value))
            elif isinstance(control, QuietHours):
                control.set_hours(_hours(str(value)))
            elif isinstance(control, WeekDays):
                control.set_days(str(value))
            else:
                control.set_text(str(value))
        finally:
            control.blockSignals(False)

    def say(self, problem: str) -> None:
        """Tell why a value can't be, or no more."""
        self.problem.set_text(problem)
        show_if(self.problem, bool(problem))

    def _on_segment(self, shown: str) -> None:
        self._take(self.option.parsed(shown))

    def _on_hours(self, hours: tuple[str, ...]) -> None:
        self._judge("-".join(hours))
        control: Any = self.control
        control.set_hours(_hours(str(self._value)))  # what is being typed stays

    def _on_typed(self) -> None:
        control: Any = self.control
        is_number = isinstance(control, NumberField)
        self._judge(control.value() if is_number else control.text().strip())

    def _judge(self, typed: object) -> None:
        if not self.option.accepts(typed):
            may_be = self.option.may_be
            self.say(
                tr(
                    "Not kept: it has to be {may_be}. It stays {said}.",
                    may_be=may_be,
                    said=self._said(),
                )
            )
        elif typed != self._value:
            self._take(typed)
        else:
            self.say("")

    def _said(self) -> str:
        return self.option.shown(self._value) or self.option.empty or tr("empty")

    def _take(self, value: Value) -> None:
        self.say("")
        self._value = value
        self.chosen.emit(self.option, value)


def _control(option: Option, value: Value) -> QWidget:
    if option.is_switch:
        return Switch("", bool(value), option.title)
    if option.choices and len(option.choices) <= _MOST_SEGMENTS:
        parts = [(option.shown(one.value), one.title) for one in option.choices]
        return Segment(parts, option.shown(value), name=option.title)
    if option.choices:
        made = Choice([(o.value, o.title) for o in option.choices], value, name=option.title)
        made.setFixedWidth(_LIST)
        return made
    if option.is_number:
        number = NumberField(
            float(value), minimum=option.least, maximum=option.most, is_integer=True
        )
        number.setFixedWidth(_NUMBER)
        number.edit.setAccessibleName(option.title)
        return number
    if option.look is Look.HOURS:
        hours = QuietHours(option.title)
        hours.set_hours(_hours(str(value)))
        return hours
    if option.look is Look.DAYS:
        days = WeekDays(option.title)
        days.set_days(str(value))
        return days
    field = Field(option.empty)
    field.set_text(str(value))
    field.setFixedWidth(_TEXT)
    field.edit.setAccessibleName(option.title)
    return field


def _hours(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("-")) if text else ()
