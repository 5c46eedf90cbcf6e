"""XGBoost: gradient boosting by the library of that name, where it is installed.

T. Chen and C. Guestrin, "XGBoost: a scalable tree boosting system", KDD 2016.
"""

from typing import Any

from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "xgboost",
    1,
    "XGBoost",
    "Small trees, each mending what those before it got wrong, by the library XGBoost.",
    (
        Parameter("n_trees", "Trees", 150, 10, 5_000, help="Steps of mending."),
        Parameter("learning_rate", "Learning rate", 0.1, 0.001, 1.0, help="Size of a step."),
        Parameter("max_depth", "Depth", 6, 1, 20, help="Of each tree."),
        Parameter("min_weight", "Weight in a leaf", 1.0, 0.0, 1_000.0, help="More is smoother."),
        Parameter("l2", "Restraint", 1.0, 0.0, 1_000.0, help="Holds leaf values near zero."),
    ),
    tasks=frozenset({"binary", "multiclass", "regression"}),
    requires="xgboost",
    order=33,
    is_tried_first=False,
    space=(
        Dimension("n_trees", "int", 50, 500, is_log=True),
        Dimension("learning_rate", "float", 0.01, 0.3, is_log=True),
        Dimension("max_depth", "int", 2, 10),
        Dimension("min_weight", "float", 0.5, 100.0, is_log=True),
        Dimension("l2", "float", 0.001, 100.0, is_log=True),
    ),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; it works in single precision."""
    from xgboost import XGBClassifier, XGBRegressor

    chosen = ENTRY.settings(settings)
    boosting = XGBRegressor if task == "regression" else XGBClassifier
    return boosting(
        n_estimators=chosen["n_trees"],
        learning_rate=chosen["learning_rate"],
        max_depth=chosen["max_depth"],
        min_child_weight=chosen["min_weight"],
        reg_lambda=chosen["l2"],
        tree_method="hist",
        random_state=seed,
        n_jobs=n_threads,
    )


def preparation_settings() -> dict[str, Any]:
    """Missing numbers stay missing: the trees find a side for them."""
    return {}


def write_onnx(_graph: object, _matrix: str, _model: Any) -> str:
    """Refused: whoever reads the file may add its trees up in another order."""
    raise ValueError("XGBoost adds up in single precision, which a file can't say exactly")
