"""A recipe opened from a file in the Train sheet: what the sheet shows of it, and what it keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.domain.recipes import Recipe

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.services.forecast_recipes import Offer
    from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class Opened:
    """A recipe from a file; `pipeline` is what of the list it tries.

    `plain` is what the sheet alone would say of it: what is changed there is changed in the recipe,
    and everything else stays as the file has it, so that its hash stays too.
    """

    recipe: Recipe
    pipeline: str
    name: str
    plain: Mapping[str, Any]

    def changed(self, plain: Mapping[str, Any]) -> dict[str, Any]:
        """The recipe with what the sheet says now where that is something else than before."""
        made = self.recipe.to_dict()
        for name in {*plain, *self.plain}:
            if name == "n_threads" or plain.get(name) == self.plain.get(name):
                continue
            made.pop(name, None)
            if name in plain:
                made[name] = plain[name]
        if made.get("preparation") != self.recipe.preparation:
            made["preparation_settings"] = {}  # they were the other one's
        return made


@dataclass(frozen=True)
class Read:
    """What was read of a file: the recipe, and what can be told ahead where it is a forecast."""

    recipe: Recipe
    name: str
    offer: "Offer | None" = None

    @property
    def pipeline(self) -> str:
        """What of the list it tries."""
        plan = self.recipe.search
        if plan is None:
            return self.recipe.estimator
        return f"search:{plan.estimator or self.recipe.estimator}"


def read(
    workspace: "Workspace", version: "DatasetVersion", path: Path, _reporter: "Reporter"
) -> Read:
    """Read a recipe's file for a version; `NeedsYou` where it can't be learned from that."""
    from tidemill.services import datasets, forecast_recipes, named_preparations, recipes

    recipe = recipes.read(path).recipe
    schema = datasets.schema_of(workspace, version)
    named = (recipe.target, *recipe.features, recipe.time, recipe.group, recipe.by_group)
    absent = [name for name in dict.fromkeys(named) if name is not None and name not in schema]
    if absent:
        raise NeedsYou(
            tr(
                "{name} is for other data: {label} has no column {absent}.",
                name=path.name,
                label=version.label,
                absent=absent[0],
            ),
            tr("Open it on the data it was made for."),
        )
    named_preparations.check(recipe)
    offer = None
    if recipe.forecast is not None:
        offer = forecast_recipes.offer(
            workspace, version.address, recipe.target, recipe.time, recipe.forecast.series
        )
    return Read(recipe, path.name, offer)
