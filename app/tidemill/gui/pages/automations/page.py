"""The page Automations as the shell finds it."""

from functools import partial
from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Page, PageContext, PageView, address_of

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


def _create(context: PageContext) -> PageView:
    from tidemill.gui.pages.automations.view import AutomationsView

    return AutomationsView(context)


def _badge(workspace: "Workspace") -> int:
    from tidemill.gui.pages.automations.loading import load, n_waiting_for_person

    return n_waiting_for_person(load(workspace))


def _pictures(_workspace: "Workspace") -> list[tuple[str, str]]:
    found = [("automations", "tidemill://automations")]
    found.append(("automations_jobs", "tidemill://automations/jobs"))
    return [*found, ("automations_new", "tidemill://automations/new")]


def _has_data(workspace: "Workspace") -> bool:
    from tidemill.services import watching

    return bool(watching.every(workspace) or watching.arrived(workspace, limit=1))


def _commands(context: PageContext) -> list[Command]:
    go = partial(context.navigate, address_of("automations", "jobs"))
    return [Command("automations.jobs", tr("Show all jobs"), "list", go, group=tr("Go to"))]


PAGE = Page(
    id="automations",
    title=tr("Automations"),
    icon="workflow",
    group=tr("Operate"),
    letter="A",
    order=70,
    create=_create,
    picture_addresses=_pictures,
    has_data=_has_data,
    badge=_badge,
    badge_topics=frozenset({"file", "job", "automation", "automation_run"}),
    commands=_commands,
    chapter="guide/automations",
    chapters=(
        ("new", "guide/automations#trying-it-first"),
        ("files", "guide/watching#what-becomes-of-each-file"),
        ("jobs", "guide/worker"),
    ),
)
