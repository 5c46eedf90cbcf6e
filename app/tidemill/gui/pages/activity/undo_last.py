"""Ctrl+Z: takes the newest change back, or says why not and asks before an older one goes."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tidemill.base.words import spoken, tr
from tidemill.gui.shell.page import PageContext

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.undoing import Change, Undoable, Undone
    from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class _Asked:
    """What a press came to: something `undone`, or `refused` with what could go instead."""

    undone: "Undone | None" = None
    refused: "Change | None" = None
    older: "Undoable | None" = None


class UndoLast:
    """Takes changes back, the newest first.

    Where the newest can't be taken back, nothing is: an older one, perhaps a promotion, would go
    in its place unseen. A toast says why, and its button or the same key once more takes the older
    one.
    """

    def __init__(self, context: PageContext) -> None:
        """Take back what was done in the context's workspace."""
        self._context = context
        self._refused = 0

    def press(self) -> None:
        """Take the newest change back."""
        work = partial(_undone, self._context.workspace, self._refused)
        self._run(work)

    def _run(self, work: "partial[_Asked]") -> None:
        change = self._context.operations.change
        change("activity.undo_last", work, self._on_asked, self._context.problem)

    def _on_asked(self, asked: _Asked) -> None:
        toast = self._context.toast
        if asked.undone is not None:
            toast(tr("Took back: {words}", words=spoken(asked.undone.words)), "", None, "undo-2")
        elif asked.refused is not None:
            self._refused = asked.refused.id
            self._say_why(asked.refused, asked.older)
        else:
            toast(tr("There is nothing to undo"), "", None, "info", "text2")

    def _say_why(self, refused: "Change", older: "Undoable | None") -> None:
        words = tr("Not taken back: {words}", words=spoken(refused.words))
        if older is None:
            text = f"{words}\n{spoken(refused.why_not)}"
            self._context.toast(text, "", None, "info", "text2")
            return
        before = tr("The change before it: {words}.", words=spoken(older.words))
        take = partial(self._run, partial(_undone_one, self._context.workspace, older.id))
        text = f"{words}\n{spoken(refused.why_not)} {before}"
        self._context.toast(text, tr("Take that back"), take, "info", "text2")


def _undone(workspace: "Workspace", refused: int, _reporter: "Reporter") -> _Asked:
    """Take the newest back; where it is the one `refused` before, the newest that can be."""
    from tidemill.services import undoing

    newest, older = undoing.newest(workspace), undoing.last(workspace)
    if newest is None and older is None:
        return _Asked()
    if newest is not None and newest.why_not and newest.id != refused:
        return _Asked(refused=newest, older=older)
    if older is None:
        return _Asked(refused=newest)
    return _Asked(undoing.undo(workspace, older.id))


def _undone_one(workspace: "Workspace", change: int, _reporter: "Reporter") -> _Asked:
    from tidemill.services import undoing

    return _Asked(undoing.undo(workspace, change))
