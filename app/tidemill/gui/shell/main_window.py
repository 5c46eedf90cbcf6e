"""The window with a workspace in it: opening, switching, what a person can do from anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from tidemill.base.database_urls import Place, name_of
from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.words import tr
from tidemill.gui.bridge.operations import Operations, as_bug
from tidemill.gui.kit.files import FileWish
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell import imports, memory
from tidemill.gui.shell.adding import Adding
from tidemill.gui.shell.centre.bell import Bell
from tidemill.gui.shell.closing import Closing
from tidemill.gui.shell.commands import offered
from tidemill.gui.shell.desk_keeper import DeskKeeper
from tidemill.gui.shell.file_choosing import FileChooser
from tidemill.gui.shell.file_saving import FileSaver
from tidemill.gui.shell.finding import found, item_of, unfound
from tidemill.gui.shell.notices import Notices
from tidemill.gui.shell.page import Hit, Page, PageContext, discover, parts_of, view_module
from tidemill.gui.shell.palette import Item, Palette
from tidemill.gui.shell.session import Session
from tidemill.gui.shell.shared_sheet import SharedSheet
from tidemill.gui.shell.sheets import KeysSheet
from tidemill.gui.shell.shell_commands import shell_commands
from tidemill.gui.shell.status_bar import Facts
from tidemill.gui.shell.tray import Tray, can_show
from tidemill.gui.shell.watching import ShellWatch
from tidemill.gui.shell.window import Frame
from tidemill.gui.shell.work_hours import WorkHours
from tidemill.gui.shell.workspaces import WorkspaceMenu

if TYPE_CHECKING:
    from tidemill.domain.people import Person
    from tidemill.services.workspace import Workspace


class MainWindow(Frame):
    """Opens a workspace and shows its pages.

    `opened` comes once the first page is shown, `failed` when the workspace can't be opened.
    """

    opened = Signal()
    failed = Signal(object)

    def __init__(
        self,
        look: memory.Look | None = None,
        pages: Sequence[Page] | None = None,
        starts_worker: bool = True,
        is_remembered: bool = True,
    ) -> None:
        """Build the window; nothing is opened yet. `is_remembered=False` keeps no traces."""
        self.pages = list(pages) if pages is not None else discover()
        super().__init__(self.pages, look if look is not None else memory.Look())
        self._starts_worker = starts_worker
        self._is_remembered = is_remembered
        self.session: Session | None = None
        self.context: PageContext | None = None
        self._watch: ShellWatch | None = None
        self.notices: Notices | None = None
        self.bell: Bell | None = None
        self.desk: DeskKeeper | None = None
        self._is_cut_off = False
        self.closing = Closing(self, lambda: self.session)
        self._start_at = ""
        self.palette_overlay = Palette(self)
        self.palette_overlay.typed.connect(self._on_palette_typed)
        self.palette_overlay.ran.connect(self._on_palette_ran)
        self.palette_overlay.closed.connect(partial(self.cover, "palette", False))
        self.rail.place_chosen.connect(self.navigate)
        self.rail.search.clicked.connect(self.open_palette)
        self.workspaces = WorkspaceMenu(self, self.own, self.rail.switcher)
        self.workspaces.chosen.connect(self._on_workspace)
        self.workspaces.shared_asked.connect(self.ask_shared)
        self.rail.switcher.clicked.connect(self.ask_workspaces)
        self.rail.person.settings_asked.connect(partial(self.open_settings, "look"))
        self.top_bar.crumb_chosen.connect(self.navigate)
        self.status_bar.jobs_asked.connect(partial(self.navigate, "automations"))
        self.status_bar.start_asked.connect(self.start_worker)
        self.hours = hours = WorkHours(self, self)
        self.status_bar.run_asked.connect(hours.run_now)
        self.standing.again_asked.connect(self.open_again)
        self.tray: Tray | None = None
        if is_remembered and can_show():
            self.tray = Tray(self, self.ask_pause, hours.resume_all, run=hours.run_now)
            self.tray.icon.show()
        self._adding: Adding | None = None
        self.chooser = FileChooser(self, self.drops)
        self.drops.problem.connect(self.problem)
        self.own.unhandled.connect(self.problem)
        self.saver = FileSaver(self, self._operations, self.toast, self.problem)
        commands = [*shell_commands(self, self.pages), *self.help.commands()]
        self.commands.put("shell", commands)
        self.keys.put("shell", commands)
        self.resize(self.look.width, self.look.height)
        self.apply_look()

    # Opening and closing

    def open_workspace(self, place: Place, address: str = "", is_new_allowed: bool = True) -> None:
        """Open a workspace, closing the one that is open; then go to an address, or home."""
        self._leave()
        self._start_at = address
        self.standing.wait()
        self.stack.setCurrentWidget(self.standing)
        self.rail.switcher.set_workspace(name_of(place), tr("Opening…"))
        session = Session(place, is_new_allowed, self._starts_worker, self._is_remembered, self)
        session.opened.connect(self._on_opened)
        session.failed.connect(self._on_failed)
        session.worker_started.connect(self._on_worker_started)
        session.operations.unhandled.connect(self.problem)
        self.session = session
        begun = parts_of(address)[:1]
        first = next((p for p in self.pages if p.id in begun), self.pages[0])
        later = [view_module(page) for page in self.pages if page is not first]
        modules = {} if address else {page.id: view_module(page) for page in self.pages}
        session.open(view_module(first), [*later, *imports.AHEAD], modules)

    def ask_workspaces(self) -> None:
        """Open the menu of workspaces, recent ones first."""
        self.workspaces.ask(None if self.session is None else self.session.place)

    def choose_workspace(self, is_new: bool) -> None:
        """Choose a folder in the system's dialog and open it."""
        self.workspaces.choose(is_new)

    def ask_shared(self) -> None:
        """Ask for the URL of a workspace that a team shares, and open it."""
        if not self.is_covered():
            sheet = SharedSheet(self)
            sheet.chosen.connect(partial(self._on_shared, sheet))
            self.open_sheet(sheet)

    def _on_shared(self, sheet: SharedSheet, place: Place) -> None:
        sheet.close_sheet()
        self.open_workspace(place, is_new_allowed=False)

    def _on_workspace(self, place: Place, is_new_allowed: bool) -> None:
        if self.session is None or self.session.place != place:
            self.open_workspace(place, is_new_allowed=is_new_allowed)

    def open_again(self) -> None:
        """Try the same place once more."""
        if self.session is not None:
            self.open_workspace(self.session.place, self._start_at)

    def _on_opened(self) -> None:
        session = self.session
        if session is None or session.workspace is None or session.feed is None:
            return
        workspace = session.workspace
        self.context = self._made_context(session)
        self.navigator.attach(self.context)
        self.drops.attach(self.workspace, session.operations)
        self._adding = Adding(self.context, self.pages, self)
        self.drops.taken.connect(self._adding.on_taken)
        self.drops.look_wanted.connect(self._adding.look_at_drop)
        self.status_bar.stop_asked.connect(self._adding.stop)
        self.rail.switcher.set_workspace(workspace.name, session.whereabouts)
        self.setWindowTitle(tr("{name} – Tidemill", name=workspace.name))
        self._show_person(workspace.person)
        everywhere = [c for p in self.pages if p.commands for c in p.commands(self.context)]
        self.commands.put("pages", everywhere)
        self.keys.put("pages", self.commands.layer("pages"))
        self._watch = ShellWatch(workspace, session.operations, session.feed, self.pages, self)
        self._watch.facts.connect(self.status_bar.set_facts)
        if self.tray is not None:
            self._watch.facts.connect(self.tray.show_facts)
        self._watch.badges.connect(self._on_badges)
        self._watch.start()
        channels = partial(self.open_settings, "notifications")
        self.bell = Bell(self.top_bar.bell, self.context, channels, self)
        if self._is_remembered:
            deeds = self.bell.deeds
            self.notices = Notices(self.context, deeds, self.tray, self.isActiveWindow, self)
            self.notices.start()
        self._begin_at(session)
        self.opened.emit()

    def _begin_at(self, session: Session) -> None:
        """Go to the address asked for, to where the window was cut off, or home."""
        assert self.context is not None
        address = self._start_at
        if session.drawer is not None:
            self.desk = self.closing.desk = DeskKeeper(
                self.context, self.navigator, session.drawer, self.restored, self
            )
            if not address and self.desk.left.is_open:
                address = self.desk.left.address
        if not (address and self.navigator.go(address)) and self.pages:
            self.navigator.go(self.pages[0].address)
        if self.desk is not None and not self._start_at:
            self.desk.lay_out(self.commands.run, self._open_source)

    def _open_source(self, source: tuple[str, ...]) -> None:
        """Open the sheet that lay over the page, on what it was opened on (`Sheet.source`)."""
        kind, *named = source
        if kind == "file" and named and named[0].isdecimal():
            self.look_at_file(int(named[0]))
        elif kind in ("drop", "new") and named:
            paths = tuple(Path(each) for each in named)
            self.drops.look_again(paths, is_new=kind == "new")

    def open_sheet(self, sheet: Sheet) -> None:
        """Show a sheet; what is put into it is kept."""
        super().open_sheet(sheet)
        if self.desk is not None:
            self.desk.watch_sheet(sheet)

    def _on_failed(self, error: TidemillError) -> None:
        session = self.session
        if session is not None:
            self.rail.switcher.set_workspace(name_of(session.place), tr("Can't be opened"))
        self.standing.fail(error)
        self.status_bar.set_facts(Facts("bad", tr("No workspace is open")))
        self.failed.emit(error)

    def _made_context(self, session: Session) -> PageContext:
        assert session.workspace is not None
        assert session.feed is not None
        return PageContext(
            workspace=session.workspace,
            operations=session.operations,
            feed=session.feed,
            sheet_host=self,
            navigate=self.navigate,
            toast=self.toast,
            open_sheet=self.open_sheet,
            problem=self.problem,
            add_files=self.drops.add,
            choose_files=self.choose_files,
            run_command=self.run_command,
            start_worker=self.start_worker,
            copy=self.copy,
            save_file=self.save_file,
            look_at_file=self.look_at_file,
            query_database=self.query_database,
        )

    def _leave(self) -> None:
        """Close the workspace that is open, pages first."""
        self.drops.attach(_no_workspace, None)
        self.palette_overlay.close_palette()
        desk, self.desk, self.closing.desk = self.desk, None, None
        if desk is not None:
            desk.close(is_cut_off=self._is_cut_off)
            desk.deleteLater()
        for each in (self._adding, self._watch, self.notices, self.bell):
            if each is not None:
                each.close()
                each.deleteLater()
        self._adding = self._watch = self.notices = self.bell = None
        self.top_bar.set_actions([])
        self.inspector.set_widget(None, None)
        self.navigator.close()
        for layer in ("pages", "page", "absent"):
            self.commands.put(layer, ())
            self.keys.put(layer, ())
        for toast in self.toasts.toasts():
            toast.leave()
        self.context = None
        session, self.session = self.session, None
        if session is not None:
            session.close()
            session.deleteLater()
        self.status_bar.set_facts(Facts())
        self.standing.strip.clear()

    def may_close(self) -> bool:
        """Whether nothing goes on that has to be asked about."""
        return not self._is_remembered or self.closing.may_close()

    def end_with_system(self) -> None:
        """The person leaves the system: close without asking, and come back as it is now."""
        self._is_sure = self._is_cut_off = True
        if self.desk is not None:
            self.desk.note()

    def shut(self) -> None:
        """End everything; the look is written down in the same breath."""
        self._leave()
        if self.tray is not None:
            self.tray.icon.hide()  # some systems leave it standing until it is pointed at
        super().shut()
        if self._is_remembered:
            memory.write(self.look, before=self.look_kept)

    def workspace(self) -> "Workspace | None":
        """The workspace that is open."""
        return self.session.workspace if self.session is not None else None

    def is_settled(self) -> bool:
        """True when a page is shown, or a reason why not, and nothing is loading."""
        view = self.navigator.view()
        if view is None:
            return not self.standing.is_waiting()
        busy = self.session is not None and self.session.is_busy()
        return view.is_settled() and not busy

    # From anywhere

    def navigate(self, address: str) -> None:
        """Go to an address; an unknown place is said, nothing else happens."""
        if not self.navigator.go(address) and self.context is not None:
            error = NeedsYou(
                tr("There is no place {address}.", address=address),
                tr("It may belong to a newer version."),
            )
            self.problem(error)

    def go_to(self, address: str) -> None:
        """Go to a place as a key does: what the page is about has the focus then."""
        self.navigate(address)
        view = self.navigator.view()
        if view is not None:
            view.focus_content()

    def run_command(self, command_id: str) -> None:
        """Run a command by its id, if it can be run now."""
        self.commands.run(command_id)

    def step(self, by: int) -> None:
        """Go back or forward."""
        self.navigator.step(by)

    def can_step(self, by: int) -> bool:
        """Whether there is anything to go back or forward to."""
        return self.navigator.history.can_step(by)

    def focus_filter(self) -> None:
        """Put the focus into the page's filter."""
        view = self.navigator.view()
        if view is None or not view.focus_filter():
            self.refuse("filter")

    def say(self, text: str, share: float | None = None) -> None:
        """Show a step of the demo in the status bar; an empty text ends it."""
        self.status_bar.say(text, share)

    def show_bug(self, error: BaseException) -> None:
        """Tell the person of an error nobody foresaw."""
        self.problem(error if isinstance(error, TidemillError) else as_bug(error))

    def start_worker(self) -> None:
        """Start a worker if none is at it."""
        if self.session is not None:
            self.session.ensure_worker()

    def ask_pause(self) -> None:
        """Ask on Automations why everything is to stand still."""
        self.navigate("automations")
        self.run_command("automations.pause_all")

    def operations(self) -> Operations | None:
        """What reads and changes the workspace off this thread."""
        return None if self.session is None else self.session.operations

    def can_run_now(self) -> bool:
        """Whether quiet hours hold heavy jobs back."""
        return self.status_bar.facts.is_quiet

    def can_start_worker(self) -> bool:
        """Whether no worker is at it."""
        return self.status_bar.facts.can_start

    def _on_worker_started(self) -> None:
        if self._watch is not None:
            self._watch.expect_worker()

    def _on_badges(self, counts: dict[str, int]) -> None:
        for page_id, count in counts.items():
            self.rail.places[page_id].set_badge(count)

    # Files

    def choose_files(self) -> None:
        """Choose files in the system's dialog, then where they go."""
        if self.context is not None:
            self.chooser.choose(tr("Add data"), QFileDialog.FileMode.ExistingFiles)

    def choose_folder(self) -> None:
        """Choose a folder whose tables are added."""
        if self.context is not None:
            title = tr("Add the tables of a folder")
            self.chooser.choose(title, QFileDialog.FileMode.Directory)

    def paste(self) -> None:
        """Take the table on the clipboard, as if it were dropped."""
        self.chooser.paste()

    def save_file(self, wish: FileWish) -> None:
        """Ask where a file goes, and write it."""
        self.saver.ask(wish)

    def _operations(self) -> Operations:
        return self.own if self.session is None else self.session.operations

    def look_at_file(self, file_id: int) -> None:
        """Open the sheet for a file that waits for a person."""
        if self._adding is not None:
            self._adding.look_at_file(file_id)

    def query_database(self, dataset: str | None = None) -> None:
        """Open the sheet that asks a database for rows."""
        if self._adding is not None:
            self._adding.query_database(dataset)

    # Palette and sheets

    def open_palette(self) -> None:
        """Open the command palette."""
        if self.is_covered():
            return
        self.cover("palette", True)
        self.palette_overlay.open([item_of(c) for c in offered(self.commands)], self.look.recent)

    def _on_palette_typed(self, typed: str) -> None:
        workspace = self.workspace()
        finders = [page.find for page in self.pages if page.find is not None]
        words = typed.strip()
        if workspace is None or self.session is None or not words or typed.startswith(">"):
            return
        work = partial(found, workspace, words, finders)
        done = partial(self._on_found, typed)
        self.session.operations.run("shell.find", work, done, unfound)

    def _on_found(self, typed: str, hits: list[Hit]) -> None:
        items = [
            Item(
                h.address,
                h.title,
                tr("Found"),
                h.icon,
                h.detail,
                (),
                partial(self.navigate, h.address),
            )
            for h in hits
        ]
        self.palette_overlay.set_found(typed, items)

    def _on_palette_ran(self, item_id: str) -> None:
        if self.commands.find(item_id) is not None:
            self.keep(memory.with_recent(self.look, item_id))

    def open_settings(self, section: str = "look") -> None:
        """Open the settings at a section."""
        if self.is_covered():
            return
        from tidemill.gui.shell.settings.section import Desk
        from tidemill.gui.shell.settings.sheet import SettingsSheet

        chosen, choose = memory.chosen_values(self.look), self.choose_option
        desk = Desk(chosen, choose, self.context, self._rename, window_operations=self.own)
        if self.notices is not None:
            desk = replace(desk, test_desktop=self.notices.test)
        self.open_sheet(SettingsSheet(self, desk, section))

    def open_centre(self) -> None:
        """Open the notification centre."""
        if self.bell is not None and not self.is_covered():
            self.bell.open()

    def open_keys(self) -> None:
        """Open the list of all keys."""
        if not self.is_covered():
            self.open_sheet(KeysSheet(self, partial(self.open_settings, "keys")))

    def _rename(self, name: str, failed: Callable[[TidemillError], None]) -> None:
        if self.session is not None:
            self.session.rename_person(name, self._on_renamed, failed)

    def _on_renamed(self, person: "Person") -> None:
        if self.session is None or self.context is None:
            return
        if self.session.workspace is not None:
            self.context.workspace = self.session.workspace
        self._show_person(person)

    def _show_person(self, person: "Person") -> None:
        self.rail.person.set_person(person.display, str(person.role).capitalize())


def _no_workspace() -> "Workspace | None":
    return None
