"""A preparation under a name, shared by the recipes that name it.

A recipe carries what the preparation says, and beside it the name and version it was taken from:
what a training makes depends on the former alone, and the latter tells who learned with which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.own_steps import OwnStep, StepKind
from tidemill.domain.recipes import Recipe

_ADDRESS = re.compile(r"(?P<name>[^@]+)(@(?P<version>[1-9]\d*))?")


@dataclass(frozen=True)
class SharedPreparation:
    """What stands under a name since a version.

    `preparation` is the catalogue's entry and `settings` those that are said; what is not said is
    as each estimator likes it. `own` are steps of own code before it.
    """

    name: str
    version: int
    preparation: str = "mixed"
    settings: Mapping[str, Any] = field(default_factory=dict)
    own: tuple[OwnStep, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "settings", dict(self.settings))
        object.__setattr__(self, "own", tuple(self.own))
        if any(one.kind is not StepKind.PREPARATION for one in self.own):
            raise NeedsYou("An estimator is no part of a preparation.", "Leave it out.")

    @property
    def address(self) -> str:
        """The name with the version, as recipes name it: `usual@2`."""
        return f"{self.name}@{self.version}"

    @property
    def label(self) -> str:
        """The name with the version, as people read it: `usual v2`."""
        return f"{self.name} v{self.version}"

    @property
    def words(self) -> str:
        """What it says, in a sentence."""
        said = [f"{name} {_short(value)}" for name, value in sorted(self.settings.items())]
        own = f"{', '.join(one.title for one in self.own)}, then " if self.own else ""
        return f"{own}{self.preparation}{': ' if said else ''}{', '.join(said)}."

    def unlike(self, before: "SharedPreparation") -> str:
        """What it says that another version does not, such as `max_onehot 30 instead of 10`."""
        said = [] if self.preparation == before.preparation else [self.preparation]
        if self.own != before.own:
            said.append(", ".join(one.title for one in self.own) or "no own code")
        for name in sorted(self.settings.keys() | before.settings.keys()):
            new, old = (_of(one.settings, name) for one in (self, before))
            if new != old:
                said.append(f"{name} {new} instead of {old}")
        return ", ".join(said)

    def is_same(self, other: "SharedPreparation") -> bool:
        """Whether both prepare the same, whatever they are called."""
        return self.to_value() == other.to_value()

    def to_value(self) -> dict[str, Any]:
        """What is kept under the name, beside its version."""
        return {
            "preparation": self.preparation,
            "settings": dict(self.settings),
            "own": [one.to_dict() for one in self.own],
        }

    @classmethod
    def of(cls, name: str, value: Mapping[str, Any]) -> "SharedPreparation":
        """What was kept under a name, its `version` among the values."""
        own = tuple(map(OwnStep.from_dict, value["own"]))
        return cls(name, int(value["version"]), value["preparation"], value["settings"], own)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        told = {"name": self.name, "version": self.version, "words": self.words}
        return told | self.to_value()

    def put_into(self, recipe: Recipe) -> Recipe:
        """The recipe with this preparation; `NeedsYou` where the recipe says otherwise.

        Settings that only the recipe says stay as it says them.
        """
        said = dict(recipe.preparation_settings)
        others = [n for n, value in said.items() if self.settings.get(n, value) != value]
        if others:
            raise NeedsYou(
                f"The recipe says {others[0]} {_short(said[others[0]])}, and {self.label} says "
                f"{_short(self.settings[others[0]])}.",
                "Leave it out of the recipe, or do without the shared preparation.",
            )
        if recipe.own_preparations not in ((), self.own):
            raise NeedsYou(
                f"The recipe has steps of own code that {self.label} does not have.",
                "Save them with the preparation, or do without it.",
            )
        made = self.instead(recipe)
        return replace(made, preparation_settings=said | dict(self.settings))

    def instead(self, recipe: Recipe) -> Recipe:
        """The recipe with this preparation in place of its own."""
        return replace(
            recipe,
            preparation=self.preparation,
            preparation_settings=dict(self.settings),
            own=_with(recipe, self.own),
            shared=self.address,
        )


def parsed(address: str) -> tuple[str, int | None]:
    """Name and version of an address such as `usual@2`; None for the one that stands."""
    found = _ADDRESS.fullmatch(address.strip())
    if found is None:
        raise NeedsYou(f"{address!r} names no preparation.", "Write a name, such as usual@2.")
    version = found["version"]
    return found["name"], None if version is None else int(version)


def of_recipe(name: str, version: int, recipe: Recipe) -> SharedPreparation:
    """What a recipe prepares by, to be shared."""
    return SharedPreparation(
        name, version, recipe.preparation, recipe.preparation_settings, recipe.own_preparations
    )


def _with(recipe: Recipe, own: tuple[OwnStep, ...]) -> tuple[OwnStep, ...]:
    """Steps of own code with the recipe's estimator behind them."""
    return own if recipe.own_estimator is None else (*own, recipe.own_estimator)


def _of(settings: Mapping[str, Any], name: str) -> str:
    return _short(settings[name]) if name in settings else "as usual"


def _short(value: Any) -> str:
    return str(value) if not isinstance(value, bool) else "yes" if value else "no"
