"""Two runs row by row: those that one gets right and the other wrong, with truth and columns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.popover import Offers
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.compare.state import CompareState

if TYPE_CHECKING:
    from tidemill.services.disagreements import DisagreedRow, Disagreements

_MOST_COLUMNS = 12


class ErrorsPart(QWidget):
    """Who is right where. Emits `pair_wanted(place a, place b)` when other runs are chosen."""

    pair_wanted = Signal(int, int)
    retried = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the part without rows."""
        super().__init__(parent)
        self._shown: Disagreements | None = None
        self._named: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.first = Choice(name=tr("First run"), look="button", height=28)
        self.second = Choice(name=tr("Second run"), look="button", height=28)
        self.side = Segment(
            [("a", tr("First right")), ("b", tr("Second right"))], "a", 28, tr("Who is right")
        )
        head.addWidget(self.first)
        head.addWidget(Label("against", "small", "text3", elide="none"))
        head.addWidget(self.second)
        head.addStretch(1)
        head.addWidget(self.side)
        column.addLayout(head)
        self.words = Paragraph("", "small", "text2")
        column.addWidget(self.words)
        self._error = ErrorPanel()
        self._error.acted.connect(self.retried)
        column.addWidget(self._error)
        self._loading = Loading(tr("Reading the rows they differ on"), "table")
        self._loading.setFixedHeight(metrics.current().scaled(220))
        column.addWidget(self._loading)
        self._nothing = EmptyState("")
        column.addWidget(self._nothing)
        self.table = LazyTable([], selection="multi", name=tr("Rows they differ on"))
        self.table.setFixedHeight(metrics.current().scaled(360))
        column.addWidget(self.table)
        self.first.chosen.connect(self._on_pair)
        self.second.chosen.connect(self._on_pair)
        self.side.changed.connect(self._on_side)

    def show_state(self, state: CompareState) -> None:
        """Draw what is known of the pair."""
        first, second = state.pair
        named = (state.names, state.heads)
        if named == self._named:
            self.first.set_value(first)
            self.second.set_value(second)
        else:
            self._named = named
            named_places = state.named_places()
            places = [place for place, _ in named_places]
            options = Offers(places, [name for _, name in named_places])
            self.first.set_options(options, first)
            self.second.set_options(options, second)
        show_if(self._loading, state.is_reading_errors)
        error = state.errors_error
        if error is None:
            self._error.set_error("")
        else:
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        if state.errors is not self._shown:
            self._shown = state.errors
            self._draw()
        is_there = state.errors is not None and not state.is_reading_errors
        show_if(self.table, is_there and self._rows() != ())
        show_if(self._nothing, is_there and self._rows() == ())
        show_if(self.words, is_there)

    def _rows(self) -> "tuple[DisagreedRow, ...]":
        if self._shown is None:
            return ()
        return self._shown.a_right if self.side.value() == "a" else self._shown.b_right

    def _draw(self) -> None:
        found = self._shown
        if found is None:
            return
        self.side.set_options(
            [
                ("a", f"{_short(found.name_a)} right {numbers.integer(found.only_a)}"),
                ("b", f"{_short(found.name_b)} right {numbers.integer(found.only_b)}"),
            ],
            self.side.value(),
        )
        if self.side.value() == "a" and not found.a_right and found.b_right:
            self.side.set_value("b")
        self._fill()

    def _fill(self) -> None:
        found = self._shown
        if found is None:
            return
        rows = self._rows()
        said = found.words
        whole = found.only_a if self.side.value() == "a" else found.only_b
        if len(rows) < whole:
            said += tr(
                " The {integer} most different are shown.", integer=numbers.integer(len(rows))
            )
        self.words.set_text("" if found.missing else said)
        show_if(self.side, not found.missing)
        if found.missing:
            self._nothing.set_words(
                tr("These two can't be held against each other"), found.missing, ""
            )
        else:
            right = found.name_a if self.side.value() == "a" else found.name_b
            self._nothing.set_words(tr("No row that only {right} gets right", right=right), "", "")
        self.table.set_columns(_columns(found))
        self.table.set_source(RowsSource(_cells(rows, found)))

    def _on_side(self, _value: str) -> None:
        self._fill()
        show_if(self.table, bool(self._rows()))
        show_if(self._nothing, not self._rows())

    def _on_pair(self, _value: object) -> None:
        first, second = self.first.value(), self.second.value()
        if first is not None and second is not None:
            self.pair_wanted.emit(int(first), int(second))


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:8]}…{name[-8:]}"


def _columns(found: "Disagreements") -> list[TableColumn]:
    made = [
        TableColumn("row", tr("Row"), 70, "right"),
        TableColumn("truth", tr("True"), 96),
        TableColumn("a", found.name_a, 150),
        TableColumn("b", found.name_b, 150),
    ]
    shown = found.columns[:_MOST_COLUMNS]
    made += [TableColumn(f"c{at}", name, 110) for at, name in enumerate(shown)]
    return made


def _cells(rows: "Sequence[DisagreedRow]", found: "Disagreements") -> list[dict[str, object]]:
    n = min(_MOST_COLUMNS, len(found.columns))
    return [
        {
            "row": numbers.integer(row.row),
            "truth": row.truth,
            "a": row.a,
            "b": row.b,
            **{f"c{at}": row.cells[at] for at in range(min(n, len(row.cells)))},
        }
        for row in rows
    ]
