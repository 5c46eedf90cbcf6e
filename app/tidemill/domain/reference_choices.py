"""What a model's new rows are compared with: somebody's choice, with its reason, and undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class ReferenceKind(StrEnum):
    """The training data shows skew, the last period drift, a season ago what the season is not."""

    TRAINING = "training"
    PREVIOUS = "previous"
    SEASON = "season"
    VERSIONS = "versions"
    ACCEPTED = "accepted"


WORDS = {
    ReferenceKind.TRAINING: "the training data",
    ReferenceKind.PREVIOUS: "the period before",
    ReferenceKind.SEASON: "a year before",
}


@dataclass(frozen=True)
class ReferenceChoice:
    """One choice for a model; `first` and `last` are the dataset's versions whose own rows count.

    What was accepted as the new normal holds for the rows from `first` on: what came before stays
    compared with what was chosen then.
    """

    id: int
    model: str
    kind: ReferenceKind
    first: int | None
    last: int | None
    dataset: str
    reason: str
    by: str
    at: datetime
    undone_at: datetime | None = None

    @property
    def words(self) -> str:
        """What rows are compared with."""
        if self.kind in WORDS:
            return WORDS[self.kind]
        several = "" if self.first == self.last else f" to v{self.last}"
        return f"{self.dataset} v{self.first}{several}"

    def holds_for(self, number: int) -> bool:
        """Whether it is about the rows of a dataset version."""
        if self.kind is not ReferenceKind.ACCEPTED or self.first is None:
            return True
        return number >= self.first

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape promised to scripts."""
        return {
            "id": self.id,
            "model": self.model,
            "kind": str(self.kind),
            "words": self.words,
            "dataset": self.dataset,
            "first": self.first,
            "last": self.last,
            "reason": self.reason,
            "by": self.by,
            "at": self.at,
            "undone_at": self.undone_at,
        }


def choice_for(choices: Sequence[ReferenceChoice], number: int) -> ReferenceChoice | None:
    """The newest choice that stands and is about a dataset version's rows; None: training data.

    `choices` are oldest first.
    """
    standing = (one for one in reversed(choices) if one.undone_at is None)
    return next((one for one in standing if one.holds_for(number)), None)
