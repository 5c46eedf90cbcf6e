"""The whole pipeline as one ONNX file: raw columns in, answer and probabilities out."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.onnx_engine import onnx_engine
from tidemill.catalog import onnx_calibration, onnx_steps
from tidemill.catalog.discovery import family
from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import Carried
from tidemill.domain.columns import Kind
from tidemill.domain.entries import ExporterEntry
from tidemill.domain.outgoing import Outgoing

Array = npt.NDArray[Any]

ENTRY = ExporterEntry(
    "onnx",
    1,
    "ONNX",
    "One file that onnxruntime answers by, in any language; raw columns go in.",
    ending=".onnx",
    writes_steps=True,
)

SINCE = "1.20"
"""The first onnxruntime that reads such a file."""

PREDICTION, PROBABILITIES = "prediction", "probabilities"


def input_names(outgoing: Outgoing) -> dict[str, str]:
    """The input of each column: its name in raw rows, or another where that is empty."""
    raw = {name: outgoing.source(name) for name, _ in _read(outgoing)}
    free = "unnamed"
    while free in raw.values():
        free += "_"
    return {name: source or free for name, source in raw.items()}


def _read(outgoing: Outgoing) -> tuple[tuple[str, str], ...]:
    """The columns that go in: those of raw rows where the steps are part of the file."""
    return outgoing.raw if outgoing.steps else outgoing.columns


def _behind_steps(
    graph: Graph, outgoing: Outgoing, names: Mapping[str, str]
) -> tuple[dict[str, str], str]:
    """The inputs and the steps: the tensor of each column that the preparation reads, and where
    rows stay."""
    type_of = family("preparations")[outgoing.preparation].input_type
    carried = {
        name: Carried(graph.input(names[name], type_of(kind)), Kind(kind))
        for name, kind in outgoing.raw
    }
    carried |= {name: onnx_steps.nothing(graph, Kind(kind)) for name, kind in outgoing.absent}
    after, stays = onnx_steps.through(graph, carried, outgoing.steps)
    for name, kind in outgoing.columns:
        if name not in after or type_of(str(after[name].kind)) is not type_of(kind):
            raise NeedsYou(
                f"{outgoing.title} can't be written as ONNX: the steps leave no {kind} {name}.",
                "Export it as skops, or deploy it.",
            )
    found = {name: after[name].tensor for name, _ in outgoing.columns}
    if (
        outgoing.absent
    ):  # what is made of a column without values is one row, but one is wanted each
        rows = graph.node("Shape", next(iter(carried.values())).tensor)
        found = {name: graph.node("Expand", one, rows) for name, one in found.items()}
        stays = graph.node("Expand", stays, rows) if stays else ""
    return found, stays


def write(outgoing: Outgoing) -> bytes:
    """The file; `NeedsYou` where the preparation or estimator can't be written so."""
    preparation, estimator = outgoing.pipeline[0], outgoing.pipeline[-1]
    if outgoing.recipe.get("own"):
        files = ", ".join(sorted({one["file"] for one in outgoing.recipe["own"]}))
        raise NeedsYou(
            f"{outgoing.title} can't be written as ONNX: it runs own code, {files}.",
            "Export it as a package, which carries the code, or deploy it.",
        )
    if outgoing.recipe.get("by_group"):
        raise NeedsYou(
            f"{outgoing.title} can't be written as ONNX: each {outgoing.recipe['by_group']} has a "
            "model of its own.",
            "Export it as skops, as a package, or deploy it.",
        )
    ways = [
        _writer("preparations", outgoing.preparation),
        _writer("estimators", outgoing.estimator),
    ]
    names = input_names(outgoing)
    graph = Graph(list(names.values()))
    sources, stays = _behind_steps(graph, outgoing, names) if outgoing.steps else (None, "")
    matrix = ways[0](graph, preparation, names, sources)
    try:
        if hasattr(estimator, "calibrated_classifiers_"):
            module = family("estimators")[outgoing.estimator]
            said = onnx_calibration.write(graph, matrix, estimator, module)
        else:
            said = ways[1](graph, matrix, estimator)
    except ValueError as error:
        raise NeedsYou(
            f"{outgoing.title} can't be written as ONNX: {error}.", "Export it as a package."
        ) from error
    outputs = _outputs(graph, said, outgoing, stays)
    return graph.to_bytes(outgoing.title, facts(outgoing) | outputs)


def facts(outgoing: Outgoing) -> dict[str, Any]:
    """What a file says of itself but the names of its outputs."""
    names = input_names(outgoing)
    return {
        "model": outgoing.title,
        "task": outgoing.task,
        "levels": list(outgoing.levels),
        **({} if outgoing.threshold == 0.5 else {"threshold": outgoing.threshold}),
        **({} if not outgoing.table else {"costs": [list(row) for row in outgoing.table]}),
        "inputs": [
            {"name": names[name], "column": outgoing.source(name), "kind": kind}
            for name, kind in _read(outgoing)
        ],
    }


def about(data: bytes) -> dict[str, Any]:
    """What a file says of itself: task, levels, inputs by column, names of its outputs."""
    import onnx

    props = {one.key: one.value for one in onnx.load_model_from_string(data).metadata_props}
    found: dict[str, Any] = json.loads(props["tidemill"])
    return found


def _writer(family_name: str, entry: str) -> Any:
    module = family(family_name).get(entry)
    way = getattr(module, "write_onnx", None)
    if way is None:
        title = entry if module is None else module.ENTRY.title
        raise NeedsYou(f"{title} can't be written as ONNX.", "Export the model as skops.")
    return way


def _outputs(graph: Graph, said: str, outgoing: Outgoing, stays: str) -> dict[str, str]:
    """The outputs of the graph by what they are; probabilities are in the order of the levels.

    A row that is not to stay gets no answer: NaN, and the empty text for a class.
    """
    flat = graph.constant([-1], np.int64)
    if not outgoing.levels:
        if stays:
            said = graph.node("Where", stays, said, graph.constant(np.nan))
        values = graph.node("Reshape", said, flat)
        return {PREDICTION: graph.output(values, PREDICTION, np.float64, ["rows"])}
    places = outgoing.pipeline[-1].classes_.astype(np.int64)
    spread = np.zeros((len(places), len(outgoing.levels)))
    spread[np.arange(len(places)), places] = 1.0
    is_whole = np.array_equal(places, np.arange(len(outgoing.levels)))
    shares = said if is_whole else graph.node("MatMul", said, graph.constant(spread))
    if len(outgoing.levels) == 2:
        second = graph.node("Reshape", graph.columns(shares, [1]), flat)
        is_yes = graph.node("GreaterOrEqual", second, graph.constant(outgoing.threshold))
        places_said = graph.cast(is_yes, np.int64)
    elif outgoing.table:
        expected = graph.node("MatMul", shares, graph.constant(np.array(outgoing.table)))
        places_said = graph.node("ArgMin", expected, axis=1, keepdims=0)
    else:
        places_said = graph.node("ArgMax", shares, axis=1, keepdims=0)
    levels = graph.constant(list(outgoing.levels), object)
    label = graph.node("Gather", levels, places_said, axis=0)
    if stays:
        shares = graph.node("Where", stays, shares, graph.constant(np.nan))
        is_told = graph.node("Reshape", stays, flat)
        label = graph.node("Where", is_told, label, graph.constant("", object))
    wide = ["rows", len(outgoing.levels)]
    return {
        PREDICTION: graph.output(label, PREDICTION, object, ["rows"]),
        PROBABILITIES: graph.output(shares, PROBABILITIES, np.float64, wide),
    }


def answers(data: bytes, outgoing: Outgoing, table: Any) -> Array:
    """What onnxruntime says of rows by the file."""
    session = _session(data)
    fed = family("preparations")[outgoing.preparation].feed(
        table, _read(outgoing), input_names(outgoing)
    )
    outputs = [one.name for one in session.get_outputs()]
    found = dict(zip(outputs, session.run(outputs, fed), strict=True))
    if not outgoing.levels:
        return np.asarray(found[outputs[0]])
    shares = np.asarray(found[outputs[1]])
    _check_labels(found[outputs[0]], shares, outgoing)
    return shares[:, 1] if len(outgoing.levels) == 2 else shares


def _check_labels(said: Array, shares: Array, outgoing: Outgoing) -> None:
    """Label and probabilities of a row belong together, or the file is not to be believed."""
    levels = outgoing.levels
    if len(levels) == 2:
        places = (shares[:, 1] >= outgoing.threshold).astype(int)
    elif outgoing.table:
        places = (shares @ np.array(outgoing.table)).argmin(axis=1)
    else:
        places = shares.argmax(axis=1)
    wanted = np.array([levels[place] for place in places.tolist()], dtype=object)
    wanted[np.isnan(shares).any(axis=1)] = ""  # a row that is left out
    if said.tolist() != wanted.tolist():
        raise NeedsYou("The ONNX file names other classes than its probabilities say.")


def _session(data: bytes) -> Any:
    onnxruntime = onnx_engine()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
