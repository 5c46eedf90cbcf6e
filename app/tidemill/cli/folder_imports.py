"""`tidemill import FOLDER`: what `tidemill export` wrote, taken into a workspace of its own."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tidemill.base.texts import told_bytes
from tidemill.cli import output
from tidemill.cli.context import Chosen, progress_bar, told_by
from tidemill.services import recent
from tidemill.services import workspace as workspaces
from tidemill.services.leaving import coming_back

_NAME = "folder"


class OrFolder(TyperGroup):
    """A group of commands in which a word that names none of them is the folder to take in."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command meant and the words left for it."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            args = [_NAME, *args]
        return super().resolve_command(ctx, args)


def attach(group: typer.Typer) -> None:
    """Add this command to the group."""
    group.command(_NAME)(folder)


def folder(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(help="A folder that `tidemill export` wrote.")],
) -> None:
    """Take everything of an export into a new workspace; the word `folder` may be left out."""
    chosen: Chosen = ctx.obj
    place = chosen.place
    is_new = isinstance(place, Path) and not place.exists()
    if is_new:
        coming_back.look(source)
    workspace = workspaces.create(place) if is_new else workspaces.open_existing(place)
    try:
        with progress_bar("Taking everything in") as move:
            taken = coming_back.take_in(workspace, source, told_by(move))
        recent.remember(place)
        for sentence in taken.said:
            output.say(sentence)
        words = f"Took in {taken.n_rows:,} rows and {taken.n_files:,} stored files"
        output.show(taken, f"{words} ({told_bytes(taken.n_bytes)}) into {workspace.place}.")
    finally:
        workspace.close()
