"""Data on the screen: the list or one dataset, and the sheets that belong to them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.gradually import Gradually
from tidemill.gui.pages.data import list_memory
from tidemill.gui.pages.data.addresses import column_of, incident_of, taken_apart, where_of
from tidemill.gui.pages.data.check_deeds import RuleDeeds
from tidemill.gui.pages.data.column_acts import ColumnActs
from tidemill.gui.pages.data.column_inspector import ColumnInspector
from tidemill.gui.pages.data.commands import (
    commands_of_dataset,
    commands_of_list,
    commands_of_versions,
)
from tidemill.gui.pages.data.compare.addresses import wish_of
from tidemill.gui.pages.data.dataset_state import DatasetState
from tidemill.gui.pages.data.dataset_view import DatasetView
from tidemill.gui.pages.data.list_memory import ListLook
from tidemill.gui.pages.data.list_view import ListView
from tidemill.gui.pages.data.state import ListState
from tidemill.gui.pages.data.train_opening import TrainOpening
from tidemill.gui.pages.data.version_acts import VersionActs
from tidemill.gui.pages.data.view_model import DataViewModel
from tidemill.gui.pages.data.ways import Ways
from tidemill.gui.sheets.watching import FolderWatching
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.kept_file import KeptFile
from tidemill.gui.shell.page import Crumb, PageContext, PageView, StateWord, address_of

if TYPE_CHECKING:
    from tidemill.gui.pages.data.compare.part import ComparePart

_TRAIN, _WATCH = "@train", "@watch"


class DataView(PageView):
    """The page Data."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts; `show_address` begins to load."""
        super().__init__(context)
        self.watch = Button(tr("Watch a folder…"), "folder-search", height=30, parent=self)
        self.add = Button(tr("Add data"), "plus", "primary", height=30, parent=self)
        self.add_file = Button(tr("Add file"), "file-up", height=30, parent=self)
        self.schema_rules = Button(
            tr("Schema rules"), "shield-check", "ghost", height=30, parent=self
        )
        self.query = Button(tr("From a database…"), "plug", "ghost", height=30, parent=self)
        for button in (self.watch, self.add, self.add_file, self.schema_rules, self.query):
            button.hide()  # until the top bar shows it
        self.watch.clicked.connect(self.watch_folder)
        self.add.clicked.connect(self.choose_files)
        self.query.clicked.connect(self.query_database)
        self.add_file.clicked.connect(self.choose_files)
        self.schema_rules.clicked.connect(self.show_rules)
        self._listing: ListView | None = None
        self._kept_look: KeptFile | None = None
        self.dataset = DatasetView(context)
        self.column = ColumnInspector(self)
        self.column.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.dataset)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._soon = Gradually(self)
        self._is_train_wanted = False
        self._compare: ComparePart | None = None
        self.is_comparing = False
        self.training = TrainOpening(context, self)
        self.version_acts = VersionActs(context, self)
        self.watching = FolderWatching(context, "data", self)
        self._model = DataViewModel(context, self)
        self.columns = ColumnActs(context, self._model, self)
        self.ways = Ways(context, self._model, self)
        self.rules = RuleDeeds(context, self)
        self._connect()

    def _connect(self) -> None:
        model, view, ways = self._model, self.dataset, self.ways
        model.list_changed.connect(self._on_list)
        model.dataset_changed.connect(self._on_dataset)
        view.tab_chosen.connect(self._on_tab)
        view.train_wanted.connect(self.open_training)
        view.newest_wanted.connect(ways.to_newest)
        view.compare_wanted.connect(self.compare_with_former)
        view.again_wanted.connect(model.reload_dataset)
        view.list_wanted.connect(ways.to_list)
        view.part_made.connect(self._on_part_made)
        self.training.newest_found.connect(self._on_newest_name)
        self.version_acts.gone.connect(self._on_version_gone)
        self.column.version_opened.connect(ways.to_version)
        self.column.role_chosen.connect(self.columns.set_role)
        self.column.personal_chosen.connect(model.mark_personal)
        self.column.all_versions_wanted.connect(self._on_all_versions)

    def _on_part_made(self, tab: str) -> None:
        """Listen to a part of the dataset that is there now."""
        model, view = self._model, self.dataset
        if tab == "profile":
            view.profile.chosen.connect(self._on_column)
            view.profile.searched.connect(model.find_columns)
        elif tab == "schema":
            view.schema.role_chosen.connect(self.columns.set_role)
        elif tab == "rows":
            view.rows.wish_changed.connect(self.frame_changed)
        elif tab == "checks":
            view.checks.accepted.connect(model.accept_file)
            view.checks.parted.connect(model.part_file)
            view.checks.file_opened.connect(self.ways.to_file)
            view.checks.looked.connect(self.ways.to_look)
            self._connect_rules()
        elif tab == "versions":
            view.versions.opened.connect(self.ways.to_version)
            view.versions.rows_wanted.connect(self.ways.to_rows)
            view.versions.compared.connect(self.ways.to_comparison)
            view.versions.delete_wanted.connect(self.delete_version)
            view.versions.restore_wanted.connect(self.version_acts.restore)

    @property
    def listing(self) -> ListView:
        """All datasets, made when they are first wanted."""
        if self._listing is None:
            found, model = ListView(), self._model
            found.opened.connect(self.ways.to_dataset)
            found.filtered.connect(model.filter)
            found.viewed.connect(model.show_view)
            found.sorted_by.connect(model.sort)
            found.files_wanted.connect(self.choose_files)
            found.again_wanted.connect(model.open_list)
            found.waiting.looked.connect(self.ways.to_look)
            path = list_memory.look_file(self.context.workspace)
            kept = KeptFile(self.context, path, list_memory.read, list_memory.write, found, "data")
            kept.remembered.connect(self._on_look)
            found.looked_otherwise.connect(kept.keep)
            self._stack.addWidget(found)
            self._listing, self._kept_look = found, kept
        return self._listing

    def _on_look(self, look: ListLook | None) -> None:
        if look is not None:
            self.listing.set_look(look)

    @property
    def compare(self) -> "ComparePart":
        """Two versions side by side, made when it is first wanted."""
        if self._compare is None:
            from tidemill.gui.pages.data.compare.part import ComparePart

            part = ComparePart(self.context, self)
            part.changed.connect(self.frame_changed)
            part.inspector_wanted.connect(self.inspector_wanted)
            part.aside_wanted.connect(self.version_acts.delete)
            self._stack.addWidget(part)
            self._compare = part
        return self._compare

    def _connect_rules(self) -> None:
        deeds, tab = self.rules, self.dataset.checks
        deeds.changed.connect(tab.show_book)
        tab.rules.switched.connect(deeds.switch)
        tab.rules.change_wanted.connect(deeds.change)
        tab.rules.effect_wanted.connect(deeds.set_effect)
        tab.rules.remove_wanted.connect(deeds.remove)
        tab.rules.add_wanted.connect(deeds.add)
        tab.proposals.ticked.connect(deeds.take_up_one)
        tab.proposals.left.connect(deeds.turn_down)
        tab.proposals.all_wanted.connect(deeds.take_up_all)
        tab.personal.marked.connect(deeds.mark)

    # What the shell asks

    def crumbs(self) -> list[Crumb]:
        """The place, then the dataset."""
        if self.is_comparing:
            return self.compare.crumbs()
        if self._model.is_list_open:
            return [Crumb(tr("Data"))]
        return [Crumb(tr("Data"), address_of("data")), Crumb(self._model.dataset.name)]

    def bar_actions(self) -> list[QWidget]:
        """Adding data; on a dataset the primary button is on the page."""
        if self.is_comparing:
            return self.compare.bar_actions()
        if not self._model.is_list_open:
            is_there = self._model.dataset.word == "ready"
            return [self.schema_rules, self.add_file] if is_there else [self.add_file]
        is_empty = self._model.list.word == "ready" and not self._model.list.lines
        return [self.query, self.watch] if is_empty else [self.query, self.watch, self.add]

    def inspector(self) -> QWidget | None:
        """The chosen column, on the profile of a dataset."""
        if self.is_comparing:
            return self.compare.inspector()
        state = self._model.dataset
        is_there = not self._model.is_list_open and state.word == "ready"
        return self.column if is_there and state.tab == "profile" else None

    def show_address(self, parts: list[str]) -> None:
        """Go to the list, a dataset, a version, a tab, or open a sheet over them."""
        wish = wish_of(parts)
        self.is_comparing = wish is not None
        if wish is not None:
            self.compare.show_wish(wish)
            self._show()
            return
        name, number, tab, sheet = taken_apart(parts)
        if name == _TRAIN:
            self._open_newest()
        elif not name or name == _WATCH:
            self._model.open_list()
            if name == _WATCH:
                self.watch_folder()
        else:
            self._is_train_wanted = sheet == "train"
            self._model.open_dataset(name, number, tab, column_of(parts))
            if tab == "rows":
                self.dataset.rows.want(where_of(parts))
            elif tab == "label":
                self.dataset.label.model.show_only(name, incident_of(parts))
        self._show()

    def address(self) -> list[str]:
        """Where the page is, without sheets."""
        if self.is_comparing:
            return self.compare.address()
        if self._model.is_list_open:
            return []
        state = self._model.dataset
        number = [] if state.number is None else [str(state.number)]
        tab = [] if state.tab == "profile" else [state.tab]
        where = self.dataset.rows.model.wish.where if state.tab == "rows" else ""
        asked = ["?" + urlencode({"where": where})] if where else []
        return [state.name, *number, *tab, *asked]

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        if self.is_comparing:
            return self.compare.state_word()
        if self._model.is_list_open:
            state = self._model.list
            return "empty" if state.word == "ready" and not state.lines else state.word
        return self._model.dataset.word

    def is_settled(self) -> bool:
        """Nothing is loading and nothing under way."""
        if self.is_comparing:
            return self.compare.is_settled()
        is_reading = self._model.is_busy() or self.context.operations.is_busy("train.")
        waits = self._model.dataset.tab == "rows" and self.dataset.rows.is_waiting()
        is_drawn = not self.dataset.is_made("checks") or self.dataset.checks.is_drawn()
        is_drawn = is_drawn or self._model.is_list_open
        waits = waits or self.dataset.is_busy(self._model.dataset.tab)
        is_drawn = is_drawn and (self._listing is None or self._listing.is_drawn())
        is_opening = is_reading or self._soon.is_busy()
        return super().is_settled() and is_drawn and not is_opening and not waits

    def commands(self) -> list[Command]:
        """What can be done here."""
        if self.is_comparing:
            return self.compare.commands()
        state = self._model.dataset
        if self._model.is_list_open:
            return commands_of_list(self)
        if state.loaded is None or state.word != "ready":
            return []
        found = commands_of_dataset(self, state.name, f"v{state.loaded.version.number}")
        pair = self.dataset.versions.pair() if state.tab == "versions" else state.loaded.pair
        return found + commands_of_versions(self, state.tab, pair)

    def focus_filter(self) -> bool:
        """The list and the rows have a filter, the profile of many columns a search."""
        if self.is_comparing:
            return False
        if not self._model.is_list_open:
            if self._model.dataset.tab == "profile":
                return self.dataset.profile.focus_search()
            if self._model.dataset.tab != "rows":
                return False
            self.dataset.rows.where.edit.setFocus()
            return True
        return self.listing.focus_filter()

    def step_back(self) -> bool:
        """Clear the filter, or let go of the column."""
        if self.is_comparing:
            if not self.compare.step_back():
                self.ways.to_dataset(self.compare.dataset())
            return True
        if self._model.is_list_open:
            if self._model.list.words:
                self._model.filter("")
                return True
            if self._model.list.view:
                self._model.show_view("")
                return True
            return False
        if self._model.dataset.tab == "rows" and self.dataset.rows.clear_filter():
            return True
        if self._model.dataset.tab == "profile" and self._model.dataset.words:
            self._model.find_columns("")
            return True
        if self._model.dataset.column is not None and self._model.dataset.tab == "profile":
            self._model.choose_column(None)
            return True
        return False

    def close_page(self) -> None:
        """Let go of the feed."""
        if self._kept_look is not None:
            self._kept_look.close()
        self._model.close()
        self.rules.close()
        self.dataset.close_parts()
        self.context.operations.cancel_all("train.")
        if self._compare is not None:
            self._compare.close_part()
        super().close_page()

    # Drawing

    def _show(self) -> None:
        if self.is_comparing:
            self._stack.setCurrentWidget(self.compare)
            self.frame_changed.emit()
            return
        if self._model.is_list_open:
            self.listing.show_state(self._model.list)
            self._stack.setCurrentWidget(self.listing)
        else:
            self._stack.setCurrentWidget(self.dataset)
            self._on_dataset(self._model.dataset)
        self.frame_changed.emit()

    def _on_list(self, state: ListState) -> None:
        self.listing.show_state(state)
        self.frame_changed.emit()

    def _on_dataset(self, state: DatasetState) -> None:
        self.dataset.show_state(state)
        if state.word == "ready" and state.loaded is not None:
            self.column.show_state(state, state.loaded)
            self._show_rules(state)
            if self._is_train_wanted:  # the sheet in a turn of its own, after the page's
                self._soon.start([self._open_wanted])
        self.frame_changed.emit()

    def _open_wanted(self) -> None:
        if self._is_train_wanted:
            self._is_train_wanted = False
            self.open_training()

    def _show_rules(self, state: DatasetState) -> None:
        """The rules are read while their tab is open only."""
        if state.tab == "checks" and not self._model.is_list_open:
            self.rules.open(state.name)
        else:
            self.rules.leave()

    # Intentions

    def choose_files(self) -> None:
        """Choose files to add."""
        self.context.choose_files()

    def query_database(self) -> None:
        """Ask a database, for this dataset where one is open."""
        name = None if self._model.is_list_open else self._model.dataset.name
        self.context.query_database(name)

    def show_rules(self) -> None:
        """Show the sentences that the files of this dataset keep."""
        self._model.show_tab("checks")
        self.dataset.checks.go_to_rules()

    def watch_folder(self) -> None:
        """Open the sheet that watches a folder."""
        self.watching.open(None if self._model.is_list_open else self._model.dataset.name)

    def open_training(self) -> None:
        """Open the sheet that trains on the shown version."""
        loaded = self._model.dataset.loaded
        if loaded is not None and not self._model.is_list_open:
            self.training.open(loaded.version)

    def _open_newest(self) -> None:
        """Train on the dataset that changed last; with none the list says how to begin."""
        self._model.open_list()
        self.training.find_newest()

    def _on_newest_name(self, name: str) -> None:
        self.show_address([name, "train"])

    def shower_of(self, tab: str) -> Callable[[], None]:
        """What shows a tab of this dataset."""
        return partial(self._on_tab, tab)

    def _on_tab(self, tab: str) -> None:
        self._model.show_tab(tab)

    def compare_with_former(self) -> None:
        """Show what differs between the version before the shown one and the shown one."""
        loaded = self._model.dataset.loaded
        if loaded is not None and loaded.pair is not None:
            self.compare_versions(*loaded.pair)

    def compare_versions(self, before: int, after: int) -> None:
        """Show what differs between two versions of this dataset."""
        self.ways.to_comparison(before, after)

    def act_on_versions(self, action: str) -> None:
        """Do something with the versions that are selected."""
        self.dataset.versions.act(action)

    def delete_version(self, number: int) -> None:
        """Put a version into the trash."""
        self.version_acts.delete(f"{self._model.dataset.name}@{number}")

    def _on_version_gone(self, address: str) -> None:
        """A version that is shown or compared is left for the dataset."""
        name, _, number = address.rpartition("@")
        if self.is_comparing or str(self._model.dataset.number) == number:
            self.ways.to_versions(name)

    def _on_all_versions(self) -> None:
        self._model.show_tab("versions")

    def _on_column(self, name: str) -> None:
        self._model.choose_column(name)
        self.inspector_wanted.emit()
