"""Columns that nobody wants to hear of for a while, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tidemill.base.clock import from_iso, to_iso

DAYS = 14
"""How long a column is muted where nobody says otherwise."""


@dataclass(frozen=True)
class Muted:
    """A column of which no rule speaks up to a moment; `until` is None for as long as it stands."""

    column: str
    until: datetime | None = None
    reason: str = ""
    by: str = ""

    def is_on(self, now: datetime) -> bool:
        """Whether it still holds."""
        return self.until is None or now < self.until

    @property
    def words(self) -> str:
        """Until when, and why."""
        until = "" if self.until is None else f" until {self.until.day} {self.until:%B %Y}"
        return f"Muted{until}{f': {self.reason}' if self.reason else ''}"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        until = None if self.until is None else to_iso(self.until)
        return {"column": self.column, "until": until, "reason": self.reason, "by": self.by}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Muted":
        """Read what `to_dict` wrote."""
        until = data["until"]
        ends_at = None if until is None else from_iso(until)
        return cls(data["column"], ends_at, data["reason"], data["by"])


def of_setting(kept: Any) -> tuple[Muted, ...]:
    """What is kept of a model: columns with their ends; names alone, as once, have none."""
    return tuple(Muted(one) if isinstance(one, str) else Muted.from_dict(one) for one in kept or ())
