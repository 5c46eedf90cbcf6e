"""Gradient boosting on histograms: usually the best of the simple models on tables."""

from typing import Any

from tidemill.catalog.onnx_graphs import Graph, Tree
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "hist_gradient_boosting",
    1,
    "Gradient boosting",
    "Small trees, each mending what those before it got wrong.",
    (
        Parameter("n_trees", "Trees", 150, 10, 2_000, help="Steps of mending."),
        Parameter("learning_rate", "Learning rate", 0.07, 0.001, 1.0, help="Size of a step."),
        Parameter("max_leaves", "Leaves", 31, 2, 255, help="Of each tree."),
        Parameter("min_leaf", "Rows in a leaf", 20, 1, 10_000, help="More is smoother."),
        Parameter("l2", "Restraint", 1.0, 0.0, 1_000.0, help="Holds leaf values near zero."),
    ),
    tasks=frozenset({"binary", "multiclass", "regression"}),
    order=30,
    space=(
        Dimension("n_trees", "int", 50, 500, is_log=True),
        Dimension("learning_rate", "float", 0.01, 0.3, is_log=True),
        Dimension("max_leaves", "int", 4, 64, is_log=True),
        Dimension("min_leaf", "int", 5, 200, is_log=True),
        Dimension("l2", "float", 0.001, 100.0, is_log=True),
    ),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; its threads are OpenMP's, limited by whoever fits it.

    There is no early stopping, which would keep rows back at random.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    del n_threads
    chosen = ENTRY.settings(settings)
    regression = task == "regression"
    boosting = HistGradientBoostingRegressor if regression else HistGradientBoostingClassifier
    return boosting(
        max_iter=chosen["n_trees"],
        learning_rate=chosen["learning_rate"],
        max_leaf_nodes=chosen["max_leaves"],
        min_samples_leaf=chosen["min_leaf"],
        l2_regularization=chosen["l2"],
        categorical_features=None,
        early_stopping=False,
        random_state=seed,
    )


def preparation_settings() -> dict[str, Any]:
    """Missing numbers stay missing: the trees find a side for them."""
    return {}


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """What the trees say together, through the logistic function or softmax."""
    said = write_onnx_decision(graph, matrix, model)
    if not hasattr(model, "classes_"):
        return said
    if len(model._predictors[0]) > 1:
        return graph.node("Softmax", said, axis=1)
    return graph.both(graph.node("Sigmoid", said))


def write_onnx_decision(graph: Graph, matrix: str, model: Any) -> str:
    """The trees on top of the baseline."""
    rounds = model._predictors  # scikit-learn names no other way to the trees
    trees: list[Tree] = []
    for one in (tree for trees_of_round in rounds for tree in trees_of_round):
        nodes = one.nodes
        if nodes["is_categorical"].any():
            raise ValueError("a tree splits on sets of categories, which are not written as ONNX")
        trees.append(
            Tree(
                feature=nodes["feature_idx"],
                threshold=nodes["num_threshold"],
                missing_left=nodes["missing_go_to_left"],
                left=nodes["left"],
                right=nodes["right"],
                is_leaf=nodes["is_leaf"],
                value=nodes["value"],
                target=len(trees) % len(rounds[0]),
            )
        )
    sums = graph.trees(matrix, trees, len(rounds[0]))
    return graph.node("Add", sums, graph.constant(model._baseline_prediction))
