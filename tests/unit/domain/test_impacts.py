"""A loss split over columns: against weighting by hand, in every order, and always whole."""

import numpy as np
import pytest

from tidemill.domain import impacts
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import summarise
from tidemill.domain.frames import ColumnData, coded
from tidemill.domain.impacts import BinnedColumn, Impact, Part


def two_valued(name, values, share):
    return BinnedColumn(name, np.asarray(values), np.array([1 - share, share]))


def test_one_column_explains_what_importance_weights_take_off():
    rng = np.random.default_rng(1)
    bad = (rng.random(1_000) < 0.6).astype(int)
    losses = 1.0 + 4.0 * bad
    found = impacts.split(losses, 1.4, [two_valued("x", bad, 0.1)])
    assert found.parts[0].value == pytest.approx(losses.mean() - (1.0 * 0.9 + 5.0 * 0.1))
    assert found.unexplained == pytest.approx(0.0, abs=1e-12)


def test_two_columns_that_move_as_one_share_what_they_explain():
    rng = np.random.default_rng(2)
    bad = (rng.random(1_000) < 0.6).astype(int)
    both = [two_valued(name, bad, 0.1) for name in ("x", "z")]
    first, second = impacts.split(1.0 + 4.0 * bad, 1.0, both).parts
    assert first.value == pytest.approx(second.value)
    assert first.value + second.value == pytest.approx(4.0 * (bad.mean() - 0.1))


@pytest.mark.parametrize("m", [4, 9])
def test_the_order_of_the_columns_does_not_count_and_parts_add_up(m):
    rng = np.random.default_rng(3)
    values = (rng.random((2_000, m)) < rng.uniform(0.3, 0.7, m)).astype(int)
    losses = values @ rng.uniform(0, 1, m) + rng.random(2_000)
    columns = [two_valued(f"x{k}", values[:, k], 0.2) for k in range(m)]
    found = impacts.split(losses, 0.7, columns)
    turned = impacts.split(losses, 0.7, columns[::-1])
    here, there = ({p.column: p.value for p in one.parts} for one in (found, turned))
    assert here == pytest.approx(there, abs=1e-12)
    whole = sum(here.values()) + found.unexplained
    assert abs(whole - (losses.mean() - 0.7)) < 1e-9


def test_a_column_without_any_old_value_explains_nothing():
    column = BinnedColumn("x", np.ones(50, dtype=int), np.array([1.0, 0.0]))
    found = impacts.split(np.full(50, 3.0), 1.0, [column])
    assert (found.parts[0].value, found.unexplained) == (0.0, 2.0)
    assert column.covered == 0.0


def test_bins_hold_missing_infinite_and_unseen_values_apart():
    before = ColumnData("x", Kind.NUMERIC, np.append(np.arange(99.0), np.nan))
    reference = summarise(before)
    now = ColumnData("x", Kind.NUMERIC, np.array([5.0, np.nan, np.inf, -np.inf]))
    found = impacts.binned(now, reference)
    n = reference.bins.n
    assert found.of_row[1:].tolist() == [n + 2, n + 1, n]
    assert found.shares.sum() == pytest.approx(1.0)
    counted = np.bincount(impacts.binned(before, reference).of_row, minlength=n + 3) / 100
    assert counted == pytest.approx(found.shares)
    city = summarise(coded("c", Kind.CATEGORICAL, ["a"] * 60 + ["b"] * 40))
    told = impacts.binned(coded("c", Kind.CATEGORICAL, ["b", None, "new", "a"]), city)
    assert told.of_row[1] == city.bins.n + 2
    assert told.of_row[2] == city.bins.n - 1
    assert impacts.binned(coded("x", Kind.CATEGORICAL, ["a"]), reference) is None


def test_a_split_is_told_as_what_made_it_worse_and_what_better():
    parts = [("humid", 0.032), ("temp", -0.023), ("dewp", 0.008), ("wind", 0.001)]
    found = Impact(0.204, 0.250, tuple(Part(*one) for one in parts)).to_dict()
    assert impacts.in_words(found, "the share of wrong answers") == (
        "The share of wrong answers rose by 0.046; worse through humid 0.032, dewp 0.008; "
        "better through temp 0.023; 0.028 worse is not explained."
    )
    none = Impact(0.1, 0.2, (Part("x", 0.001),)).to_dict()
    assert impacts.in_words(none, "the cost a row") == (
        "The cost a row rose by 0.1; no column that moved explains it."
    )
