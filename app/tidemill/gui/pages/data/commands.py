"""What a person can do on Data."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from tidemill.base.words import spoken, tr
from tidemill.gui.pages.data.dataset_state import TABS
from tidemill.gui.shell.commands import Command

_ICONS = {
    "profile": "chart-column",
    "schema": "columns-3",
    "rows": "rows-3",
    "checks": "shield-check",
    "prepare": "list-checks",
    "label": "tags",
    "versions": "layers",
    "lineage": "workflow",
}


class Deeds(Protocol):
    """What the commands ask of the page."""

    def choose_files(self) -> None:
        """Choose files to add."""

    def watch_folder(self) -> None:
        """Open the sheet that watches a folder."""

    def query_database(self) -> None:
        """Open the sheet that asks a database."""

    def open_training(self) -> None:
        """Open the sheet that trains on the shown version."""

    def compare_versions(self, before: int, after: int) -> None:
        """Show what differs between two versions."""

    def act_on_versions(self, action: str) -> None:
        """Do something with the versions that are selected."""

    def shower_of(self, tab: str) -> Callable[[], None]:
        """What shows a tab of the dataset."""
        ...


def commands_of_list(view: Deeds) -> list[Command]:
    """On the list of datasets."""
    return [
        Command("data.list.add", tr("Add data…"), "file-up", view.choose_files, "new"),
        Command(
            "data.list.watch", tr("Watch a folder…"), "folder-search", view.watch_folder, "watch"
        ),
        Command("data.list.query", tr("From a database…"), "plug", view.query_database, "query"),
    ]


def commands_of_dataset(view: Deeds, name: str, label: str) -> list[Command]:
    """On the page of a dataset."""
    found = [
        Command("data.dataset.train", tr("Train on {label}…", label=label), "dumbbell",
                view.open_training, "train"),
        Command("data.dataset.add", tr("Add a file…"), "file-up", view.choose_files, "new"),
        Command("data.dataset.watch", tr("Watch a folder for {name}…", name=name), "folder-search",
                view.watch_folder, "watch"),
        Command("data.dataset.query", tr("Ask a database for {name}…", name=name), "plug",
                view.query_database, "query"),
    ]  # fmt: skip
    found += [
        Command(
            f"data.dataset.{tab}",
            tr("{tab} of {name}", tab=spoken(tab.capitalize()), name=name),
            _ICONS[tab],
            view.shower_of(tab),
            group=tr("Go to"),
        )
        for tab in TABS
    ]
    return found


def commands_of_versions(view: Deeds, tab: str, pair: tuple[int, int] | None) -> list[Command]:
    """What can be done with versions of a dataset: compare two, look at rows, delete one."""
    found = []
    if pair is not None:
        found.append(
            Command(
                "data.versions.compare",
                tr("Compare v{pair} with v{pair2}", pair=pair[0], pair2=pair[1]),
                "git-compare",
                partial(view.compare_versions, *pair),
                "compare",
            )
        )
    if tab == "versions":
        delete = partial(view.act_on_versions, "delete")
        found.append(
            Command("data.versions.delete", tr("Delete the version…"), "trash-2", delete, "delete")
        )
    return found
