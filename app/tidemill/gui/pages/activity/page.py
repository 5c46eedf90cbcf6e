"""The page Activity as the shell finds it."""

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tidemill.base.words import tr
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Hit, Page, PageContext, PageView, address_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.undoing import Undone
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
    return [
        Command(
            "activity.undo_last",
            tr("Undo the last change"),
            "undo-2",
            partial(_undo_last, context),
            "undo",
        )
    ]


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


def _undo_last(context: PageContext) -> None:
    workspace = context.workspace

    def work(_reporter: "Reporter") -> "Undone | None":
        from tidemill.services import undoing

        newest = undoing.last(workspace)
        return None if newest is None else undoing.undo(workspace, newest.id)

    done = partial(_on_undone, context)
    context.operations.change("activity.undo_last", work, done, context.problem)


def _on_undone(context: PageContext, undone: "Undone | None") -> None:
    if undone is None:
        context.toast(tr("There is nothing to undo"), "", None, "info", "text2")
        return
    context.toast(tr("Took back: {words}", words=undone.words), "", None, "undo-2")


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
