"""Random forest: the mean of many deep trees, hard to get wrong."""

from typing import Any

from tidemill.catalog.estimators import _forests
from tidemill.catalog.onnx_graphs import Graph
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "random_forest",
    1,
    "Random forest",
    "The mean of many trees, each on a draw of the rows.",
    (
        Parameter("n_trees", "Trees", 100, 10, 2_000, help="More is steadier and slower."),
        Parameter("min_leaf", "Rows in a leaf", 5, 1, 1_000, help="More is smoother."),
        Parameter("max_features", "Share of columns", 0.25, 0.05, 1.0, help="Tried at a split."),
        Parameter("max_rows", "Share of rows", 0.5, 0.05, 1.0, help="Drawn for each tree."),
    ),
    tasks=frozenset({"binary", "multiclass", "regression"}),
    order=20,
    space=(
        Dimension("min_leaf", "int", 1, 50, is_log=True),
        Dimension("max_features", "float", 0.1, 1.0),
        Dimension("max_rows", "float", 0.2, 1.0),
    ),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; trees are grown in threads, the result does not depend on them."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    chosen = ENTRY.settings(settings)
    forest = RandomForestRegressor if task == "regression" else RandomForestClassifier
    known = _forests.arguments(chosen, seed, n_threads)
    return forest(max_samples=chosen["max_rows"], **known)


def preparation_settings() -> dict[str, Any]:
    """Numbers filled and marked."""
    return _forests.preparation_settings()


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """The trees of the forest."""
    return _forests.write_onnx(graph, matrix, model)
