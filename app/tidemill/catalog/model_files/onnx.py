"""Reads ONNX files as messages; no session is made and no operator is looked up."""

import contextlib
import hashlib
import mmap
from pathlib import Path

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.catalog.model_files._onnx_graph import Graph, leaves, read
from tidemill.catalog.model_files._streams import Bound, OverBounds
from tidemill.catalog.model_files._wire import Wire
from tidemill.domain.entries import ModelFileEntry
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import ModelColumn, ModelFacts, Part, cut

ENTRY = ModelFileEntry(
    id="onnx",
    version=1,
    title="ONNX",
    help=(
        "A graph of operators. Inputs, answers, operators and where it came from are read; "
        "operators of other libraries and weights outside of its folder are pointed out."
    ),
    endings=(".onnx",),
)

_KNOWN_DOMAINS = frozenset(
    (
        "ai.onnx",
        "ai.onnx.ml",
        "ai.onnx.training",
        "ai.onnx.preview",
        "ai.onnx.preview.training",
        "com.microsoft",
    )
)
"""Domains of operators that ONNX Runtime brings itself."""


def facts(path: Path) -> ModelFacts:
    """What an ONNX file says of itself.

    Raises `NeedsYou` for what is none, `WorldError` for the disk.
    """
    try:
        with path.open("rb") as raw:
            content = hashlib.file_digest(raw, "sha256").hexdigest()
            n_bytes = raw.seek(0, 2)
            if not n_bytes:
                raise NeedsYou(f"{path.name} is empty.", "Ask for the file again.")
            mapped = mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ)
            try:
                graph, trouble = _graph(path, memoryview(mapped))
            finally:
                with contextlib.suppress(BufferError):  # an error still holds a view: later then
                    mapped.close()
    except OSError as error:
        raise WorldError(f"Can't read {path.name}.", "Try again.", detail=str(error)) from error
    opsets = ", ".join(f"{name} {version}" for name, version in list(graph.opsets.items())[:8])
    said = {
        "Made by": graph.producer,
        "Operator sets": opsets,
        "Operators": _operators(graph),
        "Domain": graph.domain,
    }
    inputs = tuple(one for one in graph.inputs if one.name not in graph.weights)
    return ModelFacts(
        name=path.name,
        format="onnx",
        title=f"ONNX, format {graph.ir_version}",
        n_bytes=n_bytes,
        content=content,
        type="ONNX graph",
        task="classification" if graph.classes else "",
        columns=inputs,
        n_columns=_width(inputs),
        outputs=tuple(graph.outputs),
        classes=tuple(graph.classes),
        parameters=graph.metadata,
        versions={"onnx opset": str(graph.opsets["ai.onnx"])} if "ai.onnx" in graph.opsets else {},
        facts={what: how for what, how in said.items() if how},
        parts=_parts(graph),
        notes=_notes(graph),
        trouble=trouble,
    )


def claims(_first: bytes) -> bool:
    """Nothing at the beginning of a file tells that it is ONNX; its ending does."""
    return False


def _graph(path: Path, view: memoryview) -> tuple[Graph, str]:
    try:
        found = read(view, Wire(Bound()))
    except OverBounds as over:
        return Graph(), str(over)
    except (ValueError, RecursionError) as error:
        raise NeedsYou(
            f"Can't read {path.name}: it is damaged, or no ONNX file.",
            "Ask for the file again.",
            detail=str(error),
        ) from error
    if not found.has_graph:
        raise NeedsYou(
            f"Can't read {path.name}: there is no graph in it.",
            "Save the model as ONNX again; files made for one device only (.ort) are not read.",
        )
    return found, ""


def _parts(graph: Graph) -> tuple[Part, ...]:
    parts = [
        Part(f"weights in {location}", Standing.ACTS, True, "It reads a file outside its folder.")
        for location in graph.outside
        if leaves(location)
    ]
    own = {name.rpartition(".")[0] for name in graph.own_functions}
    for domain in sorted(graph.domains):
        known = domain in _KNOWN_DOMAINS or domain in own
        standing = Standing.KNOWN if known else Standing.UNKNOWN
        said = "" if known else "Its operators come from a library that has to be loaded."
        parts.append(Part(f"operators of {domain}", standing, True, said))
    return tuple(parts)


def _notes(graph: Graph) -> tuple[str, ...]:
    inside = [location for location in graph.outside if not leaves(location)]
    if not inside:
        return ()
    return (f"Its weights lie in other files beside it: {cut(', '.join(inside))}.",)


def _operators(graph: Graph) -> str:
    common = [f"{name} ({n:,})" if n > 1 else name for name, n in graph.operators.most_common(8)]
    more = len(graph.operators) - len(common)
    return ", ".join(common) + (f" and {more} more" if more > 0 else "")


def _width(inputs: tuple[ModelColumn, ...]) -> int | None:
    """How many columns it reads: those of its one table, else its inputs."""
    if len(inputs) == 1:
        last = inputs[0].kind.rpartition(",")[2].strip(" ]")
        return int(last) if last.isdecimal() else None
    return len(inputs) or None
