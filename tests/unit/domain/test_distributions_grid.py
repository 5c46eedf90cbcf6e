"""The cell function: monotone, exact where promised, safe at the ends of floating point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.domain.cells import (
    SqueezeGrid,
    WholeGrid,
    grid_for,
    grid_from_dict,
    histogram,
    ordered,
)
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData
from tidemill.domain.squeezing import SQUEEZE_CELLS

finite = st.floats(allow_nan=False, allow_infinity=False)
any_float = st.floats(allow_nan=False)
int64 = st.integers(-(2**63), 2**63 - 1)


def numbers(values: object, dtype: type = np.float64) -> ColumnData:
    return ColumnData("x", Kind.NUMERIC, np.asarray(values, dtype=dtype))


def grid_of(values: object, dtype: type = np.float64) -> WholeGrid | SqueezeGrid:
    return grid_for(ordered(numbers(values, dtype)))


@settings(max_examples=150, deadline=None)
@given(st.lists(finite, min_size=1, max_size=60), st.lists(any_float, min_size=2, max_size=60))
def test_cells_never_fall_as_floats_rise(reference: list[float], values: list[float]) -> None:
    grid = grid_of(reference)
    cells = grid.cells(np.sort(np.asarray(values)))
    assert (np.diff(cells) >= 0).all()
    assert cells.min() >= 0
    assert cells.max() < grid.size


@settings(max_examples=150, deadline=None)
@given(st.lists(int64, min_size=1, max_size=60), st.lists(int64, min_size=2, max_size=60))
def test_cells_never_fall_as_whole_numbers_rise(reference: list[int], values: list[int]) -> None:
    grid = grid_of(reference, np.int64)
    cells = grid.cells(np.sort(np.asarray(values, dtype=np.int64)))
    assert (np.diff(cells) >= 0).all()
    assert cells.min() >= 0
    assert cells.max() < grid.size


@settings(max_examples=150, deadline=None)
@given(st.lists(int64, min_size=1, max_size=40), st.lists(int64, min_size=1, max_size=40))
def test_whole_numbers_fall_into_one_cell_in_either_form(
    reference: list[int], values: list[int]
) -> None:
    grid = grid_of(reference, np.int64)
    exact = np.asarray([v for v in values if abs(v) <= 2**53] or [0], dtype=np.int64)
    assert grid.cells(exact).tolist() == grid.cells(exact.astype(np.float64)).tolist()


def test_cells_stay_monotone_where_the_short_formula_is_not() -> None:
    rng = np.random.default_rng(5)
    grid = SqueezeGrid(0.0, 1.0)
    start = rng.uniform(1.0, 4000.0, 20_000)
    values = np.sort(np.concatenate((start, np.nextafter(start, np.inf))))
    z = values
    short = z / (1.0 + z)
    assert (np.diff(short) < 0).any(), "the trap this guards against is gone"
    assert (np.diff(grid.cells(values)) >= 0).all()


def test_each_narrow_whole_number_has_a_cell_of_its_own() -> None:
    grid = grid_of(np.arange(-50, 200, dtype=np.int64), np.int64)
    assert isinstance(grid, WholeGrid)
    values = np.arange(-80, 260, dtype=np.int64)
    assert len(set(grid.cells(values).tolist())) == len(values)
    halves = values + 0.5
    assert not set(grid.cells(halves).tolist()) & set(grid.atoms.tolist())


def test_value_next_to_a_whole_number_is_not_merged_with_it() -> None:
    grid = grid_of([1.0, 2.0, 3.0] * 10)
    near = np.array([2.0, np.nextafter(2.0, 3.0), np.nextafter(2.0, 1.0), 1e-300])
    assert len(set(grid.cells(near).tolist())) == 4


def test_subtraction_that_merges_values_keeps_heavy_values_apart() -> None:
    tiny = [1e-20] * 40 + [2e-20] * 40
    values = np.sort(np.array(tiny + list(np.linspace(0.5, 1.5, 200))))
    grid = SqueezeGrid(1.0, 0.25, heavy=(1e-20, 2e-20))
    assert (1e-20 - 1.0) == (2e-20 - 1.0)
    cells = grid.cells(values)
    assert cells[0] != cells[40]
    assert set(cells[:80].tolist()) <= set(grid.atoms.tolist())
    assert (np.diff(cells) >= 0).all()


def test_heavy_value_is_alone_in_its_cell() -> None:
    rng = np.random.default_rng(1)
    values = np.where(rng.random(5000) < 0.4, 0.25, rng.normal(size=5000))
    grid = grid_of(values)
    assert isinstance(grid, SqueezeGrid)
    assert grid.heavy == (0.25,)
    found = histogram(grid, numbers(values))
    assert found.cells[grid.atoms[0]] == np.count_nonzero(values == 0.25)
    around = grid.cells(np.array([np.nextafter(0.25, 0), 0.25, np.nextafter(0.25, 1)]))
    assert around[0] < around[1] == grid.atoms[0] < around[2]


def test_lone_nan_and_infinities_are_counted_outside_the_cells() -> None:
    grid = grid_of(np.random.default_rng(2).normal(size=300))
    for values, expected in (
        ([np.nan], (0, 1, 0, 0)),
        ([np.inf], (0, 0, 0, 1)),
        ([-np.inf, np.nan, 1.0], (1, 1, 1, 0)),
        ([], (0, 0, 0, 0)),
    ):
        found = histogram(grid, numbers(values))
        assert (found.cells.sum(), found.missing, found.below, found.above) == expected
        assert (found.cells >= 0).all()


def test_infinities_beside_whole_numbers_beyond_float_leave_no_negative_count() -> None:
    grid = grid_of([2**62, 2**62 + 7, -(2**62)], np.int64)
    found = histogram(grid, numbers([np.inf, -np.inf, np.nan, 2.0**62]))
    assert (found.cells >= 0).all()
    assert (found.cells.sum(), found.missing, found.below, found.above) == (1, 1, 1, 1)


def test_neighbouring_int64_values_that_floats_merge_are_told_apart() -> None:
    base = 2**60
    values = np.array([base, base + 1, base + 2] * 20, dtype=np.int64)
    assert float(base) == float(base + 1)
    grid = grid_for(np.sort(values))
    assert len(set(grid.cells(np.array([base, base + 1, base + 2])).tolist())) == 3


def test_outlier_does_not_spoil_the_resolution_of_the_rest() -> None:
    rng = np.random.default_rng(3)
    values = np.append(rng.normal(size=10_000), [1e300, -1e300])
    found = histogram(grid_of(values), numbers(values))
    assert found.cells.max() <= 20
    assert found.cells.sum() == values.size


def test_tight_cluster_does_not_crowd_the_rest_into_one_cell() -> None:
    rng = np.random.default_rng(4)
    values = np.concatenate((rng.normal(0, 0.01, 6000), rng.uniform(1, 100, 4000)))
    grid = grid_of(values)
    assert np.bincount(grid.cells(values)).max() < 500


def test_dates_count_nat_as_missing() -> None:
    moments = np.array(["2024-01-01", "NaT", "2024-02-01"], dtype="datetime64[us]")
    column = ColumnData("d", Kind.DATETIME, moments)
    found = histogram(grid_for(ordered(column)), column)
    assert (found.missing, int(found.cells.sum())) == (1, 2)


@pytest.mark.parametrize("grid", [WholeGrid(-5, 40), SqueezeGrid(7, 2.5, True, (3, 9))])
def test_grid_survives_json(grid: WholeGrid | SqueezeGrid) -> None:
    again = grid_from_dict(grid.to_dict())
    values = np.linspace(-20, 60, 999)
    assert again.cells(values).tolist() == grid.cells(values).tolist()


@settings(max_examples=60, deadline=None)
@given(st.lists(finite, min_size=2, max_size=40), st.lists(finite, min_size=1, max_size=40))
def test_limits_of_a_cell_enclose_its_values(reference: list[float], values: list[float]) -> None:
    grid = grid_of(reference)
    low, high, slack = grid.limits()
    x = np.asarray(values)
    cells = grid.cells(x)
    with np.errstate(over="ignore", invalid="ignore"):
        under = low[cells] - slack[cells] <= x
        over = x <= high[cells] + slack[cells]
    assert (under | np.isnan(low[cells] - slack[cells])).all()
    assert (over | np.isnan(high[cells] + slack[cells])).all()


def test_blocks_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(8)
    values = rng.normal(size=100_001)
    grid = grid_of(values)
    found = histogram(grid, numbers(values))
    assert found.cells.tolist() == np.bincount(grid.cells(values), minlength=grid.size).tolist()
    assert (found.minimum, found.maximum) == (values.min(), values.max())
    assert grid.size >= SQUEEZE_CELLS


def test_the_fast_form_of_the_cells_is_the_plain_one_bit_for_bit() -> None:
    """What is stored was counted by the plain one, which is written out here."""
    rng = np.random.default_rng(3)
    odd = [0.0, -0.0, 0.01, np.nan, np.inf, -np.inf, 1e308, -1e308, 5e-324, 16383.5, -2e16]
    values = np.concatenate((odd, rng.normal(size=20_000), rng.standard_cauchy(60_000)))
    for centre, scale in ((0.01, 0.67), (0.0, 1e-300), (1e9, 3e5), (-4.0, 1e300)):
        half = SQUEEZE_CELLS / 2.0
        with np.errstate(over="ignore", invalid="ignore"):
            away = (values - centre) * (1.0 / scale)
            rise = np.copysign(half - half / (1.0 + np.abs(away)), away) + half
        plain = np.fmin(rise, SQUEEZE_CELLS - 1.0).astype(np.int64)
        for some in (slice(0, len(odd)), slice(0, 300), slice(None)):
            found = SqueezeGrid(centre, scale).cells(values[some])
            assert np.array_equal(found, plain[some])
