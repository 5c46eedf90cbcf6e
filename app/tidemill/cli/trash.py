"""Commands for the trash of runs, and for taking changes back."""

from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import opened, progress_bar, told_by
from tidemill.services import runs, undoing
from tidemill.services import trash as service

trash = typer.Typer(help="Deleted runs, until the trash is emptied.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(trash, name="trash")
    app.command("undo")(undo)


@trash.command("list")
def list_(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    offset: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Show the runs in the trash and since when, the newest there first."""
    with opened(ctx) as workspace:
        found = service.listed(workspace, limit=limit, offset=offset)
        files = service.file_bytes(workspace, [run.pk for run in found])
        size = service.size(workspace)
        items = [run.to_dict() | {"bytes": files.get(run.pk, 0)} for run in found]
        if output.as_json:
            output.show({"items": items, "total": size.runs, "bytes": size.n_bytes}, "")
            return
        columns = [
            ("id", "Id"),
            ("name", "Run"),
            ("experiment", "Experiment"),
            ("deleted_at", "Deleted"),
            ("bytes", "Bytes of files"),
        ]
        output.show_list(items, columns, total=size.runs)
        if size.runs:
            output.say(f"Emptying the trash frees {told_bytes(size.n_bytes)} of files.")


@trash.command()
def restore(
    ctx: typer.Context,
    run: Annotated[
        list[str] | None, typer.Argument(help="Ids, beginnings of ids, or names.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """Bring runs back from the trash, each with what was deleted together with it."""
    with opened(ctx) as workspace:
        keys = service.named(workspace, None if everything else run or [])
        back = service.restore(workspace, keys)
        found = runs.find(workspace, back.keys)
        names = ", ".join(r.name for r in found) if len(found) <= 10 else f"{len(found):,} runs"
        output.show({"items": found, "total": len(found)}, f"Brought back {names}.")


@trash.command()
def empty(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove the runs in the trash for good, and the files only they have."""
    with opened(ctx) as workspace:
        size = service.size(workspace)
        there = "1 run" if size.runs == 1 else f"{size.runs:,} runs"
        if size.runs and not yes:
            _ask(f"This removes {there} for good and frees {told_bytes(size.n_bytes)} of files.")
        with progress_bar("Emptying the trash") as move:
            freed = service.empty(workspace, told_by(move))
        body = {
            "runs": freed.runs,
            "bytes": freed.n_bytes,
            "left_bytes": freed.left_bytes,
            "reusable_bytes": freed.reusable_bytes,
            "kept": freed.kept,
        }
        if not freed.runs and not freed.left_bytes and not freed.kept:
            output.show(body, "The trash was empty.")
            return
        total = told_bytes(freed.n_bytes + freed.left_bytes)
        removed = "1 run" if freed.runs == 1 else f"{freed.runs:,} runs"
        output.show(body, f"Removed {removed} and freed {total} of files.")
        if freed.kept:
            there = "1 run stays" if freed.kept == 1 else f"{freed.kept:,} runs stay"
            output.say(f"{there}: still running, or a model version was registered from it.")
        if freed.reusable_bytes:
            output.say(
                f"The database file keeps its size; {told_bytes(freed.reusable_bytes)} in it are "
                "free for new runs."
            )


def _ask(words: str) -> None:
    if output.as_json:
        raise NeedsYou(words, "Say --yes to do it.")
    output.say(words)
    typer.confirm("Go on?", abort=True, err=True)


def undo(
    ctx: typer.Context,
    change: Annotated[
        int | None, typer.Argument(help="Which one, by its number in --list; else the newest.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show what can be undone.")] = False,
) -> None:
    """Take back your last change of runs, or decision over a model version."""
    with opened(ctx) as workspace:
        if list_:
            columns = (("id", "Change"), ("at", "When"), ("words", "What you did"))
            output.show_list(undoing.every(workspace), columns)
            return
        undone = undoing.undo(workspace, change)
        body = {"id": undone.id, "words": undone.words, "runs": len(undone.keys)}
        output.show(body, f"Took back: {undone.words}.")


def told_bytes(n: int) -> str:
    """Bytes as people read them."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n >= size:
            return f"{n / size:.1f} {unit}"
    return "1 byte" if n == 1 else f"{n} bytes"
