"""Forecasting: a number some steps ahead, told from its own earlier values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.texts import joined

MOST_LAGS = 100
MOST_STEPS = 1000
FEW_SEASONS = 3


@dataclass(frozen=True)
class Forecast:
    """How far ahead is told, and from which earlier values, in steps of the time column.

    A `horizon` of 1 tells the next step. A lag of 1 is the newest value known at the moment of
    telling, so it lies `horizon` steps before the moment told; lags rise and name each step once.
    `rolling` are lengths of stretches, up to that newest value, whose means are learned from too.
    `series` is the column that tells several series apart ("": there is one). Of the other columns
    learned from, those `known` ahead (a price, a holiday) are read at the moment told; any other
    is read as it was at the moment of telling.
    """

    horizon: int = 1
    lags: tuple[int, ...] = (1,)
    series: str = ""
    known: tuple[str, ...] = ()
    rolling: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "lags", _rising(self.lags))
        object.__setattr__(self, "rolling", _rising(self.rolling))
        object.__setattr__(self, "known", tuple(dict.fromkeys(self.known)))
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
        if self.rolling and not 2 <= self.rolling[0] <= self.rolling[-1] <= MOST_STEPS:
            raise NeedsYou(
                "A rolling mean is of at least two steps.",
                f"Name lengths from 2 to {MOST_STEPS:,} steps.",
            )

    @property
    def looks_back(self) -> int:
        """Steps from the moment told back to the oldest value that is read."""
        longest = max(self.lags[-1], self.rolling[-1] if self.rolling else 1)
        return self.horizon + longest - 1

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored; what is at its default beside horizon and lags is absent."""
        return {
            "horizon": self.horizon,
            "lags": list(self.lags),
            **({"series": self.series} if self.series else {}),
            **({"known": list(self.known)} if self.known else {}),
            **({"rolling": list(self.rolling)} if self.rolling else {}),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Forecast":
        """Read what `to_dict` wrote."""
        return cls(**data)


def _rising(steps: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted({int(one) for one in steps}))


def suggested_lags(
    season: int, horizon: int, n_steps: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Lags and lengths of rolling means for series of `n_steps` steps with such a season.

    The newest values, those one to three seasons before the moment told, and means over a season
    and more; nothing that reaches over a third of the history.
    """
    most = max(1, n_steps // 3 - horizon)
    lags = {1, 2, 3}
    for n in range(1, FEW_SEASONS + 1):
        before = season * (n + -(-horizon // season) - 1) - horizon + 1
        lags |= {before} if season > 1 else set()
    rolling = {season, 4 * season} if season > 1 else {3, 6}
    kept = tuple(sorted(lag for lag in lags if 1 <= lag <= min(most, MOST_STEPS))) or (1,)
    return kept, tuple(sorted(n for n in rolling if 2 <= n <= min(most, MOST_STEPS)))


def lag_reason(
    season: int,
    horizon: int,
    lags: Sequence[int],
    rolling: Sequence[int],
    words: Callable[[int], str],
) -> str:
    """Why these earlier values are looked at; `words` says a number of steps ("7 days")."""
    back = [lag + horizon - 1 for lag in lags]
    seasonal = [n for n in back if season > 1 and n % season == 0]
    n_newest = sum(lag == place for place, lag in enumerate(lags, 1))
    said = []
    if n_newest:
        count = "value" if n_newest == 1 else f"{n_newest} values"
        said.append(f"the newest {count} known by then")
    if seasonal:
        those = "that" if len(seasonal) == 1 else "those"
        said.append(f"{those} of {joined([words(n) for n in seasonal])} before the moment told")
    if rolling:
        said.append(f"means over {joined([words(n) for n in rolling])}")
    text = joined(said)
    return text[:1].upper() + text[1:] + "."


def lags_in(text: str) -> tuple[int, ...]:
    """Lags as a person writes them, "1, 2, 7"; `NeedsYou` where they are none."""
    try:
        return tuple(int(one) for one in text.replace(";", ",").split(",") if one.strip())
    except ValueError:
        raise NeedsYou(f"{text} are no lags.", "Write whole numbers, such as 1, 2, 7.") from None
