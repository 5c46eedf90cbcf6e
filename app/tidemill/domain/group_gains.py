"""How two models do on each of many groups of rows, with chance kept in mind.

Among five hundred groups in which nothing changed, twenty-five look worse at 5 %. So each group's
paired difference gets the p-value of "worse" and of "better", and groups are named only by the rate
of false discoveries over all that were looked at (Y. Benjamini and Y. Hochberg, JRSS B 57, 1995,
section 3). A group's rows are no other group's, so the tests do not lean on each other.

The differences are those of `influences.paired` over Student's t, whose degrees of freedom are the
rows less one; for areas under curves those of the rarest class less one, which varies most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.drift import benjamini_hochberg
from tidemill.domain.influences import measured, paired
from tidemill.domain.intervals import Interval, wilson
from tidemill.domain.metrics import Metric, UndefinedMetric, for_task
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]

FEWEST = 30
"""A group is judged on so many rows or more."""

RATE = 0.05
"""At most this share of the groups that are named may be named by chance."""

BETTER, WORSE, ALIKE, UNTOLD = "better", "worse", "alike", "untold"


@dataclass(frozen=True)
class GroupGain:
    """A group's measure by the new model and by the old, and how much better the new one is.

    `low` and `high` are the ends of the gain's 95 % interval; `q_worse` and `q_better` the smallest
    rates of false discoveries at which the group would be named. They and the gain are None where
    the rows do not tell, which `why` says.
    """

    group: str
    n: int
    new: float | None = None
    old: float | None = None
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    q_worse: float | None = None
    q_better: float | None = None
    why: str = ""

    @property
    def verdict(self) -> str:
        """Surely better, surely worse, alike as far as one can tell, or untold."""
        if self.q_worse is None or self.q_better is None:
            return UNTOLD
        return WORSE if self.q_worse <= RATE else BETTER if self.q_better <= RATE else ALIKE

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self) | {"verdict": self.verdict}


def by_group(codes: Array, n_groups: int) -> list[Array]:
    """The places of each group's rows; a code of -1 is of none."""
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(n_groups + 1))
    return [order[ends[k] : ends[k + 1]] for k in range(n_groups)]


def gains(
    one: Metric,
    y: Array,
    new: Array,
    old: Array,
    codes: Array,
    names: Sequence[str],
    *,
    margin: float = 0.0,
    fewest: int = FEWEST,
) -> list[GroupGain]:
    """The gain of each group, in the order of `names`.

    `codes` (rows,) name each row's group, -1 for none. Worse is worse by more than `margin`, better
    is better by anything.
    """
    from scipy.special import stdtr, stdtrit

    found: list[GroupGain] = []
    worse, better, places = [], [], []
    for name, rows in zip(names, by_group(codes, len(names)), strict=True):
        told, error, freedom = _gain(one, y[rows], new[rows], old[rows], name, fewest)
        if told.gain is not None:
            half = float(stdtrit(freedom, 0.975)) * error
            worse.append(_tail(stdtr, freedom, told.gain + margin, error))
            better.append(_tail(stdtr, freedom, -told.gain, error))
            told = replace(told, low=told.gain - half, high=told.gain + half)
            places.append(len(found))
        found.append(told)
    rates = zip(benjamini_hochberg(worse), benjamini_hochberg(better), strict=True)
    for place, (q_worse, q_better) in zip(places, rates, strict=True):
        found[place] = replace(found[place], q_worse=float(q_worse), q_better=float(q_better))
    return found


def _tail(stdtr: Any, freedom: int, distance: float, error: float) -> float:
    """How likely a difference lies so low where there is none; certain where nothing differs."""
    return float(stdtr(freedom, distance / error)) if error else float(distance >= 0)


def _gain(
    one: Metric, y: Array, new: Array, old: Array, name: str, fewest: int
) -> tuple[GroupGain, float, int]:
    """The gain of one group, its standard error and the degrees of freedom behind that."""
    n = len(y)
    if n < fewest:
        return GroupGain(name, n, why=f"{n:,} rows are too few"), 0.0, 0
    freedom = n - 1
    if one.id.endswith("auc"):
        freedom = int(np.unique(y, return_counts=True)[1].min()) - 1
    try:
        values = one.value(y, new), one.value(y, old)
        gain, error = paired(one, y, new, old)
    except UndefinedMetric as undefined:
        return GroupGain(name, n, why=undefined.message), 0.0, 0
    is_same = np.array_equal(new, old)
    if freedom < 1 or not (is_same or _varies(error, gain)):
        return GroupGain(name, n, *values, why="its rows do not tell how they vary"), 0.0, 0
    return GroupGain(name, n, *values, gain), 0.0 if is_same else error, freedom


def _varies(error: float, value: float) -> bool:
    """Whether a standard error is one, and not what rounding leaves of nothing."""
    return bool(np.isfinite(error) and error > 1e-12 * max(1.0, abs(value)))


def figures(
    task: Task, y: Array, p: Array, *, level: float = 0.95
) -> Iterator[tuple[str, Interval | float]]:
    """The measures of one group's rows by id, with their intervals where the rows tell them.

    Student's t about the standard error of `influences.measured`, cut at the ends of the measure's
    range, and Wilson's for shares; a value alone where the rows do not tell how they vary.
    """
    from scipy.special import stdtrit

    for one in for_task(task):
        try:
            value = one.value(y, p)
            if one.id in ("accuracy", "base_rate"):
                yield one.id, wilson(round(value * len(y)), len(y), level)
                continue
            value, error = measured(one, y, p)
        except UndefinedMetric:
            continue
        if len(y) < 2 or not _varies(error, value):
            yield one.id, value
            continue
        half = float(stdtrit(len(y) - 1, 0.5 + level / 2)) * error
        low, high = _range(one)
        yield (
            one.id,
            Interval(
                value, max(low, value - half), min(high, value + half), level, len(y), "Student's t"
            ),
        )


def _range(one: Metric) -> tuple[float, float]:
    """The values a measure can have."""
    if one.id in ("auc", "pr_auc", "macro_auc", "f1", "brier"):
        return 0.0, 1.0
    return (-np.inf, 1.0) if one.id == "r2" else (0.0, np.inf)
