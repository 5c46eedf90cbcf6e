"""The page Data as the shell finds it."""

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tidemill.base.words import tr
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Hit, Page, PageContext, PageView, address_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from tidemill.gui.shell.page import Adder
    from tidemill.services.workspace import Workspace

_MOST_HITS = 8


def _create(context: PageContext) -> PageView:
    from tidemill.gui.pages.data.view import DataView

    return DataView(context)


def _adder(context: PageContext, parent: "QObject") -> "Adder":
    from tidemill.gui.sheets.adding import FileAdding

    return FileAdding(context, "shell", parent)


def _pictures(workspace: "Workspace") -> list[tuple[str, str]]:
    from tidemill.services import datasets

    views = datasets.every(workspace)
    found = [("data", address_of("data"))]
    if views:
        name = max(views, key=lambda view: view.newest.created_at).dataset.name
        parts = ("schema", "rows", "checks", "prepare", "label", "versions", "lineage", "train")
        found.append(("data_profile", address_of("data", name)))
        found += [(f"data_{part}", address_of("data", name, part)) for part in parts]
        newest = max(views, key=lambda view: view.newest.created_at).versions[-2:]
        if len(newest) == 2:
            pair = f"{newest[0].number}..{newest[1].number}"
            found.append(("data_diff", address_of("data", name, "diff", pair)))
    return found


def _has_data(workspace: "Workspace") -> bool:
    from tidemill.services import datasets

    return bool(datasets.every(workspace))


def _find(workspace: "Workspace", words: str) -> list[Hit]:
    """Datasets, then columns of their newest versions."""
    from tidemill.services import datasets

    wanted = words.casefold().split()
    found: list[Hit] = []
    columns: list[Hit] = []
    for view in datasets.every(workspace):
        name, newest = view.dataset.name, view.newest
        if _says(f"{name} dataset", wanted):
            detail = tr("v{number}, {rows:,} rows", number=newest.number, rows=newest.rows)
            found.append(Hit(name, detail, "database", address_of("data", name)))
        if len(columns) < _MOST_HITS:
            columns += [
                Hit(
                    one.name,
                    tr("{kind} column of {name}", kind=one.kind, name=name),
                    "columns-3",
                    f"{address_of('data', name)}/?{urlencode({'column': one.name})}",
                )
                for one in newest.schema.columns
                if _says(f"{one.name} column", wanted)
            ]
    n_found = max(_MOST_HITS // 2, _MOST_HITS - len(columns))  # neither crowds the other out
    return [*found[:n_found], *columns][:_MOST_HITS]


def _says(words: str, wanted: list[str]) -> bool:
    said = words.casefold()
    return all(word in said for word in wanted)


def _commands(context: PageContext) -> list[Command]:
    train, watch = address_of("data", "@train"), address_of("data", "@watch")
    return [
        Command("data.train", tr("Train…"), "dumbbell", partial(context.navigate, train)),
        Command("data.add", tr("Add data…"), "file-up", context.choose_files),
        Command(
            "data.watch", tr("Watch a folder…"), "folder-search", partial(context.navigate, watch)
        ),
    ]


PAGE = Page(
    id="data",
    title=tr("Data"),
    icon="database",
    group=tr("Build"),
    letter="D",
    order=20,
    create=_create,
    picture_addresses=_pictures,
    has_data=_has_data,
    find=_find,
    commands=_commands,
    adder=_adder,
    chapter="guide/data",
    chapters=(
        ("@train", "guide/training"),
        ("train", "guide/training"),
        ("@watch", "guide/watching"),
        ("diff", "guide/data#comparing-versions"),
        ("steps", "guide/data#prepare-rows-in-steps"),
        ("labels", "guide/data#label-rows"),
        ("checks", "guide/data#checks-and-rules"),
        ("rows", "guide/data#looking-at-rows"),
        ("schema", "guide/data#types-and-roles"),
        ("versions", "guide/data#how-versions-are-kept"),
    ),
)
