"""Automations on the screen: draws the state, sends what the person means to the view model."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.table import LazyTable, RowsSource
from tidemill.gui.kit.tabs import Tab, Tabs
from tidemill.gui.pages.automations.commands import commands_of
from tidemill.gui.pages.automations.detail_inspector import DetailInspector
from tidemill.gui.pages.automations.state import SHOWN, AutomationsState, FileRow, JobRow
from tidemill.gui.pages.automations.tables import (
    FILE_COLUMNS,
    JOB_COLUMNS,
    file_cells,
    job_cells,
)
from tidemill.gui.pages.automations.view_model import AutomationsViewModel
from tidemill.gui.pages.automations.watch_card import WatchCard
from tidemill.gui.sheets.watching import FolderWatching
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, PageView, StateWord, address_of

_PLACES = {"loading": 0, "error": 1, "empty": 2, "ready": 3}


class AutomationsView(PageView):
    """The page Automations."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts and begin to load."""
        super().__init__(context)
        self.summary = Label("", "small", "text2", parent=self)
        self.watch = Button("Watch a folder…", "folder-search", "primary", height=30, parent=self)
        for part in (self.summary, self.watch):
            part.hide()  # until the top bar shows it
        self.watching = FolderWatching(context, "automations", self)
        self._error = ErrorPanel(action="Try again")
        self._empty = EmptyState(
            "Files that arrive are handled here",
            "Watch a folder: each file that lands in it is checked, added to a dataset and, if "
            "you like, a model is retrained on it.",
            "Watch a folder…",
            "folder-search",
            "workflow",
        )
        self.details = DetailInspector()
        self.details.setParent(self)
        self.details.hide()
        self.cards: list[WatchCard] = []
        self._file_rows: tuple[FileRow, ...] | None = None
        self._job_rows: tuple[JobRow, ...] | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(_around(Loading("Reading what arrived", "cards")))
        self._stack.addWidget(_around(self._error))
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._make_ready())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.view_model = AutomationsViewModel(context, self)
        self._connect()
        self._draw(self.view_model.state)

    def _make_ready(self) -> QWidget:
        margin = metrics.current().page_margin_table
        area = VScroll((margin, 16, margin, margin), 10)
        self._failure = ErrorPanel(parent=area.content)
        area.body.addWidget(self._failure)
        self.start = Button("Start the worker", "play", height=28)
        self._worker_off = NoticeBox(
            "octagon-alert",
            "The worker is not running",
            "Files and jobs wait until it is.",
            "warn",
            [self.start],
        )
        area.body.addWidget(self._worker_off)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(10)
        area.body.addLayout(self._card_column)
        self.parts = Tabs([Tab("files", "Files"), Tab("jobs", "Jobs")], "files", has_line=False)
        self.shown = Segment([(s, s) for s in SHOWN], "All", height=28, name="Files shown")
        head = QHBoxLayout()
        head.setContentsMargins(0, 6, 0, 0)
        head.addWidget(self.parts, 1)
        head.addWidget(self.shown)
        area.body.addLayout(head)
        self.files = LazyTable(
            FILE_COLUMNS, row_height=34, auto_height=True, name="Files that arrived"
        )
        self.jobs = LazyTable(JOB_COLUMNS, row_height=34, auto_height=True, name="Jobs")
        self._file_card, self._job_card = Card((1, 1)), Card((1, 1))
        self._file_card.body.addWidget(self.files)
        self._job_card.body.addWidget(self.jobs)
        self._none = Label("", "body", "text2")
        for part in (self._file_card, self._job_card, self._none):
            area.body.addWidget(part)
        area.body.addStretch(1)
        return area

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._on_state)
        model.told.connect(self._on_told)
        self.watch.clicked.connect(self.watch_folder)
        self._empty.acted.connect(self.watch_folder)
        self._error.acted.connect(model.reload)
        self.start.clicked.connect(self._on_start)
        self.parts.changed.connect(self._on_part)
        self.shown.changed.connect(model.show_only)
        self.files.current_changed.connect(self._on_file)
        self.jobs.current_changed.connect(self._on_job)
        self.files.activated_row.connect(self._on_opened)
        self.jobs.activated_row.connect(self._on_opened)
        self.details.cancel_wanted.connect(model.cancel)
        self.details.retry_wanted.connect(model.retry)
        self.details.accept_wanted.connect(model.accept)
        self.details.part_wanted.connect(model.part)
        self.details.look_wanted.connect(self._on_look)
        self.details.rules_wanted.connect(self._on_rules)
        self.details.ask_wanted.connect(self._on_copy)
        self.details.copy_wanted.connect(self._on_copy)
        self.details.data_wanted.connect(self._on_data)
        self.details.file_wanted.connect(self._on_file_wanted)

    # What the shell asks

    def crumbs(self) -> list[Crumb]:
        """The place itself."""
        return [Crumb("Automations")]

    def bar_actions(self) -> list[QWidget]:
        """How many are on, and watching another folder."""
        return [self.summary, self.watch] if self.view_model.state.word == "ready" else []

    def inspector(self) -> QWidget | None:
        """The chosen file or job."""
        state = self.view_model.state
        has_one = state.file is not None or state.job is not None
        return self.details if state.word == "ready" and has_one else None

    def show_address(self, parts: list[str]) -> None:
        """`files/ID`, `jobs`, `jobs/ID`, `watches/ID`, or nothing."""
        model = self.view_model
        key = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else None
        if parts[:1] == ["jobs"]:
            model.show_part("jobs")
            if key is not None:
                model.show_job(key)
        elif parts[:1] == ["files"] and key is not None:
            model.show_only("All")
            model.show_file(key)
        else:
            model.show_part("files")

    def address(self) -> list[str]:
        """The part and the file or job shown."""
        state = self.view_model.state
        if state.job is not None:
            return ["jobs", str(state.job.id)]
        if state.file is not None:
            return ["files", str(state.file.id)]
        return ["jobs"] if state.part == "jobs" else []

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        return self.view_model.state.word

    def is_settled(self) -> bool:
        """Nothing is loading and nothing under way."""
        return super().is_settled() and not self.view_model.is_busy()

    def commands(self) -> list[Command]:
        """What can be done here."""
        return commands_of(self.view_model, self.watch_folder)

    def close_page(self) -> None:
        """Let go of the feed."""
        self.view_model.close()
        super().close_page()

    # Drawing

    def _on_state(self, state: AutomationsState) -> None:
        self._draw(state)
        self.frame_changed.emit()

    def _draw(self, state: AutomationsState) -> None:
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, "Try again")
        if state.word == "ready":
            self.summary.set_text(state.summary)
            self._failure.set_error(state.failure)
            waits = state.n_open_jobs > 0 or any(card.is_on for card in state.cards)
            self._worker_off.setVisible(waits and not state.is_worker_running)
            self._draw_cards(state)
            self._draw_tables(state)
            self.details.show_state(state)
        self._stack.setCurrentIndex(_PLACES[state.word])

    def _draw_cards(self, state: AutomationsState) -> None:
        if [card.key() for card in self.cards] != [card.id for card in state.cards]:
            for old in self.cards:
                old.hide()
                old.deleteLater()
            self.cards = []
            for one in state.cards:
                self.cards.append(self._make_card(WatchCard(one)))
        for card, one in zip(self.cards, state.cards, strict=True):
            card.show_state(one)

    def _make_card(self, card: WatchCard) -> WatchCard:
        model = self.view_model
        card.switched.connect(model.switch)
        card.mode_chosen.connect(model.set_mode)
        card.model_chosen.connect(model.set_model)
        card.remove_wanted.connect(model.remove)
        card.copy_wanted.connect(self._on_copy)
        card.opened.connect(self._on_file_wanted)
        self._card_column.addWidget(card)
        return card

    def _draw_tables(self, state: AutomationsState) -> None:
        is_files = state.part == "files"
        self.parts.set_value(state.part)
        self.parts.set_count("files", state.n_files)
        self.parts.set_count("jobs", state.n_open_jobs or None)
        self.shown.set_value(state.shown)
        self.shown.setVisible(is_files)
        if state.files != self._file_rows:
            self._file_rows = state.files
            self.files.set_source(RowsSource(file_cells(state.files)))
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
        nothing = "No file has arrived yet." if state.n_files == 0 else "No file ended like this."
        self._none.set_text(nothing if is_files else "No job has run yet.")

    # Intentions

    def watch_folder(self) -> None:
        """Open the sheet that watches a folder."""
        self.watching.open()

    def _on_part(self, part: str) -> None:
        self.view_model.show_part("jobs" if part == "jobs" else "files")

    def _on_file(self, key: object) -> None:
        if isinstance(key, int) and self.view_model.state.part == "files":
            self.view_model.show_file(key)

    def _on_job(self, key: object) -> None:
        if isinstance(key, int) and self.view_model.state.part == "jobs":
            self.view_model.show_job(key)

    def _on_opened(self, _key: object) -> None:
        self.inspector_wanted.emit()

    def _on_look(self, file_id: int) -> None:
        self.context.look_at_file(file_id)

    def _on_file_wanted(self, file_id: int) -> None:
        self.view_model.show_only("All")
        self.view_model.show_file(file_id)
        self.inspector_wanted.emit()

    def _on_copy(self, text: str) -> None:
        self.context.copy(text)

    def _on_rules(self, dataset: str) -> None:
        self.context.navigate(address_of("data", dataset, "checks"))

    def _on_data(self, name: str, version: int) -> None:
        self.context.navigate(address_of("data", name, version))

    def _on_start(self) -> None:
        self.context.start_worker()

    def _on_told(self, words: str) -> None:
        self.context.toast(words)


def _around(part: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(20, 20, 20, 20)
    column.addWidget(part)
    if isinstance(part, ErrorPanel):
        column.addStretch(1)
    return holder
