"""A lineage made ready to be drawn: its columns, and what each thing is tied to. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tidemill.domain.lineage import Graph, Key, Node, Placed


@dataclass(frozen=True)
class Drawing:
    """A graph made ready to be drawn, off the window's thread: columns of things from the top, and
    what each is tied to."""

    graph: Graph
    columns: tuple[tuple[Key, ...], ...] = ()
    nodes: Mapping[Key, Node] = field(default_factory=dict)
    into: Mapping[Key, tuple[Key, ...]] = field(default_factory=dict)
    out_of: Mapping[Key, tuple[Key, ...]] = field(default_factory=dict)
    targets: Mapping[Key, frozenset[Key]] = field(default_factory=dict)
    """As `out_of`, to be cut with what is in view."""


def drawing_of(graph: Graph, placed: Sequence[Placed]) -> Drawing:
    """Make a graph ready; `placed` are its places from `domain.lineage.layers`."""
    columns: list[list[Key]] = [[] for _ in range(1 + max((p.column for p in placed), default=-1))]
    for one in sorted(placed, key=lambda p: (p.column, p.row)):
        columns[one.column].append(one.key)
    into: dict[Key, list[Key]] = {}
    out_of: dict[Key, list[Key]] = {}
    for edge in graph.edges:
        into.setdefault(edge.target, []).append(edge.source)
        out_of.setdefault(edge.source, []).append(edge.target)
    return Drawing(
        graph,
        tuple(tuple(column) for column in columns),
        {node.key: node for node in graph.nodes},
        {key: tuple(keys) for key, keys in into.items()},
        {key: tuple(keys) for key, keys in out_of.items()},
        {key: frozenset(keys) for key, keys in out_of.items()},
    )
