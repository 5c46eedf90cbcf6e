"""One dataset on the screen: its head, its tabs, and the part that is shown."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.chips import Chip, ChipTone
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.padding import padded
from tidemill.gui.kit.tabs import Tab, Tabs
from tidemill.gui.pages.data.checks_tab import ChecksTab
from tidemill.gui.pages.data.dataset_state import (
    TABS,
    DatasetState,
    Loaded,
    checks_chip,
    source_words,
)
from tidemill.gui.pages.data.job_strip import JobStrip
from tidemill.gui.pages.data.label_part import LabelPart
from tidemill.gui.pages.data.lineage_part import LineagePart
from tidemill.gui.pages.data.profile_tab import ProfileTab
from tidemill.gui.pages.data.rows_tab import RowsTab
from tidemill.gui.pages.data.schema_tab import SchemaTab
from tidemill.gui.pages.data.steps_part import StepsPart
from tidemill.gui.pages.data.versions_tab import VersionsTab
from tidemill.gui.shell.page import PageContext

P = TypeVar("P", bound=QWidget)

_TONES: dict[str, ChipTone] = {"good": "good", "warn": "warn", "plain": "plain"}


class DatasetView(QWidget):
    """Emits `tab_chosen(id)`, `train_wanted`, `newest_wanted`, `compare_wanted`, `again_wanted`
    and `list_wanted`.

    A part is made when it is first wanted: all at once would hold the window up. Then
    `part_made(id)` is emitted. The parts have signals of their own.
    """

    part_made = Signal(str)
    tab_chosen = Signal(str)
    train_wanted = Signal()
    newest_wanted = Signal()
    compare_wanted = Signal()
    again_wanted = Signal()
    list_wanted = Signal()

    def __init__(self, context: PageContext) -> None:
        """Draw the frame."""
        super().__init__()
        self._context = context
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(padded(Loading(tr("Reading the dataset"))))
        self._stack.addWidget(padded(self._make_error(), is_top=True))
        self._stack.addWidget(self._make_full())
        outer.addWidget(self._stack)

    def _make_error(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._error = ErrorPanel(action=tr("Try again"))
        self._error.acted.connect(self.again_wanted)
        column.addWidget(self._error)
        back = Button(tr("All datasets"), "arrow-left", "ghost")
        back.clicked.connect(self.list_wanted)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        column.addLayout(row)
        return holder

    def _make_full(self) -> QWidget:
        full = QWidget()
        column = QVBoxLayout(full)
        side = metrics.current().page_margin_table
        column.setContentsMargins(side, 16, side, 20)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        self.job = JobStrip(self._context)
        column.addWidget(self.job)
        column.addSpacing(12)
        self.tabs = Tabs([Tab(each, spoken(each.capitalize())) for each in TABS], "profile")
        self.tabs.changed.connect(self.tab_chosen)
        column.addWidget(self.tabs)
        self._parts = QStackedWidget()
        self._made: dict[str, QWidget] = {}
        for _ in TABS:
            self._parts.addWidget(QWidget())
        column.addWidget(self._parts, 1)
        return full

    @property
    def profile(self) -> ProfileTab:
        """The columns at a glance."""
        return self._part("profile", ProfileTab)

    @property
    def schema(self) -> SchemaTab:
        """What columns are, and what they are for."""
        return self._part("schema", SchemaTab)

    @property
    def rows(self) -> RowsTab:
        """The rows themselves."""
        return self._part("rows", partial(RowsTab, self._context))

    @property
    def checks(self) -> ChecksTab:
        """What the checks said, and the rules."""
        return self._part("checks", ChecksTab)

    @property
    def prepare(self) -> StepsPart:
        """The steps of preparation."""
        return self._part("prepare", partial(StepsPart, self._context))

    @property
    def label(self) -> LabelPart:
        """Labelling by hand."""
        return self._part("label", partial(LabelPart, self._context))

    @property
    def versions(self) -> VersionsTab:
        """All versions."""
        return self._part("versions", VersionsTab)

    @property
    def lineage(self) -> LineagePart:
        """What the version came from, and what stands on it."""
        return self._part("lineage", partial(LineagePart, self._context))

    def is_made(self, tab: str) -> bool:
        """Whether a part was wanted before."""
        return tab in self._made

    def _part(self, tab: str, make: Callable[[], P]) -> P:
        found = self._made.get(tab)
        if found is None:
            found = self._made[tab] = make()
            at = TABS.index(tab)
            if (empty := self._parts.widget(at)) is not None:
                self._parts.removeWidget(empty)
                empty.deleteLater()
            self._parts.insertWidget(at, found)
            self.part_made.emit(tab)
        return cast(P, found)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(4)
        title = QHBoxLayout()
        title.setSpacing(8)
        self._title = Label("", "title", elide="middle")
        self._version = Chip("", "accent")
        self._checks = Chip("", "good")
        title.addWidget(self._title)
        title.addWidget(self._version)
        title.addWidget(self._checks)
        title.addStretch(1)
        words.addLayout(title)
        self._source = Label("", "body", "text2", elide="middle")
        words.addWidget(self._source)
        row.addLayout(words, 1)
        self.newest = Button("", "arrow-right", "secondary")
        self.newest.clicked.connect(self.newest_wanted)
        self.train = Button("", "play", "primary")
        self.train.clicked.connect(self.train_wanted)
        self.compare = Button(tr("Compare versions"), "git-compare", "secondary")
        self.compare.clicked.connect(self.compare_wanted)
        row.addWidget(self.newest)
        row.addWidget(self.compare)
        row.addWidget(self.train)
        return row

    def is_busy(self, tab: str) -> bool:
        """Whether a part with work of its own is still at it."""
        part = self._made.get(tab)
        return isinstance(part, StepsPart | LabelPart | LineagePart) and part.is_busy()

    def close_parts(self) -> None:
        """Let go of what the parts listen to."""
        self.job.jobs.close()
        for part in self._made.values():
            if isinstance(part, StepsPart | LabelPart | LineagePart):
                part.close_part()

    def show_state(self, state: DatasetState) -> None:
        """Draw a state."""
        if state.error is not None:
            error = state.error
            again = "" if error.kind == "needs-you" else tr("Try again")
            self._error.set_error(error.message, error.hint, error.detail, again)
        self._stack.setCurrentIndex({"loading": 0, "error": 1, "ready": 2}[state.word])
        if state.word != "ready" or state.loaded is None:
            if self.is_made("rows"):
                self.rows.forget()
            return
        loaded = state.loaded
        self.job.jobs.follow(state.name)
        self._show_head(loaded)
        n_checks = len(loaded.version.checks)
        self.tabs.set_count("checks", n_checks or None)
        self.tabs.set_count("prepare", len(loaded.view.newest.steps) or None)
        self.tabs.set_count("versions", len(loaded.view.versions))
        self.tabs.set_value(state.tab)
        self._show_part(state, loaded)
        self._parts.setCurrentIndex(TABS.index(state.tab))

    def _show_part(self, state: DatasetState, loaded: Loaded) -> None:
        if state.tab == "profile":
            self.profile.show_state(state, loaded)
        elif state.tab == "schema":
            self.schema.show_state(loaded)
        elif state.tab == "rows":
            self.rows.show_state(loaded)
        elif state.tab == "checks":
            self.checks.show_state(state, loaded)
        elif state.tab == "prepare":
            self.prepare.show_dataset(loaded)
        elif state.tab == "label":
            self.label.show_dataset(loaded)
        elif state.tab == "versions":
            self.versions.show_state(loaded)
        else:
            self.lineage.show_dataset(loaded)

    def _show_head(self, loaded: Loaded) -> None:
        version = loaded.version
        self._title.set_text(version.dataset)
        self._version.set_chip(f"v{version.number}", "accent")
        words, tone, icon = checks_chip(loaded)
        self._checks.set_chip(words, _TONES[tone], icon or None)
        self._checks.setVisible(bool(words))
        self._source.set_text(source_words(loaded))
        self.train.set_text(tr("Train on v{number}…", number=version.number))
        self.newest.set_text(f"Go to v{loaded.view.newest.number}")
        self.newest.setVisible(not loaded.is_newest)
        self.compare.setVisible(loaded.pair is not None)
        if loaded.pair is not None:
            was, now = loaded.pair
            self.compare.setToolTip(tr("What differs between v{was} and v{now}", was=was, now=now))
