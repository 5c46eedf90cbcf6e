"""Scripts among the steps of a rule, with the parameters that were found by reading them."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.surfaces import IconLabel, Well
from tidemill.gui.pages.automations.builder_state import ParamRow, ScriptRow
from tidemill.gui.pages.automations.builder_view_model import BuilderViewModel

_COLUMNS = 3
_ROWS = (("all", tr("All rows")), ("new", tr("New rows")))


class ScriptRows(QWidget):
    """A box a script: its name and path, a field a parameter, what a failure means."""

    def __init__(self, model: BuilderViewModel) -> None:
        """Show none."""
        super().__init__()
        self._model = model
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.boxes: list[_Script] = []
        self.hide()

    def show_scripts(self, scripts: tuple[ScriptRow, ...]) -> None:
        """Show these; the fields of the same scripts stay as they are."""
        if [box.frame_of() for box in self.boxes] != [_frame(one) for one in scripts]:
            for box in self.boxes:
                self._column.removeWidget(box)
                box.hide()
                box.deleteLater()
            self.boxes = [_Script(one, self._model) for one in scripts]
            for box in self.boxes:
                self._column.addWidget(box)
        for box, one in zip(self.boxes, scripts, strict=True):
            box.show_values(one)
        self.setVisible(bool(scripts))


def _frame(one: ScriptRow) -> tuple[object, ...]:
    return (one.at, one.path, one.name, tuple(param.name for param in one.params))


class _Script(Well):
    """One script."""

    def __init__(self, one: ScriptRow, model: BuilderViewModel) -> None:
        super().__init__("subtle", "line", 8)
        self._one, self._model = one, model
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel("square-terminal", "text2"))
        head.addWidget(Label(one.name, "strong"))
        head.addWidget(Label(one.path, "monosmall", "text3", elide="middle"), 1)
        self.stops = CheckBox(tr("What follows waits for it to succeed"))
        self.stops.clicked.connect(self._on_stops)
        head.addWidget(self.stops)
        self.remove = IconButton("x", tr("Leave {name} out", name=one.name), size=24, icon_size=14)
        self.remove.clicked.connect(self._on_remove)
        head.addWidget(self.remove)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.fields: dict[str, _Param] = {}
        for at, param in enumerate(one.params):
            field = _Param(one.at, param, model)
            self.fields[param.name] = field
            grid.addWidget(field, at // _COLUMNS, at % _COLUMNS)
        for at in range(_COLUMNS):
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(Label(tr("It gets"), "small", "text2"))
        self.rows = Segment(
            _ROWS, one.rows, height=24, name=tr("Rows that {name} gets", name=one.name)
        )
        self.rows.changed.connect(self._on_rows)
        foot.addWidget(self.rows)
        foot.addWidget(Label(tr("of the dataset version"), "small", "text2"))
        foot.addStretch(1)
        column.addLayout(foot)
        if not one.params:
            words = tr("No parameters were found in it.") if one.path else tr("A command.")
            column.addWidget(Label(words, "small", "text3"))

    def frame_of(self) -> tuple[object, ...]:
        return _frame(self._one)

    def show_values(self, one: ScriptRow) -> None:
        self._one = one
        self.stops.setChecked(one.stops)
        self.rows.set_value(one.rows)
        for param in one.params:
            field = self.fields[param.name]
            if not field.edit.hasFocus():
                field.set_text(param.value)

    def _on_stops(self) -> None:
        self._model.set_stops(self._one.at, self.stops.isChecked())

    def _on_rows(self, rows: str) -> None:
        self._model.set_rows(self._one.at, rows)

    def _on_remove(self) -> None:
        self._model.choose("step", (self._one.at, None))


class _Param(Field):
    """A parameter: empty shows its default."""

    def __init__(self, at: int, param: ParamRow, model: BuilderViewModel) -> None:
        super().__init__(param.default, label=param.name, text=param.value, height=28)
        self._at, self._name, self._model = at, param.name, model
        self._sent = param.value
        self.edit.setToolTip(spoken(param.help))
        self.edit.editingFinished.connect(self._on_done)

    def _on_done(self) -> None:
        if self.text() != self._sent:
            self._sent = self.text()
            self._model.set_param(self._at, self._name, self._sent)
