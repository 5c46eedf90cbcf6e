"""The right side of the Train sheet: the target's balance, warnings, the plan."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.explained import Number, explain
from tidemill.gui.kit.facts import KeyValues, NoticeBox
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.progress import Bar
from tidemill.gui.pages.data.train_state import Leak, TrainState

_MOST_CLASSES = 6
_FEW = 500


class TrainPlan(QWidget):
    """Emits `left_out(column)` and `kept(column)` for columns that may leak.

    `repeats_kept()` where rows on both sides of the split shall stay.
    """

    left_out = Signal(str)
    kept = Signal(str)
    repeats_kept = Signal()

    def __init__(self) -> None:
        """Draw the frame."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Label(tr("Target"), "h3"))
        self._balance = QWidget()
        self._grid = QGridLayout(self._balance)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        column.addWidget(self._balance)
        self._target = Paragraph("", "small", "text2")
        column.addWidget(self._target)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(8)
        column.addLayout(self._notices)
        column.addWidget(Divider())
        column.addWidget(Label(tr("Plan"), "h3"))
        self._plan = KeyValues()
        column.addWidget(self._plan)
        self._parts: list[QWidget] = []
        self._bars: list[QWidget] = []
        self._shown_leaks: object = None
        self._shown_classes: object = None
        self._shown_rows: list[tuple[str, str]] = []
        self.buttons: dict[str, tuple[Button, Button]] = {}

    def show_state(self, state: TrainState) -> None:
        """Draw a state."""
        assert state.suggested is not None
        found = state.suggested.suggestions
        if found.classes != self._shown_classes:
            self._shown_classes = found.classes
            self._show_classes(found.classes)
        self._balance.setVisible(bool(found.classes))
        self._target.set_text("" if found.classes else found.target_reason)
        self._target.setVisible(not found.classes)
        few = state.n_held_out < _FEW
        repeats = "" if state.are_repeats_kept else state.repeats
        shown = (state.open_leaks, repeats, few, state.n_held_out)
        if shown != self._shown_leaks:
            self._shown_leaks = shown
            self._show_notices(state, repeats, few)
        n_learn = state.n_known - state.n_held_out
        rows = [
            (tr("Rows to learn from"), numbers.integer(n_learn)),
            (tr("Rows held out"), numbers.integer(state.n_held_out)),
            (tr("Columns to learn from"), numbers.integer(len(state.features))),
            (tr("Fits"), numbers.integer(state.n_fits)),
            (tr("Time on this computer"), state.time_words),
            (tr("Can be stopped"), tr("any time, finished runs stay")),
        ]
        if rows != self._shown_rows:
            self._shown_rows = rows
            self._plan.set_rows(rows)

    def _show_classes(self, classes: tuple[tuple[str, int], ...]) -> None:
        for bar in self._bars:
            self._grid.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._bars = []
        whole = sum(n for _, n in classes) or 1
        for at, (name, n) in enumerate(classes[:_MOST_CLASSES]):
            is_positive = len(classes) == 2 and at == 1
            said = {"true": "yes", "false": "no"}.get(name, name)
            label = Label(said, "body", elide="middle")
            label.setMaximumWidth(90)
            token = "candidate" if is_positive else "reference"
            bar = Bar(n / whole, token, 8, f"{said}: {numbers.percent(n / whole)}")
            count = Label(numbers.integer(n), "body", numeric=True, align="right")
            explain(count, Number(tr("Class"), count.text()))
            for place, widget in enumerate((label, bar, count)):
                self._grid.addWidget(widget, at, place)
                self._bars.append(widget)
        if len(classes) > _MOST_CLASSES:
            more = Label(
                tr("and {value} more", value=len(classes) - _MOST_CLASSES), "small", "text3"
            )
            self._grid.addWidget(more, _MOST_CLASSES, 0, 1, 3)
            self._bars.append(more)

    def _show_notices(self, state: TrainState, repeats: str, is_few: bool) -> None:
        for part in self._parts:
            self._notices.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.buttons = [], {}
        for leak in state.open_leaks:
            self._parts.append(self._leak(leak))
        if repeats:
            self._parts.append(self._repeats(repeats))
        if is_few:
            n = numbers.integer(state.n_held_out)
            self._parts.append(
                NoticeBox(
                    "triangle-alert",
                    tr("Only {n} rows judge the models", n=n),
                    tr("Intervals will be wide. More rows, or a larger share, make them narrower."),
                )
            )
        for part in self._parts:
            self._notices.addWidget(part)

    def _leak(self, leak: Leak) -> QWidget:
        out = Button(tr("Leave it out"), height=28)
        out.setObjectName(leak.column)
        out.setAccessibleName(tr("Leave out {column}", column=leak.column))
        out.clicked.connect(self._on_out)
        keep = Button(tr("Keep"), None, "ghost", height=28)
        keep.setObjectName(leak.column)
        keep.setAccessibleName(tr("Keep {column}", column=leak.column))
        keep.clicked.connect(self._on_keep)
        self.buttons[leak.column] = (out, keep)
        title = tr("{column} may leak the answer", column=leak.column)
        return NoticeBox("triangle-alert", title, leak.message, actions=(out, keep))

    def _repeats(self, words: str) -> QWidget:
        keep = Button(tr("Keep"), None, "ghost", height=28)
        keep.setAccessibleName(tr("Keep rows that lie on both sides"))
        keep.clicked.connect(self.repeats_kept)
        self.buttons[""] = (keep, keep)
        words += tr(" A step of the dataset can drop repeated rows.")
        return NoticeBox("triangle-alert", tr("Rows lie on both sides"), words, actions=(keep,))

    def _on_out(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.left_out.emit(button.objectName())

    def _on_keep(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.kept.emit(button.objectName())
