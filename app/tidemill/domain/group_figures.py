"""Figures of a model by group, each with its interval, and how far the groups lie apart.

Selection rate, true and false positive rate and their differences are those of Hardt, Price &
Srebro 2016, "Equality of Opportunity in Supervised Learning", section 2, and of Agarwal et al.
2018, "A Reductions Approach to Fair Classification", section 2: demographic parity asks for equal
selection rates, equal opportunity for equal true positive rates, equalized odds for both rates.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.frames import ColumnData
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.intervals import Interval, metric_interval, wilson
from tidemill.domain.metrics import UndefinedMetric, metric, ready
from tidemill.domain.recipes import Task
from tidemill.domain.slices import FEWEST, cuts

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]

SELECTION, TRUE_POSITIVE, FALSE_POSITIVE = (
    "selection_rate",
    "true_positive_rate",
    "false_positive_rate",
)
RATES = {
    SELECTION: "Share said yes",
    TRUE_POSITIVE: "True positive rate",
    FALSE_POSITIVE: "False positive rate",
}
DEMOGRAPHIC_PARITY, EQUAL_OPPORTUNITY, EQUALIZED_ODDS, METRIC = (
    "demographic_parity",
    "equal_opportunity",
    "equalized_odds",
    "metric",
)
CRITERIA: Mapping[str, tuple[str, ...]] = {
    DEMOGRAPHIC_PARITY: (SELECTION,),
    EQUAL_OPPORTUNITY: (TRUE_POSITIVE,),
    EQUALIZED_ODDS: (TRUE_POSITIVE, FALSE_POSITIVE),
    METRIC: (METRIC,),
}
"""Which figures may not differ between groups, by the name of what is asked."""


@dataclass(frozen=True)
class GroupFigure:
    """A figure of a group; None where its rows do not tell it."""

    group: str
    n: int
    figure: Interval | None


@dataclass(frozen=True)
class Apart:
    """How far the groups lie apart by a figure: the largest less the smallest, and whose they are.

    `low` and `high` are the ends of the interval of the difference of these two groups. They were
    chosen for lying farthest apart, so the interval is wide enough for all pairs (Bonferroni).
    """

    of: str
    value: float
    low: float
    high: float
    highest: str
    lowest: str


@dataclass(frozen=True)
class GroupFigures:
    """The groups of a column by each figure of a criterion, and the figure they differ most by."""

    column: str
    criterion: str
    figures: Mapping[str, tuple[GroupFigure, ...]]
    apart: Apart
    n_left_out: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "column": self.column,
            "criterion": self.criterion,
            "figures": {
                name: [
                    {
                        "group": one.group,
                        "n": one.n,
                        **({} if one.figure is None else one.figure.to_dict()),
                    }
                    for one in told
                ]
                for name, told in self.figures.items()
            },
            "apart": asdict(self.apart),
            "n_left_out": self.n_left_out,
        }


def group_figures(
    column: ColumnData,
    task: Task,
    y: Array,
    p: Array,
    *,
    criterion: str,
    metric_id: str,
    threshold: float = 0.5,
    level: float = 0.95,
) -> GroupFigures:
    """The figures of a criterion by the column's groups (`domain.slices`: 30 rows or more).

    Raises `UndefinedMetric` where fewer than two groups can be told, or the criterion has no
    meaning for the task: rates are of two classes.
    """
    if criterion not in CRITERIA:
        raise NeedsYou(
            f"There is no criterion {criterion}.", "Choose one of " + ", ".join(CRITERIA)
        )
    y, p = ready(task, y, p)
    if criterion != METRIC and task is not Task.BINARY:
        raise UndefinedMetric(f"{criterion.replace('_', ' ').capitalize()} is of two classes.")
    groups = [(cut.words, cut.rows) for cut in cuts(column)]
    tellers = {
        name: _teller(name, task, metric_id, threshold, level) for name in CRITERIA[criterion]
    }
    figures: dict[str, tuple[GroupFigure, ...]] = {}
    for name, tell in tellers.items():
        told = tuple(GroupFigure(g, int(rows.sum()), tell(y[rows], p[rows])) for g, rows in groups)
        figures[name] = told
    aparts = [found for name, told in figures.items() if (found := _apart(name, told, level))]
    if not aparts:
        raise UndefinedMetric(
            f"{column.name} has fewer than two groups of {FEWEST} rows or more on which it can be "
            "measured."
        )
    seen = int(np.logical_or.reduce([rows for _, rows in groups]).sum())
    widest = max(aparts, key=lambda one: one.value)
    return GroupFigures(column.name, criterion, figures, widest, len(y) - seen)


def _teller(
    name: str, task: Task, metric_id: str, threshold: float, level: float
) -> Callable[[Array, Array], Interval | None]:
    if name == METRIC:
        one = metric(task, metric_id)

        def tell(y: Array, p: Array) -> Interval | None:
            try:
                return metric_interval(one, y, p, level=level)
            except UndefinedMetric:
                return None

        return tell

    def rate(y: Array, p: Array) -> Interval | None:
        said = p >= threshold
        if name != SELECTION:
            said = said[y == (1 if name == TRUE_POSITIVE else 0)]
        return wilson(int(said.sum()), len(said), level) if len(said) else None

    return rate


def _apart(name: str, told: tuple[GroupFigure, ...], level: float) -> Apart | None:
    known = [(one.group, one.figure) for one in told if one.figure is not None]
    if len(known) < 2:
        return None
    (top, high), (bottom, low) = (
        max(known, key=lambda pair: pair[1].value),
        min(known, key=lambda pair: pair[1].value),
    )
    n_pairs = len(known) * (len(known) - 1) / 2
    wider = z_of(1.0 - (1.0 - level) / n_pairs) / z_of(level)
    value = high.value - low.value
    # Newcombe 1998, "Interval estimation for the difference between independent proportions",
    # Statistics in Medicine 17, method 10: each group's own interval toward the other.
    below = float(np.hypot(high.value - high.low, low.high - low.value)) * wider
    above = float(np.hypot(high.high - high.value, low.value - low.low)) * wider
    return Apart(name, value, value - below, value + above, top, bottom)
