"""One look at new rows through a champion's eyes: drift, answers, and how right they were."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.distributions import DAY_US, ColumnCounts, ColumnReference, summarise
from tidemill.domain.figures import Pair
from tidemill.domain.frames import Frame, stacked
from tidemill.domain.intervals import metric_intervals
from tidemill.domain.metrics import metric
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.domain.references import FrameCounts, FrameReference
from tidemill.services import (
    drift,
    given_answers,
    known_values,
    late_labels,
    preparing,
    watched_slices,
)
from tidemill.services.registry import PREDICTIONS_FILE
from tidemill.services.training import learning, persist
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import runs

_SHOWN = 10
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows as a model version read them and what it said, labels known by then among them.

    `given` is True for rows whose answer is the one that was really given, shape (rows,). `untold`
    says why nothing can be estimated of them where that lies with the rows.
    """

    model: TrainedModel
    frame: Frame
    said: Predictions
    given: npt.NDArray[np.bool_]
    untold: str = ""

    @property
    def n_answered(self) -> int:
        """How many of the answers were really given."""
        return int(self.given.sum())

    @property
    def coverage(self) -> float:
        """The share of rows whose label is known, from 0 to 1."""
        return float(self.said.known.mean()) if len(self.said.rows) else 0.0

    def take(self, places: npt.NDArray[np.int64]) -> "Rows":
        """Some of the rows, numbered anew."""
        said = replace(self.said.take(places), rows=np.arange(len(places)))
        return replace(self, frame=self.frame.take(places), said=said, given=self.given[places])


def rows_of(
    workspace: Workspace,
    champion: ModelVersion,
    version: DatasetVersion,
    model: TrainedModel | None = None,
) -> Rows:
    """A version's own rows as a model version reads them, with all labels that are known by now.

    Where a service answered a row, its answer counts and not what the version says today. `model`
    is that of the version where it is loaded already.
    """
    if model is None:
        model = persist.load(workspace.blobs.get_bytes(champion.blob))
    frame = preparing.own_rows_for(workspace, version, model.steps)
    target = model.recipe.target
    entries = late_labels.of_target(workspace, version, target)
    if entries:
        frame = late_labels.put_in(workspace, version, frame, target, entries)
    said = learning.score(known_values.known(workspace, model, version), frame)
    said, given = given_answers.put_in(workspace, champion, version, frame, said)
    return Rows(model, frame, said, given)


def stacked_rows(parts: Sequence[Rows]) -> Rows:
    """Rows that one version read, under each other."""
    if len(parts) == 1:
        return parts[0]
    said = [one.said for one in parts]
    truth = None
    if any(one.truth is not None for one in said):
        truth = np.concatenate([_truth(one) for one in said])
    whole = Predictions(
        said[0].task,
        said[0].levels,
        np.arange(sum(len(one.rows) for one in said)),
        np.concatenate([one.values for one in said]),
        truth,
        said[0].threshold,
    )
    frame = stacked([one.frame for one in parts])
    return Rows(parts[0].model, frame, whole, np.concatenate([one.given for one in parts]))


def _truth(said: Predictions) -> npt.NDArray[Any]:
    """What was true, unknown throughout where the rows have no target."""
    if said.truth is not None:
        return said.truth
    unknown = np.nan if said.task is Task.REGRESSION else -1
    return np.full(len(said.rows), unknown)


def measured(
    workspace: Workspace, champion: ModelVersion, rows: Rows
) -> tuple[dict[str, dict[str, Any]], str]:
    """Every measure with its interval, of all rows and by slice, and the main one in words."""
    recipe = rows.model.recipe
    measures, words = _measures(rows.said, recipe.metric)
    slices = watched_slices.chosen(workspace, champion.model)
    if measures and slices:
        measures |= watched_slices.measures(slices, rows.frame, rows.said)
    return measures, words


def compared(
    reference: FrameReference, counts: FrameCounts, columns: Sequence[str]
) -> dict[str, Any]:
    """The drift report of counted rows in plain types, with a small distribution a column."""
    report = drift.compare_counts(reference, counts, columns=columns).to_dict()
    for column in report["columns"]:
        known, now = reference.columns.get(column["name"]), counts.columns.get(column["name"])
        if known is not None and now is not None:
            column["distribution"] = distribution(known, now)
    return report


def _measures(said: Predictions, metric_id: str) -> tuple[dict[str, dict[str, Any]], str]:
    truth, values = said.judged()
    if not len(truth):
        return {}, "No labels yet."
    found = metric_intervals(said.task, truth, values)
    measures: dict[str, dict[str, Any]] = {
        name: {"value": i.value, "low": i.low, "high": i.high, "n": float(i.n)}
        for name, i in found.items()
    }
    one = metric(said.task, metric_id)
    if metric_id not in found:
        return measures, f"{one.title} has no meaning on these rows."
    return measures, f"{one.title} {one.words(found[metric_id].value)}."


def prediction_psi(workspace: Workspace, champion: ModelVersion, said: Predictions) -> float | None:
    """PSI of a version's answers against those on its hold-out; None where none were kept."""
    with workspace.store.read() as connection:
        run = runs.find(connection, [champion.run_pk])[0]
    blob = run.artifacts.get(PREDICTIONS_FILE)
    if blob is None:
        return None
    before = Predictions.from_bytes(workspace.blobs.get_bytes(blob))
    column = drift.prediction_column(before.values)
    reference = FrameReference(len(before.rows), {column.name: summarise(column)})
    now = Frame((drift.prediction_column(said.values),))
    figure = drift.compare(reference, now).to_dict()["columns"][0]["psi"]
    return None if figure is None else float(figure)


def distribution(reference: ColumnReference, counts: ColumnCounts) -> dict[str, Any]:
    """Shares in the few bins that PSI compares, with a label each; for a small picture."""
    pair = Pair(reference, counts)
    if reference.grid is None:
        return _of_levels(pair)
    before, now = pair.binned()
    starts = reference.grid.limits()[0]
    names = [_text(float(starts[cut]), reference) for cut in reference.bins.cuts]
    if names:
        names[0] = f"under {names[1]}" if len(names) > 1 else "all"
    names += ["other"] * (reference.bins.n - len(names)) + ["−∞", "∞", "missing"]
    kept = [i for i in range(len(names)) if before[i] or now[i]]
    return _shares([names[i] for i in kept], before[kept], now[kept])


def _of_levels(pair: Pair) -> dict[str, Any]:
    reference, counts = pair.reference, pair.current
    n = min(_SHOWN, len(reference.levels))
    names = [*reference.levels[:n], "others", "missing"]
    rest = [int(reference.cells[n:].sum()), int(counts.cells[n:].sum()) + counts.n_unseen]
    before = np.array([*reference.cells[:n].tolist(), rest[0], reference.missing])
    now = np.array([*counts.cells[:n].tolist(), rest[1], counts.missing])
    kept = np.flatnonzero((before > 0) | (now > 0))
    return _shares([names[i] for i in kept.tolist()], before[kept], now[kept])


def _shares(names: list[str], before: Any, now: Any) -> dict[str, Any]:
    return {
        "labels": names,
        "reference": (before / max(1, before.sum())).tolist(),
        "current": (now / max(1, now.sum())).tolist(),
    }


def _text(value: float, reference: ColumnReference) -> str:
    if reference.kind is Kind.DATETIME:
        day = EPOCH + timedelta(days=value / DAY_US)
        return day.date().isoformat()
    return f"{value:.4g}"
