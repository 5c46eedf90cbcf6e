"""The numbers behind parallel coordinates and scatters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidemill.gui.kit.charts.parallel_lines import (
    N_CELLS,
    Axis,
    Brush,
    brushed,
    density,
    nearest_row,
    opacity,
    pair_counts,
)
from tidemill.gui.kit.charts.point_numbers import (
    axis_ticks,
    density_image,
    inside,
    nearest_point,
    pareto,
)


def test_an_axis_scales_its_values_and_leaves_what_is_missing_out() -> None:
    axis = Axis("a", "A", np.array([1.0, 3.0, np.nan, np.inf, 2.0]))
    assert axis.ends == (1.0, 3.0)
    assert axis.shares == pytest.approx([0, 1, np.nan, np.nan, 0.5], nan_ok=True)
    assert axis.flipped().shares[0] == 1.0
    assert axis.value_at(0.5) == 2.0
    assert axis.flipped().value_at(0.25) == 2.5


def test_a_logarithmic_axis_needs_values_over_zero() -> None:
    axis = Axis("a", "A", np.array([0.01, 0.1, 1.0])).logged(True)
    assert axis.is_log
    assert axis.shares == pytest.approx([0, 0.5, 1])
    assert axis.value_at(0.5) == pytest.approx(0.1)
    assert not Axis("a", "A", np.array([0.0, 1.0])).logged(True).is_log
    assert not Axis("a", "A", np.array([1.0]), ("x", "y")).can_be_log


def test_categories_stand_apart_from_the_ends_and_one_value_stands_in_the_middle() -> None:
    axis = Axis("a", "A", np.array([0.0, 1.0]), ("x", "y"))
    assert axis.shares == pytest.approx([0.25, 0.75])
    assert Axis("a", "A", np.array([7.0, 7.0])).shares == pytest.approx([0.5, 0.5])
    assert Axis("a", "A", np.array([np.nan])).ends == (0.0, 1.0)


def test_brushes_on_several_axes_hold_the_rows_inside_all_of_them() -> None:
    one = Axis("a", "A", np.array([0.0, 1.0, 2.0, np.nan]))
    other = Axis("b", "B", np.array([5.0, 5.0, 9.0, 9.0]))
    assert brushed([one, other], {}) is None
    rows = brushed([one, other], {"a": Brush(0.5, 1.0)})
    assert rows is not None
    assert rows.tolist() == [False, True, True, False]
    both = brushed([one, other], {"a": Brush(0.5, 1.0), "b": Brush(0.0, 0.1)})
    assert both is not None
    assert both.tolist() == [False, True, False, False]
    missing = brushed([one, other], {"a": Brush(0, 0, True)})
    assert missing is not None
    assert missing.tolist() == [False, False, False, True]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(-2, 2))
def test_a_moved_brush_keeps_its_length_inside_the_axis(a: float, b: float, by: float) -> None:
    brush = Brush(min(a, b), max(a, b))
    moved = brush.moved(by)
    assert -1e-9 <= moved.low <= moved.high <= 1 + 1e-9
    assert moved.high - moved.low == pytest.approx(brush.high - brush.low)


def test_every_line_is_counted_in_the_density() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(size=500)
    values[:20] = np.nan
    left, right = Axis("a", "A", values), Axis("b", "B", rng.normal(size=500))
    counts = pair_counts(left, right)
    assert counts.sum() == 500
    assert counts[N_CELLS].sum() == 20
    mask = np.arange(500) < 100
    assert pair_counts(left, right, mask).sum() == 100
    heights = np.linspace(99, 0, N_CELLS + 1)
    image = density(counts, heights, 40, 100)
    assert image.shape == (100, 40)
    assert image.sum(axis=0) == pytest.approx(np.full(40, 500))
    assert image[:, 0] == pytest.approx(
        np.bincount(np.rint(heights).astype(int)[left.cells], minlength=100)
    )
    shown = opacity(image)
    assert shown.max() == pytest.approx(1.0)
    assert ((shown > 0) == (image > 0)).all()


def test_the_line_under_the_pointer_is_found_among_those_in_sight() -> None:
    axes = [
        Axis("a", "A", np.array([0.0, 1.0, np.nan])),
        Axis("b", "B", np.array([1.0, 0.0, 0.5])),
    ]
    assert nearest_row(axes, 0, 0.0, 0.95, None, 0.1) == 1
    assert nearest_row(axes, 0, 0.0, 0.5, None, 0.1) == -1
    assert nearest_row(axes, 0, 1.0, 0.05, np.array([True, False, True]), 0.1) == -1


def _is_beaten(row: int, x: np.ndarray, y: np.ndarray) -> bool:
    return any(
        x[at] >= x[row] and y[at] >= y[row] and (x[at] > x[row] or y[at] > y[row])
        for at in range(len(x))
    )


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25))
def test_the_pareto_front_is_what_nothing_beats(points: list[tuple[int, int]]) -> None:
    x = np.array([float(a) for a, _ in points])
    y = np.array([float(b) for _, b in points])
    found = pareto(x, y, True, True).tolist()
    best = {(x[row], y[row]) for row in range(len(x)) if not _is_beaten(row, x, y)}
    assert {(x[row], y[row]) for row in found} == best
    turned = pareto(-x, y, False, True).tolist()
    assert turned == found


def test_points_are_counted_in_cells_with_their_mean_colour() -> None:
    x = np.array([0.0, 0.05, 1.0, np.nan])
    y = np.array([0.0, 0.05, 1.0, 0.5])
    counts, mean = density_image(x, y, 10, 10, np.array([0.2, 0.4, np.nan, 1.0]))
    assert counts[9, 0] == 2
    assert counts[0, 9] == 1
    assert counts.sum() == 3
    assert mean is not None
    assert mean[9, 0] == pytest.approx(0.3)
    assert np.isnan(mean[0, 9])


def test_a_box_and_the_nearest_point_leave_out_what_has_no_place() -> None:
    x, y = np.array([0.1, 0.5, np.nan]), np.array([0.1, 0.5, 0.5])
    assert inside(x, y, 0.0, 0.3, 0.0, 0.3).tolist() == [True, False, False]
    assert nearest_point(x, y, 100, 100, (0.52, 0.5), 9) == 1
    assert nearest_point(x, y, 100, 100, (0.9, 0.9), 9) == -1


def test_ticks_of_plain_logarithmic_and_named_axes() -> None:
    plain = axis_ticks(Axis("a", "A", np.array([0.0, 10.0])), 5)
    assert plain == [(0.0, "0"), (0.2, "2"), (0.4, "4"), (0.6, "6"), (0.8, "8"), (1.0, "10")]
    log = axis_ticks(Axis("a", "A", np.array([0.01, 1.0]), is_log=True), 5)
    assert [said for _, said in log] == ["0.01", "0.1", "1"]
    named = axis_ticks(Axis("a", "A", np.array([0.0, 1.0]), ("x", "y")), 5)
    assert named == [(0.25, "x"), (0.75, "y")]
