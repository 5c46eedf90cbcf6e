"""What alert rules read of a model's course: one number a chunk, oldest first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.alert_rules import (
    LEAST_USUAL,
    SHORTEST_USUAL_AGE_S,
    USUAL_CHUNKS,
    AlertRule,
    Comparison,
    Watches,
)

Numbers = npt.NDArray[np.float64]
Moments = npt.NDArray[np.int64]
DAY_US = 86_400_000_000


@dataclass(frozen=True, eq=False)
class Bounds:
    """A figure a chunk with its interval, (chunks,) each; NaN where it is not known."""

    value: Numbers
    low: Numbers
    high: Numbers

    def until(self, n: int) -> "Bounds":
        """The first chunks."""
        return Bounds(self.value[:n], self.low[:n], self.high[:n])


@dataclass(frozen=True, eq=False)
class Watched:
    """All that rules read of one model. Arrays are over its chunks, oldest first.

    `starts_at`, `ends_at` of the rows and `seen_at` (when they came) are microseconds since 1970
    in UTC. `psi`, `missing` and `is_over` are (columns, chunks). `measures`, `estimates` and
    `expected` (what was measured at validation) go by metric, or by "metric in slice".
    `higher_is_better` goes by metric. `worth` is money a day. `together` is the area under the ROC
    curve by which new rows are told from old ones, `together_over` (1, 0) whether columns together
    drifted; both are empty where nobody looked. `worth_estimated` says which worth is an estimate.
    `arrived_at` is when rows came, as a
    chunk may fill in several goes, and `arrived_in` the place of the chunk they went to; unless
    given, each chunk came when it was first seen.
    """

    model: str
    metric: str
    starts_at: Moments
    ends_at: Moments
    seen_at: Moments
    n_rows: Numbers
    columns: tuple[str, ...]
    psi: Numbers
    missing: Numbers
    is_over: npt.NDArray[np.bool_]
    prediction_psi: Numbers
    worth: Numbers
    chunk_ids: Moments
    measures: Mapping[str, Bounds] = field(default_factory=dict)
    estimates: Mapping[str, Bounds] = field(default_factory=dict)
    expected: Mapping[str, Bounds] = field(default_factory=dict)
    higher_is_better: Mapping[str, bool] = field(default_factory=dict)
    together: Numbers = field(default_factory=lambda: np.empty(0))
    together_over: Numbers = field(default_factory=lambda: np.empty(0))
    worth_estimated: npt.NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=bool))
    arrived_at: Moments | None = None
    arrived_in: Moments | None = None

    @property
    def came_at(self) -> Moments:
        """Every moment at which rows came, in microseconds since 1970; shape (arrivals,)."""
        return self.seen_at if self.arrived_at is None else self.arrived_at

    @property
    def came_in(self) -> Moments:
        """The place of the chunk that each arrival went to; shape (arrivals,)."""
        return np.arange(self.n) if self.arrived_in is None else self.arrived_in

    @property
    def n(self) -> int:
        """How many chunks."""
        return len(self.ends_at)

    def until(self, n: int) -> "Watched":
        """What was known after the first `n` chunks."""
        cut: dict[str, Any] = {
            name: getattr(self, name)[..., :n]
            for name in (
                "starts_at", "ends_at", "seen_at", "n_rows", "psi", "missing", "is_over",
                "prediction_psi", "worth", "chunk_ids", "together", "together_over",
                "worth_estimated",
            )
        }  # fmt: skip
        by_metric: dict[str, Any] = {
            name: {k: v.until(n) for k, v in getattr(self, name).items()}
            for name in ("measures", "estimates", "expected")
        }
        if self.arrived_at is not None and self.arrived_in is not None:
            known = self.arrived_in < n
            cut |= {"arrived_at": self.arrived_at[known], "arrived_in": self.arrived_in[known]}
        return replace(self, **cut, **by_metric)

    def without(self, muted: frozenset[str]) -> "Watched":
        """The same with columns that nobody wants to hear of left out."""
        if not muted.intersection(self.columns):
            return self
        kept = [i for i, name in enumerate(self.columns) if name not in muted]
        return replace(
            self,
            columns=tuple(self.columns[i] for i in kept),
            psi=self.psi[kept],
            missing=self.missing[kept],
            is_over=self.is_over[kept],
        )

    def is_up_better(self, measure: str) -> bool:
        """Whether more of a metric is better; metrics nobody knows are taken for errors."""
        return self.higher_is_better.get(measure.partition(" in ")[0], False)


@dataclass(frozen=True, eq=False)
class Reading:
    """What one rule reads: `values` (chunks,), NaN where nothing is known, what they are held
    against, and whether a value under it is over the limit. `sure` replaces the comparison where
    no number decides (1 it is, 0 it is not, NaN not known)."""

    values: Numbers
    is_under: bool = False
    sure: Numbers | None = None

    def over(self, limits: Numbers) -> npt.NDArray[np.int8]:
        """For each limit (rows) and chunk: 1 over it, 0 not, -1 not known."""
        if self.sure is not None:
            one = np.where(np.isnan(self.sure), -1, self.sure > 0).astype(np.int8)
            return np.broadcast_to(one, (len(limits), len(one)))
        wide = limits[:, None]
        beyond = self.values < wide if self.is_under else self.values > wide
        known = ~np.isnan(self.values)
        return np.where(known, beyond, -1).astype(np.int8)


def reading(rule: AlertRule, watched: Watched) -> Reading:
    """What a rule reads of a model; all NaN where the model has nothing of the kind."""
    values = _values(rule, watched)
    if rule.comparison is Comparison.DRIFTED:
        return Reading(values, sure=_drifted(rule, watched))
    if rule.comparison is Comparison.WORSE:
        return Reading(values, _falls(rule, watched), _worse(rule, watched))
    if rule.comparison is Comparison.OVER_USUAL:
        return Reading(values / usual(values))
    if rule.comparison is Comparison.UNDER_USUAL:
        return Reading(values / usual(values), is_under=True)
    return Reading(values, rule.comparison is Comparison.UNDER)


def _values(rule: AlertRule, watched: Watched) -> Numbers:
    none = np.full(watched.n, np.nan)
    if rule.watches is Watches.INPUT:
        if not watched.columns:
            return none
        seen = np.where(np.isnan(watched.psi), -np.inf, watched.psi).max(axis=0)
        return np.asarray(np.where(np.isinf(seen), np.nan, seen))
    if rule.watches in (Watches.COLUMN, Watches.MISSING):
        if rule.of not in watched.columns:
            return none
        table = watched.psi if rule.watches is Watches.COLUMN else watched.missing
        return np.asarray(table[watched.columns.index(rule.of)])
    if rule.watches is Watches.TOGETHER:
        return watched.together if len(watched.together) else none
    if rule.watches is Watches.METRIC:
        return watched.measures[rule.measure].value if rule.measure in watched.measures else none
    if rule.watches is Watches.ESTIMATE:
        return watched.estimates[rule.measure].value if rule.measure in watched.estimates else none
    if rule.watches is Watches.PREDICTION:
        return watched.prediction_psi
    return watched.worth if rule.watches is Watches.VALUE else watched.n_rows


def _drifted(rule: AlertRule, watched: Watched) -> Numbers:
    if rule.watches is Watches.INPUT:
        return np.asarray(watched.is_over.any(axis=0).astype(np.float64))
    if rule.watches is Watches.TOGETHER:
        return watched.together_over if len(watched.together_over) else np.full(watched.n, np.nan)
    if rule.of not in watched.columns:
        return np.full(watched.n, np.nan)
    place = watched.columns.index(rule.of)
    known = ~np.isnan(watched.psi[place]) | watched.is_over[place]
    return np.asarray(np.where(known, watched.is_over[place].astype(np.float64), np.nan))


def _worse(rule: AlertRule, watched: Watched) -> Numbers:
    """Whether the best that the interval now allows is under the worst of that at validation.

    Comparing the ends of two 95 % intervals is stricter than a 5 % test of the difference
    (Schenker and Gentleman 2001), so that noise alone rarely alerts.
    """
    held = watched.measures if rule.watches is Watches.METRIC else watched.estimates
    now, then = held.get(rule.measure), watched.expected.get(rule.measure)
    if now is None or then is None:
        return np.full(watched.n, np.nan)
    is_worse = now.high < then.low if _falls(rule, watched) else now.low > then.high
    known = ~(np.isnan(now.value) | np.isnan(then.value))
    return np.asarray(np.where(known, is_worse.astype(np.float64), np.nan))


def _falls(rule: AlertRule, watched: Watched) -> bool:
    return watched.is_up_better(rule.measure)


def usual(values: Numbers) -> Numbers:
    """The median of the chunks before each, at most `USUAL_CHUNKS`; NaN under `LEAST_USUAL`."""
    found = np.full(len(values), np.nan)
    for place in range(LEAST_USUAL, len(values)):
        before = values[max(0, place - USUAL_CHUNKS) : place]
        before = before[~np.isnan(before)]
        if len(before) >= LEAST_USUAL:
            middle = float(np.median(before))
            found[place] = middle if middle else np.nan
    return found


def gaps(watched: Watched, now: int) -> tuple[Moments, Numbers]:
    """From when on data was waited for, and for how long (days), up to a moment in microseconds.

    Several chunks that came at the same time are one arrival.
    """
    came = np.unique(watched.came_at[watched.came_at <= now])
    return came, np.diff(np.append(came, now)) / DAY_US


def usual_gap(days: Numbers) -> Numbers:
    """The usual wait before each, days; NaN where nothing is known or files came by hand."""
    found = usual(days)
    return np.asarray(np.where(found * 86_400 < SHORTEST_USUAL_AGE_S, np.nan, found))
