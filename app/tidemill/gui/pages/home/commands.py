"""What a person can do on Home."""

from typing import TYPE_CHECKING

from tidemill.gui.pages.home.state import HomeState
from tidemill.gui.shell.commands import Command

if TYPE_CHECKING:
    from tidemill.gui.pages.home.view import HomeView


def commands_of(view: "HomeView", state: HomeState) -> list[Command]:
    """The commands as the page is now."""
    ready = next((card for card in state.cards if card.is_primary), None)
    found = [
        Command("home.add", "Add data…", "plus", view.choose_files, "N"),
        Command("home.watch", "Watch a folder…", "folder-search", view.watch_folder),
    ]
    if ready is not None:
        title = ready.title.removesuffix(" is ready to promote")
        found.insert(
            0, Command("home.review", f"Review and promote {title}…", "crown", view.review, "P")
        )
    return found
