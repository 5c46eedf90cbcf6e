"""What the palette finds beside commands: the pages look it up in the store."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.gui.kit import key_map
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Hit
from tidemill.gui.shell.palette import Item

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


def unfound(_error: TidemillError) -> None:
    """Commands and places stay; what could not be looked up is not there."""


def found(
    workspace: "Workspace",
    words: str,
    finders: "Sequence[Callable[[Workspace, str], list[Hit]]]",
    reporter: Reporter,
) -> list[Hit]:
    """Some hits of each page for what was typed."""
    hits: list[Hit] = []
    for find in finders:
        reporter.check()
        hits += find(workspace, words)[:8]
    return hits


def item_of(command: Command) -> Item:
    """A command as a row of the palette."""
    caps = key_map.caps(command.key)
    return Item(
        command.id, command.title, command.group, command.icon, command.detail, caps, command.run
    )
