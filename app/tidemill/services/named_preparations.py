"""Preparations that a training may name: those that are shared, and those of the catalogue."""

from dataclasses import replace
from types import ModuleType

from tidemill.base.errors import NeedsYou
from tidemill.catalog import libraries
from tidemill.catalog.discovery import family
from tidemill.domain.entries import PreparationEntry
from tidemill.domain.recipes import USUAL_PREPARATION, Recipe
from tidemill.services import shared_preparations
from tidemill.services.workspace import Workspace


def offered() -> list[PreparationEntry]:
    """Those of the catalogue to choose beside the usual one: whose library is installed."""
    entries = [module.ENTRY for name, module in _known().items() if name != USUAL_PREPARATION]
    return [entry for entry in entries if libraries.is_there(entry)]


def put_into(workspace: Workspace, name: str, recipe: Recipe) -> Recipe:
    """The recipe with a shared preparation, or with one of the catalogue where none is called so.

    `NeedsYou` where the recipe says otherwise, or the library of the one named is not installed.
    """
    shared = {one.content.name for one in shared_preparations.every(workspace)}
    if name not in _known() or name in shared:
        return shared_preparations.find(workspace, name).put_into(recipe)
    settings = recipe.preparation_settings if recipe.preparation == name else {}
    made = replace(recipe, preparation=name, preparation_settings=settings, shared="")
    check(made)
    return made


def check(recipe: Recipe) -> None:
    """`NeedsYou` where a recipe's preparation is not there, can't be used here, or has no such
    settings."""
    known = _known()
    if recipe.preparation not in known:
        raise NeedsYou(
            f"There is no preparation {recipe.preparation}.", f"Choose one of {', '.join(known)}."
        )
    entry = known[recipe.preparation].ENTRY
    libraries.check(entry)
    entry.settings(recipe.preparation_settings)


def _known() -> dict[str, ModuleType]:
    return family("preparations")
