"""The lineage of a version on its page: drawn, listed, searched, walked by keys, begun anew."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tidemill.domain.lineage import Edge, Graph, Key, Node, layers
from tidemill.gui.kit.charts.lineage_chart import LineageChart
from tidemill.gui.kit.charts.lineage_drawing import drawing_of
from tidemill.gui.pages.models.page import PAGE
from tidemill.gui.sheets.lineage_panel import LineagePanel
from tidemill.gui.sheets.lineage_state import BACK, FORWARD, listed, meant
from tidemill.services import lineage_graph
from tidemill.services.workspace import Workspace

NAME = "flights-late"


@pytest.fixture
def number(workspace: Workspace, flights: Any, build: Any) -> int:
    """The number of the champion of a model that learned from a dataset of some files."""
    from tidemill.services import registry

    build.add_model(workspace, flights)
    champion = registry.find(workspace, NAME).champion
    assert champion is not None
    return champion.number


@pytest.fixture
def panel(open_page: Any, number: int, settle: Any) -> LineagePanel:
    """The tab Lineage of the champion."""
    view = open_page(PAGE, f"models/{NAME}/{number}/lineage")
    settle(view)
    found: LineagePanel = view.part.lineage
    assert found is not None
    return found


def test_the_tab_draws_and_lists_what_the_services_say(
    panel: LineagePanel, workspace: Workspace, number: int
) -> None:
    graph = lineage_graph.of(workspace, f"{NAME}@{number}")
    drawing = panel.state.drawing
    assert drawing is not None
    assert set(drawing.nodes) == {node.key for node in graph.nodes}
    assert {row["id"] for row in panel.state.rows} == set(drawing.nodes)
    assert panel.chart.chosen() == graph.start
    assert panel.chart.rect_of(graph.start) is not None
    headers, rows = panel.chart.as_table()
    assert headers == ["From", "How", "To"]
    assert len(rows) == len(graph.edges)
    said = panel.chart.accessibleDescription()
    assert said.startswith(f"Lineage of {NAME} v{number}: ")
    assert f"{len(graph.back())} thing" in said


def test_searching_and_one_direction_narrow_the_list(panel: LineagePanel, qtbot: QtBot) -> None:
    drawing = panel.state.drawing
    assert drawing is not None
    one = next(node for node in drawing.graph.nodes if node.key.kind == "dataset_version")
    qtbot.keyClicks(panel.filter.edit, f"data {one.name}")
    qtbot.waitUntil(lambda: [row["id"] for row in panel.state.rows] == [one.key])
    panel.filter.edit.clear()
    qtbot.mouseClick(panel.way.part(FORWARD), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all("after" in str(row["steps"]) for row in panel.state.rows))
    qtbot.mouseClick(panel.way.part(BACK), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(panel.state.rows) > 0)
    qtbot.waitUntil(lambda: all("before" in str(row["steps"]) for row in panel.state.rows))


def test_a_click_chooses_and_a_double_click_opens_in_its_own_place(
    panel: LineagePanel, page_context: Any, qtbot: QtBot
) -> None:
    drawing = panel.state.drawing
    assert drawing is not None
    node = next(n for n in drawing.graph.nodes if n.key.kind == "dataset_version")
    rect = panel.chart.rect_of(node.key)
    assert rect is not None
    spot = rect.center().toPoint()
    qtbot.mouseClick(panel.chart, Qt.MouseButton.LeftButton, pos=spot)
    assert panel.chart.chosen() == node.key
    assert node.name in panel.name.text()
    qtbot.mouseDClick(panel.chart, Qt.MouseButton.LeftButton, pos=spot)
    assert page_context.navigated == [f"tidemill://{node.address}"]


def test_keys_walk_back_to_a_file_and_home_and_enter_opens(
    panel: LineagePanel, page_context: Any, qtbot: QtBot
) -> None:
    chart, drawing = panel.chart, panel.state.drawing
    assert drawing is not None
    start = drawing.graph.start
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    first = chart.chosen()
    assert first in drawing.into[start]
    for _ in range(12):
        qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.chosen() is not None
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.chosen() == start
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert page_context.navigated == [f"tidemill://{drawing.nodes[start].address}"]


def test_beginning_at_a_version_of_data_tells_what_came_of_it_and_back_again(
    panel: LineagePanel, qtbot: QtBot, settle: Any
) -> None:
    drawing = panel.state.drawing
    assert drawing is not None
    start = drawing.graph.start
    node = next(n for n in drawing.graph.nodes if n.key.kind == "dataset_version")
    panel.table.set_current(node.key)
    panel.table.current_changed.emit(node.key)
    assert panel.chart.chosen() == node.key
    qtbot.mouseClick(panel.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.is_busy())
    now = panel.state.drawing
    assert now is not None
    assert now.graph.start == node.key
    assert start in {one.key for one in now.graph.forward()}
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.is_busy())
    again = panel.state.drawing
    assert again is not None
    assert again.graph.start == start


def test_every_thing_that_can_be_begun_at_is_found_by_its_address(
    panel: LineagePanel, workspace: Workspace
) -> None:
    drawing = panel.state.drawing
    assert drawing is not None
    asked = [node for node in drawing.graph.nodes if meant(node)]
    assert {node.key.kind for node in asked} >= {"dataset_version", "model_version", "run"}
    for node in asked:
        assert lineage_graph.of(workspace, meant(node)).start == node.key


def large(n_files: int, n_answers: int) -> Graph:
    """Files into as many versions of data, one model version, many blocks of answers."""
    model = Key("model_version", 1)
    nodes = [Node(model, "buyers v1", "champion", None, "models/buyers/1", 0)]
    edges = []
    for at in range(n_files):
        file, data = Key("file", at), Key("dataset_version", at)
        nodes.append(Node(file, f"{at}.csv", "", None, f"automations/files/{at}", -2))
        nodes.append(Node(data, f"buyers v{at}", "", None, f"data/buyers/{at}", -1))
        edges += [Edge(file, data, "was read into"), Edge(data, model, "it learned from")]
    for at in range(n_answers):
        block = Key("answers", at)
        nodes.append(Node(block, f"block {at}", "", None, "", 1))
        edges.append(Edge(model, block, "answered"))
    return Graph(model, tuple(nodes), tuple(edges), True)


def test_of_ten_thousand_things_only_what_is_in_view_is_drawn(qtbot: QtBot) -> None:
    graph = large(2_000, 6_000)
    chart = LineageChart()
    qtbot.addWidget(chart)
    chart.set_drawing(drawing_of(graph, layers(graph)))
    chart.resize(chart.sizeHint())
    in_view = [node.key for node in graph.nodes if chart.rect_of(node.key) is not None]
    assert len(in_view) <= 4 * 9
    picture = QImage(chart.size(), QImage.Format.Format_ARGB32)
    chart.render(picture)
    last = Key("answers", 5_999)
    assert chart.rect_of(last) is None
    chart.choose(last)
    assert chart.rect_of(last) is not None, "its column turned to it"
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.chosen() == graph.start
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    chosen = chart.chosen()
    assert chosen is not None
    assert chosen.kind == "dataset_version"
    file = Key("file", chosen.key)
    assert chart.rect_of(file) is not None, "what it came from came into view"
    assert [row["id"] for row in listed(graph, "1234.csv", BACK)] == [Key("file", 1234)]
