"""The box in which columns are chosen among thousands: found by typing, ticked, put in order."""

from collections.abc import Sequence
from itertools import islice
from typing import overload

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.run_lists import Facets
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.metrics import current
from tidemill.gui.kit.popover import Option, Popover
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.tick_list import TickList
from tidemill.gui.pages.experiments.columns import (
    COURSE,
    choosable,
    is_course,
    name_of,
    suggested,
    title_of,
)

_WIDE, _TALL = 400, 336
_MOST_COURSES = 20
_NOTES = {"metrics": "metric", "params": "parameter", "tags": "tag", None: ""}


def _note(column: str) -> str:
    if is_course(column):
        return "course"
    note = _NOTES[name_of(column).kind]
    is_plain = name_of(column).name == title_of(column)
    return note if is_plain or not note else f"{name_of(column).name}, {note}"


class _Offers(Sequence[Option]):
    """Columns as options, each made when it is looked at."""

    def __init__(self, columns: list[str]) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns)

    @overload
    def __getitem__(self, at: int) -> Option: ...
    @overload
    def __getitem__(self, at: slice) -> "_Offers": ...
    def __getitem__(self, at: int | slice) -> "Option | _Offers":
        if isinstance(at, slice):
            return _Offers(self._columns[at])
        column = self._columns[at]
        return Option(column, title_of(column), _note(column))


class ColumnChooser(Popover):
    """Emits `chosen(ids)` at each change."""

    chosen = Signal(list)

    def __init__(self, columns: Sequence[str], facets: Facets, parent: QWidget) -> None:
        """Offer everything the runs have; `columns` are shown now."""
        super().__init__(parent, 12)
        self.setAccessibleName(tr("Columns"))
        self._columns = list(columns)
        self._facets = facets
        self._families = choosable(facets)
        self._varying = frozenset(facets.varying)
        self._searched: dict[str, str] = {}
        n = sum(len(each) for each in self._families.values())
        self.line = LineEdit(
            tr("Find among {integer} columns", integer=numbers.integer(n)), "search", 30, self
        )
        self.line.setAccessibleName(tr("Find a column"))
        self.line.textChanged.connect(self._show)
        self.body.addWidget(self.line)
        self.families = Segment(
            [(tr("All"), tr("All")), *((name, name) for name in self._families)],
            tr("All"),
            28,
            tr("Kinds"),
        )
        self.families.changed.connect(self._show)
        self.body.addWidget(self.families)
        self.ticks = TickList(tr("Columns"), self)
        scaled = current().scaled
        self.ticks.setFixedSize(scaled(_WIDE), scaled(_TALL))
        self.ticks.toggled.connect(self._on_toggled)
        self.ticks.moved.connect(self._on_moved)
        self.body.addWidget(self.ticks)
        self.body.addLayout(self._make_foot())
        self._show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.only_varying = CheckBox(tr("Varying only"), "", False)
        self.only_varying.setToolTip(tr("Parameters that differ between runs"))
        self.only_varying.toggled.connect(self._show)
        self.said = Label("", "small", "text3")
        usual = Button(tr("Suggested"), None, "ghost", height=28)
        usual.setToolTip(tr("Show the columns the list begins with"))
        usual.clicked.connect(self._suggest)
        foot.addWidget(self.only_varying)
        foot.addWidget(self.said, 1)
        foot.addWidget(usual)
        return foot

    def columns(self) -> list[str]:
        """The columns as they are chosen now."""
        return list(self._columns)

    def offered(self) -> list[str]:
        """The columns in the list as it is narrowed now, chosen ones first."""
        family, typed = self.families.value(), self.line.text().strip().casefold()
        kinds = self._families if family == tr("All") else [family]
        names = [column for kind in kinds for column in self._families[kind]]
        chosen, inside = set(self._columns), set(names)
        top = [column for column in self._columns if family == tr("All") or column in inside]
        rest = [column for column in names if column not in chosen]
        if self.only_varying.isChecked():
            rest = [column for column in rest if self._is_varying(column)]
        if typed:
            top = [column for column in top if typed in self._words(column)]
            rest = [column for column in rest if typed in self._words(column)]
            metrics = (column for column in rest + top if name_of(column).kind == "metrics")
            courses = (COURSE + column for column in metrics)
            rest += [each for each in islice(courses, _MOST_COURSES) if each not in chosen]
        return top + rest

    def _is_varying(self, column: str) -> bool:
        name = name_of(column)
        return name.kind != "params" or name.name in self._varying

    def _words(self, column: str) -> str:
        """What is searched in: a column's title and its name."""
        known = self._searched.get(column)
        if known is None:
            known = self._searched[column] = f"{title_of(column)} {column}".casefold()
        return known

    def _show(self, *_changed: object) -> None:
        self.ticks.show_options(_Offers(self.offered()), self._columns)
        self.said.set_text(f"{numbers.integer(len(self._columns))} shown")

    def _on_toggled(self, column: object, is_on: bool) -> None:
        name = str(column)
        if is_on:
            self._columns.insert(self._place_for(name), name)
        else:
            self._columns.remove(name)
        self._tell()

    def _place_for(self, column: str) -> int:
        """Behind the last one of its kind, so that metrics stand with metrics."""
        kind = name_of(column).kind
        same = [at for at, c in enumerate(self._columns) if name_of(c).kind == kind]
        metrics = [at for at, c in enumerate(self._columns) if name_of(c).kind == "metrics"]
        if same:
            return same[-1] + 1
        return metrics[-1] + 1 if metrics and kind is not None else len(self._columns)

    def _on_moved(self, column: object, by: int) -> None:
        if column in self._columns:
            at = self._columns.index(str(column))
            to = max(0, min(len(self._columns) - 1, at + by))
            self._columns.insert(to, self._columns.pop(at))
            self._tell()
            self.ticks.setCurrentIndex(self.ticks.ticks.index(to))

    def _suggest(self) -> None:
        self._columns = list(suggested(self._facets))
        self._tell()

    def _tell(self) -> None:
        self._show()
        self.chosen.emit(list(self._columns))
