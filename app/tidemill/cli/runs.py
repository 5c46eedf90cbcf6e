"""Commands for runs."""

from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.runs import COLOURS
from tidemill.services import comparing, run_changes, run_view, trash
from tidemill.services import runs as service
from tidemill.services.workspace import Workspace

Off = Annotated[bool, typer.Option("--off", help="No longer.")]

runs = typer.Typer(help="Experiments' runs.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(runs, name="runs")


@runs.command("list")
def list_(
    ctx: typer.Context,
    where: Annotated[str, typer.Option(help="A query, for example metrics.auc > 0.7")] = "",
    sort: Annotated[str, typer.Option(help="A name; with - in front descending.")] = "-started",
    columns: Annotated[str, typer.Option(help="Names to show, with commas between.")] = "",
    limit: Annotated[int, typer.Option(min=1)] = 50,
    offset: Annotated[int, typer.Option(min=0)] = 0,
    archived: Annotated[bool, typer.Option("--archived", help="Archived runs too.")] = False,
) -> None:
    """Show runs."""
    with opened(ctx) as workspace:
        keys = [(s.strip().lstrip("-"), s.strip().startswith("-")) for s in sort.split(",")]
        page = run_view.RunsView(workspace).page(
            where=where, sort=keys, limit=limit, offset=offset, archived=archived
        )
        names = [n.strip() for n in columns.split(",") if n.strip()]
        names = names or ["experiment", "state", "metrics.auc", "dataset", "started_at"]
        shown = [("id", "Id"), ("name", "Run"), *((n, n.split(".")[-1]) for n in names)]
        output.show_list(page.runs, shown, total=page.matching)


@runs.command()
def show(ctx: typer.Context, run: str) -> None:
    """Show one run, by its id, the beginning of it, or its name."""
    with opened(ctx) as workspace:
        found = service.one(workspace, run)
        lines = [f"{found.name}: {found.state}", f"data {found.dataset}"]
        lines += [f"{name} {value:.4f}" for name, value in found.metrics.items()]
        lines += [f"{name} = {value}" for name, value in found.params.items()]
        if found.error:
            lines.append(found.error)
        output.show(found, "\n".join(lines))


@runs.command()
def compare(ctx: typer.Context, run: list[str]) -> None:
    """Put 2 to 8 runs side by side; the first is the baseline."""
    with opened(ctx) as workspace:
        found = comparing.compare(workspace, run)
        if output.as_json:
            output.show(found, "")
            return
        items = [
            {"name": row.title} | {r.id: v for r, v in zip(found.runs, row.values, strict=True)}
            for row in (*found.metrics, *found.params, *found.data)
            if row.differs
        ]
        output.show_list(items, [("name", ""), *((r.id, r.name) for r in found.runs)])


@runs.command()
def tag(
    ctx: typer.Context,
    run: list[str],
    name: Annotated[str, typer.Option(help="The tag.")],
    value: Annotated[str, typer.Option(help="What it says, if anything.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take it off.")] = False,
) -> None:
    """Put a tag on runs, or take it off."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, run)
        if remove:
            run_changes.untag(workspace, keys, name)
        else:
            run_changes.tag(workspace, keys, name, value)
        _tell(workspace, keys, f"Took {name} off" if remove else f"Tagged {name}:")


@runs.command()
def pin(ctx: typer.Context, run: list[str], off: Off = False) -> None:
    """Keep runs on top, or no longer."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, run)
        run_changes.pin(workspace, keys, not off)
        _tell(workspace, keys, "Unpinned" if off else "Pinned")


@runs.command()
def star(ctx: typer.Context, run: list[str], off: Off = False) -> None:
    """Mark runs as good ones, or no longer."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, run)
        run_changes.star(workspace, keys, not off)
        _tell(workspace, keys, "Took the star off" if off else "Starred")


@runs.command()
def rename(ctx: typer.Context, run: str, name: str) -> None:
    """Give a run another name."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, [run])
        run_changes.rename(workspace, keys[0], name)
        _tell(workspace, keys, "Now called")


@runs.command()
def note(
    ctx: typer.Context,
    run: list[str],
    text: Annotated[str, typer.Option(help="What it says; empty takes it away.")],
) -> None:
    """Write a note on runs in place of the one there."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, run)
        run_changes.set_note(workspace, keys, text)
        _tell(workspace, keys, "Noted on" if text.strip() else "Took the note off")


@runs.command()
def colour(
    ctx: typer.Context,
    run: list[str],
    name: Annotated[
        str, typer.Option("--name", help=f"{', '.join(COLOURS)}; nothing takes it away.")
    ] = "",
) -> None:
    """Give runs a colour, or take it away."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, run)
        run_changes.set_colour(workspace, keys, name or None)
        _tell(workspace, keys, f"Coloured {name}:" if name else "Took the colour off")


@runs.command()
def archive(ctx: typer.Context, run: list[str]) -> None:
    """Hide runs from lists; nothing is deleted."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, run)
        run_changes.archive(workspace, keys)
        _tell(workspace, keys, "Archived")


@runs.command()
def restore(ctx: typer.Context, run: list[str]) -> None:
    """Show archived runs again."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, run)
        run_changes.archive(workspace, keys, False)
        _tell(workspace, keys, "Restored")


@runs.command()
def delete(ctx: typer.Context, run: list[str]) -> None:
    """Put runs into the trash, with the runs nested in them."""
    with opened(ctx) as workspace:
        keys = service.keys(workspace, run)
        deleted = trash.delete(workspace, keys)
        found = service.find(workspace, deleted.keys)
        names = {key: one.id for key, one in zip(keys, service.find(workspace, keys), strict=True)}
        body = {
            "items": found,
            "total": deleted.n,
            "refused": [
                {"id": names[r.key], "name": r.name, "reason": r.reason} for r in deleted.refused
            ],
        }
        told = f"{', '.join(one.name for one in found)} went into the trash." if found else ""
        output.show(body, told)
        for refused in deleted.refused:
            output.say(f"{refused.name} was not deleted: {refused.reason}")
        if deleted.refused:
            raise typer.Exit(NeedsYou.exit_code)


def _tell(workspace: Workspace, keys: list[int], verb: str) -> None:
    found = service.find(workspace, keys)
    names = ", ".join(run.name for run in found)
    output.show({"items": found, "total": len(found)}, f"{verb} {names}.")
