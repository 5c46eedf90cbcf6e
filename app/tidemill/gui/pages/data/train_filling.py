"""Fills the Train sheet with a recipe from a file."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.domain.recipes import HoldOutKind, Recipe
from tidemill.gui.pages.data import train_opened
from tidemill.gui.pages.data.train_ahead import NOT_AHEAD, AheadState
from tidemill.gui.pages.data.train_opened import Opened, Read
from tidemill.gui.pages.data.train_state import (
    HoldOutChoice,
    Pipeline,
    Suggested,
    TrainState,
    recipe_of,
    with_suggestions,
)
from tidemill.gui.pages.data.train_suggesting import suggest

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.services.workspace import Workspace


def read(
    workspace: "Workspace", version: "DatasetVersion", path: Path, reporter: "Reporter"
) -> tuple[Suggested, Read]:
    """Read a recipe's file, and what is suggested for its target; `NeedsYou` where it can't be."""
    found = train_opened.read(workspace, version, path, reporter)
    return suggest(workspace, version, found.recipe.target, reporter), found


def with_recipe(state: TrainState, suggested: Suggested, read: Read) -> TrainState:
    """Show a recipe: what the sheet has no words for is kept as the file has it."""
    recipe = read.recipe
    one = _pipeline(recipe, read, suggested)
    others = [each for each in suggested.pipelines if each.id != one.id]
    shown = with_suggestions(state, replace(suggested, pipelines=(one, *others)))
    is_newest = recipe.hold_out.kind is HoldOutKind.NEWEST
    way = HoldOutChoice(recipe.time if is_newest else None, recipe.hold_out.share, recipe.group)
    taken = {*recipe.features, recipe.target}
    prepares = recipe.shared or recipe.preparation
    known = {each.address for each in suggested.preparations}
    shown = replace(
        shown,
        metric=recipe.metric,
        hold_out=way,
        leave_out=tuple(name for name in state.schema.names if name not in taken),
        chosen=frozenset({one.id}),
        by_group=recipe.by_group,
        is_over_time=bool(recipe.windows),
        rule=replace(shown.rule, chosen=recipe.choice),
        preparation=prepares if prepares in known else "",
        ahead=_ahead(recipe, read),
        is_starting=False,
    )
    return replace(shown, opened=Opened(recipe, one.id, read.name, recipe_of(shown, 1)))


def _pipeline(recipe: Recipe, read: Read, suggested: Suggested) -> Pipeline:
    """What of the list the recipe tries, with what the file says of it."""
    known = {one.id: one for one in suggested.pipelines}
    title = known[read.pipeline].title if read.pipeline in known else read.pipeline
    if recipe.search is None:
        return Pipeline(read.pipeline, title, tr("as {name} has it", name=read.name))
    plan = recipe.search
    words = tr(
        "{n_trials} trials, {n_folds} folds, as {name} has it",
        n_trials=plan.n_trials,
        n_folds=plan.n_folds,
        name=read.name,
    )
    n_fits = plan.n_trials * plan.n_folds + 1
    return Pipeline(read.pipeline, title, words, plan.estimator or recipe.estimator, n_fits)


def _ahead(recipe: Recipe, read: Read) -> AheadState:
    forecast = recipe.forecast
    if forecast is None or read.offer is None:
        return NOT_AHEAD
    lags = ", ".join(map(str, forecast.lags))
    return AheadState(read.offer, "", True, forecast.horizon, lags, forecast.known)
