"""What a run keeps of what was learned: its files, its parameters, its figures."""

import json
from typing import TYPE_CHECKING, Any

from tidemill.base import packages
from tidemill.domain.recipes import Recipe
from tidemill.services import choosing, shared_preparations
from tidemill.services.registry import (
    FORECAST_FILE,
    FORECAST_TABLE,
    IMPORTANCE_FILE,
    LEARNED_FILE,
    LOCK_FILE,
    MODEL_FILE,
    PREDICTIONS_FILE,
    RECIPE_FILE,
    REFERENCE_FILE,
)
from tidemill.services.training import own_code

if TYPE_CHECKING:
    from tidemill.services.training.ahead import Outlook
    from tidemill.services.training.models import TrainedModel


def files_of(model: Any, held: Any, learned: dict[str, Any], train_rows: Any) -> dict[str, bytes]:
    """What is kept of a training: its model and what was looked at beside it."""
    return {
        **model_files(model, held, train_rows),
        IMPORTANCE_FILE: json.dumps(learned["importances"]).encode(),
        LEARNED_FILE: json.dumps(learned).encode(),
    }


def model_files(
    model: Any, held: Any, train_rows: Any, *, bundled: bytes | None = None
) -> dict[str, bytes]:
    """What is kept of a trained model: itself, its recipe, its answers, its data's summary, and
    the packages it was made with.

    `bundled` is the model as bytes where it was not trained here.
    """
    from tidemill.domain.references import summarise_frame
    from tidemill.services.training import persist

    features = list(model.inputs.names)
    lock = {} if bundled is not None else {LOCK_FILE: packages.installed().encode()}
    return lock | {
        MODEL_FILE: persist.bundle(model) if bundled is None else bundled,
        RECIPE_FILE: json.dumps(model.recipe.to_dict(), indent=1).encode(),
        PREDICTIONS_FILE: held.as_kept().to_bytes(),
        REFERENCE_FILE: summarise_frame(train_rows.select(features)).to_bytes(),
        **own_code.files(model.recipe),
    }


def forecast_files(outlook: "Outlook") -> dict[str, bytes]:
    """What a run keeps of what it told ahead: the picture of it and the table."""
    page = json.dumps(outlook.to_dict()).encode()
    return {FORECAST_FILE: page, FORECAST_TABLE: outlook.steps.csv()}


def threshold_param(model: "TrainedModel") -> dict[str, str]:
    """How a model decides a class by costs, as a run's parameter."""
    kept = model.kept_threshold
    if model.kept_table is not None:
        return {"decides_by": model.kept_table.rule}
    return {} if kept is None else {"threshold": f"{kept.value:.6g}"}


def params_of(recipe: Recipe, address: str, kind: str) -> dict[str, str]:
    """A recipe as a run's parameters."""
    said = {
        "kind": kind,
        "estimator": recipe.estimator,
        "task": str(recipe.task),
        "target": recipe.target,
        "metric": recipe.metric,
        "data": address,
        "seed": str(recipe.seed),
        "threads": str(recipe.n_threads),
        "features": str(len(recipe.features)),
    }
    if recipe.choice:
        said[choosing.PARAM] = recipe.choice
    if recipe.shared:
        said[shared_preparations.PARAM] = recipe.shared
    if recipe.by_group is not None:
        said |= {"by_group": recipe.by_group, "by_group_rows": str(recipe.by_group_rows)}
    if recipe.forecast is not None:
        said["horizon"] = str(recipe.forecast.horizon)
        said["lags"] = ", ".join(map(str, recipe.forecast.lags))
        if recipe.forecast.series:
            said["series"] = recipe.forecast.series
    for name, value in recipe.estimator_settings.items():
        said[name] = str(value)
    if recipe.own:
        said["own_code"] = ", ".join(one.title for one in recipe.own)
    return said


def metrics_of(learned: dict[str, Any], main: str) -> dict[str, float]:
    """Its figures: all measures, the main one's interval, what the fit took (s, MB)."""
    found = dict(learned["metrics"])
    interval = learned["intervals"].get(main)
    if interval is not None:
        found |= {f"{main}_low": interval["low"], f"{main}_high": interval["high"]}
    found["fit_seconds"] = learned["duration_s"]
    found["peak_memory_mb"] = learned["peak_memory"] / 1e6
    return found
