"""Searching settings: the values that may be tried, and the budget they are tried within."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tidemill.base.errors import NeedsYou

KINDS = ("int", "float", "choice")

MAX_TRIALS = 10_000
MAX_FOLDS = 20
STOP_TAG = "search.stop"
"""On the run of a search that was asked to stop, with who asked."""


@dataclass(frozen=True)
class Dimension:
    """One setting that a search may vary, and the values it may take.

    `kind` is "int", "float" or "choice". A number lies from `low` to `high`, both inclusive; with
    `is_log` equal ratios are equally likely, not equal differences. A choice is one of `choices`.
    """

    name: str
    kind: str
    low: float | None = None
    high: float | None = None
    is_log: bool = False
    choices: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "choices", tuple(self.choices))
        if self.kind not in KINDS:
            raise ValueError(f"{self.name}: the kind {self.kind!r} is none of {', '.join(KINDS)}")
        if self.kind == "choice":
            if not self.choices or self.low is not None or self.high is not None or self.is_log:
                raise ValueError(f"{self.name}: a choice has choices and no bounds")
            return
        if self.choices or self.low is None or self.high is None or not self.low < self.high:
            raise ValueError(f"{self.name}: a number has two bounds, the lower first")
        if self.is_log and self.low <= 0:
            raise ValueError(f"{self.name}: ratios need bounds above 0")
        if self.kind == "int" and (int(self.low) != self.low or int(self.high) != self.high):
            raise ValueError(f"{self.name}: whole numbers have whole bounds")

    def value(self, share: float) -> Any:
        """The value at a place from 0 to 1 of the axis; every whole number gets an equal piece."""
        share = min(max(share, 0.0), 1.0)
        if self.kind == "choice":
            return self.choices[min(int(share * len(self.choices)), len(self.choices) - 1)]
        low, high = self._ends()
        if self.is_log:
            found = math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
        else:
            found = low + share * (high - low)
        if self.kind == "int":
            return min(max(round(found), int(self.low or 0)), int(self.high or 0))
        return min(max(found, low), high)

    def share(self, value: Any) -> float:
        """The place of a value on the axis from 0 to 1; ValueError for one that is not on it."""
        if self.kind == "choice":
            return (self.choices.index(value) + 0.5) / len(self.choices)
        low, high = self._ends()
        number = float(value)
        if not low <= number <= high:
            raise ValueError(f"{self.name}: {value!r} is not from {self.low:g} to {self.high:g}")
        if self.is_log:
            return (math.log(number) - math.log(low)) / (math.log(high) - math.log(low))
        return (number - low) / (high - low)

    def nearest(self, value: Any) -> Any:
        """The value itself where the axis has it, else the end next to it, or the first choice."""
        if self.kind == "choice":
            return value if value in self.choices else self.choices[0]
        if self.low is None or self.high is None:
            raise ValueError(f"{self.name} has no bounds")
        inside = min(max(value, self.low), self.high)
        return int(inside) if self.kind == "int" else float(inside)

    def _ends(self) -> tuple[float, float]:
        if self.low is None or self.high is None:
            raise ValueError(f"{self.name} has no bounds")
        half = 0.5 if self.kind == "int" else 0.0
        return float(self.low) - half, float(self.high) + half


@dataclass(frozen=True)
class SearchPlan:
    """How settings are searched for: by which searcher, within what budget, judged on what.

    The search ends after `n_trials` settings were tried, after `minutes`, or when the time on the
    computer has cost `money` at `price_per_hour`, whichever comes first. Each setting is judged on
    `n_folds` folds of the rows learned from, never on those held out; with `is_pruned` one that
    falls behind is given up before all folds are done. `estimator` and `seed` are the recipe's
    where they are None.
    """

    searcher: str = "optuna"
    n_trials: int = 60
    minutes: float | None = None
    money: float | None = None
    price_per_hour: float | None = None
    n_folds: int = 5
    is_pruned: bool = True
    estimator: str | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.n_trials <= MAX_TRIALS:
            raise NeedsYou(
                f"{self.n_trials} trials cannot be planned.",
                f"Choose from 1 to {MAX_TRIALS:,} trials.",
            )
        if not 2 <= self.n_folds <= MAX_FOLDS:
            raise NeedsYou(
                f"{self.n_folds} folds cannot judge a setting.",
                f"Choose from 2 to {MAX_FOLDS} folds.",
            )
        for name in ("minutes", "money", "price_per_hour"):  # 5 and 5.0 are one budget, one hash
            if getattr(self, name) is not None:
                object.__setattr__(self, name, float(getattr(self, name)))
        for name, value in (("minutes", self.minutes), ("money", self.money)):
            if value is not None and not (value > 0 and math.isfinite(value)):
                raise NeedsYou(f"{value:g} {name} are no budget.", "Choose a number above 0.")
        price = self.price_per_hour
        if price is not None and not (price > 0 and math.isfinite(price)):
            raise NeedsYou(f"{price:g} is no price of an hour.", "Choose a number above 0.")
        if self.money is not None and price is None:
            raise NeedsYou(
                "A budget in money needs the price of an hour.",
                "Say what an hour of the computer costs, or set the budget in minutes.",
            )

    @property
    def limit_s(self) -> float | None:
        """Seconds after which the search ends, by minutes or money; None without such a limit."""
        limits = [self.minutes * 60] if self.minutes is not None else []
        if self.money is not None and self.price_per_hour is not None:
            limits.append(self.money / self.price_per_hour * 3600)
        return min(limits, default=None)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "SearchPlan":
        """Read what `to_dict` wrote, or a person's recipe file; absent fields are the defaults."""
        known = list(cls.__dataclass_fields__)
        for name in data:
            if name not in known:
                raise NeedsYou(
                    f"A search has no field {name}.", "It knows " + ", ".join(known) + "."
                )
        try:
            return cls(**data)
        except (TypeError, ValueError) as error:
            raise NeedsYou(
                "The search cannot be read.",
                "Compare its fields with a recipe saved from a run.",
                detail=str(error),
            ) from error
