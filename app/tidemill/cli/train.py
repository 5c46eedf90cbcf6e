"""The command that trains."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.domain.forecasts import lags_in
from tidemill.domain.own_steps import SCRIPT_TABLE
from tidemill.domain.runs import Run
from tidemill.domain.searches import SearchPlan
from tidemill.services import (
    forecast_recipes,
    own_choices,
    recipes,
    registering,
    runs,
    searching,
    training_runs,
    trainings,
    workers,
)
from tidemill.services.workspace import Workspace


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
    choice: Annotated[
        str | None, typer.Option(help="A rule of choice that says which run is best.")
    ] = None,
    group_by: Annotated[
        str | None, typer.Option(help="Column whose groups get models of their own.")
    ] = None,
    group_rows: Annotated[
        int | None, typer.Option(help="Rows a group needs for its model. [100]")
    ] = None,
    experiment: Annotated[str | None, typer.Option(help="Where the runs are listed.")] = None,
    model: Annotated[str | None, typer.Option(help="Register the best run under this.")] = None,
    detach: Annotated[bool, typer.Option(help="Do not wait.")] = False,
    search: Annotated[
        str | None, typer.Option(help="Search settings with this searcher: optuna or random.")
    ] = None,
    trials: Annotated[int | None, typer.Option(help="Settings a search tries at most.")] = None,
    minutes: Annotated[float | None, typer.Option(help="Minutes a search takes.")] = None,
    money: Annotated[float | None, typer.Option(help="Money a search may cost.")] = None,
    price_per_hour: Annotated[
        float | None, typer.Option(help="What an hour of the computer costs, for --money.")
    ] = None,
    folds: Annotated[int | None, typer.Option(help="Folds that judge settings.")] = None,
    preparation: Annotated[
        str, typer.Option(help="A shared preparation, such as usual@2, or one of the catalogue.")
    ] = "",
    step: Annotated[
        list[str] | None,
        typer.Option(help="Own code: FILE:FUNCTION, a script, or NOTEBOOK.ipynb:2,4-6 (cells)."),
    ] = None,
    table: Annotated[
        str, typer.Option(help="What a script given by --step calls its table.")
    ] = SCRIPT_TABLE,
    prune: Annotated[
        bool | None, typer.Option("--prune/--no-prune", help="Give up trials that fall behind.")
    ] = None,
    horizon: Annotated[
        int | None, typer.Option(help="Tell the target so many steps ahead, from its own past.")
    ] = None,
    lags: Annotated[
        str | None, typer.Option(help="Earlier values to look at, such as 1,2,7; 1 is the newest.")
    ] = None,
    series: Annotated[
        str | None, typer.Option(help="Column that tells apart the series to forecast.")
    ] = None,
    known: Annotated[
        list[str] | None, typer.Option(help="A column known ahead, such as a price.")
    ] = None,
) -> None:
    """Train baselines on a dataset, or by a recipe on the data that it names."""
    written = None if recipe is None else recipes.read(recipe)
    data = dataset or ("" if written is None else written.data)
    if not data:
        raise WrongUse("Name a dataset, or a recipe that names its data.", "See: train --help")
    said = {
        "searcher": search,
        "n_trials": trials,
        "minutes": minutes,
        "money": money,
        "price_per_hour": price_per_hour,
        "n_folds": folds,
        "is_pruned": prune,
    }
    plan = _plan(None if written is None else written.recipe.search, said)
    choices: dict[str, Any] = {
        "target": target,
        "time": time,
        "metric": metric,
        "leave_out": tuple(leave_out or ()),
        "experiment": experiment,
        "recipe": None if written is None else written.recipe.to_dict(),
        "windows": windows,
        "choice": choice,
        "by_group": group_by,
        "by_group_rows": group_rows,
        "plan": plan,
        "estimators": tuple(estimator) if estimator else None,
        "own": own_choices.named(step or (), table),
        "preparation": preparation,
    }
    for remark in own_choices.remarks(choices["own"]):
        output.say(remark)
    with opened(ctx) as workspace:
        if horizon is not None:
            choices |= _ahead(workspace, data, choices, horizon, lags, series, known)
        elif lags or series or known:
            raise WrongUse("Lags, series and columns known ahead need a horizon.", "--horizon 7")
        job_id = trainings.ask(workspace, data, **choices)
        if detach:
            workers.ensure(workspace)
            output.show({"job": job_id}, f"Job {job_id} trains.")
            return
        follow(workspace, job_id)
        _show(_made(workspace, job_id, is_search=plan is not None, model=model))


def _made(workspace: Workspace, job_id: int, *, is_search: bool, model: str | None) -> list[Run]:
    """The models a training made, the best first; the best is registered where a name is given."""
    made = training_runs.ranked(workspace, job_id)
    if is_search:  # its trials are no models: they stand below it
        made = [run for run in made if searching.is_search(run)]
    if model is None or not made:
        return made
    job = follow(workspace, registering.ask(workspace, made[0].id, name=model))
    output.say(f"{job.message}.")
    return runs.find(workspace, [run.pk for run in made])


def _show(made: list[Run]) -> None:
    measure = made[0].params.get("metric", "auc") if made else "auc"
    columns = (("id", "Id"), ("name", "Run"), ("params.estimator", "Estimator"))
    output.show_list(made, (*columns, (f"metrics.{measure}", measure), ("state", "State")))


def _ahead(
    workspace: Workspace,
    data: str,
    choices: dict[str, Any],
    horizon: int,
    lags: str | None,
    series: str | None,
    known: list[str] | None,
) -> dict[str, Any]:
    """What to train where a horizon is named: the recipe of a forecast, by all baselines."""
    if choices["recipe"] is not None:
        raise WrongUse("A recipe says itself how far ahead it tells.", "Write it into its file.")
    chosen = lags_in(lags) if lags else None
    made = forecast_recipes.recipe(
        workspace,
        data,
        horizon,
        target=choices["target"],
        time=choices["time"],
        series=series,
        lags=chosen,
        known=known or (),
        metric=choices["metric"],
        leave_out=choices["leave_out"],
    )
    tried = [entry.id for entry in training_runs.baselines(str(made.task))]
    is_search = choices["plan"] is not None
    estimators = choices["estimators"] or (None if is_search else tuple(tried))
    return {"recipe": made.to_dict(), "estimators": estimators}


def _plan(recipe: SearchPlan | None, said: dict[str, Any]) -> SearchPlan | None:
    """What to search with: the recipe's plan, with what was said besides; None for a training."""
    changes = {name: value for name, value in said.items() if value is not None}
    if recipe is None and "searcher" not in changes:
        if changes:
            raise WrongUse("A budget needs a search.", "Add --search optuna.")
        return None
    return replace(recipe or SearchPlan(), **changes)
