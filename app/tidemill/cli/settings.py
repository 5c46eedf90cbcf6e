"""Commands for what can be set: of this computer and of the workspace."""

from typing import Any

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.options import every as options
from tidemill.domain.options.option import Kept
from tidemill.services import settings as service

settings = typer.Typer(
    help="What can be set, of the workspace and of this computer.", no_args_is_help=True
)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(settings, name="settings")


@settings.command("list")
def list_(ctx: typer.Context) -> None:
    """Show what can be set and what it is now."""
    with opened(ctx) as workspace:
        columns = (("key", "Setting"), ("value", "Value"), ("kept", "Kept"), ("help", "What for"))
        output.show_list(service.every(workspace), columns)


@settings.command()
def get(ctx: typer.Context, key: str) -> None:
    """Show one setting."""
    if _is_own(key):
        found = service.find_own(key)
    else:
        with opened(ctx) as workspace:
            found = service.find(workspace, key)
    output.show(found, f"{key} is {_said(found)}.")


@settings.command("set")
def set_(ctx: typer.Context, key: str, value: str) -> None:
    """Change a setting. One of this computer holds from the next start of the window."""
    if _is_own(key):
        found = service.put_own(key, value)
    else:
        with opened(ctx) as workspace:
            found = service.put(workspace, key, value)
    output.show(found, f"{key} is {_said(found)} now.")


@settings.command()
def reset(ctx: typer.Context, key: str) -> None:
    """Put a setting back to its default."""
    one = options.find(key)
    default = one.shown(one.default)
    if _is_own(key):
        found = service.put_own(key, default)
    else:
        with opened(ctx) as workspace:
            found = service.put(workspace, key, default)
    output.show(found, f"{key} is {_said(found)} again.")


def _is_own(key: str) -> bool:
    return options.find(key).kept is Kept.COMPUTER


def _said(found: dict[str, Any]) -> str:
    return "empty" if found["value"] == "" else str(found["value"])
