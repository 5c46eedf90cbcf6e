"""Home of a living team: decisions, then the champions."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import SparkCell, StatusCell, TwoLineCell
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.explained import Number, explain
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.table_model import EXPLAINED
from tidemill.gui.pages.home.cards import CardView
from tidemill.gui.pages.home.decisions import DecisionCard
from tidemill.gui.pages.home.state import Champion, HomeState

_COLUMNS = (
    TableColumn("model", tr("Model"), 190, kind="two_line", stretch=3, sortable=False),
    TableColumn(
        "live", tr("Live metric"), 92, "right", "two_line", sortable=False, term=tr("Live metric")
    ),
    TableColumn(
        "course",
        tr("Over time"),
        138,
        kind="sparkline",
        stretch=1,
        sortable=False,
        term=tr("Live metric"),
    ),
    TableColumn("health", tr("Health"), 174, kind="status_text", stretch=3, sortable=False),
    TableColumn("trained", tr("Trained"), 76, kind="time", sortable=False, tone="text2"),
)


class CardList(QWidget):
    """Decision cards under each other, past the fifth a line that unfolds the rest.

    Emits `chosen(card)`, `deferred(card)` and `more_wanted`.
    """

    chosen = Signal(object)
    deferred = Signal(object)
    more_wanted = Signal()

    def __init__(self) -> None:
        """Draw no card."""
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.current().card_gap)
        self.more = Button("", "chevron-down", "ghost", height=28)
        self.more.clicked.connect(self.more_wanted)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown: object = None
        self.views: list[CardView] = []

    def show_state(self, state: HomeState) -> None:
        """Draw the cards if any of them changed."""
        failures = dict(state.failures)
        now = (state.shown, state.busy, state.failures)
        if now != self._shown:
            self._shown = now
            self._fill(state.shown, state.busy, failures)
        self.more.set_text(tr("and {n_more} more", n_more=state.n_more))
        self.more.setVisible(state.n_more > 0)
        self.setVisible(bool(state.cards))

    def _fill(
        self, cards: tuple[DecisionCard, ...], busy: frozenset[str], failures: dict[str, str]
    ) -> None:
        focused = next((v.card.key for v in self.views if v.isAncestorOf(self.focusWidget())), "")
        for view in self.views:
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        self.views = []
        for at, card in enumerate(cards):
            view = CardView(card, card.key in busy, failures.get(card.key, ""))
            view.chosen.connect(self.chosen)
            view.deferred.connect(self.deferred)
            self._column.insertWidget(at, view)
            self.views.append(view)
            if card.key == focused:
                view.main.setFocus(Qt.FocusReason.OtherFocusReason)


class Living(QWidget):
    """Greeting, cards and champions. Emits `model_opened(name)` and `all_models_wanted`."""

    model_opened = Signal(str)
    all_models_wanted = Signal()

    def __init__(self, cards: CardList) -> None:
        """Draw the frame; `cards` is shared with the page of the first run."""
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        at = metrics.current()
        side = at.page_margin_form
        area = VScroll((side, 22, side, 28), 0, at.content_width)
        outer.addWidget(area)
        head = QHBoxLayout()
        self._greeting = Label("", "title")
        self._day = Label("", "body", "text2", align="right")
        head.addWidget(self._greeting, 1)
        head.addWidget(self._day)
        area.body.addLayout(head)
        area.body.addSpacing(6)
        self._sentence = Paragraph("")
        area.body.addWidget(self._sentence)
        area.body.addSpacing(18)
        self.slot = QVBoxLayout()
        self.cards = cards
        area.body.addLayout(self.slot)
        self._gap = QWidget()
        self._gap.setFixedHeight(20)
        area.body.addWidget(self._gap)
        area.body.addLayout(self._make_champions_head())
        area.body.addSpacing(10)
        self.table = LazyTable(
            _COLUMNS, row_height=at.row_two_lines, auto_height=True, name=tr("Champions")
        )
        self.table.activated_row.connect(self._on_row)
        self._card = Card((1, 1))
        self._card.body.addWidget(self.table)
        area.body.addWidget(self._card)
        self._none = EmptyState(
            tr("No champion serves now"),
            tr("Promote a version, or go back to a former champion."),
            tr("Open models"),
        )
        self._none.acted.connect(self.all_models_wanted)
        area.body.addWidget(self._none)
        area.body.addStretch(1)
        self._shown: tuple[Champion, ...] | None = None

    def _make_champions_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(tr("Champions"), "h2"))
        self._count = Label("", "body", "text3", numeric=True)
        row.addWidget(self._count)
        row.addStretch(1)
        self.all = Button(tr("All models"), None, "ghost", height=28, trailing_icon="arrow-right")
        self.all.clicked.connect(self.all_models_wanted)
        row.addWidget(self.all)
        return row

    def show_state(self, state: HomeState) -> None:
        """Draw a state."""
        self._greeting.set_text(state.greeting)
        self._day.set_text(state.day)
        self._sentence.set_text(state.sentence)
        self._gap.setVisible(bool(state.cards))
        self._count.set_text(numbers.integer(len(state.champions)))
        explain(self._count, Number(tr("Models"), self._count.text()))
        self._card.setVisible(bool(state.champions))
        self._none.setVisible(not state.champions)
        if state.champions != self._shown:
            self._shown = state.champions
            self.table.set_source(RowsSource([_row(each) for each in state.champions]))

    def _on_row(self, key: object) -> None:
        self.model_opened.emit(str(key))


def _row(champion: Champion) -> dict[str, object]:
    trained: datetime = champion.trained_at
    return {
        "id": champion.name,
        EXPLAINED: {each: Number(champion.measure) for each in ("live", "course")},
        "model": TwoLineCell(champion.name, champion.version, "crown", "gold"),
        "live": TwoLineCell(champion.live, champion.measure),
        "course": SparkCell(champion.course, "champion") if champion.course else None,
        "health": StatusCell(champion.status, champion.health),
        "trained": trained,
    }
