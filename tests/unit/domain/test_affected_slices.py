"""The parts of the rows that lose most, with how sure that is."""

import numpy as np
import pytest
from scipy.stats import binomtest

from tidemill.domain.affected_slices import mean_of, worst
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, coded


def test_the_part_that_loses_most_goes_first_and_few_rows_with_bad_luck_do_not():
    rng = np.random.default_rng(3)
    n = 3_000
    feed = rng.choice(["a", "b", "c"], n, p=[0.49, 0.5, 0.01])
    losses = (rng.random(n) < np.where(feed == "b", 0.4, 0.1)).astype(float)
    losses[feed == "c"] = rng.random((feed == "c").sum()) < 0.45
    found = worst(losses, [coded("feed", Kind.CATEGORICAL, feed.tolist())])
    assert found[0].words == "feed = b"
    assert found[0].n == (feed == "b").sum()
    assert found[0].value == pytest.approx(losses[feed == "b"].mean())
    hits, rows = int(losses[feed == "b"].sum()), int((feed == "b").sum())
    wilson = binomtest(hits, rows).proportion_ci(method="wilson")
    assert (found[0].low, found[0].high) == pytest.approx((wilson.low, wilson.high))


def test_parts_with_the_same_rows_are_told_once_and_too_few_rows_are_no_part():
    values = np.arange(200.0)
    one = ColumnData("x", Kind.NUMERIC, values)
    again = ColumnData("y", Kind.NUMERIC, values)
    found = worst(values, [one, again], most=10)
    assert len(found) == 4
    assert {part.column for part in found} == {"x"}
    assert found[0].words == "x over 149"
    assert worst(values[:20], [ColumnData("x", Kind.NUMERIC, values[:20])]) == []


def test_the_mean_of_amounts_has_the_normal_interval_of_its_standard_error():
    from scipy.stats import norm, sem

    values = np.random.default_rng(1).gamma(2.0, 3.0, 500)
    mean, low, high = mean_of(values)
    expected = norm.interval(0.95, loc=values.mean(), scale=sem(values))
    assert mean == pytest.approx(values.mean())
    assert (low, high) == pytest.approx(expected)
