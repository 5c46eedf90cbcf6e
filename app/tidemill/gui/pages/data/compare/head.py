"""The head of a comparison: title, the two versions with a swap between them, the key, one bar."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.version_diffs import RowKind, VersionDiff
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.split_bar import Part, SplitBar
from tidemill.gui.kit.chips import ChipButton
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option, Popover
from tidemill.gui.kit.tick_list import TickList
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.compare.state import CompareState, Loaded, title_words

_PICKER = 232


class CompareHead(QWidget):
    """Emits `before_picked`, `after_picked` (an address), `swapped`, and `key_chosen` (a tuple of
    columns, empty for none, or None to guess)."""

    before_picked = Signal(object)
    after_picked = Signal(object)
    swapped = Signal()
    key_chosen = Signal(object)

    def __init__(self) -> None:
        """Draw the frame."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._title = Label("", "title", elide="middle")
        self._words = Paragraph("", "body", "text2")
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.before = Choice(name=tr("Earlier version"), icon="minus")
        self.after = Choice(name=tr("Later version"), icon="square")
        for choice in (self.before, self.after):
            choice.setMaximumWidth(_PICKER)
        self.before.chosen.connect(self.before_picked)
        self.after.chosen.connect(self.after_picked)
        self.swap = IconButton("arrow-left-right", tr("Swap the versions"), "swap")
        self.swap.clicked.connect(self.swapped)
        row.addWidget(self.before, 1)
        row.addWidget(self.swap)
        row.addWidget(self.after, 1)
        row.addStretch(1)
        self._by = Label(tr("Matched by"), "small", "text2")
        row.addWidget(self._by)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        row.addLayout(self._chips)
        column.addLayout(row)
        self._notes = Paragraph("", "small", "text3")
        column.addWidget(self._notes)
        self._popover: KeyPopover | None = None
        self._loaded: Loaded | None = None
        self._key: tuple[str, ...] | None = None

    def show_state(self, state: CompareState) -> None:
        """Draw a state."""
        loaded = state.loaded
        self._loaded, self._key = loaded, state.key
        for choice, address in ((self.before, state.before), (self.after, state.after)):
            if loaded is None:
                choice.set_options([Option(address, address)], address)
            else:
                picks = [Option(p.address, p.title, p.note) for p in loaded.picks]
                choice.set_options(picks, address)
        if loaded is None:
            self._title.set_text(
                tr("Compare {before} and {after}", before=state.before, after=state.after)
            )
            self._words.set_text("")
            return
        diff = loaded.diff
        self._title.set_text(title_words(diff))
        self._words.set_text(diff.title)
        self._notes.set_text(" ".join(diff.notes))
        show_if(self._notes, bool(diff.notes))
        self._show_key(diff)

    def _show_key(self, diff: VersionDiff) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._by.set_text(tr("Matched by") if diff.key else tr("Matched by all they hold"))
        for name in diff.key or (tr("Choose a key…"),):
            chip = ChipButton(name, "key-round" if diff.key else None)
            chip.setMaximumWidth(150)
            guessed = "guessed" if diff.is_key_guessed else "chosen"
            chip.setToolTip(
                tr("{name}: {guessed}. Click to choose other columns.", name=name, guessed=guessed)
            )
            chip.clicked.connect(partial(self.open_key, chip))
            self._chips.addWidget(chip)

    def open_key(self, anchor: QWidget | None = None) -> None:
        """Open the choice of the key."""
        if self._loaded is None:
            return
        self._popover = KeyPopover(self, self._loaded.columns, self._loaded.diff.key)
        self._popover.taken.connect(self.key_chosen)
        self._popover.closed.connect(self._on_closed)
        self._popover.open_below(anchor or self._by, is_right_aligned=True)
        self._popover.list.setFocus()

    def _on_closed(self) -> None:
        if self._popover is not None:
            self._popover.deleteLater()
            self._popover = None


class KeyPopover(Popover):
    """Columns to tick; emits `taken` with a tuple of them, or None to let them be guessed."""

    taken = Signal(object)

    def __init__(self, parent: QWidget, columns: Sequence[str], key: Sequence[str]) -> None:
        """Show the columns with those of the key ticked."""
        super().__init__(parent, 10)
        self.body.addWidget(Label(tr("Columns that name a row"), "h3"))
        self.list = TickList(tr("Columns that name a row"))
        self._options = [Option(name, name) for name in columns]
        self._ticked = list(key)
        self.list.show_options(self._options, self._ticked)
        self.list.toggled.connect(self._on_toggled)
        self.list.setMinimumSize(260, min(280, 34 * max(2, len(columns))))
        self.body.addWidget(self.list)
        row = QHBoxLayout()
        guess = Button(tr("Guess"), "wand-sparkles", "ghost", height=28)
        guess.clicked.connect(partial(self._take, None))
        apply = Button(tr("Match by these"), "check", "primary", height=28)
        apply.clicked.connect(self._apply)
        row.addWidget(guess)
        row.addStretch(1)
        row.addWidget(apply)
        self.body.addLayout(row)

    def _apply(self) -> None:
        self._take(tuple(self._ticked))

    def _on_toggled(self, name: str, is_on: bool) -> None:
        if is_on:
            self._ticked.append(name)
        else:
            self._ticked.remove(name)
        self.list.show_options(self._options, self._ticked)

    def _take(self, key: tuple[str, ...] | None) -> None:
        self.taken.emit(key)
        self.close()


class RowsBar(Card):
    """One bar for same, changed, added and removed rows, with their counts; emits `chosen`."""

    chosen = Signal(object)

    def __init__(self) -> None:
        """Draw an empty bar."""
        super().__init__((16, 11), 8)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._counts: dict[str, Label] = {}
        self._nouns: dict[str, Label] = {}
        for at, word in enumerate(("same", "changed", "added", "removed")):
            row = QHBoxLayout()
            row.setSpacing(8)
            count = Label("", "metric", numeric=True)
            noun = Label(spoken(f"rows {word}"), "body", "text2")
            row.addWidget(count)
            row.addWidget(noun)
            row.addStretch(1)
            self._grid.addLayout(row, 0, at)
            self._grid.setColumnStretch(at, 1)
            self._counts[word], self._nouns[word] = count, noun
        self.body.addLayout(self._grid)
        self._bar = SplitBar(name=tr("Rows"))
        self.body.addWidget(self._bar)

    def show_diff(self, diff: VersionDiff) -> None:
        """Draw the counts."""
        rows = diff.rows
        given = {
            "same": (rows.same, "text", "line_strong"),
            "changed": (rows.changed, "warn", "warn_dot"),
            "added": (rows.added, "accent_text", "accent"),
            "removed": (rows.removed, "bad", "bad_dot"),
        }
        for word, (n, tone, _) in given.items():
            self._counts[word].set_text(numbers.count(n))
            self._counts[word].set_tone(tone if n else "text2")
            self._nouns[word].set_text(f"{'row' if n == 1 else 'rows'} {word}")
        shown = [word for word in given if word != "changed" or diff.key]
        for word in given:
            show_if(self._counts[word], word in shown)
            show_if(self._nouns[word], word in shown)
        self._bar.set_parts(
            [Part(spoken(f"rows {word}"), given[word][0], given[word][2]) for word in shown]
        )


def kinds_there(diff: VersionDiff) -> list[RowKind]:
    """The kinds of rows that there are."""
    return [
        kind for kind in (RowKind.CHANGED, RowKind.ADDED, RowKind.REMOVED) if diff.rows.of(kind)
    ]
