"""What alerts say: when they open, and why they closed by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from tidemill.domain.alert_decisions import Finding
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.domain.models import ModelVersion
from tidemill.domain.rule_readings import Watched
from tidemill.domain.trigger_limits import said_span
from tidemill.services import alert_rules
from tidemill.services.runs import known_metric


def opened(
    rule: AlertRule,
    finding: Finding,
    watched: Watched,
    champion: ModelVersion,
    report: Mapping[str, Any],
    measures: Mapping[str, Mapping[str, float]],
    metric: str,
) -> str:
    """What a rule found, in one or two sentences."""
    if rule.watches is Watches.INPUT:
        return _moved(finding, report)
    if rule.watches is Watches.TOGETHER:
        return _together(rule, finding, report)
    if rule.comparison is Comparison.WORSE:
        return _fell(rule.of or metric, champion, measures, finding)
    guess = ", estimated as no labels have come" if _is_guess(rule, watched, finding) else ""
    return f"{_figure(rule, finding)}{_lasting(rule, watched, finding)}{guess}."


def _is_guess(rule: AlertRule, watched: Watched, finding: Finding) -> bool:
    """Whether a rule about money found something in what is only estimated."""
    if rule.watches is not Watches.VALUE or not len(watched.worth_estimated):
        return False
    return bool(watched.worth_estimated[finding.place])


def _moved(finding: Finding, report: Mapping[str, Any]) -> str:
    names: Sequence[str] = finding.columns
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    said = {c["name"]: [*(c.get("reasons") or ())] for c in report.get("columns", ())}
    why = next((said[name][0] for name in names if said.get(name)), "")
    words = f"{shown} moved away from the training data."
    return f"{words} {why}." if why else words


def _together(rule: AlertRule, finding: Finding, report: Mapping[str, Any]) -> str:
    """What the columns tell only together, in the words of its findings."""
    told = [one["reason"] for one in report.get("together", ()) if one["drifted"]]
    said = "; ".join(one for one in told if one)
    if rule.comparison is Comparison.OVER and finding.value is not None:
        said = f"new rows are told from old ones with AUC {finding.value:.2f}, over {rule.limit:g}"
    return f"The columns together moved{': ' if said else ''}{said}."


def _fell(
    metric: str,
    champion: ModelVersion,
    measures: Mapping[str, Mapping[str, float]],
    finding: Finding,
) -> str:
    known, now, then = (
        known_metric(metric, None),
        measures.get(metric),
        champion.intervals.get(metric),
    )
    if known is None or now is None or then is None:
        return f"{metric} is worse than when {champion.label} was validated."
    verb = "fell" if known.higher_is_better else "rose"
    value = now["value"] if finding.value is None else finding.value
    return (
        f"{known.title} {verb} to {known.words(value)} "
        f"({known.words(now['low'])} to {known.words(now['high'])}); "
        f"it was {known.words(then['value'])} when {champion.label} was validated."
    )


_SUBJECTS = {
    Watches.COLUMN: "{of} moved: its PSI",
    Watches.MISSING: "The share missing of {of}",
    Watches.PREDICTION: "The predictions moved: their PSI",
    Watches.VALUE: "The value a day",
    Watches.VOLUME: "The number of rows",
}


def _figure(rule: AlertRule, finding: Finding) -> str:
    known = known_metric(rule.of, None)
    title = rule.of if known is None else known.title
    subject = _SUBJECTS.get(rule.watches, title).format(of=rule.of)
    if rule.slice:
        subject += f" in {rule.slice}"
    if rule.comparison is Comparison.DRIFTED:
        return f"{rule.of} drifted"
    usual = {Comparison.OVER_USUAL: "over", Comparison.UNDER_USUAL: "under"}
    if rule.comparison in usual:
        value = "" if finding.value is None else f"{finding.value:.2g} times"
        side = usual[rule.comparison]
        return f"{subject} is {value} what is usual, {side} the {rule.limit:.2g} of the rule"
    value = "" if finding.value is None else alert_rules.in_unit(rule, finding.value)
    limit = "" if finding.limit is None else alert_rules.in_unit(rule, finding.limit)
    return f"{subject} is {value}, {rule.comparison} {limit}"


def _lasting(rule: AlertRule, watched: Watched, finding: Finding) -> str:
    n = watched.n - finding.since
    return f", for {n} looks now" if rule.span > 1 and n > 1 else ""


def late(rule: AlertRule, finding: Finding, dataset: str) -> str:
    """That data is late."""
    waited = said_span(max(1, round((finding.value or 0.0) * 24)) * 3600)
    words = f"No new data came to {dataset} for {waited}"
    if rule.comparison is Comparison.OVER_USUAL and finding.limit:
        usual = said_span(max(1, round(finding.limit / (rule.limit or 1.0) * 24)) * 3600)
        return f"{words}; it usually comes within {usual}."
    return f"{words}."


def closed(rule: AlertRule, label: str) -> str:
    """Why an alert closed by itself, on the rows of a label."""
    if rule.watches is Watches.INPUT:
        return f"No column drifted in {label}."
    if rule.watches is Watches.TOGETHER:
        return f"The columns of {label} go together as before."
    if rule.comparison is Comparison.WORSE:
        return f"Back in its range on {label}."
    return f"Back within its limit on {label}."
