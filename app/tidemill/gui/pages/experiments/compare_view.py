"""The comparison of up to eight runs: the table on top, the pictures below."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.switch import Switch
from tidemill.gui.pages.experiments.compare_state import best_of, lines_of
from tidemill.gui.pages.experiments.compare_table import CompareTable
from tidemill.gui.pages.experiments.plots import Plots, RunLegend
from tidemill.services import evaluation, runs
from tidemill.services.evaluation import Pictures
from tidemill.services.runs import Comparison

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext, StateWord


class CompareView(QWidget):
    """Compares the runs of `show_ids`; `changed` tells that bar and crumbs may differ."""

    changed = Signal()
    register_wanted = Signal()

    def __init__(self, context: "PageContext") -> None:
        """Make the parts."""
        super().__init__()
        self._context = context
        self.ids: tuple[str, ...] = ()
        self.comparison: Comparison | None = None
        self._error_now: TidemillError | None = None
        self.switch = Switch("Only differences", True, text_side="left", parent=self)
        self.switch.hide()
        self.switch.toggled.connect(self._draw_table)
        self.register = Button("Register", "box", "primary", height=30, parent=self)
        self.register.hide()
        self.register.clicked.connect(self.register_wanted)
        side = metrics.current().page_margin_table
        self._stack = QStackedWidget()
        self._error = ErrorPanel(action="Try again")
        self._error.acted.connect(self._load)
        for part in (Loading("Comparing", "table"), self._error):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(side, side, side, side)
            column.addWidget(part)
            column.addStretch(1 if part is self._error else 0)
            self._stack.addWidget(holder)
        self._stack.addWidget(self._make_page(side))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _make_page(self, side: int) -> QWidget:
        area = VScroll((10, 0, 10, 24), 0)
        self.table = CompareTable()
        area.body.addWidget(self.table)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(side - 10, 16, side - 10, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Label("Plots", "h2", elide="none"))
        self.legend = RunLegend()
        head.addWidget(self.legend, 1)
        column.addLayout(head)
        self.notice = NoticeBox(
            "triangle-alert",
            "These runs were judged on different rows",
            "Differences may come from the rows and not from the models.",
        )
        self.notice.hide()
        column.addWidget(self.notice)
        self.plots = Plots()
        self.legend.highlighted.connect(self.plots.highlight)
        column.addWidget(self.plots)
        area.body.addWidget(below)
        area.body.addStretch(1)
        return area

    def state_word(self) -> "StateWord":
        """Whether there is something to see."""
        if self._error_now is not None:
            return "error"
        return "loading" if self.comparison is None else "ready"

    def best_id(self) -> str:
        """The id of the best run, empty while nothing is known."""
        if self.comparison is None:
            return ""
        return self.comparison.runs[best_of(self.comparison)].id

    def show_ids(self, ids: tuple[str, ...]) -> None:
        """Compare these runs, the first as the baseline."""
        if ids != self.ids or self.comparison is None:
            self.ids, self.comparison = ids, None
            self._load()

    def _load(self) -> None:
        workspace, ids = self._context.workspace, self.ids
        self._error_now = None
        self._stack.setCurrentIndex(0)

        def work(reporter: "Reporter") -> tuple[Comparison, Pictures]:
            found = runs.compare(workspace, ids)
            return found, evaluation.pictures(workspace, found.runs, reporter)

        self._context.operations.run(
            "experiments.compare.load", work, self._on_loaded, self._on_failed
        )

    def _on_loaded(self, found: tuple[Comparison, Pictures]) -> None:
        self.comparison, pictures = found
        self.register.set_text(f"Register {self.comparison.runs[best_of(self.comparison)].name}")
        self.legend.set_names([run.name for run in self.comparison.runs])
        self.notice.setVisible(not pictures.is_same_rows)
        self.plots.set_pictures(pictures)
        self._stack.setCurrentIndex(2)
        self._draw_table()
        self.changed.emit()

    def _on_failed(self, error: TidemillError) -> None:
        self._error_now = error
        self._error.set_error(error.message, error.hint, error.detail, "Try again")
        self._stack.setCurrentIndex(1)
        self.changed.emit()

    def _draw_table(self) -> None:
        if self.comparison is not None:
            self.table.set_lines(lines_of(self.comparison, self.switch.isChecked()))
