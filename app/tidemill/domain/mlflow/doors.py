"""The switch of MLflow's interface: what people want of it on one computer, and how it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tidemill.domain.deployments import HttpSettings, ServiceState

PORT, PROJECT = 5000, "default"
"""Where clients look for MLflow unless told, and the project that scripts log to."""

FIRST_PORT, LAST_PORT = 1024, 65_535
"""What may be chosen: the ports below belong to the system."""

EVERYWHERE = "0.0.0.0"
"""The address that listens for other computers, too."""


@dataclass(frozen=True)
class Switch:
    """What people want: whether it answers, where, for which project, and for how long.

    `keeps_on`: it answers on when no window of the workspace is open on this computer any more.
    """

    http: HttpSettings
    is_on: bool = False
    keeps_on: bool = False
    project: str = PROJECT

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {
            "on": self.is_on,
            "keeps_on": self.keeps_on,
            "project": self.project,
            "http": self.http.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None, machine: str) -> "Switch":
        """Read what `to_dict` wrote; off where nothing was ever chosen on this computer."""
        if data is None:
            return cls(HttpSettings(machine, PORT))
        return cls(
            HttpSettings.from_dict(data["http"]),
            data["on"],
            data["keeps_on"],
            data["project"],
        )


@dataclass(frozen=True)
class DoorState:
    """The switch and how the process behind it is; `trouble` says in a sentence what is wrong."""

    switch: Switch
    state: ServiceState
    trouble: str = ""

    @property
    def address(self) -> str:
        """Where scripts find it."""
        return self.switch.http.address

    @property
    def variables(self) -> dict[str, str]:
        """What a script's surroundings must say; the token itself is known to nobody here."""
        return {"MLFLOW_TRACKING_URI": self.address}

    @property
    def words(self) -> str:
        """How it is, in a sentence."""
        if not self.switch.is_on:
            return "Off. Nothing listens."
        if self.state is ServiceState.READY:
            return f"Scripts are answered at {self.address}."
        if self.state is ServiceState.FAILED:
            return self.trouble
        return f"Starting at {self.address}"
