"""Commands for the workspace itself and the window."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from tidemill.base.database_urls import place_of
from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.cli import output
from tidemill.cli.context import Chosen, drawn, opened
from tidemill.services import doctor as doctor_service
from tidemill.services import recent
from tidemill.services import workspace as workspaces


class Theme(StrEnum):
    """The two looks."""

    LIGHT = "light"
    DARK = "dark"

    @property
    def word(self) -> Literal["light", "dark"]:
        """The look's name as the window takes it."""
        return "light" if self is Theme.LIGHT else "dark"


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.command()(init)
    app.command("gui")(gui)
    app.command()(doctor)


def init(
    place: Annotated[str, typer.Argument(help="A folder, or postgresql://account@server/name.")],
    artifacts: Annotated[
        Path | None,
        typer.Option(help="Folder for the files of a workspace in a database, reached by all."),
    ] = None,
) -> None:
    """Make a new workspace: in a folder, or in a PostgreSQL database that a team shares."""
    where = place_of(place)
    if artifacts is not None and isinstance(where, Path):
        raise WrongUse(
            "A workspace in a folder keeps its files there.",
            "--artifacts is for a workspace in a database: postgresql://account@server/database",
        )
    workspace = workspaces.create(where, artifacts=artifacts)
    try:
        recent.remember(workspace.place)
        body = {
            "workspace": str(workspace.place),
            "folder": workspace.folder,
            "artifacts": workspace.blobs.folder,
            "approver": workspace.person.login,
        }
        output.show(body, f"Made the workspace {workspace.place}.")
    finally:
        workspace.close()


def gui(
    ctx: typer.Context,
    pictures: Annotated[
        Path | None, typer.Option(help="Draw every page into this folder (pictures) and leave.")
    ] = None,
    theme: Annotated[Theme | None, typer.Option(help="Only this one.")] = None,
    size: Annotated[str | None, typer.Option(help="For example 1440x900.")] = None,
) -> None:
    """Open the window."""
    chosen: Chosen = ctx.obj
    place = chosen.place
    sizes = None if size is None else [parsed_size(size)]
    if pictures is not None:
        themes = [theme.value] if theme else []
        made = drawn(chosen.faces, place, pictures, themes, sizes or [])
        output.show({"items": made, "total": len(made)}, f"{len(made)} pictures in {pictures}.")
        return
    first = sizes[0] if sizes else None
    look: Literal["light", "dark"] | None = None if theme is None else theme.word
    raise typer.Exit(chosen.faces.window(place, theme=look, size=first, demo=False))


def parsed_size(text: str) -> tuple[int, int]:
    """Width and height from a text such as 1440x900."""
    width, by, height = text.partition("x")
    if not by or not width.isdecimal() or not height.isdecimal():
        raise WrongUse(f"{text} is no size.", "Write it like 1440x900.")
    return int(width), int(height)


def doctor(
    ctx: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make damaged data anew from its originals.")
    ] = False,
) -> None:
    """Look the workspace over: store, stored files, data, audit chain, versions."""
    with opened(ctx) as workspace:
        found = doctor_service.examine(workspace, repair=repair)
        columns = (("name", "Looked at"), ("passed", "Well"), ("message", "What was seen"))
        output.show_list(found, columns)
        if not all(f.passed for f in found):
            raise typer.Exit(NeedsYou.exit_code)
