"""A condition clicked together: a name, how it is compared, a value. It writes the same text."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.query import QueryError, number_of, parse
from tidemill.domain.query.lexer import quoted
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.metrics import current
from tidemill.gui.kit.pick_list import OptionList, PickList
from tidemill.gui.kit.popover import Option, Popover
from tidemill.gui.pages.experiments.columns import name_options, short_name

_WIDE = 320
OPERATORS = (
    ("=", "is"),
    ("!=", tr("is not")),
    (">", tr("is more than")),
    (">=", tr("is at least")),
    ("<", tr("is less than")),
    ("<=", tr("is at most")),
    ("contains", "contains"),
    ("~", tr("matches the pattern")),
    ("is null", tr("is missing")),
    ("is not null", tr("is there")),
)
_ALONE = frozenset({"is null", "is not null"})
_WHOLE = frozenset({"contains", "~"})


def condition_text(name: str, operator: str, value: str = "") -> str:
    """The condition in the query language; a value that reads as a number is one."""
    if operator in _ALONE:
        return f"{name} {operator}"
    is_text = operator in _WHOLE or number_of(value) is None
    return f"{name} {operator} {quoted(value) if is_text else value}"


class BuilderPopover(Popover):
    """Three steps in one box. Emits `built(text)`, and `values_wanted(name)` for the last one."""

    built = Signal(str)
    values_wanted = Signal(str)

    def __init__(self, names: Sequence[str], parent: QWidget) -> None:
        """Begin with the names."""
        super().__init__(parent, 10)
        self._name = ""
        self._operator = ""
        self.setAccessibleName(tr("Add a condition"))
        self._said = Label(tr("Which runs?"), "strong")
        self.body.addWidget(self._said)
        self._steps = QStackedWidget()
        self._steps.setFixedWidth(current().scaled(_WIDE))
        self.names = PickList(tr("Find a column"), 8)
        self.names.set_options(name_options(tuple(names)))
        self.names.picked.connect(self._on_name)
        self.operators = OptionList(tr("How it is compared"))
        self.operators.show_options([Option(*pair) for pair in OPERATORS])
        self.operators.picked.connect(self._on_operator)
        self._steps.addWidget(self.names)
        self._steps.addWidget(self.operators)
        self._steps.addWidget(self._make_values())
        self.body.addWidget(self._steps)
        foot = QHBoxLayout()
        self._back = Button(tr("Back"), "arrow-left", "ghost", height=28)
        self._back.clicked.connect(self._go_back)
        self.add = Button(tr("Add"), "plus", "primary", height=28)
        self.add.clicked.connect(self._on_add)
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self.add)
        self.body.addLayout(foot)
        self._show_step(0)

    def _make_values(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self.values = PickList(tr("A value, or part of one"), 7)
        self.values.picked.connect(self._on_value)
        self.values.typed.connect(self._on_typed)
        self.values.line.returnPressed.connect(self._on_add)
        column.addWidget(self.values)
        return holder

    def show_values(self, values: Sequence[str]) -> None:
        """Offer values that runs have, as the query language writes them."""
        self.values.set_options([Option(text, text.strip('"')) for text in values])

    def text(self) -> str:
        """The condition as it stands; empty while something is missing."""
        typed = self.values.line.text().strip()
        if not self._operator or (self._operator not in _ALONE and not typed):
            return ""
        text = condition_text(self._name, self._operator, typed)
        try:
            parse(text)
        except QueryError:
            return ""
        return text

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._back.setVisible(step > 0)
        self.add.setVisible(step == 2)
        self._on_typed("")
        said = [tr("Which runs?"), f"{short_name(self._name)} …", self._sentence()][step]
        self._said.set_text(said)
        part = (self.names, self.operators, self.values)[step]
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sentence(self) -> str:
        return f"{short_name(self._name)} {dict(OPERATORS).get(self._operator, '')} …"

    def _go_back(self) -> None:
        self._show_step(max(0, self._steps.currentIndex() - 1))

    def _on_name(self, name: object) -> None:
        self._name = str(name)
        self._show_step(1)

    def _on_operator(self, operator: object) -> None:
        self._operator = str(operator)
        if self._operator in _ALONE:
            self._finish(condition_text(self._name, self._operator))
            return
        self.values.line.clear()
        self.values.set_options([])
        self._show_step(2)
        self.values_wanted.emit(self._name)

    def _on_typed(self, _words: str) -> None:
        self.add.setEnabled(bool(self.text()))

    def _on_value(self, value: object) -> None:
        self._finish(f"{self._name} {self._operator} {value}")

    def _on_add(self) -> None:
        if self.text():
            self._finish(self.text())

    def _finish(self, text: str) -> None:
        self.close()
        self.built.emit(text)
