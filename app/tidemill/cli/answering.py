"""MLflow's clients answered in the foreground; reached without the libraries of the other commands,
so that it is ready sooner and smaller."""

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidemill.base import logs, programs
from tidemill.base.database_urls import Place
from tidemill.cli import output
from tidemill.domain.deployments import LOOPBACK, HttpSettings, hash_of, is_loopback
from tidemill.domain.mlflow.doors import PROJECT
from tidemill.services import recent
from tidemill.services import workspace as workspaces
from tidemill.services.mlflow import switch
from tidemill.services.workspace import Workspace

if TYPE_CHECKING:
    from tidemill.cli.context import Faces

TOKEN_VARIABLE = "TIDEMILL_TRACKING_TOKEN"


@dataclass(frozen=True)
class Listening:
    """Where the interface answers, and the token it asks for, if any."""

    address: str
    token: str | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"address": self.address, "token": self.token}


def answer(workspace: Workspace, port: int, host: str, project: str, faces: "Faces") -> None:
    """Answer until told to end; the address is told once it listens, and the token."""
    token = os.environ.get(TOKEN_VARIABLE)
    if not token and not is_loopback(host):
        token = secrets.token_urlsafe(32)
    settings = HttpSettings(programs.machine(), port, host, hash_of(token) if token else "")

    def ready(address: str) -> None:
        words = f"MLflow's clients are answered at {address}"
        output.show(Listening(address, token), f"{words}\nThe token: {token}" if token else words)

    faces.tracking(workspace, project, settings, ready)


def answer_switched(place: Place, faces: "Faces") -> None:
    """Answer as the switch says; what the worker starts."""
    with workspaces.opened(place) as workspace:
        logs.set_up(switch.log_file(workspace))
        faces.tracking_switched(workspace)


def answer_at(place: Place, port: int, faces: "Faces") -> None:
    """Answer on this computer for a workspace that is there."""
    workspace = workspaces.open_existing(place)
    try:
        recent.remember(place)
        answer(workspace, port, LOOPBACK, PROJECT, faces)
    finally:
        workspace.close()
