"""The time in which a version that was promoted by itself is watched, and what ends it.

`decide` is pure: what monitoring saw, the rules and the moment go in, a verdict with its reason
comes out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tidemill.domain.automations import RollbackRule, Watched
from tidemill.domain.intervals import wilson


class ProbationState(StrEnum):
    """Open while a version is watched; the others say how that ended."""

    OPEN = "open"
    PASSED = "passed"
    ROLLED_BACK = "rolled-back"
    ENDED = "ended"


@dataclass(frozen=True)
class Probation:
    """A version that an automation promoted by itself, watched from `began_at` to `until`.

    `previous` is the champion it would go back to, None where there was none.
    """

    id: int
    automation_id: int
    model_id: int
    version_id: int
    previous_id: int | None
    rules: tuple[RollbackRule, ...]
    state: ProbationState
    reason: str
    began_at: datetime
    until: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Seen:
    """What monitoring saw of one set of new rows: their name, and measures by name.

    A measure has its `value`, `n` (labelled rows) and, where it has an interval, `low` and `high`.
    """

    label: str
    measures: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class ProbationFacts:
    """All that a verdict may know of a version.

    `since` are the rows seen since its promotion, oldest first, `before` those its predecessor
    was seen on. `metric` is what it is judged by, `expected` the measure when it was validated.
    `alerts` are the messages of alerts over its performance that are open.
    """

    since: Sequence[Seen]
    before: Sequence[Seen] = ()
    metric: str = ""
    title: str = ""
    higher_is_better: bool = True
    expected: Mapping[str, float] | None = None
    alerts: Sequence[str] = ()


@dataclass(frozen=True)
class Verdict:
    """What becomes of the version, and why; open means that it is watched on."""

    state: ProbationState
    reason: str = ""


def decide(
    facts: ProbationFacts, rules: Sequence[RollbackRule], until: datetime, now: datetime
) -> Verdict:
    """Take the version back, let it pass, or watch on."""
    for rule in rules:
        reason = _JUDGES[rule.watched](facts, rule)
        if reason:
            return Verdict(ProbationState.ROLLED_BACK, reason)
    if now < until:
        return Verdict(ProbationState.OPEN)
    labelled = sum(1 for one in facts.since if facts.metric in one.measures)
    if not facts.since:
        words = "No new rows came in this time."
    elif not labelled:
        words = f"{_sets(len(facts.since))} came in this time, none with labels."
    else:
        words = f"{_sets(len(facts.since))} came in this time, {labelled} with labels."
    return Verdict(ProbationState.PASSED, f"No rule took it back. {words}")


def _sets(n: int) -> str:
    return "1 set of new rows" if n == 1 else f"{n} sets of new rows"


def _performance(facts: ProbationFacts, rule: RollbackRule) -> str:
    """A fall that both intervals confirm, or an open alert that says the same."""
    if facts.alerts:
        return facts.alerts[0]
    then = facts.expected
    for one in facts.since:
        now = one.measures.get(facts.metric)
        if now is None or then is None or now.get("n", 0) < rule.least_rows:
            continue
        up = facts.higher_is_better
        if now["high"] < then["low"] if up else now["low"] > then["high"]:
            verb = "fell" if up else "rose"
            return (
                f"{facts.title or facts.metric} {verb} to {now['value']:.4g} on {one.label}; "
                f"it was {then['value']:.4g} at validation."
            )
    return ""


def _error_rate(facts: ProbationFacts, rule: RollbackRule) -> str:
    """Share of wrong answers: over the limit, or surely more than the version before had."""
    wrong, n = _wrong(facts.since)
    if n < max(rule.least_rows, 1):
        return ""
    share = wrong / n
    if rule.limit is not None:
        if share <= rule.limit:
            return ""
        return (
            f"{share:.1%} of {n:,.0f} answers were wrong since the promotion, "
            f"over the limit of {rule.limit:.1%}."
        )
    wrong_before, n_before = _wrong(facts.before)
    if n_before < max(rule.least_rows, 1):
        return ""
    now, then = wilson(round(wrong), round(n)), wilson(round(wrong_before), round(n_before))
    if now.low <= then.high:
        return ""
    return (
        f"{share:.1%} of {n:,.0f} answers were wrong since the promotion; "
        f"of the version before it were {wrong_before / n_before:.1%}."
    )


def _wrong(seen: Sequence[Seen]) -> tuple[float, float]:
    """Wrong answers and answers in all."""
    wrong = n = 0.0
    for one in seen:
        rate, accuracy = one.measures.get("error_rate"), one.measures.get("accuracy")
        measure = rate if rate is not None else accuracy
        if measure is None:
            continue
        share = measure["value"] if rate is not None else 1.0 - measure["value"]
        wrong += share * measure["n"]
        n += measure["n"]
    return wrong, n


def _value(facts: ProbationFacts, rule: RollbackRule) -> str:
    """Business value: under the limit over all rows since, or by the newest rows surely less than
    the version before brought."""
    title = _TITLES.get(rule.figure, rule.figure)
    now = _mean(facts.since, rule.figure)
    if now is None or now[1] < max(rule.least_rows, 1):
        return ""
    value, n = now
    if rule.limit is not None:
        if value >= rule.limit:
            return ""
        return (
            f"{title} was {value:.4g} over {n:,.0f} rows since the promotion, "
            f"under the limit of {rule.limit:.4g}."
        )
    ends = [one.measures[rule.figure] for one in facts.since if rule.figure in one.measures]
    former = [one.measures[rule.figure] for one in facts.before if rule.figure in one.measures]
    if not former or not all("high" in m and "low" in m for m in (*ends, *former)):
        return ""
    worst_before = min(m["low"] for m in former)
    if ends[-1]["high"] >= worst_before:
        return ""
    newest = ends[-1]
    return (
        f"{title} was {newest['value']:.4g} over {newest['n']:,.0f} rows since the promotion; "
        f"the version before never brought less than {worst_before:.4g}."
    )


def _mean(seen: Sequence[Seen], figure: str) -> tuple[float, float] | None:
    known = [one.measures[figure] for one in seen if figure in one.measures]
    n = sum(m["n"] for m in known)
    return (sum(m["value"] * m["n"] for m in known) / n, n) if n else None


_TITLES = {"value": "Business value", "business_value": "Business value a day"}

_JUDGES = {
    Watched.PERFORMANCE: _performance,
    Watched.ERROR_RATE: _error_rate,
    Watched.VALUE: _value,
}
