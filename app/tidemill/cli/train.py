"""The command that trains."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.services import recipes, registering, runs, training_runs, workers


def attach(app: typer.Typer) -> None:
    """Add this command to the root."""
    app.command()(train)


def train(
    ctx: typer.Context,
    dataset: Annotated[
        str | None, typer.Argument(help="A dataset, or a version of one (name@3).")
    ] = None,
    target: Annotated[str | None, typer.Option(help="Column to predict.")] = None,
    time: Annotated[str | None, typer.Option(help="Column that orders rows in time.")] = None,
    metric: Annotated[str | None, typer.Option(help="What to judge by.")] = None,
    recipe: Annotated[Path | None, typer.Option(help="A recipe's file, TOML or JSON.")] = None,
    leave_out: Annotated[list[str] | None, typer.Option(help="A column not to learn from.")] = None,
    estimator: Annotated[
        list[str] | None, typer.Option(help="What to try; all baselines else.")
    ] = None,
    windows: Annotated[
        int | None, typer.Option(help="Judge on so many windows over time besides, 2 to 50.")
    ] = None,
    experiment: Annotated[str | None, typer.Option(help="Where the runs are listed.")] = None,
    model: Annotated[str | None, typer.Option(help="Register the best run under this.")] = None,
    detach: Annotated[bool, typer.Option(help="Do not wait.")] = False,
) -> None:
    """Train baselines on a dataset, or by a recipe on the data that it names."""
    written = None if recipe is None else recipes.read(recipe)
    data = dataset or ("" if written is None else written.data)
    if not data:
        raise WrongUse("Name a dataset, or a recipe that names its data.", "See: train --help")
    with opened(ctx) as workspace:
        job_id = training_runs.train(
            workspace,
            data,
            target=target,
            time=time,
            metric=metric,
            leave_out=tuple(leave_out or ()),
            estimators=tuple(estimator) if estimator else None,
            experiment=experiment,
            recipe=None if written is None else written.recipe.to_dict(),
            windows=windows,
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
