"""The chart of curves: what it draws, says and answers, for empty, odd and very long curves."""

import csv
import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from tidemill.base.progress import Reporter
from tidemill.gui.kit import theme
from tidemill.gui.kit.chart_table import ChartTable
from tidemill.gui.kit.charts import saving
from tidemill.gui.kit.charts.curve_chart import Axes, CurveChart, CurveSeries, Mark, Smoothing
from tidemill.gui.kit.charts.curve_series import make_ready
from tidemill.gui.kit.charts.curve_view import View, duration_step, x_ticks, y_ticks

_MILLION = "1.0\N{NO-BREAK SPACE}M"


def _chart(qtbot, series, wide=600, tall=240, **more):
    chart = CurveChart("Loss", **more)
    qtbot.addWidget(chart)
    chart.resize(wide, tall)
    chart.set_series(series)
    chart.show()
    assert not chart.grab().isNull()
    return chart


def _line(key=1, n=100, shift=0.0, **more):
    return CurveSeries(key, f"run {key}", np.arange(n), np.arange(n) / n + shift, **more)


def _send(chart, kind, spot, button=Qt.MouseButton.LeftButton, keys=Qt.KeyboardModifier.NoModifier):
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    at = QPointF(spot)
    QApplication.sendEvent(chart, QMouseEvent(kind, at, chart.mapToGlobal(at), button, held, keys))


def _drag(chart, start, end, keys=Qt.KeyboardModifier.NoModifier):
    _send(chart, QEvent.Type.MouseButtonPress, start, keys=keys)
    _send(chart, QEvent.Type.MouseMove, end, keys=keys)
    _send(chart, QEvent.Type.MouseButtonRelease, end, keys=keys)


def _wheel(chart, spot, turned, keys):
    at = QPointF(spot)
    event = QWheelEvent(
        at,
        QPointF(chart.mapToGlobal(QPoint(int(at.x()), int(at.y())))),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart, event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("series", "words"),
    [
        ([], "No curve yet"),
        ([CurveSeries(1, "a", [], [])], "No point yet"),
        ([CurveSeries(1, "a", [0], [math.nan])], "The only point is not a number"),
        ([CurveSeries(1, "a", [0, 1], [math.inf, math.nan])], "No point is a number"),
    ],
)
def test_a_chart_without_a_point_says_why(qtbot, series, words):
    assert words in _chart(qtbot, series).description()


def test_one_point_is_drawn_as_a_dot_and_described(qtbot):
    chart = _chart(qtbot, [CurveSeries(1, "a", [5.0], [0.25], tone="chart.0")])
    spot = QPointF(chart.to_x(5.0), chart.to_y(0.25)).toPoint()
    ratio = chart.devicePixelRatioF()
    shown = chart.grab().toImage().pixelColor(round(spot.x() * ratio), round(spot.y() * ratio))
    assert shown == theme.colour("chart.0")
    assert "a went from 0.25" in chart.description()


def test_points_that_are_no_numbers_are_left_out_and_told(qtbot):
    chart = _chart(qtbot, [CurveSeries(1, "a", [0, 1, 2, 3], [1.0, math.nan, math.inf, 2.0])])
    assert chart.note() == "2 points are not numbers"
    assert "2 points are not numbers" in chart.accessibleDescription()


def test_a_logarithmic_axis_says_what_it_has_no_place_for(qtbot):
    chart = _chart(qtbot, [CurveSeries(1, "a", [1, 2, 3], [0.0, 10.0, 1000.0])])
    chart.set_axes(Axes(is_y_log=True))
    assert chart.note() == "1 point is 0 or less: no place on a logarithmic axis"
    assert chart.view().y0 < 1.0
    assert chart.view().y1 > 3.0
    assert "went from 10 to 1,000" in chart.description()
    chart.set_series([CurveSeries(1, "a", [1, 2], [0.0, -1.0])])
    assert "No value is above 0" in chart.description()


def test_a_peak_of_one_point_is_in_the_picture_of_a_million(qtbot):
    y = np.zeros(1_000_000)
    y[700_123] = 5.0
    chart = _chart(qtbot, [CurveSeries(1, "a", np.arange(1_000_000), y, tone="chart.0")])
    drawn = chart.drawn()[0].line
    assert len(drawn.x) <= 4 * chart.width()
    assert drawn.y.min() == pytest.approx(chart.to_y(5.0))


def test_dragging_pans_and_a_double_click_shows_everything_again(qtbot):
    chart = _chart(qtbot, [_line()])
    home, middle = chart.view(), chart.plot_rect().center()
    chart.set_view(home.zoomed_x(0.25, 50.0, home))
    told = []
    chart.view_changed.connect(told.append)
    zoomed = chart.view()
    _drag(chart, middle, middle - QPointF(60, 0))
    assert chart.view().x0 > zoomed.x0
    assert chart.view().wide == pytest.approx(zoomed.wide)
    assert told[-1] == chart.view()
    chart.grab()
    _send(chart, QEvent.Type.MouseButtonDblClick, middle)
    assert chart.view() == home


def test_the_wheel_zooms_around_the_pointer_only_when_it_is_meant(qtbot):
    chart = _chart(qtbot, [_line()])
    home, spot = chart.view(), chart.plot_rect().center()
    assert not _wheel(chart, spot, 120, Qt.KeyboardModifier.NoModifier)
    assert chart.view() == home
    assert _wheel(chart, spot, 120, Qt.KeyboardModifier.ControlModifier)
    assert chart.view().wide == pytest.approx(home.wide * 0.85)
    assert chart.view().x0 + chart.view().x1 == pytest.approx(home.x0 + home.x1)
    _wheel(chart, spot, -1200, Qt.KeyboardModifier.ControlModifier)
    assert chart.view() == home


def test_keys_pan_zoom_and_reset(qtbot):
    chart = _chart(qtbot, [_line()])
    home = chart.view()
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    zoomed = chart.view()
    assert zoomed.wide < home.wide
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.view().x0 > zoomed.x0
    qtbot.keyClick(chart, Qt.Key.Key_0)
    assert chart.view() == home


def test_a_brush_says_which_curves_it_met(qtbot):
    chart = _chart(qtbot, [_line(1), _line(2, shift=5.0), _line(3, shift=10.0)])
    told = []
    chart.brushed.connect(told.append)
    top = QPointF(chart.to_x(20), chart.to_y(6.5))
    bottom = QPointF(chart.to_x(22), chart.to_y(4.0))
    _drag(chart, top, bottom, Qt.KeyboardModifier.ShiftModifier)
    assert told == [[2]]
    assert chart.keys_in(QRectF(0, 0, 1, 1)) == []


def test_the_curve_under_the_pointer_comes_forward_and_is_told(qtbot):
    chart = _chart(qtbot, [_line(1), _line(2, shift=5.0)])
    told = []
    chart.hovered.connect(told.append)
    _send(chart, QEvent.Type.MouseMove, QPointF(chart.to_x(50), chart.to_y(5.5)),
          Qt.MouseButton.NoButton)  # fmt: skip
    chart.grab()
    _send(chart, QEvent.Type.MouseMove, QPointF(chart.to_x(50), chart.to_y(3.0)),
          Qt.MouseButton.NoButton)  # fmt: skip
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert told == [2, None]
    assert chart.highlighted() is None


def test_smoothing_draws_the_raw_curve_behind(qtbot):
    noise = np.random.default_rng(0).normal(size=400)
    chart = _chart(qtbot, [CurveSeries(1, "a", np.arange(400), noise)])
    assert chart.drawn()[0].raw is None
    chart.set_smoothing(Smoothing("ema", 0.95))
    drawn = chart.drawn()[0]
    assert drawn.raw is not None
    assert np.ptp(drawn.line.y) < np.ptp(drawn.raw.y) * chart.height()
    assert drawn.ready.shown.y[-1] == pytest.approx(Smoothing("ema", 0.95).of(noise)[-1])


def test_long_curves_are_made_ready_elsewhere(qtbot):
    asked = []

    def run(key, work, done):
        asked.append((key, work, done))

    chart = _chart(qtbot, [_line(n=50_000)], run=run, operation="test.curves")
    assert not chart.is_settled()
    assert "being read" in chart.description()
    ((key, work, done),) = asked
    assert key == "test.curves"
    done(work(_Quiet()))
    assert chart.is_settled()
    assert chart.view().x1 == 49_999


def test_what_is_ready_too_late_does_not_take_the_place_of_what_came_after(qtbot):
    asked = []
    chart = _chart(
        qtbot, [_line(n=50_000)], run=lambda _key, work, done: asked.append((work, done))
    )
    chart.set_series([_line(n=10)])
    assert chart.is_settled()
    ((work, done),) = asked
    done(work(_Quiet()))
    assert chart.view().x1 == 9


class _Quiet(Reporter):
    def report(self, share, message=""): ...
    def check(self): ...


def test_a_curve_that_grows_keeps_the_window_a_person_chose(qtbot):
    chart = _chart(qtbot, [_line(n=100)])
    chart.set_series([_line(n=150)])
    assert chart.view().x1 == 149
    chart.set_view(View(10, 20, 0, 1))
    chart.set_series([_line(n=200)])
    assert (chart.view().x0, chart.view().x1) == (10, 20)
    chart.reset_view()
    assert chart.view().x1 == 199


def test_what_grew_is_not_made_anew():
    x, y = np.arange(10_000.0), np.random.default_rng(1).normal(size=10_000)
    first = make_ready([CurveSeries(1, "a", x[:9000], y[:9000])], Axes(), Smoothing())
    again = make_ready([CurveSeries(1, "a", x[:9000], y[:9000])], Axes(), Smoothing(), first)
    assert again.curves[0].shown is first.curves[0].shown
    grown = make_ready([CurveSeries(1, "a", x, y)], Axes(), Smoothing(), first)
    whole = make_ready([CurveSeries(1, "a", x, y)], Axes(), Smoothing())
    assert np.array_equal(grown.curves[0].shown.lows[0], whole.curves[0].shown.lows[0])
    assert grown.curves[0].shown.size == 10_000


def test_bands_marks_labels_and_quiet_curves_are_painted_in_both_themes(qtbot):
    x = np.arange(60)
    series = [
        CurveSeries(1, "mean", x, x / 60, "chart.0", low=x / 60 - 0.1, high=x / 60 + 0.2,
                    end_label="mean"),
        CurveSeries(2, "other", x, 1 - x / 60, "chart.1", (6, 3), is_quiet=True),
    ]  # fmt: skip
    try:
        for name in ("light", "dark"):
            theme.set_theme(name)
            chart = _chart(qtbot, series)
            chart.set_marks([Mark(30, "best at 30")])
            low, high = chart.view().y0, chart.view().y1
            assert low <= -0.1
            assert high >= 1.2 - 1 / 60
            ratio = chart.devicePixelRatioF()
            inside = QPointF(chart.to_x(10), chart.to_y(0.3)) * ratio
            shown = chart.grab().toImage()
            assert shown.pixelColor(inside.toPoint()) != shown.pixelColor(5, 5)
    finally:
        theme.set_theme("light")


def test_the_table_has_a_column_a_curve_and_reads_long_ones_as_it_is_scrolled(qtbot):
    chart = _chart(qtbot, [_line(1, 3), _line(2, 2, shift=1.0)])
    heads, rows = chart.as_table()
    assert heads == ["Step", "run 1", "run 2"]
    assert rows[2] == ["2", "0.666667", "\N{EN DASH}"]
    assert chart.rows_source() is None
    chart.set_series([_line(1, 3000), _line(2, 3000)])
    source = chart.rows_source()
    assert source.row_count() == 6000
    assert source.block(2999, 3001, "0") == ["run 1", "run 2"]
    assert source.row_of(5999) == 5999
    assert source.row_of(6000) == -1
    sheet = ChartTable(chart, chart, "Loss")
    assert sheet.table.model().rowCount() == 6000
    sheet.close_sheet()


def test_a_long_curve_is_saved_with_every_point(qtbot, tmp_path):
    class Window(QWidget):
        def __init__(self):
            super().__init__()
            self.wishes = []

        def save_file(self, wish):
            self.wishes.append(wish)

        def open_sheet(self, _sheet): ...

    window = Window()
    qtbot.addWidget(window)
    chart = CurveChart("Loss", parent=window)
    values = np.random.default_rng(0).normal(size=9_000)
    values[5] = math.nan
    chart.set_series([CurveSeries(1, "run, 1", np.arange(9_000), values)])
    chart.save_as("csv")
    [wish] = window.wishes
    assert wish.name == "Loss.csv"
    wish.write(tmp_path / "loss.csv", _Quiet())
    with (tmp_path / "loss.csv").open(newline="") as file:
        found = list(csv.reader(file))
    assert found[0] == ["Curve", "Step", "Value"]
    assert [row[1] for row in found[1:4]] == ["0", "1", "2"]
    assert np.array_equal([float(row[2]) for row in found[1:]], values, equal_nan=True)
    assert found[1][0] == "run, 1"


def test_a_saved_drawing_has_the_curves_as_lines(qtbot):
    chart = _chart(qtbot, [_line(tone="chart.0")])
    drawing = saving.svg(chart).decode()
    assert "<polyline" in drawing or "<path" in drawing
    assert "<image" not in drawing


def test_crosshairs_of_other_charts_can_be_followed(qtbot):
    chart = _chart(qtbot, [_line()])
    before = chart.grab().toImage()
    chart.set_crosshair(50.0)
    assert chart.grab().toImage() != before
    chart.set_crosshair(None)
    assert chart.grab().toImage() == before


@pytest.mark.parametrize(
    ("view", "axes", "words"),
    [
        (View(0, 400, 0, 1), Axes(), ["0", "100", "200", "300", "400"]),
        (View(0, 1e6, 0, 1), Axes(), ["0", "250,000", "500,000", "750,000", _MILLION]),
        (View(0, 3600, 0, 1), Axes("duration"), ["0", "15 min", "30 min", "45 min", "60 min"]),
        (View(0, 8 * 3600, 0, 1), Axes("duration"), ["0", "2 h", "4 h", "6 h", "8 h"]),
        (View(0, 3, 0, 1), Axes(is_x_log=True), ["1", "10", "100", "1,000"]),
    ],
)  # fmt: skip
def test_places_are_named_in_round_words(view, axes, words):
    assert [said for _, said in x_ticks(view, axes, 4)] == words


def test_ticks_of_a_narrow_logarithmic_axis_are_round_values():
    said = [words for _, words in y_ticks(View(0, 1, 0.3, 0.6), Axes(is_y_log=True), 4)]
    assert said == ["2", "2.5", "3", "3.5"]
    assert duration_step(20 * 604_800.0, 4) == 5 * 604_800.0


def test_panning_and_zooming_never_lose_the_curves():
    home = View(0, 100, 0, 1)
    assert home.panned(9.0, 0.0, home) == View(50, 150, 0, 1)
    assert home.zoomed_x(4.0, 10.0, home) == home
    assert home.zoomed_y(0.5, 0.0, home) == View(0, 100, 0, 0.5)
    tiny = home
    for _ in range(200):
        tiny = tiny.zoomed_x(0.5, 50.0, home)
    assert tiny.wide == pytest.approx(100 * 1e-7)
