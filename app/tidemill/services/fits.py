"""Models that were fitted before on the very same inputs, for replays that need not fit again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tidemill.services.training.fitting import Fitted
    from tidemill.services.training.models import TrainedModel


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model with the seconds and the bytes at most that its fitting took."""

    model: "TrainedModel"
    duration_s: float
    peak_memory: int


class Fits(Protocol):
    """Where fits are kept by the hash of all that goes into them (`validating.input_hash`)."""

    def fit(self, inputs: str, learn: "Callable[[], Fitted]") -> Fit:
        """The fit of these inputs, kept or learned now."""
        ...


def fitted(kept: Fits | None, inputs: str, learn: "Callable[[], Fitted]") -> Fit:
    """The fit of some inputs: learned, unless a replay has it."""
    if kept is not None:
        return kept.fit(inputs, learn)
    made = learn()
    return Fit(made.model, made.duration_s, made.peak_memory)
