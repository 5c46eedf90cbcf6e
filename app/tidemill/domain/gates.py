"""What a gate is asked and what it answers: may this candidate be promoted?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.business_value import Costs, Own
from tidemill.domain.choice_rules import ChoiceRule
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import GateEntry
from tidemill.domain.frames import Frame
from tidemill.domain.recipes import Task

CheckResult = tuple[str, bool, str]
"""A data check's name, whether it passed, and its message."""

EXAMPLES, LATENCY, REPEATED, SEEDS, SIZE = "examples", "latency", "repeated", "seeds", "size"
"""What a gate may need that is not known without working for it; see `GateEntry.needs`."""


@dataclass(frozen=True, eq=False)
class GateFacts:
    """All that gates may know about a candidate, gathered before they decide.

    `y_true` and the predictions are over the same hold-out rows, in the forms of `metrics`.
    `prior` is what a model that only knows the classes' shares (or the target's mean) would say:
    one number, one number a class, or a prediction a row. `champion` is None where there is none.
    `checks` is None where no data check ran; `warnings` are those of them that only warn and did
    not pass, which keeps nothing out. `features` are the columns the candidate reads, `by_group`
    the one whose groups have models of their own, `schema` is that of the data.
    `champion_problem` says why a champion that exists could not answer; gates that need it then
    fail.

    `rows` are the same hold-out rows with their columns, `levels` the classes, the positive one
    last; `costs` are those of the model's answers, without amounts where nobody said. What costs
    work is gathered for the gates of a set that need it: `examples` are what became of the example
    rows; `latency_s` (calls,) how long a single row took; `repeated` the predictions of the same
    recipe learned once more, `seeds` those with other seeds; `size` the bytes of the stored
    model. `troubles` says by need why one of them is not there.

    `rules` are all rules of choice by name, `choice` the one the candidate was trained for.
    `thresholds` are what candidate and champion decide by, given by costs: a threshold or, of
    several classes, a table; None where a model has none of its own.
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
    by_group: str = ""
    schema: Schema = field(default_factory=lambda: Schema(()))
    seed: int = 0
    champion_problem: str = ""
    rows: Frame = field(default_factory=lambda: Frame(()))
    levels: tuple[str, ...] = ()
    costs: Costs = field(default_factory=Costs)
    examples: tuple[CheckResult, ...] = ()
    latency_s: npt.NDArray[np.float64] | None = None
    repeated: npt.NDArray[Any] | None = None
    seeds: tuple[npt.NDArray[Any], ...] = ()
    size: int | None = None
    troubles: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, ChoiceRule] = field(default_factory=dict)
    choice: str = ""
    thresholds: tuple[Own, Own] = (None, None)

    def trouble(self, need: str, words: str) -> str:
        """Why something is not there, or `words` where nobody said."""
        return self.troubles.get(need, words)

    @property
    def rival(self) -> npt.NDArray[Any]:
        """What the candidate is held against: the champion's predictions, else the prior."""
        return self.prior_predictions if self.champion is None else self.champion

    @property
    def rival_words(self) -> str:
        """What the rival is called."""
        return "the prior" if self.champion is None else "the champion"

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
