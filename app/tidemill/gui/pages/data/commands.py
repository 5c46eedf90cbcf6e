"""What a person can do on Data."""

from collections.abc import Callable
from typing import Protocol

from tidemill.gui.pages.data.dataset_state import TABS
from tidemill.gui.shell.commands import Command

_ICONS = {
    "profile": "chart-column",
    "schema": "columns-3",
    "rows": "rows-3",
    "checks": "shield-check",
    "versions": "layers",
}


class Deeds(Protocol):
    """What the commands ask of the page."""

    def choose_files(self) -> None:
        """Choose files to add."""

    def watch_folder(self) -> None:
        """Open the sheet that watches a folder."""

    def open_training(self) -> None:
        """Open the sheet that trains on the shown version."""

    def shower_of(self, tab: str) -> Callable[[], None]:
        """What shows a tab of the dataset."""
        ...


def commands_of_list(view: Deeds) -> list[Command]:
    """On the list of datasets."""
    return [
        Command("data.list.add", "Add data…", "file-up", view.choose_files, "N"),
        Command("data.list.watch", "Watch a folder…", "folder-search", view.watch_folder, "W"),
    ]


def commands_of_dataset(view: Deeds, name: str, label: str) -> list[Command]:
    """On the page of a dataset."""
    found = [
        Command("data.dataset.train", f"Train on {label}…", "dumbbell", view.open_training, "T"),
        Command("data.dataset.add", "Add a file…", "file-up", view.choose_files, "N"),
        Command("data.dataset.watch", f"Watch a folder for {name}…", "folder-search",
                view.watch_folder, "W"),
    ]  # fmt: skip
    found += [
        Command(
            f"data.dataset.{tab}",
            f"{tab.capitalize()} of {name}",
            _ICONS[tab],
            view.shower_of(tab),
            group="Go to",
        )
        for tab in TABS
    ]
    return found
