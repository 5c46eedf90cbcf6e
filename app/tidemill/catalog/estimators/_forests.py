"""What forests have in common: their settings, and how their trees are written as ONNX."""

from collections.abc import Mapping
from typing import Any

from tidemill.catalog.onnx_graphs import Graph, Tree


def arguments(chosen: Mapping[str, Any], seed: int, n_threads: int) -> dict[str, Any]:
    """What scikit-learn's forests take of the settings that all of ours have."""
    return {
        "n_estimators": chosen["n_trees"],
        "min_samples_leaf": chosen["min_leaf"],
        "max_features": chosen["max_features"],
        "n_jobs": n_threads,
        "random_state": seed,
    }


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
