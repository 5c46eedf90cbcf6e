"""The list of runs: filter, grouping, columns, the table and the bar that floats over it."""

from collections.abc import Hashable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.domain.query import Completion
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.filter_field import FilterChip, FilterField
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.popover import Option, Popover
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.selection_bar import SelectionBar
from tidemill.gui.kit.table import LazyTable
from tidemill.gui.pages.experiments.commands import bar_actions
from tidemill.gui.pages.experiments.source import RunSource, columns_of
from tidemill.gui.pages.experiments.state import ExperimentsState
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel

_HINT = "Filter, for example: auc > 0.86 and estimator = random_forest"
_SORTS = {"started": "started", "name": "name", "by": "by", "duration": "duration"}


class ColumnsPopover(Popover):
    """Ticks for every metric and parameter; emits `chosen(ids)` and `archived(is_shown)`."""

    chosen = Signal(list)
    archived = Signal(bool)

    def __init__(self, state: ExperimentsState, parent: QWidget) -> None:
        """Offer what the runs have, the shown ones ticked."""
        super().__init__(parent)
        area = VScroll((8, 6, 12, 6), 4)
        area.setFixedSize(260, 320)
        self.boxes: dict[str, CheckBox] = {}
        listed = state.listed
        facets = None if listed is None else listed.facets
        for title, family, names in (
            ("Metrics", "metrics", () if facets is None else facets.metrics),
            ("Parameters", "params", () if facets is None else facets.params),
        ):
            if names:
                area.body.addWidget(Label(title, "caption", "text3"))
            for name in names:
                box = CheckBox(name, "", f"{family}.{name}" in state.columns)
                box.toggled.connect(self._tell)
                area.body.addWidget(box)
                self.boxes[f"{family}.{name}"] = box
        area.body.addWidget(Label("Runs", "caption", "text3"))
        archived = CheckBox("Archived too", "", state.wish.archived)
        archived.toggled.connect(self.archived)
        area.body.addWidget(archived)
        area.body.addStretch(1)
        self.body.addWidget(area)
        self._before = [column for column in state.columns if column in self.boxes]

    def _tell(self) -> None:
        ticked = [column for column, box in self.boxes.items() if box.isChecked()]
        kept = [column for column in self._before if column in ticked]
        self._before = kept + [column for column in ticked if column not in kept]
        self.chosen.emit(self._before)


class RunTable(QWidget):
    """Draws the list. Emits `acted(id)` for the floating bar, `opened(key)` for Enter."""

    acted = Signal(str)
    opened = Signal(object)

    def __init__(self, model: ExperimentsViewModel) -> None:
        """Make the parts over a view model."""
        super().__init__()
        self._model = model
        self._drawn: dict[str, object] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._make_tools())
        column.addLayout(self._make_counts())
        self._problem = ErrorPanel()
        self._problem.set_error("")
        column.addWidget(self._problem)
        self.table = LazyTable([], selection="multi", checks=True, name="Runs")
        self.table.selection_changed.connect(self._on_selected)
        self.table.current_changed.connect(self._on_current)
        self.table.sort_requested.connect(self._on_sort)
        self.table.group_toggled.connect(self._on_group)
        self.table.activated_row.connect(self.opened)
        self.table.set_columns_movable(True)
        column.addWidget(self.table, 1)
        self.bar = SelectionBar(self)
        self.bar.acted.connect(self.acted)
        self.bar.cleared.connect(self.table.clear_selection)

    def _make_tools(self) -> QHBoxLayout:
        side = metrics.current().page_margin_table
        row = QHBoxLayout()
        row.setContentsMargins(side, 0, side, 0)
        row.setSpacing(8)
        self.filter = FilterField(_HINT)
        self.filter.submitted.connect(self._model.filter)
        self.filter.text_changed.connect(self._on_text)
        self.filter.chip_removed.connect(self._on_chip_removed)
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.filter.edit)
        self._completer.activated.connect(self._on_completion)
        self._completions: list[Completion] = []
        self._model.completed.connect(self._on_completed)
        row.addWidget(self.filter, 1, Qt.AlignmentFlag.AlignTop)
        self.groups = Choice(
            [Option(True, "Group: experiment"), Option(False, "No groups")],
            True,
            icon="rows-3",
            look="button",
            name="Group",
        )
        self.groups.chosen.connect(self._model.group)
        row.addWidget(self.groups, 0, Qt.AlignmentFlag.AlignTop)
        self.columns = Button("Columns", "columns-3")
        self.columns.clicked.connect(self._choose_columns)
        row.addWidget(self.columns, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_counts(self) -> QHBoxLayout:
        side = metrics.current().page_margin_table
        row = QHBoxLayout()
        row.setContentsMargins(side, 0, side, 4)
        row.setSpacing(8)
        self.total = Label("", "small_strong", elide="none", numeric=True)
        self.matching = Label("", "small", "text2", elide="none", numeric=True)
        row.addWidget(self.total)
        row.addWidget(self.matching)
        row.addStretch(1)
        return row

    # Drawing

    def show_state(self, state: ExperimentsState) -> None:
        """Draw the list; what did not change is left alone."""
        total, matching = state.counts
        self.total.set_text(total)
        self.matching.set_text(matching)
        self.filter.set_error(state.query_error)
        self.groups.set_value(state.wish.is_grouped)
        if self._is_new("chips", state.wish.archived):
            chip = FilterChip("archived", "status is not", "archived")
            self.filter.set_chips([] if state.wish.archived else [chip])
        problem = state.problem
        self._problem.set_error(*(("",) if problem is None else (problem.message, problem.hint)))
        listed = state.listed
        if listed is None:
            return
        facets = listed.facets
        if self._is_new("columns", (state.columns, facets.main)):
            self.table.set_columns(columns_of(state.columns, facets))
        first, is_descending = state.wish.sort[0]
        shown = next((c for c, name in self._sort_names().items() if name == first), first)
        self.table.set_sort(shown, not is_descending)
        if self._is_new("rows", (id(listed), state.closed)):
            self.table.set_source(RunSource(listed, state.closed, self._model.want))
        chosen = [state.run(key) for key in state.selected]
        words = "Unpin" if chosen and all(one and one.run.pinned for one in chosen) else "Pin"
        registered = len(chosen) == 1 and chosen[0] is not None and bool(chosen[0].versions)
        actions = bar_actions(len(state.selected), words, is_registered=registered)
        self.bar.show_for(len(state.selected), actions)

    def _is_new(self, part: str, shown: object) -> bool:
        if part in self._drawn and self._drawn[part] == shown:
            return False
        self._drawn[part] = shown
        return True

    def _sort_names(self) -> dict[str, str]:
        return _SORTS

    # Intentions

    def _on_text(self, text: str) -> None:
        if not text.strip():
            self._model.filter("")
        if self.filter.edit.hasFocus():
            self._model.complete(text, self.filter.edit.cursorPosition())

    def _on_completed(self, found: list[Completion]) -> None:
        text = self.filter.text()
        self._completions = [one for one in found if text[one.start : one.end] != one.text]
        self._words.setStringList([one.text for one in self._completions])
        if self._completions and text and self.filter.edit.hasFocus():
            self._completer.complete()
        else:
            self._hide_completions()

    def _hide_completions(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    def _on_completion(self, words: str) -> None:
        chosen = next((one for one in self._completions if one.text == words), None)
        if chosen is not None:
            text = self.filter.text()
            self.filter.set_text(f"{text[: chosen.start]}{words} {text[chosen.end :].lstrip()}")
            self.filter.edit.setCursorPosition(chosen.start + len(words) + 1)

    def _on_chip_removed(self, _chip: str) -> None:
        self._model.show_archived(True)

    def _on_selected(self, keys: list[Hashable]) -> None:
        self._model.select([key for key in keys if isinstance(key, int)])

    def _on_current(self, key: object) -> None:
        self._model.point_at(key if isinstance(key, int) else None)

    def _on_sort(self, column: str, is_ascending: bool) -> None:
        self._model.sort_by(self._sort_names().get(column, column), is_ascending)

    def _on_group(self, key: object) -> None:
        if isinstance(key, tuple):
            self._model.fold(str(key[1]))

    def _choose_columns(self) -> None:
        popover = ColumnsPopover(self._model.state, self)
        popover.chosen.connect(self._model.show_columns)
        popover.archived.connect(self._model.show_archived)
        popover.closed.connect(popover.deleteLater)
        popover.open_below(self.columns, True)
