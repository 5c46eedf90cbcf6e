"""What linear models have in common: how rows are prepared for them, and how they are written."""

from typing import Any

from tidemill.catalog.onnx_graphs import Graph

PREPARATION: dict[str, Any] = {
    "impute": True,
    "indicator": True,
    "scale": True,
    "dates": "circles",
}


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """A product and a sum, for a model of one number."""
    import numpy as np

    return graph.linear(matrix, model.coef_.reshape(1, -1).T, np.atleast_1d(model.intercept_))
