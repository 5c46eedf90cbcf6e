"""Yes from which probability on: what is right and wrong at each threshold, and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain import cost_thresholds
from tidemill.domain.business_value import Costs
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services import business_value
from tidemill.services.hold_outs import HoldOut
from tidemill.services.registry import MODEL_FILE
from tidemill.services.workspace import Workspace

Array = npt.NDArray[Any]

THRESHOLDS = np.round(np.linspace(0.01, 0.99, 99), 2)
USUAL = 0.5


@dataclass(frozen=True, eq=False)
class Decisions:
    """For each of `thresholds` (n,) the counts of rows by truth and decision, and the mean cost of
    a row. `levels` are the classes, the second is yes. Where nobody said what answers cost, each
    wrong one costs 1, so that the cost is the share of wrong answers (`is_priced` is False).
    `own` is the threshold that the model decides by.
    """

    levels: tuple[str, ...]
    thresholds: Array
    right_yes: Array
    wrong_yes: Array
    right_no: Array
    wrong_no: Array
    cost: Array
    unit: str = ""
    is_priced: bool = False
    own: float = USUAL

    @property
    def n_rows(self) -> int:
        """How many rows were judged."""
        parts = (self.right_yes, self.wrong_yes, self.right_no, self.wrong_no)
        return int(sum(part[0] for part in parts))

    @property
    def best(self) -> int:
        """The place of the cheapest threshold; of equally cheap ones that nearest to its own."""
        near = np.flatnonzero(self.cost <= self.cost.min() + 1e-12)
        return int(near[np.argmin(np.abs(self.thresholds[near] - self.own))])

    @property
    def usual(self) -> int:
        """The place nearest to its own threshold."""
        return int(np.argmin(np.abs(self.thresholds - self.own)))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        names = ("right_yes", "wrong_yes", "right_no", "wrong_no", "cost")
        return {
            "levels": list(self.levels),
            "thresholds": self.thresholds.tolist(),
            **{name: getattr(self, name).tolist() for name in names},
            "unit": self.unit,
            "is_priced": self.is_priced,
            "best": float(self.thresholds[self.best]),
            "own": self.own,
        }


def of_held(
    workspace: Workspace, held: HoldOut, versions: Sequence[ModelVersion | None]
) -> Decisions | None:
    """The decisions of a run for its hold-out; None where it does not tell two classes apart.

    The costs are those of the first of `versions` for whose model somebody said some.
    """
    if held.missing or held.task is not Task.BINARY or not len(held.y):
        return None
    known = [one for one in versions if one is not None]
    priced = (business_value.costs_of(workspace, one) for one in known)
    costs = next((one for one in priced if one), None)
    made = decisions(held.levels, held.y, held.p, costs)
    return replace(made, own=own_threshold(held.run))


def own_threshold(run: Run) -> float:
    """From which probability on a run's model says yes: chosen by costs, else 0.5."""
    try:
        own = float(run.params["threshold"]) if MODEL_FILE in run.artifacts else USUAL
    except (KeyError, ValueError):  # a script may call anything so
        return USUAL
    return own if 0.0 < own < 1.0 else USUAL


def decisions(levels: Sequence[str], y: Array, p: Array, costs: Costs | None = None) -> Decisions:
    """Counts and cost at each threshold; `y` and `p` (rows,) as `domain.metrics` takes them."""
    first, second = levels
    used = costs or Costs({f"{first}:{second}": 1.0, f"{second}:{first}": 1.0})
    order = np.argsort(p, kind="stable")
    places = np.searchsorted(p[order], THRESHOLDS, side="left")
    yes_below = np.concatenate(([0], np.cumsum(y[order] == 1)))[places]
    n_yes = int((y == 1).sum())
    wrong_no, right_no = yes_below, places - yes_below
    return Decisions(
        tuple(levels),
        THRESHOLDS,
        n_yes - wrong_no,
        len(y) - n_yes - right_no,
        right_no,
        wrong_no,
        cost_thresholds.course(replace(used, threshold=USUAL), levels, y, p, THRESHOLDS),
        used.unit,
        costs is not None and bool(costs),
    )
