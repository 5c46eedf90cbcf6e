"""The filter of the rows: a condition in SQL, completed from the columns and their values."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit.completion_list import CompletionList
from tidemill.gui.kit.filter_field import FilterField
from tidemill.gui.kit.popover import Option
from tidemill.gui.pages.data.where_words import Offer, offers, wrong_at

_HINT = tr("Filter rows: age > 30 and city = 'Bern'")


class WhereField(FilterField):
    """Emits `wanted(condition)` on Enter, also for an empty line."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty line."""
        super().__init__(_HINT, parent)
        self._columns: tuple[str, ...] = ()
        self._values: Mapping[str, Sequence[str]] = {}
        self._shown = ""
        self._said = ""
        self.completions = CompletionList(self.edit)
        self.completions.picked.connect(self._on_picked)
        self.edit.textEdited.connect(self._on_typed)
        self.submitted.connect(self._on_submitted)

    def know(self, columns: Sequence[str], values: Mapping[str, Sequence[str]]) -> None:
        """What can be typed: columns, and values of those that have few."""
        self._columns, self._values = tuple(columns), values

    def show_condition(self, where: str) -> None:
        """Show the condition that holds now."""
        if where != self._shown:
            self._shown = where
            self.set_text(where)
        self._say("")

    def show_wrong(self, error: TidemillError) -> None:
        """Say why a condition can't be used, and mark the word at fault."""
        self._say(" ".join(part for part in (error.message, error.hint) if part))
        place = wrong_at(error.detail or error.message, self.text())
        if place is not None:
            self.edit.set_wrong_at(*place)

    def error(self) -> str:
        """What is said to be wrong."""
        return self._said

    def _say(self, words: str) -> None:
        self._said = words
        self.set_error(words)

    def _on_typed(self, text: str) -> None:
        self._say("")
        found = offers(text, self.edit.cursorPosition(), self._columns, self._values)
        options = [Option(one, one.text, one.kind) for one in found]
        at = self.edit.x_of(found[0].start) if found else 0
        self.completions.offer(options if text.strip() else [], at)

    def _on_picked(self, one: Offer) -> None:
        text = self.text()
        tail = text[one.end :]
        put = one.text if tail.startswith((" ", ")", ",")) else one.text + " "
        self.edit.setText(text[: one.start] + put + tail)
        self.edit.setCursorPosition(one.start + len(put))
        self._on_typed(self.text())

    def _on_submitted(self, text: str) -> None:
        self.completions.hide()
        self._shown = text.strip()
        self.wanted.emit(text.strip())
