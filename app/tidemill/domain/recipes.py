"""The recipe: everything that decides what a training makes out of a table."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou


class Task(StrEnum):
    """What kind of question the target asks."""

    BINARY = "binary"
    MULTICLASS = "multiclass"
    REGRESSION = "regression"


class HoldOutKind(StrEnum):
    """How the rows a model is judged on are chosen."""

    NEWEST = "newest"
    STRATIFIED = "stratified"
    GIVEN = "given"


@dataclass(frozen=True)
class HoldOut:
    """The rule by which rows are kept apart: the newest share, an even draw, or rows named."""

    kind: HoldOutKind = HoldOutKind.STRATIFIED
    share: float = 0.2

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", HoldOutKind(self.kind))
        if not 0.01 <= self.share <= 0.9:
            raise NeedsYou(
                f"A share of {self.share:g} cannot be held out.", "Choose between 0.01 and 0.9."
            )


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what a training makes out of a table.

    `positive` is the target's value that counts as yes in a binary task; without it the value
    is chosen from the data (see `targets`). `features` are the columns learned from, in order.
    `entry_versions` keeps the meaning of the entries named here ("estimator", "preparation").
    Settings that are absent are the entries' defaults.
    """

    target: str
    task: Task
    features: tuple[str, ...]
    time: str | None = None
    group: str | None = None
    positive: str | None = None
    estimator: str = "hist_gradient_boosting"
    estimator_settings: Mapping[str, Any] = field(default_factory=dict)
    preparation: str = "mixed"
    preparation_settings: Mapping[str, Any] = field(default_factory=dict)
    hold_out: HoldOut = field(default_factory=HoldOut)
    metric: str = ""
    seed: int = 0
    n_threads: int = 1
    entry_versions: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "task", Task(self.task))
        object.__setattr__(self, "features", tuple(self.features))
        if not self.metric:
            object.__setattr__(self, "metric", USUAL_METRIC[self.task])
        if self.target in self.features:
            raise NeedsYou(
                f"The column {self.target} is both the target and learned from.",
                "Leave it out of the columns to learn from.",
            )
        if len(set(self.features)) != len(self.features):
            raise NeedsYou("A column to learn from is named twice.", "Name each column once.")
        if self.n_threads < 1:
            raise NeedsYou(f"{self.n_threads} threads cannot work.", "Choose at least 1.")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        data = asdict(replace(self, entry_versions={}))
        data["task"] = str(self.task)
        data["features"] = list(self.features)
        data["hold_out"] = {"kind": str(self.hold_out.kind), "share": self.hold_out.share}
        data["entry_versions"] = dict(self.entry_versions)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Recipe":
        """Read what `to_dict` wrote, or a person's recipe file; absent fields are the defaults."""
        known = set(cls.__dataclass_fields__)
        for name in data:
            if name not in known:
                raise NeedsYou(
                    f"A recipe has no field {name}.", "It knows " + ", ".join(sorted(known)) + "."
                )
        for name in ("target", "task", "features"):
            if name not in data:
                raise NeedsYou(f"The recipe does not say its {name}.", f"Add the field {name}.")
        fields = dict(data)
        try:
            fields["hold_out"] = HoldOut(**fields.get("hold_out", {}))
            return cls(**fields)
        except (TypeError, ValueError) as error:
            raise NeedsYou(
                "The recipe cannot be read.",
                "Compare its fields with a recipe saved from a run.",
                detail=str(error),
            ) from error

    def content_hash(self) -> str:
        """One hash for all that the recipe says; equal recipes have equal hashes."""
        return hashing.of_value(self.to_dict())


USUAL_METRIC = {Task.BINARY: "auc", Task.MULTICLASS: "log_loss", Task.REGRESSION: "mae"}
"""The measure a model of each task is judged by unless the person says otherwise."""
