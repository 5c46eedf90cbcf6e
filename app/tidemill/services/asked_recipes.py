"""The recipe a training or a search is asked for by: what a person says, the rest suggested."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind, Role
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.recipes import Recipe
from tidemill.services import datasets, recipes
from tidemill.services.workspace import Workspace


class Said(TypedDict, total=False):
    """What may be said of a training or a search."""

    target: str | None
    time: str | None
    metric: str | None
    leave_out: Sequence[str]
    recipe: dict[str, Any] | None
    hold_out: float | None
    windows: int | None
    choice: str | None
    by_group: str | None
    by_group_rows: int | None


def asked(
    workspace: Workspace, address: str, **said: Unpack[Said]
) -> tuple[DatasetVersion, Recipe]:
    """The version that is learned from, and the recipe.

    A target or time column that is named becomes the dataset's, if it had none. `NeedsYou` where
    the choice can't work.
    """
    version = datasets.version(workspace, address)
    target, time = said.get("target"), said.get("time")
    name_roles(workspace, version, target, time)
    made = recipes.chosen(
        workspace,
        address,
        target,
        time,
        said.get("metric"),
        said.get("leave_out", ()),
        said.get("recipe"),
        said.get("hold_out"),
    )
    windows = said.get("windows")
    if windows is not None:
        made = replace(made, windows=windows)
    made = recipes.by_rule(workspace, made, said.get("choice"))
    made = made.for_groups(said.get("by_group"), said.get("by_group_rows"))
    _check_groups(version, made)
    return version, made


def name_roles(
    workspace: Workspace, version: DatasetVersion, target: str | None, time: str | None
) -> None:
    """Make the columns named for a training the dataset's target and time, if it had none."""
    roles = {}
    known = datasets.find(workspace, version.dataset).dataset.schema
    if target is not None and known.target is None:
        roles[target] = Role.TARGET
    if time is not None and known.time is None:
        roles[time] = Role.TIME
    if roles:
        datasets.set_roles(workspace, version.dataset, roles)


def _check_groups(version: DatasetVersion, recipe: Recipe) -> None:
    """`NeedsYou` where the data has no column of the groups that are to get models, or a date."""
    if recipe.by_group is None:
        return
    if recipe.by_group not in version.schema:
        raise NeedsYou(
            f"There is no column {recipe.by_group}, whose groups are to get models.",
            "Choose another column of groups, or none.",
        )
    if version.schema[recipe.by_group].kind is Kind.DATETIME:
        raise NeedsYou(
            f"{recipe.by_group} is a date, and dates make no groups.",
            "Choose a column of categories, such as a customer or a site.",
        )
