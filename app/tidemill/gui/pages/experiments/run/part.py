"""One run as a face of Experiments: head, tabs, inspector, and its part of the bar."""

from typing import TYPE_CHECKING

from numpy.typing import ArrayLike
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.models import Stage
from tidemill.domain.runs import Run
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.chips import Chip, ChipTone
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.tabs import Tabs
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.curves_tab import CurvesTab
from tidemill.gui.pages.experiments.run.files_tab import FilesTab
from tidemill.gui.pages.experiments.run.lineage import LineageTab, RunPageInspector
from tidemill.gui.pages.experiments.run.log_tab import LogTab
from tidemill.gui.pages.experiments.run.note_sheet import NoteSheet
from tidemill.gui.pages.experiments.run.overview import Overview
from tidemill.gui.pages.experiments.run.params_tab import ParamsTab
from tidemill.gui.pages.experiments.run.state import (
    RunPageState,
    kind_words,
    sentence,
    state_words,
    tabs_of,
)
from tidemill.gui.pages.experiments.run.view_model import RunViewModel
from tidemill.gui.sheets.explaining import Explaining
from tidemill.gui.sheets.preparing import Preparing
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, StateWord, address_of
from tidemill.services.registry import why_not_registered
from tidemill.services.reproductions import why_not

if TYPE_CHECKING:
    from tidemill.services.run_page import RunPage

_PLACE = address_of("experiments")
_TONES: dict[Stage, ChipTone] = {Stage.CHAMPION: "champion", Stage.CANDIDATE: "candidate"}
Tab = Overview | CurvesTab | ParamsTab | FilesTab | LogTab | LineageTab


class RunPart(QWidget):
    """The page of one run.

    `show_run(id, tab)` says which; `walk_in(keys)` hands the list it was opened from, which Up and
    Down go through. `changed` tells that crumbs, actions, inspector or commands are others now;
    `register_wanted(Run)` that the person wants the run registered.
    """

    changed = Signal()
    register_wanted = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        """Make the part; nothing is read before `show_run`."""
        super().__init__(parent)
        self._context = context
        self._model = RunViewModel(context, self)
        self.explaining = Explaining(context, "run", self)
        self.preparing = Preparing(context, "run", self)
        self._frame: object = None
        self._sheet: NoteSheet | None = None
        self._make_actions()
        self._inspector = RunPageInspector(self)
        self._inspector.hide()
        self._build()
        self._connect()
        self._show(self._model.state)

    def _make_actions(self) -> None:
        self._before = IconButton("chevron-up", tr("The run before"))
        self._before.clicked.connect(self.go_before)
        self._behind = IconButton("chevron-down", tr("The next run"))
        self._behind.clicked.connect(self.go_behind)
        self._register = Button(tr("Register"), "box", height=30)
        self._register.clicked.connect(self._on_register)
        self._compare = Button(tr("Compare"), "scale", "primary", height=30)
        self._compare.clicked.connect(self.compare)
        for action in self._actions():
            action.setParent(self)
            action.hide()

    def _actions(self) -> list[QWidget]:
        return [self._before, self._behind, self._register, self._compare]

    def _build(self) -> None:
        self._stack = QStackedLayout(self)
        self._loading = Loading(tr("Reading the run"), "cards")
        self._failed = QWidget()
        column = QVBoxLayout(self._failed)
        side = metrics.current().page_margin_table
        column.setContentsMargins(side, side, side, side)
        self._error = ErrorPanel()
        column.addWidget(self._error)
        column.addStretch(1)
        self._scroll = VScroll((side, 16, side, 24), 0)
        body = self._scroll.body
        body.addLayout(self._make_head())
        self.tabs = Tabs(tabs_of(None))
        body.addSpacing(8)
        body.addWidget(self.tabs)
        body.addSpacing(12)
        self._restore = Button(tr("Restore"), "undo-2", height=28)
        self._restore.clicked.connect(self._model.restore)
        words = tr("It is hidden everywhere else until it is restored or the trash is emptied.")
        self._trashed = NoticeBox(
            "trash-2", tr("This run is in the trash"), words, "text2", [self._restore]
        )
        holder = QWidget()
        row = QVBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 12)
        row.addWidget(self._trashed)
        self._trash_row = holder
        body.addWidget(holder)
        self._problem = ErrorPanel()
        body.addWidget(self._problem)
        self._parts: dict[str, Tab] = {}
        for face in (self._loading, self._failed, self._scroll):
            self._stack.addWidget(face)

    def _make_head(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._title = Label("", "title", elide="middle")
        self._mark = StatusMark("idle", "", is_word_shown=True)
        self._version = Chip("", "candidate")
        self._kind = Chip("", "plain")
        for part in (self._title, self._mark, self._version, self._kind):
            row.addWidget(part)
        row.addStretch(1)
        column.addLayout(row)
        self._sentence = Paragraph("", "body", "text2")
        column.addWidget(self._sentence)
        return column

    def _connect(self) -> None:
        self._model.changed.connect(self._show)
        self._model.walked.connect(self._on_run)
        self._error.acted.connect(self._model.reload)
        self.tabs.changed.connect(self._on_tab)
        self._inspector.address_wanted.connect(self._on_address)
        self._inspector.edit_wanted.connect(self.edit_note)
        self._inspector.again_wanted.connect(self._model.run_again)

    def part(self, tab: str) -> Tab:
        """A tab, made when it is first shown."""
        made = self._parts.get(tab)
        if made is None:
            made = self._parts[tab] = self._made(tab)
            self._scroll.body.addWidget(made, 1)
        return made

    def _made(self, tab: str) -> Tab:
        run = self._context.operations.run
        if tab == "overview":
            overview = Overview(self._context)
            overview.tab_wanted.connect(self._on_tab)
            overview.run_wanted.connect(self._on_run)
            overview.search.stop_wanted.connect(self._model.stop_search)
            overview.older.anew_wanted.connect(self._on_anew)
            return overview
        if tab == "curves":
            curves = CurvesTab(run)
            curves.wished.connect(self._model.wish_curves)
            return curves
        if tab == "files":
            files = FilesTab(self._model.save_file)
            files.chosen.connect(self._model.choose_file)
            return files
        if tab == "lineage":
            lineage = LineageTab(self._context)
            lineage.address_wanted.connect(self._on_address)
            lineage.run_wanted.connect(self._on_run)
            lineage.diff_wanted.connect(self._on_diff)
            return lineage
        return LogTab() if tab == "log" else ParamsTab()

    # What the page asks for

    def show_run(self, text: str, tab: str = "") -> None:
        """Show the run of an id or a name, and one of its tabs."""
        self._model.show_run(text, tab)

    def walk_in(self, keys: ArrayLike) -> None:
        """The keys of the list the run was opened from, in its order."""
        self._model.walk_in(keys)

    def run(self) -> Run | None:
        """The run that is shown."""
        page = self._model.state.page
        return None if page is None else page.run

    def address(self) -> list[str]:
        """The run and its tab."""
        state = self._model.state
        return [state.id] if state.tab == "overview" else [state.id, state.tab]

    def crumbs(self) -> list[Crumb]:
        """The place, the experiment, the run."""
        page = self._model.state.page
        if page is None:
            return [Crumb(tr("Experiments"), _PLACE), Crumb(tr("Run"))]
        steps = [Crumb(tr("Experiments"), _PLACE)]
        if page.parent is not None:
            steps.append(Crumb(page.parent.name, address_of("experiments", page.parent.id)))
        elif page.run.experiment:
            steps.append(Crumb(page.run.experiment, _PLACE))
        return [*steps, Crumb(page.run.name)]

    def bar_actions(self) -> list[QWidget]:
        """Up and down, Register, and Compare with what it is held against."""
        page = self._model.state.page
        if page is None or self._model.state.word != "ready":
            return []
        found: list[QWidget] = [self._before, self._behind]
        if page.run.deleted_at is None:
            found.append(self._register)
            if page.rival is not None:
                found.append(self._compare)
        return found

    def inspector(self) -> QWidget | None:
        """Lineage, how it ran, tags and note."""
        return self._inspector if self._model.state.page is not None else None

    def commands(self) -> list[Command]:
        """What can be done with the run as it is now."""
        state = self._model.state
        page = state.page
        if page is None or state.word != "ready":
            return []
        found = []
        if page.run.deleted_at is not None:
            found.append(Command("run.restore", tr("Restore"), "undo-2", self._model.restore))
        else:
            if page.rival is not None:
                words = tr("Compare with v{number}", number=page.rival.number)
                found.append(Command("run.compare", words, "scale", self.compare, "compare"))
            found.append(
                Command("run.register", tr("Register…"), "box", self._on_register, "register")
            )
            if why_not(page.run) is None:
                words = tr("Run again and compare")
                found.append(Command("run.again", words, "rotate-cw", self._model.run_again))
            found += self.explaining.offers(page.run)
            found += self.preparing.offers(page.run)
            found.append(Command("run.note", tr("Tags and note…"), "pencil", self.edit_note, "tag"))
        if state.walk[0] is not None:
            found.append(
                Command(
                    "run.before", tr("The run before"), "chevron-up", self.go_before, "run_before"
                )
            )
        if state.walk[1] is not None:
            found.append(
                Command(
                    "run.behind", tr("The next run"), "chevron-down", self.go_behind, "run_after"
                )
            )
        return found

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        return self._model.state.word

    def is_settled(self) -> bool:
        """True when nothing is being read and every chart in sight is drawn."""
        charts = (Overview, CurvesTab)
        is_drawn = all(p.is_drawn() for p in self._parts.values() if isinstance(p, charts))
        is_busy = self._model.is_busy() or self._context.operations.is_busy("experiments.lineage")
        return self.state_word() != "loading" and not is_busy and is_drawn

    def focus_filter(self) -> bool:
        """Put the focus into the search of the tab; False where it has none."""
        tab = self._parts.get(self._model.state.tab)
        if isinstance(tab, CurvesTab | ParamsTab | LogTab):
            tab.focus_search()
            return True
        return False

    def close_page(self) -> None:
        """Listen no more."""
        self._model.close()
        for action in self._actions():
            if action.parent() is None:
                action.deleteLater()

    # Drawing

    def _show(self, state: RunPageState) -> None:
        page = state.page
        if state.word == "error" and state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
            self._stack.setCurrentWidget(self._failed)
        elif page is None:
            self._stack.setCurrentWidget(self._loading)
        else:
            self._show_page(page, state)
            self._stack.setCurrentWidget(self._scroll)
        frame = (
            state.id,
            state.word,
            state.walk,
            None if page is None else (page.run.name, page.rival, page.run.deleted_at),
        )
        if frame != self._frame:
            self._frame = frame
            self.changed.emit()

    def _show_page(self, page: "RunPage", state: RunPageState) -> None:
        run, at = page.run, self._context.workspace.clock.now()
        self._title.set_text(run.name)
        mark, words = state_words(page, at)
        self._mark.set_status(mark, words)
        refusal = why_not_registered(run)
        self._register.setEnabled(refusal is None)
        self._register.setToolTip(
            "" if refusal is None else spoken(f"{refusal.message} {refusal.hint}")
        )
        if page.versions:
            version = page.versions[-1]
            self._version.set_chip(f"v{version.number}", _TONES.get(version.stage, "plain"))
        show_if(self._version, bool(page.versions))
        self._kind.set_chip(kind_words(run), "plain")
        show_if(self._kind, bool(kind_words(run)))
        self._sentence.set_text(sentence(page, at, run.by))
        for tab in tabs_of(page):
            self.tabs.set_count(tab.id, tab.count)
        self.tabs.set_value(state.tab)
        show_if(self._trash_row, run.deleted_at is not None)
        problem = state.problem
        if problem is None:
            self._problem.set_error("")
        else:
            self._problem.set_error(problem.message, problem.hint, problem.detail)
        if page.rival is not None:
            self._compare.set_text(tr("Compare with v{number}", number=page.rival.number))
        self._before.setEnabled(state.walk[0] is not None)
        self._behind.setEnabled(state.walk[1] is not None)
        self._inspector.show_page(page, is_busy=state.is_running_again)
        shown = self.part(state.tab)
        for part in self._parts.values():
            show_if(part, part is shown)
        shown.show_state(state)

    # Intentions

    def compare(self) -> None:
        """Compare with the version the run is held against; that one is the baseline."""
        page = self._model.state.page
        if page is not None and page.rival is not None:
            ids = f"{page.rival.run_id},{page.run.id}"
            self._context.navigate(address_of("experiments", "compare", ids))

    def go_before(self) -> None:
        """Go to the run before in the list."""
        self._model.walk(-1)

    def go_behind(self) -> None:
        """Go to the next run of the list."""
        self._model.walk(1)

    def edit_note(self) -> None:
        """Open the sheet in which tags and note are written."""
        run = self.run()
        if run is None or self._sheet is not None:
            return
        sheet = NoteSheet(self._context.sheet_host, run.name, list(run.tags), run.note)
        sheet.written.connect(self._on_written)
        sheet.closed.connect(self._on_sheet_closed)
        self._sheet = sheet
        self._context.open_sheet(sheet)

    def _on_written(self, tags: list[str], note: str) -> None:
        self._model.note(tags, note)
        if self._sheet is not None:
            self._sheet.close_sheet()

    def _on_sheet_closed(self) -> None:
        self._sheet = None

    def _on_register(self) -> None:
        run = self.run()
        if run is not None:
            self.register_wanted.emit(run)

    def _on_anew(self) -> None:
        run = self.run()
        if run is not None:
            self.preparing.train_anew(run.id)

    def _on_tab(self, tab: str) -> None:
        state = self._model.state
        parts = [state.id] if tab == "overview" else [state.id, tab]
        self._context.navigate(address_of("experiments", *parts))

    def _on_run(self, run_id: str) -> None:
        tab = self._model.state.tab
        parts = [run_id] if tab == "overview" else [run_id, tab]
        self._context.navigate(address_of("experiments", *parts))

    def _on_address(self, address: str) -> None:
        self._context.navigate(address)

    def _on_diff(self) -> None:
        page = self._model.state.page
        if page is not None and page.diff is not None:
            self._model.choose_file(page.diff)
            self._on_tab("files")
