"""What is shown of the gates a model's candidates pass, and how it comes of a set. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.collation import Key
from tidemill.base.words import tr
from tidemill.gui.shell.gates.rows import GateRow, rows_of


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
    others = sorted(set(mine.models) - {name}, key=Key)
    rows = rows_of(mine.gates, entries)
    note = ""
    if mine.is_ours:
        note = tr(
            "The standard set stays as it is; what you change makes a set called {name}.", name=name
        )
    elif mine.is_default:
        note = tr(
            "{set} is the default of the workspace; what you change makes a set called {name}.",
            set=mine.gates.name,
            name=name,
        )
    elif others:
        note = tr(
            "{names} pass it too; what you change makes a set called {name}.",
            names=", ".join(others),
            name=name,
        )
    return GateSetState(mine.gates.name, tuple(one.gates.name for one in known), rows, note)
