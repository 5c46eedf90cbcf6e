"""Brushes of a comparison come back after a window was cut off, and with them what they quieten."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.charts.brushed import BrushedChart
from tidemill.gui.kit.charts.parallel import ParallelCoordinates
from tidemill.gui.kit.charts.parallel_lines import Brush
from tidemill.gui.kit.charts.point_cloud import PointCloud
from tidemill.gui.shell import desk as desks
from tidemill.gui.shell import kept_file
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services.workspace import Workspace

Opens = Callable[..., MainWindow]
STRETCH = Brush(0.9, 1.0)


def _charts(window: MainWindow, qtbot: QtBot) -> tuple[ParallelCoordinates, MainWindow]:
    def found() -> ParallelCoordinates | None:
        drawn = [one for one in window.findChildren(ParallelCoordinates) if one.axes()]
        return drawn[0] if drawn else None

    qtbot.waitUntil(lambda: found() is not None)
    chart = found()
    assert chart is not None
    return chart, window


def _kept(workspace: Workspace) -> desks.Desk:
    return desks.of_bytes(kept_file.got(kept_file.file_for(workspace, "desks", "json")))


def test_a_brush_returns_after_the_window_was_cut_off_and_not_after_it_was_closed(
    main_window: Opens, workspace: Workspace, four: list[str], qtbot: QtBot
) -> None:
    address = "experiments/compare/" + ",".join(four)
    window = main_window(workspace.folder, address=address, is_remembered=True)
    chart, _ = _charts(window, qtbot)
    chart.set_brush("metrics.auc", STRETCH)
    qtbot.waitUntil(lambda: bool(_kept(workspace).marks))
    assert window.desk is not None
    window.desk.close(is_cut_off=True)
    window.close()

    again = main_window(workspace.folder, is_remembered=True)
    chart, _ = _charts(again, qtbot)
    qtbot.waitUntil(lambda: chart.brushes() == {"metrics.auc": STRETCH})
    part = again.navigator.view().compare  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: part.plots.brushed_words.text() == "1 of 4 runs brushed")
    qtbot.waitUntil(lambda: bool(_kept(workspace).marks))
    again.close()

    third = main_window(workspace.folder, address=address, is_remembered=True)
    chart, _ = _charts(third, qtbot)
    qtbot.waitUntil(third.is_settled)
    assert chart.brushes() == {}


@pytest.mark.parametrize("kind", [ParallelCoordinates, PointCloud])
def test_a_chart_without_anything_drawn_waits_and_one_without_the_axis_gives_up(
    kind: type[BrushedChart], qtbot: QtBot
) -> None:
    chart = kind("Runs")
    qtbot.addWidget(chart)
    assert chart.kept_brushes() == []
    assert chart.brush_again([["gone", 0.1, 0.2, False]]) is False


def test_brushes_out_of_a_damaged_file_are_left_out(qtbot: QtBot, axes: list[object]) -> None:
    chart = ParallelCoordinates("Runs")
    qtbot.addWidget(chart)
    chart.set_axes(axes, ["a", "b"], 2)  # type: ignore[arg-type]
    assert chart.brush_again([["gone", 0.1, 0.2, False], ["auc", "x", 0.2, False]]) is None
    assert chart.brush_again([["auc", 0.1, 7, False], ["auc"]]) is None
    assert chart.brush_again([["auc", 0.1, 0.4, False]]) is True
    assert chart.kept_brushes() == [["auc", 0.1, 0.4, False]]


@pytest.fixture
def axes() -> list[object]:
    """One axis of two rows."""
    import numpy as np

    from tidemill.gui.kit.charts.parallel_lines import Axis

    return [Axis("auc", "AUC", np.array([0.7, 0.9]))]
