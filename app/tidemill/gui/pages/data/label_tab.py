"""The Label tab: rows in a table, labels on the keys 1 to 9, and how far the work is."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.columns import Kind, Schema
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.progress import Bar
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.flow import Flow
from tidemill.gui.pages.data.label_state import (
    NEW_COLUMN,
    LabelState,
    cells_of_row,
    columns_to_label,
    keys_to_choose,
    label_words,
    next_open,
    page_words,
    progress_words,
)
from tidemill.services.label_pages import MOST_VALUES, LabelPage

_LABEL = "@label"
_CHOICE_WIDTH = 220
_LONGEST = 24
"""Characters of a value that its key shows."""
_CLEARING = (Qt.Key.Key_0, Qt.Key.Key_Backspace)


class LabelTab(QWidget):
    """Emits `put(row, label or None)`, `undo_wanted`, `history_wanted`, `save_wanted` and
    what was chosen above.

    In the table 1 to 9 label the row and go on, 0 takes its label away, S skips it, B goes back
    and U undoes the last label.
    """

    put = Signal(str, object)
    undo_wanted = Signal()
    history_wanted = Signal()
    save_wanted = Signal()
    column_chosen = Signal(str)
    key_chosen = Signal(str)
    order_chosen = Signal(str)
    value_named = Signal(str)
    turned = Signal(int)
    again_wanted = Signal()
    all_wanted = Signal()

    def __init__(self) -> None:
        """Draw nothing yet."""
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 14, 0, 0)
        outer.setSpacing(10)
        outer.addLayout(self._make_head())
        outer.addLayout(self._make_progress())
        values = QWidget()
        self._keys_row = Flow(values)
        outer.addWidget(values)
        self.failure = ErrorPanel()
        self.failure.hide()
        outer.addWidget(self.failure)
        self.table = LazyTable([], name=tr("Rows to label"))
        self.table.installEventFilter(self)
        card = Card((1, 1))
        card.body.addWidget(self.table)
        self._error = ErrorPanel(action=tr("Try again"))
        self._error.acted.connect(self.again_wanted)
        failed = QWidget()
        column = QVBoxLayout(failed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._error)
        column.addStretch(1)
        self.empty = EmptyState(
            tr("No column to label yet"),
            tr(
                "Choose the column that gets the labels above, or name a new one. Labels can "
                "also come by file, on the command line (data label)."
            ),
            icon="tags",
        )
        self._stack = QStackedWidget()
        for part in (Loading(tr("Reading the rows")), failed, card, self.empty):
            self._stack.addWidget(part)
        outer.addWidget(self._stack, 1)
        outer.addLayout(self._make_foot())
        self._schema = Schema(())
        self._state = LabelState()
        self._drawn: tuple[object, ...] = ()
        self.value_buttons: list[Button] = []

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.column = Choice((), None, tr("Choose a column"), "tags", name=tr("Column to label"))
        self.column.chosen.connect(self._on_column)
        self.column.setMaximumWidth(_CHOICE_WIDTH)
        self.new_column = Field(tr("Name of the new column"))
        self.new_column.submitted.connect(self.column_chosen)
        self.new_column.setMaximumWidth(_CHOICE_WIDTH)
        self.new_column.hide()
        self.key = Choice(
            (), None, tr("Rows are told apart by"), "key-round", name=tr("Key of a row")
        )
        self.key.chosen.connect(self._on_key)
        self.key.setMaximumWidth(_CHOICE_WIDTH)
        self.order = Segment(
            [
                ("unlabelled first", tr("Unlabelled first")),
                ("as they came", tr("As they came")),
            ],
            "unlabelled first",
            name=tr("Order of the rows"),
        )
        self.order.changed.connect(self.order_chosen)
        for part in (self.column, self.new_column, self.key):
            row.addWidget(part, 1000)
        row.addStretch(1)
        self.history = IconButton("history", tr("Who labelled which row"))
        self.history.clicked.connect(self.history_wanted)
        row.addWidget(self.history)
        self.undo = Button(tr("Undo"), "undo-2", "ghost", "U")
        self.undo.clicked.connect(self.undo_wanted)
        self.save = Button(tr("Save as a version"), "check")
        self.save.clicked.connect(self.save_wanted)
        row.addWidget(self.undo)
        row.addWidget(self.save)
        return row

    def _make_progress(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self._words = Label("", "small", "text2", elide="none")
        self._bar = Bar(0.0, name=tr("Share of rows that are labelled"))
        self.all = Button(tr("Show all rows"), "list", "ghost", height=28)
        self.all.clicked.connect(self.all_wanted)
        self.all.hide()
        row.addWidget(self.order)
        row.addWidget(self.all)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        return row

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._help = Label(
            tr("1 to 9 label the row, 0 takes the label away, S skips, B goes back, U undoes"),
            "small",
            "text3",
        )
        row.addWidget(self._help, 1)
        self._page = Label("", "small", "text2", elide="none")
        self.former = IconButton("chevron-left", tr("Earlier rows"))
        self.later = IconButton("chevron-right", tr("Later rows"))
        self.former.clicked.connect(self._on_former)
        self.later.clicked.connect(self._on_later)
        for part in (self._page, self.former, self.later):
            row.addWidget(part)
        return row

    # Drawing

    def show_state(self, state: LabelState, schema: Schema) -> None:
        """Draw a state of a dataset of these columns."""
        before, self._state = self._state, state
        if schema != self._schema or before.column != state.column:
            self._schema = schema
            options = columns_to_label(schema)
            known = {one.value for one in options}
            is_new = bool(state.column) and state.column not in known
            self.column.set_options(options, NEW_COLUMN if is_new else state.column or None)
            show_if(self.new_column, is_new)
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        at = {"loading": 0, "error": 1, "ready": 2}[state.word]
        if state.word == "ready" and state.page is None:
            at = 3
        self._stack.setCurrentIndex(at)
        failure = state.failure
        if failure is not None:
            self.failure.set_error(failure.message, failure.hint, failure.detail)
        show_if(self.failure, failure is not None)
        self.key.set_options(keys_to_choose(state.keys), state.key)
        self.order.set_value(state.order)
        page = state.page
        self._show_values(state.choices if page is not None else ())
        show_if(self.all, state.incident is not None)
        self.history.setEnabled(bool(state.column))
        self.undo.setEnabled(bool(state.done))
        self.save.setEnabled(page is not None and page.n_new > 0 and not state.is_saving)
        self.save.set_busy(state.is_saving)
        self._words.set_text("" if page is None else progress_words(page, state.incident))
        self._bar.set_share(0.0 if page is None else page.labelled / max(1, page.total))
        show_if(self._bar, page is not None)
        self._page.set_text("" if page is None else page_words(page))
        self.former.setEnabled(page is not None and page.offset > 0)
        self.later.setEnabled(page is not None and page.offset + len(page.rows) < page.total)
        if page is not None and at == 2:
            self._show_rows(page)

    def _show_values(self, choices: tuple[str, ...]) -> None:
        now = (self._is_boolean(), choices)
        if self._drawn[:2] == now:
            return
        while self._keys_row.count():
            item = self._keys_row.takeAt(0)
            part = None if item is None else item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        self._drawn = now
        self.value_buttons = []
        for number, value in enumerate(choices, 1):
            said = label_words(value, is_boolean=self._is_boolean())
            words = said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
            button = Button(words, None, "secondary", str(number), 28, tooltip=said)
            button.setAccessibleName(tr("Label the row {said}", said=said))
            button.clicked.connect(_Giver(self, value))
            self.value_buttons.append(button)
            self._keys_row.addWidget(button)
        self.new_value = Field(tr("Another value"), height=28)
        self.new_value.setFixedWidth(150)
        self.new_value.submitted.connect(self.value_named)
        show_if(self.new_value, self._state.page is not None and len(choices) < MOST_VALUES)
        self._keys_row.addWidget(self.new_value)

    def _show_rows(self, page: LabelPage) -> None:
        shown = [name for name in page.columns if name != page.column]
        columns = [
            TableColumn(_LABEL, page.column, 150, sortable=False, frozen=True),
            *(TableColumn(name, name, 130, self._side(name), sortable=False) for name in shown),
        ]
        current = self.table.current_key()
        if self._drawn[2:] != (page.columns, page.column):
            self.table.set_columns(columns)
            self._drawn = (*self._drawn[:2], page.columns, page.column)
        rows = [
            cells_of_row(row, page.columns, page.column, is_boolean=self._is_boolean())
            for row in page.rows
        ]
        self.table.set_source(RowsSource(rows))
        keys = [row.key for row in page.rows]
        if keys:
            self.table.set_current(current if current in keys else keys[0])

    def _is_boolean(self) -> bool:
        column = self._state.column
        return column in self._schema and self._schema[column].kind is Kind.BOOLEAN

    def _side(self, name: str) -> str | None:
        is_number = name in self._schema and self._schema[name].kind is Kind.NUMERIC
        return "right" if is_number else None

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Label by key where the rows have the focus."""
        if watched is self.table and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if plain and self._means(event.key()):
                if is_press:
                    self._act(event.key())
                event.accept()  # also the question whether it is a shortcut
                return True
        return super().eventFilter(watched, event)

    def _means(self, key: int) -> bool:
        n = key - int(Qt.Key.Key_1)
        letters = (Qt.Key.Key_S, Qt.Key.Key_B, Qt.Key.Key_U)
        return 0 <= n < len(self._state.choices) or key in _CLEARING or key in letters

    def _act(self, key: int) -> None:
        if key == Qt.Key.Key_S:
            self._step(1)
        elif key == Qt.Key.Key_B:
            self._step(-1)
        elif key == Qt.Key.Key_U:
            self.undo_wanted.emit()
        elif key in _CLEARING:
            self.give(None)
        else:
            self.give(self._state.choices[key - int(Qt.Key.Key_1)])

    def give(self, value: str | None) -> None:
        """Label the current row and go on to the next."""
        current = self.table.current_key()
        if current is None:
            return
        following = next_open(self._state, str(current))
        self.put.emit(str(current), value)
        self.table.set_current(following)

    def _step(self, by: int) -> None:
        source = self.table.source()
        current = self.table.current_key()
        if current is not None and source.row_count():
            at = max(0, min(source.row_of(current) + by, source.row_count() - 1))
            self.table.set_current(source.key(at))

    def go_to(self, key: str) -> None:
        """Make a row the current one, if it is in sight."""
        page = self._state.page
        if page is not None and any(row.key == key for row in page.rows):
            self.table.set_current(key)

    def _on_column(self, value: object) -> None:
        is_new = value == NEW_COLUMN
        show_if(self.new_column, is_new)
        if is_new:
            self.new_column.setFocus()
        else:
            self.column_chosen.emit(str(value))

    def _on_key(self, value: object) -> None:
        self.key_chosen.emit(str(value))

    def _on_former(self) -> None:
        self.turned.emit(-1)

    def _on_later(self) -> None:
        self.turned.emit(1)


class _Giver:
    """Labels the current row with a value, whatever a button says, and gives the keys back."""

    def __init__(self, tab: LabelTab, value: str) -> None:
        self._tab, self._value = tab, value

    def __call__(self, *_: object) -> None:
        self._tab.give(self._value)
        self._tab.table.setFocus()
