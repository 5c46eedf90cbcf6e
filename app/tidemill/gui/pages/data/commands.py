"""What a person can do on Data."""

from typing import TYPE_CHECKING

from tidemill.gui.pages.data.dataset_state import TABS
from tidemill.gui.shell.commands import Command

if TYPE_CHECKING:
    from tidemill.gui.pages.data.view import DataView

_ICONS = {
    "profile": "chart-column",
    "schema": "columns-3",
    "rows": "rows-3",
    "checks": "shield-check",
    "versions": "layers",
}


def commands_of_list(view: "DataView") -> list[Command]:
    """On the list of datasets."""
    return [
        Command("data.list.add", "Add data…", "file-up", view.choose_files, "N"),
        Command("data.list.watch", "Watch a folder…", "folder-search", view.watch_folder, "W"),
    ]


def commands_of_dataset(view: "DataView", name: str, label: str) -> list[Command]:
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
