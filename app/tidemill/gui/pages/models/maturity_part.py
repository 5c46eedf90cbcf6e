"""The part Level: how far the care for a model has come, by hand to continuous delivery."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.maturity import TITLES, Condition, Level, Maturity, NextStep
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card, head_row
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.gradually import Gradually
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.surfaces import IconLabel


class LevelButton(Button):
    """The level a model has reached, which opens the part that says why."""

    def __init__(self) -> None:
        """Hidden until a model is shown."""
        super().__init__("", "layers", "ghost", height=24)
        self.hide()

    def show_maturity(self, found: Maturity | None) -> None:
        """Tell the level, and in the tooltip how much of the next is there."""
        self.setVisible(found is not None)
        if found is not None:
            self.set_text(tr("Level {int}", int=int(found.level)))
            self.setToolTip(spoken(found.sentence))
            self.setAccessibleName(spoken(found.sentence))


class MaturityPart(QWidget):
    """The conditions of each level with the facts; emits `step_wanted(NextStep)`."""

    step_wanted = Signal(object)

    def __init__(self) -> None:
        """Make the head and a card a level."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.sentence = Label("", "h3")
        self.following = Paragraph("", "body", "text2")
        words.addWidget(self.sentence)
        words.addWidget(self.following)
        head.addLayout(words, 1)
        self.next = Button("", None, "primary")
        self.next.clicked.connect(self._on_next)
        head.addWidget(self.next, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        self._column = column
        self._cards: list[Card] = []
        self.buttons: dict[str, Button] = {}
        self.building = Gradually(self)
        self._drawn: Maturity | None = None

    def show_maturity(self, found: Maturity | None) -> None:
        """Draw it; what did not change is left alone."""
        if found == self._drawn:
            return
        self._drawn = found
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards, self.buttons = [], {}
        self.sentence.set_text("" if found is None else spoken(found.sentence))
        following = None if found is None else found.next
        words = (
            ""
            if following is None
            else tr(
                "Next: {lower}. {words}",
                lower=spoken(following.title.lower()),
                words=spoken(following.words),
            )
        )
        self.following.set_text(words)
        step = None if following is None else following.step
        self.next.setVisible(step is not None)
        self.next.set_text("" if step is None else step.words)
        steps = [] if found is None else [partial(self._add_card, n, found) for n in Level if n]
        self.building.start(steps)

    def _add_card(self, level: Level, found: Maturity) -> None:
        asked = [one for one in found.conditions if one.level == level]
        n_met = sum(one.is_met for one in asked)
        is_reached = found.level >= level
        chip = (
            Chip(tr("reached"), "good", "circle-check")
            if is_reached
            else Chip(tr("{n} of {total}", n=n_met, total=len(asked)), "plain")
        )
        card = Card(spacing=10)
        card.body.addLayout(
            head_row(tr("Level {int}", int=int(level)), spoken(TITLES[level]), chip)
        )
        for one in asked:
            card.body.addWidget(self._make_line(one, is_next=one is found.next))
        self._cards.append(card)
        self._column.addWidget(card)

    def _make_line(self, one: Condition, *, is_next: bool) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        icon, tone, word = (
            ("circle-check", "good", tr("met"))
            if one.is_met
            else ("circle-dashed", "text3", tr("not met"))
        )
        row.addWidget(IconLabel(icon, tone, 16, word), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(spoken(one.title), "strong"))
        words.addWidget(Paragraph(spoken(one.words), "body", "text2"))
        row.addLayout(words, 1)
        if one.step is not None:
            button = Button(
                spoken(one.step.words), None, "secondary" if is_next else "ghost", height=28
            )
            button.clicked.connect(partial(self._on_step, one.step))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.buttons[one.id] = button
        line.setAccessibleName(f"{spoken(one.title)}: {word}. {spoken(one.words)}")
        return line

    def _on_next(self) -> None:
        following = None if self._drawn is None else self._drawn.next
        if following is not None and following.step is not None:
            self._on_step(following.step)

    def _on_step(self, step: NextStep) -> None:
        self.step_wanted.emit(step)
