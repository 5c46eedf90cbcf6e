"""The Train sheet: suggestions at the left, what follows from them at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.datasets import DatasetVersion
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.pages.data.recipe_files import RecipeFiles
from tidemill.gui.pages.data.train_choices import TrainChoices
from tidemill.gui.pages.data.train_plan import TrainPlan
from tidemill.gui.pages.data.train_state import TrainState
from tidemill.gui.pages.data.train_view_model import TrainViewModel
from tidemill.gui.shell.page import PageContext

_PLAN_WIDTH = 300


class TrainSheet(Sheet):
    """Emits `started(label of the version, job id)` once the training is in the queue."""

    reopened_by = ("data.dataset.train",)

    started = Signal(str, int)

    def __init__(self, context: PageContext, version: DatasetVersion) -> None:
        """Make the sheet for a version; suggestions are read in the background."""
        super().__init__(
            context.sheet_host,
            tr("Train on {label}", label=version.label),
            tr("Everything below is a suggestion from the data. Change what you know better."),
            tr("Start training"),
            "play",
            recorded_as=tr("Runs in the worker. You can close this window."),
            note_icon="cog",
        )
        self.choices, self.plan = TrainChoices(), TrainPlan()
        self._stack = QStackedWidget()
        waiting = Loading(tr("Looking at the columns"), "text")
        waiting.setMinimumHeight(240)
        self._stack.addWidget(waiting)
        self._stack.addWidget(self._make_error())
        self._stack.addWidget(self._make_form())
        self.body.addWidget(self._stack)
        self._failure = ErrorPanel(parent=self)
        self._failure.hide()
        self.body.addWidget(self._failure)
        self.model = TrainViewModel(context, version, self)
        self.files = RecipeFiles()
        self.add_to_foot(self.files)
        self._connect()
        self._draw(self.model.state)

    def _make_error(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self._error = ErrorPanel(action=tr("Try again"))
        column.addWidget(self._error)
        column.addStretch(1)
        return holder

    def _make_form(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(22)
        row.addWidget(self.choices, 1)
        row.addWidget(Divider(is_vertical=True))
        self.plan.setFixedWidth(_PLAN_WIDTH)
        row.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _connect(self) -> None:
        model, choices, plan = self.model, self.choices, self.plan
        model.changed.connect(self._draw)
        model.started.connect(self._on_started)
        self._error.acted.connect(model.again)
        choices.target_chosen.connect(model.choose_target)
        choices.metric_chosen.connect(model.choose_metric)
        choices.hold_out_chosen.connect(model.choose_hold_out)
        choices.left_out.connect(model.leave_out)
        choices.taken_in.connect(model.take_in)
        choices.switched.connect(model.switch)
        plan.left_out.connect(model.leave_out)
        plan.kept.connect(model.keep)
        plan.repeats_kept.connect(model.keep_repeats)
        choices.over_time.connect(model.judge_over_time)
        choices.code.path_chosen.connect(model.choose_code)
        choices.code.toggled.connect(model.switch_code)
        choices.code.table_named.connect(model.name_table)
        choices.groups_chosen.connect(model.choose_groups)
        choices.rule.rule_chosen.connect(model.choose_rule)
        choices.rule.rule_begun.connect(model.begin_rule)
        choices.rule.form.changed.connect(model.write_rule)
        choices.rule.form.saved.connect(model.keep_rule)
        choices.ahead.switched.connect(model.tell_ahead)
        choices.ahead.horizon_typed.connect(model.choose_horizon)
        choices.ahead.series_chosen.connect(model.choose_series)
        choices.ahead.lags_typed.connect(model.write_lags)
        choices.ahead.known_added.connect(model.know_ahead)
        choices.ahead.known_removed.connect(model.read_as_it_was)
        choices.preparation_chosen.connect(model.choose_preparation)
        self.files.opened.connect(model.open_recipe)
        self.files.wanted.connect(model.save_recipe)
        self.accepted.connect(model.start)
        self.closed.connect(model.close)

    def _draw(self, state: TrainState) -> None:
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        at = {"loading": 0, "error": 1, "ready": 2}[state.word]
        self._stack.setCurrentIndex(at)
        if state.word == "ready":
            self.choices.show_state(state)
            self.plan.show_state(state)
            self.files.show_state(state)
        self.primary.setEnabled(state.word == "ready" and not state.problem)
        self.primary.set_busy(state.is_starting)
        failure = state.failure
        if failure is None:
            self._failure.set_error("")
        else:
            self._failure.set_error(failure.message, failure.hint, failure.detail)
        self.fit()

    def _on_started(self, label: str, job_id: int) -> None:
        self.close_sheet()
        self.started.emit(label, job_id)
