"""The plots under the table: a legend to point at, and a grid of cards."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.surfaces import IconLabel, Surface
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.compare.legend import LegendRow
from tidemill.gui.pages.experiments.compare.state import CompareState

if TYPE_CHECKING:
    from tidemill.gui.pages.experiments.compare.cards import Maker, PlotCard
    from tidemill.services.evaluation import Pictures

_MARGIN = 20
_GAP = 12
_TWO_FROM = 720


class PlotsPart(Surface):
    """Draws the pictures of a state.

    Emits `pointed(run)`, `table_wanted(chart, title)`, and `retried` after an error.
    """

    pointed = Signal(int)
    table_wanted = Signal(object, str)
    retried = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the part without plots."""
        super().__init__("surface", parent=parent)
        self._pictures: Pictures | None = None
        self._kept = -1
        self._n_columns = 1
        self._n_cards = 0
        self.cards: list[PlotCard] = []
        self._makers: list[Maker] = []
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._make_next)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 20)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        title = Label("Plots", "h2", elide="none")
        title.setFixedHeight(metrics.current().control_tiny)
        head.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        self.legend = LegendRow()
        self.legend.pointed.connect(self._on_pointed)
        self.legend.kept.connect(self._on_kept)
        head.addWidget(self.legend, 1)
        column.addLayout(head)
        self._note = QWidget()
        row = QHBoxLayout(self._note)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("triangle-alert", "warn"))
        self._note_words = Paragraph("", "small", "text2")
        row.addWidget(self._note_words, 1)
        column.addWidget(self._note)
        self._error = ErrorPanel()
        self._error.acted.connect(self.retried)
        column.addWidget(self._error)
        self._loading = Loading("Reading the hold-out answers", "cards")
        self._loading.setFixedHeight(metrics.current().scaled(240))
        column.addWidget(self._loading)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        column.addLayout(self._grid)

    def show_state(self, state: CompareState) -> None:
        """Draw what is known; the cards are made anew only for other pictures."""
        self.legend.set_names([head.name for head in state.heads])
        show_if(self._loading, state.is_drawing and state.pictures is None)
        error = state.pictures_error
        if error is None:
            self._error.set_error("")
        else:
            self._error.set_error(error.message, error.hint, error.detail, "Try again")
        if state.pictures is not self._pictures:
            self._pictures = state.pictures
            self._make_cards()

    def highlight(self, run: int) -> None:
        """Bring a run forward in every plot; -1 goes back to the one that is kept."""
        shown = run if run >= 0 else self._kept
        for card in self.cards:
            card.highlight(shown)

    def kept(self) -> int:
        """The run a click holds forward; -1 is none."""
        return self._kept

    def is_drawn(self) -> bool:
        """Whether all cards have been made."""
        return not self._makers

    def _make_cards(self) -> None:
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards, self._makers = [], []
        words = ""
        if self._pictures is not None:
            from tidemill.gui.pages.experiments.compare.cards import makers_for, notes_of

            self._makers = makers_for(self._pictures)
            self._n_cards = len(self._makers)
            words = notes_of(self._pictures)
        self._note_words.set_text(words)
        show_if(self._note, bool(words))
        self._turn.start()

    def _make_next(self) -> None:
        """Make one card a turn of the event loop: a chart takes longer than a frame."""
        if not self._makers:
            return
        card = self._makers.pop(0)()
        card.pointed.connect(self._on_pointed)
        card.table_wanted.connect(self.table_wanted)
        self.cards.append(card)
        self._place(card, len(self.cards) - 1)
        card.highlight(self._kept)
        if self._makers:
            self._turn.start()

    def _lay_out(self) -> None:
        n = 2 if self.width() >= _TWO_FROM else 1
        if n == self._n_columns:
            return
        self._n_columns = n
        for at, card in enumerate(self.cards):
            self._grid.removeWidget(card)
            self._place(card, at)
        for at in range(2):
            self._grid.setColumnStretch(at, 1 if at < n else 0)

    def _place(self, card: "PlotCard", at: int) -> None:
        n = self._n_columns
        # A card alone on the last line takes all of it.
        is_alone = n == 2 and at == self._n_cards - 1 and at % 2 == 0
        self._grid.addWidget(card, at // n, at % n, 1, 2 if is_alone else 1)
        card.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column of cards where two would be too narrow."""
        super().resizeEvent(event)
        self._lay_out()

    def _on_pointed(self, run: int) -> None:
        self.pointed.emit(run)

    def _on_kept(self, run: int) -> None:
        self._kept = run
        self.pointed.emit(run)
