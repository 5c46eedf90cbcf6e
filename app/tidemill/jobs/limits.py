"""How much a worker does at once: slots, cores, bounds for jobs that have none of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tidemill.domain.job_limits import NO_LIMITS, JobLimits
from tidemill.jobs import process_trees


@dataclass(frozen=True)
class Policy:
    """What the settings say: how many jobs run beside each other, and their bounds.

    `n_heavy` slots take any job, `n_light` further ones light kinds only. While `is_held` no new
    job is begun, such as when the disk has too little room; while it `is_quiet` no heavy one.
    """

    n_heavy: int = 1
    n_light: int = 1
    limits: JobLimits = NO_LIMITS
    is_held: bool = False
    is_quiet: bool = False

    @property
    def n_slots(self) -> int:
        """How many jobs run beside each other at most."""
        return self.n_heavy + self.n_light


@dataclass(frozen=True)
class Room:
    """The cores of this computer that jobs share."""

    cores: tuple[int, ...] = field(default_factory=lambda: tuple(process_trees.cores()))

    def has_room(self, wanted: int | None, taken: Sequence[int | None]) -> bool:
        """Whether a job that may use so many cores fits beside others.

        One without a bound, and any that is alone, always fits.
        """
        if wanted is None or not taken:
            return True
        return wanted + sum(n or 0 for n in taken) <= len(self.cores)

    def least_used(self, n: int, taken: Sequence[Sequence[int]]) -> list[int]:
        """Of the cores the `n` that fewest others are confined to."""
        uses = [core for used in taken for core in used]
        return sorted(sorted(self.cores, key=lambda core: (uses.count(core), core))[:n])
