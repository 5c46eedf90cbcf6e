"""The filter of the list: conditions as chips, a line with completion, a builder for clicks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.domain.query import Completion, QueryError, parse
from tidemill.domain.run_lists import Wish
from tidemill.gui.kit.completion_list import CompletionList
from tidemill.gui.kit.filter_field import FilterChip, FilterField
from tidemill.gui.kit.popover import Option
from tidemill.gui.pages.experiments.builder import BuilderPopover
from tidemill.gui.pages.experiments.filter_chips import (
    Condition,
    bracketed,
    conditions,
    joined,
    position_in,
)

_HINT = tr("Filter, for example: auc > 0.86 and estimator = random_forest")
_ARCHIVED = "archived"
_TRASH = "trash"


class FilterBar(FilterField):
    """Draws a filter and asks for others.

    `wanted(text)` is a whole query that can be read; `archived_wanted()` to show archived runs
    too; `trash_left()`; `completion_wanted(text, cursor)`; `values_wanted(name)` by the builder.
    """

    wanted = Signal(str)
    archived_wanted = Signal()
    trash_left = Signal()
    completion_wanted = Signal(str, int)
    values_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty filter."""
        super().__init__(_HINT, parent, has_builder=True)
        self._conditions: tuple[Condition, ...] = ()
        self._drawn: tuple[object, ...] | None = None
        self._edited: int | None = None
        """Which condition stands in the line to be changed; it is no chip meanwhile."""
        self._submitted = ""
        self._names: Sequence[str] = ()
        self._open: BuilderPopover | None = None
        self.completions = CompletionList(self.edit)
        self.completions.picked.connect(self._on_picked)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.cursorPositionChanged.connect(self._on_cursor)
        self.submitted.connect(self._on_submitted)
        self.chip_removed.connect(self._on_removed)
        self.chip_edited.connect(self._on_chip_edited)
        self.left.connect(self._on_left)
        self.build_wanted.connect(self.open_builder)

    # Drawing

    def show_wish(self, wish: Wish, error: QueryError | None, names: Sequence[str]) -> None:
        """Draw a filter, and what is wrong with it; `names` are those the builder offers."""
        self._names = names
        shown = (wish.where, wish.archived, wish.trashed, error)
        if shown == self._drawn:
            return
        is_other = self._drawn is None or self._drawn[0] != wish.where
        self._drawn = shown
        if is_other or error is None:
            self._take(wish.where)
        wrong = None if error is None else self._place_error(error)
        self._draw_chips(wish, wrong)
        words = "" if error is None else " ".join(p for p in (error.message, error.hint) if p)
        self.set_error(words)

    def _take(self, where: str) -> None:
        """Hold the conditions of a filter; what stood in the line is among them now."""
        try:
            self._conditions = conditions(where)
        except QueryError:
            self._conditions = ()
            self.set_text(where)
            return
        if self._submitted or self._edited is not None:
            self.set_text("")
        self._submitted = ""
        self._edited = None

    def _draw_chips(self, wish: Wish, wrong: int | None) -> None:
        chips = []
        if wish.trashed:
            chips.append(FilterChip(_TRASH, "in", tr("the trash")))
        elif not wish.archived:
            chips.append(FilterChip(_ARCHIVED, tr("status is not"), "archived"))
        for at, one in enumerate(self._conditions):
            if at != self._edited:
                chip = FilterChip(str(at), one.words, one.value, at == wrong, one.text)
                chips.append(chip)
        self.set_chips(chips)

    def _place_error(self, error: QueryError) -> int | None:
        """Show where it is wrong: the chip's number, or a squiggle in the line."""
        number, inside = position_in([one.text for one in self._conditions], error.position)
        if self._conditions:
            return number
        self.edit.set_wrong_at(inside, _word_end(self.text(), inside))
        return None

    # Typing

    def _on_typed(self, text: str) -> None:
        self.set_error("")
        self.completion_wanted.emit(text, self.edit.cursorPosition())

    def _on_cursor(self, _before: int, _now: int) -> None:
        if self.completions.isVisible():
            self.completion_wanted.emit(self.text(), self.edit.cursorPosition())

    def offer(self, found: Sequence[Completion]) -> None:
        """Show what could be typed next, or give the builder its values."""
        if self._open is not None:
            self._open.show_values([one.text for one in found if one.kind == "value"])
            return
        text = self.text()
        offers = [one for one in found if text[one.start : one.end] != one.text]
        options = [Option(one, one.text, one.kind) for one in offers]
        at = self.edit.x_of(offers[0].start) if offers else 0
        self.completions.offer(options if text else [], at)

    def _on_picked(self, value: object) -> None:
        if isinstance(value, Completion):
            text = self.text()
            ends = "" if value.text.endswith("(") else " "
            self.set_text(f"{text[: value.start]}{value.text}{ends}{text[value.end :].lstrip()}")
            at = value.start + len(value.text) + len(ends)
            self.edit.setCursorPosition(at)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.completion_wanted.emit(self.text(), at)

    def _on_submitted(self, text: str) -> None:
        self.completions.hide()
        try:
            parse(text)
        except QueryError as error:
            self.set_error(" ".join(part for part in (error.message, error.hint) if part))
            self.edit.set_wrong_at(error.position, _word_end(text, error.position))
            self.edit.setCursorPosition(error.position)
            return
        self._submitted = text.strip()
        self._want(bracketed(text))

    def _want(self, typed: str) -> None:
        """Ask for the chips with what was typed in its place."""
        texts = [one.text for one in self._conditions]
        if self._edited is not None:
            texts[self._edited] = typed
        else:
            texts.append(typed)
        self._ask(joined(texts))

    def _ask(self, where: str) -> None:
        if self._drawn is not None and where == self._drawn[0]:
            self._take(where)
            self._drawn = None
        self.wanted.emit(where)

    # Chips

    def _on_removed(self, chip: str) -> None:
        if chip == _ARCHIVED:
            self.archived_wanted.emit()
        elif chip == _TRASH:
            self.trash_left.emit()
        else:
            at = int(chip)
            self._ask(joined([one.text for n, one in enumerate(self._conditions) if n != at]))

    def _on_chip_edited(self, chip: str) -> None:
        """Put a condition into the line; Enter puts it back changed, Esc as it was."""
        if chip in {_ARCHIVED, _TRASH} or self._drawn is None:
            return
        self._edited = int(chip)
        self.set_text(self._conditions[self._edited].text)
        self.remove_chip(chip)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.end(False)

    def _on_left(self) -> None:
        """Esc: what was being changed stays as it was."""
        self.completions.hide()
        self.set_error("")
        self.edit.set_wrong_at(None)
        if self._edited is not None:
            self._edited = None
            self._drawn = None
            self.wanted.emit(joined([one.text for one in self._conditions]))

    # Building by clicks

    def open_builder(self) -> None:
        """Open the box in which a condition is clicked together."""
        self._open = BuilderPopover(self._names, self)
        self._open.built.connect(self._on_built)
        self._open.values_wanted.connect(self.values_wanted)
        self._open.closed.connect(self._on_builder_closed)
        self._open.open_below(self)

    def builder_popover(self) -> BuilderPopover | None:
        """The builder while it is open, for tests."""
        return self._open

    def _on_built(self, text: str) -> None:
        self._submitted = text
        self._want(text)

    def _on_builder_closed(self) -> None:
        if self._open is not None:
            self._open.deleteLater()
            self._open = None


def _word_end(text: str, start: int) -> int:
    """Where the word at a place ends."""
    end = start
    while end < len(text) and not text[end].isspace():
        end += 1
    return end
