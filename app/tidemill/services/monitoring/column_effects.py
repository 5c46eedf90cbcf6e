"""How far a drifted column alone moves a model's answers: a part of the look."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import Frame
from tidemill.domain.given_back import given_back, is_possible
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.recipes import Task
from tidemill.domain.together import sampled
from tidemill.services.training import learning
from tidemill.services.training.models import TrainedModel

KEY = "effect_on_predictions"
"""Where a column of a chunk's report has it."""

MOST_ROWS = 1_000
MOST_COLUMNS = 12
"""So many columns at most are looked at, those that drifted most."""

SEED = 20_265

Array = npt.NDArray[Any]


def of_look(
    model: TrainedModel, frame: Frame, reference: Frame, drifted: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """For each drifted column, most drifted first, how far it alone moves the answers.

    The model answers the rows twice: as they are, and with the column's old distribution given
    back to it while all other columns stay (`domain.given_back`). `value` is the mean difference
    with its 95 % interval: of the predicted number, or of the probability of the class in `of`.
    `is_share` says which. `relative` is the difference over the mean answer with the old
    distribution, None for classes.
    """
    rows = sampled(frame.n_rows, MOST_ROWS, SEED)
    frame = frame.take(rows)
    said = learning.score(model, frame).values
    found = {}
    for name in drifted[:MOST_COLUMNS]:
        if name not in frame or name not in reference:
            continue
        if not is_possible(frame[name], reference[name]):
            continue
        column = given_back(frame[name], reference[name], np.random.default_rng(SEED))
        changed = replace(
            frame, columns=tuple(column if c.name == name else c for c in frame.columns)
        )
        found[name] = _effect(model, said, learning.score(model, changed).values)
    return found


def _effect(model: TrainedModel, now: Array, back: Array) -> dict[str, Any]:
    of, levels = model.recipe.target, model.levels
    if model.task is Task.BINARY:
        of = levels[1]
    elif model.task is Task.MULTICLASS:
        most = int(np.abs((now - back).mean(axis=0)).argmax())
        now, back, of = now[:, most], back[:, most], levels[most]
    apart = now - back
    value = float(apart.mean())
    half = z_of(0.95) * float(apart.std(ddof=1)) / len(apart) ** 0.5 if len(apart) > 1 else 0.0
    was = float(back.mean())
    is_number = model.task is Task.REGRESSION
    return {
        "value": value,
        "low": value - half,
        "high": value + half,
        "of": of,
        "is_share": not is_number,
        "is_binary": model.task is Task.BINARY,
        "relative": value / abs(was) if is_number and was else None,
        "n": len(apart),
    }
