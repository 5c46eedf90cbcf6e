"""The page Monitoring as the shell finds it."""

from functools import partial
from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Hit, Page, PageContext, PageView, address_of

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


def _create(context: PageContext) -> PageView:
    from tidemill.gui.pages.monitoring.view import MonitoringView

    return MonitoringView(context)


def _badge(workspace: "Workspace") -> int:
    from tidemill.services import incidents

    return incidents.n_open(workspace)


def _watched(workspace: "Workspace") -> list[str]:
    from tidemill.services import monitoring

    return [name for name, is_watched in monitoring.watched(workspace).items() if is_watched]


def _pictures(workspace: "Workspace") -> list[tuple[str, str]]:
    from tidemill.services import incidents

    found = [("monitoring", "tidemill://monitoring")]
    every = incidents.incidents(workspace)
    shown = next((one for one in every if one.is_open), next(iter(every), None))
    if shown is not None:
        found.append(("incident", address_of("incidents", shown.id)))
    found.append(("alert_rules", address_of("alert-rules")))
    return found + [(f"monitoring_{n}", address_of("monitoring", n)) for n in _watched(workspace)]


def _has_data(workspace: "Workspace") -> bool:
    from tidemill.services import monitoring

    return any(len(monitoring.course(workspace, name)) for name in _watched(workspace))


def _find(workspace: "Workspace", words: str) -> list[Hit]:
    from tidemill.services import alert_rules

    wanted = words.casefold()
    found = [
        Hit(name, tr("Monitoring"), "activity", address_of("monitoring", name))
        for name in _watched(workspace)
        if wanted in name.casefold()
    ]
    found += [
        Hit(one.name, tr("Alert rule"), "bell", address_of("alert-rules", one.key.split(":")[-1]))
        for one in alert_rules.rules(workspace)
        if wanted in one.name.casefold()
    ]
    return found[:8]


def _commands(context: PageContext) -> list[Command]:
    rules = partial(context.navigate, address_of("alert-rules"))
    new = partial(context.navigate, address_of("alert-rules", "new"))
    return [
        Command("monitoring.rules", tr("Show the alert rules"), "bell", rules, group=tr("Go to")),
        Command("monitoring.new_rule", tr("New alert rule"), "bell-plus", new),
    ]


PAGE = Page(
    id="monitoring",
    title=tr("Monitoring"),
    icon="activity",
    group=tr("Operate"),
    letter="O",
    order=60,
    create=_create,
    picture_addresses=_pictures,
    has_data=_has_data,
    badge=_badge,
    badge_topics=frozenset({"alert", "incident"}),
    find=_find,
    commands=_commands,
    chapter="guide/monitoring",
    chapters=(
        ("alert-rules", "guide/alerts#rules"),
        ("incidents", "guide/alerts#incidents"),
        ("alerts", "guide/alerts"),
    ),
)
