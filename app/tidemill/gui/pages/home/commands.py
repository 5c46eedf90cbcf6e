"""What a person can do on Home."""

from typing import Protocol

from tidemill.base.words import tr
from tidemill.gui.pages.home.state import HomeState
from tidemill.gui.shell.commands import Command


class Deeds(Protocol):
    """What the commands ask of the page."""

    def choose_files(self) -> None:
        """Choose files to add."""

    def watch_folder(self) -> None:
        """Open the sheet that watches a folder."""

    def open_sample(self) -> None:
        """Make the sample's flights a dataset of this workspace."""

    def show_script(self) -> None:
        """Show the lines with which a script logs into this workspace."""

    def review(self) -> None:
        """Go to the first candidate that is ready."""


def commands_of(view: Deeds, state: HomeState) -> list[Command]:
    """The commands as the page is now."""
    ready = next((card for card in state.cards if card.is_primary), None)
    found = [
        Command("home.add", tr("Add data…"), "plus", view.choose_files, "new"),
        Command("home.watch", tr("Watch a folder…"), "folder-search", view.watch_folder),
    ]
    if state.word == "ready" and not state.has_data and not state.is_sample_coming:
        found.append(Command("home.sample", tr("Open the sample"), "plane", view.open_sample))
    if state.word == "ready" and state.is_first_run:
        words = tr("Log from a script or notebook")
        found.append(Command("home.script", words, "terminal", view.show_script))
    if ready is not None:
        title = ready.title.removesuffix(" is ready to promote")
        found.insert(
            0,
            Command(
                "home.review",
                tr("Review and promote {title}…", title=title),
                "crown",
                view.review,
                "promote",
            ),
        )
    return found
