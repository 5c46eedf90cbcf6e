"""A small neural net: layers of weighted sums, learned in small steps."""

from typing import Any

from tidemill.catalog.estimators import _lines
from tidemill.catalog.onnx_graphs import Graph
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "neural_net",
    1,
    "Small neural net",
    "Layers of weighted sums, learned in small steps.",
    (
        Parameter("width", "Units in a layer", 32, 2, 512, help="More can bend more."),
        Parameter("depth", "Layers", 1, 1, 4, help="Between the features and the answer."),
        Parameter("epochs", "Times through the rows", 20, 1, 1_000, help="More is closer, slower."),
        Parameter("learning_rate", "Learning rate", 0.003, 1e-5, 0.5, help="Size of a step."),
        Parameter("l2", "Restraint", 0.001, 0.0, 100.0, help="Holds weights near zero."),
    ),
    tasks=frozenset({"binary", "multiclass", "regression"}),
    order=40,
    space=(
        Dimension("width", "int", 8, 128, is_log=True),
        Dimension("depth", "int", 1, 3),
        Dimension("epochs", "int", 10, 80, is_log=True),
        Dimension("learning_rate", "float", 3e-4, 0.03, is_log=True),
        Dimension("l2", "float", 1e-5, 1.0, is_log=True),
    ),
    stops_on_purpose=True,
)

_ROWS_A_STEP = 128


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; a target of numbers is scaled for it and its answers are back.

    There is no early stopping, which would keep rows back at random.
    """
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.preprocessing import StandardScaler

    del n_threads
    chosen = ENTRY.settings(settings)
    net = (MLPRegressor if task == "regression" else MLPClassifier)(
        hidden_layer_sizes=[chosen["width"]] * chosen["depth"],
        max_iter=chosen["epochs"],
        learning_rate_init=chosen["learning_rate"],
        alpha=chosen["l2"],
        batch_size=_ROWS_A_STEP,
        random_state=seed,
    )
    if task != "regression":
        return net
    return TransformedTargetRegressor(net, transformer=StandardScaler())


def preparation_settings() -> dict[str, Any]:
    """As for straight lines: numbers filled, marked and scaled, dates as circles."""
    return dict(_lines.PREPARATION)


def write_onnx(graph: Graph, matrix: str, model: Any) -> str:
    """Product and sum a layer, what is below zero cut off; at the end shares or the number."""
    net = getattr(model, "regressor_", model)
    said = matrix
    last = len(net.coefs_) - 1
    for place, (weights, offsets) in enumerate(zip(net.coefs_, net.intercepts_, strict=True)):
        said = graph.linear(said, weights, offsets)
        if place < last:
            said = graph.node("Relu", said)
    if net is not model:
        scaler = model.transformer_
        spread = graph.node("Mul", said, graph.constant(scaler.scale_[None, :]))
        return graph.node("Add", spread, graph.constant(scaler.mean_[None, :]))
    if len(model.classes_) > 2:
        return graph.node("Softmax", said, axis=1)
    return graph.both(graph.node("Sigmoid", said))
