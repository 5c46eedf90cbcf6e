"""A run as another tracker kept it, before it is ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Point = tuple[str, int, float, float]
"""A metric's point: name, step, seconds since 1970, value."""


@dataclass(frozen=True)
class OutsideRun:
    """A run with all that was logged to it; times are seconds since 1970.

    `status` is as it was kept there. `artifacts` is where its files lie, as it was written there.
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
    datasets: Sequence[Mapping[str, Any]] = ()

    @property
    def in_order(self) -> list[Point]:
        """The points so that the last of each metric is the one that counts as its value there: of
        the highest step, then the newest, then the largest."""
        return sorted(self.points, key=lambda one: (one[0], one[1], one[2], one[3]))
