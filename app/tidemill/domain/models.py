"""The registry's nouns: models, their versions, and the decisions taken over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

IMPORTED = "imported"
"""What stands for the estimator of a version that was trained elsewhere."""


class Stage(StrEnum):
    """Where a version stands; exactly one of a model may be champion."""

    CANDIDATE = "candidate"
    CHAMPION = "champion"
    RETIRED = "retired"
    REJECTED = "rejected"


class DecisionKind(StrEnum):
    """What was decided over a version."""

    REGISTERED = "registered"
    PROMOTED = "promoted"
    ROLLED_BACK = "rolled back"
    REJECTED = "rejected"
    UNDONE = "undone"


@dataclass(frozen=True)
class Model:
    """A named answer to one question, with versions over time.

    With `is_four_eyes` nobody promotes a version alone that they made. `card` is what only people
    know of the model, by the part of its card.
    """

    id: int
    name: str
    project: str
    task: str
    target: str
    metric: str
    dataset_id: int
    dataset: str
    created_at: datetime
    created_by: str
    is_four_eyes: bool = False
    card: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ModelVersion:
    """One trained model in the registry.

    `metrics` and `intervals` are those of its hold-out; `gates` as `GateResult.to_dict`;
    `comparison` is the paired difference to the champion of that time on the same rows, where
    there was one. `input_hash` stands for everything that went into training. `code` has the
    `commit` and the `packages` it was trained with, where they are known; `recipe` is
    how it was trained, as plain JSON types. `by` registered it, `trained_by` had its run trained.
    """

    id: int
    model_id: int
    model: str
    number: int
    stage: Stage
    run_pk: int
    run_id: str
    run_name: str
    estimator: str
    dataset_version_id: int
    dataset: str
    validated_on: str | None
    metrics: dict[str, float]
    intervals: dict[str, Any]
    gates: tuple[dict[str, Any], ...]
    comparison: dict[str, Any]
    input_hash: str
    blob: str
    reference_blob: str | None
    created_at: datetime
    by: str
    cause: str
    gates_at: datetime | None
    code: Mapping[str, Any] = field(default_factory=dict)
    recipe: Mapping[str, Any] = field(default_factory=dict)
    trained_by: str = ""

    @property
    def label(self) -> str:
        """How people name it: `flights-late v3`."""
        return f"{self.model} v{self.number}"

    @property
    def is_imported(self) -> bool:
        """Whether it was trained elsewhere: nobody here knows how, or on which rows."""
        return self.estimator == IMPORTED

    @property
    def gates_passed(self) -> bool:
        """True when gates ran and all passed."""
        return bool(self.gates) and all(g["passed"] for g in self.gates)


@dataclass(frozen=True)
class Decision:
    """Something decided over a model, kept for good; `previous` is the champion before."""

    id: int
    kind: DecisionKind
    model_id: int
    version_id: int | None
    version: int | None
    previous_id: int | None
    previous: int | None
    at: datetime
    by: str
    note: str
    undone_by: int | None


@dataclass(frozen=True)
class Alias:
    """A free label that stands on one version of a model: `name@label` is that version."""

    model_id: int
    name: str
    version_id: int
    at: datetime
    by: str


@dataclass(frozen=True)
class Agreement:
    """Somebody said that a version may be promoted; it counts until a promotion or its end."""

    id: int
    version_id: int
    at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class Comment:
    """What somebody wrote about a thing; `mentions` are the logins of people it speaks to."""

    id: int
    subject: str
    at: datetime
    by: str
    text: str
    mentions: tuple[str, ...]
