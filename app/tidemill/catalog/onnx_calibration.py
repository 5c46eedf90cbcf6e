"""Calibrated probabilities in a graph: what an estimator says, brought to what was true.

As scikit-learn's `CalibratedClassifierCV` with one fitted estimator: each class's score goes
through its sigmoid or its rising line of steps; of more than two classes the results are made to
add up to one.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.catalog.onnx_graphs import Graph

Array = npt.NDArray[Any]

_ROUNDING = 2e-15
"""By so much, relatively, two programs may differ over the same score."""

_NEAR = 1e-9


def write(graph: Graph, matrix: str, model: Any, module: Any) -> str:
    """Shares of the classes, (rows, classes); `module` is that of the estimator within.

    ValueError where its scores or a calibration can't be said exactly.
    """
    [fitted] = model.calibrated_classifiers_
    estimator, calibrators = fitted.estimator, fitted.calibrators
    said = _scores(graph, matrix, estimator, module)
    parts = [
        _calibrated(graph, graph.columns(said, [at]), one) for at, one in enumerate(calibrators)
    ]
    if len(parts) == 1:
        return graph.both(parts[0])
    shares = graph.concat(parts)
    total = graph.node("ReduceSum", shares, graph.constant([1], np.int64), keepdims=1)
    nothing = graph.node("Equal", total, graph.constant(0.0))
    alike = graph.constant(1 / len(parts))
    whole = graph.node("Where", nothing, alike, graph.node("Div", shares, total))
    return graph.node("Min", whole, graph.constant(1.0))


def _scores(graph: Graph, matrix: str, estimator: Any, module: Any) -> str:
    """What calibrations read: decisions where the estimator makes some, else shares; of two
    classes those of the second."""
    if hasattr(estimator, "decision_function"):
        way = getattr(module, "write_onnx_decision", None)
        if way is None:
            raise ValueError("its calibrated scores can't be written")
        return str(way(graph, matrix, estimator))
    shares = str(module.write_onnx(graph, matrix, estimator))
    return graph.columns(shares, [1]) if len(estimator.classes_) == 2 else shares


def _calibrated(graph: Graph, score: str, calibrator: Any) -> str:
    if hasattr(calibrator, "X_thresholds_"):
        return _stepped(graph, score, calibrator)
    line = graph.node("Mul", score, graph.constant(float(-calibrator.a_)))
    return graph.node("Sigmoid", graph.node("Add", line, graph.constant(float(-calibrator.b_))))


def _stepped(graph: Graph, score: str, calibrator: Any) -> str:
    """Straight lines between the thresholds, level beyond them."""
    x = np.asarray(calibrator.X_thresholds_, dtype=np.float64)
    y = np.asarray(calibrator.y_thresholds_, dtype=np.float64)
    if len(x) == 1:
        return graph.node("Add", graph.node("Mul", score, graph.constant(0.0)), graph.constant(y))
    slopes = np.diff(y) / np.diff(x)
    if np.abs(slopes).max() * max(1.0, float(np.abs(x).max())) * _ROUNDING > _NEAR:
        raise ValueError("a step of its calibration is too steep to be said exactly")
    low = graph.node("Max", score, graph.constant(x[0]))
    inside = graph.node("Min", low, graph.constant(x[-1]))
    below = graph.cast(graph.node("Less", graph.constant(x[None, 1:]), inside), np.int64)
    place = graph.node("ReduceSum", below, graph.constant([1], np.int64), keepdims=1)

    def at(values: Array) -> str:
        return graph.node("Gather", graph.constant(values), place, axis=0)

    run = graph.node("Sub", inside, at(x[:-1]))
    return graph.node("Add", graph.node("Mul", run, at(slopes)), at(y[:-1]))
