"""Asking for what a recipe says: a search where it plans one, a training otherwise.

Window and commands ask here, so that one recipe does the same wherever it comes from.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tidemill.base.errors import WrongUse
from tidemill.domain.recipes import Recipe
from tidemill.domain.searches import SearchPlan
from tidemill.services import searching, training_runs
from tidemill.services.workspace import Workspace


def ask(
    workspace: Workspace,
    address: str,
    *,
    estimators: Sequence[str] | None = None,
    recipe: dict[str, Any] | None = None,
    plan: SearchPlan | None = None,
    **said: Any,
) -> int:
    """Ask the worker to search or to train on a dataset version; return the job.

    A `plan` goes before the recipe's. A search takes its estimator from `estimators`, where one is
    named. `said` is what `training_runs.train` and `searching.ask` both take. `NeedsYou` at once
    where the choice can't work, `WrongUse` where a search is given several estimators.
    """
    if plan is None and recipe is not None:
        plan = Recipe.from_dict(recipe).search
    if plan is None:
        return training_runs.train(workspace, address, estimators=estimators, recipe=recipe, **said)
    if estimators is not None and len(estimators) > 1:
        raise WrongUse("One estimator is searched at a time.", "Name one of them.")
    if estimators:
        plan = replace(plan, estimator=estimators[0])
    return searching.ask(workspace, address, plan, recipe=recipe, **said)
