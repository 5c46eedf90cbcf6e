"""All that the section MLflow shows of the switch, as one frozen picture."""

from dataclasses import dataclass
from typing import Literal

from tidemill.base.words import tr
from tidemill.domain.deployments import ServiceState
from tidemill.domain.mlflow.doors import DoorState

Mark = Literal["good", "bad", "idle", "working"]

_MARKS: dict[ServiceState, Mark] = {
    ServiceState.OFF: "idle",
    ServiceState.STARTING: "working",
    ServiceState.READY: "good",
    ServiceState.FAILED: "bad",
}


@dataclass(frozen=True)
class SwitchState:
    """The switch as it is; None while it is read. `token` is one just made, told this once.

    `failure` says why a change could not be.
    """

    door: DoorState | None = None
    token: str = ""
    failure: str = ""

    @property
    def mark(self) -> Mark:
        """How it is, as a mark."""
        return "idle" if self.door is None else _MARKS[self.door.state]

    @property
    def words(self) -> str:
        """How it is, in a sentence."""
        return "" if self.door is None else self.door.words

    @property
    def lines(self) -> str:
        """What a script's surroundings must say, a line each."""
        if self.door is None:
            return ""
        lines = [f"MLFLOW_TRACKING_URI={self.door.address}"]
        if self.token:
            lines.append(f"MLFLOW_TRACKING_TOKEN={self.token}")
        return "\n".join(lines)

    @property
    def token_words(self) -> str:
        """Whether scripts must bring a token, and where it is to be had."""
        if self.door is None or not self.door.switch.http.token_hash:
            return tr("None is asked for")
        if self.token:
            return tr("Copy it now: it is not told again")
        return tr("One is asked for; it was told when it was made")

    @property
    def can_drop_token(self) -> bool:
        """Whether none need be asked for any more."""
        if self.door is None:
            return False
        http = self.door.switch.http
        return bool(http.token_hash) and http.is_loopback
