"""Commands that show recipes and write them to files."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.services import datasets
from tidemill.services import recipes as service
from tidemill.services.recipes import Written
from tidemill.services.workspace import Workspace

recipes = typer.Typer(help="Recipes: all that decides what a training makes.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(recipes, name="recipes")


@recipes.command()
def show(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help="A run, or a recipe's file.")],
) -> None:
    """Show the recipe of a run or a file, as TOML."""
    with opened(ctx) as workspace:
        _told(workspace, _of(workspace, what))


@recipes.command()
def save(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(help="A run that was trained here.")],
    file: Annotated[Path, typer.Argument(help="The file to write: .toml or .json.")],
) -> None:
    """Write the recipe of a run to a file, with every setting it was trained with."""
    with opened(ctx) as workspace:
        service.save(service.of_run(workspace, run), file)
        output.show({"file": str(file)}, f"Wrote {file}")


@recipes.command()
def suggest(
    ctx: typer.Context,
    dataset: Annotated[str, typer.Argument(help="A dataset, or a version of one (name@3).")],
    target: Annotated[str | None, typer.Option(help="Column to predict.")] = None,
    time: Annotated[str | None, typer.Option(help="Column that orders rows in time.")] = None,
    out: Annotated[Path | None, typer.Option(help="The file to write: .toml or .json.")] = None,
) -> None:
    """Show what would be trained on a dataset, or write it to a file to change."""
    with opened(ctx) as workspace:
        version = datasets.version(workspace, dataset)
        recipe = service.chosen(workspace, dataset, target, time, None, ())
        written = Written(recipe, version.address)
        if out is None:
            _told(workspace, written)
            return
        service.save(written, out)
        output.show({"file": str(out)}, f"Wrote {out}")


def _of(workspace: Workspace, what: str) -> Written:
    """A file where there is one of that name, else a run."""
    path = Path(what)
    is_file = path.suffix.lower() in (".toml", ".json") or path.is_file()
    return service.read(path) if is_file else service.of_run(workspace, what)


def _told(workspace: Workspace, written: Written) -> None:
    """The recipe as TOML; as JSON with its hash and, where its data is there, theirs."""
    said = {"recipe": written.recipe.to_dict(), "data": written.data}
    if written.data:
        version = datasets.version(workspace, written.data)
        said["hash"] = service.hash_of(written.recipe, version)
    output.show(said, service.text(written).rstrip())
