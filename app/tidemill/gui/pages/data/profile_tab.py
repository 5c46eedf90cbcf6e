"""The Profile tab: a line of facts, then every column at a glance."""

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.cells import ChipCell, DistributionCell, GroupRow, NumberCell, TextCell
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.facts import Fact, FactRow
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.table import TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.dataset_state import DatasetState, FactWords, Loaded, facts_of
from tidemill.gui.pages.data.fitted import FittedTable
from tidemill.gui.pages.data.profile_state import ROLE_CHIPS, ProfileRow, ProfileRows

_SEARCHED_FROM = 25
"""From how many columns on there is a line to find some of them."""


def _columns(since: str) -> list[TableColumn]:
    return [
        TableColumn("name", tr("Column"), 198, stretch=1, sortable=False, role="strong"),
        TableColumn("shape", tr("Distribution"), 124, kind="distribution", sortable=False),
        TableColumn("missing", tr("Missing"), 64, kind="number", sortable=False),
        TableColumn("distinct", tr("Distinct"), 72, kind="number", sortable=False, tone="text2"),
        TableColumn("minimum", tr("Min"), 68, kind="number", sortable=False, tone="text2"),
        TableColumn("median", tr("Median"), 72, kind="number", sortable=False),
        TableColumn("maximum", tr("Max"), 70, kind="number", sortable=False, tone="text2"),
        TableColumn("change", since, 176, stretch=1, sortable=False),
    ]


class ProfileSource:
    """Columns as rows of a table; the cells of a row are made when it comes into sight."""

    def __init__(self, rows: ProfileRows) -> None:
        """Take the rows."""
        self._rows = rows
        self._cells: dict[int, dict[str, object]] = {}
        self._places = {name: at for at, name in enumerate(rows.names)}

    def row_count(self) -> int:
        """How many columns there are."""
        return len(self._rows)

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """The cells of some rows in one column."""
        return [self._of(at)[column] for at in range(first, min(last, len(self._rows)))]

    def key(self, row: int) -> Hashable:
        """The name of the column."""
        return self._rows.names[row]

    def row_of(self, key: Hashable) -> int:
        """Where a column stands, -1 if it is not here."""
        return self._places.get(str(key), -1)

    def group_rows(self) -> Sequence[int]:
        """None."""
        return ()

    def group(self, _row: int) -> GroupRow | None:
        """None."""
        return None

    def _of(self, at: int) -> dict[str, object]:
        found = self._cells.get(at)
        if found is None:
            found = self._cells[at] = _cells(self._rows[at])
        return found


class ProfileTab(QWidget):
    """Emits `chosen(column)` when a person chooses a column, and `searched(words)`."""

    chosen = Signal(str)
    searched = Signal(str)

    def __init__(self) -> None:
        """Draw an empty table."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        self._facts = FactRow()
        column.addWidget(self._facts)
        column.addWidget(self._make_search())
        self._since = tr("Note")
        self.fitted = FittedTable(
            _columns(self._since), tr("Columns of the dataset"), metrics.current().row_profile
        )
        self.table = self.fitted.table
        self.table.current_changed.connect(self._on_current)
        column.addWidget(self.fitted, 1)
        self._nothing = EmptyState(
            tr("No column matches"), tr("No column has all of these words."), tr("Clear the search")
        )
        self._nothing.acted.connect(self._on_clear)
        column.addWidget(self._nothing, 1)
        self._nothing.hide()
        self._shown: tuple[object, ...] = ()
        self._shown_facts: tuple[FactWords, ...] = ()

    def _make_search(self) -> QWidget:
        self._search = QWidget()
        line = QHBoxLayout(self._search)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self.field = Field(tr("Find columns by name, kind, role or change"), "search")
        self.field.edit.setAccessibleName(tr("Find columns"))
        self.field.text_changed.connect(self.searched)
        line.addWidget(self.field, 1)
        self._found = Label("", "small", "text2")
        line.addWidget(self._found)
        return self._search

    def show_state(self, state: DatasetState, loaded: Loaded) -> None:
        """Draw the profile of the shown version."""
        facts = facts_of(loaded)
        if facts != self._shown_facts:
            self._shown_facts = facts
            self._facts.set_facts([Fact(f.caption, f.value, f.note) for f in facts])
        since = (
            tr("Since v{number}", number=loaded.former.number)
            if loaded.former is not None
            else tr("Note")
        )
        if since != self._since:
            self._since = since
            self.table.set_columns(_columns(since))
        n_columns = len(loaded.profile.columns)
        show_if(self._search, n_columns >= _SEARCHED_FROM or bool(state.words))
        if self.field.text() != state.words:
            self.field.set_text(state.words)
        shown = (loaded.profile, loaded.changes, loaded.schema, state.words)
        if shown != self._shown:
            self._shown = shown
            rows = ProfileRows(loaded, state.words)
            self.fitted.set_source(ProfileSource(rows))
            show_if(self.fitted, len(rows) > 0)
            show_if(self._nothing, len(rows) == 0)
            found = f"{numbers.integer(len(rows))} of " if state.words else ""
            self._found.set_text(found + numbers.plural(n_columns, "column"))
        if state.column != self.table.current_key():
            self.table.set_current(state.column)

    def focus_search(self) -> bool:
        """Go to the line that finds columns, if there is one."""
        if self._search.isHidden():
            return False
        self.field.edit.setFocus()
        return True

    def _on_clear(self) -> None:
        self.searched.emit("")

    def _on_current(self, key: object) -> None:
        self.chosen.emit(str(key))


def _cells(row: ProfileRow) -> dict[str, object]:
    chips = [ChipCell(*ROLE_CHIPS[row.role])] if row.role in ROLE_CHIPS else []
    if row.is_personal:
        chips.append(ChipCell("personal", "plain", "eye-off"))
    shape = None
    if row.counts:
        shape = DistributionCell(counts=row.counts)
    elif row.shares:
        shape = DistributionCell(shares=row.shares)
    missing_role = "strong" if row.missing_tone == "warn" else None
    return {
        "id": row.name,
        "name": TextCell(row.name, icon=row.icon, chips=chips),
        "shape": shape,
        "missing": NumberCell(row.missing, row.missing_tone, missing_role),
        "distinct": row.distinct,
        "minimum": row.minimum,
        "median": row.median,
        "maximum": row.maximum,
        "change": TextCell(row.change, row.change_tone, None, row.change_icon, row.change_tone),
    }
