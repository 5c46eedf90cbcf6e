"""Recipes as files and as values: read, written, suggested, taken from a run, told by one hash."""

import json
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tidemill.base import atomic, hashing, toml_texts
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.metrics import metric as known_metric
from tidemill.domain.recipes import Recipe
from tidemill.services import (
    choosing,
    datasets,
    named_preparations,
    own_choices,
    runs,
    shared_preparations,
)
from tidemill.services.registry import RECIPE_FILE
from tidemill.services.workspace import Workspace

MOST_BYTES = 1_000_000
MAX_THREADS = 4
DATA = "data"
"""The name under which a recipe's file says what it was made for."""

ABOUT = """A recipe: all that decides what a training makes out of a table.
What is not said here is the usual. Estimators and their settings stand in the catalogue."""


@dataclass(frozen=True)
class Written:
    """A recipe with the dataset version it was made for, as `name@3`; "" where none is named."""

    recipe: Recipe
    data: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return ({DATA: self.data} if self.data else {}) | self.recipe.to_dict()


def from_dict(values: dict[str, Any]) -> Written:
    """Read what a file says, or raise `NeedsYou` with the field that is wrong."""
    fields = dict(values)
    data = fields.pop(DATA, "")
    if not isinstance(data, str):
        raise NeedsYou("The recipe's data is no text.", 'Write it like data = "flights@3".')
    return Written(Recipe.from_dict(fields), data)


def read(path: Path) -> Written:
    """Read a recipe from a file: TOML, or JSON where it ends with .json."""
    try:
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise NeedsYou(f"{path} can't be read.", "Check the path.", detail=str(error)) from error
    if len(data) > MOST_BYTES:
        raise NeedsYou(f"{path} is too large to be a recipe.", "Check the path.")
    form = "JSON" if path.suffix.lower() == ".json" else "TOML"
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        values = json.loads(text) if form == "JSON" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise NeedsYou(f"{path} is no {form}.", f"{error}.") from error
    if not isinstance(values, dict):
        raise NeedsYou(f"{path} is no recipe.", "It should hold one JSON object.")
    return from_dict(values)


def text(written: Written) -> str:
    """The recipe as a TOML file that `read` takes back with the same hash."""
    return toml_texts.written(written.to_dict(), ABOUT)


def save(written: Written, path: Path) -> None:
    """Write a recipe's file, whole or not at all: JSON where it ends with .json, else TOML."""
    is_json = path.suffix.lower() == ".json"
    said = json.dumps(written.to_dict(), indent=1) + "\n" if is_json else text(written)
    try:
        atomic.write_bytes(path, said.encode())
    except OSError as error:
        raise WorldError(
            f"{path} can't be written.", "Choose another.", detail=str(error)
        ) from error


def of_run(workspace: Workspace, run_text: str) -> Written:
    """The recipe a run was trained by, with every setting filled in, and its data."""
    run = runs.one(workspace, run_text)
    blob = run.artifacts.get(RECIPE_FILE)
    if blob is None:
        raise NeedsYou(
            f"{run.name} has no recipe: it was not trained here, or did not end.",
            "Choose a run that was trained here.",
        )
    recipe = Recipe.from_dict(json.loads(workspace.blobs.get_bytes(blob)))
    return Written(recipe, run.params.get(DATA, ""))


def chosen(
    workspace: Workspace,
    address: str,
    target: str | None,
    time: str | None,
    metric: str | None,
    leave_out: Sequence[str],
    recipe: dict[str, Any] | None = None,
    hold_out: float | None = None,
    is_ahead: bool = False,
) -> Recipe:
    """The recipe given, or the suggested one with what the person knows better.

    One that tells ahead learns from the target's past and may do without any other column.
    """
    if recipe is not None:
        whole = shared_preparations.filled(workspace, Recipe.from_dict(recipe))
        return _learnable(workspace, own_choices.checked(workspace, whole))
    version = datasets.version(workspace, address)
    suggested = datasets.suggestions(workspace, version, target)
    changes: dict[str, Any] = {"n_threads": n_threads()}
    if time is not None:
        if time not in version.schema:
            raise NeedsYou(f"There is no column {time}.", "Choose another time column.")
        changes["time"] = time
    if metric is not None:
        known_metric(suggested.task, metric)
        changes["metric"] = metric
    out = {*leave_out, *([time] if time else [])}
    for name in leave_out:
        if name not in version.schema:
            raise NeedsYou(f"There is no column {name} to leave out.", "Check its name.")
    changes["features"] = tuple(f for f in suggested.features if f not in out)
    if hold_out is not None:
        changes["hold_out"] = type(suggested.hold_out)(suggested.hold_out.kind, hold_out)
    if not changes["features"] and not is_ahead:
        raise NeedsYou("No column is left to learn from.", "Leave fewer columns out.")
    return suggested.recipe(**changes)


def by_rule(workspace: Workspace, recipe: Recipe, choice: str | None) -> Recipe:
    """The recipe with a rule of choice, where one is named; `NeedsYou` where it does not suit."""
    if choice is None:
        return recipe
    return _learnable(workspace, replace(recipe, choice=choice))


def _learnable(workspace: Workspace, recipe: Recipe) -> Recipe:
    """The recipe, or `NeedsYou` where it asks for what no training does: nothing is passed over."""
    named_preparations.check(recipe)
    if recipe.choice:
        choosing.find(workspace, recipe.choice).suits(recipe.task)
    if recipe.forecast is not None and recipe.by_group is not None:
        raise NeedsYou(
            "The recipe asks for a forecast and for models by group; one model tells all series.",
            f"Leave by_group out, and name {recipe.by_group} as the series of the forecast.",
        )
    return recipe


def n_threads() -> int:
    """Threads a fit may use on this computer."""
    return max(1, min(MAX_THREADS, os.cpu_count() or 1))


def hash_of(recipe: Recipe, version: DatasetVersion) -> str:
    """One hash for a recipe and the rows it learns from.

    Every setting is filled in first, so that a recipe that names the usual settings and one that
    leaves them out are the same. Raises `NeedsYou` where the recipe names what there is not.
    """
    from tidemill.services.training.fitting import resolved

    return hashing.of_value({"recipe": resolved(recipe).content(), "rows": version.content_hash})
