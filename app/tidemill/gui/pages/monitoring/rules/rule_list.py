"""The list of alert rules at the left of the editor."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.explained import Number, explain
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.rows import ListRow
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.surfaces import IconLabel, Surface
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.monitoring.rules.state import RuleRow, RulesState

_WIDE = 204
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_K: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_J: 1,
}


class RuleList(Surface):
    """Emits `chosen(key)`, `model_chosen(name)` ("" is every model) and `new_wanted`."""

    chosen = Signal(str)
    model_chosen = Signal(object)
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__("surface", "r", parent=parent)
        self.setFixedWidth(metrics.current().scaled(_WIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 9, 8)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.setSpacing(6)
        head.addWidget(Label(tr("Alert rules"), "h3"))
        self._count = Label("", "small", "text3", numeric=True)
        head.addWidget(self._count, 1)
        self.new = IconButton("plus", tr("New alert rule"), "new", size=24)
        self.new.clicked.connect(self.new_wanted)
        head.addWidget(self.new)
        column.addLayout(head)
        self.model = Choice([], look="button", height=28, name=tr("Of which model"))
        self.model.chosen.connect(self.model_chosen)
        column.addWidget(self.model)
        self.area = VScroll((0, 0, 0, 0), 2)
        column.addWidget(self.area, 1)
        self.rows: dict[str, RuleButton] = {}
        self._drawn: tuple[RuleRow, ...] = ()
        self.area.body.addStretch(1)

    def show_state(self, state: RulesState) -> None:
        """Show the rules; rows that stay keep the focus."""
        options = [("", tr("Every model")), *((name, name) for name in state.models)]
        self.model.set_options(options, state.only)
        show_if(self.model, len(state.models) > 1)
        self._count.set_text(numbers.integer(len(state.rows)))
        explain(self._count, Number(tr("Rules"), self._count.text()))
        if state.rows == self._drawn:
            return
        self._drawn = state.rows
        for key in [key for key in self.rows if key not in {row.key for row in state.rows}]:
            gone = self.rows.pop(key)
            gone.hide()
            gone.deleteLater()
        for at, row in enumerate(state.rows):
            if row.key not in self.rows:
                made = RuleButton(row.key)
                made.picked.connect(self.chosen)
                made.stepped.connect(self._on_step)
                self.rows[row.key] = made
                self.area.body.insertWidget(at, made)
            self.rows[row.key].show_row(row)

    def focus_chosen(self) -> None:
        """Put the focus onto the rule that is shown."""
        for row in self.rows.values():
            if row.is_selected():
                row.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_step(self, key: str, by: int) -> None:
        keys = [row.key for row in self._drawn]
        at = keys.index(key) + by
        if 0 <= at < len(keys):
            self.rows[keys[at]].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.area.ensureWidgetVisible(self.rows[keys[at]])
            self.chosen.emit(keys[at])


class RuleButton(ListRow):
    """A rule. Emits `picked(key)`, and `stepped(key, by)` for the arrow keys."""

    picked = Signal(str)
    stepped = Signal(str, int)

    def __init__(self, key: str) -> None:
        """Make it empty."""
        super().__init__("", 48, 8)
        self._key = key
        self._icon = IconLabel("bell", "text2")
        self.row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._name = Label("", "strong", elide="middle")
        self._about = Label("", "small", "text2", elide="middle")
        words.addWidget(self._name)
        words.addWidget(self._about)
        self.row.addLayout(words, 1)
        self._pencil = IconLabel("pencil", "warn", 13)
        self.row.addWidget(self._pencil)
        self.clicked.connect(self._on_clicked)

    def show_row(self, row: RuleRow) -> None:
        """Show a rule as it is."""
        self._icon.set_icon(row.icon, "accent_text" if row.is_chosen else "text2")
        self._name.set_text(row.name)
        self._name.set_tone("text" if row.is_on else "text2")
        self._about.set_text(row.about)
        show_if(self._pencil, row.is_changed)
        self.set_selected(row.is_chosen)
        changed = tr(", changed and not saved") if row.is_changed else ""
        self.setAccessibleName(f"{row.name}, {row.about}{changed}")

    def _on_clicked(self) -> None:
        self.picked.emit(self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the rule above or below."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            self.stepped.emit(self._key, step)
