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
from tidemill.services import (
    named_preparations,
    own_choices,
    recipes,
    runs,
    searching,
    shared_preparations,
    training_runs,
)
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
    preparation: str = "",
    **said: Any,
) -> int:
    """Ask the worker to search or to train on a dataset version; return the job.

    A `plan` goes before the recipe's. A search takes its estimator from `estimators`, where one is
    named. `said` is what `training_runs.train` and `searching.ask` both take. `own` are steps of
    own code, which the person chooses by that; they go behind the recipe's. `preparation` names a
    shared one to be taken, or one of the catalogue. `NeedsYou` at once where the choice can't work,
    `WrongUse` where a search is given several estimators.
    """
    if preparation:
        base = _based(workspace, address, recipe, said)
        if estimators is None and recipe is None and plan is None:
            estimators = _baselines(base)
        recipe = named_preparations.put_into(workspace, preparation, base).to_dict()
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


def anew(workspace: Workspace, run: str) -> int:
    """Ask the worker to train a run once more with the preparation that stands under its name now.

    The rows, the estimator and all settings stay. `NeedsYou` where the run names no shared
    preparation, none stands any more, or an automation chose the rows it was judged on.
    """
    written = recipes.of_run(workspace, run)
    recipe = replace(shared_preparations.anew(workspace, written.recipe), search=None)
    return training_runs.train(
        workspace,
        written.data,
        recipe=recipe.to_dict(),
        experiment=runs.one(workspace, run).experiment,
    )


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
    base = _based(workspace, address, recipe, said)
    whole = replace(base, own=(*base.own, *own))
    if base.shared and whole.own_preparations != base.own_preparations:
        whole = replace(whole, shared="")  # it prepares by more than what is shared
    if estimators is None and whole.own_estimator is not None:
        estimators = [own_code.ESTIMATOR]
    elif estimators is None and recipe is None:
        estimators = _baselines(base)
    if estimators and len(estimators) == 1:
        whole = replace(whole, estimator=estimators[0])
    return whole.to_dict(), estimators


def _based(
    workspace: Workspace, address: str, recipe: dict[str, Any] | None, said: dict[str, Any]
) -> Recipe:
    """The recipe that is given or suggested."""
    names = ("target", "time", "metric", "leave_out", "hold_out")
    known = {"target": None, "time": None, "metric": None, "leave_out": ()}
    chosen = {name: said[name] for name in names if name in said}
    return recipes.chosen(workspace, address, **(known | chosen), recipe=recipe)


def _baselines(recipe: Recipe) -> list[str]:
    """What is tried where nothing is named."""
    return [entry.id for entry in training_runs.baselines(str(recipe.task))]
