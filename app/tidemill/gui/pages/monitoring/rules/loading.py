"""Asks the services for everything the editor of alert rules shows; runs off the GUI's thread."""

from typing import TYPE_CHECKING

from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.gui.pages.monitoring.amounts import money
from tidemill.gui.pages.monitoring.rules.state import Loaded, Say

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.workspace import Workspace


_PSI = (Watches.INPUT, Watches.COLUMN, Watches.PREDICTION)


def load(workspace: "Workspace", model: str | None, reporter: "Reporter") -> Loaded:
    """All rules, and what is needed to replay them on a model: the wanted one, else one that has
    been looked at."""
    from tidemill.base import zones
    from tidemill.domain.people import PersonRole
    from tidemill.services import alert_replays, alert_rules, channels, monitoring, people

    names = list(monitoring.watched(workspace))
    chosen = model if model in names else (names[0] if names else "")
    history = alert_replays.history(workspace, chosen) if chosen else None
    reporter.check()
    unit = "" if history is None else history.unit
    metric = "" if history is None else history.watched.metric
    every = people.every(workspace)
    return Loaded(
        rules=tuple(alert_rules.rules(workspace)),
        models=tuple(names),
        model=chosen,
        subjects=alert_rules.subjects(workspace, chosen or None),
        history=history,
        channels=tuple(channels.every(workspace)),
        approvers=tuple(p.login for p in every if p.role is PersonRole.APPROVER),
        zone=zones.local_zone(),
        say=_say(unit, metric),
        psi_limit=monitoring.psi_limit() or 0.2,
    )


def _say(unit: str, metric: str) -> Say:
    """How figures are written: money in its unit, a metric in its own form."""
    from tidemill.services import alert_rules

    def said(rule: AlertRule, value: float) -> str:
        if rule.watches is Watches.VALUE and rule.comparison is Comparison.UNDER:
            return money(value, unit)
        if rule.watches in _PSI:
            return f"{value:.3g}"
        return alert_rules.in_unit(rule.for_metric(metric), value)

    return said


def tested(workspace: "Workspace", names: list[str]) -> str:
    """Send a test by each channel; what came of each, in words."""
    from tidemill.base.errors import NeedsYou
    from tidemill.services import deliveries

    said = []
    for name in names:
        try:
            found = deliveries.test(workspace, name)
        except NeedsYou as error:
            said.append(f"{name}: {error.message}")
        else:
            said.append(f"{name}: {found.state}{f', {found.answer}' if found.answer else ''}")
    return "; ".join(said)
