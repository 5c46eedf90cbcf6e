"""Logistic regression: straight lines in the log odds, quick and easy to read."""

from typing import Any

from tidemill.catalog.estimators import _lines
from tidemill.catalog.onnx_graphs import Graph
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "logistic_regression",
    1,
    "Logistic regression",
    "A weight for each feature; a good first look.",
    (
        Parameter("c", "Freedom", 1.0, 1e-4, 1e4, help="Less holds the weights nearer to zero."),
        Parameter("max_iter", "Steps", 300, 10, 10_000, help="When to stop if it has not settled."),
    ),
    tasks=frozenset({"binary", "multiclass"}),
    order=10,
    space=(Dimension("c", "float", 1e-3, 1e2, is_log=True),),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; the solver works in one thread and without chance."""
    from sklearn.linear_model import LogisticRegression

    del task, n_threads
    chosen = ENTRY.settings(settings)
    return LogisticRegression(C=chosen["c"], max_iter=chosen["max_iter"], random_state=seed)


def preparation_settings() -> dict[str, Any]:
    """Numbers filled, marked and scaled; dates as circles, so that December meets January."""
    return dict(_lines.PREPARATION)


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """The log odds as shares: of two classes by the logistic function, of more by softmax."""
    odds = write_onnx_decision(graph, matrix, model)
    if len(model.classes_) > 2:
        return graph.node("Softmax", odds, axis=1)
    return graph.both(graph.node("Sigmoid", odds))


def write_onnx_decision(graph: Graph, matrix: str, model: Any) -> str:
    """The log odds: of two classes those of the second, of more those of each."""
    return graph.linear(matrix, model.coef_.T, model.intercept_)
