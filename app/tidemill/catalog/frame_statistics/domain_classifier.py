"""A classifier that tells new rows from old ones, and what it tells them by."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tidemill.domain.encoded_rows import EncodedRows, encoded
from tidemill.domain.entries import FrameStatisticEntry, Parameter
from tidemill.domain.frames import Frame
from tidemill.domain.together import (
    LEAST_ROWS,
    N_FOLDS,
    Floats,
    Ints,
    Together,
    folds,
    largest_parts,
    most_telling,
    sampled,
    separation,
)

ENTRY = FrameStatisticEntry(
    id="domain_classifier",
    version=2,
    title="Old from new",
    help="How well a classifier tells new rows from old ones by all columns together.",
    formula="AUC of boosted trees that tell new rows from old, cross-fitted over five folds",
    source="Lopez-Paz and Oquab 2017, Revisiting Classifier Two-Sample Tests",
    parameters=(
        Parameter(
            "most_rows",
            "Most rows",
            5_000,
            low=100,
            high=1_000_000,
            help="More rows of either table than this are sampled.",
        ),
    ),
    floor=0.05,
)

SEED = 20_261


def compute(
    reference: Frame, current: Frame, names: Sequence[str], *, most_rows: int = 5_000
) -> list[Together]:
    """Area under the ROC curve of gradient-boosted trees on rows they were not fitted on.

    Lopez-Paz and Oquab 2017, Revisiting Classifier Two-Sample Tests; the area instead of the
    accuracy, cross-fitted over five folds. `effect` is the area less 0.5. A column's part is how
    much of the area is lost when its values are shuffled among the held-out rows (Breiman 2001,
    Machine Learning 45); rows are those most surely told as new.
    """
    found = Together(ENTRY.id, ENTRY.title)
    if min(reference.n_rows, current.n_rows) < LEAST_ROWS:
        return [_noted(found, f"Needs {LEAST_ROWS} rows on both sides.")]
    before = sampled(reference.n_rows, most_rows, SEED)
    now = sampled(current.n_rows, most_rows, SEED + 1)
    rows = encoded(reference.take(before), current.take(now), names)
    if not rows.of:
        return [_noted(found, "No column varies in both.")]
    places = folds(rows.labels, SEED)
    scores, models = _cross_fitted(rows, places)
    told = separation(rows.labels, scores, places)
    columns: tuple[tuple[str, float], ...] = ()
    if told.p_value < 0.05:
        columns = largest_parts(rows.columns, _losses(rows, places, models, told.auc))
    named = " and ".join(name for name, _ in columns[:2])
    reason = f"new rows are told from old ones with AUC {told.auc:.2f}"
    return [
        Together(
            ENTRY.id,
            ENTRY.title,
            told.auc,
            told.low,
            told.high,
            told.p_value,
            effect=max(0.0, told.auc - 0.5),
            reason=f"{reason}, most by {named}" if named else reason,
            columns=columns,
            rows=most_telling(scores[rows.labels == 1], now) if columns else (),
        )
    ]


def _noted(found: Together, note: str) -> Together:
    return Together(found.id, found.title, note=note)


def _cross_fitted(rows: EncodedRows, places: Ints) -> tuple[Floats, list[Any]]:
    from sklearn.ensemble import HistGradientBoostingClassifier

    scores = np.empty(places.size)
    models = []
    for place in range(N_FOLDS):
        held = places == place
        model = HistGradientBoostingClassifier(
            max_iter=50, max_leaf_nodes=15, early_stopping=False, random_state=0
        )
        model.fit(rows.values[~held], rows.labels[~held])
        scores[held] = model.predict_proba(rows.values[held])[:, 1]
        models.append(model)
    return scores, models


def _losses(rows: EncodedRows, places: Ints, models: list[Any], auc: float) -> list[float]:
    """How much of the area each column's shuffling takes."""
    rng = np.random.default_rng(SEED)
    losses = []
    for name in rows.columns:
        own = [k for k, column in enumerate(rows.of) if column == name]
        scores = np.empty(places.size)
        for place, model in enumerate(models):
            held = places == place
            values = rows.values[held]
            values[:, own] = values[rng.permutation(len(values))][:, own]
            scores[held] = model.predict_proba(values)[:, 1]
        losses.append(auc - separation(rows.labels, scores, places).auc)
    return losses
