"""Commands for runs."""

from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.runs import Run
from tidemill.services import comparing, run_view
from tidemill.services import runs as service

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
    remove: Annotated[bool, typer.Option("--remove")] = False,
) -> None:
    """Put a tag on runs, or take it off."""
    with opened(ctx) as workspace:
        if remove:
            _tell(service.untag(workspace, run, name), f"Took {name} off")
        else:
            _tell(service.tag(workspace, run, name, value), f"Tagged {name}:")


@runs.command()
def pin(
    ctx: typer.Context, run: list[str], off: Annotated[bool, typer.Option("--off")] = False
) -> None:
    """Keep runs on top, or no longer."""
    with opened(ctx) as workspace:
        _tell(service.pin(workspace, run, on=not off), "Unpinned" if off else "Pinned")


@runs.command()
def rename(ctx: typer.Context, run: str, name: str) -> None:
    """Give a run another name."""
    with opened(ctx) as workspace:
        _tell([service.rename(workspace, run, name)], "Now called")


@runs.command()
def archive(ctx: typer.Context, run: list[str]) -> None:
    """Hide runs from lists; nothing is deleted."""
    with opened(ctx) as workspace:
        _tell(service.archive(workspace, run), "Archived")


@runs.command()
def restore(ctx: typer.Context, run: list[str]) -> None:
    """Show archived runs again."""
    with opened(ctx) as workspace:
        _tell(service.archive(workspace, run, on=False), "Restored")


def _tell(changed: list[Run], verb: str) -> None:
    names = ", ".join(run.name for run in changed)
    output.show({"items": changed, "total": len(changed)}, f"{verb} {names}.")
