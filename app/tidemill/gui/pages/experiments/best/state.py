"""Runs ranked by a rule of choice, as the sheet shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.choice_rules import ChoiceRule, title_of
from tidemill.domain.metrics import METRICS
from tidemill.domain.run_lists import Facets
from tidemill.gui.kit.numbers import plain
from tidemill.gui.sheets import rule_draft
from tidemill.gui.sheets.rule_draft import RuleDraft

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.choosing import ChosenRun, RankedRuns
    from tidemill.services.workspace import Workspace

MOST_RUNS = 500
"""So many of the runs in the list are ranked; what can be looked at row by row is fewer."""
MOST_OFFERED = 60
"""Measures offered to be weighed, the most frequent first."""

Keys = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class BestState:
    """All that the sheet shows. `rules` is None until they were read, `found` until runs were."""

    keys: Keys
    n_matching: int
    measures: tuple[tuple[str, str], ...]
    rules: tuple[ChoiceRule, ...] | None = None
    chosen: str = ""
    draft: RuleDraft | None = None
    found: "RankedRuns | None" = None
    error: TidemillError | None = None
    is_reading: bool = False

    @property
    def rule(self) -> ChoiceRule | None:
        """The rule that ranks."""
        return next((one for one in self.rules or () if one.name == self.chosen), None)

    @property
    def about(self) -> str:
        """Which runs are ranked."""
        n = len(self.keys)
        if n < self.n_matching:
            return tr(
                "The first {n:,} of {n_matching:,} runs are looked at, as they stand.",
                n=n,
                n_matching=self.n_matching,
            )
        return tr("{n:,} runs are looked at.", n=n) if n != 1 else tr("One run is looked at.")

    @property
    def marked(self) -> "tuple[ChosenRun, ...]":
        """The runs that can be taken over: the front by measures, by costs those as good."""
        if self.found is None:
            return ()
        by_points = bool(self.found.rule.weights)
        return tuple(
            one for one in self.found.runs if (one.is_on_front if by_points else one.is_as_good)
        )


def measures_of(facets: Facets) -> tuple[tuple[str, str], ...]:
    """What can be weighed: measures of runs that have a better direction, with their titles."""
    undirected = {one.id for one in METRICS if one.higher_is_better is None}
    ends = ("_low", "_high")
    names = [n for n in facets.metrics if n not in undirected and not n.endswith(ends)]
    first = [facets.main] if facets.main else []
    some = dict.fromkeys([*first, *names])
    return tuple((name, title_of(name)) for name in list(some)[:MOST_OFFERED])


def begun(state: BestState) -> BestState:
    """Begin a rule; it weighs the first two measures."""
    if not state.measures:
        return state
    draft = rule_draft.begun(state.measures, state.measures[0][0])
    return replace(state, draft=rule_draft.with_another(draft), error=None)


def rules(workspace: "Workspace", _reporter: "Reporter") -> tuple[ChoiceRule, ...]:
    """The rules that are kept."""
    from tidemill.services import choosing

    return tuple(choosing.every(workspace))


def ranked(
    workspace: "Workspace", rule: ChoiceRule, keys: Sequence[int], reporter: "Reporter"
) -> "RankedRuns":
    """Rank runs; `NeedsYou` where the rule can judge none."""
    from tidemill.services import choosing, runs

    return choosing.ranked(workspace, rule, runs.find(workspace, list(keys)), reporter)


def cells(found: "RankedRuns") -> list[dict[str, Any]]:
    """Rows of the table."""
    return [_cells(found, one) for one in found.runs]


def _cells(found: "RankedRuns", one: "ChosenRun") -> dict[str, Any]:
    gap = one.behind
    if one.is_best:
        behind = tr("the best")
    elif gap is None:
        behind = tr("rows don't tell")
    else:
        behind = f"{plain(gap.value, 3)} ({plain(gap.low, 3)} to {plain(gap.high, 3)})"
        behind += tr(", as good") if one.is_as_good else ""
    return {
        "id": one.run.pk,
        "name": one.run.name,
        **{f"values.{name}": plain(value) for name, value in one.values.items()},
        "mark": (tr("on the front") if one.is_on_front else "")
        if found.rule.weights
        else _yes(one),
        "score": plain(one.score),
        "behind": behind,
    }


def _yes(one: "ChosenRun") -> str:
    return "" if one.threshold is None else f"{one.threshold:.2f}"
