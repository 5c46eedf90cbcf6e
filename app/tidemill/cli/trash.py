"""Commands for the trash of runs and datasets, and for taking changes back."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from tidemill.base.errors import NeedsYou
from tidemill.base.texts import told_bytes
from tidemill.cli import output
from tidemill.cli.context import opened, progress_bar, told_by
from tidemill.domain.datasets import Discarded
from tidemill.services import dataset_trash, runs, undoing
from tidemill.services import trash as service

trash = typer.Typer(help="Deleted runs and data, until the trash is emptied.", no_args_is_help=True)


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
    """Show the data and runs in the trash and since when, the newest there first."""
    with opened(ctx) as workspace:
        found = service.listed(workspace, limit=limit, offset=offset)
        files = service.file_bytes(workspace, [run.pk for run in found])
        size = service.size(workspace)
        items = [{"kind": "run"} | run.to_dict() | {"bytes": files.get(run.pk, 0)} for run in found]
        kept = dataset_trash.listed(workspace)
        if offset == 0:
            items = [_data_item(one) for one in kept] + items
        n_bytes = size.n_bytes + dataset_trash.size(workspace).n_bytes
        total = size.runs + len(kept)
        if output.as_json:
            output.show({"items": items, "total": total, "bytes": n_bytes}, "")
            return
        columns = [
            ("kind", "What"),
            ("id", "Id"),
            ("name", "Name"),
            ("experiment", "Experiment"),
            ("deleted_at", "Deleted"),
            ("bytes", "Bytes of files"),
        ]
        output.show_list(items, columns, total=total)
        if total:
            output.say(f"Emptying the trash frees {told_bytes(n_bytes)} of files.")


def _data_item(one: Discarded) -> dict[str, Any]:
    return {
        "kind": "dataset" if one.number is None else "version",
        "id": one.address,
        "name": one.name,
        "version": one.number,
        "rows": one.rows,
        "deleted_at": one.deleted_at,
    }


@trash.command()
def restore(
    ctx: typer.Context,
    run: Annotated[
        list[str] | None,
        typer.Argument(help="Ids, beginnings of ids or names of runs; datasets or name@3."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """Bring runs and data back from the trash, each with what was deleted together with it."""
    with opened(ctx) as workspace:
        wanted = run or []
        data = [one.address for one in dataset_trash.listed(workspace)]
        if not everything:
            data = [name for name in wanted if dataset_trash.named(workspace, name) is not None]
        addresses = [dataset_trash.restore(workspace, name).address for name in data]
        keys = service.named(workspace, None if everything else _without(wanted, data))
        if addresses and not keys:
            items = [{"kind": "dataset", "id": one} for one in addresses]
            body = {"items": items, "total": len(items)}
            output.show(body, f"Brought back {', '.join(addresses)}.")
            return
        back = service.restore(workspace, keys)
        found = runs.find(workspace, back.keys)
        names = ", ".join(r.name for r in found) if len(found) <= 10 else f"{len(found):,} runs"
        everyone = ", ".join([*addresses, names])
        output.show({"items": found, "total": len(found)}, f"Brought back {everyone}.")


def _without(names: Sequence[str], others: Sequence[str]) -> list[str]:
    return [name for name in names if name not in others]


@trash.command()
def empty(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove the runs and data in the trash for good, and the files only they have."""
    with opened(ctx) as workspace:
        size, kept = service.size(workspace), dataset_trash.size(workspace)
        there = _counted(size.runs, kept)
        if (size.runs or kept.versions) and not yes:
            n_bytes = size.n_bytes + kept.n_bytes
            _ask(f"This removes {there} for good and frees {told_bytes(n_bytes)} of files.")
        with progress_bar("Emptying the trash") as move:
            data = dataset_trash.empty(workspace, told_by(move))
            freed = service.empty(workspace, told_by(move))
        body = {
            "runs": freed.runs,
            "versions": data.versions,
            "bytes": freed.n_bytes + data.n_bytes,
            "left_bytes": freed.left_bytes,
            "reusable_bytes": freed.reusable_bytes,
            "kept": freed.kept,
        }
        if not freed.runs and not freed.left_bytes and not freed.kept and not data.versions:
            output.show(body, "The trash was empty.")
            return
        total = told_bytes(freed.n_bytes + freed.left_bytes + data.n_bytes)
        removed = _counted(freed.runs, data)
        output.show(body, f"Removed {removed} and freed {total} of files.")
        if freed.kept:
            there = "1 run stays" if freed.kept == 1 else f"{freed.kept:,} runs stay"
            output.say(f"{there}: still running, or a model version was registered from it.")
        if freed.reusable_bytes:
            output.say(
                f"The database file keeps its size; {told_bytes(freed.reusable_bytes)} in it are "
                "free for new runs."
            )


def _counted(n_runs: int, data: dataset_trash.Size) -> str:
    runs_words = "1 run" if n_runs == 1 else f"{n_runs:,} runs"
    if not data.versions:
        return runs_words
    many = "1 version" if data.versions == 1 else f"{data.versions:,} versions"
    return f"{many} of data" + (f" and {runs_words}" if n_runs else "")


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
    list_: Annotated[
        bool, typer.Option("--list", help="Show what you and the worker did that can be undone.")
    ] = False,
    all_: Annotated[
        bool, typer.Option("--all", help="Show what everybody did, and why it can't be undone.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it would change, and change nothing.")
    ] = False,
) -> None:
    """Take back your last change of runs or data, or decision over a model version.

    By its number any change in --list can be taken back, the worker's too.
    """
    columns = [("id", "Change"), ("at", "When"), ("by", "Who"), ("words", "What")]
    with opened(ctx) as workspace:
        if all_:
            whole = undoing.whole_timeline(workspace)
            output.show_list([one.to_dict() for one in whole], [*columns, ("why_not", "Why not")])
            return
        if list_:
            output.show_list(undoing.timeline(workspace), columns)
            return
        if dry_run:
            _show_preview(undoing.preview(workspace, change))
            return
        undone = undoing.undo(workspace, change)
        body = {"id": undone.id, "words": undone.words, "runs": len(undone.keys)}
        output.show(body, f"Took back: {undone.words}.")


def _show_preview(preview: undoing.Preview) -> None:
    """What taking a change back would do, or why it can't be."""
    columns = [("what", "What"), ("now", "Now"), ("then", "Then")]
    if output.as_json:
        output.show(preview.to_dict(), "")
        return
    output.say(f"Change {preview.id}: {preview.words}. {preview.why_not}".rstrip())
    if not preview.why_not:
        output.show_list(preview.turns, columns)
