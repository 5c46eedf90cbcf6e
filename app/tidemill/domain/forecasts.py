"""Forecasting: a number some steps ahead, told from its own earlier values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou

MOST_LAGS = 100
MOST_STEPS = 1000


@dataclass(frozen=True)
class Forecast:
    """How far ahead is told, and from which earlier values, in steps of the time column.

    A `horizon` of 1 tells the next step. A lag of 1 is the newest value known at the moment of
    telling, so it lies `horizon` steps before the moment told; lags rise and name each step once.
    """

    horizon: int = 1
    lags: tuple[int, ...] = (1,)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lags", tuple(sorted({int(lag) for lag in self.lags})))
        if not 1 <= self.horizon <= MOST_STEPS:
            raise NeedsYou(
                f"Nothing can be told {self.horizon} steps ahead.",
                f"Choose a horizon from 1 to {MOST_STEPS:,} steps.",
            )
        if not self.lags or self.lags[0] < 1 or self.lags[-1] > MOST_STEPS:
            raise NeedsYou(
                "A forecast needs earlier values to look back at.",
                f"Name lags from 1 to {MOST_STEPS:,} steps.",
            )
        if len(self.lags) > MOST_LAGS:
            raise NeedsYou(
                f"{len(self.lags):,} lags are too many.", f"Name at most {MOST_LAGS} of them."
            )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {"horizon": self.horizon, "lags": list(self.lags)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Forecast":
        """Read what `to_dict` wrote."""
        return cls(**data)
