"""The part Difference of a model: two of its versions on one page."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.model_diffs import ModelDiff
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card, head_row
from tidemill.gui.kit.cells import CellKind
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.gradually import Gradually
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.pages.models import told_state as rows
from tidemill.gui.pages.models.asked import ShownChange
from tidemill.gui.pages.models.common_rows import CommonRows
from tidemill.gui.pages.models.score_change_part import ScoreChangePart
from tidemill.gui.pages.models.told_state import Told


def _column(
    key: str, title: str, width: int = 110, stretch: int = 0, kind: str = "text", term: str = ""
) -> TableColumn:
    side = "right" if kind == "number" else None
    shown: CellKind = "delta" if kind == "delta" else "status_text" if kind == "status" else "text"
    return TableColumn(key, title, width, side, shown, stretch, sortable=False, term=term)


_VALUES = ("before", "after")
_CARDS: dict[str, tuple[str, list[TableColumn]]] = {
    "measures": (
        tr("Measures"),
        [
            _column("title", tr("Measure"), 150, 1),
            *(_column(one, "", 90, kind="number", term=tr("Value")) for one in _VALUES),
            _column("change", tr("Change"), 90, kind="delta"),
            _column("reach", tr("Gain, 95% interval"), 160, term=tr("Interval")),
        ],
    ),
    "changes": (
        tr("What went in"),
        [
            _column("kind", tr("What"), 90),
            _column("name", tr("Name"), 170),
            *(_column(one, "", 160, 1) for one in _VALUES),
        ],
    ),
    "columns": (
        tr("Data, by column"),
        [_column("name", tr("Column"), 190), _column("words", tr("What changed"), 300, 1)],
    ),
    "slices": (
        tr("For whom"),
        [
            _column("group", tr("Group"), 220, 1),
            _column("n", tr("Rows"), 80, kind="number", term=tr("Rows")),
            *(_column(one, "", 90, kind="number", term=tr("Value")) for one in _VALUES),
            _column("change", tr("Change"), 90, kind="delta"),
        ],
    ),
    "answers": (
        tr("Answers to the same rows"),
        [
            _column("row", tr("Row"), 80, kind="number", term=tr("Row")),
            _column("truth", tr("Truth"), 110),
            *(_column(one, "", 120, 1) for one in _VALUES),
            _column("verdict", tr("What it means"), 140, kind="status"),
        ],
    ),
}


class TableCard(Card):
    """A titled table that is there only where it has rows."""

    def __init__(self, title: str, columns: Sequence[TableColumn]) -> None:
        """Make it empty."""
        super().__init__((1, 1))
        self._columns = list(columns)
        self.words = Paragraph("", "small", "text2")
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 14, 6)
        head.setSpacing(4)
        head.addLayout(head_row(title, ""))
        head.addWidget(self.words)
        self.body.addLayout(head)
        self.table = LazyTable(
            columns, selection="none", row_height=32, auto_height=True, name=title
        )
        self.body.addWidget(self.table)

    def show_rows(self, found: list[rows.Row], words: str, heads: tuple[str, str]) -> None:
        """Show rows; `heads` name the two versions in the columns `before` and `after`."""
        titles = dict(zip(("before", "after"), heads, strict=True))
        self.table.set_columns([_titled(one, titles) for one in self._columns])
        self.table.set_source(RowsSource(found))
        self.table.setVisible(bool(found))
        self.words.set_text(words)
        self.words.setVisible(bool(words))
        self.setVisible(bool(found or words))


def _titled(column: TableColumn, titles: dict[str, str]) -> TableColumn:
    return replace(column, title=titles.get(column.id, column.title))


class DifferencePart(QWidget):
    """Two versions held against each other; emits `against_chosen(number)`, `swapped`, and
    `why_wanted(row)` to know why the score of a row changed."""

    against_chosen = Signal(int)
    swapped = Signal()
    why_wanted = Signal(str)

    def __init__(self) -> None:
        """Make the parts."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.against = Choice(look="button", name=tr("The earlier version"))
        self.against.chosen.connect(self._on_chosen)
        self.swap = Button("", "arrow-left-right", tooltip=tr("Swap the two versions"))
        self.swap.clicked.connect(self.swapped)
        self._after = Label("", "strong", elide="none")
        row.addWidget(self.against)
        row.addWidget(self.swap)
        row.addWidget(self._after)
        row.addStretch(1)
        column.addLayout(row)
        self.summary = Paragraph("", "body", "text")
        column.addWidget(self.summary)
        self.common_rows = CommonRows()
        column.addWidget(self.common_rows)
        self._problem = ErrorPanel()
        self._problem.set_error("")
        column.addWidget(self._problem)
        self.cards: dict[str, TableCard] = {}
        self._cards = QVBoxLayout()
        self._cards.setSpacing(10)
        column.addLayout(self._cards)
        self.why: ScoreChangePart | None = None
        self.change = ShownChange()
        self._pair = ("", "")
        self.building = Gradually(self)
        self._shown: object = None

    def show_told(self, told: Told, versions: Sequence[int]) -> None:
        """Draw what is known."""
        self._pair = f"{told.name}@{told.against}", f"{told.name}@{told.number}"
        self.common_rows.show_told(told)
        others = [number for number in versions if number != told.number]
        now = (replace(told, answering=""), tuple(others))
        if now == self._shown:
            return
        self._shown = now
        self.against.set_options([Option(n, f"v{n}") for n in others], told.against)
        self._after.set_text(f"v{told.number}")
        problem = told.problem
        self._problem.set_error(*(("",) if problem is None else (problem.message, problem.hint)))
        found = told.diff
        waiting = tr("Reading both versions…") if told.is_busy else ""
        alone = tr("There is no other version to hold it against.") if not others else waiting
        self.summary.set_text(alone if found is None else spoken(found.summary))
        for card in self.cards.values():
            card.setVisible(False)
        if self.why is not None:
            self.why.setVisible(False)
        if found is not None:
            self._show(found, (f"v{told.against}", f"v{told.number}"))
        else:
            self.building.start(())

    def _show(self, found: ModelDiff, heads: tuple[str, str]) -> None:
        n_same = found.n_same_params
        same = (
            tr("{n_same} parameters are the same.", n_same=n_same)
            if n_same != 1
            else tr("1 parameter is the same.")
        )
        told = {
            "measures": (rows.measure_rows(found), f"On {found.judged_on}."),
            "changes": (rows.change_rows(found), f"{found.data.words} {same}"),
            "columns": (rows.column_rows(found), ""),
            "slices": (
                rows.slice_rows(found),
                tr("{slices_of}, those that lost most first.", slices_of=found.slices_of)
                if found.slices
                else "",
            ),
            "answers": (rows.answer_rows(found), rows.answer_words(found.answers)),
        }
        cards = [
            partial(self._show_card, name, lines, words, heads)
            for name, (lines, words) in told.items()
        ]
        self.building.start([*cards[:2], self._show_why, *cards[2:]])

    def _show_why(self) -> None:
        if self.why is None:
            self.why = ScoreChangePart()
            self.why.why_wanted.connect(self.why_wanted)
            self._cards.addWidget(self.why)
        self.why.setVisible(True)
        self._draw_change(self.why)

    def show_change(self, shown: ShownChange) -> None:
        """Draw why a score changed."""
        self.change = shown
        if self.why is not None:
            self._draw_change(self.why)

    def _draw_change(self, why: ScoreChangePart) -> None:
        """What was found of two other versions is not drawn beside these."""
        is_theirs = (self.change.before, self.change.after) == self._pair
        why.show_change(self.change if is_theirs else ShownChange())

    def _show_card(
        self, name: str, lines: list[rows.Row], words: str, heads: tuple[str, str]
    ) -> None:
        """Draw one card, made when it is first needed: each takes some of a turn."""
        if name not in self.cards:
            self.cards[name] = TableCard(*_CARDS[name])
            self._cards.addWidget(self.cards[name])
        self.cards[name].show_rows(lines, words, heads)

    def _on_chosen(self, number: object) -> None:
        if isinstance(number, int):
            self.against_chosen.emit(number)
