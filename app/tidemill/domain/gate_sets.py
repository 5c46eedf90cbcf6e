"""Which gates a candidate of a model has to pass: a set of them with a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.entries import GateEntry

STANDARD_NAME = "standard"


@dataclass(frozen=True)
class GateWish:
    """A gate by its id, with the settings that are not its defaults."""

    gate: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"gate": self.gate, "settings": dict(self.settings)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "GateWish":
        """Read what `to_dict` wrote."""
        return cls(str(data["gate"]), dict(data.get("settings", {})))

    @classmethod
    def parse(cls, text: str) -> "GateWish":
        """Read `fair:column=region:most=0.05`: a gate, and what of it is set."""
        name, *told = text.split(":")
        settings = {}
        for one in told:
            key, sign, value = one.partition("=")
            if not sign or not key.strip():
                raise NeedsYou(
                    f"“{one}” sets nothing of {name.strip()}.",
                    "Write gate:setting=value, such as latency:most_ms=20.",
                )
            settings[key.strip()] = value.strip()
        return cls(name.strip(), settings)

    def __str__(self) -> str:
        return ":".join([self.gate, *(f"{key}={value}" for key, value in self.settings.items())])


@dataclass(frozen=True)
class GateSet:
    """Gates in the order they are told; one gate may stand in it more than once."""

    name: str
    gates: tuple[GateWish, ...]

    def checked(self, known: Mapping[str, GateEntry]) -> "GateSet":
        """The same with settings in their types; `NeedsYou` names what can't be meant."""
        if not self.gates:
            raise NeedsYou("A set without gates keeps nothing out.", "Name at least one gate.")
        checked = []
        for wish in self.gates:
            if wish.gate not in known:
                raise NeedsYou(f"There is no gate {wish.gate}.", f"Choose from {', '.join(known)}.")
            whole = known[wish.gate].settings(wish.settings)
            checked.append(GateWish(wish.gate, {name: whole[name] for name in wish.settings}))
        if len({str(one) for one in checked}) != len(checked):
            raise NeedsYou("A gate stands in the set twice, set alike.", "Name it once.")
        return GateSet(self.name, tuple(checked))

    def needs(self, known: Mapping[str, GateEntry]) -> frozenset[str]:
        """What has to be worked out for its gates (`domain.gates`)."""
        return frozenset().union(*(known[wish.gate].needs for wish in self.gates))

    def to_list(self) -> list[dict[str, Any]]:
        """Its gates as plain JSON types."""
        return [wish.to_dict() for wish in self.gates]

    def for_groups(self) -> "GateSet":
        """The set for a model that has one for each group: of the standard set each group is
        judged, too."""
        if self.name != STANDARD_NAME:
            return self
        return GateSet(self.name, (*self.gates, GateWish("each_group")))

    @classmethod
    def of(cls, name: str, gates: Sequence[Mapping[str, Any]]) -> "GateSet":
        """Read what `to_list` wrote."""
        return cls(name, tuple(GateWish.from_dict(one) for one in gates))


STANDARD = GateSet(
    STANDARD_NAME,
    tuple(GateWish(gate) for gate in ("better_than_champion", "data_checks", "schema_fits")),
)
"""What a model's candidates pass where nobody chose another set."""
