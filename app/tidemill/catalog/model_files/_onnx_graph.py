"""What the messages of an ONNX file say, by the field numbers of onnx.proto3."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath

from tidemill.catalog.model_files._wire import View, Wire, message, packed, text, whole
from tidemill.domain.model_files import ModelColumn, cut

MOST_DEEP = 20
MOST_NAMES = 2_000
_TYPES = (
    "undefined float uint8 int8 uint16 int16 int32 int64 string bool float16 double uint32 uint64 "
    "complex64 complex128 bfloat16"
).split()
_CLASS_NAMES = ("classlabels_strings", "classlabels_ints", "classlabels_int64s")


@dataclass
class Graph:
    """What was found in a file."""

    ir_version: int = 0
    producer: str = ""
    domain: str = ""
    has_graph: bool = False
    opsets: dict[str, int] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    inputs: list[ModelColumn] = field(default_factory=list)
    outputs: list[ModelColumn] = field(default_factory=list)
    weights: set[str] = field(default_factory=set)
    operators: Counter[str] = field(default_factory=Counter)
    domains: set[str] = field(default_factory=set)
    own_functions: set[str] = field(default_factory=set)
    outside: dict[str, None] = field(default_factory=dict)
    classes: list[str] = field(default_factory=list)


def read(data: View, wire: Wire) -> Graph:
    """Read a ModelProto; raises ValueError where it is none."""
    found = Graph()
    version = ""
    for number, value in wire.fields(data):
        if number == 1:
            found.ir_version = whole(value)
        elif number == 2:
            found.producer = cut(text(value), 80)
        elif number == 3:
            version = cut(text(value), 40)
        elif number == 4:
            found.domain = cut(text(value), 80)
        elif number == 7:
            found.has_graph = True
            _graph(message(value), wire, found, 0)
        elif number == 8:
            name, opset = _pair(message(value), wire)
            found.opsets[cut(text(name), 80) or "ai.onnx"] = whole(opset)
        elif number == 14 and len(found.metadata) < 100:
            key, said = _pair(message(value), wire)
            found.metadata[cut(text(key), 80)] = cut(text(said))
        elif number == 25:
            _function(message(value), wire, found)
    found.producer = f"{found.producer} {version}".strip()
    return found


def leaves(location: str) -> bool:
    """Whether a path in a file leads out of the folder the file is in."""
    windows = PureWindowsPath(location)
    posix = PurePosixPath(location.replace("\\", "/"))
    is_rooted = bool(windows.drive or windows.root) or posix.is_absolute()
    return is_rooted or ".." in posix.parts or "\0" in location or location.startswith("~")


def _pair(data: View, wire: Wire) -> tuple[int | View, int | View]:
    first: int | View = memoryview(b"")
    second: int | View = memoryview(b"")
    for number, value in wire.fields(data):
        if number == 1:
            first = value
        elif number == 2:
            second = value
    return first, second


def _graph(data: View, wire: Wire, found: Graph, depth: int) -> None:
    if depth > MOST_DEEP:
        raise ValueError("graphs stand in graphs too deep")
    for number, value in wire.fields(data):
        if number == 1:
            _node(message(value), wire, found, depth)
        elif number == 5:
            found.weights.add(_tensor(message(value), wire, found))
        elif number == 15:
            for part, one in wire.fields(message(value)):
                if part in (1, 2):
                    _tensor(message(one), wire, found)
        elif number in (11, 12) and depth == 0:
            into = found.inputs if number == 11 else found.outputs
            if len(into) < MOST_NAMES:
                into.append(_value(message(value), wire))


def _node(data: View, wire: Wire, found: Graph, depth: int) -> None:
    operator = domain = ""
    for number, value in wire.fields(data):
        if number == 4:
            operator = cut(text(value), 80)
        elif number == 7:
            domain = cut(text(value), 80)
        elif number == 5:
            _attribute(message(value), wire, found, depth)
    if len(found.operators) < MOST_NAMES:
        found.operators[operator if not domain else f"{domain}.{operator}"] += 1
    found.domains.add(domain or "ai.onnx")


def _attribute(data: View, wire: Wire, found: Graph, depth: int) -> None:
    name = ""
    classes: list[str] = []
    for number, value in wire.fields(data):
        if number == 1:
            name = text(value)
        elif number == 9 and name in _CLASS_NAMES and len(classes) < 100:
            classes.append(cut(text(value), 80))
        elif number == 8 and name in _CLASS_NAMES and len(classes) < 100:
            classes += [str(one) for one in packed(value)[:100]]
        elif number in (5, 10):
            _tensor(message(value), wire, found)
        elif number in (6, 11):
            _graph(message(value), wire, found, depth + 1)
    found.classes = classes or found.classes


def _tensor(data: View, wire: Wire, found: Graph) -> str:
    name = ""
    for number, value in wire.fields(data):
        if number == 8:
            name = text(value)
        elif number == 13 and len(found.outside) < MOST_NAMES:
            key, said = _pair(message(value), wire)
            if text(key) == "location":
                found.outside[cut(text(said))] = None
    return name


def _function(data: View, wire: Wire, found: Graph) -> None:
    """A function the file brings along: its operators count, its own domain is no stranger."""
    name = domain = ""
    for number, value in wire.fields(data):
        if number == 1:
            name = cut(text(value), 80)
        elif number == 10:
            domain = cut(text(value), 80)
        elif number == 7:
            _node(message(value), wire, found, 1)
    found.own_functions.add(f"{domain}.{name}")


def _value(data: View, wire: Wire) -> ModelColumn:
    name = kind = ""
    for number, value in wire.fields(data):
        if number == 1:
            name = cut(text(value), 120)
        elif number == 2:
            kind = _type(message(value), wire)
    return ModelColumn(name, kind)


def _type(data: View, wire: Wire) -> str:
    for number, value in wire.fields(data):
        if number == 1:
            return _tensor_type(message(value), wire)
        if number in (4, 5):
            return "sequence" if number == 4 else "map"
    return ""


def _tensor_type(data: View, wire: Wire) -> str:
    kind, shape = "", ""
    for number, value in wire.fields(data):
        if number == 1:
            at = whole(value)
            kind = _TYPES[at] if 0 <= at < len(_TYPES) else f"type {at}"
        elif number == 2:
            parts = wire.fields(message(value))
            sizes = [_dimension(message(one), wire) for part, one in parts if part == 1]
            shape = f" [{', '.join(sizes[:20])}]"
    return kind + shape


def _dimension(data: View, wire: Wire) -> str:
    for number, value in wire.fields(data):
        if number == 1:
            return str(whole(value))
        if number == 2:
            return cut(text(value), 40) or "?"
    return "?"
