"""Nearest neighbours: says of a row what was true of the rows most like it."""

from typing import Any

from tidemill.catalog.estimators import _lines
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "k_nearest",
    1,
    "Nearest neighbours",
    "What was true of the rows most like it, by the sum of differences over all features.",
    (
        Parameter("k", "Neighbours", 25, 1, 1_000, help="More is smoother."),
        Parameter(
            "max_rows", "Rows kept", 10_000, 10, 1_000_000, help="Drawn where there are more."
        ),
        Parameter("weights", "Neighbours count", "alike", choices=("alike", "by nearness")),
    ),
    tasks=frozenset({"binary", "multiclass", "regression"}),
    order=15,
    is_tried_first=False,
    answers_slowly=True,
    space=(
        Dimension("k", "int", 3, 100, is_log=True),
        Dimension("weights", "choice", choices=("alike", "by nearness")),
    ),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; its threads are OpenMP's, limited by whoever fits it."""
    from tidemill.catalog.estimators.k_nearest.nearest import NearestClassifier, NearestRegressor

    del n_threads
    chosen = ENTRY.settings(settings)
    nearest = NearestRegressor if task == "regression" else NearestClassifier
    weights = "uniform" if chosen["weights"] == "alike" else "distance"
    return nearest(k=chosen["k"], max_rows=chosen["max_rows"], weights=weights, random_state=seed)


def preparation_settings() -> dict[str, Any]:
    """As for straight lines: scaled numbers, so that no unit counts more than another."""
    return dict(_lines.PREPARATION)
