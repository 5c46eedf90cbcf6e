"""Ridge regression: straight lines with weights held near zero, quick and easy to read."""

from typing import Any

from tidemill.catalog.estimators import _lines
from tidemill.catalog.onnx_graphs import Graph
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "linear_regression",
    1,
    "Linear regression",
    "A weight for each feature, held near zero (ridge).",
    (Parameter("alpha", "Restraint", 1.0, 0.0, 1e6, help="More holds weights nearer to zero."),),
    tasks=frozenset({"regression"}),
    order=10,
    space=(Dimension("alpha", "float", 1e-3, 1e3, is_log=True),),
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; solved directly, without chance."""
    from sklearn.linear_model import Ridge

    del task, seed, n_threads
    return Ridge(alpha=ENTRY.settings(settings)["alpha"])


def preparation_settings() -> dict[str, Any]:
    """Numbers filled, marked and scaled; dates as circles, so that December meets January."""
    return dict(_lines.PREPARATION)


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """A product and a sum."""
    return _lines.write_onnx(graph, matrix, model)
