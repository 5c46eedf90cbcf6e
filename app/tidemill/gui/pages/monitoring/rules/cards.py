"""The cards of the editor: the sentence over its limit, the time machine, what it was worth."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.sentence import Sentence
from tidemill.gui.kit.sentence_parts import Offer
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.monitoring.rules.limit_track import LimitTrack
from tidemill.gui.pages.monitoring.rules.state import PERIODS, RulesState
from tidemill.gui.pages.monitoring.rules.time_machine import TimeMachine


class SentenceCard(Card):
    """The rule as a sentence over its limit."""

    def __init__(self, asks: Callable[[str], Offer]) -> None:
        """Make it empty; `asks` says what can be chosen for a part."""
        super().__init__((18, 14), 10)
        self.sentence = Sentence("pill", asks)
        self.body.addWidget(self.sentence)
        self.no_limit = Paragraph("", "small", "text2")
        self.body.addWidget(self.no_limit)
        self.part = QWidget()
        column = QVBoxLayout(self.part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Divider())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(tr("Limit"), "h3"))
        row.addWidget(Label(tr("how many alerts each would have given"), "small", "text2"), 1)
        row.addWidget(
            Legend(
                [
                    Entry(tr("before a real fall"), "accent", "box"),
                    Entry(tr("without one"), sign="box", token="line_strong"),
                ]
            )
        )
        column.addLayout(row)
        self.track = LimitTrack()
        column.addWidget(self.track)
        self.body.addWidget(self.part)

    def show_state(self, state: RulesState) -> None:
        """Show the rule; the limits only where a number decides and something was looked at."""
        self.sentence.set_parts(state.sentence)
        self.no_limit.set_text(state.no_limit)
        show_if(self.no_limit, bool(state.no_limit))
        has_bars = state.limit is not None and len(state.bars) > 1
        show_if(self.part, has_bars)
        if not has_bars or state.limit is None:
            return
        self.track.show_limits(state.bars, state.limit, tip_of(state), state.say)


def tip_of(state: RulesState) -> str:
    """`7.6%: 7 alerts, 2 before a fall`."""
    found = state.verdict
    if found is None or state.is_behind:
        return state.limit_words  # the replay's number is of another limit still
    n = numbers.plural(found.n_matched + found.n_false, "alert")
    return tr(
        "{limit_words}: {n}, {integer} before a fall",
        limit_words=state.limit_words,
        n=n,
        integer=numbers.integer(found.n_matched),
    )


class MachineCard(Card):
    """The rule replayed over what is stored. Emits `period_chosen(period)`."""

    period_chosen = Signal(str)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__((18, 12), 6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(tr("Time machine"), "h3"))
        self._note = Label("", "small", "text2")
        row.addWidget(self._note, 1)
        options = [(period, period) for period in PERIODS]
        self.period = Segment(options, tr("180 days"), height=24, name=tr("How many days count"))
        self.period.changed.connect(self.period_chosen)
        row.addWidget(self.period)
        self.body.addLayout(row)
        self.legend = Legend(
            [
                Entry(tr("before a real fall"), "good_dot", "tick"),
                Entry(tr("no fall"), "reference", "tick"),
                Entry(tr("real fall"), "bad_dot", "box"),
            ]
        )
        self.body.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignRight)
        self.chart = TimeMachine()
        self.body.addWidget(self.chart)

    def show_state(self, state: RulesState) -> None:
        """Draw the replay, or say why there is none."""
        self._note.set_text(state.track_note)
        self.period.set_value(state.period)
        show_if(self.chart, state.track is not None)
        show_if(self.legend, state.track is not None)
        self.chart.show_track(state)


class VerdictPart(QWidget):
    """What the rule would have been worth, and one better setting. Emits `use_wanted`."""

    use_wanted = Signal()

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.title = Paragraph("", "title", "text")
        self._note = Paragraph("", "small", "text2")
        column.addWidget(self.title)
        column.addWidget(self._note)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.found, self.false, self.missed = Chip(""), Chip(""), Chip("")
        for chip in (self.found, self.false, self.missed):
            row.addWidget(chip)
        row.addStretch(1)
        column.addLayout(row)
        self.better = Card((16, 10), 0)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(IconLabel("lightbulb", "accent_text"))
        words = QVBoxLayout()
        words.setSpacing(1)
        self._better_title = Label("", "strong")
        self._better_words = Label("", "small", "text2")
        words.addWidget(self._better_title)
        words.addWidget(self._better_words)
        line.addLayout(words, 1)
        self.use = Button(tr("Use"), height=28)
        self.use.clicked.connect(self.use_wanted)
        line.addWidget(self.use)
        self.better.body.addLayout(line)
        column.addWidget(self.better)

    def show_state(self, state: RulesState) -> None:
        """Show the verdict."""
        found = state.verdict
        show_if(self, found is not None)
        if found is None:
            return
        self.title.set_text(found.title)
        self._note.set_text(found.note)
        show_if(self._note, bool(found.note))
        self.found.set_chip(
            tr("{n_matched} before a real fall", n_matched=found.n_matched), "good", "bell-ring"
        )
        self.false.set_chip(tr("{n_false} without a fall", n_false=found.n_false), "plain", "bell")
        falls = "fall" if found.n_missed == 1 else "falls"
        self.missed.set_chip(f"{found.n_missed} {falls} missed", "bad", "circle-x")
        for chip, n in (
            (self.found, found.n_matched),
            (self.false, found.n_false),
            (self.missed, found.n_missed),
        ):
            show_if(chip, n > 0)
        show_if(self.better, state.better is not None)
        if state.better is not None:
            self._better_title.set_text(state.better.title)
            self._better_words.set_text(state.better.words)
