"""The page Activity: day by day, who did what, to what and why."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.numbers import integer, plural
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.switch import Switch
from tidemill.gui.pages.activity.altered import AlteredNotice
from tidemill.gui.pages.activity.commands import commands
from tidemill.gui.pages.activity.inspector import EntryInspector
from tidemill.gui.pages.activity.rows import DayList, EntryButton
from tidemill.gui.pages.activity.state import Filters, State
from tidemill.gui.pages.activity.view_model import ActivityViewModel
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, PageView, StateWord, address_of

_EVERYONE = tr("Everyone")
_EVERY_KIND = tr("Every kind")
_SPANS = (
    (None, tr("Any time")),
    (1, tr("Last 24 hours")),
    (7, tr("Last 7 days")),
    (30, tr("Last 30 days")),
    (365, tr("Last year")),
)
_SCROLL_BAR = 10


class ActivityView(PageView):
    """Draws the state of the view model and sends it what the person wants."""

    def __init__(self, context: PageContext) -> None:
        """Build the page and begin to load."""
        super().__init__(context)
        self.model = ActivityViewModel(context, self)
        self._export = Button(
            tr("Export"), "download", height=30, trailing_icon="chevron-down", parent=self
        )
        self._export.hide()  # until the top bar shows it
        self._export.clicked.connect(self._ask_export)
        self.panel = EntryInspector(self)
        self.panel.hide()
        self.panel.open_asked.connect(context.navigate)
        self.panel.copy_asked.connect(self._copy_link)
        self.panel.undo_asked.connect(self.model.undo)
        self._dialog: QFileDialog | None = None
        self._shown_open_id: int | None = None
        self._build()
        self.model.changed.connect(self.draw)
        self.model.exported.connect(self._on_exported)
        self.model.undone.connect(self._on_undone)
        self.draw(self.model.state)
        self.model.load()

    def _build(self) -> None:
        page = metrics.current().page_margin_table
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        head.addLayout(self._make_filters(page))
        head.addLayout(self._make_counts(page))
        column.addWidget(self._head)
        self._stack = QStackedWidget()
        self._loading = Loading(tr("Reading the activity"), "cards")
        self._empty = EmptyState(
            tr("Nothing has happened yet"),
            tr("Each promotion, each file and each change will stand here, with who and why."),
            tr("Choose a file"),
            "file-up",
            icon="rotate-ccw-clock",
        )
        self._empty.acted.connect(self.choose_files)
        self.no_match = EmptyState(tr("No entry matches"), "", tr("Show everything"))
        self.no_match.acted.connect(self.model.clear_filters)
        self.error = ErrorPanel(parent=self)
        self.error.acted.connect(self.model.load)
        failed = QWidget()
        inner = QVBoxLayout(failed)
        inner.setContentsMargins(page, 8, page, 0)
        inner.addWidget(self.error)
        inner.addStretch(1)
        # The scroll bar takes its room beside the cards, so that they end under the filters.
        self._scroll = VScroll((page, 6, max(0, page - _SCROLL_BAR), 20), 16)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.altered = AlteredNotice()
        self.altered.wanted.connect(self._on_entry)
        self.altered.hide()
        self._days = DayList()
        self._days.entry_chosen.connect(self._on_entry)
        self.older = Button(tr("Show older"), "arrow-down", "ghost")
        self.older.clicked.connect(self.model.show_older)
        self._scroll.body.addWidget(self.altered)
        self._scroll.body.addWidget(self._days)
        self._scroll.body.addWidget(self.older)
        self._scroll.body.addStretch(1)
        waiting = QWidget()
        around = QVBoxLayout(waiting)
        around.setContentsMargins(page, 6, page, 0)
        around.addWidget(self._loading)
        self._places: dict[str, QWidget] = {
            "loading": waiting,
            "empty": self._empty,
            "no match": self.no_match,
            "error": failed,
            "ready": self._scroll,
        }
        for place in self._places.values():
            self._stack.addWidget(place)
        column.addWidget(self._stack, 1)

    def _make_filters(self, page: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(page, 0, page, 0)
        row.setSpacing(8)
        self.words = LineEdit(tr("Filter by words, for example a name or an object"), "list-filter")
        self.words.setAccessibleName(tr("Filter the activity"))
        self.words.setClearButtonEnabled(False)
        self.words.textChanged.connect(self._on_words)
        self.person = Choice(
            [(None, _EVERYONE)], None, _EVERYONE, "users", "button", name=tr("Person")
        )
        self.person.chosen.connect(self._on_person)
        self.kind = Choice(
            [(None, _EVERY_KIND)], None, _EVERY_KIND, "shapes", "button", name=tr("Kind")
        )
        self.kind.chosen.connect(self._on_kind)
        self.since = Choice(_SPANS, None, _SPANS[0][1], "calendar", "button", name=tr("Time"))
        self.since.chosen.connect(self._on_since)
        row.addWidget(self.words, 1)
        row.addWidget(self.person)
        row.addWidget(self.kind)
        row.addWidget(self.since)
        return row

    def _make_counts(self, page: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(page, 0, page, 0)
        row.setSpacing(8)
        self._count = Label("", "small_strong", elide="none")
        self._of_whom = Label("", "small", "text2")
        self.routine = Switch(tr("Hide routine"), self.model.state.filters.is_routine_hidden)
        self.routine.setToolTip(tr("Routine is what the worker does every day"))
        self.routine.toggled.connect(self._on_routine)
        row.addWidget(self._count)
        self.open_only = Switch(tr("Can be undone"), self.model.state.filters.is_open_only)
        self.open_only.setToolTip(tr("What you and the worker did that you can take back"))
        self.open_only.toggled.connect(self._on_open_only)
        row.addWidget(self._of_whom, 1)
        row.addWidget(self.open_only)
        row.addSpacing(8)
        row.addWidget(self.routine)
        return row

    def draw(self, state: State) -> None:
        """Show a state."""
        self._count.set_text(state.count)
        self._of_whom.set_text(state.of_whom)
        if state.people:
            self.person.set_options([(None, _EVERYONE), *state.people], state.filters.person)
            self.kind.set_options([(None, _EVERY_KIND), *state.kinds], state.filters.kind)
        blockers = [QSignalBlocker(one) for one in (self.routine, self.words, self.open_only)]
        self.routine.setChecked(state.filters.is_routine_hidden)
        self.open_only.setChecked(state.filters.is_open_only)
        self.since.set_value(state.filters.days)
        if self.words.text() != state.filters.words:
            self.words.setText(state.filters.words)
        del blockers
        place = state.word
        if state.error is not None and state.word == "error":
            error = state.error
            self.error.set_error(error.message, error.hint, error.detail, tr("Try again"))
            self.error.show()
        self.altered.show_entry(state.altered, state.altered_id)
        opened = state.detail.id if state.detail is not None else None
        self._days.show_days(state.days, opened)
        self.older.setVisible(state.n_older > 0)
        self.older.set_text(tr("Show older, {integer} more", integer=integer(state.n_older)))
        if place == "ready" and not state.days:
            self._say_no_match(state)
            self._stack.setCurrentWidget(self._places["no match"])
        else:
            self._stack.setCurrentWidget(self._places[place])
        self._head.setVisible(state.word != "empty")  # there is nothing to filter or count
        if state.detail is not None:
            self.panel.show_detail(state.detail)
        if opened != self._shown_open_id:
            self._shown_open_id = opened
            self._reveal(opened)
        self.frame_changed.emit()

    def _say_no_match(self, state: State) -> None:
        if state.filters.is_open_only:
            text = tr(
                "What was done here was taken back, overtaken, or keeps nothing to go back by."
            )
            self.no_match.set_words(tr("Nothing can be undone"), text, tr("Show everything"))
        elif state.filters.is_narrowed:
            self.no_match.set_words(tr("No entry matches"), "", tr("Show everything"))
        else:
            text = tr("What the worker does every day is hidden.")
            self.no_match.set_words(tr("Only routine so far"), text, tr("Show routine"))

    def _reveal(self, entry_id: int | None) -> None:
        button = self._days.button(entry_id)
        if button is not None:
            self._scroll.ensureWidgetVisible(button, 0, 40)

    def buttons(self) -> list[EntryButton]:
        """The entries shown, newest first."""
        return self._days.buttons()

    # What the person does

    def _filter(self, **changes: Any) -> None:
        self.model.filter_by(replace(self.model.state.filters, **changes))

    def _on_words(self, words: str) -> None:
        self._filter(words=words)

    def _on_person(self, person: object) -> None:
        self._filter(person=person)

    def _on_kind(self, kind: object) -> None:
        self._filter(kind=kind)

    def _on_since(self, days: object) -> None:
        self._filter(days=days)

    def _on_open_only(self, is_on: bool) -> None:
        self._filter(is_open_only=is_on)

    def _on_routine(self, is_hidden: bool) -> None:
        self._filter(is_routine_hidden=is_hidden)

    def _on_entry(self, entry_id: int) -> None:
        self.model.open(entry_id)
        self.inspector_wanted.emit()

    def toggle_open_only(self) -> None:
        """Show only what can be taken back, or everything again."""
        self.open_only.toggle()

    def undo_open(self) -> None:
        """Take the open entry's change back."""
        opened = self.model.open_id()
        if opened is not None:
            self.model.undo(opened)

    def _on_undone(self, words: str) -> None:
        self.context.toast(tr("Took back: {words}", words=words), "", None, "undo-2")

    def toggle_routine(self) -> None:
        """Show or hide what the worker does every day."""
        self.routine.toggle()

    def next_entry(self) -> None:
        """Open the entry below."""
        self.model.step(1)

    def previous_entry(self) -> None:
        """Open the entry above."""
        self.model.step(-1)

    def choose_files(self) -> None:
        """Choose files to add: what comes of them is the first that can be told here."""
        self.context.choose_files()

    def export_csv(self) -> None:
        """Ask where to write a CSV file."""
        self._ask_file("csv")

    def export_json(self) -> None:
        """Ask where to write a JSON file."""
        self._ask_file("json")

    def _ask_export(self) -> None:
        menu = Menu(self)
        menu.add(tr("As CSV…"), "file-spreadsheet", value="csv")
        menu.add(tr("As JSON…"), "file-braces", value="json")
        menu.triggered.connect(self._on_export)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self._export, is_right_aligned=True)

    def _on_export(self, action: QAction) -> None:
        self._ask_file(str(action.data()))

    def _ask_file(self, ending: str) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        kinds = {"csv": "CSV (*.csv)", "json": "JSON (*.json)"}
        self._dialog = QFileDialog(self, tr("Export activity"), f"activity.{ending}", kinds[ending])
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.setDefaultSuffix(ending)
        self._dialog.fileSelected.connect(self._on_file)
        self._dialog.open()

    def _on_file(self, name: str) -> None:
        self.model.export(Path(name))

    def _on_exported(self, path: Path, n_entries: int) -> None:
        self.context.toast(
            tr(
                "{n_entrys} written to {name}",
                n_entrys=plural(n_entries, "entry", "entries"),
                name=path.name,
            )
        )

    def _copy_link(self, entry_id: int) -> None:
        self.context.copy(address_of("activity", entry_id))

    # What the shell asks

    def crumbs(self) -> list[Crumb]:
        """The place alone."""
        return [Crumb(tr("Activity"))]

    def bar_actions(self) -> list[QWidget]:
        """Export, once there is something to write."""
        return [] if self.state_word() == "empty" else [self._export]

    def inspector(self) -> QWidget | None:
        """The open entry."""
        return self.panel if self.model.state.detail is not None else None

    def show_address(self, parts: list[str]) -> None:
        """`activity/18` opens entry 18, `activity/?by=ada` shows what ada did."""
        asked = next((part for part in parts if part.startswith("?")), "")
        person = parse_qs(asked.removeprefix("?")).get("by", [""])[0]
        if person:
            self.model.filter_by(Filters(person=person, is_routine_hidden=False))
        self.model.open(int(parts[0]) if parts and parts[0].isdecimal() else None)

    def address(self) -> list[str]:
        """The open entry, if there is one."""
        opened = self.model.open_id()
        return [] if opened is None else [str(opened)]

    def state_word(self) -> StateWord:
        """Whether there is anything."""
        return self.model.state.word

    def is_settled(self) -> bool:
        """Nothing is being loaded."""
        return not self.context.operations.is_busy("activity.")

    def commands(self) -> list[Command]:
        """What can be done here."""
        return commands(self, self.model.state)

    def focus_filter(self) -> bool:
        """To the words."""
        self.words.setFocus()
        self.words.selectAll()
        return True

    def step_back(self) -> bool:
        """Close the entry, then clear the words."""
        if self.model.open_id() is not None:
            self.model.open(None)
            return True
        if self.words.text():
            self.words.clear()
            return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Look whether an entry was altered, each time a person comes here."""
        super().showEvent(event)
        self.model.check_chain()

    def close_page(self) -> None:
        """Let go of the feed."""
        self.model.close()
        super().close_page()
