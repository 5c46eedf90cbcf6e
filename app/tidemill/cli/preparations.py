"""Commands for preparations that recipes share."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.domain.recipes import Recipe
from tidemill.services import recipes, trainings, workers
from tidemill.services import shared_preparations as service
from tidemill.services.workspace import Workspace

preparations = typer.Typer(
    help="Preparations under a name, shared by recipes.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="The preparation's name.")]


def attach(app: typer.Typer) -> None:
    """Add the group to the root."""
    app.add_typer(preparations, name="preparations")


@preparations.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the preparations that are shared."""
    with opened(ctx) as workspace:
        items = [one.to_dict() for one in service.every(workspace)]
        columns = (("name", "Preparation"), ("version", "Version"), ("words", "What it says"))
        output.show_list(items, (*columns, ("by", "By")))


@preparations.command()
def show(ctx: typer.Context, name: Name) -> None:
    """Show a preparation: its versions, and which models learned with which of them."""
    with opened(ctx) as workspace:
        found = service.versions(workspace, name)
        learned = service.models_with(workspace, name)
        marked = service.older(workspace, [one.recipe["shared"] for one in learned])
        models = [
            {
                "version": one.label,
                "preparation": one.recipe["shared"],
                "older": one.recipe["shared"] in marked,
            }
            for one in learned
        ]
        lines = [
            f"{one.content.label}{' (stands)' if one.is_standing else ''}: {one.content.words}"
            for one in found
        ]
        for one in models:
            is_older = ", an older preparation" if one["older"] else ""
            lines.append(f"{one['version']} learned with {one['preparation']}{is_older}.")
        said = {"name": name, "versions": [one.to_dict() for one in found], "models": models}
        output.show(said, "\n".join(lines))


@preparations.command()
def save(
    ctx: typer.Context,
    name: Name,
    run: Annotated[str, typer.Option(help="A run that was trained here.")] = "",
    recipe: Annotated[Path | None, typer.Option(help="A recipe's file, TOML or JSON.")] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(help="A setting of its own, such as max_onehot=30; repeat."),
    ] = None,
) -> None:
    """Save what a run or a recipe prepares by, new or as the next version under that name.

    With settings alone the version that stands is saved anew with these.
    """
    if run and recipe is not None:
        raise WrongUse("Name a run or a recipe's file, not both.")
    settings = dict(map(_setting, setting or ()))
    with opened(ctx) as workspace:
        given = _given(workspace, run, recipe)
        if given is None and not settings:
            raise WrongUse("Say what to save: --run, --recipe or --setting.")
        if given is None:
            made = service.change(workspace, name, settings)
        else:
            said = given.to_dict()
            said["preparation_settings"] = {**said["preparation_settings"], **settings}
            made = service.save(workspace, name, Recipe.from_dict(said))
        output.show(made.to_dict(), f"{made.label}: {made.words}")


@preparations.command()
def drop(ctx: typer.Context, name: Name) -> None:
    """Take a preparation away; what learned with it keeps what it learned."""
    with opened(ctx) as workspace:
        service.drop(workspace, name)
        output.show({"name": name, "dropped": True}, f"Took away {name}.")


@preparations.command()
def anew(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(help="A run that learned with a shared preparation.")],
    detach: Annotated[bool, typer.Option(help="Do not wait.")] = False,
) -> None:
    """Train a run once more with the version of its preparation that stands now."""
    with opened(ctx) as workspace:
        job_id = trainings.anew(workspace, run)
        if detach:
            workers.ensure(workspace)
            output.show({"job": job_id}, f"Job {job_id} trains.")
            return
        job = follow(workspace, job_id)
        output.show({"job": job_id, "runs": job.result.get("runs", [])}, f"{job.message}.")


def _given(workspace: Workspace, run: str, recipe: Path | None) -> Recipe | None:
    if run:
        return recipes.of_run(workspace, run).recipe
    return None if recipe is None else recipes.read(recipe).recipe


def _setting(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise WrongUse(f"“{text}” is no setting.", "Write name=value, such as max_onehot=30.")
    try:
        return name.strip(), tomllib.loads(f"value = {value.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        return name.strip(), value.strip()
