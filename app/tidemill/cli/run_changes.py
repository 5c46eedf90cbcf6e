"""Commands that change what people say about runs, and delete them."""

from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.runs import runs
from tidemill.domain.run_lists import Wish
from tidemill.domain.runs import COLOURS, Run
from tidemill.services import run_changes
from tidemill.services import runs as service
from tidemill.services import trash as trash_service
from tidemill.services.run_list import RunList
from tidemill.services.workspace import Workspace

Runs = Annotated[
    list[str] | None, typer.Argument(help="Ids, beginnings of ids, or names.", show_default=False)
]
Where = Annotated[str, typer.Option(help="All runs that match this query, archived ones too.")]
Off = Annotated[bool, typer.Option("--off", help="No longer.")]

_NAMED = 10
"""How many runs are told by name."""


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of runs."""
    for command in (tag, pin, star, rename, note, colour, archive, restore, delete):
        runs.command()(command)


def tag(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help="The tag.")],
    run: Runs = None,
    value: Annotated[str, typer.Option(help="What it says, if anything.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take it off.")] = False,
    where: Where = "",
) -> None:
    """Put a tag on runs, or take it off."""
    with opened(ctx) as workspace:
        keys = _chosen(workspace, run, where)
        if remove:
            run_changes.untag(workspace, keys, name)
        else:
            run_changes.tag(workspace, keys, name, value)
        _tell(workspace, keys, f"Took {name} off" if remove else f"Tagged {name}:")


def pin(ctx: typer.Context, run: Runs = None, off: Off = False, where: Where = "") -> None:
    """Keep runs on top, or no longer."""
    with opened(ctx) as workspace:
        keys = _chosen(workspace, run, where)
        run_changes.pin(workspace, keys, not off)
        _tell(workspace, keys, "Unpinned" if off else "Pinned")


def star(ctx: typer.Context, run: Runs = None, off: Off = False, where: Where = "") -> None:
    """Mark runs as good ones, or no longer."""
    with opened(ctx) as workspace:
        keys = _chosen(workspace, run, where)
        run_changes.star(workspace, keys, not off)
        _tell(workspace, keys, "Took the star off" if off else "Starred")


def rename(ctx: typer.Context, run: str, name: str) -> None:
    """Give a run another name."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, [run])
        run_changes.rename(workspace, keys[0], name)
        _tell(workspace, keys, "Now called")


def note(
    ctx: typer.Context,
    text: Annotated[str, typer.Option(help="What it says; empty takes it away.")],
    run: Runs = None,
    where: Where = "",
) -> None:
    """Write a note on runs in place of the one there."""
    with opened(ctx) as workspace:
        keys = _chosen(workspace, run, where)
        run_changes.set_note(workspace, keys, text)
        _tell(workspace, keys, "Wrote the note on" if text.strip() else "Took the note off")


def colour(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help=f"{', '.join(COLOURS)}; or none.")],
    run: Runs = None,
    where: Where = "",
) -> None:
    """Give runs a colour, or take it away."""
    with opened(ctx) as workspace:
        keys = _chosen(workspace, run, where)
        is_off = name == "none"
        run_changes.set_colour(workspace, keys, None if is_off else name)
        _tell(workspace, keys, "Took the colour off" if is_off else f"Coloured {name}:")


def archive(ctx: typer.Context, run: Runs = None, where: Where = "") -> None:
    """Hide runs from lists; nothing is deleted."""
    with opened(ctx) as workspace:
        keys = _chosen(workspace, run, where)
        run_changes.archive(workspace, keys)
        _tell(workspace, keys, "Archived")


def restore(ctx: typer.Context, run: Runs = None, where: Where = "") -> None:
    """Show archived runs again; what was deleted comes back with `trash restore`."""
    with opened(ctx) as workspace:
        keys = _chosen(workspace, run, where)
        run_changes.archive(workspace, keys, False)
        _tell(workspace, keys, "Restored")


def delete(ctx: typer.Context, run: Runs = None, where: Where = "") -> None:
    """Put runs into the trash, with the runs nested in them.

    A run that a model version was registered from, or that still runs, stays: the others go, the
    reason is told, and the command ends with 3.
    """
    with opened(ctx) as workspace:
        keys = _chosen(workspace, run, where)
        deleted = trash_service.delete(workspace, keys)
        if not deleted.n:
            refused = deleted.refused[0]
            raise NeedsYou(f"{refused.name} can't be deleted.", refused.reason)
        found = service.find(workspace, deleted.keys)
        kept = service.find(workspace, [r.key for r in deleted.refused])
        body = {
            "items": found,
            "total": deleted.n,
            "refused": [
                {"id": run.id, "name": run.name, "reason": r.reason}
                for run, r in zip(kept, deleted.refused, strict=True)
            ],
        }
        output.show(body, f"{_names(found)} went into the trash.")
        for r in deleted.refused:
            output.say(f"{r.name} was not deleted: {r.reason}")
        if deleted.refused:
            raise typer.Exit(NeedsYou.exit_code)


def _chosen(workspace: Workspace, texts: list[str] | None, where: str) -> list[int]:
    """Keys of the runs named one by one, or by a query."""
    if bool(texts) == bool(where):
        raise WrongUse(
            "Name runs, or say which with --where, one of both.", "See: tidemill runs list"
        )
    if texts:
        return service.keys(workspace, texts)
    every = RunList(workspace)
    try:
        found = every.outline(Wish(where, group_by=(), archived=True)).keys
    finally:
        every.close()
    if not len(found):
        raise NeedsYou(f"No run matches {where}.", "See them with: tidemill runs list")
    return [int(key) for key in found]


def _names(found: list[Run]) -> str:
    if len(found) > _NAMED:
        return f"{len(found):,} runs"
    return ", ".join(run.name for run in found)


def _tell(workspace: Workspace, keys: list[int], verb: str) -> None:
    found = service.find(workspace, keys)
    output.show({"items": found, "total": len(found)}, f"{verb} {_names(found)}.")
