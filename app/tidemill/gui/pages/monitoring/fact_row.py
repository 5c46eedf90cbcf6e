"""The facts over the charts, one card each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.gui.kit.facts import FactCard
from tidemill.gui.pages.monitoring.facts import FactState


class FactRow(QWidget):
    """Cards side by side; they stay the same for as long as their captions do. Emits `opened`."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Without cards until there are facts."""
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self.cards: list[FactCard] = []
        self._facts: tuple[FactState, ...] = ()

    def show_facts(self, facts: tuple[FactState, ...]) -> None:
        """Show the facts; what is tied to no value is quiet."""
        if [fact.caption for fact in facts] != [fact.caption for fact in self._facts]:
            self._make(facts)
        self._facts = facts
        for card, fact in zip(self.cards, facts, strict=True):
            card.set_fact(fact.value, fact.note, fact.status, fact.word)
            card.set_quiet(not fact.is_tied)

    def _make(self, facts: tuple[FactState, ...]) -> None:
        for old in self.cards:
            old.hide()
            old.deleteLater()
        self.cards = []
        for fact in facts:
            card = FactCard(fact.caption, fact.value, fact.note, fact.status, fact.word)
            card.clicked.connect(self._on_card)
            self.cards.append(card)
            self._row.addWidget(card, 1)

    def _on_card(self) -> None:
        sender = self.sender()
        if isinstance(sender, FactCard) and sender in self.cards:
            self.opened.emit(self._facts[self.cards.index(sender)])
