"""Commands for the settings of a workspace."""

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.services import settings as service

settings = typer.Typer(help="Settings of the workspace.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(settings, name="settings")


@settings.command("list")
def list_(ctx: typer.Context) -> None:
    """Show what can be set and what it is now."""
    with opened(ctx) as workspace:
        columns = (("key", "Setting"), ("value", "Value"), ("help", "What for"))
        output.show_list(service.every(workspace), columns)


@settings.command()
def get(ctx: typer.Context, key: str) -> None:
    """Show one setting."""
    with opened(ctx) as workspace:
        found = service.find(workspace, key)
        output.show(found, f"{key} is {found['value']}.")


@settings.command("set")
def set_(ctx: typer.Context, key: str, value: str) -> None:
    """Change a setting."""
    with opened(ctx) as workspace:
        found = service.put(workspace, key, value)
        output.show(found, f"{key} is {found['value']} now.")
