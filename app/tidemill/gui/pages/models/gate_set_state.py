"""What is shown of the gates a model's candidates pass, and how it comes of a set. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.words import tr
from tidemill.domain.gate_sets import GateWish


@dataclass(frozen=True)
class Limit:
    """A number of a gate that can be set; `place` is the gate's in its set."""

    place: int
    id: str
    title: str
    value: float
    low: float | None
    high: float | None
    is_whole: bool
    help: str


@dataclass(frozen=True)
class GateRow:
    """A gate of a set: the gate itself, its title, what of it is a text, and its limits."""

    wish: GateWish
    title: str
    help: str
    words: str
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class GateSetState:
    """The set a model's candidates pass, and those there are."""

    name: str = ""
    names: tuple[str, ...] = ()
    rows: tuple[GateRow, ...] = ()
    note: str = ""


def gate_set_of(name: str, known: "Sequence[Any]", entries: Mapping[str, Any]) -> GateSetState:
    """The picture of a model's set; `known` are `gate_sets.KnownSet`."""
    mine = next((one for one in known if name in one.models), None)
    if mine is None:
        return GateSetState()
    rows = []
    for place, wish in enumerate(mine.gates.gates):
        entry = entries[wish.gate]
        settings = entry.settings(wish.settings)
        limits = tuple(
            Limit(
                place, p.id, p.title, float(settings[p.id]), p.low, p.high,
                isinstance(p.default, int), p.help,
            )
            for p in entry.parameters
            if isinstance(p.default, int | float) and not isinstance(p.default, bool)
        )  # fmt: skip
        texts = [
            f"{p.title}: {settings[p.id]}"
            for p in entry.parameters
            if isinstance(p.default, str) and settings[p.id]
        ]
        rows.append(GateRow(wish, entry.title, entry.help, "; ".join(texts), limits))
    others = sorted(set(mine.models) - {name})
    note = ""
    if mine.is_ours:
        note = tr(
            "The standard set stays as it is; what you change makes a set called {name}.", name=name
        )
    elif others:
        note = tr(
            "{names} pass it too; what you change makes a set called {name}.",
            names=", ".join(others),
            name=name,
        )
    return GateSetState(mine.gates.name, tuple(one.gates.name for one in known), tuple(rows), note)
