"""Sets of gates with a name, which of them a model uses, and rows every candidate must answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.entries import GateEntry
from tidemill.domain.example_answers import ExampleAnswer
from tidemill.domain.gate_sets import STANDARD, STANDARD_NAME, GateSet, GateWish
from tidemill.services import registry, written_down
from tidemill.services.ingesting import checked_name
from tidemill.services.workspace import Workspace
from tidemill.store import models, rulebook

GateRun = rulebook.GateRun
SET, USED, EXAMPLE = "gate set", "used set", "example"


@dataclass(frozen=True)
class KnownSet:
    """A set of gates, and the models that use it."""

    gates: GateSet
    models: tuple[str, ...]
    is_ours: bool
    by: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, each gate with its title and all its settings."""
        known = entries()
        told = [
            {
                "gate": wish.gate,
                "title": known[wish.gate].title,
                "settings": known[wish.gate].settings(wish.settings),
            }
            for wish in self.gates.gates
        ]
        return {
            "name": self.gates.name,
            "gates": told,
            "models": list(self.models),
            "is_standard": self.is_ours,
            "by": self.by,
        }


def entries() -> dict[str, GateEntry]:
    """The gates there are, by id."""
    return {name: module.ENTRY for name, module in family("gates").items()}


# --- sets --------------------------------------------------------------------------------------


def every(workspace: Workspace) -> list[KnownSet]:
    """All sets: ours first, then people's by name."""
    with workspace.store.read() as connection:
        written = rulebook.every(connection, SET)
        used = {one.model: str(one.value) for one in rulebook.every(connection, USED, None)}
        named = [model.name for model in models.every(connection)]
    chosen = {name: used.get(name, STANDARD_NAME) for name in named}
    sets = [(STANDARD, True, ""), *((GateSet.of(o.name, o.value), False, o.by) for o in written)]
    return [
        KnownSet(one, tuple(m for m in named if chosen[m] == one.name), ours, by)
        for one, ours, by in sets
    ]


def find(workspace: Workspace, name: str) -> KnownSet:
    """A set by its name."""
    for one in every(workspace):
        if one.gates.name == name:
            return one
    raise NotThere("gate set", name)


def put(workspace: Workspace, name: str, gates: Sequence[GateWish]) -> KnownSet:
    """Write a set down, new or in place of the one of the name.

    What was judged by it before keeps what it said. `NeedsYou` where a gate or setting can't be
    meant, or the set is the standard one.
    """
    made = GateSet(_own_name(name), tuple(gates)).checked(entries())
    with workspace.store.write(durable=True) as tx:
        written_down.write(
            workspace,
            tx,
            SET,
            made.name,
            made.to_list(),
            told=f"set the gates of “{made.name}”",
            note=", ".join(entries()[wish.gate].title for wish in made.gates),
        )
    return find(workspace, made.name)


def drop(workspace: Workspace, name: str) -> None:
    """Take a set away; `NeedsYou` while a model uses it."""
    known = find(workspace, _own_name(name))
    if known.models:
        raise NeedsYou(
            f"{name} is used by {', '.join(known.models)}.", "Let them use another set first."
        )
    with workspace.store.write(durable=True) as tx:
        written_down.write(workspace, tx, SET, name, None, told=f"took away the gates “{name}”")


def _own_name(name: str) -> str:
    name = checked_name(name)
    if name == STANDARD_NAME:
        raise NeedsYou(
            "The standard set stays as it is.", "Write your set down under another name."
        )
    return name


# --- which set a model uses --------------------------------------------------------------------


def of_model(workspace: Workspace, model: str, wanted: str = "") -> GateSet:
    """The set that candidates of a model pass: the one wanted, the model's, or the standard one.

    A set that is wanted but was taken away since raises `NotThere`: nothing passes by mistake.
    """
    with workspace.store.read() as connection:
        used = rulebook.find(connection, USED, "", model)
        name = wanted or (STANDARD_NAME if used is None else str(used.value))
        if name == STANDARD_NAME:
            return STANDARD
        written = rulebook.find(connection, SET, name)
    if written is None:
        raise NotThere("gate set", name)
    return GateSet.of(name, written.value).checked(entries())


def use(workspace: Workspace, model: str, name: str) -> GateSet:
    """Let candidates of a model pass a set from now on."""
    wanted = find(workspace, name).gates
    with workspace.store.write(durable=True) as tx:
        registry.model_named(tx.connection, model)
        before = rulebook.find(tx.connection, USED, "", model)
        if (STANDARD_NAME if before is None else before.value) == name:
            return wanted
        written_down.write(
            workspace,
            tx,
            USED,
            "",
            None if name == STANDARD_NAME else name,
            of=model,
            told=f"lets candidates of {model} pass the gates “{name}”",
        )
    return wanted


def add_to_model(workspace: Workspace, model: str, wish: GateWish) -> KnownSet:
    """Let candidates of a model pass one gate more from now on.

    Where its set is the standard one, or another model uses it too, the model gets a set of its
    own, called as it is.
    """
    now = of_model(workspace, model)
    if any(str(one) == str(GateSet("", (wish,)).checked(entries()).gates[0]) for one in now.gates):
        raise NeedsYou("The gate stands in the set already.", "Nothing is to be done.")
    return _put_for(workspace, model, find(workspace, now.name), [*now.gates, wish])


def take_from_model(workspace: Workspace, model: str, wish: GateWish) -> KnownSet:
    """Let candidates of a model pass one gate less from now on; as `add_to_model` otherwise.

    A gate is meant with its settings, or by its id alone where it stands in the set once.
    `NotThere` where it doesn't stand there, `NeedsYou` where it is one of several, or the last.
    """
    now = of_model(workspace, model)
    place = _place_of(now, GateSet("", (wish,)).checked(entries()).gates[0])
    rest = [one for at, one in enumerate(now.gates) if at != place]
    if not rest:
        raise NeedsYou(
            f"It is the last gate that candidates of {model} pass.",
            "Add another one first, or let the model use another set.",
        )
    return _put_for(workspace, model, find(workspace, now.name), rest)


def _place_of(gates: GateSet, wish: GateWish) -> int:
    """Where a gate stands in a set."""
    exact = [at for at, one in enumerate(gates.gates) if str(one) == str(wish)]
    alike = [at for at, one in enumerate(gates.gates) if one.gate == wish.gate]
    found = exact or ([] if wish.settings else alike)
    if not found:
        raise NotThere("gate", str(wish))
    if len(found) > 1:
        told = ", ".join(str(gates.gates[at]) for at in found)
        raise NeedsYou(
            f"{wish.gate} stands in {gates.name} more than once.", f"Choose from {told}."
        )
    return found[0]


def set_limits(
    workspace: Workspace, model: str, limits: Mapping[tuple[int, str], float]
) -> KnownSet:
    """Let the gates of a model's set have other limits, each by its place in the set and the
    setting's id; as `add_to_model` otherwise."""
    now = of_model(workspace, model)
    gates = [
        GateWish(
            wish.gate,
            {**wish.settings, **{name: v for (at, name), v in limits.items() if at == place}},
        )
        for place, wish in enumerate(now.gates)
    ]
    return _put_for(workspace, model, find(workspace, now.name), gates)


def _put_for(
    workspace: Workspace, model: str, known: KnownSet, gates: Sequence[GateWish]
) -> KnownSet:
    """Gates in place of a model's set, or as a set of its own where that is not its alone.

    A set of that name which no model uses, such as one it went back from, is written over.
    """
    is_shared = known.is_ours or set(known.models) - {model}
    name = model if is_shared else known.gates.name
    if is_shared and any(one.gates.name == name and one.models for one in every(workspace)):
        raise NeedsYou(
            f"There is another set called {name}.", "Let the model use that one, then change it."
        )
    put(workspace, name, gates)
    use(workspace, model, name)
    return find(workspace, name)


def runs(workspace: Workspace, address: str) -> list[GateRun]:
    """Every time gates ran over a version, newest first."""
    version = registry.version(workspace, address)
    with workspace.store.read() as connection:
        return rulebook.runs_of(connection, version.id)


# --- example rows ------------------------------------------------------------------------------


def examples(workspace: Workspace, model: str) -> list[ExampleAnswer]:
    """The rows a model's candidates must answer as written down, by name."""
    with workspace.store.read() as connection:
        registry.model_named(connection, model)
        return examples_in(connection, model)


def examples_in(connection: Any, model: str) -> list[ExampleAnswer]:
    """The same of a model that may not exist yet."""
    return [
        ExampleAnswer.of(one.name, one.value) for one in rulebook.every(connection, EXAMPLE, model)
    ]


def put_example(workspace: Workspace, model: str, example: ExampleAnswer) -> ExampleAnswer:
    """Write an example row of a model down, new or in place of the one of the name."""
    checked_name(example.name)
    with workspace.store.write(durable=True) as tx:
        known = registry.model_named(tx.connection, model)
        example = example.checked(known.task)
        written_down.write(
            workspace,
            tx,
            EXAMPLE,
            example.name,
            example.to_dict(),
            of=model,
            told=f"wrote down the example row “{example.name}” of {model}",
            note=example.sentence,
        )
    return example


def drop_example(workspace: Workspace, model: str, name: str) -> None:
    """Take an example row away."""
    with workspace.store.write(durable=True) as tx:
        registry.model_named(tx.connection, model)
        if rulebook.find(tx.connection, EXAMPLE, name, model) is None:
            raise NotThere("example row", name)
        written_down.write(
            workspace,
            tx,
            EXAMPLE,
            name,
            None,
            of=model,
            told=f"took away the example row “{name}” of {model}",
        )
