"""What a service was asked, minute by minute: how many requests, how quickly, how many in vain.

Durations are kept as counts in classes each a tenth wider than the one before, so that minutes
add up and a quantile is wrong by 5 % at most.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_FIRST_MS = 0.1
_WIDER = math.log(1.1)
_LAST_CLASS = 150

Classes = Mapping[int, int]
"""How many requests took how long, by class."""


def class_of(seconds: float) -> int:
    """The class of a duration; class 0 ends at 0.1 ms, the last one, some 160 s, has no end."""
    ms = seconds * 1000
    if ms <= _FIRST_MS:
        return 0
    return min(_LAST_CLASS, 1 + int(math.log(ms / _FIRST_MS) / _WIDER))


def quantile_ms(classes: Classes, share: float) -> float | None:
    """The duration in ms that a share of the requests did not exceed; None without requests."""
    n = sum(classes.values())
    if n == 0:
        return None
    rank, seen = max(1, math.ceil(share * n)), 0
    for number in sorted(classes):
        seen += classes[number]
        if seen >= rank:
            return _FIRST_MS * math.exp(_WIDER * (number - 0.5)) if number else _FIRST_MS
    raise AssertionError("A share is at most 1.")


@dataclass(frozen=True)
class Minute:
    """The requests for predictions that were answered within a minute, which began `at`.

    `n_refused` had rows that the model can't take, `n_failed` the service could not answer.
    `peak` is the most within one second.
    """

    at: datetime
    n: int = 0
    n_refused: int = 0
    n_failed: int = 0
    peak: int = 0
    classes: Classes = field(default_factory=dict)

    def and_(self, other: "Minute") -> "Minute":
        """Both together, as one that begins with this one."""
        return Minute(
            self.at,
            self.n + other.n,
            self.n_refused + other.n_refused,
            self.n_failed + other.n_failed,
            max(self.peak, other.peak),
            dict(Counter(self.classes) + Counter(other.classes)),
        )

    @property
    def failed_share(self) -> float | None:
        """The share of requests that the service could not answer; None without requests."""
        return self.n_failed / self.n if self.n else None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "at": self.at,
            "requests": self.n,
            "refused": self.n_refused,
            "failed": self.n_failed,
            "peak": self.peak,
            "p50_ms": quantile_ms(self.classes, 0.5),
            "p95_ms": quantile_ms(self.classes, 0.95),
        }


def together(minutes: Iterable[Minute], at: datetime) -> Minute:
    """Several minutes as one stretch that began `at`."""
    whole = Minute(at)
    for one in minutes:
        whole = whole.and_(one)
    return whole
