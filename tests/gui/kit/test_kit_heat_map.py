"""The heat map at any zoom: what is in sight, what moves along, what is painted anew."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.charts import heat_cells
from tidemill.gui.kit.charts.heatmap import HeatMap, ramp_colour
from tidemill.gui.kit.charts.line_chart import Event, LineChart, Series


def _shown(qtbot: QtBot, chart: QWidget, wide: int = 600) -> None:
    qtbot.addWidget(chart)
    chart.resize(wide, chart.sizeHint().height())
    chart.show()
    assert not chart.grab().isNull()


def test_wheel_drag_and_double_click_move_the_map_and_the_lines_over_it(qtbot: QtBot) -> None:
    chart, line = HeatMap("Drift", is_zoomable=True), LineChart("Error", is_zoomable=True)
    chart.set_data(["a"], [f"d{n}" for n in range(100)], np.full((1, 100), 0.1), 0.2)
    line.set_series([Series("error", [0.5, 99.5], [1.0, 2.0])])
    line.set_ends(0.0, 100.0)
    chart.link_x(line)
    _shown(qtbot, line)
    _shown(qtbot, chart)
    middle = chart.plot_rect().center()
    steps = QPoint(0, 480)
    wheel = QWheelEvent(
        middle, chart.mapToGlobal(middle), QPoint(), steps, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QCoreApplication.sendEvent(chart, wheel)
    low, high = chart.shown_x_range()
    assert 50 < high - low < 55
    assert line.shown_x_range() == (low, high)
    chosen: list[tuple[int, int]] = []
    chart.cell_selected.connect(lambda row, column: chosen.append((row, column)))
    spot = middle.toPoint()
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseMove(chart, spot + QPoint(60, 0))
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=spot + QPoint(60, 0))
    assert chart.shown_x_range()[0] < low - 4
    assert chosen == []
    line.set_x_range(10.0, 20.0)
    assert chart.shown_x_range() == (10.0, 20.0)
    assert chart.cell_at(QPoint(round(middle.x()) + 2, 5)) == (0, 15)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.shown_x_range() == (0.0, 10.0)
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=spot)
    assert line.shown_x_range() == (0.0, 100.0)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_columns_that_share_a_pixel_show_the_strongest(qtbot: QtBot, ratio: float) -> None:
    values = np.full((2, 1000), np.nan)
    values[0] = 0.0
    values[0, 777] = 0.3
    made = heat_cells.picture(values, 0.3, (0.0, 1000.0), 100, ratio)
    assert (made.width(), made.height()) == (100 * ratio, 2)
    strong = [
        at for at in range(made.width()) if made.pixelColor(at, 0).name() == ramp_colour(1.0).name()
    ]
    assert strong == [int(77 * ratio) + (ratio > 1)]
    assert made.pixelColor(5, 1).alpha() == 0


def test_wide_columns_have_a_gap_between_them(qtbot: QtBot) -> None:
    made = heat_cells.picture(np.zeros((1, 10)), 0.3, (0.0, 10.0), 100, 1.0)
    assert [at for at in range(100) if made.pixelColor(at, 0).alpha() == 0] == [*range(9, 100, 10)]


def test_crosshair_moves_without_making_the_picture_anew(qtbot: QtBot) -> None:
    heat = HeatMap("Input drift")
    heat.set_data(["a"], ["1", "2", "3"], [[0.1, None, 0.3]], 0.2)
    _shown(qtbot, heat)
    before = heat._image
    heat.set_crosshair(1)
    heat.grab()
    assert heat._image is before
    heat.set_x_range(0.0, 2.0)
    heat.grab()
    assert heat._image is not before


def test_click_on_an_event_tells_which(qtbot: QtBot) -> None:
    line = LineChart("Error", is_zoomable=True)
    line.set_series([Series("error", [0.0, 10.0], [1.0, 2.0])])
    line.set_events([Event(2.0, "v1", "promotion"), Event(7.0, "", "alert")])
    _shown(qtbot, line)
    told: list[int] = []
    line.event_clicked.connect(told.append)
    middle = round(line.plot_rect().center().y())
    for x, y in ((line.to_x(7.0) + 2, middle), (line.to_x(2.0) + 9, 8), (line.to_x(4.0), middle)):
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(round(x), y))
    assert told == [1, 0]
