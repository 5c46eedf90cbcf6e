"""Sets of gates with a name, which of them a model uses, and rows every candidate must answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.entries import GateEntry
from tidemill.domain.example_answers import ExampleAnswer
from tidemill.domain.gate_sets import STANDARD, STANDARD_NAME, GateSet, GateWish
from tidemill.domain.people import PersonRole
from tidemill.services import registry, written_down
from tidemill.services.ingesting import checked_name
from tidemill.services.workspace import Workspace
from tidemill.store import models, rulebook

GateRun = rulebook.GateRun
SET, USED, EXAMPLE = "gate set", "used set", "example"
DEFAULT, DEFAULT_KEY = "default set", "default"


@dataclass(frozen=True)
class KnownSet:
    """A set of gates, and the models that use it.

    `is_ours` the standard one; `is_default` the one of models for which nobody chose a set.
    """

    gates: GateSet
    models: tuple[str, ...]
    is_ours: bool
    by: str = ""
    is_default: bool = False

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
            "is_default": self.is_default,
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
        usual = _default_in(connection)
    chosen = {name: used.get(name, usual) for name in named}
    sets = [(STANDARD, True, ""), *((GateSet.of(o.name, o.value), False, o.by) for o in written)]
    return [
        KnownSet(one, tuple(m for m in named if chosen[m] == one.name), ours, by, one.name == usual)
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
    meant, the set is the standard one, or who acts only looks here.
    """
    _for_members(workspace)
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


def create(workspace: Workspace, name: str, like: str = STANDARD_NAME) -> KnownSet:
    """Write a set down that has the gates of another; `NeedsYou` where the name is taken."""
    if any(one.gates.name == name.strip() for one in every(workspace)):
        raise NeedsYou(f"There is a set called {name.strip()}.", "Choose another name.")
    return put(workspace, name.strip(), find(workspace, like).gates.gates)


def drop(workspace: Workspace, name: str) -> None:
    """Take a set away; `NeedsYou` while a model uses it, or it is the default."""
    _for_members(workspace)
    known = find(workspace, _own_name(name))
    if known.models:
        raise NeedsYou(
            f"{name} is used by {', '.join(known.models)}.", "Let them use another set first."
        )
    if known.is_default:
        raise NeedsYou(
            f"{name} is the set of models for which nobody chose one.",
            "Let another set be the default first.",
        )
    with workspace.store.write(durable=True) as tx:
        written_down.write(workspace, tx, SET, name, None, told=f"took away the gates “{name}”")


def _for_members(workspace: Workspace) -> None:
    if workspace.person.role is PersonRole.VIEWER:
        raise NeedsYou("Sets of gates are for members to change.", "Ask a member.")


def _own_name(name: str) -> str:
    name = checked_name(name)
    if name == STANDARD_NAME:
        raise NeedsYou(
            "The standard set stays as it is.", "Write your set down under another name."
        )
    return name


def change_limits(
    workspace: Workspace, name: str, limits: Mapping[tuple[int, str], float]
) -> KnownSet:
    """Let the gates of a set have other limits, each by its place in the set and the setting's id,
    for every model that passes it."""
    return put(workspace, name, _limited(find(workspace, name).gates, limits))


def add(workspace: Workspace, name: str, wish: GateWish) -> KnownSet:
    """Put one gate more into a set, for every model that passes it."""
    return put(workspace, name, _longer(find(workspace, name).gates, wish))


def take(workspace: Workspace, name: str, wish: GateWish) -> KnownSet:
    """Take one gate out of a set, for every model that passes it.

    A gate is meant with its settings, or by its id alone where it stands in the set once.
    `NotThere` where it doesn't stand there, `NeedsYou` where it is one of several, or the last.
    """
    return put(workspace, name, _shorter(find(workspace, name).gates, wish))


def _longer(gates: GateSet, wish: GateWish) -> list[GateWish]:
    """The gates of a set and one more."""
    if any(
        str(one) == str(GateSet("", (wish,)).checked(entries()).gates[0]) for one in gates.gates
    ):
        raise NeedsYou("The gate stands in the set already.", "Nothing is to be done.")
    return [*gates.gates, wish]


def _shorter(gates: GateSet, wish: GateWish) -> list[GateWish]:
    """The gates of a set without one."""
    place = _place_of(gates, GateSet("", (wish,)).checked(entries()).gates[0])
    rest = [one for at, one in enumerate(gates.gates) if at != place]
    if not rest:
        raise NeedsYou(
            f"It is the last gate of {gates.name}.",
            "Add another one first, or let the models use another set.",
        )
    return rest


def _limited(gates: GateSet, limits: Mapping[tuple[int, str], float]) -> list[GateWish]:
    """The gates of a set with other limits, by place and setting."""
    return [
        GateWish(
            wish.gate,
            {**wish.settings, **{name: v for (at, name), v in limits.items() if at == place}},
        )
        for place, wish in enumerate(gates.gates)
    ]


# --- which set a model uses --------------------------------------------------------------------


def default_name(workspace: Workspace) -> str:
    """The set that candidates of a model pass where nobody chose another for it."""
    with workspace.store.read() as connection:
        return _default_in(connection)


def _default_in(connection: Any) -> str:
    written = rulebook.find(connection, DEFAULT, DEFAULT_KEY)
    return STANDARD_NAME if written is None else str(written.value)


def use_by_default(workspace: Workspace, name: str) -> KnownSet:
    """Let candidates pass a set from now on where nobody chose another for their model.

    `NeedsYou` where who acts is no approver: it says what may be promoted in all of the workspace.
    """
    if not workspace.person.can_approve:
        raise NeedsYou("The default gates are for an approver to choose.", "Ask an approver.")
    find(workspace, name)
    with workspace.store.write(durable=True) as tx:
        if _default_in(tx.connection) != name:
            written_down.write(
                workspace,
                tx,
                DEFAULT,
                DEFAULT_KEY,
                None if name == STANDARD_NAME else name,
                told=f"lets candidates pass the gates “{name}” where no others were chosen",
            )
    return find(workspace, name)


def of_model(workspace: Workspace, model: str, wanted: str = "") -> GateSet:
    """The set that candidates of a model pass: the one wanted, the model's, or the default.

    A set that is wanted but was taken away since raises `NotThere`: nothing passes by mistake.
    """
    with workspace.store.read() as connection:
        used = rulebook.find(connection, USED, "", model)
        name = wanted or (_default_in(connection) if used is None else str(used.value))
        if name == STANDARD_NAME:
            return STANDARD
        written = rulebook.find(connection, SET, name)
    if written is None:
        raise NotThere("gate set", name)
    return GateSet.of(name, written.value).checked(entries())


def use(workspace: Workspace, model: str, name: str) -> GateSet:
    """Let candidates of a model pass a set from now on; with the default's it follows that."""
    wanted = find(workspace, name).gates
    with workspace.store.write(durable=True) as tx:
        registry.model_named(tx.connection, model)
        before = rulebook.find(tx.connection, USED, "", model)
        usual = _default_in(tx.connection)
        if (usual if before is None else before.value) == name:
            return wanted
        written_down.write(
            workspace,
            tx,
            USED,
            "",
            None if name == usual else name,
            of=model,
            told=f"lets candidates of {model} pass the gates “{name}”",
        )
    return wanted


def add_to_model(workspace: Workspace, model: str, wish: GateWish) -> KnownSet:
    """Let candidates of a model pass one gate more from now on.

    Where its set is the standard one, the default, or another model's too, the model gets a set
    of its own, called as it is.
    """
    now = of_model(workspace, model)
    return _put_for(workspace, model, find(workspace, now.name), _longer(now, wish))


def take_from_model(workspace: Workspace, model: str, wish: GateWish) -> KnownSet:
    """Let candidates of a model pass one gate less from now on; as `add_to_model` otherwise.

    A gate is meant with its settings, or by its id alone where it stands in the set once.
    `NotThere` where it doesn't stand there, `NeedsYou` where it is one of several, or the last.
    """
    now = of_model(workspace, model)
    return _put_for(workspace, model, find(workspace, now.name), _shorter(now, wish))


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
    return _put_for(workspace, model, find(workspace, now.name), _limited(now, limits))


def _put_for(
    workspace: Workspace, model: str, known: KnownSet, gates: Sequence[GateWish]
) -> KnownSet:
    """Gates in place of a model's set, or as a set of its own where that is not its alone.

    A set of that name which no model uses, such as one it went back from, is written over.
    """
    is_shared = known.is_ours or known.is_default or set(known.models) - {model}
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
