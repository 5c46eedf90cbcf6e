"""Alerts: what a monitoring rule found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """Look at it, or over the limit."""

    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True)
class Alert:
    """A rule's finding about a model; open until it is closed with a reason.

    `kind` says what moved (`domain.drift_kinds`), `evidence` why so, in sentences. `cost` is what
    it costs: `value`, `low`, `high`, `unit` and `per`, None where the model is tied to no value.
    `impact` splits what was lost over the columns (`domain.impacts`).
    """

    id: int
    model: str
    model_id: int
    version: int
    rule: str
    severity: Severity
    message: str
    columns: tuple[str, ...]
    value: float | None
    limit: float | None
    data_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    reason: str
    kind: str | None = None
    evidence: tuple[str, ...] = ()
    cost: dict[str, Any] | None = None
    impact: dict[str, Any] | None = None
    chunk_id: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape promised to scripts."""
        return {
            "id": self.id,
            "model": self.model,
            "rule": self.rule,
            "severity": str(self.severity),
            "opened_at": self.opened_at,
            "closed_at": self.closed_at,
            "message": self.message,
            "columns": list(self.columns),
            "value": self.value,
            "kind": self.kind,
            "evidence": list(self.evidence),
            "cost": self.cost,
            "impact": self.impact,
        }
