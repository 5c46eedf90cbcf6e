"""The slices of a model that monitoring measures by: chosen by column, fixed when chosen."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.frames import Frame
from tidemill.domain.intervals import metric_intervals
from tidemill.domain.models import Model
from tidemill.domain.watched_slices import FEWEST, WatchedSlice, measure_in, slices_of
from tidemill.services import datasets, personal_data, registry, tables
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import activities, settings

MOST_COLUMNS = 5
_KEY = "monitor.slices"


def chosen(workspace: Workspace, model: str) -> tuple[WatchedSlice, ...]:
    """The slices that a model's measures are told by."""
    with workspace.store.read() as connection:
        every = settings.get(connection, _KEY, {})
    return tuple(WatchedSlice.from_dict(one) for one in every.get(model, ()))


def choose(workspace: Workspace, model: str, columns: Sequence[str]) -> tuple[WatchedSlice, ...]:
    """Measure from now on by the values of these columns too; none: of all rows only.

    Numbers are cut where the newest version has a quarter of its rows each. Raises `NeedsYou` for
    a column that is not there, personal, or of a kind that makes no slices.
    """
    found = registry.find(workspace, model).model
    slices = _slices(workspace, found, list(dict.fromkeys(columns)))
    with workspace.store.write(durable=True) as tx:
        every = dict(settings.get(tx.connection, _KEY, {}))
        every[model] = [one.to_dict() for one in slices]
        settings.put(tx, _KEY, every)
        tx.feed("monitor", model)
        activities.add(
            tx,
            by=workspace.person.login,
            kind="monitor",
            subject=f"models/{model}",
            sentence=f"chose by what {model} is measured",
            note=", ".join(columns) if columns else "Of all rows only.",
        )
    return tuple(slices)


def _slices(workspace: Workspace, model: Model, columns: list[str]) -> list[WatchedSlice]:
    if len(columns) > MOST_COLUMNS:
        raise NeedsYou(f"A model is measured by {MOST_COLUMNS} columns at most.", "Choose fewer.")
    newest = datasets.version(workspace, model.dataset)
    personal = personal_data.columns(workspace, model.dataset)
    made: list[WatchedSlice] = []
    for name in columns:
        if name not in newest.schema or name == model.target:
            known = ", ".join(n for n in newest.schema.names if n != model.target)
            raise NeedsYou(f"{newest.label} has no column {name} to slice by.", f"It has {known}.")
        if name in personal:
            raise NeedsYou(
                f"{name} is marked personal: its values would name the slices.",
                "Choose another column.",
            )
        some = slices_of(tables.of(workspace, newest).column(name))
        if not some:
            raise NeedsYou(
                f"{name} is {newest.schema[name].kind}; slices are made of classes and numbers.",
                "Choose another column.",
            )
        made += some
    return made


def measures(
    slices: Sequence[WatchedSlice], frame: Frame, said: Predictions
) -> dict[str, dict[str, Any]]:
    """Every measure of every slice with enough labelled rows, as `auc in origin = JFK`."""
    found: dict[str, dict[str, Any]] = {}
    known = said.known
    for one in slices:
        if one.column not in frame:
            continue
        rows = np.flatnonzero(one.rows(frame[one.column]) & known)
        if len(rows) < FEWEST:
            continue
        truth, values = said.take(rows).judged()
        for name, interval in metric_intervals(said.task, truth, values).items():
            found[measure_in(name, one.words)] = {
                "value": interval.value,
                "low": interval.low,
                "high": interval.high,
                "n": float(interval.n),
            }
    return found
