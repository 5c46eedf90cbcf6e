"""Elastic net: straight lines with most weights at nothing, chosen by cross-validation.

H. Zou and T. Hastie, "Regularization and variable selection via the elastic net", Journal of the
Royal Statistical Society B 67 (2005).
"""

from typing import Any

from tidemill.catalog.estimators import _lines
from tidemill.catalog.onnx_graphs import Graph
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "elastic_net",
    1,
    "Elastic net",
    "A weight for each feature that helps; how many do is chosen by cross-validation.",
    (
        Parameter(
            "l1_ratio", "Share of choosing", 0.5, 0.01, 1.0, help="1 is the lasso, near 0 is ridge."
        ),
        Parameter("n_alphas", "Restraints tried", 50, 5, 500, help="From all to no weights."),
        Parameter("folds", "Folds", 5, 2, 20, help="Parts in which a restraint is judged."),
    ),
    tasks=frozenset({"regression"}),
    order=12,
    space=(Dimension("l1_ratio", "float", 0.05, 1.0),),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; it goes along the whole path of restraints, without chance."""
    from sklearn.linear_model import ElasticNetCV

    del task, seed, n_threads
    chosen = ENTRY.settings(settings)
    return ElasticNetCV(
        l1_ratio=chosen["l1_ratio"], alphas=chosen["n_alphas"], cv=chosen["folds"], max_iter=2_000
    )


def preparation_settings() -> dict[str, Any]:
    """Numbers filled, marked and scaled; dates as circles, so that December meets January."""
    return dict(_lines.PREPARATION)


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """A product and a sum."""
    return _lines.write_onnx(graph, matrix, model)
