"""The inspector of a comparison: a column large, where its change comes from, what can be done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.columns import Kind
from tidemill.domain.diff_checks import idea
from tidemill.domain.version_diffs import ColumnDiff, RowKind, VersionDiff
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card, CardButton
from tidemill.gui.kit.cells import ChangedCell
from tidemill.gui.kit.charts.histogram import CategoryBars, Histogram
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.pages.data.charts import DateHistogram
from tidemill.gui.pages.data.compare.slices import SliceBars
from tidemill.gui.pages.data.compare.state import (
    CompareState,
    changed_by_column,
    kind_words,
    origin_title,
    rows_wanted,
    version_word,
)
from tidemill.gui.pages.data.legend import Legend
from tidemill.gui.pages.data.paged_rows import value_text


class CompareInspector(Inspector):
    """Emits `rows_wanted(kind, column)`, `check_wanted(column)` and `aside_wanted`."""

    rows_wanted = Signal(object, str)
    check_wanted = Signal(str)
    aside_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent=parent)
        self._shown: object = None
        self._rows_kind = RowKind.CHANGED
        self._column = ""
        self.show_rows: Button | None = None
        self.show_cells: Button | None = None
        self.make_check: CardButton | None = None
        self.set_aside: CardButton | None = None

    def show_state(self, state: CompareState) -> None:
        """Draw the chosen column, else the one that changed most."""
        column = state.shown_column
        if state.loaded is None or column is None:
            return
        now = (column, state.loaded.diff)
        if now == self._shown:
            return
        self._shown, self._column = now, column.name
        diff = state.loaded.diff
        self.clear()
        self.show_rows = self.show_cells = self.make_check = self.set_aside = None
        self.set_head(column.name, kind_words(column))
        self._add_picture(column, diff)
        if column.origin is not None:
            title = origin_title(column, version_word(diff, is_after=True))
            self.add_section(title).addWidget(SliceBars(title, column.origin.slices))
        self._add_rows(column, diff)
        self._add_acts(column, diff)

    def _add_picture(self, column: ColumnDiff, diff: VersionDiff) -> None:
        body = self.add_section()
        picture = _picture(column)
        if picture is None:
            body.addWidget(Paragraph(column.words.capitalize() + ".", "small", "text2"))
            return
        body.addWidget(picture)
        has_both = bool(column.shape.before and column.shape.after)
        former = version_word(diff, is_after=False) if has_both else ""
        is_gone = not column.shape.after
        shown = version_word(diff, is_after=not is_gone)
        body.addWidget(Legend(shown, former, are_bars=bool(column.shape.levels)))

    def _add_rows(self, column: ColumnDiff, diff: VersionDiff) -> None:
        kind, n = rows_wanted(diff)
        if not n:
            return
        if column.changed:
            body = self.add_section(tr("Changed cells"), numbers.count(column.changed))
            body.addWidget(_cells_table(column, diff))
            if column.cells_words:
                body.addLayout(_noted(column.cells_words))
        else:
            body = self.add_section(tr("Rows"))
        noun = "row" if n == 1 else "rows"
        which = {RowKind.ADDED: "new ", RowKind.REMOVED: "removed "}.get(kind, "")
        self._rows_kind = kind
        words = (
            tr("Show this {which}row", which=which)
            if n == 1
            else tr("Show these {n} {which}{noun}", n=numbers.count(n), which=which, noun=noun)
        )
        self.show_rows = Button(words, "table-2", "primary", height=32)
        self.show_rows.set_stretching(True)
        self.show_rows.clicked.connect(self._on_rows)
        body.addWidget(self.show_rows)
        if column.changed and column.changed < n:
            cells = numbers.count(column.changed)
            self.show_cells = Button(
                tr("Only the {cells} in {name}", cells=cells, name=column.name),
                None,
                "ghost",
                height=28,
            )
            self.show_cells.clicked.connect(self._on_cells)
            body.addWidget(self.show_cells)
        said = changed_by_column(diff) if kind is RowKind.CHANGED else ""
        if said:
            body.addWidget(Paragraph(said, "small", "text2"))

    def _add_acts(self, column: ColumnDiff, diff: VersionDiff) -> None:
        found = idea(column)
        is_last = diff.after.is_newest and diff.after.dataset == diff.before.dataset
        if found is None and not is_last:
            return
        body = self.add_section()
        if found is not None:
            self.make_check = _act("shield-plus", tr("Make it a check…"), found.words)
            self.make_check.clicked.connect(self._on_check)
            body.addWidget(self.make_check)
        if is_last and diff.after.number != diff.before.number:
            word = version_word(diff, is_after=True)
            is_next = diff.before.number == diff.after.number - 1
            earlier = version_word(diff, is_after=False)
            words = (
                tr("{earlier} becomes the latest again", earlier=earlier)
                if is_next
                else tr("It goes into the trash")
            )
            self.set_aside = _act("file-x-corner", tr("Set {word} aside", word=word), words)
            self.set_aside.clicked.connect(self.aside_wanted)
            body.addWidget(self.set_aside)

    def _on_rows(self) -> None:
        self.rows_wanted.emit(self._rows_kind, "")

    def _on_cells(self) -> None:
        self.rows_wanted.emit(RowKind.CHANGED, self._column)

    def _on_check(self) -> None:
        self.check_wanted.emit(self._column)


def _picture(column: ColumnDiff) -> QWidget | None:
    shape = column.shape
    now, was = (shape.after, shape.before) if shape.after else (shape.before, ())
    if not now:
        return None
    if shape.levels:
        bars = CategoryBars(column.name)
        bars.set_data(shape.levels, now, was)
        return bars
    if column.kind is Kind.DATETIME:
        dates = DateHistogram(column.name)
        dates.set_data(shape.edges, now, was)
        return dates
    histogram = Histogram(column.name)
    before, after = column.missing
    missing = None
    if before is not None and after is not None and max(before, after) > 0.0:
        missing = (before, after)
    histogram.set_data(shape.edges, now, was, missing=missing)
    return histogram


def _cells_table(column: ColumnDiff, diff: VersionDiff) -> QWidget:
    """The first changed cells with their rows' key, or number where there is none."""
    keys = diff.key[:2]
    columns = [TableColumn(f"key{i}", name, 74, stretch=1, sortable=False, role="strong" if i == 0
                           else "body") for i, name in enumerate(keys)]  # fmt: skip
    was, now = version_word(diff, is_after=False), version_word(diff, is_after=True)
    columns.append(TableColumn("cell", f"{was} → {now}", 132, "right", stretch=1, sortable=False))
    rows = []
    for at, cell in enumerate(column.cells):
        row: dict[str, object] = {"id": at}
        row |= {f"key{i}": value_text(value) for i, value in enumerate(cell.key[:2])}
        row["cell"] = ChangedCell(_said(cell.before), _said(cell.after))
        rows.append(row)
    table = LazyTable(
        columns,
        RowsSource(rows),
        selection="none",
        row_height=metrics.current().row_compact,
        auto_height=True,
        name=tr("Changed cells of {name}", name=column.name),
    )
    card = Card((1, 1))
    card.body.addWidget(table)
    return card


def _said(value: object) -> str:
    return "missing" if value is None else value_text(value)


def _noted(words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel("info", "text2", 14))
    row.addWidget(Paragraph(words, "small", "text2"), 1)
    return row


def _act(icon: str, title: str, words: str) -> CardButton:
    """A quiet line with an icon, two lines and an arrow."""
    button = CardButton(f"{title} {words}", (8, 7))
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(IconLabel(icon))
    lines = QVBoxLayout()
    lines.setSpacing(1)
    lines.addWidget(Label(title, "strong"))
    lines.addWidget(Label(words, "small", "text2", elide="middle"))
    row.addLayout(lines, 1)
    row.addWidget(IconLabel("chevron-right", "text2", 14))
    button.body.addLayout(row)
    return button
