"""What the Train sheet asks for: a training of what is ticked, and each search by itself."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from tidemill.domain.own_steps import OwnStep
from tidemill.gui.pages.data.train_state import (
    Pipeline,
    TrainState,
    recipe_of,
    shared_preparation,
)

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.workspace import Workspace


def recipe_for(state: TrainState, one: Pipeline, n_threads: int) -> dict[str, Any]:
    """The recipe of one thing to try; what a file says of its own estimator goes along with it."""
    from tidemill.domain.searches import SearchPlan

    recipe = recipe_of(state, n_threads)
    if state.opened is not None and state.opened.pipeline == one.id:
        return recipe
    recipe = {**recipe, "estimator": one.estimator or one.id, "estimator_settings": {}}
    recipe.pop("search", None)
    return recipe | ({"search": SearchPlan().to_dict()} if one.is_search else {})


def start(workspace: "Workspace", state: TrainState, _reporter: "Reporter") -> int:
    """Ask for all that is ticked; the first job. `NeedsYou` before any where one can't be."""
    from tidemill.domain.recipes import Recipe
    from tidemill.services import recipes, searching, trainings
    from tidemill.services.training import own_code

    n_threads = recipes.n_threads()
    ask = partial(trainings.ask, workspace, state.version.address)
    base = recipe_of(state, n_threads)
    said = {
        "target": base["target"],
        "time": base["time"],
        "preparation": shared_preparation(state),
    }
    opened = state.opened.pipeline if state.opened is not None else ""
    alone = [one for one in state.tried if one.is_search or one.id == opened]
    asked_alone = [recipe_for(state, one, n_threads) for one in alone]
    for one in asked_alone:  # nothing is asked for before all of it can be
        if one.get("search"):
            searching.searched(Recipe.from_dict(one))
    baselines = [one.id for one in state.tried if one not in alone]
    baselines += [own_code.ESTIMATOR] if state.code.has_estimator else []
    own, before = state.code.steps, state.code.preparations
    asked = []
    if baselines:
        common = {**base, "estimator_settings": {}}
        common.pop("search", None)
        if not opened:
            common = base
        asked.append(ask(estimators=baselines, recipe=common, own=own, **said))
    asked += [ask(recipe=one, own=before, **said) for one in asked_alone]
    return asked[0]


def save(
    workspace: "Workspace", state: TrainState, one: Pipeline, path: Any, _reporter: "Reporter"
) -> Sequence[str]:
    """Write the recipe of one thing to try into a file, the version it is for named in it."""
    from tidemill.domain.recipes import Recipe
    from tidemill.services import recipes, shared_preparations
    from tidemill.services.recipes import Written

    made = Recipe.from_dict(recipe_for(state, one, recipes.n_threads()))
    if shared := shared_preparation(state):
        made = shared_preparations.find(workspace, shared).put_into(made)
    own: tuple[OwnStep, ...] = state.code.preparations
    written = Written(Recipe.from_dict(made.to_dict() | _own(made, own)), state.version.address)
    recipes.save(written, path)
    return ()


def _own(made: Any, own: tuple[OwnStep, ...]) -> dict[str, Any]:
    steps = (*made.own, *own)
    return {"own": [one.to_dict() for one in steps]} if steps else {}
