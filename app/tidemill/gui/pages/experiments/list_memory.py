"""How the list is arranged outlives the window: a line of text of the person's, a store each."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tidemill.base.errors import NeedsYou
from tidemill.domain.run_views import RunListView, from_text
from tidemill.gui.pages.experiments.arranging import view_of
from tidemill.gui.pages.experiments.state import Arrangement
from tidemill.gui.shell import kept_file

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


def list_file(workspace: "Workspace") -> Path:
    """Where the arrangement of a workspace's list lies."""
    return kept_file.file_for(workspace, "lists", "txt")


def line_of(arrangement: Arrangement, name: str) -> str:
    """What is kept of a list, with the saved view it was opened from; empty for the usual one.

    The trash is a place one goes to, no arrangement to come back to; the plots of comparisons
    have a memory of their own.
    """
    wish = replace(arrangement.wish, trashed=False)
    text = view_of(replace(arrangement, wish=wish, compared={}), name).to_text()
    return "" if text == RunListView().to_text() else text


def read(path: Path) -> RunListView:
    """What was kept; the usual list where the file is missing or odd."""
    try:
        return from_text(kept_file.got(path).decode("utf-8", errors="replace"))
    except NeedsYou:
        return RunListView()


def write(path: Path, line: str) -> None:
    """Keep a line."""
    kept_file.put(path, line.encode())
