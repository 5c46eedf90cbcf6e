"""The command behind links and double clicks."""

from typing import Annotated

import typer

from tidemill.cli.context import Chosen
from tidemill.services import opening


def attach(app: typer.Typer) -> None:
    """Add it to the root."""
    app.command("open")(open_window)


def open_window(
    ctx: typer.Context,
    target: Annotated[
        str,
        typer.Argument(help="An address (tidemill://models/churn), a workspace's folder or file."),
    ] = "",
) -> None:
    """Open the window on a workspace or at an address in one; an open window comes forward."""
    chosen: Chosen = ctx.obj
    place, address = opening.asked(target, chosen.text) if target else (chosen.place, "")
    code = chosen.faces.window(place, theme=None, size=None, demo=False, address=address)
    raise typer.Exit(code)
