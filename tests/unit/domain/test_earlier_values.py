"""What was known before each row, as pandas shifts and rolls it, and never a look ahead."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tidemill.domain import time_grids
from tidemill.domain.columns import Column, Kind
from tidemill.domain.earlier_values import History, Lookback, rows_ahead
from tidemill.domain.forecasts import Forecast, suggested_lags
from tidemill.domain.frames import ColumnData, Frame, coded

N = 60
FORECAST = Forecast(3, (1, 4), "shop", ("price",), (5,))


def _table() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    days = pd.date_range("2024-01-01", periods=N, freq="D")
    parts = [
        pd.DataFrame(
            {
                "day": days,
                "shop": shop,
                "price": rng.normal(size=N),
                "weather": rng.choice(["sun", "rain"], N),
                "sales": rng.normal(size=N),
            }
        )
        for shop in ("b", "a")
    ]
    return pd.concat(parts, ignore_index=True)


def _frame(table: pd.DataFrame) -> Frame:
    return Frame(
        (
            ColumnData("day", Kind.DATETIME, table["day"].to_numpy("datetime64[us]")),
            coded("shop", Kind.CATEGORICAL, table["shop"].tolist()),
            ColumnData("price", Kind.NUMERIC, table["price"].to_numpy()),
            coded("weather", Kind.CATEGORICAL, table["weather"].tolist()),
            ColumnData("sales", Kind.NUMERIC, table["sales"].to_numpy()),
        )
    )


def _lookback(frame: Frame, forecast: Forecast = FORECAST) -> Lookback:
    columns = (
        Column("shop", Kind.CATEGORICAL),
        Column("price", Kind.NUMERIC),
        Column("weather", Kind.CATEGORICAL),
    )
    grid = time_grids.found(frame["day"], frame["shop"].values.astype(np.int64))
    return Lookback(forecast, "sales", "day", Kind.DATETIME, grid, columns)


def test_lags_means_and_other_columns_are_what_pandas_shifts_and_rolls():
    table = _table()
    frame = _frame(table)
    lookback = _lookback(frame)
    laid = lookback.laid(frame, History.of(lookback, frame))
    by_shop = table.groupby("shop")["sales"]
    assert lookback.past == ("sales 3 days before", "sales 6 days before", "sales mean of 5 days")
    for name, expected in (
        ("sales 3 days before", by_shop.shift(3)),
        ("sales 6 days before", by_shop.shift(6)),
        (
            "sales mean of 5 days",
            by_shop.transform(lambda y: y.shift(3).rolling(5, min_periods=1).mean()),
        ),
    ):
        np.testing.assert_allclose(laid[name].values, expected, rtol=1e-12)
    weather = table.groupby("shop")["weather"].shift(3)
    told = [None if value is None else value for value in laid["weather 3 days before"].to_list()]
    assert told == weather.astype(object).where(weather.notna(), None).tolist()
    assert "price 3 days before" not in laid, "it is known ahead, and read as it is"
    assert lookback.made.names == (
        *lookback.past,
        "shop",
        "price",
        "weather 3 days before",
    )


def test_the_calendar_of_the_moment_told_is_what_pandas_says():
    frame = _frame(_table())
    lookback = replace(_lookback(frame), calendar=("hour", "day of week", "month"))
    laid = lookback.laid(frame, History.of(lookback, frame))
    days = pd.Series(frame["day"].values)
    assert laid["day of week of day"].to_list() == days.dt.strftime("%a").tolist()
    assert laid["month of day"].to_list() == days.dt.strftime("%b").tolist()
    assert laid["hour of day"].to_list() == days.dt.strftime("%H").tolist()


def test_the_order_of_the_rows_says_nothing():
    frame = _frame(_table())
    lookback = _lookback(frame)
    laid = lookback.laid(frame, History.of(lookback, frame))
    order = np.random.default_rng(1).permutation(frame.n_rows)
    mixed = frame.take(order)
    again = lookback.laid(mixed, History.of(lookback, mixed))
    for name in lookback.past:
        np.testing.assert_array_equal(again[name].values, laid[name].values[order])


@pytest.mark.parametrize("horizon", [1, 3, 7])
def test_nothing_looks_ahead_whatever_stands_in_the_future(horizon):
    """The planted leak: values from a moment on are shuffled and blown up; no row whose moment of
    telling lies before sees a difference, and the first that may see one does."""
    frame = _frame(_table())
    lookback = _lookback(frame, replace(FORECAST, horizon=horizon))
    before = lookback.laid(frame, History.of(lookback, frame))
    cut = np.datetime64("2024-02-10", "us")
    future = np.flatnonzero(frame["day"].values >= cut)
    values = frame["sales"].values.copy()
    values[future] = np.random.default_rng(0).permutation(values[future]) * 1e6 + 1e6
    weather = frame["weather"].values.copy()
    weather[future] = 1 - weather[future]
    planted = Frame(
        tuple(
            ColumnData("sales", Kind.NUMERIC, values)
            if c.name == "sales"
            else ColumnData("weather", c.kind, weather, c.levels)
            if c.name == "weather"
            else c
            for c in frame
        )
    )
    after = lookback.laid(planted, History.of(lookback, planted))
    safe = frame["day"].values < cut + np.timedelta64(horizon, "D")
    for name in lookback.made.names:
        np.testing.assert_array_equal(after[name].values[safe], before[name].values[safe])
    first = frame["day"].values == cut + np.timedelta64(horizon, "D")
    newest = lookback.past[0]
    assert (after[newest].values[first] != before[newest].values[first]).all()


def test_a_gap_leaves_its_values_missing_and_shifts_nothing():
    frame = _frame(_table())
    gone = frame["day"].values == np.datetime64("2024-01-10", "us")
    frame = frame.take(np.flatnonzero(~gone))
    lookback = _lookback(frame)
    laid = lookback.laid(frame, History.of(lookback, frame))
    at = dict(zip(frame["day"].values, frame["sales"].values, strict=True))
    lag = laid["sales 3 days before"].values
    missing = np.isnan(lag) & (frame["day"].values >= np.datetime64("2024-01-04", "us"))
    assert set(frame["day"].values[missing]) == {np.datetime64("2024-01-13", "us")}
    assert lag[frame["shop"].values == 1][-1] == at[np.datetime64("2024-02-26", "us")]


def test_history_and_rows_count_together_and_the_rows_go_before():
    frame = _frame(_table())
    lookback = _lookback(frame)
    early = frame.take(np.flatnonzero(frame["day"].values < np.datetime64("2024-02-20", "us")))
    late = frame.take(np.flatnonzero(frame["day"].values >= np.datetime64("2024-02-20", "us")))
    whole = lookback.laid(frame, History.of(lookback, frame))
    known = History.of(lookback, early).with_rows(lookback, late)
    laid = lookback.laid(late, known)
    there = np.flatnonzero(frame["day"].values >= np.datetime64("2024-02-20", "us"))
    for name in lookback.made.names:
        if laid[name].levels:
            assert laid[name].to_list() == whole[name].take(there).to_list()
        else:
            np.testing.assert_array_equal(laid[name].values, whole[name].values[there])
    mended = ColumnData("sales", Kind.NUMERIC, late["sales"].values + 1)
    again = known.with_rows(
        lookback, Frame(tuple(mended if c.name == "sales" else c for c in late))
    )
    codes, steps = again.places(lookback, late)
    np.testing.assert_array_equal(again.value(codes, steps), late["sales"].values + 1)


def test_the_steps_ahead_follow_each_series_and_a_series_that_ended_is_not_told_on():
    frame = _frame(_table())
    ended = (frame["shop"].values == 1) & (frame["day"].values > np.datetime64("2024-01-20", "us"))
    lookback = _lookback(frame)
    ahead = rows_ahead(lookback, History.of(lookback, frame))
    assert ahead["shop"].to_list() == ["b"] * 3 + ["a"] * 3
    assert ahead["day"].values[:3].astype("datetime64[D]").astype(str).tolist() == [
        "2024-03-01",
        "2024-03-02",
        "2024-03-03",
    ]
    left = frame.take(np.flatnonzero(~ended))
    assert rows_ahead(lookback, History.of(lookback, left))["shop"].to_list() == ["b"] * 3


def test_a_history_is_cut_to_the_newest_steps_of_all_series():
    frame = _frame(_table())
    lookback = _lookback(frame)
    history = History.of(lookback, frame)
    kept = history.kept(21)
    assert len(kept.steps) == 20
    assert kept.steps.min() == N - 10
    assert len(kept.others["weather"]) == 20
    assert history.kept(1000) is history


@pytest.mark.parametrize(
    ("season", "horizon", "n", "lags", "rolling"),
    [
        (7, 7, 400, (1, 2, 3, 8, 15), (7, 28)),
        (12, 1, 60, (1, 2, 3, 12), (12,)),
        (1, 5, 100, (1, 2, 3), (3, 6)),
        (24, 1, 12, (1, 2, 3), ()),
    ],
)
def test_suggested_lags_reach_the_seasons_before(season, horizon, n, lags, rolling):
    assert suggested_lags(season, horizon, n) == (lags, rolling)
    for lag in lags[3:]:
        assert (lag + horizon - 1) % season == 0
