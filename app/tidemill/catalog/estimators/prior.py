"""The class shares or the target's mean: the floor that every model must beat."""

from typing import Any

from tidemill.catalog.onnx_graphs import Graph
from tidemill.domain.entries import EstimatorEntry

ENTRY = EstimatorEntry(
    "prior",
    1,
    "Prior",
    "Says the share of each class, or the mean of the target, for every row.",
    tasks=frozenset({"binary", "multiclass", "regression"}),
    order=0,
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; it has no settings, no chance and nothing to share out."""
    from sklearn.dummy import DummyClassifier, DummyRegressor

    del seed, n_threads
    ENTRY.settings(settings)
    return DummyRegressor(strategy="mean") if task == "regression" else DummyClassifier()


def preparation_settings() -> dict[str, Any]:
    """Nothing is asked of the preparation."""
    return {}


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """The shares or the mean, for each row."""
    if hasattr(model, "class_prior_"):
        return graph.repeated(model.class_prior_, matrix)
    return graph.repeated(model.constant_[0], matrix)
