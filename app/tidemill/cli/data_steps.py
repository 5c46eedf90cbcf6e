"""Commands for the steps by which a dataset is prepared."""

from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.data import data
from tidemill.services import datasets, step_previews, workers
from tidemill.services import steps as service
from tidemill.services.steps import Changed, StepLine
from tidemill.services.workspace import Workspace

steps = typer.Typer(help="Steps by which the rows of a dataset are prepared.", no_args_is_help=True)

Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="A setting as name=value; several times for several."),
]
Step = Annotated[int, typer.Argument(help="The step, as `steps list` numbers it.")]
Place = Annotated[int | None, typer.Option(min=1, help="The place among the steps, 1 is first.")]
Detach = Annotated[bool, typer.Option(help="Do not wait for the new version.")]


def attach(_app: typer.Typer) -> None:
    """Add the group to `data`, which stands in the root already."""
    data.add_typer(steps, name="steps")


@steps.command("list")
def list_(ctx: typer.Context, name: str) -> None:
    """Show the steps of a dataset in their order, those undone among them."""
    with opened(ctx) as workspace:
        items = [_item(place, one) for place, one in enumerate(service.steps(workspace, name), 1)]
        columns = (
            ("place", "Place"),
            ("id", "Step"),
            ("in_force", "In force"),
            ("sentence", "What it does"),
            ("name", "Name"),
            ("by", "By"),
        )
        output.show_list(items, columns)


@steps.command()
def kinds(ctx: typer.Context) -> None:
    """Show the kinds of steps there are, with their settings."""
    with opened(ctx):
        items = [
            {
                "kind": entry.id,
                "title": entry.title,
                "settings": {p.id: p.default for p in entry.parameters},
                "help": entry.help,
            }
            for entry in service.entries()
        ]
        output.show_list(items, (("kind", "Kind"), ("title", "Title"), ("help", "What it does")))


@steps.command()
def preview(
    ctx: typer.Context, name: str, kind: str, set_: Settings = None, at: Place = None
) -> None:
    """Show what a step would do to the first rows; nothing is kept."""
    with opened(ctx) as workspace:
        place = None if at is None else at - 1
        seen = step_previews.preview(workspace, name, kind, _settings(set_), at=place)
        after = [dict(zip(seen.columns_after, row, strict=True)) for row in seen.after]
        body = {
            "sentence": seen.sentence,
            "rows_looked_at": seen.n_sampled,
            "rows_changed": seen.n_changed,
            "rows_dropped": seen.n_dropped,
            "columns_changed": list(seen.changed),
            "before": [dict(zip(seen.columns_before, row, strict=True)) for row in seen.before],
            "after": after,
        }
        if output.as_json:
            output.show(body, "")
            return
        output.show_list(after, [(c, c) for c in seen.columns_after])
        output.say(
            f"{seen.sentence}: {seen.n_changed:,} of {seen.n_sampled:,} rows change, "
            f"{seen.n_dropped:,} go."
        )


@steps.command()
def add(
    ctx: typer.Context,
    name: str,
    kind: Annotated[str, typer.Argument(help="The kind, as `steps kinds` names it.")],
    set_: Settings = None,
    title: Annotated[str, typer.Option("--name", help="A name of its own.")] = "",
    at: Place = None,
    detach: Detach = False,
) -> None:
    """Add a step, such as: steps add sales derive --set name=total --set expression="price * n"."""
    with opened(ctx) as workspace:
        place = None if at is None else at - 1
        changed = service.add(workspace, name, kind, _settings(set_), name=title, at=place)
        _show(workspace, name, changed, detach)


@steps.command()
def change(
    ctx: typer.Context, name: str, step: Step, set_: Settings = None, detach: Detach = False
) -> None:
    """Give a step other settings; what is not named stays."""
    with opened(ctx) as workspace:
        _show(workspace, name, service.change(workspace, name, step, _settings(set_)), detach)


@steps.command()
def move(
    ctx: typer.Context,
    name: str,
    step: Step,
    to: Annotated[int, typer.Argument(min=1, help="The place, 1 is first.")],
    detach: Detach = False,
) -> None:
    """Put a step at another place."""
    with opened(ctx) as workspace:
        _show(workspace, name, service.move(workspace, name, step, to - 1), detach)


@steps.command()
def undo(ctx: typer.Context, name: str, step: Step, detach: Detach = False) -> None:
    """Undo a step; the others stay, and it can be done again."""
    with opened(ctx) as workspace:
        _show(workspace, name, service.undo(workspace, name, step), detach)


@steps.command()
def redo(ctx: typer.Context, name: str, step: Step, detach: Detach = False) -> None:
    """Do a step again that was undone."""
    with opened(ctx) as workspace:
        _show(workspace, name, service.redo(workspace, name, step), detach)


@steps.command()
def rename(ctx: typer.Context, name: str, step: Step, title: str) -> None:
    """Give a step a name of its own; an empty one takes it away."""
    with opened(ctx) as workspace:
        one = service.rename(workspace, name, step, title)
        output.show({"id": one.id, "name": one.name}, f"Step {one.id} is {one.name or 'unnamed'}.")


@steps.command()
def prepare(ctx: typer.Context, name: str) -> None:
    """Prepare all rows by the steps in force once more, where an earlier try failed."""
    with opened(ctx) as workspace:
        job = follow(workspace, service.prepare(workspace, name))
        output.show(job, job.message)


def _show(workspace: Workspace, name: str, changed: Changed, detach: bool) -> None:
    """The step as it is now, and the version that its change made."""
    line = next(one for one in service.steps(workspace, name) if one.step.id == changed.step.id)
    item: dict[str, Any] = line.to_dict() | {"job": changed.job_id}
    if detach:
        workers.ensure(workspace)
        output.show(item, f"Step {line.step.id}: {line.sentence}. Job {changed.job_id} prepares.")
        return
    job = follow(workspace, changed.job_id)
    key = job.result.get("version")
    version = None if key is None else datasets.version_of_id(workspace, key)
    item["version"] = None if version is None else datasets.version_dict(version)
    output.show(item, f"Step {line.step.id}: {line.sentence}\n{job.message}")


def _item(place: int, one: StepLine) -> dict[str, Any]:
    return {"place": place} | one.to_dict()


def _settings(given: list[str] | None) -> dict[str, Any]:
    """Settings by name; one named several times has a line each."""
    found: dict[str, str] = {}
    for one in given or ():
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            raise WrongUse(f"{one!r} is no setting.", "Write it as name=value.")
        key = name.strip()
        found[key] = f"{found[key]}\n{value}" if key in found else value
    return found
