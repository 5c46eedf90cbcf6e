"""Parts of rows by one or two columns: where a model is worst, and where it became worse."""

import numpy as np
import pytest
from scipy.stats import ttest_rel

from tidemill.domain.columns import Kind
from tidemill.domain.deep_slices import changes, parts, worst
from tidemill.domain.frames import ColumnData, coded
from tidemill.domain.influences import paired
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task

MAE = metric(Task.REGRESSION, "mae")


@pytest.fixture(scope="module")
def table():
    rng = np.random.default_rng(11)
    n = 4_000
    shop = rng.choice(["north", "south", "east"], n)
    kind = rng.choice(["web", "phone"], n)
    age = rng.uniform(18, 80, n)
    columns = [
        coded("shop", Kind.CATEGORICAL, shop.tolist()),
        coded("kind", Kind.CATEGORICAL, kind.tolist()),
        ColumnData("age", Kind.NUMERIC, age),
    ]
    return rng, columns, shop, kind


def test_a_part_of_two_columns_is_found_where_neither_alone_tells_it(table):
    rng, columns, shop, kind = table
    y = np.zeros(len(shop))
    p = np.abs(rng.normal(0, 1, len(y))) + 1.0 * ((shop == "east") & (kind == "phone"))
    found = worst(MAE, y, p, parts(columns))
    assert found.parts[0].words == "shop = east and kind = phone"
    assert found.parts[0].columns == ("shop", "kind")
    assert found.parts[0].high < 0
    assert found.parts[0].value == pytest.approx(p[(shop == "east") & (kind == "phone")].mean())


def test_a_part_of_two_columns_says_nothing_where_one_column_says_it_all(table):
    rng, columns, shop, _ = table
    p = np.abs(rng.normal(0, 1, len(shop))) + 1.0 * (shop == "east")
    found = worst(MAE, np.zeros(len(shop)), p, parts(columns))
    assert [one.words for one in found.parts] == ["shop = east"]


def test_no_part_is_told_of_a_model_that_is_alike_everywhere(table):
    _, columns, shop, _ = table
    looked_at = parts(columns)
    told = 0
    for seed in range(40):
        p = np.abs(np.random.default_rng(seed).normal(0, 1, len(shop)))
        told += bool(worst(MAE, np.zeros(len(shop)), p, looked_at).parts)
    assert told <= 6  # P(more than 6 of 40 at 5 %) is under 1 %


def test_parts_with_the_same_rows_stand_once_and_few_rows_are_none():
    values = np.arange(200.0)
    twice = [ColumnData("x", Kind.NUMERIC, values), ColumnData("y", Kind.NUMERIC, values)]
    assert [one.columns for one in parts(twice, 1)] == [("x",)] * 4
    assert all(len(one.columns) == 1 for one in parts(twice, 2))
    assert parts([ColumnData("x", Kind.NUMERIC, values[:20])]) == []


def test_changes_on_a_part_are_the_paired_differences_on_its_rows(table):
    rng, columns, shop, _ = table
    n = len(shop)
    old = np.abs(rng.normal(0, 1, n))
    new = old + rng.normal(0, 0.2, n) + 0.2 * (shop == "south")
    found = changes(MAE, np.zeros(n), new, old, parts(columns, 1), level=0.95)
    first = found.parts[0]
    rows = shop == "south"
    assert first.words == "shop = south"
    assert first.gap == pytest.approx(-(np.abs(new[rows]).mean() - old[rows].mean()))
    level = 1 - 0.05 / len(parts(columns, 1))
    theirs = ttest_rel(old[rows], np.abs(new[rows])).confidence_interval(level)
    assert (first.low, first.high) == pytest.approx((theirs.low, theirs.high), abs=2e-4)


def test_paired_gains_of_auc_are_delongs_and_of_root_squares_those_of_the_bootstrap(table):
    rng = np.random.default_rng(5)
    y = (rng.random(500) < 0.4).astype(int)
    new, old = (1 / (1 + np.exp(-(y + rng.normal(0, 1, 500)))) for _ in range(2))
    auc = metric(Task.BINARY, "auc")
    ones, zeros = y == 1, y == 0
    apart = (new[ones][:, None] > new[zeros]) - 1.0 * (old[ones][:, None] > old[zeros])
    parts = [apart.mean(axis=side) for side in (0, 1)]  # DeLong et al. 1988, section 3
    error = np.sqrt(sum(part.var(ddof=1) / len(part) for part in parts))
    assert paired(auc, y, new, old) == pytest.approx((apart.mean(), error))
    truth = rng.normal(0, 1, 2_000)
    first, second = truth + rng.normal(0, 1, 2_000), truth + rng.normal(0, 1.1, 2_000)
    for name in ("rmse", "r2"):
        one = metric(Task.REGRESSION, name)
        gain, error = paired(one, truth, first, second)
        weights = rng.multinomial(2_000, np.full(2_000, 1 / 2_000), 600).astype(float)
        drawn = one.gain(one.weighted(truth, first, weights), one.weighted(truth, second, weights))
        assert gain == pytest.approx(one.gain(one.value(truth, first), one.value(truth, second)))
        assert error == pytest.approx(drawn.std(), rel=0.1)
