"""What can be done from anywhere, with its keys."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from tidemill.base.words import tr
from tidemill.gui.kit import key_map
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Page
from tidemill.gui.shell.work_hours import WorkHours


class Acts(Protocol):
    """What the commands need of the window."""

    hours: WorkHours

    def navigate(self, address: str) -> None: ...
    def workspace(self) -> object | None: ...
    def choose_look(self, field: str, value: object) -> None: ...
    def choose_files(self) -> None: ...
    def choose_folder(self) -> None: ...
    def paste(self) -> None: ...
    def query_database(self) -> None: ...
    def start_worker(self) -> None: ...
    def can_start_worker(self) -> bool: ...
    def can_run_now(self) -> bool: ...
    def choose_workspace(self, is_new: bool) -> None: ...
    def ask_shared(self) -> None: ...
    def open_settings(self, section: str = "look") -> None: ...
    def open_centre(self) -> None: ...
    def open_keys(self) -> None: ...
    def open_palette(self) -> None: ...
    def step(self, by: int) -> None: ...
    def can_step(self, by: int) -> bool: ...
    def focus_filter(self) -> None: ...
    def go_to(self, address: str) -> None: ...
    def fold_rail(self) -> None: ...
    def fold_inspector(self) -> None: ...
    def next_region(self, step: int = 1) -> None: ...
    def close(self) -> bool: ...


def shell_commands(window: Acts, pages: Sequence[Page]) -> list[Command]:
    """The window's own commands: places first, then what moves and changes the window."""
    return [
        *_places(window, pages),
        *_adding(window),
        *_opening(window),
        *_looks(window),
        *_asking(window),
        *_moving(window),
    ]


def _places(window: Acts, pages: Sequence[Page]) -> list[Command]:
    return [
        Command(
            f"go.{page.id}",
            page.title,
            page.icon,
            partial(window.go_to, page.address),
            page.key if key_map.find(page.key) else f"{page.key}; Ctrl+{number}",
            group=tr("Go to"),
        )
        for number, page in enumerate(pages, 1)
    ]


def _has_workspace(window: Acts) -> Callable[[], bool]:
    return lambda: window.workspace() is not None


def _adding(window: Acts) -> list[Command]:
    has_workspace = _has_workspace(window)
    return [
        Command("data.add", tr("Add data…"), "plus", window.choose_files, is_enabled=has_workspace),
        Command(
            "data.add_folder",
            tr("Add the tables of a folder…"),
            "folder-plus",
            window.choose_folder,
            is_enabled=has_workspace,
        ),
        Command(
            "data.query",
            tr("Add data from a database…"),
            "plug",
            window.query_database,
            is_enabled=has_workspace,
        ),
        Command(
            "data.paste",
            tr("Paste a table"),
            "clipboard-paste",
            window.paste,
            "paste",
            is_enabled=has_workspace,
        ),
    ]


def _opening(window: Acts) -> list[Command]:
    return [
        Command(
            "worker.start",
            tr("Start the worker"),
            "play",
            window.start_worker,
            is_enabled=window.can_start_worker,
        ),
        Command(
            "worker.run_now",
            tr("Run heavy jobs now, in spite of quiet hours"),
            "play",
            window.hours.run_now,
            is_enabled=window.can_run_now,
        ),
        Command(
            "workspace.open",
            tr("Open a workspace…"),
            "folder-open",
            partial(window.choose_workspace, False),
        ),
        Command("workspace.shared", tr("Open a shared workspace…"), "database", window.ask_shared),
        Command(
            "workspace.new",
            tr("New workspace…"),
            "folder-plus",
            partial(window.choose_workspace, True),
        ),
    ]


def _looks(window: Acts) -> list[Command]:
    use = partial(window.choose_look, "theme")
    return [
        Command("look.light", tr("Use the light theme"), "sun", partial(use, "light")),
        Command("look.dark", tr("Use the dark theme"), "moon", partial(use, "dark")),
        Command("look.system", tr("Follow the system's theme"), "sun-moon", partial(use, "system")),
    ]


def _asking(window: Acts) -> list[Command]:
    has_workspace = _has_workspace(window)
    return [
        Command("shell.settings", tr("Settings…"), "settings", window.open_settings, "settings"),
        Command(
            "shell.centre",
            tr("Notifications"),
            "bell",
            window.open_centre,
            "go.notices",
            is_enabled=has_workspace,
        ),
        Command(
            "shell.channels",
            tr("Channels and notices…"),
            "bell",
            partial(window.open_settings, "notifications"),
            is_enabled=has_workspace,
            detail=tr("Who is told of incidents, and how"),
        ),
        Command("shell.keys", tr("All keys"), "keyboard", window.open_keys, "keys"),
        Command("shell.quit", tr("Close Tidemill"), "log-out", window.close, "quit"),
    ]


def _moving(window: Acts) -> list[Command]:
    return [
        Command(
            "shell.palette",
            tr("Search or run a command"),
            "search",
            window.open_palette,
            "palette",
            is_in_palette=False,
        ),
        Command(
            "shell.back",
            tr("Back"),
            "arrow-left",
            partial(window.step, -1),
            "back",
            is_enabled=partial(window.can_step, -1),
        ),
        Command(
            "shell.forward",
            tr("Forward"),
            "arrow-right",
            partial(window.step, 1),
            "forward",
            is_enabled=partial(window.can_step, 1),
        ),
        Command(
            "shell.filter", tr("Filter this page"), "list-filter", window.focus_filter, "filter"
        ),
        Command(
            "shell.fold_rail",
            tr("Fold or unfold the rail"),
            "panel-left",
            window.fold_rail,
            "fold_rail",
        ),
        Command(
            "shell.fold_inspector",
            tr("Fold or unfold the inspector"),
            "panel-right",
            window.fold_inspector,
            "fold_inspector",
        ),
        Command(
            "shell.next_region",
            tr("Next region"),
            "square-arrow-right",
            partial(window.next_region, 1),
            "next_region",
            is_in_palette=False,
        ),
        Command(
            "shell.previous_region",
            tr("Previous region"),
            "square-arrow-left",
            partial(window.next_region, -1),
            "previous_region",
            is_in_palette=False,
        ),
    ]
