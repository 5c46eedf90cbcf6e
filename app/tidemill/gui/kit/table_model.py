"""What a table shows: its columns, where the rows come from, which of them are selected."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import CellKind, GroupRow, cell_text
from tidemill.gui.kit.explained import Number, explanation

CHECK = "__check__"
"""Id of the column with the checkboxes that select rows."""

EXPLAINED = "__explained__"
"""Entry of a row in memory: for the id of a column the `Number` that stands in it."""

_RIGHT = frozenset({"number", "delta"})
_NUMERIC = frozenset({"number", "delta", "score_bar", "way", "bars"})


@dataclass(frozen=True)
class TableColumn:
    """One column: what it is called, how wide, and how its cells are drawn.

    `stretch` shares out the width that is left; `decimals` fixes the count of decimals of a
    numeric column; `frozen` columns stay at the left while the others scroll. `starts_best` is for
    columns that the first click sorts best first, as it does those with a score. `term` is what
    its numbers are explained by, where neither id nor title says it; `-` for names that only look
    like numbers.
    """

    id: str
    title: str
    width: int = 100
    align: str | None = None
    kind: CellKind = "text"
    stretch: int = 0
    sortable: bool = True
    role: str = "body"
    tone: str = "text"
    decimals: int | None = None
    tooltip: str = ""
    frozen: bool = False
    higher_is_better: bool = True
    bar_range: tuple[float, float] | None = None
    starts_best: bool = False
    term: str = ""

    @property
    def terms(self) -> tuple[str, ...]:
        """Words that may explain its numbers, the best first; none for a column of words."""
        if self.term:
            return () if self.term == "-" else (self.term,)
        return (self.title, self.id) if self.kind in _NUMERIC else ()

    @property
    def is_best_first(self) -> bool:
        """Whether the first click on its caption puts the highest first, if higher is better."""
        return self.starts_best or self.kind == "score_bar"

    @property
    def side(self) -> str:
        """Where its cells stand: left, right or center."""
        if self.align is not None:
            return self.align
        return "right" if self.kind in _RIGHT else "left"


class TableSource(Protocol):
    """Where a table's rows come from. All of it must be quick: it is asked while painting."""

    def row_count(self) -> int:
        """How many rows there are, group rows included."""

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """The cells of rows `first` to before `last` in one column."""

    def key(self, row: int) -> Hashable:
        """What names a row for good, whatever the order."""

    def row_of(self, key: Hashable) -> int:
        """Where a key stands now, -1 if it is gone."""

    def group_rows(self) -> Sequence[int]:
        """Which rows are group rows, in rising order."""

    def group(self, row: int) -> GroupRow | None:
        """The group row at a row, or None."""


class RowsSource:
    """A source over rows in memory: mappings from column id to cell, and group rows between."""

    def __init__(self, rows: Sequence[Mapping[str, Any] | GroupRow] = (), key: str = "id") -> None:
        """Take the rows in order; `key` is the entry that names a row (the row number if none)."""
        self.rows = list(rows)
        self._keys: list[Hashable] = []
        self._groups: list[int] = []
        for at, row in enumerate(self.rows):
            if isinstance(row, GroupRow):
                self._groups.append(at)
                self._keys.append(row.key)
            else:
                self._keys.append(row.get(key, at))
        self._places = {name: at for at, name in enumerate(self._keys)}

    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """The cells of some rows in one column."""
        return [
            None if isinstance(row, GroupRow) else row.get(column) for row in self.rows[first:last]
        ]

    def key(self, row: int) -> Hashable:
        """What names a row."""
        return self._keys[row]

    def row_of(self, key: Hashable) -> int:
        """Where a key stands, -1 if it is gone."""
        return self._places.get(key, -1)

    def number(self, row: int, column: str) -> Number | None:
        """What the row itself says of the number in a column."""
        found = self.rows[row]
        told = None if isinstance(found, GroupRow) else found.get(EXPLAINED)
        return told.get(column) if told else None

    def group_rows(self) -> Sequence[int]:
        """Which rows are group rows."""
        return self._groups

    def group(self, row: int) -> GroupRow | None:
        """The group row at a row, or None."""
        found = self.rows[row]
        return found if isinstance(found, GroupRow) else None


def _knows(source: TableSource) -> bool:
    """Whether a source may say itself what stands in its cells."""
    return hasattr(source, "number")


class RowSelection:
    """Selected rows as ranges, so that all of a million cost as much as one."""

    def __init__(self) -> None:
        """Nothing is selected."""
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def __contains__(self, row: int) -> bool:
        """Whether a row is selected."""
        at = bisect_right(self._firsts, row) - 1
        return at >= 0 and row <= self._lasts[at]

    def __len__(self) -> int:
        """How many rows are selected, group rows in between included."""
        return sum(last - first + 1 for first, last in self.ranges())

    def __iter__(self) -> Iterator[int]:
        """The selected rows in rising order."""
        for first, last in self.ranges():
            yield from range(first, last + 1)

    def ranges(self) -> list[tuple[int, int]]:
        """The ranges, both ends included, in rising order."""
        return list(zip(self._firsts, self._lasts, strict=True))

    def clear(self) -> None:
        """Select nothing."""
        self._firsts, self._lasts = [], []

    def add(self, first: int, last: int) -> None:
        """Select a range, both ends included; ranges that touch become one."""
        left = bisect_left(self._lasts, first - 1)
        right = bisect_right(self._firsts, last + 1)
        if left < right:
            first = min(first, self._firsts[left])
            last = max(last, self._lasts[right - 1])
        self._firsts[left:right] = [first]
        self._lasts[left:right] = [last]

    def remove(self, row: int) -> None:
        """Take one row out."""
        at = bisect_right(self._firsts, row) - 1
        if at < 0 or row > self._lasts[at]:
            return
        first, last = self._firsts[at], self._lasts[at]
        parts = [(a, b) for a, b in ((first, row - 1), (row + 1, last)) if a <= b]
        self._firsts[at : at + 1] = [a for a, _ in parts]
        self._lasts[at : at + 1] = [b for _, b in parts]

    def toggle(self, row: int) -> None:
        """Select a row, or take it out."""
        if row in self:
            self.remove(row)
        else:
            self.add(row, row)


class TableModel(QAbstractTableModel):
    """A source as a Qt model: for accessibility, copying and tests; painting asks the source."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an empty model."""
        super().__init__(parent)
        self.columns: list[TableColumn] = []
        self.source: TableSource = RowsSource()
        self._n_rows = 0

    def set_columns(self, columns: Sequence[TableColumn]) -> None:
        """Replace the columns."""
        self.beginResetModel()
        self.columns = list(columns)
        self.endResetModel()

    def set_source(self, source: TableSource) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.source = source
        self._n_rows = source.row_count()
        self.endResetModel()

    def column_at(self, column_id: str) -> int:
        """Where a column stands in the model, -1 if it is not there."""
        for at, column in enumerate(self.columns):
            if column.id == column_id:
                return at
        return -1

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Rows, group rows included."""
        return 0 if parent is not None and parent.isValid() else self._n_rows

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Columns, the one with the checkboxes included."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def value(self, row: int, column: int) -> Any:
        """The cell as the source gives it."""
        return self.source.block(row, row + 1, self.columns[column].id)[0]

    def text(self, row: int, column: int) -> str:
        """The cell in words."""
        group = self.source.group(row)
        if group is not None:
            words = f"{group.title} {group.note}".strip()
            return words if column == self._first_real() else ""
        shown = self.columns[column]
        if shown.id == CHECK:
            return ""
        return cell_text(shown.kind, self.value(row, column), shown.decimals)

    def number(self, row: int, column: int) -> Number | None:
        """The number in a cell, as it can be explained; None for words."""
        shown = self.columns[column]
        if self.source.group(row) is not None or not (shown.terms or _knows(self.source)):
            return None
        ask = getattr(self.source, "number", None)
        own = ask(row, shown.id) if ask is not None else None
        words = self.text(row, column)
        if own is None and not any(letter.isdigit() for letter in words):
            return None
        told = [] if own is None else [replace(own, value=own.value or words)]
        told += [Number(term, words) for term in shown.terms]
        return next((one for one in told if explanation(one) is not None), None)

    def _first_real(self) -> int:
        return 1 if self.columns and self.columns[0].id == CHECK and len(self.columns) > 1 else 0

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The cell for Qt: words, alignment, the raw value."""
        if not index.isValid() or index.row() >= self._n_rows:
            return None
        column = self.columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            words = self.text(index.row(), index.column())
            if role == Qt.ItemDataRole.AccessibleTextRole and column.title and words:
                return f"{column.title}: {words}"
            return words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = {
                "right": Qt.AlignmentFlag.AlignRight,
                "center": Qt.AlignmentFlag.AlignHCenter,
            }.get(column.side, Qt.AlignmentFlag.AlignLeft)
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.WhatsThisRole:
            return self._told(index.row(), index.column())
        if role == Qt.ItemDataRole.UserRole:
            return self.value(index.row(), index.column())
        return None

    def _told(self, row: int, column: int) -> str | None:
        """What a cell means: of a moment, said by how long ago it was, the whole time."""
        number = self.number(row, column)
        told = explanation(number) if number is not None else None
        if told is not None:
            return told.text()
        value = self.value(row, column)
        return numbers.full_time(value) if isinstance(value, datetime) else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Titles of columns; rows have none."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.title or (tr("Select") if column.id == CHECK else column.id)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip or column.title
        return None
