"""The page Activity as the shell finds it."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tidemill.base.words import tr
from tidemill.gui.pages.activity.undo_last import UndoLast
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Hit, Page, PageContext, PageView, address_of

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


def _create(context: PageContext) -> PageView:
    from tidemill.gui.pages.activity.view import ActivityView

    return ActivityView(context)


def _pictures(workspace: "Workspace") -> list[tuple[str, str]]:
    from tidemill.services import activity

    newest = activity.recent(workspace, limit=1, routine=False).entries
    return [("activity", address_of("activity", newest[0].id) if newest else "activity")]


def _has_data(workspace: "Workspace") -> bool:
    from tidemill.services import activity

    return activity.recent(workspace, limit=1).total > 0


def _commands(context: PageContext) -> list[Command]:
    """What can be done from every page: the newest change is undone wherever it was made."""
    undo_last = UndoLast(context).press
    return [Command("activity.undo_last", tr("Undo the last change"), "undo-2", undo_last, "undo")]


def _find(workspace: "Workspace", words: str) -> list[Hit]:
    """People, who lead to what they did."""
    from tidemill.services import people

    wanted = words.casefold().split()
    return [
        Hit(
            one.display or one.login,
            tr("{role}: what they did", role=one.role),
            "user",
            _done_by(one.login),
        )
        for one in people.every(workspace)
        if all(word in f"{one.display} {one.login} person".casefold() for word in wanted)
    ]


def _done_by(login: str) -> str:
    return f"{address_of('activity')}/?{urlencode({'by': login})}"


PAGE = Page(
    id="activity",
    title=tr("Activity"),
    icon="rotate-ccw-clock",
    group="",
    letter="L",
    order=80,
    create=_create,
    picture_addresses=_pictures,
    has_data=_has_data,
    find=_find,
    commands=_commands,
    chapter="guide/activity",
)
