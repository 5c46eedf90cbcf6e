"""A run as another tracker kept it, before it is ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tidemill.domain.run_inputs import RunInput

Point = tuple[str, int, float, float]
"""A metric's point: name, step, seconds since 1970, value."""


@dataclass(frozen=True)
class OutsideRun:
    """A run with all that was logged to it; times are seconds since 1970.

    `status` is one of MLflow's words (FINISHED, FAILED, KILLED; others say that it had not ended
    there). `artifacts` is where its files lie, as it was written there. `system` are points about
    the computer. `facts` are kept beside the run as what is known of its origin.
    """

    id: str
    experiment: str
    name: str
    user: str
    status: str
    started_at: float
    ended_at: float | None
    is_deleted: bool = False
    artifacts: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    points: Sequence[Point] = ()
    datasets: Sequence[RunInput] = ()
    parent: str | None = None
    note: str = ""
    error: str | None = None
    printed: str = ""
    system: Sequence[Point] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def in_order(self) -> list[Point]:
        """The points so that the last of each metric is the one that counts as its value there: of
        the highest step, then the newest, then the largest."""
        return sorted(self.points, key=lambda one: (one[0], one[1], one[2], one[3]))
