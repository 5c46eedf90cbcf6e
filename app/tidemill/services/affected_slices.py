"""Which parts of a look's rows lose most, as an incident's facts keep it."""

from typing import Any

import numpy as np

from tidemill.domain import affected_slices as domain
from tidemill.domain.business_value import Array
from tidemill.domain.diagnoses import MOST_LEVELS
from tidemill.domain.frames import CODED
from tidemill.domain.models import ModelVersion
from tidemill.services import business_value, row_losses
from tidemill.services.measuring import Rows
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace

_MOST_ROWS = 200_000


def of_rows(
    workspace: Workspace, champion: ModelVersion, rows: Rows, personal: frozenset[str]
) -> dict[str, Any]:
    """The parts that lose most, beside what was lost on the rows the champion was judged on.

    Losses are told by the labels there are; without any they are expected from the model's own
    probabilities. `note` says why where there is nothing to tell. Values of personal columns name
    no part.
    """
    said, costs = rows.said, business_value.costs_of(workspace, champion)
    is_estimated = not said.known.any()
    lost = row_losses.of_rows(said, costs, is_estimated)
    told: dict[str, Any] = {
        "of": row_losses.title(said.task, costs),
        "unit": costs.unit,
        "is_estimated": is_estimated,
        "before": None,
        "items": [],
        "note": "",
    }
    if lost is None:
        return told | {"note": "No labels have come, and how far numbers are off can't be guessed."}
    places = np.arange(len(said.rows)) if is_estimated else np.flatnonzero(said.known)
    places, lost = places[:_MOST_ROWS], lost[:_MOST_ROWS]
    target = rows.model.recipe.target
    known = [
        rows.frame[name].take(places)
        for name in rows.frame.names
        if name != target and name not in personal and _tells_parts(rows, name)
    ]
    held = business_value.held_out(workspace, champion)
    before = None if held is None else row_losses.of_rows(held, costs, is_estimated)
    if before is not None and len(before):
        told["before"] = float(before.mean())
    told["items"] = [one.to_dict() for one in domain.worst(lost, known)]
    if not told["items"]:
        told["note"] = "No part has enough rows to be told from the others."
    return told


def _tells_parts(rows: Rows, name: str) -> bool:
    """Whether a column is one the model reads, or of few classes such as a feed: no running number
    of the rows."""
    column = rows.frame[name]
    is_feed = column.kind in CODED and 2 <= len(column.levels) <= MOST_LEVELS
    return is_feed or name in rows.model.inputs.names


def lost(workspace: Workspace, champion: ModelVersion, said: Predictions) -> Array | None:
    """What each row loses, (rows,), NaN without a label; None where no row has one."""
    if not said.known.any():
        return None
    found = row_losses.of_rows(said, business_value.costs_of(workspace, champion), False)
    told = np.full(len(said.rows), np.nan)
    told[said.known] = found
    return told
