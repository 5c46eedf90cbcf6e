"""Lineage: from a served answer back to files, code and people, and from a file forward to use."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from tidemill.base.errors import NeedsYou
from tidemill.domain.deployments import AnswerBlock
from tidemill.domain.jobs import Job
from tidemill.domain.lineage import Edge, Graph, Key, Node, layers
from tidemill.domain.models import ModelVersion
from tidemill.services import deploying, lineage_graph, promotion
from tidemill.services.workspace import Workspace
from tidemill.store import answer_logs, lineage_links


def _kept(workspace: Workspace, version: ModelVersion, *requests: str) -> int:
    """A block of kept answers, as the service writes it."""
    deployment = deploying.find(workspace, "buyers")
    lines = [json.dumps({"request": r, "id": None, "prediction": "yes"}) for r in requests]
    data = zstandard.ZstdCompressor().compress("\n".join(lines).encode())
    now, n = workspace.clock.now(), len(requests)
    blob = workspace.blobs.put_bytes(data)
    block = AnswerBlock(0, deployment.id, version.id, now, now, n, n, len(data), blob)
    with workspace.store.write() as tx:
        return answer_logs.insert(tx, block)


@pytest.fixture
def served(workspace: Workspace, add_version: Callable[..., ModelVersion]) -> ModelVersion:
    """`buyers` v1 as champion behind a service that answered three requests."""
    version = add_version()
    promotion.promote(workspace, "buyers@1")
    deploying.http(workspace, "buyers")
    _kept(workspace, version, "r-1", "r-2")
    _kept(workspace, version, "r-3")
    return version


def _names(nodes: tuple[Node, ...], kind: str) -> list[str]:
    return [node.name for node in nodes if node.key.kind == kind]


def test_an_answer_goes_back_to_the_file_the_recipe_and_the_people(
    workspace: Workspace, served: ModelVersion
) -> None:
    found = lineage_graph.of(workspace, "request:r-2")
    assert (found.nodes[0].name, found.nodes[0].words) == ("answer r-2", "predicted yes")
    back = found.back()
    assert _names(back, "model_version") == ["buyers v1"]
    assert _names(back, "deployment") == ["buyers"]
    assert _names(back, "dataset_version") == ["shop v1"]
    assert _names(back, "file") == ["shop_2024-01.csv"]
    assert _names(back, "recipe") == ["predicts bought"]
    assert _names(back, "person") == ["ada"]
    assert found.forward() == ()
    assert found.is_whole
    words = {(e.source.kind, e.target.kind): e.words for e in found.edges}
    assert words["file", "dataset_version"] == "was read into"
    assert words["model_version", "deployment"] in ("answers in", "answered in")


def test_a_bad_file_tells_everything_that_used_it_and_nothing_else(
    workspace: Workspace,
    served: ModelVersion,
    take_in: Callable[..., Job],
    month: Callable[..., Path],
    add_version: Callable[..., ModelVersion],
) -> None:
    take_in(month(2))
    second = add_version()
    promotion.promote(workspace, "buyers@2")
    _kept(workspace, second, "r-4")
    later = lineage_graph.of(workspace, "file:shop_2024-02.csv")
    assert _names(later.forward(), "dataset_version") == ["shop v2"]
    assert _names(later.forward(), "model_version") == ["buyers v2"]
    assert _names(later.forward(), "answers") == ["answers to 1 request"]
    assert _names(later.forward(), "deployment") == ["buyers"]
    first = lineage_graph.of(workspace, "file:1")
    assert _names(first.forward(), "dataset_version") == ["shop v1", "shop v2"]
    assert _names(first.forward(), "model_version") == ["buyers v1", "buyers v2"]
    assert len(_names(first.forward(), "answers")) == 3
    answer = lineage_graph.of(workspace, "request:r-1")
    assert _names(answer.back(), "file") == ["shop_2024-01.csv"]
    assert _names(answer.back(), "model_version") == ["buyers v1"]


def test_a_service_and_a_person_can_be_asked_for_as_well(
    workspace: Workspace, served: ModelVersion
) -> None:
    service = lineage_graph.of(workspace, "deployment:buyers")
    assert len(_names(service.forward(), "answers")) == 2
    assert _names(service.back(), "model_version") == ["buyers v1"]
    person = lineage_graph.of(workspace, "person:ada")
    assert {"file", "deployment", "answers"} <= {node.key.kind for node in person.forward()}
    assert lineage_graph.of(workspace, "buyers@champion").start.kind == "model_version"
    assert lineage_graph.of(workspace, "shop@1").start.kind == "dataset_version"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("request:none", "No answer to a request none was kept"),
        ("file:none.csv", "There is no file none.csv"),
        ("file:99", "There is no file 99"),
        ("person:nobody", "There is no person nobody"),
        ("code:abcdef0", "There is no code abcdef0"),
        ("deployment:none", "There is no deployment none"),
        ("data:none@3", "There is no version none@3"),
        ("none@1", "none"),
    ],
)
def test_what_is_not_there_is_said(
    workspace: Workspace, served: ModelVersion, address: str, words: str
) -> None:
    with pytest.raises(NeedsYou, match=words):
        lineage_graph.of(workspace, address)


def test_where_there_is_more_than_the_limit_it_is_said(
    workspace: Workspace, served: ModelVersion
) -> None:
    found = lineage_graph.of(workspace, "file:1", limit=3)
    assert not found.is_whole
    assert len(found.nodes) == 3
    keys = {node.key for node in found.nodes}
    assert all({edge.source, edge.target} <= keys for edge in found.edges)


def test_every_edge_that_goes_out_of_a_thing_comes_into_another(
    workspace: Workspace, served: ModelVersion
) -> None:
    found = lineage_graph.of(workspace, "file:1")
    with workspace.store.read() as connection:
        for edge in found.edges:
            assert edge in lineage_links.into(connection, edge.target.kind, [edge.target.key])
            assert edge in lineage_links.out_of(connection, edge.source.kind, [edge.source.key])


def test_nodes_are_found_by_their_words_and_placed_by_their_kind() -> None:
    keys = [Key("file", 1), Key("file", 2), Key("dataset_version", 1), Key("dataset_version", 2)]
    nodes = [Node(key, f"name {key.key}", "rows", None, "", 0) for key in keys]
    crossed = [Edge(keys[0], keys[3], "into"), Edge(keys[1], keys[2], "into")]
    found = Graph(keys[0], tuple(nodes), tuple(crossed), is_whole=True)
    assert [node.key for node in found.find("NAME 2 file")] == [keys[1]]
    places = {one.key: (one.column, one.row) for one in layers(found)}
    assert {places[key][0] for key in keys[:2]} == {0}
    assert all(places[edge.source][1] == places[edge.target][1] for edge in crossed)
