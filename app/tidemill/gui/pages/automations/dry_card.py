"""What would have happened to the files already in the folder: the lanes, and the files below."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import NumberCell, StatusCell, TextCell
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.progress import Progress
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.table import LazyTable, RowsSource
from tidemill.gui.kit.table_model import TableColumn
from tidemill.gui.pages.automations.dry_lanes import DryLanes
from tidemill.gui.pages.automations.dry_state import DryRow, DryState

_FIRST = 5
_COLUMNS = (
    TableColumn("name", tr("File"), 190, stretch=2, sortable=False, role="strong"),
    TableColumn("rows", tr("Rows"), 72, kind="number", sortable=False),
    TableColumn(
        "outcome", tr("Would have been"), 250, kind="status_text", stretch=3, sortable=False
    ),
    TableColumn("metric", tr("Metric"), 76, kind="number", sortable=False),
    TableColumn("gain", tr("Against champion"), 116, kind="number", sortable=False),
    TableColumn("then", tr("Then"), 100, sortable=False, tone="text2"),
)


class DryCard(QWidget):
    """Emits `tried(fit)`: replay the files, with fits where they are needed or only stored ones."""

    tried = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it with nothing to say."""
        super().__init__(parent)
        self._state = DryState()
        self._shows_all = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        card = Card((16, 12), 8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(tr("What would have happened"), "h3", elide="none"))
        self.note = Label("", "small", "text3")
        head.addWidget(self.note, 1)
        self.fit = Button(tr("Fit the rest"), "dumbbell", "ghost", height=24)
        self.fit.clicked.connect(self._on_fit)
        self.again = Button(tr("Try it"), "rotate-ccw", height=24)
        self.again.clicked.connect(self._on_again)
        self.legend = _Legend()
        head.addWidget(self.legend)
        head.addWidget(self.fit)
        head.addWidget(self.again)
        card.body.addLayout(head)
        self.words = Paragraph("", "small", "text2")
        self.progress = Progress(0.0, 4, name=tr("Progress of the dry run"))
        self.lanes = DryLanes()
        self.lanes.chosen.connect(self._on_column)
        for part in (self.words, self.progress, self.lanes):
            card.body.addWidget(part)
        column.addWidget(card)
        self._files = QWidget()
        below = QVBoxLayout(self._files)
        below.setContentsMargins(0, 4, 0, 0)
        below.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(tr("Files"), "h3", elide="none"))
        self.shown = Label("", "small", "text3")
        line.addWidget(self.shown, 1)
        self.every = Button("", None, "ghost", height=24)
        self.every.clicked.connect(self._on_every)
        line.addWidget(self.every)
        below.addLayout(line)
        self.table = LazyTable(
            _COLUMNS, row_height=34, auto_height=True, name=tr("Files of the dry run")
        )
        self.table.current_changed.connect(self._on_row)
        holder = Card((1, 1))
        holder.body.addWidget(self.table)
        below.addWidget(holder)
        column.addWidget(self._files)
        self.show_run(self._state)

    def show_run(self, state: DryState) -> None:
        """Show a dry run, its progress, or how to learn what would have happened."""
        before, self._state = self._state, state
        self.setVisible(state.word != "none")
        is_ready, is_running = state.word == "ready", state.word == "running"
        self.note.set_text(state.note if is_ready else tr("to the files already in the folder"))
        self.words.set_text("" if is_ready else state.message)
        self.words.setVisible(bool(state.message) and not is_ready)
        self.progress.setVisible(is_running)
        if is_running:
            if state.share < self.progress.share():
                self.progress.restart()
            self.progress.set_share(state.share)
        self.again.set_text(tr("Try it") if not is_ready else tr("Try again"))
        self.again.set_busy(is_running)
        self.fit.setVisible(is_ready and state.unknown > 0)
        self.lanes.setVisible(is_ready)
        self.legend.setVisible(is_ready)
        self._files.setVisible(is_ready)
        if is_ready and state != before:
            self.lanes.show_run(state)
            self._draw_rows()

    def _draw_rows(self) -> None:
        rows = self._state.rows if self._shows_all else self._state.rows[:_FIRST]
        n = len(self._state.rows)
        self.table.set_source(RowsSource([_cells(row) for row in rows], "key"))
        self.shown.set_text(
            tr("{n} of {n2}, newest first", n=len(rows), n2=n) if n > _FIRST else tr("newest first")
        )
        self.every.setVisible(n > _FIRST)
        self.every.set_text(
            tr("Show all {n}", n=n) if not self._shows_all else tr("Show {first}", first=_FIRST)
        )

    def _on_every(self) -> None:
        self._shows_all = not self._shows_all
        self._draw_rows()

    def _on_column(self, at: int) -> None:
        """A column opens its file in the table below."""
        if not self._shows_all and all(row.at != at for row in self._state.rows[:_FIRST]):
            self._on_every()
        self.table.set_current(at)

    def _on_row(self, key: object) -> None:
        if isinstance(key, int):
            self.lanes.choose(key)

    def _on_again(self) -> None:
        self.tried.emit(False)

    def _on_fit(self) -> None:
        self.tried.emit(True)


class _Legend(QWidget):
    """What the marks of the lane Retrained mean."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(5)
        for icon, tone, words in (
            ("arrow-up", "good", "better"),
            ("equal", "text2", "kept"),
            ("x", "bad", "stopped"),
        ):
            row.addWidget(IconLabel(icon, tone, 12))
            row.addWidget(Label(words, "caption", "text3", elide="none"))
            row.addSpacing(5)


def _cells(row: DryRow) -> Mapping[str, Any]:
    tone = None if row.is_better is None else "good" if row.is_better else "bad"
    return {
        "key": row.at,
        "name": TextCell(row.name, icon="file-spreadsheet", icon_tone="text2"),
        "rows": NumberCell(None if row.rows is None else numbers.count(row.rows)),
        "outcome": StatusCell(row.status, row.outcome),
        "metric": NumberCell(None if row.metric is None else numbers.score(row.metric)),
        "gain": NumberCell(None if row.gain is None else numbers.delta(row.gain), tone),
        "then": row.then or None,
    }
