"""The command that trains."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.services import registering, runs, training_runs, workers


def attach(app: typer.Typer) -> None:
    """Add this command to the root."""
    app.command()(train)


def train(
    ctx: typer.Context,
    dataset: str,
    target: Annotated[str | None, typer.Option(help="Column to predict.")] = None,
    time: Annotated[str | None, typer.Option(help="Column that orders rows in time.")] = None,
    metric: Annotated[str | None, typer.Option(help="What to judge by.")] = None,
    recipe: Annotated[Path | None, typer.Option(help="A recipe as JSON.")] = None,
    leave_out: Annotated[list[str] | None, typer.Option(help="A column not to learn from.")] = None,
    estimator: Annotated[
        list[str] | None, typer.Option(help="What to try; all baselines else.")
    ] = None,
    experiment: Annotated[str | None, typer.Option(help="Where the runs are listed.")] = None,
    model: Annotated[str | None, typer.Option(help="Register the best run under this.")] = None,
    detach: Annotated[bool, typer.Option(help="Do not wait.")] = False,
) -> None:
    """Train baselines on a dataset's newest version, or on name@3."""
    with opened(ctx) as workspace:
        job_id = training_runs.train(
            workspace,
            dataset,
            target=target,
            time=time,
            metric=metric,
            leave_out=tuple(leave_out or ()),
            estimators=tuple(estimator) if estimator else None,
            experiment=experiment,
            recipe=None if recipe is None else _read(recipe),
        )
        if detach:
            workers.ensure(workspace)
            output.show({"job": job_id}, f"Job {job_id} trains.")
            return
        follow(workspace, job_id)
        made = training_runs.ranked(workspace, job_id)
        if model is not None and made:
            job = follow(workspace, registering.ask(workspace, made[0].id, name=model))
            output.say(f"{job.message}.")
            made = runs.find(workspace, [run.pk for run in made])
        measure = made[0].params.get("metric", "auc") if made else "auc"
        columns = (("id", "Id"), ("name", "Run"), ("params.estimator", "Estimator"))
        output.show_list(made, (*columns, (f"metrics.{measure}", measure), ("state", "State")))


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NeedsYou(f"{path} can't be read.", "Check the path.", detail=str(error)) from error
    except ValueError as error:
        raise NeedsYou(f"{path} is no JSON.", str(error)) from error
    if not isinstance(found, dict):
        raise NeedsYou(f"{path} is no recipe.", "It should hold one JSON object.")
    return found
