"""How right a champion probably is on rows whose labels have not come: a step of each look."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.business_value import Costs
from tidemill.domain.estimates.estimator import (
    MOST_HELD,
    Estimate,
    Estimator,
    estimator_of,
    none,
)
from tidemill.domain.frames import Frame
from tidemill.domain.models import ModelVersion
from tidemill.services import preparing
from tidemill.services.judged_rows import judged_on
from tidemill.services.measuring import Rows
from tidemill.services.registry import PREDICTIONS_FILE
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import run_writing, runs

ESTIMATOR_FILE = "estimator.npz"
"""What is kept beside a version's run to estimate by, made the first time it is needed."""


def estimate(
    workspace: Workspace,
    version: ModelVersion,
    model: TrainedModel,
    frame: Frame,
    said: Predictions,
    distrust: str = "",
    untold: str = "",
) -> dict[str, dict[str, Any]]:
    """What each measure of a version probably is on rows of a frame, given its answers.

    With `distrust`, the reason why the version's estimates do not hold any more, each is held
    back: it has no value and the reason as note, and stands under `held_back` to be compared with
    what comes out. With `untold`, the reason why nothing can be said of these rows, nothing is.
    """
    if untold:
        return {name: one.to_dict() for name, one in none(model.task, untold).items()}
    try:
        found = _estimator(workspace, version, model).estimate(
            frame, said.values, seed=model.recipe.seed
        )
    except NeedsYou as error:  # the rows held out are gone, or can't be read any more
        found = none(model.task, f"Nothing can be estimated. {error.message}")
    told = {name: one.to_dict() for name, one in found.items()}
    return held_back(told, distrust) if distrust else told


def cost(
    workspace: Workspace, version: ModelVersion, rows: Rows, costs: Costs, distrust: str = ""
) -> Estimate:
    """What an answer of a version probably costs on rows whose labels have not come.

    With `distrust`, the reason why its estimates do not hold any more, nothing is said.
    """
    if distrust or rows.untold:
        return Estimate(None, note=distrust or rows.untold)
    try:
        known = _estimator(workspace, version, rows.model)
    except NeedsYou as error:  # the rows held out are gone, or can't be read any more
        return Estimate(None, note=f"Nothing can be estimated. {error.message}")
    seed = rows.model.recipe.seed
    said = rows.said
    return known.estimate_cost(rows.frame, said.values, costs, said.levels, own=said.own, seed=seed)


def held_back(estimates: Mapping[str, Mapping[str, Any]], why: str) -> dict[str, dict[str, Any]]:
    """Estimates that are not to be trusted, with the reason in place of their values."""
    told: dict[str, dict[str, Any]] = {}
    for name, one in estimates.items():
        kept = one.get("held_back") or one
        if kept.get("value") is None:
            told[name] = dict(one)
            continue
        empty = {"value": None, "low": None, "high": None, "error": None, "note": why}
        told[name] = {**empty, "held_back": {k: v for k, v in kept.items() if k != "note"}}
    return told


def _estimator(workspace: Workspace, version: ModelVersion, model: TrainedModel) -> Estimator:
    """What is kept of the rows the version was judged on; made and kept where it is not there."""
    with workspace.store.read() as connection:
        run = runs.find(connection, [version.run_pk])[0]
    blob = run.artifacts.get(ESTIMATOR_FILE)
    if blob is not None:
        return Estimator.from_bytes(workspace.blobs.get_bytes(blob))
    kept = run.artifacts.get(PREDICTIONS_FILE)
    held_in = judged_on(workspace, run)
    if kept is None or held_in is None:
        raise NeedsYou(f"{version.label} kept no rows held out.", "Train it again.")
    said = Predictions.from_bytes(workspace.blobs.get_bytes(kept))
    said = said.take(_some(np.flatnonzero(said.known), model.recipe.seed))
    truth, values = said.judged()
    frame = preparing.some_rows_for(workspace, held_in, said.rows, model.steps)
    names = [name for name in model.inputs.names if name in frame]
    made = estimator_of(model.task, truth, values, frame, names, seed=model.recipe.seed)
    data = made.to_bytes()
    name = workspace.blobs.put_bytes(data)
    with workspace.store.write() as tx:
        run_writing.put_artifacts(tx, {(version.run_pk, ESTIMATOR_FILE): (name, len(data))})
    return made


def _some(places: Any, seed: int) -> Any:
    if len(places) <= MOST_HELD:
        return places
    return np.sort(np.random.default_rng(seed).choice(places, MOST_HELD, replace=False))
