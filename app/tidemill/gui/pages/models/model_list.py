"""The list of models at the left of the page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.explained import Number, explain
from tidemill.gui.kit.growing import Growing
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.rows import ListRow
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.surfaces import IconLabel, Surface
from tidemill.gui.pages.models.state import ModelRow, ModelsState

_WIDTH = 206
_AT_ONCE, _A_TURN = 24, 24


class ModelList(Surface):
    """Every model with its champion and health; emits `chosen(name)`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__("surface", "r")
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(18, 16, 12, 10)
        head.setSpacing(6)
        head.addWidget(Label(tr("Models"), "h3"))
        self._count = Label("", "small", "text3", numeric=True)
        head.addWidget(self._count, 1)
        column.addLayout(head)
        area = VScroll((8, 2, 8, 12), 2)
        self._body = area.body
        self._body.addStretch(1)
        column.addWidget(area, 1)
        self._growing = Growing(area, self._body, self._row, at_once=_AT_ONCE, a_turn=_A_TURN)
        self._chosen = ""

    @property
    def rows(self) -> dict[str, ListRow]:
        """The rows that are made, by the name of their model."""
        return {row.property("model"): row for row in self._growing.widgets.values()}

    def is_growing(self) -> bool:
        """Whether rows are still to be made."""
        return self._growing.is_busy()

    def show_state(self, state: ModelsState) -> None:
        """Draw the rows if they changed, and mark the chosen one."""
        self._chosen = state.name
        self._growing.show_items([(model, model) for model in state.models])
        self._count.set_text(numbers.integer(len(state.models)))
        explain(self._count, Number(tr("Models"), self._count.text()))
        for name, row in self.rows.items():
            row.set_selected(name == state.name)

    def _row(self, model: ModelRow) -> ListRow:
        champion = f"champion {model.champion}" if model.champion else tr("none yet")
        row = ListRow(f"{model.name}, {champion}, {model.word}", 52, 10)
        row.setProperty("model", model.name)
        row.clicked.connect(self._on_clicked)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(model.name, "strong", elide="middle"))
        below = QHBoxLayout()
        below.setSpacing(5)
        if model.champion:
            below.addWidget(IconLabel("crown", "gold", 12, "champion"))
            below.addWidget(Label(model.champion, "small", "text2", "none"))
            below.addWidget(Label(model.kind, "small", "text2"), 1)
        else:
            below.addWidget(Label(tr("{kind} · none yet", kind=model.kind), "small", "text2"), 1)
        words.addLayout(below)
        row.row.addLayout(words, 1)
        if model.status is not None:
            row.row.addWidget(StatusMark(model.status, tr("Health: {word}", word=model.word)))
        row.set_selected(model.name == self._chosen)
        return row

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("model")))
