"""What can be chosen while a gate is added: the gates, columns, rules of choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidemill.base.collation import Key
from tidemill.domain.entries import GateEntry

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class GateOffers:
    """The gates there are, the columns of models' data (names with kinds), the rules of choice."""

    entries: tuple[GateEntry, ...]
    columns: tuple[tuple[str, str], ...] = ()
    rules: tuple[str, ...] = ()


def offers(workspace: "Workspace", names: Sequence[str]) -> GateOffers:
    """What can be chosen for models; a column that several have is told once.

    Not for the window's own thread.
    """
    from tidemill.services import choosing, datasets, gate_sets, registry

    columns: dict[str, str] = {}
    for name in names:
        found = registry.find(workspace, name).model
        known = datasets.find_living(workspace, found.dataset)
        if known is not None:
            for one in known.dataset.schema.columns:
                if one.name != found.target:
                    columns.setdefault(one.name, str(one.kind))
    return GateOffers(
        tuple(sorted(gate_sets.entries().values(), key=lambda one: Key(one.title))),
        tuple(columns.items()),
        tuple(one.name for one in choosing.every(workspace)),
    )
