"""The lineage of a workspace: what went into what, from people and files to served answers.

A graph of nodes and edges. An edge goes from what was used to what was made of it, so that going
back follows edges against their direction and going forward along it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

KINDS = (
    "person",
    "file",
    "rule",
    "dataset_version",
    "code",
    "recipe",
    "run",
    "model_version",
    "deployment",
    "answers",
    "scored_file",
)
"""Kinds of nodes, in the order in which one goes into the other."""

TITLES = {
    "person": "Person",
    "file": "File",
    "rule": "Check",
    "dataset_version": "Data",
    "code": "Code",
    "recipe": "Recipe",
    "run": "Run",
    "model_version": "Model version",
    "deployment": "Deployment",
    "answers": "Answers",
    "scored_file": "Scored file",
}


class Key(NamedTuple):
    """A node by its kind and its key in the store (a login, a commit, a row's number)."""

    kind: str
    key: int | str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Node:
    """A thing: what people call it, what is known of it in words, and where it opens.

    `address` is how commands and pages name it (`data/flights/3`, `models/late/2`), empty where
    it has none. `steps` is its distance from where the graph begins: below zero for what went
    into that, above for what was made of it.
    """

    key: Key
    name: str
    words: str
    at: datetime | None
    address: str
    steps: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "id": str(self.key),
            "kind": self.key.kind,
            "name": self.name,
            "words": self.words,
            "at": self.at,
            "address": self.address,
            "steps": self.steps,
        }


class Edge(NamedTuple):
    """Something went into something else: how, in words ("was read into", "learned from it")."""

    source: Key
    target: Key
    words: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"from": str(self.source), "to": str(self.target), "words": self.words}


@dataclass(frozen=True)
class Graph:
    """What a thing came from and what was made of it; `is_whole` is false where it was cut off.

    `nodes` are in order of their distance, `start` first among those of distance 0.
    """

    start: Key
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    is_whole: bool

    def find(self, text: str) -> tuple[Node, ...]:
        """Nodes whose name, words or kind hold all words of a text, whatever their case."""
        words = text.casefold().split()
        return tuple(node for node in self.nodes if all(word in _searched(node) for word in words))

    def back(self) -> tuple[Node, ...]:
        """What went into the start, nearest first."""
        return tuple(node for node in self.nodes if node.steps < 0)

    def forward(self) -> tuple[Node, ...]:
        """What was made of the start, nearest first."""
        return tuple(node for node in self.nodes if node.steps > 0)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "start": str(self.start),
            "nodes": [node.to_dict() for node in self.nodes],
            "edges": [edge.to_dict() for edge in self.edges],
            "is_whole": self.is_whole,
        }


def _searched(node: Node) -> str:
    return f"{node.name} {node.words} {TITLES[node.key.kind]}".casefold()


@dataclass(frozen=True)
class Placed:
    """A node's place in the drawing: its column from the left and its row from the top."""

    key: Key
    column: int
    row: int


def layers(graph: Graph, sweeps: int = 2) -> tuple[Placed, ...]:
    """Places for drawing: a column for each kind, rows so that edges cross little.

    Rows are put in the order of the mean row of their neighbours, from left to right and back
    (the barycentre method of Sugiyama, Tagawa and Toda, 1981), `sweeps` times. Linear in the
    edges but for the sorting of each column.
    """
    used = [kind for kind in KINDS if any(node.key.kind == kind for node in graph.nodes)]
    columns = {kind: at for at, kind in enumerate(used)}
    rows: list[list[Key]] = [[] for _ in used]
    for node in graph.nodes:
        rows[columns[node.key.kind]].append(node.key)
    neighbours = _neighbours(graph.edges)
    place = {key: _height(row, keys) for keys in rows for row, key in enumerate(keys)}
    for _ in range(sweeps):
        for order in (range(len(rows)), reversed(range(len(rows)))):
            for column in order:
                rows[column] = _sorted_by_neighbours(rows[column], neighbours, place)
                place |= {key: _height(row, rows[column]) for row, key in enumerate(rows[column])}
    return tuple(
        Placed(key, column, row) for column, keys in enumerate(rows) for row, key in enumerate(keys)
    )


def _neighbours(edges: Iterable[Edge]) -> Mapping[Key, list[Key]]:
    found: dict[Key, list[Key]] = {}
    for edge in edges:
        if edge.source.kind != edge.target.kind:
            found.setdefault(edge.source, []).append(edge.target)
            found.setdefault(edge.target, []).append(edge.source)
    return found


def _height(row: int, keys: Sequence[Key]) -> float:
    """Where a row of a column is, from 0 to 1: short columns are spread like long ones."""
    return (row + 0.5) / len(keys)


def _sorted_by_neighbours(
    keys: Sequence[Key], neighbours: Mapping[Key, list[Key]], place: Mapping[Key, float]
) -> list[Key]:
    def middle(key: Key) -> float:
        near = [place[other] for other in neighbours.get(key, ())]
        return sum(near) / len(near) if near else place[key]

    return sorted(keys, key=middle)
