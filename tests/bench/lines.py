"""A row of the bench: what was measured, beside what floor, and whether it reaches the promise."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Line:
    """One promise: what was measured, the floor beside it, the most allowed, how that is said.

    `unit` is that of all three figures. `is_rate` turns the promise around: then `reach` is the
    least allowed. A floor of 0 has none to compare with; a reach of None promises nothing.
    """

    what: str
    measured: float
    floor: float
    reach: float | None
    words: str
    unit: str = "s"
    is_rate: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the promise holds."""
        if self.reach is None:
            return True
        return self.measured >= self.reach if self.is_rate else self.measured <= self.reach

    def text(self) -> str:
        """A row of the table."""
        met = "–" if self.reach is None else "yes" if self.is_met else "NO"
        ratio = f"{self.measured / self.floor:8.2f}" if self.floor else "       –"
        floor = self._figure(self.floor) if self.floor else f"{'–':>13}"
        return (
            f"{self.what:60} {self._figure(self.measured)} {floor} {ratio}  {self.words:22} {met}"
        )

    def _figure(self, value: float) -> str:
        digits = 0 if abs(value) >= 1000 else 3 if abs(value) < 10 else 1
        return f"{value:10,.{digits}f} {self.unit:2}"


def median(measure: Callable[[], float], rounds: int = ROUNDS) -> float:
    """The median of several rounds."""
    return statistics.median(measure() for _ in range(rounds))
