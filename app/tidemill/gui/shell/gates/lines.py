"""The gates of a set below each other: what each is, fields for its limits, a cross to take it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.shell.gates.rows import GateRow

_TITLE, _FIELD = 210, 120


class GateLines(QWidget):
    """Emits `edited` as limits are typed, and `unwanted(GateWish)` for a gate to take away."""

    edited = Signal()
    unwanted = Signal(object)

    def __init__(self) -> None:
        """No gates yet."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, _TITLE)
        self._grid.setColumnStretch(3, 1)
        self.fields: dict[tuple[int, str], NumberField] = {}
        self.removes: list[IconButton] = []
        self._parts: list[QWidget] = []
        self._rows: tuple[GateRow, ...] = ()

    def show_rows(self, rows: Sequence[GateRow], *, is_fixed: bool = False) -> None:
        """Draw gates anew; where `is_fixed`, nothing of them can be changed."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.fields, self.removes = [], {}, []
        self._rows = tuple(rows)
        for row in self._rows:
            self._add_gate(row, is_fixed)

    def _add_gate(self, row: GateRow, is_fixed: bool) -> None:
        at = self._grid.rowCount()
        title = Label(row.title, "strong")
        title.setToolTip(row.help)
        self._put(title, at, 0)
        if not is_fixed:
            remove = IconButton(
                "x", tr("Take away {title}", title=row.title), size=24, icon_size=14
            )
            remove.setEnabled(len(self._rows) > 1)
            remove.clicked.connect(partial(self.unwanted.emit, row.wish))
            self._put(remove, at, 4)
            self.removes.append(remove)
        if row.words:
            self._put(Label(row.words, "small", "text2"), at, 1, 3)
            at += 1
        for line, limit in enumerate(row.limits, start=at):
            words = Label(limit.title, "small", "text2")
            words.setToolTip(limit.help)
            self._put(words, line, 1)
            step = 1.0 if limit.is_whole else 0.01
            field = NumberField(limit.value, limit.low, limit.high, step, limit.is_whole, height=28)
            field.setFixedWidth(_FIELD)
            field.edit.setAccessibleName(f"{row.title}, {limit.title}")
            field.setEnabled(not is_fixed)
            field.value_changed.connect(self._on_value)
            self._put(field, line, 2)
            self.fields[limit.place, limit.id] = field

    def _put(self, part: QWidget, row: int, column: int, wide: int = 1) -> None:
        self._grid.addWidget(part, row, column, 1, wide)
        part.show()
        self._parts.append(part)

    def changes(self) -> dict[tuple[int, str], float] | None:
        """The limits that are others now, by place and setting; None where one of them can't be."""
        found = {}
        for row in self._rows:
            for limit in row.limits:
                value = self.fields[limit.place, limit.id].value()
                if value is None:
                    return None
                if value != limit.value:
                    found[limit.place, limit.id] = value
        return found

    def _on_value(self, _value: object) -> None:
        self.edited.emit()
