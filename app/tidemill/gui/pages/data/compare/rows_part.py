"""Rows of a comparison: those changed, new or gone, with the old values struck through."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.columns import Schema
from tidemill.domain.version_diffs import RowKind, VersionDiff
from tidemill.gui.kit import numbers
from tidemill.gui.kit.chips import ChipButton
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.segments import Segment
from tidemill.gui.pages.data.paged_rows import ROWS_A_PAGE
from tidemill.gui.pages.data.rows_table import RowsTable

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.row_sets import StoredDiff
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.kept_diffs import DiffRows

KEY = "data.compare.rows"


class DiffRowsPart(QWidget):
    """Which rows are shown is chosen by segments; emits `kind_chosen(kind)`, `column_dropped`."""

    kind_chosen = Signal(object)
    column_dropped = Signal()

    def __init__(self, context: "PageContext") -> None:
        """Draw nothing yet."""
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.kinds = Segment(
            [(str(kind), str(kind)) for kind in RowKind], height=28, name=tr("Rows")
        )
        self.kinds.changed.connect(self._on_kind)
        self._only = QHBoxLayout()
        self._words = Label("", "small", "text2")
        row.addWidget(self.kinds)
        row.addLayout(self._only)
        row.addWidget(self._words, 1)
        column.addLayout(row)
        self.rows = RowsTable(tr("Rows that differ"))
        self.rows.page_wanted.connect(self._read)
        self.rows.again_wanted.connect(self._again)
        column.addWidget(self.rows, 1)
        self._shown: object = None
        self._stored: StoredDiff | None = None
        self._kind, self._column = RowKind.CHANGED, ""

    def show_rows(
        self, stored: "StoredDiff", schema: Schema, kind: RowKind, column: str = ""
    ) -> None:
        """Show rows of a kind; changed ones perhaps in one column only."""
        now = (id(stored), kind, column)
        if now == self._shown:
            return
        self._shown = now
        self._stored, self._kind, self._column = stored, kind, column
        diff = stored.diff
        options = [
            (str(each), f"{word} {numbers.count(diff.rows.of(each))}")
            for each, word in (
                (RowKind.CHANGED, tr("Changed")),
                (RowKind.ADDED, tr("Added")),
                (RowKind.REMOVED, tr("Removed")),
            )
            if each is not RowKind.CHANGED or diff.key
        ]
        self.kinds.set_options(options, str(kind))
        self._show_only(column)
        self._words.set_text(_words(diff, kind))
        self.rows.empty.set_words(tr("No row was {kind}", kind=kind))
        self.rows.begin(schema)

    def _show_only(self, column: str) -> None:
        while self._only.count():
            item = self._only.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if column:
            chip = ChipButton("in", tone="accent", is_removable=True, strong=column)
            chip.removed.connect(self.column_dropped)
            chip.clicked.connect(self.column_dropped)
            self._only.addWidget(chip)

    def is_waiting(self) -> bool:
        """Whether rows in sight are still to come."""
        return self.rows.is_waiting()

    def rest(self) -> None:
        """Read nothing more, and anew when shown next."""
        self._shown = None
        self.rows.rest()

    def _on_kind(self, word: str) -> None:
        self.kind_chosen.emit(RowKind(word))

    def _again(self) -> None:
        self.rows.page_wanted.emit(0)

    def _read(self, page: int) -> None:
        if self._stored is None:
            return
        work = partial(_page, self._context.workspace, self._stored, self._kind, self._column, page)
        self._context.operations.run(KEY, work, self._on_page, self._on_failed)

    def _on_page(self, found: "tuple[int, DiffRows]") -> None:
        page, rows = found
        numbered = [number - 1 for number in rows.numbers]
        self.rows.take(page, rows.rows, rows.total, numbered, rows.before)

    def _on_failed(self, error: TidemillError) -> None:
        self.rows.fail(error)


def _words(diff: VersionDiff, kind: RowKind) -> str:
    if kind is RowKind.REMOVED:
        return tr("As they stood in v{number}", number=diff.before.number)
    if kind is RowKind.ADDED:
        return tr("As they stand in v{number}", number=diff.after.number)
    return tr(
        "As they stand in v{number}, what stood in v{number2} struck out",
        number=diff.after.number,
        number2=diff.before.number,
    )


def _page(
    workspace: object,
    stored: "StoredDiff",
    kind: RowKind,
    column: str,
    page: int,
    reporter: "Reporter",
) -> "tuple[int, DiffRows]":
    from tidemill.services import kept_diffs
    from tidemill.services.workspace import Workspace

    assert isinstance(workspace, Workspace)
    rows = kept_diffs.rows(
        workspace,
        stored,
        kind,
        column=column or None,
        offset=page * ROWS_A_PAGE,
        limit=ROWS_A_PAGE,
        reporter=reporter,
    )
    return page, rows
