"""MLflow's tracking interface: in the foreground, or switched on for the worker to keep open."""

import time
from typing import Annotated

import typer

from tidemill.cli import answering, output
from tidemill.cli.context import Chosen, opened
from tidemill.domain.deployments import LOOPBACK
from tidemill.domain.mlflow.doors import FIRST_PORT, LAST_PORT, PORT, PROJECT, DoorState
from tidemill.services import workers
from tidemill.services.mlflow import switch

tracking = typer.Typer(help="Let scripts that log to MLflow log into this workspace.")


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(tracking, name="tracking")


@tracking.callback(invoke_without_command=True)
def answer(
    ctx: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = PORT,
    host: Annotated[
        str, typer.Option(help="The address to listen on. Beyond this computer a token is made.")
    ] = LOOPBACK,
    project: Annotated[
        str, typer.Option(help="The project whose experiments scripts see and log to.")
    ] = PROJECT,
) -> None:
    """Let scripts that log to MLflow log into this workspace, in the foreground.

    Set MLFLOW_TRACKING_URI to the address it tells, and MLFLOW_TRACKING_TOKEN to the token where
    there is one; TIDEMILL_TRACKING_TOKEN gives it one of your own. Ends with Ctrl+C.
    """
    if ctx.invoked_subcommand is not None:
        return
    chosen: Chosen = ctx.obj
    with opened(ctx) as workspace:
        answering.answer(workspace, port, host, project, chosen.faces)


@tracking.command()
def on(
    ctx: typer.Context,
    port: Annotated[
        int | None,
        typer.Option(min=FIRST_PORT, max=LAST_PORT, help=f"The port; {PORT} unless said before."),
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(help="The address to listen on. Beyond this computer a token is made."),
    ] = None,
    project: Annotated[
        str | None, typer.Option(help="The project whose experiments scripts see and log to.")
    ] = None,
    keep: Annotated[
        bool | None,
        typer.Option(
            "--keep/--while-open",
            help="Answer without a window, too (so from here unless said), or only while one is "
            "open on this computer.",
        ),
    ] = None,
) -> None:
    """Switch the interface on, or have it otherwise: the worker of this computer keeps it open."""
    with opened(ctx) as workspace:
        if keep is None and not switch.wanted(workspace).is_on:
            keep = True  # whoever types this may have no window at all
        made = switch.change(
            workspace, is_on=True, port=port, host=host, project=project, keeps_on=keep
        )
        if made.token:  # told before it is waited for: it is told only once
            output.say(f"The token: {made.token}")
        if not switch.is_wanted_now(workspace, made.door.switch):
            words = "It answers as soon as a window of this workspace is open on this computer."
            output.show(_told(made.door, made.token), words)
            return
        workers.ensure(workspace)
        door = switch.see_settled(workspace, time.sleep)
        output.show(_told(door, made.token), _words(door))


@tracking.command()
def off(ctx: typer.Context) -> None:
    """Switch the interface off; it ends once the calls at hand are answered."""
    with opened(ctx) as workspace:
        switch.change(workspace, is_on=False)
        door = switch.see_settled(workspace, time.sleep)
        output.show(_told(door), _words(door))


@tracking.command()
def status(ctx: typer.Context) -> None:
    """Say whether the interface is switched on on this computer, and whether it answers."""
    with opened(ctx) as workspace:
        door = switch.look(workspace)
        output.show(_told(door), _words(door))


@tracking.command()
def token(
    ctx: typer.Context,
    drop: Annotated[bool, typer.Option("--drop", help="Ask for no token any more.")] = False,
) -> None:
    """Make a new token for the interface; the old one counts no more."""
    with opened(ctx) as workspace:
        made = switch.drop_token(workspace) if drop else switch.new_token(workspace)
        words = f"The token: {made.token}" if made.token else "No token is asked for."
        output.show(_told(made.door, made.token), words)


@tracking.command(hidden=True)
def switched(ctx: typer.Context) -> None:
    """Answer as the switch says; what the worker starts."""
    chosen: Chosen = ctx.obj
    answering.answer_switched(chosen.place, chosen.faces)


def _told(door: DoorState, token: str = "") -> dict[str, object]:
    told: dict[str, object] = {
        "on": door.switch.is_on,
        "state": str(door.state),
        "trouble": door.trouble,
        "address": door.address,
        "host": door.switch.http.host,
        "port": door.switch.http.port,
        "with_token": bool(door.switch.http.token_hash),
        "keeps_on": door.switch.keeps_on,
        "project": door.switch.project,
    }
    return {**told, "token": token} if token else told


def _words(door: DoorState) -> str:
    if not door.switch.is_on:
        return door.words
    return f"{door.words}\nMLFLOW_TRACKING_URI={door.address}"
