"""Asking for what a recipe says: a search where it plans one, a training otherwise.

Window and commands ask here, so that one recipe does the same wherever it comes from.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tidemill.base.errors import WrongUse
from tidemill.domain.own_steps import OwnStep
from tidemill.domain.recipes import Recipe
from tidemill.domain.searches import SearchPlan
from tidemill.services import own_choices, recipes, searching, training_runs
from tidemill.services.training import own_code
from tidemill.services.workspace import Workspace


def ask(
    workspace: Workspace,
    address: str,
    *,
    estimators: Sequence[str] | None = None,
    recipe: dict[str, Any] | None = None,
    plan: SearchPlan | None = None,
    own: Sequence[OwnStep] = (),
    **said: Any,
) -> int:
    """Ask the worker to search or to train on a dataset version; return the job.

    A `plan` goes before the recipe's. A search takes its estimator from `estimators`, where one is
    named. `said` is what `training_runs.train` and `searching.ask` both take. `own` are steps of
    own code, which the person chooses by that; they go behind the recipe's. `NeedsYou` at once
    where the choice can't work, `WrongUse` where a search is given several estimators.
    """
    if own:
        own_choices.choose(workspace, own)
        recipe, estimators = _with_own(workspace, address, own, recipe, estimators, said)
    if plan is None and recipe is not None:
        plan = Recipe.from_dict(recipe).search
    if plan is None:
        return training_runs.train(workspace, address, estimators=estimators, recipe=recipe, **said)
    if estimators is not None and len(estimators) > 1:
        raise WrongUse("One estimator is searched at a time.", "Name one of them.")
    if estimators:
        plan = replace(plan, estimator=estimators[0])
    return searching.ask(workspace, address, plan, recipe=recipe, **said)


def _with_own(
    workspace: Workspace,
    address: str,
    own: Sequence[OwnStep],
    recipe: dict[str, Any] | None,
    estimators: Sequence[str] | None,
    said: dict[str, Any],
) -> tuple[dict[str, Any], Sequence[str] | None]:
    """The recipe with own code, and what is tried with it: the own estimator, else what would be
    tried without."""
    names = ("target", "time", "metric", "leave_out", "hold_out")
    known = {"target": None, "time": None, "metric": None, "leave_out": ()}
    chosen = {name: said[name] for name in names if name in said}
    base = recipes.chosen(workspace, address, **(known | chosen), recipe=recipe)
    whole = replace(base, own=(*base.own, *own))
    if estimators is None and whole.own_estimator is not None:
        estimators = [own_code.ESTIMATOR]
    elif estimators is None and recipe is None:
        estimators = [entry.id for entry in training_runs.baselines(str(base.task))]
    if estimators and len(estimators) == 1:
        whole = replace(whole, estimator=estimators[0])
    return whole.to_dict(), estimators
