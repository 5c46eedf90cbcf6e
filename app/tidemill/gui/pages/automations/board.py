"""Automations as they stand: what is wrong, a card a rule, the files and the jobs."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.growing import Growing
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.sentence_parts import Offer
from tidemill.gui.kit.table import LazyTable, RowsSource
from tidemill.gui.kit.tabs import Tab, Tabs
from tidemill.gui.pages.automations.cards import CardState
from tidemill.gui.pages.automations.file_rows import FileRow
from tidemill.gui.pages.automations.pause_all import PauseBanner
from tidemill.gui.pages.automations.rule_card import RuleCard
from tidemill.gui.pages.automations.state import SHOWN, AutomationsState, JobRow
from tidemill.gui.pages.automations.tables import (
    FILE_COLUMNS,
    JOB_COLUMNS,
    FileSource,
    job_cells,
)

_NEAR_END = 1_500
"""So many pixels before the end of the list older files are loaded."""


class Board(VScroll):
    """Emits `card_made(RuleCard)` so that the page listens to it, and `older_wanted` before the
    last of the files shown comes into sight; `offers` says what can be chosen for a part of a
    rule."""

    card_made = Signal(object)
    older_wanted = Signal()

    def __init__(self) -> None:
        """Show nothing yet."""
        margin = metrics.current().page_margin_table
        super().__init__((margin, 16, margin, margin), 10)
        self.offers: Callable[[int, str], Offer] = _no_offer
        self._file_rows: tuple[FileRow, ...] | None = None
        self._job_rows: tuple[JobRow, ...] | None = None
        self._may_want_older = False
        self._failure = ErrorPanel(parent=self.content)
        self.body.addWidget(self._failure)
        self.banner = PauseBanner()
        self.body.addWidget(self.banner)
        self.start = Button(tr("Start the worker"), "play", height=28)
        self._worker_off = NoticeBox(
            "octagon-alert",
            tr("The worker is not running"),
            tr("Files and jobs wait until it is."),
            "warn",
            [self.start],
        )
        self.body.addWidget(self._worker_off)
        column = QVBoxLayout()
        column.setSpacing(10)
        self.body.addLayout(column)
        self._cards = Growing(self, column, self._make_card)
        self._state: AutomationsState | None = None
        self.parts = Tabs(
            [Tab("files", tr("Files")), Tab("jobs", tr("Jobs"))], "files", has_line=False
        )
        self.shown = Segment([(s, s) for s in SHOWN], tr("All"), height=28, name=tr("Files shown"))
        head = QHBoxLayout()
        head.setContentsMargins(0, 6, 0, 0)
        head.addWidget(self.parts, 1)
        head.addWidget(self.shown)
        self.body.addLayout(head)
        self.files = LazyTable(
            FILE_COLUMNS, row_height=34, auto_height=True, name=tr("Files that arrived")
        )
        self.jobs = LazyTable(JOB_COLUMNS, row_height=34, auto_height=True, name=tr("Jobs"))
        self._file_card, self._job_card = Card((1, 1)), Card((1, 1))
        self._file_card.body.addWidget(self.files)
        self._job_card.body.addWidget(self.jobs)
        self._none = Label("", "body", "text2")
        for part in (self._file_card, self._job_card, self._none):
            self.body.addWidget(part)
        self.body.addStretch(1)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._want_older)
        bar.rangeChanged.connect(self._want_older)

    def show_state(self, state: AutomationsState) -> None:
        """Draw a state that is ready."""
        self._failure.set_error(state.failure)
        self.banner.show_pause(state.pause)
        waits = state.n_open_jobs > 0 or any(card.is_on for card in state.cards)
        self._worker_off.setVisible(waits and not state.is_worker_running)
        self._draw_cards(state)
        self._draw_tables(state)

    @property
    def cards(self) -> list[RuleCard]:
        """The cards that are made, from the top."""
        return list(self._cards.widgets.values())

    def is_growing(self) -> bool:
        """Whether cards are still to be made."""
        return self._cards.is_busy()

    def _draw_cards(self, state: AutomationsState) -> None:
        self._state = state
        known = set(self._cards.widgets)
        self._cards.show_items([(one.key, one) for one in state.cards])
        for one in state.cards:
            if one.key in known and one.key in self._cards.widgets:
                self._cards.widgets[one.key].show_state(one, is_chosen=self._is_chosen(one))

    def _is_chosen(self, one: CardState) -> bool:
        assert self._state is not None
        rule, file = self._state.rule, self._state.file
        if rule is not None:
            return one.automation_id == rule.id
        return file is not None and one.file_id == file.id

    def _make_card(self, one: CardState) -> RuleCard:
        card = RuleCard(one, self.offers)
        self.card_made.emit(card)
        card.show_state(one, is_chosen=self._is_chosen(one))
        return card

    def _draw_tables(self, state: AutomationsState) -> None:
        is_files = state.part == "files"
        self._may_want_older = is_files and state.has_older
        self.parts.set_value(state.part)
        self.parts.set_count("files", state.n_files)
        self.parts.set_count("jobs", state.n_open_jobs or None)
        self.shown.set_value(state.shown)
        self.shown.setVisible(is_files)
        if state.files != self._file_rows:
            self._file_rows = state.files
            self.files.set_source(FileSource(state.files))  # with its height the range changes
        elif self._may_want_older:
            self._want_older()
        if state.jobs != self._job_rows:
            self._job_rows = state.jobs
            self.jobs.set_source(RowsSource(job_cells(state.jobs), "key"))
        if state.file is not None and self.files.current_key() != state.file.id:
            self.files.set_current(state.file.id)
        if state.job is not None and self.jobs.current_key() != state.job.id:
            self.jobs.set_current(state.job.id)
        has_rows = bool(state.files if is_files else state.jobs)
        self._file_card.setVisible(is_files and has_rows)
        self._job_card.setVisible(not is_files and has_rows)
        self._none.setVisible(not has_rows)
        nothing = (
            tr("No file has arrived yet.") if state.n_files == 0 else tr("No file ended like this.")
        )
        self._none.set_text(nothing if is_files else tr("No job has run yet."))

    def _want_older(self, *_where: int) -> None:
        bar = self.verticalScrollBar()
        if self._may_want_older and self.isVisible() and bar.maximum() - bar.value() < _NEAR_END:
            self.older_wanted.emit()


def _no_offer(_rule_id: int, _key: str) -> Offer:
    return Offer()
