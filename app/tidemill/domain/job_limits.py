"""What bounds a job: time, cores and memory; which bound was passed, in words."""

from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou


@dataclass(frozen=True)
class Used:
    """What a try of a job has used: seconds at work (pauses do not count), MB held now."""

    seconds: float
    memory_mb: float


@dataclass(frozen=True)
class JobLimits:
    """Bounds of one try of a job; None is no bound.

    `seconds` at work, `cores` it may use, `memory_mb` that its processes hold together (10^6
    bytes; what is mapped from files does not count, the system takes it back when it must).
    """

    seconds: float | None = None
    cores: int | None = None
    memory_mb: float | None = None

    def __post_init__(self) -> None:
        """Refuse bounds under which nothing could be done."""
        for name, value in self.to_dict().items():
            if not value > 0:
                raise NeedsYou(f"A limit of {value} for {name} lets nothing be done.")

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "JobLimits":
        """Limits as kept with a job; what is not named has no bound."""
        return cls(values.get("seconds"), values.get("cores"), values.get("memory_mb"))

    def to_dict(self) -> dict[str, Any]:
        """The bounds there are, as kept with a job."""
        every = {"seconds": self.seconds, "cores": self.cores, "memory_mb": self.memory_mb}
        return {name: value for name, value in every.items() if value is not None}

    def over(self, other: "JobLimits") -> "JobLimits":
        """These bounds, and the other's where these have none."""
        return JobLimits.from_dict({**other.to_dict(), **self.to_dict()})

    def passed(self, used: Used) -> NeedsYou | None:
        """Which bound was passed and what was used, as the error a job ends with; None if none."""
        if self.seconds is not None and used.seconds > self.seconds:
            return NeedsYou(
                f"Ended after {used.seconds:,.1f} s at work: its limit is {self.seconds:,g} s.",
                "Give it more time and try it again, or let it do less.",
            )
        if self.memory_mb is not None and used.memory_mb > self.memory_mb:
            return NeedsYou(
                f"Ended when it held {used.memory_mb:,.0f} MB: "
                f"its limit is {self.memory_mb:,g} MB.",
                "Give it more memory and try it again, or use fewer rows or columns.",
            )
        return None

    @property
    def words(self) -> str:
        """The bounds in a few words; empty where there are none."""
        parts = []
        if self.seconds is not None:
            parts.append(f"{self.seconds:,g} s")
        if self.cores is not None:
            parts.append("1 core" if self.cores == 1 else f"{self.cores} cores")
        if self.memory_mb is not None:
            parts.append(f"{self.memory_mb:,g} MB")
        return ", ".join(parts)


NO_LIMITS = JobLimits()
