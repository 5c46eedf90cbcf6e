"""One look at new rows through a champion's eyes: drift, answers, and how right they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.columns import Kind
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.distributions import DAY_US, ColumnCounts, ColumnReference, summarise
from tidemill.domain.figures import Pair
from tidemill.domain.frames import Frame
from tidemill.domain.intervals import metric_intervals
from tidemill.domain.metrics import metric
from tidemill.domain.models import ModelVersion
from tidemill.domain.references import FrameCounts, FrameReference
from tidemill.services import drift, given_answers, late_labels, preparing, watched_slices
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

    `n_answered` of the answers are those that were really given.
    """

    model: TrainedModel
    frame: Frame
    said: Predictions
    n_answered: int = 0

    @property
    def coverage(self) -> float:
        """The share of rows whose label is known, from 0 to 1."""
        return float(self.said.known.mean()) if len(self.said.rows) else 0.0


@dataclass(frozen=True)
class Measured:
    """What was seen: the drift report with a small distribution a column, the measures, words.

    `rows` are what was looked at, with what the champion answered, `counts` these on the cells of
    `reference`.
    """

    report: dict[str, Any]
    measures: dict[str, dict[str, Any]]
    prediction_psi: float | None
    words: str
    rows: Rows
    reference: FrameReference
    counts: FrameCounts


def measure(
    workspace: Workspace, champion: ModelVersion, version: DatasetVersion, reporter: Reporter
) -> Measured:
    """Compare a version's own rows with the champion's training data, and score them."""
    rows = rows_of(workspace, champion, version)
    model, frame, said = rows.model, rows.frame, rows.said
    reporter.report(0.3)
    if champion.reference_blob is None:
        raise NeedsYou(
            f"{champion.label} has no summary of its training data.", "Train a new version."
        )
    data = workspace.blobs.get_bytes(champion.reference_blob)
    reference = FrameReference.from_bytes(data)
    counts = drift.count_frame(frame, reference)
    features = list(model.inputs.names)
    report = compared(reference, counts, features)
    reporter.report(0.6, f"Measuring {version.added_rows:,} rows with {champion.label}")
    psi = prediction_psi(workspace, champion, said)
    measures, words = measured(workspace, champion, rows)
    reporter.report(1.0)
    return Measured(report, measures, psi, words, rows, reference, counts)


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
    said = learning.score(model, frame)
    said, n_answered = given_answers.put_in(workspace, champion, version, frame, said)
    return Rows(model, frame, said, n_answered)


def measured(
    workspace: Workspace, champion: ModelVersion, rows: Rows
) -> tuple[dict[str, dict[str, Any]], str]:
    """Every measure with its interval, of all rows and by slice, and the main one in words."""
    recipe = rows.model.recipe
    measures, words = _measures(rows.said, recipe.metric, recipe.seed)
    slices = watched_slices.chosen(workspace, champion.model)
    if measures and slices:
        measures |= watched_slices.measures(slices, rows.frame, rows.said, recipe.seed)
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


def _measures(
    said: Predictions, metric_id: str, seed: int
) -> tuple[dict[str, dict[str, Any]], str]:
    truth, values = said.judged()
    if not len(truth):
        return {}, "No labels yet."
    found = metric_intervals(said.task, truth, values, seed=seed)
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
