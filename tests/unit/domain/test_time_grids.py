"""Times as even steps: what they move on by, where they lie, and what is uneven in them."""

import numpy as np
import pandas as pd
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain import time_grids
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, coded
from tidemill.domain.time_grids import NO_STEP, Grid

ONE = np.zeros(10_000, dtype=np.int64)


def _dates(values) -> ColumnData:
    return ColumnData("at", Kind.DATETIME, np.asarray(values, dtype="datetime64[us]"))


@pytest.mark.parametrize(
    ("frequency", "words", "season"),
    [
        ("D", "1 day", 7),
        ("h", "1 hour", 24),
        ("15min", "15 minutes", 96),
        ("W-SUN", "1 week", 52),
        ("MS", "1 month", 12),
        ("ME", "1 month", 12),
        ("QS", "3 months", 4),
        ("YS", "1 year", 1),
        ("B", "1 weekday", 5),
        ("6h", "6 hours", 4),
        ("40s", "40 seconds", 2160),
    ],
)
def test_every_usual_frequency_of_pandas_is_told_and_goes_on_as_there(frequency, words, season):
    whole = pd.date_range("2023-01-02 06:00", periods=80, freq=frequency)
    times = whole[:60].to_numpy()
    grid = time_grids.found(_dates(times), ONE[:60])
    assert (grid.words(1), grid.season) == (words, season)
    assert grid.steps(times).tolist() == list(range(60))
    np.testing.assert_array_equal(grid.times(np.arange(80)), whole.to_numpy("datetime64[us]"))
    assert time_grids.oddities(grid, _dates(times), ONE[:60]) == ()
    assert Grid.from_dict(grid.to_dict()) == grid


@pytest.mark.parametrize(
    ("frequency", "n", "parts"),
    [
        ("D", 13, ()),
        ("D", 14, ("day of week",)),
        ("D", 729, ("day of week", "month")),
        ("h", 48, ("hour",)),
        ("h", 24 * 14, ("hour", "day of week")),
        ("MS", 24, ("month",)),
        ("MS", 23, ()),
        ("B", 11, ("day of week",)),
        ("W-SUN", 50, ()),
    ],
)
def test_the_calendar_is_learned_from_where_it_came_round_twice(frequency, n, parts):
    """Half a year says nothing of the other half, and a line would go on into it."""
    times = pd.date_range("2023-01-01", periods=60, freq=frequency).to_numpy()
    assert time_grids.found(_dates(times), ONE[:60]).calendar(n) == parts


def test_numbers_are_steps_too():
    column = ColumnData("week", Kind.NUMERIC, np.array([3.0, 5.0, 7.0, 11.0, np.nan]))
    grid = time_grids.found(column, ONE[:5])
    assert grid.steps(column.values).tolist() == [0, 1, 2, 4, NO_STEP]
    assert grid.times(np.array([5])).tolist() == [13.0]
    gap, without = time_grids.oddities(grid, column, ONE[:5])
    assert "1 such steps have no row" in gap
    assert "1 rows have no week" in without


def test_gaps_and_moments_between_steps_are_told_in_sentences():
    days = pd.date_range("2024-01-01", periods=40, freq="D").to_numpy("datetime64[us]")
    odd = np.concatenate([days[:10], days[13:]])
    odd[20] += np.timedelta64(5, "h")
    grid = time_grids.found(_dates(odd), ONE[:37])
    gaps, between = time_grids.oddities(grid, _dates(odd), ONE[:37])
    assert gaps == (
        "at moves on by 1 day, and 3 such steps have no row: their values count as missing."
    )
    assert between.startswith("1 of 37 rows lie between two steps of 1 day")
    assert grid.steps(odd)[20] == 23, "the nearest step"


def test_series_are_looked_at_each_by_itself():
    days = pd.date_range("2024-01-01", periods=20, freq="D").to_numpy("datetime64[us]")
    times = np.concatenate([days[::2], days[1::2]])
    codes = np.repeat([0, 1], 10)
    assert time_grids.found(_dates(times), codes).words(1) == "2 days"
    assert time_grids.found(_dates(times), codes * 0).words(1) == "1 day"


def test_rows_that_share_their_times_ask_for_the_column_of_series():
    days = np.tile(pd.date_range("2024-01-01", periods=20, freq="D").to_numpy(), 2)
    grid = time_grids.found(_dates(days), ONE[:40])
    with pytest.raises(NeedsYou, match="20 of 40 rows share their at") as caught:
        time_grids.oddities(grid, _dates(days), ONE[:40])
    assert "series" in caught.value.hint


def test_a_column_without_an_order_or_with_two_moments_is_refused():
    with pytest.raises(NeedsYou, match="cannot order rows"):
        time_grids.found(coded("at", Kind.CATEGORICAL, ["a", "b", "c"]), ONE[:3])
    with pytest.raises(NeedsYou, match="2 different times"):
        time_grids.found(_dates(["2024-01-01", "2024-01-02"]), ONE[:2])
