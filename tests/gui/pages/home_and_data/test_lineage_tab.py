"""The Lineage tab: what a version came from and what stands on it, each a link."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.gui.pages.data.page import PAGE
from tidemill.gui.shell.page import address_of
from tidemill.services import datasets, lineage
from tidemill.services.workspace import Workspace

Open = Callable[..., Any]


def opened(open_page: Open, qtbot: QtBot, address: str) -> Any:
    view = open_page(PAGE, address)
    qtbot.waitUntil(view.is_settled)
    return view


def test_a_version_lies_between_its_files_and_the_later_versions_that_hold_it(
    open_page: Open, flights: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    view = opened(open_page, qtbot, "data/flights/3/lineage")
    part = view.dataset.lineage
    version = datasets.version(workspace, "flights@3")
    titles = [line.title for line in part.state.came_from]
    assert titles[:2] == ["flights v1", "flights v2"]
    assert version.source.rpartition("/")[2] in titles
    assert [line.title for line in part.state.stands_on_it] == ["flights v4"]
    assert "Made by" in part.state.made
    assert "data.dataset.lineage" in {command.id for command in view.commands()}
    assert view.address() == ["flights", "3", "lineage"]
    qtbot.mouseClick(part.stands.rows[0], Qt.MouseButton.LeftButton)
    assert view.context.navigated[-1] == address_of("data", "flights", 4)


def test_the_lineage_of_a_version_is_drawn_and_searched_and_begun_elsewhere(
    open_page: Open, flights: Any, build: SimpleNamespace, qtbot: QtBot, workspace: Workspace
) -> None:
    build.add_model(workspace, flights)
    view = opened(open_page, qtbot, "data/flights/1/lineage")
    drawn = view.dataset.lineage.drawn
    graph = drawn.state.drawing.graph
    assert (graph.start.kind, drawn.chart.chosen()) == ("dataset_version", graph.start)
    kinds = {node.key.kind for node in graph.nodes}
    assert {"dataset_version", "run", "model_version"} <= kinds
    drawn.filter.edit.setText("flights-late")
    qtbot.waitUntil(lambda: {row["kind"] for row in drawn.state.rows} == {"Model version"})
    view.show_address(["flights", "3", "lineage"])
    qtbot.waitUntil(lambda: drawn.state.address == "data:flights@3" and not drawn.is_busy())
    assert drawn.state.drawing.nodes[drawn.state.drawing.graph.start].name == "flights v3"


def test_a_version_that_nothing_stands_on_says_so(
    open_page: Open, flights: Any, qtbot: QtBot
) -> None:
    part = opened(open_page, qtbot, "data/flights/lineage").dataset.lineage
    assert part.state.stands_on_it == ()
    assert part.stands._nothing.isVisible()
    assert not part.query.isVisible()


def test_runs_and_models_that_learned_from_a_version_are_links(
    open_page: Open, flights: Any, build: SimpleNamespace, qtbot: QtBot, workspace: Workspace
) -> None:
    build.add_model(workspace, flights)
    stands = {
        line.text: line.address
        for number in (1, 2, 3, 4)
        for line in _state(workspace, number).stands_on_it
    }
    assert stands["model version"].startswith(address_of("models"))
    assert stands["run"].startswith(address_of("experiments"))


def _state(workspace: Workspace, number: int) -> Any:
    from tidemill.gui.pages.data.lineage_state import state_of

    version = datasets.version(workspace, f"flights@{number}")
    return state_of(lineage.of(workspace, version), {})


def test_thousands_of_runs_are_counted_and_the_nearest_versions_shown(
    flights: Any, workspace: Workspace
) -> None:
    from dataclasses import replace

    from tidemill.gui.pages.data.lineage_state import MOST_LINES, state_of

    version = datasets.version(workspace, "flights")
    found = replace(
        lineage.of(workspace, version),
        came_from=tuple(
            lineage.Link("version", f"flights v{n}", f"flights@{n}") for n in range(1, 301)
        ),
        stands_on_it=tuple(lineage.Link("run", f"run-{n}", str(n)) for n in range(2_000)),
    )
    state = state_of(found, {})
    assert len(state.came_from) == len(state.stands_on_it) == MOST_LINES + 1
    assert state.came_from[-2].title == "flights v300"
    assert state.came_from[-1].title == "and 280 more versions"
    assert state.stands_on_it[-1].title == "and 1,980 more runs"
    assert state.stands_on_it[-1].address == address_of("experiments")


def test_a_lineage_that_cannot_be_read_offers_to_try_again(
    open_page: Open, flights: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise NeedsYou("The store is away.", "Try again.")

    monkeypatch.setattr(lineage, "of", fail)
    part = opened(open_page, qtbot, "data/flights/lineage").dataset.lineage
    assert part.failure.isVisible()
    monkeypatch.undo()
    part.failure.acted.emit()
    qtbot.waitUntil(lambda: part.state.word == "ready")
