"""Charts: what they say, what they become as a table, keys and pointer, ticks, gaps."""

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import theme
from tidemill.gui.kit.chart_table import ChartTable
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.charts.dots import DotRow, Dots
from tidemill.gui.kit.charts.dumbbell import Dumbbell
from tidemill.gui.kit.charts.forest import Forest, Interval, change_tone
from tidemill.gui.kit.charts.heatmap import HeatLegend, HeatMap, ramp_colour
from tidemill.gui.kit.charts.histogram import CategoryBars, Histogram
from tidemill.gui.kit.charts.legend import Entry, Legend, categorical_entries
from tidemill.gui.kit.charts.line_overlay import free_stem
from tidemill.gui.kit.charts.sparkline import Sparkline
from tidemill.gui.kit.charts.split_bar import Part, SplitBar
from tidemill.gui.kit.charts.ticks import (
    decimals_for,
    nice_range,
    nice_step,
    nice_ticks,
    time_label,
    time_ticks,
)
from tidemill.gui.kit.charts.version_chart import VersionChart, VersionPoint

DAY = 86_400.0

Hover = Callable[[QWidget, QPoint], None]


def _shown(qtbot: QtBot, chart: QWidget, wide: int = 600) -> None:
    qtbot.addWidget(chart)
    chart.resize(wide, chart.sizeHint().height())
    chart.show()
    assert not chart.grab().isNull()


# Ticks


@given(st.floats(-1e4, 1e4), st.floats(0.01, 1e6), st.integers(2, 8))
def test_ticks_are_even_round_and_few(low: float, span: float, most: int) -> None:
    high = low + span
    ticks = nice_ticks(low, high, most)
    assert len(ticks) <= most + 1
    step = nice_step(high - low, most)
    assert np.allclose(np.diff(ticks), step, rtol=1e-6)
    lead = step / 10 ** np.floor(np.log10(step) + 1e-9)
    assert min(abs(lead - nice) for nice in (1, 2, 2.5, 5)) < 1e-6


@given(st.floats(-1e5, 1e5), st.floats(0, 1e5))
def test_nice_range_holds_the_data(low: float, span: float) -> None:
    wide_low, wide_high = nice_range(low, low + span)
    slack = 1e-6 * max(1.0, abs(low), span)
    assert wide_low <= low + slack
    assert wide_high >= low + span - slack
    assert wide_high > wide_low


@pytest.mark.parametrize(("step", "decimals"), [(1, 0), (0.5, 1), (0.25, 2), (0.02, 2), (2000, 0)])
def test_ticks_get_as_many_decimals_as_tell_them_apart(step: float, decimals: int) -> None:
    assert decimals_for(step) == decimals


@pytest.mark.parametrize("days", [0.5, 2, 9, 30, 200, 900])
def test_time_ticks_stand_at_round_local_times(days: float) -> None:
    low = datetime(2026, 9, 27, 13, 20, tzinfo=UTC).timestamp()
    ticks = time_ticks(low, low + days * DAY, 8)
    assert 1 <= len(ticks) <= 9
    assert all(low <= tick <= low + days * DAY for tick in ticks)
    times = [datetime.fromtimestamp(tick, UTC).astimezone() for tick in ticks]
    assert all(when.minute == 0 for when in times)
    assert days <= 2 or all(when.hour == 0 for when in times)


def test_time_labels_grow_with_the_span() -> None:
    when = datetime(2026, 10, 21, 6, 0).astimezone().timestamp()
    labels = [time_label(when, span * DAY) for span in (1, 60, 900)]
    assert labels == ["06:00", "21 Oct", "Oct 2026"]


# Heat map


@pytest.fixture
def heat(qtbot: QtBot) -> HeatMap:
    chart = HeatMap("Input drift")
    values = [[0.01, 0.02, 0.28], [0.3, None, 0.1]]
    chart.set_data(
        ["tariff", "rain"], ["1 Nov", "2 Nov", "3 Nov"], values, 0.2, ticks=[(0, "1 Nov")]
    )
    _shown(qtbot, chart)
    return chart


def test_heat_map_says_what_is_over_the_limit(heat: HeatMap) -> None:
    said = "Input drift: 1 of 2 features over the limit of 0.20 at the end: tariff."
    assert heat.accessibleDescription() == said
    heat.set_selected(1, 1)
    assert heat.accessibleDescription() == "rain, 2 Nov: nothing known."


def test_arrow_keys_walk_the_cells_and_stop_at_the_edge(qtbot: QtBot, heat: HeatMap) -> None:
    told: list[tuple[int, int]] = []
    heat.cell_selected.connect(lambda row, column: told.append((row, column)))
    keys = (Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Home)
    for key in keys:
        qtbot.keyClick(heat, key)
    assert told == [(0, 2), (0, 1), (1, 1), (1, 1), (1, 0)]
    assert heat.accessibleDescription().startswith("rain, 1 Nov: PSI 0.30, over the limit")


def test_click_chooses_a_cell_and_on_a_label_the_newest(qtbot: QtBot, heat: HeatMap) -> None:
    plot = heat.plot_rect()
    spot = QPoint(int(plot.left() + plot.width() / 2), int(plot.height() * 0.75))
    qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=spot)
    assert heat.selected() == (1, 1)
    qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=QPoint(10, 5))
    assert heat.selected() == (0, 2)


def test_pointer_over_a_heat_map_tells_its_column(heat: HeatMap, hover: Hover) -> None:
    told: list[int] = []
    heat.hovered.connect(told.append)
    plot = heat.plot_rect()
    hover(heat, QPointF(plot.left() + plot.width() * 0.9, 5).toPoint())
    assert told == [2]


def test_large_heat_map_is_one_picture(qtbot: QtBot) -> None:
    chart = HeatMap("Input drift")
    values = np.random.default_rng(1).uniform(0, 0.3, (60, 120)).tolist()
    chart.set_data([f"c{n}" for n in range(60)], [f"d{n}" for n in range(120)], values, 0.2, 0.3)
    _shown(qtbot, chart, 900)
    seen = chart.grab().toImage()
    plot = chart.plot_rect()
    spot = QPoint(int(plot.left() + plot.width() * 0.5 / 120), int(plot.height() * 0.5 / 60))
    assert chart.cell_at(spot) == (0, 0)
    assert seen.pixelColor(spot).name() == ramp_colour(values[0][0] / 0.3).name()


def test_ramp_goes_from_its_first_stop_to_its_last(qtbot: QtBot) -> None:
    for choice in ("light", "dark"):
        theme.set_theme(choice)  # type: ignore[arg-type]
        ends = [ramp_colour(share).name().upper() for share in (0.0, 1.0, 7.0)]
        assert ends == [theme.current().ramp[0], theme.current().ramp[-1], theme.current().ramp[-1]]


# Pictures


@pytest.mark.parametrize(
    ("low", "high", "tone"),
    [(0.001, 0.02, "good_dot"), (-0.01, 0.02, "text2"), (-0.03, -0.001, "warn_dot")],
)
def test_change_is_better_only_if_its_interval_is(low: float, high: float, tone: str) -> None:
    assert change_tone(low, high) == tone


def test_version_chart_walks_by_key_and_click(qtbot: QtBot) -> None:
    chart = VersionChart("AUC")
    points = [VersionPoint(f"v{n}", 0.8 + n / 100, was_champion=n == 1) for n in range(1, 5)]
    chart.set_points([*points, VersionPoint("v5", None, is_candidate=True)])
    _shown(qtbot, chart)
    told: list[int] = []
    chart.version_chosen.connect(told.append)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    assert told == [4, 3, 0]
    assert chart.description() == "AUC by version went from 0.8100 (v1) to 0.8400 (v4)."
    assert chart.as_table()[1][0] == ["v1", "0.8100", "–", "–", "champion", ""]


def _dumbbell() -> Dumbbell:
    chart = Dumbbell("Log loss")
    chart.set_values(0.341, 0.321, "0.341", "0.321", "v14 champion", "v15 candidate")
    return chart


def _forest() -> Forest:
    chart = Forest("What changes", heads=("", "Champion", "Change"), worse_better=True)
    rows = [
        Interval("AUC", 0.013, 0.007, 0.019, "+0.013", change_tone(1, 1), cells=("0.86",)),
        Interval("Value", 0.1, -0.1, 0.3, "+3,700", change_tone(-1, 1), "1,104", 0.2),
    ]
    chart.set_rows(rows)
    return chart


def _dots() -> Dots:
    chart = Dots("Importance")
    chart.set_rows([DotRow("tenure", (0.3, None)), DotRow("charge", (0.1, 0.2))], ["a", "b"])
    return chart


def _histogram() -> Histogram:
    chart = Histogram("usage")
    chart.set_data([0, 1, 2], [3, 9], [4, 4], "m³", (0.02, 0.09))
    return chart


def _bars() -> CategoryBars:
    chart = CategoryBars("tariff")
    chart.set_data(["A", "B", "C"], [0.4, 0.4, 0.2], [0.7, 0.2, 0.1])
    return chart


PICTURES: dict[str, tuple[Callable[[], QWidget], str, list[str]]] = {
    "dumbbell": (
        _dumbbell,
        "Log loss: v14 champion 0.341, v15 candidate 0.321.",
        ["v14 champion", "0.341"],
    ),
    "forest": (
        _forest,
        "What changes: 1 above the line, 0 below, 1 not decided.",
        ["AUC", "0.86", "+0.013", "0.007", "0.019"],
    ),
    "dots": (_dots, "Importance: tenure weighs most of 2 features.", ["tenure", "0.3", "–"]),
    "histogram": (
        _histogram,
        "Histogram of usage from 0 to 2; most rows lie between 1 and 2.",
        ["0", "1", "3", "4"],
    ),
    "bars": (_bars, "tariff: A moved most, from 70.0% to 40.0%.", ["A", "70.0%", "40.0%"]),
    "split": (
        lambda: SplitBar([Part("same", 90), Part("changed", 10, "warn_dot")], "Rows"),
        "Rows: same 90, changed 10.",
        ["same", "90", "90.0%"],
    ),
    "sparkline": (
        lambda: Sparkline([0.03, None, 0.28], "bad_dot", 0.2, "PSI"),
        "PSI went from 0.03 to 0.28; limit 0.2.",
        ["1", "0.03"],
    ),
}


@pytest.mark.parametrize("kind", sorted(PICTURES))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_picture_says_itself_and_becomes_a_table(qtbot: QtBot, kind: str, theme: str) -> None:
    make, said, first = PICTURES[kind]
    chart = make()
    _shown(qtbot, chart, 420)
    assert chart.accessibleDescription() == said
    headers, rows = chart.as_table()  # type: ignore[attr-defined]
    assert rows[0] == first
    assert len(headers) == len(first)


@pytest.mark.parametrize("kind", [Dots, HeatMap, VersionChart, Forest, Dumbbell, Histogram])
def test_picture_of_nothing_says_so(qtbot: QtBot, kind: type[QWidget]) -> None:
    chart = kind("PSI")  # type: ignore[arg-type]
    _shown(qtbot, chart)
    assert chart.description().endswith("nothing known yet.")  # type: ignore[attr-defined]
    assert chart.as_table()[1] == []  # type: ignore[attr-defined]


def test_legend_reads_as_its_entries(qtbot: QtBot) -> None:
    legend = Legend([*categorical_entries(["a", "b"]), Entry("v30", "reference", "outline")])
    _shown(qtbot, legend)
    assert legend.text() == "a, b, v30"
    scale = HeatLegend("PSI", 0.3, 0.2)
    _shown(qtbot, scale, 300)
    before = scale.sizeHint().width()
    scale.set_scale(0.3, None)
    assert scale.sizeHint().width() < before


# As a table


def test_v_asks_for_the_table_which_can_be_copied(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1100, 700)
    host.show()
    chart: Chart = _dots()
    chart.setParent(host)
    with qtbot.waitSignal(chart.table_requested):
        qtbot.keyClick(chart, Qt.Key.Key_V)
    sheet = ChartTable(host, chart, "Importance")
    sheet.open()
    assert sheet.table.table_model().rowCount() == 2
    sheet.copy()
    assert QGuiApplication.clipboard().text() == "Feature\ta\tb\ntenure\t0.3\t–\ncharge\t0.1\t0.2"


def test_marked_cells_of_a_heat_map_are_told_in_their_own_word(qtbot: QtBot) -> None:
    chart = HeatMap("Input drift", mark="drifted")
    qtbot.addWidget(chart)
    chart.set_data(["a", "b"], ["Jan", "Feb"], [[0.1, 0.9], [0.3, None]], marked=[[0, 1], [0, 0]])
    assert chart.description() == "Input drift: 1 of 2 features drifted at the end: a."
    chart.set_selected(1, 0)
    assert chart.description() == "b, Jan: PSI 0.30, not drifted."
    assert chart.as_table()[1] == [["a", "0.100", "0.900 *"], ["b", "0.300", "–"]]


def test_lines_of_one_moment_stand_beside_each_other() -> None:
    taken: set[int] = set()
    assert [free_stem(x, taken) for x in (40, 40, 41, 90)] == [40, 41, 42, 90]
