"""The left side of the Train sheet: four suggestions with their reasons, then what to try."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.pages.data.ahead_part import AheadPart
from tidemill.gui.pages.data.code_part import CodePart
from tidemill.gui.pages.data.column_chips import ColumnChips, options_of
from tidemill.gui.pages.data.form_rows import FormRows
from tidemill.gui.pages.data.rule_part import RulePart
from tidemill.gui.pages.data.train_state import (
    WINDOWS,
    HoldOutChoice,
    Pipeline,
    TrainState,
    by_group_reason,
    group_columns,
    hold_out_choices,
    hold_out_reason,
    leave_out_reason,
    preparation_reason,
    tag_of,
)


class TrainChoices(QWidget):
    """Emits what a person chooses."""

    target_chosen = Signal(object)
    metric_chosen = Signal(object)
    hold_out_chosen = Signal(object)
    over_time = Signal(bool)
    groups_chosen = Signal(object)
    preparation_chosen = Signal(object)
    left_out = Signal(str)
    taken_in = Signal(str)
    switched = Signal(str, bool)

    def __init__(self) -> None:
        """Draw the form."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        form = FormRows()
        self.target = Choice(icon="target", name=tr("Predict"))
        self.judge = Choice(name=tr("Judge by"))
        self.hold_out = Choice(name=tr("Hold out"))
        self.leave_out = ColumnChips(tr("Leave out another column"), tr("Press to learn from it."))
        self.windows = CheckBox(
            tr("Judge over time too"),
            tr("on {windows} windows before, by a fit each", windows=WINDOWS),
        )
        self.groups = Choice(icon="users", name=tr("Models"))
        form.add(tr("Predict"), self.target)
        form.add(tr("Judge by"), self.judge)
        form.add(tr("Hold out"), self.hold_out, self.windows)
        form.add(tr("Leave out"), self.leave_out)
        self._models = form.add(tr("Models"), self.groups)
        self.preparation = Choice(icon="layers", name=tr("Prepare"))
        self._prepare = form.add(tr("Prepare"), self.preparation)
        self._reasons = [row.reason for row in form.rows]
        column.addWidget(form)
        self.ahead = AheadPart()
        column.addWidget(self.ahead)
        self.rule = RulePart()
        column.addWidget(self.rule)
        column.addWidget(Divider())
        column.addWidget(Label(tr("Try"), "h3"))
        self._pipelines = QVBoxLayout()
        self._pipelines.setSpacing(6)
        column.addLayout(self._pipelines)
        column.addWidget(Divider())
        self.code = CodePart()
        column.addWidget(self.code)
        self._problem = Paragraph("", "small", "bad")
        column.addWidget(self._problem)
        column.addStretch(1)
        self.boxes: dict[str, CheckBox] = {}
        self._shown_pipelines: tuple[Pipeline, ...] = ()
        self.target.chosen.connect(self.target_chosen)
        self.judge.chosen.connect(self.metric_chosen)
        self.hold_out.chosen.connect(self.hold_out_chosen)
        self.windows.toggled.connect(self.over_time)
        self.groups.chosen.connect(self.groups_chosen)
        self.preparation.chosen.connect(self.preparation_chosen)
        self.leave_out.added.connect(self.left_out)
        self.leave_out.removed.connect(self.taken_in)

    def show_state(self, state: TrainState) -> None:
        """Draw a state."""
        assert state.suggested is not None
        found = state.suggested.suggestions
        targets = options_of(state.schema, found.targets)
        if found.target not in found.targets:
            targets.insert(0, Option(found.target, found.target))
        self.target.set_options(targets, found.target)
        metrics_ = [Option(m.id, m.title, "") for m in state.suggested.measures]
        self.judge.set_options(metrics_, state.metric)
        ways = hold_out_choices(state)
        self.hold_out.set_options(
            [Option(way, way.words(found.task), icon=_way_icon(way)) for way in ways],
            state.hold_out,
        )
        self.windows.setVisible(state.hold_out.time is not None)
        if self.windows.isChecked() != state.is_over_time:
            self.windows.setChecked(state.is_over_time)
        self.leave_out.show_columns(
            [(name, tag_of(state, name)) for name in state.leave_out],
            options_of(state.schema, state.features),
        )
        self._models.show_if(not state.ahead.is_on)
        self.ahead.show_state(state)
        self.rule.show_state(state)
        columns = group_columns(state.schema, found.target)
        self.groups.set_options(
            [
                Option(None, tr("One for all")),
                *(Option(n, tr("One for each {n}", n=n), icon="users") for n in columns),
            ],
            state.by_group,
        )
        self._show_preparations(state)
        self._show_reasons(state)
        self._show_pipelines(state)
        self.code.show_state(state.code)
        self._problem.set_text(state.problem)
        self._problem.setVisible(bool(state.problem))

    def _show_preparations(self, state: TrainState) -> None:
        """Offer preparations of the catalogue and shared ones, where there are some."""
        assert state.suggested is not None
        known = state.suggested.preparations
        self._prepare.show_if(bool(known))
        self.preparation.set_options(
            [
                Option("", tr("As each estimator likes it")),
                *(
                    Option(one.address, one.label, icon="layers" if one.is_shared else "box")
                    for one in known
                ),
            ],
            state.preparation,
        )

    def _show_reasons(self, state: TrainState) -> None:
        assert state.suggested is not None
        found = state.suggested.suggestions
        helps = {m.id: m.help for m in state.suggested.measures}
        is_usual = state.metric == found.metric
        reasons = (
            found.target_reason,
            found.metric_reason if is_usual else helps.get(state.metric, ""),
            hold_out_reason(state),
            leave_out_reason(state),
            by_group_reason(state),
            preparation_reason(state),
        )
        for label, words in zip(self._reasons, reasons, strict=True):
            label.set_text(words)

    def _show_pipelines(self, state: TrainState) -> None:
        assert state.suggested is not None
        pipelines = state.suggested.pipelines
        if pipelines != self._shown_pipelines:
            self._shown_pipelines = pipelines
            for box in self.boxes.values():
                self._pipelines.removeWidget(box)
                box.hide()
                box.deleteLater()
            self.boxes = {}
            for each in pipelines:
                box = CheckBox(each.title, each.help, each.id in state.chosen)
                box.setObjectName(each.id)
                box.toggled.connect(self._on_toggled)
                self._pipelines.addWidget(box)
                self.boxes[each.id] = box
        for name, box in self.boxes.items():
            if box.isChecked() != (name in state.chosen):
                box.setChecked(name in state.chosen)

    def _on_toggled(self, is_on: bool) -> None:
        box = self.sender()
        if isinstance(box, CheckBox):
            self.switched.emit(box.objectName(), is_on)


def _way_icon(way: HoldOutChoice) -> str:
    if way.time is not None:
        return "calendar"
    return "shuffle" if way.group is None else "users"
