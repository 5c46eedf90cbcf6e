"""LightGBM: gradient boosting by Microsoft's library, where it is installed.

G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", NIPS 2017.
"""

from typing import Any

from tidemill.catalog.onnx_graphs import Graph, Tree
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "lightgbm",
    1,
    "LightGBM",
    "Small trees, each mending what those before it got wrong, by the library LightGBM.",
    (
        Parameter("n_trees", "Trees", 150, 10, 5_000, help="Steps of mending."),
        Parameter("learning_rate", "Learning rate", 0.07, 0.001, 1.0, help="Size of a step."),
        Parameter("max_leaves", "Leaves", 31, 2, 1_024, help="Of each tree."),
        Parameter("min_leaf", "Rows in a leaf", 20, 1, 10_000, help="More is smoother."),
        Parameter("l2", "Restraint", 1.0, 0.0, 1_000.0, help="Holds leaf values near zero."),
    ),
    tasks=frozenset({"binary", "multiclass", "regression"}),
    requires="lightgbm",
    order=32,
    is_tried_first=False,
    space=(
        Dimension("n_trees", "int", 50, 500, is_log=True),
        Dimension("learning_rate", "float", 0.01, 0.3, is_log=True),
        Dimension("max_leaves", "int", 4, 64, is_log=True),
        Dimension("min_leaf", "int", 5, 200, is_log=True),
        Dimension("l2", "float", 0.001, 100.0, is_log=True),
    ),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; `deterministic` adds up alike whatever the threads."""
    from lightgbm import LGBMClassifier, LGBMRegressor

    chosen = ENTRY.settings(settings)
    boosting = LGBMRegressor if task == "regression" else LGBMClassifier
    return boosting(
        n_estimators=chosen["n_trees"],
        learning_rate=chosen["learning_rate"],
        num_leaves=chosen["max_leaves"],
        min_child_samples=chosen["min_leaf"],
        reg_lambda=chosen["l2"],
        random_state=seed,
        n_jobs=n_threads,
        deterministic=True,
        force_row_wise=True,
        verbose=-1,
    )


def preparation_settings() -> dict[str, Any]:
    """Missing numbers stay missing: the trees find a side for them."""
    return {}


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """What the trees say together, through the logistic function or softmax."""
    said = write_onnx_decision(graph, matrix, model)
    if not hasattr(model, "classes_"):
        return said
    if len(model.classes_) > 2:
        return graph.node("Softmax", said, axis=1)
    return graph.both(graph.node("Sigmoid", said))


def write_onnx_decision(graph: Graph, matrix: str, model: Any) -> str:
    """The trees as the library tells them; it reads and adds up in double precision, as the graph
    does."""
    told = model.booster_.dump_model()
    n = int(told["num_tree_per_iteration"])
    trees = [_tree(one["tree_structure"], at % n) for at, one in enumerate(told["tree_info"])]
    return graph.trees(matrix, trees, n)


def _tree(root: dict[str, Any], target: int) -> Tree:
    import numpy as np

    nodes: list[dict[str, Any]] = []
    queue = [root]
    while queue:
        node = queue.pop()
        node["place"] = len(nodes)
        nodes.append(node)
        if "split_feature" in node:
            if node["decision_type"] != "<=" or node["missing_type"] == "Zero":
                raise ValueError("a tree splits otherwise than by numbers")
            queue += [node["right_child"], node["left_child"]]

    def every(what: str, usual: float = 0) -> Any:
        return np.array([node.get(what, usual) for node in nodes])

    def child(which: str) -> Any:
        return np.array([node[which]["place"] if which in node else 0 for node in nodes])

    return Tree(
        feature=every("split_feature"),
        threshold=every("threshold", 0.0).astype(np.float64),
        missing_left=np.array([_missing_left(node) for node in nodes]),
        left=child("left_child"),
        right=child("right_child"),
        is_leaf=np.array(["split_feature" not in node for node in nodes]),
        value=every("leaf_value", 0.0).astype(np.float64),
        target=target,
    )


def _missing_left(node: dict[str, Any]) -> bool:
    """Where a missing value goes: to the side learned, or as a zero where none was missing."""
    if "split_feature" not in node:
        return False
    if node["missing_type"] == "None":
        return bool(node["threshold"] >= 0)
    return bool(node["default_left"])
