"""Commands for watched folders."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.automations import Mode
from tidemill.domain.datasets import Series
from tidemill.domain.watches import FileOrder, Watch
from tidemill.services import automations, watching, workers
from tidemill.services.workspace import Workspace

watch = typer.Typer(help="Watched folders.", no_args_is_help=True)

_COLUMNS = (
    ("id", "Id"),
    ("folder", "Folder"),
    ("dataset", "Dataset"),
    ("model", "Model"),
    ("mode", "Mode"),
    ("pattern", "Names"),
    ("is_on", "On"),
    ("is_there", "There"),
    ("trouble", "Trouble"),
)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(watch, name="watch")


@watch.command("add")
def add(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(readable=False)],
    dataset: Annotated[str, typer.Option(help="Dataset that the files go into.")],
    model: Annotated[str | None, typer.Option(help="Model that each file retrains.")] = None,
    mode: Annotated[Mode, typer.Option(help="What happens when the gates pass.")] = Mode.PROPOSE,
    append: Annotated[bool, typer.Option("--append/--replace")] = True,
    target: Annotated[
        str | None, typer.Option(help="Column to predict; for a new dataset.")
    ] = None,
    time: Annotated[
        str | None, typer.Option(help="Column that orders rows in time; for a new dataset.")
    ] = None,
    pattern: Annotated[
        str, typer.Option(help="Names that count, with * and ?; several with commas.")
    ] = "",
    recursive: Annotated[
        bool, typer.Option("--recursive/--flat", help="Whether folders below count too.")
    ] = False,
    order: Annotated[
        FileOrder, typer.Option(help="How files that lie there together are taken in.")
    ] = FileOrder.NAME,
) -> None:
    """Watch a folder: each file that lands there is taken in once."""
    with opened(ctx) as workspace:
        series = Series.APPEND if append else Series.REPLACE
        made = watching.add(
            workspace,
            folder,
            dataset=dataset,
            model=model,
            mode=mode,
            series=series,
            target=target,
            time=time,
            pattern=pattern,
            recursive=recursive,
            order=order,
        )
        workers.ensure(workspace)
        output.show(
            _with_rule(workspace, made),
            f"Watching {made.folder} for {made.dataset} (folder {made.id}).",
        )


@watch.command()
def change(
    ctx: typer.Context,
    watch_id: int,
    pattern: Annotated[
        str | None, typer.Option(help="Names that count; several with commas; '' for all.")
    ] = None,
    recursive: Annotated[
        bool | None, typer.Option("--recursive/--flat", help="Whether folders below count too.")
    ] = None,
    order: Annotated[
        FileOrder | None, typer.Option(help="How files that lie there together are taken in.")
    ] = None,
    append: Annotated[
        bool | None,
        typer.Option("--append/--replace", help="What a file does to the rows of a new dataset."),
    ] = None,
) -> None:
    """Change which files of a watched folder count, and in which order they are taken in."""
    series = None if append is None else Series.APPEND if append else Series.REPLACE
    with opened(ctx) as workspace:
        made = watching.change(
            workspace,
            watch_id,
            pattern=pattern,
            recursive=recursive,
            order=order,
            series=series,
        )
        workers.ensure(workspace)
        _tell(made, "Changed")


@watch.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the watched folders."""
    with opened(ctx) as workspace:
        found = [_with_rule(workspace, one) for one in watching.every(workspace)]
        output.show_list(found, _COLUMNS)


@watch.command()
def pause(ctx: typer.Context, watch_id: int) -> None:
    """Leave a folder alone for now."""
    with opened(ctx) as workspace:
        _tell(watching.switch(workspace, watch_id, on=False), "Paused")


@watch.command()
def resume(ctx: typer.Context, watch_id: int) -> None:
    """Go on with a paused folder."""
    with opened(ctx) as workspace:
        _tell(watching.switch(workspace, watch_id, on=True), "Resumed")
        workers.ensure(workspace)


@watch.command()
def remove(ctx: typer.Context, watch_id: int) -> None:
    """Stop watching a folder; its files and versions stay."""
    with opened(ctx) as workspace:
        _tell(watching.remove(workspace, watch_id), "No longer watching")


@watch.command()
def scan(ctx: typer.Context) -> None:
    """Look into all folders now."""
    with opened(ctx) as workspace:
        found = watching.scan(workspace)
        workers.ensure(workspace)
        text = f"{found.handed_on} handed on, {found.waiting} still being written."
        output.show(found, text)


def _with_rule(workspace: Workspace, one: Watch) -> dict[str, Any]:
    """A folder with the model and mode of the first automation that its files start."""
    rules = automations.of_watch(workspace, one.id)
    rule = {
        "model": rules[0].model if rules else None,
        "mode": str(rules[0].mode) if rules else None,
        "automations": [rule.id for rule in rules],
    }
    return {**output.plain(one), **rule}


def _tell(changed: Watch, verb: str) -> None:
    output.show(changed, f"{verb} {changed.folder}.")
