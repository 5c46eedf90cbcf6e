"""A column with its old distribution: shares as they were, each row as near as it can be."""

import numpy as np
import pytest

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, coded
from tidemill.domain.given_back import given_back, is_possible


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def numbers(values):
    return ColumnData("x", Kind.NUMERIC, np.asarray(values))


def test_numbers_have_the_old_values_in_their_own_order(rng):
    now, before = rng.normal(3.0, 2.0, 500), rng.normal(0.0, 1.0, 500)
    back = given_back(numbers(now), numbers(before), rng).values
    assert sorted(back) == sorted(before)
    assert (np.argsort(back) == np.argsort(now)).all()


def test_a_reference_of_another_length_keeps_its_quantiles(rng):
    now, before = rng.normal(3.0, 2.0, 301), rng.exponential(size=4_000)
    back = given_back(numbers(now), numbers(before), rng).values
    shares = (0.1, 0.5, 0.9)
    assert np.quantile(back, shares) == pytest.approx(np.quantile(before, shares), rel=0.06)


def test_as_many_values_are_missing_as_were_and_no_row_is_changed_that_need_not_be(rng):
    now, before = rng.normal(size=1_000), rng.normal(size=1_000)
    now[:300], before[:50] = np.nan, np.nan
    back = given_back(numbers(now), numbers(before), rng).values
    assert np.isnan(back).sum() == 50
    assert np.isnan(now[np.isnan(back)]).all()
    fewer = given_back(numbers(before), numbers(now), rng).values
    assert np.isnan(fewer).sum() == 300
    assert np.isnan(fewer[:50]).all()


def test_levels_come_back_in_their_old_shares_in_as_few_rows_as_must_change(rng):
    now = coded("c", Kind.CATEGORICAL, ["a"] * 70 + ["new"] * 20 + [None] * 10)
    before = coded("c", Kind.CATEGORICAL, ["b"] * 300 + ["a"] * 700)
    back = given_back(now, before, rng).to_list()
    assert (back.count("a"), back.count("b")) == (70, 30)
    assert back[:70] == ["a"] * 70


@pytest.mark.parametrize("seed", range(20))
def test_every_row_is_dealt_a_level_whatever_the_shares_are(seed):
    draw = np.random.default_rng(seed)
    now, before = (
        coded("c", Kind.CATEGORICAL, draw.choice(["a", "b", "c", None], n).tolist())
        for n in (97, int(draw.integers(1, 200)))
    )
    back = given_back(now, before, draw).to_list()
    for level in ("a", "b", "c", None):
        share = before.to_list().count(level) / len(before)
        assert abs(back.count(level) - 97 * share) < 1.0 + 1e-9


def test_whole_numbers_and_moments_keep_their_form(rng):
    whole = given_back(numbers(np.arange(10)), numbers(np.arange(50)), rng)
    assert whole.values.dtype == np.int64
    times = (np.arange(20) * 10**12).astype("datetime64[us]")
    column = ColumnData("t", Kind.DATETIME, times)
    assert given_back(column, column, rng).values.tolist() == times.tolist()


def test_what_is_of_another_kind_or_empty_can_not_come_back(rng):
    assert not is_possible(numbers([1.0]), coded("x", Kind.CATEGORICAL, ["a"]))
    assert not is_possible(numbers([1.0]), numbers([]))
    nothing = numbers([np.nan, np.nan])
    assert np.isnan(given_back(numbers([1.0, 2.0]), nothing, rng).values).all()
    assert given_back(nothing, numbers([1.0, 2.0]), rng).values.tolist() in ([1, 2], [2, 1])
