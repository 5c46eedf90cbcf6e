"""What the lineage of a thing shows, and the rows of its list. Pure but for `read`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken
from tidemill.domain.lineage import TITLES, Graph, Node, layers
from tidemill.gui.kit.charts.lineage_drawing import Drawing, drawing_of

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

Row = dict[str, object]
ALL, BACK, FORWARD = "all", "back", "forward"


@dataclass(frozen=True)
class ShownLineage:
    """The lineage of `address`, ready to be drawn and listed; `trail` are the addresses it was
    come to from."""

    address: str = ""
    drawing: Drawing | None = None
    rows: tuple[Row, ...] = ()
    words: str = ""
    way: str = ALL
    is_busy: bool = False
    problem: TidemillError | None = None
    trail: tuple[str, ...] = ()


def node_name(node: Node) -> str:
    """What a thing is called; kept answers have no name of their own but say how many they are."""
    return spoken(node.name) if node.key.kind == "answers" else node.name


def read(workspace: "Workspace", address: str) -> Drawing:
    """Read the lineage of an address and place it; not for the window's thread."""
    from tidemill.services import lineage_graph

    graph = lineage_graph.of(workspace, address)
    return drawing_of(graph, layers(graph))


def listed(graph: Graph, words: str, way: str) -> tuple[Row, ...]:
    """Rows of the list: those that hold all words, all of them or one direction, nearest first."""
    nodes: Sequence[Node] = graph.find(words) if words.strip() else graph.nodes
    if way == BACK:
        nodes = [node for node in nodes if node.steps < 0]
    elif way == FORWARD:
        nodes = [node for node in nodes if node.steps > 0]
    return tuple(_row(node) for node in nodes)


def _row(node: Node) -> Row:
    return {
        "id": node.key,
        "kind": spoken(TITLES[node.key.kind]),
        "name": node_name(node),
        "words": spoken(node.words),
        "steps": steps_words(node.steps),
    }


def steps_words(steps: int) -> str:
    """How far a thing is from the beginning: `2 before`, `1 after`."""
    if not steps:
        return "here"
    return f"{abs(steps)} {'before' if steps < 0 else 'after'}"


def meant(node: Node) -> str:
    """How `lineage_graph.of` is asked about a thing; empty for what it can't begin at."""
    kind, key = node.key
    last = node.address.rpartition("/")[2]
    ways = {
        "file": f"file:{key}",
        "dataset_version": f"data:{'@'.join(node.address.split('/')[1:3])}",
        "model_version": f"model:{'@'.join(node.address.split('/')[1:3])}",
        "run": f"run:{last}",
        "deployment": f"deployment:{node.name}",
        "person": f"person:{key}",
        "code": f"code:{key}",
    }
    needs_address = kind in ("dataset_version", "model_version", "run")
    return "" if needs_address and not node.address else ways.get(kind, "")
