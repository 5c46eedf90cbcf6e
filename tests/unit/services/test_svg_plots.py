"""Plots as text: what is drawn, where, and that it is well formed."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from tidemill.services import svg_plots
from tidemill.services.svg_plots import Row, Series, escaped, forest, heat, lines, swatch


def places(svg: str, kind: str = "line") -> list[list[tuple[float, float]]]:
    """The points of the paths of a kind."""
    found = re.findall(rf'<path class="{kind}" d="M([^"]+)"', svg)
    return [
        [(float(x), float(y)) for x, y in (pair.split() for pair in one.split("L"))]
        for one in found
    ]


def line(*y: float, tone: int | None = 0, **more: np.ndarray) -> Series:
    return Series("one", np.arange(len(y), dtype=float), np.array(y), tone, **more)


def test_a_line_runs_through_its_points_up_being_more() -> None:
    svg = lines("t", "a", [line(0.0, 1.0, 0.5)], x_title="x", y_title="y")
    ET.fromstring(svg)
    [[first, second, third]] = places(svg)
    assert first[0] < second[0] < third[0]
    assert second[1] < third[1] < first[1]
    assert third[1] == pytest.approx((first[1] + second[1]) / 2, abs=0.2)


def test_points_that_are_no_numbers_are_left_out_and_nothing_breaks_without_any() -> None:
    svg = lines("t", "a", [line(1.0, np.nan, np.inf, 3.0)], x_title="x", y_title="y")
    assert [len(one) for one in places(svg)] == [2]
    empty = lines("t", "a", [line(np.nan)], x_title="x", y_title="y")
    assert places(empty) == []
    ET.fromstring(empty)
    ET.fromstring(lines("t", "a", [line(5.0, 5.0)], x_title="x", y_title="y"))


def test_a_long_line_is_thinned_and_keeps_its_spike() -> None:
    y = np.zeros(100_000)
    y[40_000] = 1.0
    svg = lines("t", "a", [line(*y)], x_title="x", y_title="y")
    [points] = places(svg)
    assert len(points) <= svg_plots.MOST_POINTS
    heights = [at for _, at in points]
    assert min(heights) < min(heights[0], heights[-1]) - 200


def test_bands_are_drawn_for_a_few_lines_only() -> None:
    def banded(tone: int) -> Series:
        return line(1.0, 2.0, tone=tone, low=np.array([0.0, 1.0]), high=np.array([2.0, 3.0]))

    few = lines("t", "a", [banded(k) for k in range(3)], x_title="x", y_title="y")
    many = lines("t", "a", [banded(k) for k in range(5)], x_title="x", y_title="y")
    assert few.count('class="band"') == 3
    assert many.count('class="band"') == 0
    assert many.count('class="line"') == 5


def test_runs_differ_by_colour_dash_and_marker_and_the_quiet_ones_lie_behind() -> None:
    series = [line(1.0, 2.0, tone=tone) for tone in (0, 1, None)]
    svg = lines("t", "a", series, x_title="x", y_title="y")
    order = re.findall(r'<g class="(quiet|run c\d)">', svg)
    assert order == ["quiet", "run c1", "run c0"]
    swatches = {swatch(tone) for tone in (*range(svg_plots.N_TONES), None)}
    assert len(swatches) == svg_plots.N_TONES + 1


def test_a_row_of_marks_tells_its_value_and_interval() -> None:
    rows = [Row("good", ((0, 0.02, 0.01, 0.03),)), Row("bad", ((1, 0.5, None, None),))]
    svg = forest("t", "a", rows, x_title="x")
    ET.fromstring(svg)
    assert "good: 0.02 (0.01 to 0.03)" in svg
    assert svg.count('class="range"') == 1
    assert "bad: 0.5</title>" in svg


def test_cells_are_as_strong_as_their_share_and_differences_have_a_side() -> None:
    shares = np.array([[1.0, 0.0], [0.25, 0.75]])
    svg = heat("t", "a", ["no", "yes"], shares, [["a", "b"], ["c", "d"]])
    ET.fromstring(svg)
    assert re.findall(r"--share:(\d+)%", svg) == ["100", "0", "25", "75"]
    apart = heat("t", "a", ["no", "yes"], shares - 0.5, [["a"] * 2] * 2, is_difference=True)
    assert re.findall(r'class="cell (\w+)"', apart) == ["high", "low", "low", "high"]
    nothing = heat("t", "a", ["no", "yes"], np.zeros((2, 2)), [["0"] * 2] * 2, is_difference=True)
    assert re.findall(r"--share:(\d+)%", nothing) == ["0"] * 4


def test_ticks_are_round_and_within_the_range() -> None:
    for low, high in ((0.0, 1.0), (-3.2, 917.0), (1e-9, 3e-9), (1e12, 1.1e12)):
        ticks = svg_plots._Scale(low, high, 0, 100).ticks()
        assert 2 <= len(ticks) <= 7
        assert all(low - 1e-9 * abs(high) <= one <= high + 1e-9 * abs(high) for one in ticks)


def test_texts_are_cut_and_harmless() -> None:
    assert escaped('<b a="1">&\u202e\u0007') == "&lt;b a=&quot;1&quot;&gt;&amp;  "
    assert escaped("x" * 500, 10) == "x" * 9 + "…"
    assert escaped("نام\u200cها") == "نام\u200cها"  # what joins letters is part of a word
