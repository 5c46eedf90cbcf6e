"""The lineage of any thing as a graph: back to data, files, code and people, forward to answers.

Read level by level with one query a relation, so that ten thousand things take well under a
second. It is bounded: where there is more, the graph says that it is not whole.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
import zstandard

from tidemill.base.errors import NeedsYou
from tidemill.domain.lineage import Edge, Graph, Key, Node
from tidemill.services import registry, runs
from tidemill.services.workspace import Workspace
from tidemill.store import cause_links, lineage_links

MOST = 20_000
"""How many nodes a graph holds at most, unless said."""

_Step = Callable[[sa.Connection, str, Sequence[Any]], list[Edge]]

_MEANT = re.compile(r"(data|model|file|run|deployment|person|code|request):(.+)", re.DOTALL)


def of(workspace: Workspace, address: str, *, limit: int = MOST) -> Graph:
    """The lineage of a thing, both ways.

    An address is `MODEL@VERSION` (a number, champion or a label), `DATASET@N`, or names what it
    is: `request:ID` (as the service gave it with its answer), `file:NUMBER` or `file:NAME`,
    `data:NAME@N`, `model:NAME@N`, `run:ID`, `deployment:NAME`, `person:LOGIN`, `code:COMMIT`.
    Raises `NeedsYou` where there is no such thing.
    """
    meant = _MEANT.fullmatch(address.strip())
    kind, text = ("", address.strip()) if meant is None else (meant[1], meant[2].strip())
    if kind == "request":
        return _of_request(workspace, text, limit)
    return graph(workspace, _key(workspace, kind, text), limit=limit)


def graph(workspace: Workspace, start: Key, *, limit: int = MOST) -> Graph:
    """The lineage of a thing by its key."""
    with workspace.store.read() as connection:
        steps: dict[Key, int] = {start: 0}
        edges: dict[Edge, None] = {}
        is_whole = _walk(connection, start, lineage_links.out_of, 1, steps, edges, limit)
        is_whole &= _walk(connection, start, lineage_links.into, -1, steps, edges, limit)
        nodes = _known(connection, steps)
    is_nameless = start.kind in ("person", "code") and len(nodes) == 1
    if start not in nodes or is_nameless:
        raise NeedsYou(f"There is no {start.kind.replace('_', ' ')} {start.key}.", "")
    listed = sorted(nodes.values(), key=lambda node: abs(node.steps))
    joined = (edge for edge in edges if edge.source in nodes and edge.target in nodes)
    return Graph(start, tuple(listed), tuple(joined), is_whole)


def _walk(
    connection: sa.Connection,
    start: Key,
    look: _Step,
    way: int,
    steps: dict[Key, int],
    edges: dict[Edge, None],
    limit: int,
) -> bool:
    """Follow edges from the start in one direction; false where it ended at the limit."""
    level, distance = [start], 0
    reached, aside = {start}, []
    while level:
        distance += way
        kinds: dict[str, list[Any]] = {}
        for key in level:
            kinds.setdefault(key.kind, []).append(key.key)
        level = []
        for kind, keys in kinds.items():
            for edge in look(connection, kind, keys):
                if _is_of_others(edge, start, way):
                    aside.append(edge)
                    continue
                for one in _ends(edge, way):
                    if one in reached:
                        continue
                    if len(steps) >= limit:
                        return False
                    reached.add(one)
                    steps.setdefault(one, distance)
                    level.append(one)
                edges[edge] = None
    edges |= {edge: None for edge in aside if edge.source in reached and edge.target in reached}
    return True


def _ends(edge: Edge, way: int) -> tuple[Key, ...]:
    """What an edge leads to; both ends where it is part of a chain that is read whole."""
    if edge.source.kind == edge.target.kind:
        return (edge.source, edge.target)
    return (edge.target if way > 0 else edge.source,)


def _is_of_others(edge: Edge, start: Key, way: int) -> bool:
    """Whether an edge leads over a service to what else it did: that has nothing to do with the
    start, and is joined only where it is reached another way as well."""
    if way > 0:
        return edge.source.kind == "deployment" and edge.source != start
    return (
        edge.target.kind == "deployment" and edge.source.kind != "person" and edge.target != start
    )


def _known(connection: sa.Connection, steps: dict[Key, int]) -> dict[Key, Node]:
    kinds: dict[str, list[Any]] = {}
    for key in steps:
        kinds.setdefault(key.kind, []).append(key.key)
    found: dict[Key, Node] = {}
    for kind, keys in kinds.items():
        for key, one in lineage_links.known(connection, kind, keys).items():
            found[key] = Node(key, one.name, one.words, one.at, one.address, steps[key])
    return {key: found[key] for key in steps if key in found}


def _of_request(workspace: Workspace, request: str, limit: int) -> Graph:
    block, line = answer_of(workspace, request)
    found = graph(workspace, Key("answers", block), limit=limit)
    words = f"predicted {line['prediction']}"
    if line.get("id") is not None:
        words += f" for {line['id']}"
    nodes = (replace(found.nodes[0], name=f"answer {request}", words=words), *found.nodes[1:])
    return replace(found, nodes=nodes)


def answer_of(workspace: Workspace, request: str) -> tuple[int, dict[str, Any]]:
    """The block that holds the answer to a request, and its first line.

    Blocks are read from the newest on: the newest answer counts where a caller used an id twice.
    Raises `NeedsYou` where no answer was kept.
    """
    with workspace.store.read() as connection:
        blocks = lineage_links.blocks(connection)
    mark = json.dumps(request, ensure_ascii=False).encode("utf-8", "replace")
    for key, blob in blocks:
        packed = workspace.blobs.get_bytes(blob)
        data = zstandard.ZstdDecompressor().decompress(packed)
        if mark not in data:
            continue
        for text in data.decode("utf-8").split("\n"):
            line: dict[str, Any] = json.loads(text)
            if line["request"] == request:
                return key, line
    raise NeedsYou(
        f"No answer to a request {request} was kept.",
        "Answers are kept as the deployment's settings say, and for the time that the settings "
        "name; an answer of the last seconds may still be on its way.",
    )


def _key(workspace: Workspace, kind: str, text: str) -> Key:
    if kind == "run":
        return Key("run", runs.keys(workspace, [text])[0])
    if kind in ("person", "code"):
        return Key(kind, text)
    with workspace.store.read() as connection:
        if kind == "deployment":
            found = lineage_links.deployment_named(connection, text)
            if found is None:
                raise NeedsYou(
                    f"There is no deployment {text}.", "Look at the list of deployments."
                )
            return Key("deployment", found)
        if kind == "file":
            number = int(text) if text.isdecimal() else None
            number = lineage_links.file_named(connection, text) if number is None else number
            if number is None:
                raise NeedsYou(f"There is no file {text}.", "Look at the list of files.")
            return Key("file", number)
        name, _, which = text.partition("@")
        if kind != "model" and (not which or which.isdecimal()):
            refs = cause_links.named(connection, name, int(which) if which else None)
            wanted = [ref for ref in refs if not kind or ref.kind == "dataset_version"]
            if wanted:
                return Key(wanted[0].kind, wanted[0].key)
    if kind == "data":
        raise NeedsYou(f"There is no version {text}.", "Look at the list of datasets.")
    return Key("model_version", registry.version(workspace, text).id)
