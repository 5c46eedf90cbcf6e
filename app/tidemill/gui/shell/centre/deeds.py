"""What a person does from a notice, wherever it stands: under the bell, beside the clock."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tidemill.base.words import tr

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.undoing import Undoable
    from tidemill.services.workspace import Workspace

SNOOZED_DAYS = 1


class NoticeDeeds(QObject):
    """Acts, then says in a toast what was done, with the way back; what fails is told too."""

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Keep what to act with."""
        super().__init__(parent)
        self._context = context

    def open(self, address: str) -> None:
        """Go where a notice is shown whole."""
        self._context.navigate(f"tidemill://{address.removeprefix('tidemill://')}")

    def snooze(self, incident_id: int) -> None:
        """Let nobody be reminded of an incident for a day."""
        from tidemill.services import notice_centre

        words = tr("Incident {incident_id} is snoozed for 1 day", incident_id=incident_id)
        self._act(lambda ws: notice_centre.snooze(ws, incident_id, SNOOZED_DAYS), words)

    def roll_back(self, incident_id: int, to: int) -> None:
        """Go back to the version that was named, if that is still what a roll back means."""
        from tidemill.services import notice_centre

        words = tr("The model is rolled back to v{to}", to=to)
        self._act(lambda ws: notice_centre.roll_back(ws, incident_id, to), words)

    def put_off(self, decision: str) -> None:
        """Take a decision off Home and off the bell; it stays where it came from."""
        from tidemill.services import home

        self._act(lambda ws: home.dismiss(ws, decision), "", is_undoable=False)

    def read(self, keys: tuple[str, ...]) -> None:
        """The person has read these."""
        from tidemill.services import notice_centre

        self._act(lambda ws: notice_centre.mark_read(ws, keys), "", is_undoable=False)

    def _act(
        self, deed: "Callable[[Workspace], object]", words: str, *, is_undoable: bool = True
    ) -> None:
        work = partial(_done, self._context.workspace, deed, is_undoable)
        reply = _Reply(self, words)
        change = self._context.operations.change
        change("shell.centre.act", work, reply.done, self._context.problem)

    def say(self, words: str, change: "Undoable | None") -> None:
        """Say what was done."""
        if words and change is not None:
            self._context.toast(words, tr("Undo"), partial(self._undo, change.id))

    def _undo(self, change_id: int) -> None:
        from tidemill.services import undoing

        workspace = self._context.workspace
        self._context.operations.change(
            "shell.centre.act",
            lambda _: undoing.undo(workspace, change_id),
            self._on_undone,
            self._context.problem,
        )

    def _on_undone(self, undone: object) -> None:
        self._context.toast(
            tr("Took back: {getattr}", getattr=getattr(undone, "words", "")), icon="undo-2"
        )


class _Reply(QObject):
    """Remembers what an answer belongs to, and goes with the deeds."""

    def __init__(self, owner: NoticeDeeds, words: str) -> None:
        super().__init__(owner)
        self._owner, self._words = owner, words

    def done(self, change: "Undoable | None") -> None:
        self._owner.say(self._words, change)
        self.deleteLater()


def _done(
    workspace: "Workspace",
    deed: "Callable[[Workspace], object]",
    is_undoable: bool,
    _reporter: "Reporter",
) -> "Undoable | None":
    from tidemill.services import undoing

    change = undoing.do(workspace, deed).change
    return change if is_undoable else None
