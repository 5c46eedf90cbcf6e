"""What a person can do on Experiments."""

from functools import partial
from typing import Protocol

from tidemill.base.words import spoken, tr
from tidemill.domain.runs import COLOURS
from tidemill.gui.kit.buttons import ButtonKind
from tidemill.gui.kit.selection_bar import BarAction
from tidemill.gui.pages.experiments.state import ExperimentsState
from tidemill.gui.shell.commands import Command
from tidemill.services.registry import why_not_registered

MOST_SIDE_BY_SIDE = 8


class Acts(Protocol):
    """What the commands need."""

    def archive(self) -> None: ...
    def choose_best(self) -> None: ...
    def choose_columns(self) -> None: ...
    def choose_groups(self) -> None: ...
    def colour(self, colour: str | None) -> None: ...
    def compare(self) -> None: ...
    def copy_view(self, name: str = "") -> None: ...
    def delete(self) -> None: ...
    def empty_trash(self) -> None: ...
    def follow(self) -> None: ...
    def note(self) -> None: ...
    def open_run(self) -> None: ...
    def open_training(self) -> None: ...
    def export(self, kind: str) -> None: ...
    def open_view(self) -> None: ...
    def pin(self) -> None: ...
    def register(self) -> None: ...
    def rename(self) -> None: ...
    def restore(self) -> None: ...
    def save_view(self) -> None: ...
    def star(self) -> None: ...
    def tag(self) -> None: ...
    def toggle_groups(self) -> None: ...
    def toggle_trash(self) -> None: ...
    def untag(self) -> None: ...


def _all(n_marked: int, state: ExperimentsState) -> bool:
    return 0 < len(state.acted_on) <= n_marked


def pin_words(state: ExperimentsState) -> str:
    """Pin, or Unpin where all are pinned."""
    return tr("Unpin") if _all(state.about.n_pinned, state) else tr("Pin")


def star_words(state: ExperimentsState) -> str:
    """Star, or its opposite where all have one."""
    return tr("Take the star off") if _all(state.about.n_starred, state) else tr("Star")


def archive_words(state: ExperimentsState) -> str:
    """Archive, or Bring back where all are archived."""
    return tr("Bring back") if _all(state.about.n_archived, state) else tr("Archive")


def run_commands(acts: Acts, state: ExperimentsState) -> list[Command]:
    """What can be done with the runs that are acted on: the menu of a row, and the palette."""
    n = len(state.acted_on)
    if not n:
        return []
    if state.wish.trashed:
        return [Command("experiments.restore", tr("Bring back"), "undo-2", acts.restore)]
    found = []
    if n == 1:
        found.append(Command("experiments.open", tr("Open"), "arrow-right", acts.open_run))
    if n >= 2:
        title = tr("Compare {n} runs", n=n)
        found.append(Command("experiments.compare", title, "git-compare", acts.compare, "compare"))
    if n == 1:
        found.append(
            Command("experiments.register", tr("Register…"), "box", acts.register, "register")
        )
    found += [
        Command("experiments.tag", tr("Tag…"), "tag", acts.tag, "tag"),
        Command("experiments.untag", tr("Take a tag off…"), "tag", acts.untag),
        Command("experiments.pin", pin_words(state), "pin", acts.pin, "pin"),
        Command("experiments.star", star_words(state), "star", acts.star, "star"),
        Command("experiments.note", tr("Note…"), "sticky-note", acts.note),
    ]
    if n == 1:
        found.append(Command("experiments.rename", tr("Rename"), "pencil", acts.rename, "rename"))
    found += [
        Command("experiments.archive", archive_words(state), "archive", acts.archive, "archive"),
        Command("experiments.delete", tr("Move to the trash"), "trash-2", acts.delete, "delete"),
    ]
    return found


def colour_commands(acts: Acts, state: ExperimentsState) -> list[Command]:
    """One command a colour."""
    if not len(state.acted_on) or state.wish.trashed:
        return []
    found = [
        Command(
            f"experiments.colour.{colour}", tr("Colour {colour}", colour=colour), "palette",
            partial(acts.colour, colour),
        )
        for colour in COLOURS
    ]  # fmt: skip
    return [
        *found,
        Command("experiments.colour.none", tr("No colour"), "palette", partial(acts.colour, None)),
    ]


def list_commands(acts: Acts, state: ExperimentsState) -> list[Command]:
    """What can be done with the list as it stands."""
    words = tr("Show runs in one list") if state.wish.group_by else tr("Group runs by experiment")
    follow = (
        tr("Follow the newest runs no longer") if state.arrangement.follow else tr("Follow newest")
    )
    trash = tr("Back to the runs") if state.wish.trashed else tr("Show the trash")
    found = [
        Command("experiments.train", tr("Train…"), "play", acts.open_training, "new"),
        Command("experiments.best", tr("The best by a rule…"), "scale", acts.choose_best, "best"),
        Command("experiments.group", words, "rows-3", acts.toggle_groups),
        Command("experiments.groups", tr("Choose groups…"), "rows-3", acts.choose_groups),
        Command("experiments.columns", tr("Choose columns…"), "columns-3", acts.choose_columns),
        Command("experiments.follow", follow, "arrow-up-to-line", acts.follow),
        Command("experiments.view.save", tr("Save this view…"), "bookmark-plus", acts.save_view),
        Command("experiments.view.copy", tr("Copy this view as a line"), "link", acts.copy_view),
        Command("experiments.view.open", tr("Open a view from a line…"), "link", acts.open_view),
        Command("experiments.trash", trash, "trash-2", acts.toggle_trash),
    ]
    if state.wish.trashed:
        found.append(
            Command("experiments.empty", tr("Empty the trash…"), "trash-2", acts.empty_trash)
        )
    for kind, title in (("csv", "CSV"), ("xlsx", tr("Excel")), ("latex", "LaTeX")):
        words = tr("Export the table as {title}…", title=title)
        export = partial(acts.export, kind)
        found.append(Command(f"experiments.export.{kind}", words, "download", export))
    return found


def commands_of(acts: Acts, state: ExperimentsState) -> list[Command]:
    """The commands as the page is now."""
    return [
        *list_commands(acts, state),
        *run_commands(acts, state),
        *colour_commands(acts, state),
    ]


def bar_actions(state: ExperimentsState) -> list[BarAction]:
    """What the floating bar offers for the selected runs."""
    n = len(state.selection)
    if state.wish.trashed:
        return [BarAction("restore", tr("Bring back"), "undo-2", "", "primary")]
    one = state.run(state.selection.to_list()[0]) if n == 1 else None
    is_registered = one is not None and bool(one.versions)
    refusal = None if one is None else why_not_registered(one.run)
    can_register = n == 1 and refusal is None
    registering: ButtonKind = "primary" if can_register and not is_registered else "secondary"
    about = (
        tr("It is a version already; it can be one of another model too") if is_registered else ""
    )
    return [
        BarAction(
            "compare", tr("Compare"), "git-compare", "compare",
            "primary" if n >= 2 else "secondary", n >= 2,
        ),
        BarAction(
            "register", tr("Register"), "box", "register", registering, can_register,
            about if refusal is None else spoken(f"{refusal.message} {refusal.hint}"),
        ),
        BarAction("tag", tr("Tag"), "tag", "tag", "secondary"),
        BarAction("pin", pin_words(state), "pin"),
        BarAction("archive", archive_words(state), "archive"),
        BarAction("delete", tr("Delete"), "trash-2"),
    ]  # fmt: skip
