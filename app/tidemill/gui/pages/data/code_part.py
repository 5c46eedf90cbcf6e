"""The part of the Train sheet in which own code is chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.path_field import PathField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.tick_list import TickList
from tidemill.gui.pages.data.code_state import CodeState

_ROW = 28
_MOST_ROWS = 6


class CodePart(QWidget):
    """Emits `path_chosen(text)`, `toggled(key, is_on)` and `table_named(text)`."""

    path_chosen = Signal(str)
    toggled = Signal(object, bool)
    table_named = Signal(str)

    def __init__(self) -> None:
        """Ask for a file."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.path = PathField(tr("Own code"), "source")
        self.path.path_changed.connect(self.path_chosen)
        column.addWidget(self.path)
        self.list = TickList(tr("What of the file is used"))
        self.list.toggled.connect(self.toggled)
        column.addWidget(self.list)
        self.table = Field("frame", label=tr("The table is called"), is_mono=True)
        self.table.text_changed.connect(self.table_named)
        column.addWidget(self.table)
        self._words = Paragraph("", "small", "text3")
        self._problem = Paragraph("", "small", "bad")
        column.addWidget(self._words)
        column.addWidget(self._problem)
        self._shown: CodeState | None = None

    def show_state(self, state: CodeState) -> None:
        """Draw a state."""
        if state == self._shown:
            return
        self._shown = state
        if self.path.text() != state.path:
            self.path.set_path(state.path)
        places = {key: at for at, key in enumerate(state.ticked, 1)}
        many = len(places) > 1
        self.list.show_options(
            [
                Option(
                    one.key, _numbered(one.text, places.get(one.key) if many else None), one.note
                )
                for one in state.options
            ],
            state.ticked,
        )
        rows = min(len(state.options), _MOST_ROWS)
        self.list.setFixedHeight(metrics.current().scaled(_ROW) * rows)
        self.list.setVisible(bool(rows))
        self.table.setVisible(state.asks_table)
        if self.table.text() != state.table:
            self.table.set_text(state.table)
        self._words.set_text("" if state.problem else state.words)
        self._words.setVisible(not state.problem and bool(state.words))
        self._problem.set_text(state.problem)
        self._problem.setVisible(bool(state.problem))


def _numbered(text: str, place: int | None) -> str:
    """The words of an option, with its place where several run one after the other."""
    return text if place is None else f"{place}.  {text}"
