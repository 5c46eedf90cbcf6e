"""LightGBM: gradient boosting by Microsoft's library, where it is installed.

G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", NIPS 2017.
"""

from typing import Any

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
