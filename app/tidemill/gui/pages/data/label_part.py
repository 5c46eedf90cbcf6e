"""The part of a dataset's page in which its rows are labelled."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.domain.columns import Kind, Schema
from tidemill.gui.pages.data.dataset_state import Loaded
from tidemill.gui.pages.data.label_history import LabelHistory
from tidemill.gui.pages.data.label_state import LabelState, usual_column
from tidemill.gui.pages.data.label_tab import LabelTab
from tidemill.gui.pages.data.label_view_model import LabelViewModel
from tidemill.gui.shell.page import PageContext


class LabelPart(QWidget):
    """Shows the rows of the dataset that is open and takes labels."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts; `show_dataset` begins to load."""
        super().__init__()
        self._context = context
        self._schema = Schema(())
        self._version = 0
        self.sheet: LabelHistory | None = None
        self.tab = LabelTab()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tab)
        self.model = LabelViewModel(context, self)
        model, tab = self.model, self.tab
        model.changed.connect(self._draw)
        model.went_to.connect(tab.go_to)
        model.saved.connect(self._on_saved)
        tab.put.connect(model.put)
        tab.undo_wanted.connect(model.undo)
        tab.history_wanted.connect(self.open_history)
        tab.save_wanted.connect(model.save)
        tab.column_chosen.connect(model.choose_column)
        tab.key_chosen.connect(model.choose_key)
        tab.order_chosen.connect(model.choose_order)
        tab.value_named.connect(model.name_value)
        tab.turned.connect(model.turn)
        tab.again_wanted.connect(model.reload)
        tab.all_wanted.connect(model.show_all)

    def show_dataset(self, loaded: Loaded) -> None:
        """Show the rows of a dataset's newest version."""
        self._schema = loaded.view.dataset.schema
        newest = loaded.view.newest.number
        is_other = newest != self._version
        self._version = newest
        name = loaded.view.dataset.name
        if name == self.model.state.name and is_other:
            self.model.reload()
        else:
            self.model.open(name, usual_column(self._schema))

    def open_history(self) -> None:
        """Open the sheet that tells who labelled which row."""
        state = self.model.state
        if not state.name or not state.column:
            return
        columns = self._schema
        is_boolean = state.column in columns and columns[state.column].kind is Kind.BOOLEAN
        sheet = LabelHistory(self._context, state.name, state.column, is_boolean=is_boolean)
        sheet.undone.connect(self.model.forget_done)
        sheet.closed.connect(self._on_closed)
        self.sheet = sheet
        self._context.open_sheet(sheet)

    def _on_closed(self) -> None:
        self.sheet = None

    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return self.model.is_busy()

    def close_part(self) -> None:
        """Stop reading."""
        self.model.close()

    def _on_saved(self, words: str) -> None:
        self._context.toast(f"{words}.", icon="tags")

    def _draw(self, state: LabelState) -> None:
        self.tab.show_state(state, self._schema)
