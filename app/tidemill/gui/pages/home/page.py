"""The page Home as the shell finds it."""

from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.gui.shell.page import Page, PageContext, PageView

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


def _create(context: PageContext) -> PageView:
    from tidemill.gui.pages.home.view import HomeView

    return HomeView(context)


def _badge(workspace: "Workspace") -> int:
    from tidemill.services import home

    return len(home.home(workspace).decisions)


def _pictures(_workspace: "Workspace") -> list[tuple[str, str]]:
    return [("home", "tidemill://home")]


def _has_data(workspace: "Workspace") -> bool:
    from tidemill.services import home

    return home.home(workspace).had_champion


PAGE = Page(
    id="home",
    title=tr("Home"),
    icon="house",
    group="",
    letter="H",
    order=10,
    create=_create,
    picture_addresses=_pictures,
    has_data=_has_data,
    badge=_badge,
    badge_topics=frozenset({"alert", "comment", "incident", "file", "job", "model", "setting"}),
    is_badge_filled=True,
    chapter="guide/home",
)
