"""What a gate is asked and what it answers: may this candidate be promoted?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import GateEntry
from tidemill.domain.recipes import Task

CheckResult = tuple[str, bool, str]
"""A data check's name, whether it passed, and its message."""


@dataclass(frozen=True, eq=False)
class GateFacts:
    """All that gates may know about a candidate, gathered before they decide.

    `y_true` and the predictions are over the same hold-out rows, in the forms of `metrics`.
    `prior` is what a model that only knows the classes' shares (or the target's mean) would say:
    one number, one number a class, or a prediction a row. `champion` is None where there is
    none. `checks` is None where no data check ran; `warnings` are those of them that only warn and
    did not pass, which keeps nothing out. `features` are the columns the candidate
    reads, `schema` is that of the data. `champion_problem` says why a champion that exists
    could not answer; gates that need it then fail.
    """

    task: Task
    metric: str
    y_true: npt.NDArray[Any]
    candidate: npt.NDArray[Any]
    prior: npt.NDArray[Any]
    champion: npt.NDArray[Any] | None = None
    checks: tuple[CheckResult, ...] | None = None
    warnings: tuple[CheckResult, ...] = ()
    features: Mapping[str, Kind] = field(default_factory=dict)
    schema: Schema = field(default_factory=lambda: Schema(()))
    seed: int = 0
    champion_problem: str = ""

    @property
    def prior_predictions(self) -> npt.NDArray[Any]:
        """The prior in the form of the candidate's predictions."""
        prior = np.asarray(self.prior, dtype=np.float64)
        if prior.shape == self.candidate.shape:
            return prior
        return np.broadcast_to(prior, self.candidate.shape)


@dataclass(frozen=True)
class GateResult:
    """A gate's answer. `value` must reach `limit`; both are None where no number decides."""

    gate: str
    version: int
    title: str
    passed: bool
    value: float | None
    limit: float | None
    message: str
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        entry: GateEntry,
        passed: bool,
        message: str,
        *,
        value: float | None = None,
        limit: float | None = None,
        evidence: Mapping[str, Any] | None = None,
    ) -> "GateResult":
        """An answer that bears the entry's id, version and title."""
        return cls(
            entry.id, entry.version, entry.title, passed, value, limit, message, evidence or {}
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored and as promised to scripts (`name` is the title)."""
        return {
            "gate": self.gate,
            "version": self.version,
            "name": self.title,
            "passed": self.passed,
            "value": self.value,
            "limit": self.limit,
            "message": self.message,
            "evidence": dict(self.evidence),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "GateResult":
        """Read what `to_dict` wrote."""
        return cls(
            data["gate"],
            data["version"],
            data["name"],
            data["passed"],
            data["value"],
            data["limit"],
            data["message"],
            data.get("evidence", {}),
        )
