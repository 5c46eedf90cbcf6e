"""The comparison of two versions as a face of Data: head, columns, rows, schema."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.version_diffs import RowKind
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.progress import Progress
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.compare.addresses import Wish, address_parts
from tidemill.gui.pages.data.compare.columns_table import ColumnsPart, SchemaPart
from tidemill.gui.pages.data.compare.commands import commands_of
from tidemill.gui.pages.data.compare.deeds import CompareDeeds
from tidemill.gui.pages.data.compare.head import CompareHead, RowsBar, kinds_there
from tidemill.gui.pages.data.compare.inspector import CompareInspector
from tidemill.gui.pages.data.compare.rows_part import DiffRowsPart
from tidemill.gui.pages.data.compare.state import (
    SEGMENTS,
    CompareState,
    segment_words,
    version_word,
)
from tidemill.gui.pages.data.compare.view_model import KEY, CompareViewModel
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, StateWord, address_of

if TYPE_CHECKING:
    from tidemill.domain.version_diffs import VersionDiff


class ComparePart(QWidget):
    """Emits `changed` when crumbs, actions or commands are others, `inspector_wanted`, and
    `aside_wanted(address, words)`."""

    changed = Signal()
    inspector_wanted = Signal()
    aside_wanted = Signal(str, str)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        """Make the part; nothing is read before `show_wish`."""
        super().__init__(parent)
        self._context = context
        self.model = CompareViewModel(context, self)
        self.deeds = CompareDeeds(context, self.model, self)
        self.deeds.aside_wanted.connect(self.aside_wanted)
        self._copy = Button(tr("Copy link"), "link", "ghost", height=30, parent=self)
        self._copy.clicked.connect(self.deeds.copy_link)
        self._copy.hide()
        self._save = Button(tr("Save as report"), "file-text", height=30, parent=self)
        self._save.clicked.connect(self.deeds.save_report)
        self._save.hide()
        self.column = CompareInspector(self)
        self.column.hide()
        self._rows: DiffRowsPart | None = None
        self._schema: SchemaPart | None = None
        self._stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.head = CompareHead()
        self._make_body()
        self._connect()

    def _make_body(self) -> None:
        side = metrics.current().page_margin_table
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(side, 16, side, 20)
        column.setSpacing(10)
        column.addWidget(self.head)
        self._body = QStackedWidget()
        self._loading = self._make_loading()
        self._failed: QWidget | None = None
        self._ready: QWidget | None = None
        self._body.addWidget(self._loading)
        column.addWidget(self._body, 1)
        self._stack.addWidget(full)
        # Made while the versions are being read: all at once would hold the window up.
        QTimer.singleShot(0, self, self._make_ahead)

    def _make_ahead(self) -> None:
        if self._ready is None:
            self._ready = self._make_ready()
            self._body.addWidget(self._ready)

    def _make_loading(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(12)
        self._doing = Label("", "small", "text2")
        self._progress = Progress(0.0, name=tr("Comparing"))
        self._stop = Button(tr("Stop"), "square", height=28)
        self._stop.clicked.connect(self.model.stop)
        row.addWidget(self._progress, 1)
        row.addWidget(self._doing, 1)
        row.addWidget(self._stop)
        self._waiting = QWidget()
        self._waiting.setLayout(row)
        column.addWidget(self._waiting)
        column.addWidget(Loading(tr("Comparing the versions")), 1)
        return holder

    def _make_error(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self._error = ErrorPanel(action=tr("Try again"))
        self._error.acted.connect(self.model.reload)
        column.addWidget(self._error)
        column.addStretch(1)
        return holder

    def _make_ready(self) -> QWidget:
        ready = QWidget()
        column = QVBoxLayout(ready)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.bar = RowsBar()
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.segments = Segment([(word, word.capitalize()) for word in SEGMENTS], name=tr("Show"))
        self.segments.changed.connect(self.model.show_segment)
        self._legend = Legend()
        self._only = Button(tr("Only changed"), "list-filter")
        self._only.setCheckable(True)
        self._only.toggled.connect(self.model.show_only_changed)
        row.addWidget(self.segments)
        row.addStretch(1)
        row.addWidget(self._legend)
        row.addWidget(self._only)
        column.addLayout(row)
        self.columns = ColumnsPart()
        self.columns.chosen.connect(self._on_column)
        self.columns.opened.connect(self._on_opened)
        self._same = EmptyState(
            tr("The same content"),
            tr("Both versions hold the same rows and columns, whatever file they came from."),
            icon="equal",
        )
        self._parts = QStackedWidget()
        for part in (self.columns, self._same):
            self._parts.addWidget(part)
        column.addWidget(self._parts, 1)
        return ready

    def _connect(self) -> None:
        model, head = self.model, self.head
        model.changed.connect(self._on_state)
        model.moved.connect(self._on_moved)
        head.before_picked.connect(model.pick_before)
        head.after_picked.connect(model.pick_after)
        head.swapped.connect(model.swap)
        head.key_chosen.connect(model.choose_key)
        self.column.rows_wanted.connect(self.show_rows)
        self.column.check_wanted.connect(self.deeds.check)
        self.column.aside_wanted.connect(self.deeds.set_aside)

    # Parts that are made when they are first shown

    @property
    def rows(self) -> DiffRowsPart:
        """The rows that differ."""
        if self._rows is None:
            self._rows = DiffRowsPart(self._context)
            self._rows.kind_chosen.connect(self._on_kind)
            self._rows.column_dropped.connect(self._on_all_columns)
            self._parts.addWidget(self._rows)
        return self._rows

    @property
    def schema(self) -> SchemaPart:
        """The columns whose name, type or presence differs."""
        if self._schema is None:
            self._schema = SchemaPart()
            self._schema.chosen.connect(self._on_column)
            self._parts.addWidget(self._schema)
        return self._schema

    # What the page asks

    def show_wish(self, wish: Wish) -> None:
        """Compare the versions of an address."""
        self.model.open(
            wish.before,
            wish.after,
            key=wish.key,
            column=wish.column,
            segment=wish.segment,
            kind=wish.kind,
        )
        self._on_state(self.model.state)

    def address(self) -> list[str]:
        """Where the comparison is, below Data."""
        state = self.model.state
        return address_parts(Wish(state.before, state.after, state.key))

    def dataset(self) -> str:
        """The dataset of the earlier version."""
        return self.model.state.before.rpartition("@")[0]

    def crumbs(self) -> list[Crumb]:
        """The place, the dataset, the two versions."""
        state = self.model.state
        name, _, number = state.before.rpartition("@")
        other, _, second = state.after.rpartition("@")
        both = (
            tr("v{number} and v{second}", number=number, second=second)
            if name == other
            else tr("v{number} and {other} v{second}", number=number, other=other, second=second)
        )
        return [
            Crumb(tr("Data"), address_of("data")),
            Crumb(name, address_of("data", name)),
            Crumb(both),
        ]

    def bar_actions(self) -> list[QWidget]:
        """The link to this comparison, and a file of it."""
        return [self._copy, self._save]

    def inspector(self) -> QWidget | None:
        """The column, while columns or the schema are shown."""
        state = self.model.state
        is_there = state.word == "ready" and state.loaded is not None
        return self.column if is_there and state.segment != "rows" else None

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        return self.model.state.word

    def is_settled(self) -> bool:
        """Nothing is loading and no row in sight is to come."""
        is_busy = self._context.operations.is_busy(KEY)
        is_waiting = self._rows is not None and self._rows.is_waiting()
        return self.model.state.word != "loading" and not is_busy and not is_waiting

    def commands(self) -> list[Command]:
        """What can be done here."""
        return commands_of(self, self.model, self.deeds)

    def open_key(self) -> None:
        """Choose by which columns rows are matched."""
        self.head.open_key()

    def toggle_only_changed(self) -> None:
        """Show all columns, or only those that changed."""
        self._only.toggle()

    def show_rows(self, kind: RowKind, column: str) -> None:
        """Show the rows of a kind, where a column differs."""
        self.model.show_rows(kind, column)
        self.rows.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """From rows or schema to the columns."""
        if self.model.state.segment != "columns":
            self.model.show_segment("columns")
            return True
        return False

    def close_part(self) -> None:
        """Stop what is under way."""
        self._context.operations.cancel_all(KEY)

    # Drawing

    def _on_state(self, state: CompareState) -> None:
        self.head.show_state(state)
        if state.error is not None:
            self._show_error(state.error)
        elif state.word == "loading":
            self._body.setCurrentWidget(self._loading)
        share, message = state.progress
        show_if(self._waiting, share > 0.0 and state.word == "loading")
        if share == 0.0:
            self._progress.restart()
        self._progress.set_share(share)
        self._doing.set_text(message)
        if state.word == "ready" and state.loaded is not None:
            self._make_ahead()
            self._show_ready(state, state.loaded.diff)
            if self._ready is not None:
                self._body.setCurrentWidget(self._ready)
        self.changed.emit()

    def _show_error(self, error: TidemillError) -> None:
        if self._failed is None:
            self._failed = self._make_error()
            self._body.addWidget(self._failed)
        again = "" if error.kind == "needs-you" else tr("Try again")
        self._error.set_error(error.message, error.hint, error.detail, again)
        self._body.setCurrentWidget(self._failed)

    def _show_ready(self, state: CompareState, diff: "VersionDiff") -> None:
        self.bar.show_diff(diff)
        self.segments.set_options(segment_words(diff), state.segment)
        self._show_legend(state, diff)
        if self._only.isChecked() != state.only_changed:
            self._only.setChecked(state.only_changed)
        self._only.set_icon("check" if state.only_changed else "list-filter")
        column = state.shown_column
        name = column.name if column is not None else None
        if state.segment != "rows" and self._rows is not None:
            self._rows.rest()
        if diff.is_same and state.segment != "columns":
            self._parts.setCurrentWidget(self._same)
        elif state.segment == "columns":
            self._parts.setCurrentWidget(self.columns)
            self.columns.show_diff(diff, name, only_changed=state.only_changed)
        elif state.segment == "schema":
            self._parts.setCurrentWidget(self.schema)
            self.schema.show_diff(diff)
        else:
            self._parts.setCurrentWidget(self.rows)
            self._show_rows(state, diff)
        self.column.show_state(state)

    def _show_rows(self, state: CompareState, diff: "VersionDiff") -> None:
        assert state.loaded is not None
        there = kinds_there(diff)
        kind = state.kind or (there[0] if there else RowKind.CHANGED)
        schemas = state.loaded.schemas
        schema = schemas[0] if kind is RowKind.REMOVED else schemas[1]
        column = state.rows_column if kind is RowKind.CHANGED else ""
        self.rows.show_rows(state.loaded.stored, schema, kind, column)

    def _show_legend(self, state: CompareState, diff: "VersionDiff") -> None:
        self._legend.set_entries(
            [
                Entry(version_word(diff, is_after=False), "text3", "line"),
                Entry(version_word(diff, is_after=True), "accent", "box"),
                Entry(tr("PSI limit {limit:.2f}", limit=diff.limit), "text2", "tick"),
            ]
        )
        show_if(self._legend, state.segment == "columns" and self.width() > 640)
        show_if(self._only, state.segment == "columns")

    # Intentions

    def _on_moved(self) -> None:
        self.changed.emit()

    def _on_column(self, name: str) -> None:
        self.model.choose_column(name)
        self.inspector_wanted.emit()

    def _on_opened(self, name: str) -> None:
        loaded = self.model.state.loaded
        if loaded is not None and loaded.diff[name].changed:
            self.model.choose_column(name)
            self.show_rows(RowKind.CHANGED, name)

    def _on_kind(self, kind: RowKind) -> None:
        self.model.show_rows(kind)

    def _on_all_columns(self) -> None:
        self.model.show_rows(RowKind.CHANGED)
