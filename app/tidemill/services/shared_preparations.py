"""Preparations under a name: saved of one recipe, used by others, with who learned with which.

Each saving is a version of its own and stays readable: a recipe that names an older one still
means what it meant, and what was learned with it is told apart from what would be learned now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import HoldOutKind, Recipe
from tidemill.domain.runs import Run
from tidemill.domain.shared_preparations import SharedPreparation, of_recipe, parsed
from tidemill.services import own_choices, registry, written_down
from tidemill.services.ingesting import checked_name
from tidemill.services.workspace import Workspace
from tidemill.store import rulebook
from tidemill.store.rulebook import Written

KIND = "preparation"
PARAM = "preparation"
"""The parameter of a run that names the shared preparation it learned with."""


@dataclass(frozen=True)
class SavedPreparation:
    """A version of a shared preparation, with who saved it when."""

    content: SharedPreparation
    by: str
    at: datetime
    is_standing: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        told = {"by": self.by, "at": to_iso(self.at), "standing": self.is_standing}
        return self.content.to_dict() | told


@dataclass(frozen=True)
class Older:
    """What learned with a version of a shared preparation that another one has taken the place of.

    `now` is None where none stands under the name any more.
    """

    then: SharedPreparation
    now: SharedPreparation | None

    @property
    def words(self) -> str:
        """As it stands beside a run or a version of a model."""
        if self.now is None:
            return f"Learned with {self.then.label}, a preparation that was taken away."
        return f"Learned with an older preparation: {self.then.label}, and {self.now.label} stands."

    @property
    def details(self) -> str:
        """What the preparation says now; empty where it says nothing any more."""
        return "" if self.now is None else f"Now: {self.now.unlike(self.then)}."

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        now = None if self.now is None else self.now.address
        return {"preparation": self.then.address, "now": now, "words": self.words}


def every(workspace: Workspace) -> list[SavedPreparation]:
    """The preparations that stand, by name."""
    with workspace.store.read() as connection:
        return [_saved(one, is_standing=True) for one in rulebook.every(connection, KIND)]


def versions(workspace: Workspace, name: str) -> list[SavedPreparation]:
    """All versions of a preparation, newest first; `NotThere` where there never was one."""
    with workspace.store.read() as connection:
        standing = rulebook.find(connection, KIND, name)
        found = rulebook.history(connection, KIND, name)
    if not found:
        raise NotThere("preparation", name)
    now = None if standing is None else standing.id
    return [_saved(one, is_standing=one.id == now) for one in reversed(found)]


def find(workspace: Workspace, address: str) -> SharedPreparation:
    """The preparation of a name, or the version of it that an address names."""
    name, version = parsed(address)
    found = versions(workspace, name)
    if version is None:
        standing = [one for one in found if one.is_standing]
        if not standing:
            raise NeedsYou(f"The preparation {name} was taken away.", "Name another, or save it.")
        return standing[0].content
    named = [one.content for one in found if one.content.version == version]
    if not named:
        raise NotThere("preparation", address)
    return named[0]


def save(workspace: Workspace, name: str, recipe: Recipe) -> SharedPreparation:
    """Save what a recipe prepares by under a name, new or as the next version of it.

    Nothing is written where the version that stands says the same. `NeedsYou` where settings are
    not the preparation's, or the recipe carries code that nobody chose here.
    """
    own_choices.checked(workspace, recipe)
    return _save(workspace, of_recipe(checked_name(name), 1, recipe))


def change(workspace: Workspace, name: str, settings: Mapping[str, Any]) -> SharedPreparation:
    """Save a preparation with some settings in place of those it has; the others stay."""
    stands = find(workspace, name)
    return _save(workspace, replace(stands, settings={**stands.settings, **settings}))


def _save(workspace: Workspace, wanted: SharedPreparation) -> SharedPreparation:
    known = family("preparations")
    if wanted.preparation not in known:
        raise NeedsYou(
            f"There is no preparation {wanted.preparation}.", f"Choose one of {', '.join(known)}."
        )
    known[wanted.preparation].ENTRY.settings(wanted.settings)
    with workspace.store.write(durable=True) as tx:
        standing = rulebook.find(tx.connection, KIND, wanted.name)
        if standing is not None:
            stands = SharedPreparation.of(wanted.name, standing.value)
            if stands.is_same(wanted):
                return stands
        before = rulebook.history(tx.connection, KIND, wanted.name)
        newest = max((int(one.value["version"]) for one in before), default=0)
        made = replace(wanted, version=newest + 1)
        written_down.write(
            workspace,
            tx,
            KIND,
            made.name,
            made.to_value() | {"version": made.version},
            told=f"saved the preparation {made.label}",
            note=made.words,
        )
    return made


def drop(workspace: Workspace, name: str) -> None:
    """Take a preparation away; what learned with it keeps what it learned."""
    find(workspace, name)
    with workspace.store.write(durable=True) as tx:
        told = f"took away the preparation {name}"
        written_down.write(workspace, tx, KIND, name, None, told=told)


def filled(workspace: Workspace, recipe: Recipe) -> Recipe:
    """The recipe with what the shared preparation says that it names, and with its version."""
    return recipe if not recipe.shared else find(workspace, recipe.shared).put_into(recipe)


# --- who learned with which --------------------------------------------------------------------


def older(workspace: Workspace, addresses: Sequence[str]) -> dict[str, Older]:
    """Of the addresses that recipes name, those for which something else stands now."""
    wanted = {address for address in addresses if address}
    if not wanted:
        return {}
    with workspace.store.read() as connection:
        standing = {
            one.name: SharedPreparation.of(one.name, one.value)
            for one in rulebook.every(connection, KIND)
        }
        kept = [
            SharedPreparation.of(one.name, one.value)
            for one in rulebook.history(connection, KIND)
            if one.name in {parsed(address)[0] for address in wanted}
        ]
    then = {one.address: one for one in kept}
    found = {}
    for address in wanted & then.keys():
        now = standing.get(then[address].name)
        if now is None or not now.is_same(then[address]):
            found[address] = Older(then[address], now)
    return found


def of_run(workspace: Workspace, run: Run) -> Older | None:
    """What says that a run learned with an older preparation; None where it did not."""
    address = run.params.get(PARAM, "")
    return older(workspace, [address]).get(address)


def of_versions(workspace: Workspace, found: Sequence[ModelVersion]) -> dict[int, Older]:
    """By number those versions of a model that learned with an older preparation."""
    named = {one.number: str(one.recipe.get("shared", "")) for one in found}
    marked = older(workspace, list(named.values()))
    return {number: marked[address] for number, address in named.items() if address in marked}


def models_with(workspace: Workspace, name: str) -> list[ModelVersion]:
    """The versions of models that learned with any version of a preparation."""
    return [
        version
        for view in registry.every(workspace)
        for version in view.versions
        if (address := str(version.recipe.get("shared", ""))) and parsed(address)[0] == name
    ]


def anew(workspace: Workspace, recipe: Recipe) -> Recipe:
    """A recipe with the preparation that stands now in place of the one it names.

    `NeedsYou` where it names none, where none stands, or where its rows were chosen by something
    that has to choose them again.
    """
    if not recipe.shared:
        raise NeedsYou(
            "It learned with a preparation of its own.", "Train with one that is shared."
        )
    if recipe.hold_out.kind is HoldOutKind.GIVEN:
        raise NeedsYou(
            "An automation chose the rows it was judged on.",
            "Train on the dataset anew, with the preparation chosen there.",
        )
    return find(workspace, parsed(recipe.shared)[0]).instead(recipe)


def _saved(one: Written, *, is_standing: bool) -> SavedPreparation:
    return SavedPreparation(SharedPreparation.of(one.name, one.value), one.by, one.at, is_standing)
