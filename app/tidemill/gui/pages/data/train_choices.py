"""The left side of the Train sheet: four suggestions with their reasons, then what to try."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.chips import ChipButton
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.fields import paint_field_frame
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import ListPopover, Option
from tidemill.gui.pages.data.code_part import CodePart
from tidemill.gui.pages.data.flow import Flow
from tidemill.gui.pages.data.profile_state import KIND_ICONS
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
    tag_of,
)

_CAPTION = 108


class LeaveOut(QWidget):
    """Columns not to learn from, as chips in a field; the plus adds another.

    Emits `left_out(column)` and `taken_in(column)`.
    """

    left_out = Signal(str)
    taken_in = Signal(str)

    def __init__(self) -> None:
        """Hold no chip."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 4, 5)
        row.setSpacing(6)
        self._holder = QWidget()
        self._flow = Flow(self._holder, 6)
        row.addWidget(self._holder, 1)
        self.add = IconButton("plus", "Leave out another column", size=24, icon_size=14)
        self.add.clicked.connect(self._on_add)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.chips: dict[str, ChipButton] = {}
        self._shown: tuple[tuple[str, str], ...] = ()
        self._others: list[Option] = []
        self._list: ListPopover | None = None

    def show_state(self, state: TrainState) -> None:
        """Draw the columns that are left out."""
        shown = tuple((name, tag_of(state, name)) for name in state.leave_out)
        self._others = [
            Option(name, name, icon=KIND_ICONS[state.schema[name].kind]) for name in state.features
        ]
        self.add.setEnabled(bool(self._others))
        if shown == self._shown:
            return
        self._shown = shown
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for name, tag in shown:
            chip = ChipButton(name, tone="accent", is_removable=True, strong=tag)
            chip.setObjectName(name)
            chip.setAccessibleName(f"{name}, {tag}. Press to learn from it.")
            chip.removed.connect(self._on_removed)
            chip.clicked.connect(self._on_removed)
            self._flow.addWidget(chip)
            chip.show()
            self.chips[name] = chip
        self.updateGeometry()

    def _on_removed(self) -> None:
        chip = self.sender()
        if isinstance(chip, ChipButton):
            self.taken_in.emit(chip.objectName())

    def _on_add(self) -> None:
        self._list = ListPopover(self._others, None, self)
        self._list.chosen.connect(self.left_out)
        self._list.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list.open_for(self.add, True)

    def minimumSizeHint(self) -> QSize:
        """Never lower than a field."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(metrics.current().control, hint.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame of a field."""
        painter = QPainter(self)
        paint_field_frame(painter, QRectF(self.rect()), False, False, True)


class TrainChoices(QWidget):
    """Emits what a person chooses."""

    target_chosen = Signal(object)
    metric_chosen = Signal(object)
    hold_out_chosen = Signal(object)
    over_time = Signal(bool)
    groups_chosen = Signal(object)
    left_out = Signal(str)
    taken_in = Signal(str)
    switched = Signal(str, bool)

    def __init__(self) -> None:
        """Draw the form."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(12)
        grid.setColumnMinimumWidth(0, metrics.current().scaled(_CAPTION))
        grid.setColumnStretch(1, 1)
        self.target = Choice(icon="target", name="Predict")
        self.judge = Choice(name="Judge by")
        self.hold_out = Choice(name="Hold out")
        self.leave_out = LeaveOut()
        self.windows = CheckBox(
            "Judge over time too", f"on {WINDOWS} windows before, by a fit each"
        )
        self.groups = Choice(icon="users", name="Models")
        self._reasons = [Paragraph("", "small", "text3") for _ in range(5)]
        parts = (self.target, self.judge, self.hold_out, self.leave_out, self.groups)
        captions = ("Predict", "Judge by", "Hold out", "Leave out", "Models")
        for at, (caption, part) in enumerate(zip(captions, parts, strict=True)):
            label = Label(caption, "strong")
            label.setFixedHeight(metrics.current().control)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            cell = QVBoxLayout()
            cell.setSpacing(4)
            cell.addWidget(part)
            cell.addWidget(self._reasons[at])
            if part is self.hold_out:
                cell.addWidget(self.windows)
            grid.addLayout(cell, at, 1)
        column.addLayout(grid)
        column.addWidget(Divider())
        column.addWidget(Label("Try", "h3"))
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
        self.leave_out.left_out.connect(self.left_out)
        self.leave_out.taken_in.connect(self.taken_in)

    def show_state(self, state: TrainState) -> None:
        """Draw a state."""
        assert state.suggested is not None
        found = state.suggested.suggestions
        targets = [
            Option(name, name, icon=KIND_ICONS[state.schema[name].kind]) for name in found.targets
        ]
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
        self.leave_out.show_state(state)
        columns = group_columns(state.schema, found.target)
        self.groups.set_options(
            [
                Option(None, "One for all"),
                *(Option(n, f"One for each {n}", icon="users") for n in columns),
            ],
            state.by_group,
        )
        self._show_reasons(state)
        self._show_pipelines(state)
        self.code.show_state(state.code)
        self._problem.set_text(state.problem)
        self._problem.setVisible(bool(state.problem))

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
