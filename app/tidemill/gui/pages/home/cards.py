"""Decision cards: what happened, what follows from it, the evidence, what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.dumbbell import Dumbbell
from tidemill.gui.kit.charts.sparkline import Sparkline
from tidemill.gui.kit.explained import Number, explain
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.surfaces import IconLabel, IconTile
from tidemill.gui.pages.home.decisions import Course, DecisionCard, Evidence, Facts, Pair

_EVIDENCE = 168
_BUTTONS = 158


class CardView(Card):
    """One thing to decide. Emits `chosen(card)` for its button and `deferred(card)`."""

    chosen = Signal(object)
    deferred = Signal(object)

    def __init__(self, card: DecisionCard, is_busy: bool, failure: str) -> None:
        """Draw a card; `failure` says why its action could not be done."""
        super().__init__()
        self.card = card
        self.setAccessibleName(f"{card.title}. {card.text}")
        row = QHBoxLayout()
        row.setSpacing(14)
        tile = IconTile(card.icon, card.tint, card.tone)
        row.addWidget(tile, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addSpacing(6)
        words.addWidget(Paragraph(card.title, "h2", "text"))
        words.addWidget(Paragraph(card.text))
        if failure:
            words.addLayout(_failure_line(failure))
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(_evidence(card.evidence), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._make_buttons(is_busy))
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _make_buttons(self, is_busy: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self.main = Button(
            self.card.button, None, "primary" if self.card.is_primary else "secondary"
        )
        self.later = Button(self.card.deferral, None, "ghost")
        self.main.setAccessibleName(f"{self.card.button}: {self.card.title}")
        self.later.setAccessibleName(f"{self.card.deferral}: {self.card.title}")
        for button in (self.main, self.later):
            button.set_stretching(True)
            button.setMinimumWidth(metrics.current().scaled(_BUTTONS))
            column.addWidget(button)
        column.addStretch(1)
        acting = self.later if self.card.kind == "file" else self.main
        acting.set_busy(is_busy)
        self.main.clicked.connect(self._on_main)
        self.later.clicked.connect(self._on_later)
        return column

    def _on_main(self) -> None:
        self.chosen.emit(self.card)

    def _on_later(self) -> None:
        self.deferred.emit(self.card)


def _failure_line(words: str) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(IconLabel("octagon-alert", "bad", 14), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Paragraph(words, "small", "bad"), 1)
    return line


def _evidence(evidence: Evidence | None) -> QWidget:
    holder = QWidget()
    holder.setFixedWidth(_EVIDENCE)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 2, 0, 0)
    column.setSpacing(4)
    if isinstance(evidence, Pair):
        dumbbell = Dumbbell(evidence.measure)
        dumbbell.set_values(
            evidence.champion,
            evidence.candidate,
            evidence.champion_words,
            evidence.candidate_words,
            evidence.champion_name,
            evidence.candidate_name,
        )
        column.addWidget(dumbbell)
    elif isinstance(evidence, Course):
        head = QHBoxLayout()
        head.addWidget(Label(evidence.caption, "caption", "text2"), 1)
        tone = evidence.tone.removesuffix("_dot")
        value = Label(evidence.value, "body", tone, numeric=True, align="right")
        explain(value, Number(evidence.caption, evidence.value))
        head.addWidget(value)
        column.addLayout(head)
        line = Sparkline(evidence.values, evidence.tone, evidence.limit, evidence.caption)
        column.addWidget(line)
    elif isinstance(evidence, Facts):
        column.addSpacing(6)
        column.addWidget(Label(evidence.name, "mono", elide="middle"))
        for words in evidence.lines:
            column.addWidget(Label(words, "small", "text2"))
    column.addStretch(1)
    return holder
