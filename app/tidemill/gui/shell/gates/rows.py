"""What is shown of the gates of a set: one row each, with the limits that can be changed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from tidemill.base.words import spoken
from tidemill.domain.entries import GateEntry
from tidemill.domain.gate_sets import GateSet, GateWish


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


def rows_of(gates: GateSet, entries: Mapping[str, GateEntry]) -> tuple[GateRow, ...]:
    """A row for each gate of a set, in its order."""
    return tuple(_row(at, wish, entries[wish.gate]) for at, wish in enumerate(gates.gates))


def _row(place: int, wish: GateWish, entry: GateEntry) -> GateRow:
    settings = entry.settings(wish.settings)
    limits = tuple(
        Limit(
            place, p.id, spoken(p.title), float(settings[p.id]), p.low, p.high,
            isinstance(p.default, int), spoken(p.help),
        )
        for p in entry.parameters
        if isinstance(p.default, int | float) and not isinstance(p.default, bool)
    )  # fmt: skip
    texts = [
        f"{spoken(p.title)}: {settings[p.id]}"
        for p in entry.parameters
        if isinstance(p.default, str) and settings[p.id]
    ]
    return GateRow(wish, spoken(entry.title), spoken(entry.help), "; ".join(texts), limits)
