"""MLflow's tracking interface, in the foreground."""

import os
import secrets
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from tidemill.base import programs
from tidemill.cli import output
from tidemill.cli.context import Chosen, opened
from tidemill.domain.deployments import LOOPBACK, HttpSettings, hash_of, is_loopback

TOKEN_VARIABLE = "TIDEMILL_TRACKING_TOKEN"


@dataclass(frozen=True)
class Listening:
    """Where the interface answers, and the token it asks for, if any."""

    address: str
    token: str | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"address": self.address, "token": self.token}


def attach(app: typer.Typer) -> None:
    """Add this command to the root."""
    app.command()(tracking)


def tracking(
    ctx: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 5000,
    host: Annotated[
        str, typer.Option(help="The address to listen on. Beyond this computer a token is made.")
    ] = LOOPBACK,
    project: Annotated[
        str, typer.Option(help="The project whose experiments scripts see and log to.")
    ] = "default",
) -> None:
    """Let scripts that log to MLflow log into this workspace.

    Set MLFLOW_TRACKING_URI to the address it tells, and MLFLOW_TRACKING_TOKEN to the token where
    there is one; TIDEMILL_TRACKING_TOKEN gives it one of your own. Ends with Ctrl+C.
    """
    token = os.environ.get(TOKEN_VARIABLE)
    if not token and not is_loopback(host):
        token = secrets.token_urlsafe(32)
    chosen: Chosen = ctx.obj
    settings = HttpSettings(programs.machine(), port, host, hash_of(token) if token else "")

    def ready(address: str) -> None:
        words = f"MLflow's clients are answered at {address}"
        output.show(Listening(address, token), f"{words}\nThe token: {token}" if token else words)

    with opened(ctx) as workspace:
        chosen.faces.tracking(workspace, project, settings, ready)
