"""MLflow's tracking interface, in the foreground."""

from typing import Annotated

import typer

from tidemill.cli import answering
from tidemill.cli.context import Chosen, opened
from tidemill.domain.deployments import LOOPBACK


def attach(app: typer.Typer) -> None:
    """Add this command to the root."""
    app.command()(tracking)


def tracking(
    ctx: typer.Context,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="The port to listen on.")
    ] = answering.PORT,
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
    chosen: Chosen = ctx.obj
    with opened(ctx) as workspace:
        answering.answer(workspace, port, host, project, chosen.faces)
