"""How incidents are called, and what they say in one sentence."""

from collections.abc import Sequence

from tidemill.domain.alert_rules import AGE, DRIFT, PERFORMANCE, RELATION, VOLUME
from tidemill.domain.alerts import Alert
from tidemill.domain.models import Model, ModelVersion
from tidemill.services.runs import known_metric


def title(alerts: Sequence[Alert], model: Model) -> str:
    """`AUC fell as amount and 2 more columns moved`: the worst first, then what came with it."""
    of = {alert.rule.partition(":")[0]: alert for alert in alerts}
    named = list(dict.fromkeys(c for alert in alerts for c in alert.columns))
    moved = _columns(named)
    if PERFORMANCE in of:
        metric = of[PERFORMANCE].rule.partition(":")[2]
        known = known_metric(metric, None)
        fell = f"{metric if known is None else known.title} " + (
            "fell" if known is None or known.higher_is_better else "rose"
        )
        return f"{fell} as {moved} moved" if moved else fell
    if RELATION in of:
        return f"What the columns say of {model.target} moved"
    if DRIFT in of or moved:
        return f"{moved} moved"
    if AGE in of:
        return f"No new data in {model.dataset}"
    if VOLUME in of:
        return f"Few rows in {model.dataset}"
    return alerts[0].message.partition(". ")[0].rstrip(".") if alerts else ""


def _columns(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return f"{names[0]} and {names[1]}"
    return f"{names[0]} and {len(names) - 1} more columns"


def sentence(alerts: Sequence[Alert], champion: ModelVersion) -> str:
    """What was found, the worst first; and which version it concerns."""
    order = sorted(alerts, key=lambda a: (a.severity != "critical", a.id))
    said = " ".join(dict.fromkeys(a.message for a in order))
    return said or f"{champion.label} is concerned."
