"""The add sheet's first rows and columns as tables."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.columns import Kind, Role
from tidemill.domain.reading import Peek
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import TextCell
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.sheets.add_state import AddState, ColumnLine, column_lines

KIND_ICONS = {
    Kind.NUMERIC: "hash",
    Kind.CATEGORICAL: "case-sensitive",
    Kind.DATETIME: "calendar",
    Kind.BOOLEAN: "toggle-left",
    Kind.TEXT: "text",
}
_COLUMNS = (
    TableColumn("name", tr("Column"), 150, stretch=2, sortable=False, role="strong"),
    TableColumn("kind", tr("Holds"), 122, sortable=False, tone="text2"),
    TableColumn("role", tr("Role"), 88, sortable=False),
    TableColumn("examples", tr("First values"), 150, stretch=3, sortable=False, tone="text2"),
    TableColumn("note", tr("Note"), 110, stretch=2, sortable=False, tone="text2"),
)
_N_FIRST, _N_SHOWN, _MOST_COLUMNS = 50, 4, 200
_N_MEASURED, _LETTERS = 8, 32
_WIDEST, _AROUND = 220, 34
_MOST_ROWS = 6


class FirstRows(QWidget):
    """The first rows as they stand in the file; of very wide tables the first columns."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._title = Label(tr("First rows"), "h3")
        column.addWidget(self._title)
        self.table = LazyTable([], selection="none", name=tr("First rows"))
        self._card = Card((1, 1))
        self._card.body.addWidget(self.table)
        column.addWidget(self._card)
        self._shown: Peek | None = None

    def show_peek(self, peek: Peek) -> None:
        """Draw the rows."""
        if peek is self._shown:
            return
        self._shown = peek
        columns = [(c.name, c.kind is Kind.NUMERIC) for c in peek.schema.columns]
        self.show_table(tr("First rows"), columns, peek.first_rows)

    def show_table(
        self,
        title: str,
        columns: Sequence[tuple[str, bool]],
        rows: Sequence[tuple[str, ...]],
    ) -> None:
        """Draw rows of texts under columns, each a name and whether it holds numbers."""
        n_columns, columns = len(columns), columns[:_MOST_COLUMNS]
        more = (
            tr(", first {most_columns} columns", most_columns=_MOST_COLUMNS)
            if n_columns > len(columns)
            else ""
        )
        self._title.set_text(f"{title}{more}")
        head, look = face("caption"), face("body")
        cells = [
            {"id": at, **{str(i): text or None for i, text in enumerate(row[: len(columns)])}}
            for at, row in enumerate(rows[:_N_FIRST])
        ]
        widths = [
            max([head.width(name), *(look.width(row[i][:_LETTERS]) for row in rows[:_N_MEASURED])])
            for i, (name, _) in enumerate(columns)
        ]
        self.table.set_columns(
            [
                TableColumn(
                    str(i),
                    name,
                    min(_WIDEST, round(wide) + _AROUND),
                    "right" if is_number else None,
                    sortable=False,
                )
                for i, ((name, is_number), wide) in enumerate(zip(columns, widths, strict=True))
            ]
        )
        self.table.set_source(RowsSource(cells))
        self.retheme()

    def retheme(self) -> None:
        """As high as some rows."""
        n = min(_N_SHOWN, self.table.source().row_count())
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self._card.setFixedHeight(
            metrics.current().table_head + n * self.table.row_height() + bar + 2
        )


class Columns(QWidget):
    """The columns; the current one's kind and role are chosen beside it. Emits `chosen(name)`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._title = Label(tr("Columns"), "h3")
        column.addWidget(self._title)
        self.table = LazyTable(_COLUMNS, name=tr("Columns"))
        self.table.current_changed.connect(self._on_current)
        self._card = Card((1, 1))
        self._card.body.addWidget(self.table)
        column.addWidget(self._card)
        self._lines: tuple[ColumnLine, ...] = ()

    def show_state(self, state: AddState, chosen: str | None) -> None:
        """Draw the columns."""
        lines = column_lines(state)
        if lines != self._lines:
            self._lines = lines
            self.table.set_source(RowsSource([_cells(line) for line in lines]))
            n_new = sum(line.is_new for line in lines)
            words = numbers.plural(len(lines), "column")
            if state.known is not None:
                words += tr(", {n_new} new", n_new=n_new) if n_new else tr(", all of them known")
            self._title.set_text(words[0].upper() + words[1:])
            self.retheme()
        if chosen != self.table.current_key():
            self.table.set_current(chosen)

    def retheme(self) -> None:
        """As high as its rows, up to some."""
        n = min(_MOST_ROWS, len(self._lines))
        self._card.setFixedHeight(metrics.current().table_head + n * self.table.row_height() + 2)

    def _on_current(self, key: object) -> None:
        if key is not None:
            self.chosen.emit(str(key))


def _cells(line: ColumnLine) -> dict[str, object]:
    is_plain = line.role is Role.FEATURE or not line.is_new
    return {
        "id": line.name,
        "name": TextCell(line.name, icon=KIND_ICONS[line.kind]),
        "kind": line.words,
        "role": TextCell(str(line.role).capitalize(), "text2" if is_plain else "accent_text"),
        "examples": TextCell(" · ".join(line.examples), "text2"),
        "note": TextCell(line.note, "text2"),
    }
