"""Incidents: alerts with one cause, from the first to the outcome in one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tidemill.domain.alerts import Alert, Severity

SIMILAR = timedelta(days=30)
"""How long after its end an incident is taken up again by what is like it."""


@dataclass(frozen=True)
class Incident:
    """Alerts with one cause. `since` is when the rows began in which it was first seen, `facts`
    what the worker found (see `services.diagnosing`)."""

    id: int
    model: str
    model_id: int
    version: int
    version_id: int
    chunk_id: int | None
    title: str
    sentence: str
    severity: Severity
    since: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: str
    owner: str
    snoozed_until: datetime | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    alerts: tuple[Alert, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nobody closed it and its alerts did not end."""
        return self.closed_at is None

    def is_snoozed(self, now: datetime) -> bool:
        """Whether nobody is to be reminded of it at a moment."""
        return self.snoozed_until is not None and now < self.snoozed_until

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns its alerts are about, worst first, each once."""
        return tuple(dict.fromkeys(c for alert in self.alerts for c in alert.columns))

    @property
    def address(self) -> str:
        """Where the window shows it."""
        return f"incidents/{self.id}"

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape for scripts."""
        return {
            "id": self.id,
            "model": self.model,
            "version": self.version,
            "title": self.title,
            "sentence": self.sentence,
            "severity": str(self.severity),
            "since": self.since,
            "opened_at": self.opened_at,
            "closed_at": self.closed_at,
            "closed_by": self.closed_by,
            "outcome": self.outcome,
            "owner": self.owner,
            "snoozed_until": self.snoozed_until,
            "columns": list(self.columns),
            "alerts": [alert.to_dict() for alert in self.alerts],
            "facts": dict(self.facts),
        }


@dataclass(frozen=True)
class Found:
    """A new alert that looks for its incident: its rule's name, its columns, the chunk it was
    found in (None between chunks), and the moment."""

    rule: str
    columns: tuple[str, ...]
    chunk_id: int | None
    at: datetime


def home_of(
    found: Found, incidents: Sequence[Incident], seen_now: frozenset[int]
) -> Incident | None:
    """The incident a new alert belongs to: one that is open, or one to take up again; else None.

    Open ones: of the same rule, or told by the same chunk (`seen_now`: alerts that this look found
    again), for one broken feed moves columns, rows and error at once. Closed ones: the newest of
    the last `SIMILAR` that is about the same: the same rule and, where it names columns, half of
    them. `incidents` are the model's, newest first.
    """
    for one in incidents:
        if one.is_open and any(_is_one_cause(found, alert, seen_now) for alert in one.alerts):
            return one
    recent = (
        one
        for one in incidents
        if one.closed_at is not None and found.at - one.closed_at <= SIMILAR
    )
    for one in recent:
        if any(is_similar(found.rule, found.columns, alert) for alert in one.alerts):
            return one
    return None


def _is_one_cause(found: Found, alert: Alert, seen_now: frozenset[int]) -> bool:
    return alert.rule == found.rule or (found.chunk_id is not None and alert.id in seen_now)


def is_similar(rule: str, columns: Sequence[str], alert: Alert) -> bool:
    """Whether an alert is about the same: the same rule, and at least half of the columns of both
    taken together (Jaccard 1901) where it names any."""
    if alert.rule != rule:
        return False
    mine, others = set(columns), set(alert.columns)
    return not (mine or others) or 2 * len(mine & others) >= len(mine | others)


def worst(severities: Sequence[Severity]) -> Severity:
    """Critical if one is."""
    return Severity.CRITICAL if Severity.CRITICAL in severities else Severity.WARNING
