"""The page Activity as the shell finds it."""

from typing import TYPE_CHECKING

from tidemill.gui.shell.page import Page, PageContext, PageView, address_of

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


PAGE = Page(
    id="activity",
    title="Activity",
    icon="rotate-ccw-clock",
    group="",
    letter="L",
    order=80,
    create=_create,
    picture_addresses=_pictures,
    has_data=_has_data,
)
