"""What stands over the table: filter, groups, columns, the kind of view, counts, saved views."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.metrics import current
from tidemill.gui.kit.segments import Segment, SegmentOption
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.column_chooser import ColumnChooser
from tidemill.gui.pages.experiments.filter_bar import FilterBar
from tidemill.gui.pages.experiments.group_popover import GroupPopover
from tidemill.gui.pages.experiments.source import group_words
from tidemill.gui.pages.experiments.state import ExperimentsState
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel
from tidemill.gui.pages.experiments.views_bar import ViewsBar

VIEWS = (
    SegmentOption("table", icon="table-2", name=tr("Table")),
    SegmentOption("scatter", icon="chart-scatter", name=tr("Scatter")),
    SegmentOption("compare", icon="git-compare", name=tr("Compare the selected runs")),
)


class Tools(QWidget):
    """Draws the head of the list. Emits `compare_wanted` for the segment that leaves the list."""

    compare_wanted = Signal()

    def __init__(self, model: ExperimentsViewModel) -> None:
        """Make the parts over a view model."""
        super().__init__()
        self._model = model
        self._chooser: ColumnChooser | None = None
        self._groups: GroupPopover | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._make_tools())
        column.addLayout(self._make_counts())

    def _make_tools(self) -> QHBoxLayout:
        side, model = metrics.current().page_margin_table, self._model
        row = QHBoxLayout()
        row.setContentsMargins(side, 0, side, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        self.filter = FilterBar()
        self.filter.wanted.connect(model.filter)
        self.filter.archived_wanted.connect(self._on_archived)
        self.filter.trash_left.connect(self._on_trash_left)
        self.filter.completion_wanted.connect(model.complete)
        self.filter.values_wanted.connect(model.values_of)
        model.completed.connect(self.filter.offer)
        row.addWidget(self.filter, 1, top)
        self.groups = Button(tr("Group"), "rows-3", trailing_icon="chevron-down")
        self.groups.clicked.connect(self.choose_groups)
        self.groups.setMaximumWidth(current().scaled(260))
        row.addWidget(self.groups, 0, top)
        self.columns = Button(tr("Columns"), "columns-3")
        self.columns.clicked.connect(self.choose_columns)
        row.addWidget(self.columns, 0, top)
        self.views = Segment(VIEWS, "table", name=tr("View"))
        self.views.changed.connect(self._on_view)
        row.addWidget(self.views, 0, top)
        return row

    def _make_counts(self) -> QHBoxLayout:
        side = metrics.current().page_margin_table
        self.counts = QHBoxLayout()
        self.counts.setContentsMargins(side, 0, side, 4)
        self.counts.setSpacing(8)
        self.total = Label("", "small_strong", elide="none", numeric=True)
        self.matching = Label("", "small", "text2", elide="none", numeric=True)
        self.busy = Label("", "small", "text3", elide="none")
        self.follow = Switch(tr("Follow newest"), False, tr("Follow the newest runs"))
        self.follow.toggled.connect(self._model.follow)
        for part in (self.total, self.matching, self.busy):
            self.counts.addWidget(part)
        self.counts.addStretch(1)
        self.saved = ViewsBar()
        self.counts.addWidget(self.saved)
        self.counts.addWidget(self.follow)
        return self.counts

    # Drawing

    def show_state(self, state: ExperimentsState) -> None:
        """Draw counts, filter, groups and view."""
        total, matching = state.counts
        self.total.set_text(total)
        self.matching.set_text(matching)
        self.busy.set_text(tr("Putting in order…") if state.is_reading else "")
        names = () if state.listed is None else state.listed.facets.names
        self.filter.show_wish(state.wish, state.query_error, names)
        words = group_words(state.wish.group_by)
        self.groups.set_text(tr("Group: {words}", words=words) if words else tr("No groups"))
        self.groups.setToolTip(words)
        self.views.set_value(state.arrangement.kind)
        if self.follow.isChecked() != state.arrangement.follow:
            self.follow.setChecked(state.arrangement.follow)
        is_table = state.arrangement.kind == "table"
        show_if(self.groups, is_table)
        show_if(self.columns, is_table)

    # Intentions

    def choose_columns(self) -> None:
        """Open the box in which columns are chosen."""
        listed = self._model.state.listed
        if listed is None:
            return
        self._chooser = ColumnChooser(self._model.state.columns, listed.facets, self)
        self._chooser.chosen.connect(self._model.show_columns)
        self._chooser.closed.connect(self._chooser.deleteLater)
        self._chooser.open_below(self.columns, True)

    def choose_groups(self) -> None:
        """Open the box in which groups are chosen."""
        listed, wish = self._model.state.listed, self._model.state.wish
        if listed is None:
            return
        self._groups = GroupPopover(wish.group_by, bool(wish.fold), listed.facets, self)
        self._groups.chosen.connect(self._model.group)
        self._groups.folded.connect(self._model.fold_seeds)
        self._groups.all_closed.connect(self._model.close_groups)
        self._groups.closed.connect(self._groups.deleteLater)
        self._groups.open_below(self.groups, True)

    def _on_archived(self) -> None:
        self._model.show_archived(True)

    def _on_trash_left(self) -> None:
        self._model.show_trash(False)

    def _on_view(self, kind: str) -> None:
        if kind == "compare":
            self.views.set_value(self._model.state.arrangement.kind)
            self.compare_wanted.emit()
        else:
            self._model.show_kind(kind)
