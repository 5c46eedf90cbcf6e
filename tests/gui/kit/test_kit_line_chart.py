"""Line charts: series, what they say, pointer, zoom, links, long and odd lines, saved pictures."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import theme
from tidemill.gui.kit.charts import saving
from tidemill.gui.kit.charts.line_chart import (
    Event,
    Limit,
    LineChart,
    Series,
    Shade,
    categorical,
)
from tidemill.gui.kit.charts.line_series import nearest, stairs, stretches
from tidemill.gui.kit.tokens import DASHES, MARKERS

DAY = 86_400.0

Hover = Callable[[QWidget, QPoint], None]


def _shown(qtbot: QtBot, chart: QWidget, wide: int = 600) -> None:
    qtbot.addWidget(chart)
    chart.resize(wide, chart.sizeHint().height())
    chart.show()
    assert not chart.grab().isNull()


# Series


def test_gaps_part_a_line_into_stretches() -> None:
    values = np.array([np.nan, 1, 2, np.nan, np.nan, 3])
    assert [(part.start, part.stop) for part in stretches(values)] == [(1, 3), (5, 6)]
    assert stretches(np.array([np.nan])) == []


def test_nearest_point_is_found_and_none_in_nothing() -> None:
    assert nearest(np.array([0.0, 10.0, 20.0]), 14) == 1
    assert nearest(np.array([]), 3) == -1


def test_series_past_eight_are_quiet() -> None:
    many = [categorical(at, str(at), [0], [0], True) for at in range(10)]
    assert [one.token for one in many[:2]] == ["chart.0", "chart.1"]
    assert many[5].dash == DASHES[5]
    assert many[4].marker == MARKERS[4]
    assert {one.token for one in many[8:]} == {"reference"}


# Line chart


def _error_chart() -> LineChart:
    chart = LineChart("Error, MAPE", "time", y_format=lambda v: f"{v:g}%", is_zoomable=True)
    days = 1.79e9 + DAY * np.arange(20)
    values = np.linspace(6, 7.5, 20)
    values[15:] = np.nan
    chart.set_series(
        [
            Series("measured", days, values, has_last_dot=True),
            Series(
                "estimated", days, values + 0.1, "reference", (4, 3), low=values, high=values + 1
            ),
        ]
    )
    chart.set_limits([Limit(8, "limit 8%")])
    chart.set_events([Event(days[3], "v29", "promotion"), Event(days[9], "", "alert")])
    chart.set_shades([Shade(days[15], days[19], "no labels yet")])
    return chart


def test_a_chart_below_another_leaves_the_flags_to_it(qtbot: QtBot) -> None:
    chart = _error_chart()
    _shown(qtbot, chart)
    with_flags = chart.plot_rect()
    chart.set_events([replace(event, has_flag=False) for event in chart.events()])
    above = chart.grab().toImage().copy(0, 0, chart.width(), round(chart.plot_rect().top()) - 4)
    assert chart.plot_rect().top() < with_flags.top()
    assert chart.plot_rect().height() > with_flags.height()
    assert (
        len({above.pixel(x, y) for x in range(above.width()) for y in range(above.height())}) == 1
    )


def test_line_chart_says_itself_in_a_sentence(qtbot: QtBot) -> None:
    chart = _error_chart()
    _shown(qtbot, chart)
    said = "Error, MAPE went from 6% to 7.10526%; limit 8%."
    assert chart.description() == chart.accessibleDescription() == said


def test_line_chart_becomes_a_table_with_gaps(qtbot: QtBot) -> None:
    chart = LineChart("Log loss", x_unit="trees")
    chart.set_series([Series("a", [1, 2, 3], [0.5, np.nan, 0.3]), Series("b", [2], [0.4])])
    _shown(qtbot, chart)
    headers, rows = chart.as_table()
    assert headers == ["trees", "a", "b"]
    assert rows == [["1", "0.5", "–"], ["2", "–", "0.4"], ["3", "0.3", "–"]]
    assert chart.as_csv().splitlines()[0] == "trees,a,b"


def test_limits_lie_inside_and_the_lowest_tick_is_labelled(qtbot: QtBot) -> None:
    chart = _error_chart()
    _shown(qtbot, chart)
    plot = chart.plot_rect()
    assert plot.top() < chart.to_y(8) < plot.bottom()
    assert chart.to_y(chart.y_ticks()[0][0]) == pytest.approx(plot.bottom())


def _spot(chart: LineChart, x: float) -> QPoint:
    return QPoint(round(chart.to_x(x)), round(chart.plot_rect().center().y()))


def test_pointer_tells_the_nearest_place_until_it_leaves(qtbot: QtBot, hover: Hover) -> None:
    chart = LineChart("x")
    chart.set_series([Series("a", [0, 10, 20], [1, 2, 3])])
    _shown(qtbot, chart)
    before = chart.grab().toImage()
    told: list[object] = []
    chart.hovered.connect(told.append)
    hover(chart, _spot(chart, 11))
    assert told == [10.0]
    assert chart.crosshair() == 10.0
    seen = chart.grab().toImage()
    x, y = round(chart.to_x(10)) + 20, round(chart.plot_rect().top()) + 10
    assert seen.pixelColor(x, y) == theme.colour("raised")  # the tip beside the line
    hover(chart, QPoint(round(chart.to_x(10)), chart.height() - 2))
    assert told == [10.0, None]
    assert chart.grab().toImage() == before


def test_linked_charts_zoom_together(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    charts = [LineChart(str(at), left_width=60, is_zoomable=True, parent=host) for at in (0, 1)]
    for at, chart in enumerate(charts):
        chart.set_series([Series("a", np.arange(100.0), np.arange(100.0))])
        chart.setGeometry(0, at * 200, 500, 180)
    charts[1].link_x(charts[0])
    host.resize(500, 400)
    host.show()
    charts[0].set_x_range(20, 40)
    assert charts[1].shown_x_range() == pytest.approx((20, 40), abs=0.5)
    charts[0].reset_range()
    assert charts[1].shown_x_range() == pytest.approx((0, 99), abs=0.5)


def test_a_linked_chart_takes_the_stretch_that_is_in_sight(qtbot: QtBot) -> None:
    first, second = LineChart("a"), LineChart("b")
    for chart in (first, second):
        qtbot.addWidget(chart)
        chart.set_series([Series("a", [0, 50, 100], [1, 2, 3])])
    first.set_x_range(5, 25)
    second.link_x(first)
    assert second.shown_x_range() == (5, 25)
    second.set_x_range(6, 7)
    assert first.shown_x_range() == (6, 7)


def test_a_drag_pans_the_wheel_zooms_and_a_double_click_shows_all(qtbot: QtBot) -> None:
    chart = LineChart("x", is_zoomable=True)
    chart.set_series([Series("a", [0, 50, 100], [1, 2, 3])])
    _shown(qtbot, chart)
    told: list[tuple[float, float]] = []
    chart.range_changed.connect(lambda low, high: told.append((low, high)))
    values = chart.to_y(1.0), chart.to_y(3.0)
    _wheel(chart, _spot(chart, 50), 240)
    low, high = chart.shown_x_range()
    assert (low + high) / 2 == pytest.approx(50, abs=0.5)
    assert high - low == pytest.approx(100 * 0.85**2)
    start, end = _spot(chart, 50), _spot(chart, 40)
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(chart, end)
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=end)
    assert chart.shown_x_range()[0] == pytest.approx(low + 10, abs=0.5)
    assert (chart.to_y(1.0), chart.to_y(3.0)) == values
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=end)
    assert chart.shown_x_range() == (0, 100)
    assert len(told) == 3
    assert told[-1] == (0, 100)


def test_a_chart_that_is_not_zoomable_leaves_wheel_and_drag_to_the_page(qtbot: QtBot) -> None:
    chart = LineChart("x")
    chart.set_series([Series("a", [0, 50, 100], [1, 2, 3])])
    _shown(qtbot, chart)
    assert not _wheel(chart, _spot(chart, 50), 240)
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=_spot(chart, 50))
    qtbot.mouseMove(chart, _spot(chart, 30))
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=_spot(chart, 30))
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=_spot(chart, 30))
    assert chart.shown_x_range() == (0, 100)


def _wheel(chart: LineChart, spot: QPoint, turned: int) -> bool:
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    at, phase = chart.mapToGlobal(spot), Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(spot, at, QPoint(), QPoint(0, turned), *none, phase, False)
    QApplication.sendEvent(chart, event)
    return event.isAccepted()


def test_new_points_of_the_same_stretch_keep_the_zoom(qtbot: QtBot) -> None:
    chart = LineChart("x", is_zoomable=True)
    chart.set_series([Series("a", [0, 50, 100], [1, 2, 3])])
    _shown(qtbot, chart)
    chart.set_x_range(10, 20)
    chart.set_series([Series("a", [0, 50, 100], [1, 2, 4])])
    assert chart.shown_x_range() == pytest.approx((10, 20))


def test_long_curve_is_drawn(qtbot: QtBot) -> None:
    chart = LineChart("long")
    x = np.arange(50_000.0)
    chart.set_series([Series("a", x, np.sin(x / 500))])
    _shown(qtbot, chart)
    token = theme.colour("accent")
    seen = chart.grab().toImage()
    inked = sum(
        seen.pixelColor(x, y) == token for x in range(0, 600, 3) for y in range(seen.height())
    )
    assert inked > 50


def test_a_long_curve_that_moves_is_drawn_quickly_and_at_rest_well(qtbot: QtBot) -> None:
    chart = LineChart("long", is_zoomable=True)
    x = np.arange(20_000.0)
    chart.set_series([Series("a", x, np.sin(x / 100))])
    _shown(qtbot, chart)
    chart.set_x_range(0, 10_000)
    moving = chart.grab().toImage()  # the same curve, one pixel wide
    qtbot.waitUntil(lambda: chart.grab().toImage() != moving)
    assert len(chart.drawn()[0].line.x) < 5 * chart.width()


def test_a_stair_lasts_until_the_next_place_and_keeps_its_gaps() -> None:
    x, y = stairs(np.array([0.0, 1.0, 3.0]), np.array([5.0, np.nan, 7.0]))
    assert x.tolist() == [0, 1, 1, 3, 3, 5]
    assert np.array_equal(y, [5, 5, np.nan, np.nan, 7, 7], equal_nan=True)


def test_a_dashed_line_stays_dashed_in_a_steep_zigzag(qtbot: QtBot) -> None:
    chart = LineChart("estimated")
    x = np.arange(40.0)
    chart.set_series([Series("a", x, x % 2, dash=(4, 3))])
    _shown(qtbot, chart)
    dashed = chart.grab().toImage()
    chart.set_series([Series("a", x, x % 2)])
    solid, ink = chart.grab().toImage(), theme.colour("accent")
    spots = [(at, y) for at in range(solid.width()) for y in range(20, 120, 4)]
    n_dashed, n_solid = (
        sum(seen.pixelColor(*spot) == ink for spot in spots) for seen in (dashed, solid)
    )
    assert 0.3 * n_solid < n_dashed < 0.8 * n_solid


def test_a_line_in_a_saved_picture_is_as_wide_as_on_the_screen(qtbot: QtBot) -> None:
    chart = LineChart("Loss")
    chart.set_series([Series("a", [0, 1, 2], [1, 1, 1])])
    _shown(qtbot, chart)
    seen, ink = QImage.fromData(QByteArray(saving.png(chart))), theme.colour("accent")
    column = [seen.pixelColor(seen.width() // 2, y) for y in range(seen.height())]
    # Two pixels of the screen are four here, the outer ones shared where it lies between rows.
    assert column.count(ink) in (3, 4)


def test_stepped_filled_marked_and_highlighted_lines_are_drawn(qtbot: QtBot) -> None:
    chart = LineChart("stair")
    chart.set_series([Series("a", [0, 1, 2], [1, 2, 2], is_stepped=True, is_filled=True)])
    _shown(qtbot, chart)
    chart.set_series(
        [categorical(at, str(at), [0, 1], [at, at + 1], has_marker=True) for at in range(3)]
    )
    chart.highlight(1)
    assert not chart.grab().isNull()
    theme.set_theme("dark")
    seen = chart.grab().toImage()
    assert seen.pixelColor(seen.width() // 2, 4).lightness() < 60


def test_empty_line_chart_says_so(qtbot: QtBot) -> None:
    chart = LineChart("Error")
    _shown(qtbot, chart)
    chart.set_series([])
    assert chart.description() == "Error: nothing known yet."
    assert chart.as_table() == (["At"], [])
