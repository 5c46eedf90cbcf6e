"""Parallel coordinates, scatters, confusion matrices and dots under a person's hands."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import theme
from tidemill.gui.kit.charts import saving
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.charts.confusion import Confusion, ConfusionChart
from tidemill.gui.kit.charts.dots import DotRow, Dots
from tidemill.gui.kit.charts.parallel import ParallelCoordinates
from tidemill.gui.kit.charts.parallel_lines import Axis, Brush
from tidemill.gui.kit.charts.point_cloud import PointCloud

Hover = Callable[[QWidget, QPoint], None]
LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, chart: Chart, wide: int = 640) -> None:
    qtbot.addWidget(chart)
    chart.resize(wide, chart.sizeHint().height())
    chart.show()


def axes_of(n: int) -> list[Axis]:
    rng = np.random.default_rng(7)
    depth = rng.integers(2, 12, n).astype(float)
    depth[: n // 10] = np.nan
    return [
        Axis("rate", "learning_rate", 10 ** rng.uniform(-3, -1, n), is_log=True),
        Axis("depth", "max_depth", depth),
        Axis("model", "model", rng.integers(0, 3, n).astype(float), ("a", "b", "c")),
        Axis("auc", "AUC", rng.normal(0.8, 0.02, n), is_measure=True),
    ]


@pytest.fixture
def parallel(qtbot: QtBot) -> ParallelCoordinates:
    made = ParallelCoordinates("Parameters")
    made.set_axes(axes_of(60), ["one", "two", "three"], 3)
    shown(qtbot, made)
    return made


def drag(qtbot: QtBot, chart: QWidget, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(chart, LEFT, pos=start)
    for share in (0.3, 0.7, 1.0):
        chart.mouseMoveEvent(_moved(chart, start + (end - start) * share))
    qtbot.mouseRelease(chart, LEFT, pos=end)


def _moved(chart: QWidget, at: QPoint) -> QMouseEvent:
    return QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), chart.mapToGlobal(QPointF(at)), LEFT, LEFT,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip


def test_a_drag_along_an_axis_brushes_it_and_a_click_takes_the_brush_away(
    qtbot: QtBot, parallel: ParallelCoordinates
) -> None:
    told: list[object] = []
    parallel.brushed.connect(told.append)
    place = parallel.place()
    x = round(place.x(3))
    drag(qtbot, parallel, QPoint(x, round(place.y(0.9))), QPoint(x, round(place.y(0.4))))
    brush = parallel.brushes()["auc"]
    assert brush.low == pytest.approx(0.4, abs=0.03)
    assert brush.high == pytest.approx(0.9, abs=0.03)
    rows = parallel.brushed_rows()
    assert rows is not None
    assert 0 < rows.sum() < 60
    assert np.array_equal(np.asarray(told[-1]), rows)
    assert "brushed" in parallel.description()
    assert len(parallel.as_table()[1]) == rows.sum()
    drag(qtbot, parallel, QPoint(x, round(place.y(0.6))), QPoint(x, round(place.y(0.5))))
    assert parallel.brushes()["auc"].low == pytest.approx(0.3, abs=0.03)
    qtbot.mouseClick(parallel, LEFT, pos=QPoint(x, round(place.y(0.05))))
    assert parallel.brushes() == {}
    assert told[-1] is None


def test_a_click_on_the_lane_brushes_what_is_missing(
    qtbot: QtBot, parallel: ParallelCoordinates
) -> None:
    place = parallel.place()
    spot = QPoint(round(place.x(1)), round(place.lane))
    qtbot.mouseClick(parallel, LEFT, pos=spot)
    rows = parallel.brushed_rows()
    assert rows is not None
    assert rows.sum() == 6
    qtbot.mouseClick(parallel, LEFT, pos=spot)
    assert parallel.brushed_rows() is None


def test_an_axis_is_moved_by_its_name_turned_and_hidden(
    qtbot: QtBot, parallel: ParallelCoordinates
) -> None:
    told: list[int] = []
    parallel.arranged.connect(lambda: told.append(len(parallel.axes())))
    place = parallel.place()
    drag(qtbot, parallel, QPoint(round(place.x(0)), 8), QPoint(round(place.x(2)), 8))
    assert [axis.name for axis in parallel.axes()] == ["depth", "model", "rate", "auc"]
    words = {each.text(): each for each in parallel.axis_menu(2).actions()}
    assert words["Logarithmic"].isChecked()
    words["Logarithmic"].trigger()
    assert not parallel.axes()[2].is_log
    words["Turn upside down"].trigger()
    assert parallel.axes()[2].is_flipped
    words["Hide"].trigger()
    assert [axis.name for axis in parallel.axes()] == ["depth", "model", "auc"]
    assert told == [4, 4, 4, 3]


def test_the_keyboard_walks_moves_and_brushes_axes(
    qtbot: QtBot, parallel: ParallelCoordinates
) -> None:
    for _ in range(2):
        qtbot.keyClick(parallel, Qt.Key.Key_Right)
    assert "axis max_depth" in parallel.accessibleDescription()
    qtbot.keyClick(parallel, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert [axis.name for axis in parallel.axes()] == ["rate", "model", "depth", "auc"]
    qtbot.keyClick(parallel, Qt.Key.Key_Up)
    assert parallel.brushes()["depth"] == Brush(0.75, 1.0)
    qtbot.keyClick(parallel, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert parallel.brushes()["depth"].low == pytest.approx(0.65)
    qtbot.keyClick(parallel, Qt.Key.Key_Down)
    assert parallel.brushes()["depth"].high == pytest.approx(0.9)
    assert "brushed from" in parallel.accessibleDescription()
    qtbot.keyClick(parallel, Qt.Key.Key_Escape)
    assert parallel.brushes() == {}


def test_the_compared_row_under_the_pointer_is_told(
    parallel: ParallelCoordinates, hover: Hover
) -> None:
    told: list[int] = []
    parallel.pointed.connect(told.append)
    place = parallel.place()
    y = place.heights(parallel.axes()[3])[1]
    hover(parallel, QPoint(round(place.x(3)), round(float(y))))
    assert told == [1]
    before = parallel.grab().toImage()
    parallel.highlight(1)
    assert parallel.grab().toImage() != before


@pytest.mark.parametrize("n", [60, 3_000, 30_000])
def test_rows_in_any_number_are_drawn_and_a_brush_quietens_the_rest(qtbot: QtBot, n: int) -> None:
    chart = ParallelCoordinates("Parameters")
    chart.set_axes(axes_of(n), ["one"], 1)
    shown(qtbot, chart)
    qtbot.waitUntil(chart.is_drawn)
    whole = chart.grab().toImage()
    spots = [(x, y) for x in range(60, 580, 5) for y in range(30, 170, 5)]
    inked = sum(whole.pixelColor(x, y) != theme.colour("surface") for x, y in spots)
    assert inked > 300
    rows = np.zeros(n, dtype=bool)
    rows[: n // 50] = True
    chart.restrict(rows)
    qtbot.waitUntil(chart.is_drawn)
    few = chart.grab().toImage()
    dark = theme.colour("surface").lightness() - 12
    assert sum(few.pixelColor(*at).lightness() < dark for at in spots) < sum(
        whole.pixelColor(*at).lightness() < dark for at in spots
    )


# Scatter


@pytest.fixture
def cloud(qtbot: QtBot) -> PointCloud:
    made = PointCloud("Scatter")
    x = Axis("time", "Fit time", np.array([1.0, 2.0, 3.0, 4.0, np.nan]))
    y = Axis("auc", "AUC", np.array([0.7, 0.9, 0.8, 0.95, 0.99]))
    made.set_points(x, y, None, ["a", "b", "c", "d", "e"], 5, (False, True))
    shown(qtbot, made)
    return made


def test_a_box_brushes_points_and_a_click_lets_them_go(qtbot: QtBot, cloud: PointCloud) -> None:
    told: list[object] = []
    cloud.brushed.connect(told.append)
    plot = cloud.plot_rect()
    middle = QPoint(round(plot.center().x()), round(plot.bottom() + 2))
    drag(qtbot, cloud, QPoint(round(plot.left() - 2), round(plot.top() - 2)), middle)
    rows = cloud.brushed_rows()
    assert rows is not None
    assert rows.tolist() == [True, True, False, False, False]
    assert cloud.as_table() == (
        ["Run", "Fit time", "AUC"], [["a", "1", "0.7"], ["b", "2", "0.9"]],
    )  # fmt: skip
    qtbot.mouseClick(cloud, LEFT, pos=plot.center().toPoint())
    assert cloud.brushed_rows() is None
    assert told[-1] is None


def test_the_front_and_what_lacks_a_value_are_told(cloud: PointCloud) -> None:
    assert cloud.pareto_rows() == (0, 1, 3)
    assert cloud.description() == "Scatter: 4 runs, AUC by Fit time; 1 lack a value."


def test_the_keyboard_walks_the_points_and_opens_one(qtbot: QtBot, cloud: PointCloud) -> None:
    pointed: list[int] = []
    cloud.pointed.connect(pointed.append)
    for _ in range(2):
        qtbot.keyClick(cloud, Qt.Key.Key_Right)
    assert pointed == [0, 1]
    assert "at b, Fit time: 2" in cloud.accessibleDescription()
    with qtbot.waitSignal(cloud.activated) as told:
        qtbot.keyClick(cloud, Qt.Key.Key_Return)
    assert told.args == [1]


@pytest.mark.parametrize("n", [400, 30_000])
@pytest.mark.parametrize("has_colour", [False, True])
def test_points_in_any_number_are_drawn(qtbot: QtBot, n: int, has_colour: bool) -> None:
    axes = axes_of(n)
    chart = PointCloud("Scatter")
    chart.set_points(axes[0], axes[3], axes[1] if has_colour else None)
    shown(qtbot, chart)
    qtbot.waitUntil(chart.is_drawn)
    image = chart.grab().toImage()
    colours = {image.pixel(x, y) for x in range(60, 600, 2) for y in range(30, 210, 2)}
    assert len(colours) > 5


# Confusion and dots


@pytest.fixture
def confusion(qtbot: QtBot) -> ConfusionChart:
    made = ConfusionChart("Confusion")
    made.set_runs(
        ["no", "yes"],
        [
            Confusion(0, "one", np.array([[90, 10], [20, 80]])),
            Confusion(3, "two", np.array([[95, 5], [30, 70]])),
        ],
    )
    shown(qtbot, made)
    return made


def test_confusion_is_told_as_the_difference_to_the_baseline(
    qtbot: QtBot, confusion: ConfusionChart
) -> None:
    assert confusion.description() == (
        "Confusion: one is right on 85.0%, two is right on 82.5% of the rows."
    )
    head, rows = confusion.as_table()
    assert head[-1] == "Change to the baseline"
    assert rows[4] == ["two", "no", "no", "95", "0.9500", "0.0500"]
    told: list[int] = []
    confusion.pointed.connect(told.append)
    for _ in range(3):
        qtbot.keyClick(confusion, Qt.Key.Key_Right)
    assert told == [0, 0, 3]
    assert confusion.accessibleDescription() == (
        "two: no taken for no, 95 rows, 95.0%, +5.0% against one."
    )


def test_the_matrix_under_the_pointer_brings_its_run_forward(
    confusion: ConfusionChart, hover: Hover
) -> None:
    told: list[int] = []
    confusion.pointed.connect(told.append)
    hover(confusion, confusion._matrix(1).center().toPoint())
    hover(confusion, QPoint(2, 2))
    assert told == [3, -1]
    before = confusion.grab().toImage()
    confusion.highlight(3)
    assert confusion.grab().toImage() != before


def test_a_class_without_rows_has_no_share(qtbot: QtBot) -> None:
    chart = ConfusionChart("Confusion")
    chart.set_runs(["a", "b"], [Confusion(0, "one", np.array([[5, 5], [0, 0]]))])
    shown(qtbot, chart)
    assert not chart.grab().isNull()
    assert chart.as_table()[1][2][4] == "nan"


def test_the_dot_under_the_pointer_brings_its_run_forward(qtbot: QtBot, hover: Hover) -> None:
    chart = Dots("AUC by slice", has_zero=False, row_word="Slice")
    chart.set_rows([DotRow("a", (0.8, 0.9), "120"), DotRow("b", (0.7, None), "40")], ["x", "y"])
    shown(qtbot, chart)
    told: list[int] = []
    chart.pointed.connect(told.append)
    spot = (1, float(chart._xs(0, chart._plot())[1]))
    hover(chart, QPoint(round(spot[1]), 9))
    hover(chart, QPoint(2, 9))
    assert told == [1, -1]
    assert chart.as_table()[0] == ["Slice", "x", "y", "Rows"]
    assert chart.as_table()[1][1] == ["b", "0.7", "–", "40"]


def test_a_saved_picture_has_its_lines_as_lines(
    parallel: ParallelCoordinates, cloud: PointCloud
) -> None:
    lines = saving.svg(parallel).decode()
    assert lines.count("<polyline") >= 57
    assert "<image" not in lines
    assert "learning_rate" in lines
    dots = saving.svg(cloud).decode()
    assert "<image" not in dots
    assert dots.count("<circle") == 4  # the round marker, and three rings of the front
