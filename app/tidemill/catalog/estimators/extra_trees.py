"""Extra trees: a forest whose trees split at values drawn by chance, smoother and quicker to grow.

P. Geurts, D. Ernst and L. Wehenkel, "Extremely randomized trees", Machine Learning 63 (2006).
"""

from typing import Any

from tidemill.catalog.estimators import _forests
from tidemill.catalog.onnx_graphs import Graph
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "extra_trees",
    1,
    "Extra trees",
    "The mean of many trees that split at values drawn by chance.",
    (
        Parameter("n_trees", "Trees", 100, 10, 2_000, help="More is steadier and slower."),
        Parameter("min_leaf", "Rows in a leaf", 5, 1, 1_000, help="More is smoother."),
        Parameter("max_features", "Share of columns", 0.5, 0.05, 1.0, help="Tried at a split."),
    ),
    tasks=frozenset({"binary", "multiclass", "regression"}),
    order=25,
    space=(
        Dimension("min_leaf", "int", 1, 50, is_log=True),
        Dimension("max_features", "float", 0.1, 1.0),
    ),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; trees are grown in threads, the result does not depend on them."""
    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

    forest = ExtraTreesRegressor if task == "regression" else ExtraTreesClassifier
    return forest(**_forests.arguments(ENTRY.settings(settings), seed, n_threads))


def preparation_settings() -> dict[str, Any]:
    """Numbers filled and marked."""
    return _forests.preparation_settings()


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """The trees of the forest."""
    return _forests.write_onnx(graph, matrix, model)
