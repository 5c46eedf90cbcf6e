"""Random forest: the mean of many deep trees, hard to get wrong."""

from typing import Any

from tidemill.catalog.onnx_graphs import Graph, Tree
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
    ),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; trees are grown in threads, the result does not depend on them."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    chosen = ENTRY.settings(settings)
    forest = RandomForestRegressor if task == "regression" else RandomForestClassifier
    return forest(
        n_estimators=chosen["n_trees"],
        min_samples_leaf=chosen["min_leaf"],
        max_features=chosen["max_features"],
        max_samples=chosen["max_rows"],
        n_jobs=n_threads,
        random_state=seed,
    )


def preparation_settings() -> dict[str, Any]:
    """Numbers filled and marked: converters are wrong for trees grown on missing values."""
    return {"impute": True, "indicator": True}


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """The trees read single precision, as scikit-learn's do; leaves bear their share of the mean.

    Of two classes the trees say the second; of more each tree stands there once for a class,
    since a leaf adds to one sum only.
    """
    import numpy as np

    n_classes = len(getattr(model, "classes_", ()))
    said = [1] if n_classes == 2 else range(max(1, n_classes))
    trees = [
        Tree(
            feature=one.tree_.feature,
            threshold=one.tree_.threshold,
            missing_left=one.tree_.missing_go_to_left,
            left=one.tree_.children_left,
            right=one.tree_.children_right,
            is_leaf=one.tree_.children_left < 0,
            value=one.tree_.value[:, 0, place] / len(model.estimators_),
            target=target,
        )
        for target, place in enumerate(said)
        for one in model.estimators_
    ]
    read = graph.cast(graph.cast(matrix, np.float32), np.float64)
    sums = graph.trees(read, trees, len(said))
    return graph.both(sums) if n_classes == 2 else sums
