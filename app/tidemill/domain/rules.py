"""Rules of a dataset: checks its files have to pass, as people set them or took them up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Severity = Literal["error", "warn"]
Origin = Literal["default", "proposed", "person"]


@dataclass(frozen=True)
class Rule:
    """A check with its settings for one dataset, in words as `sentence`.

    `id` is None for a check that runs by default and was never touched. `origin` says whether it
    runs by default, was proposed from the data (`reason` says why) or made by a person. Severity
    "error" sets a file aside, "warn" only says so.
    """

    id: int | None
    dataset_id: int
    check: str
    settings: Mapping[str, Any]
    severity: str
    is_on: bool
    origin: str
    sentence: str = ""
    reason: str = ""
    created_at: datetime | None = None
    by: str = ""

    @property
    def key(self) -> str:
        """How it is named: its number, or the check's id while nobody touched it."""
        return self.check if self.id is None else str(self.id)

    @property
    def trend_keys(self) -> frozenset[str]:
        """The keys its results were stored under: a default check has run under its own id."""
        own = {self.key}
        return frozenset(own | {self.check} if self.origin == "default" else own)

    @property
    def column(self) -> str:
        """The column it is about; empty where it is about none or several."""
        return str(self.settings.get("column", ""))


@dataclass(frozen=True)
class Proposal:
    """A rule the data so far would have kept: settings, the sentence, and why it is proposed."""

    check: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""
    reason: str = ""
    severity: str = "error"

    @property
    def key(self) -> str:
        """How it is named among the proposals: the check, and what it is about."""
        about = self.settings.get("column") or self.settings.get("columns") or ""
        return f"{self.check}:{about}" if about else self.check


def is_same_rule(check: str, settings: Mapping[str, Any], other: Rule) -> bool:
    """Whether a rule is of the same check and about the same columns as another."""
    names = ("column", "columns")
    return check == other.check and all(
        settings.get(name, "") == other.settings.get(name, "") for name in names
    )
