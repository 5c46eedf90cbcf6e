"""Commands that name, describe and delete datasets, and say where a version came from."""

from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.data import data
from tidemill.services import dataset_changes, dataset_trash, datasets
from tidemill.services import lineage as lineages


def attach(_app: typer.Typer) -> None:
    """Add the commands to the group `data`, which stands in the root already."""
    for command in (delete, rename, about, project, lineage):
        data.command()(command)


def delete(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="A dataset, or one version of it (name@3).")],
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also where models or runs stand on it.")
    ] = False,
) -> None:
    """Put a dataset or a version into the trash; `trash restore` or `undo` brings it back."""
    with opened(ctx) as workspace:
        try:
            gone = dataset_trash.delete(workspace, name, anyway=anyway)
        except NeedsYou as error:
            if "anyway" not in error.hint:
                raise
            raise NeedsYou(error.message, f"{error.hint} Say --anyway to do it.") from error
        body = {
            "deleted": gone.address,
            "versions": list(gone.versions),
            "models": list(gone.models),
            "runs": [{"id": key, "name": run} for key, run in gone.runs],
        }
        output.show(body, f"{gone.address} is in the trash.")


def rename(ctx: typer.Context, name: str, to: str) -> None:
    """Give a dataset another name; what was written down with the former one goes on working."""
    with opened(ctx) as workspace:
        dataset_changes.rename(workspace, name, to)
        output.show(datasets.find(workspace, to).to_dict(), f"{name} is {to} now.")


def about(
    ctx: typer.Context,
    name: str,
    words: Annotated[str, typer.Argument(help="What one row stands for, such as: a flight.")],
) -> None:
    """Say what one row of a dataset stands for."""
    with opened(ctx) as workspace:
        changed = dataset_changes.set_about(workspace, name, words)
        body = datasets.find(workspace, name).to_dict()
        output.show(body, f"One row of {name} is: {changed.about}")


def project(
    ctx: typer.Context,
    name: str,
    project: Annotated[str, typer.Argument(help="The project it belongs to.")],
) -> None:
    """Put a dataset into a project."""
    with opened(ctx) as workspace:
        dataset_changes.set_project(workspace, name, project)
        output.show(datasets.find(workspace, name).to_dict(), f"{name} is in {project} now.")


def lineage(ctx: typer.Context, name: str) -> None:
    """Show where a version came from and what stands on it."""
    with opened(ctx) as workspace:
        found = lineages.of(workspace, datasets.version(workspace, name))
        if output.as_json:
            output.show(found.to_dict(), "")
            return
        lines = [f"{found.version.label}, added by {found.version.by}"]
        for title, links in (("From", found.came_from), ("Needed by", found.stands_on_it)):
            lines += [f"{title} {link.kind} {link.name}" for link in links]
        output.show(found.to_dict(), "\n".join(lines))
