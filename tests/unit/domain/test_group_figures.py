"""Figures by group, against fairlearn's and SciPy's."""

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_difference,
    equalized_odds_difference,
    false_positive_rate,
    selection_rate,
    true_positive_rate,
)
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.frames import coded
from tidemill.domain.group_figures import CRITERIA, RATES, group_figures
from tidemill.domain.metrics import UndefinedMetric
from tidemill.domain.recipes import Task


@pytest.fixture(scope="module")
def world():
    rng = np.random.default_rng(7)
    n = 2_000
    group = rng.choice(["north", "south", "east"], n, p=[0.5, 0.3, 0.2])
    y = (rng.random(n) < 0.4).astype(int)
    p = 1 / (1 + np.exp(-(2 * y - 1 + (group == "east") + rng.normal(0, 1.3, n))))
    return group, y, p


def _figures(world, criterion, **changes):
    group, y, p = world
    column = coded("region", Kind.CATEGORICAL, group.tolist())
    return group_figures(column, Task.BINARY, y, p, criterion=criterion, metric_id="auc", **changes)


@pytest.mark.parametrize("threshold", [0.5, 0.3])
def test_rates_and_their_differences_are_those_of_fairlearn(world, threshold):
    group, y, p = world
    said = (p >= threshold).astype(int)
    theirs = MetricFrame(
        metrics=dict(
            zip(RATES, (selection_rate, true_positive_rate, false_positive_rate), strict=True)
        ),
        y_true=y,
        y_pred=said,
        sensitive_features=pd.Series(group),
    ).by_group
    for criterion in ("demographic_parity", "equalized_odds"):
        found = _figures(world, criterion, threshold=threshold)
        assert set(found.figures) == set(CRITERIA[criterion])
        for name, told in found.figures.items():
            for one in told:
                assert one.figure.value == pytest.approx(theirs.loc[one.group, name])
                assert one.n == (group == one.group).sum()
    parity = demographic_parity_difference(y, said, sensitive_features=group)
    odds = equalized_odds_difference(y, said, sensitive_features=group)
    assert _figures(world, "demographic_parity", threshold=threshold).apart.value == (
        pytest.approx(parity)
    )
    assert _figures(world, "equalized_odds", threshold=threshold).apart.value == pytest.approx(odds)


def test_intervals_of_rates_are_wilsons(world):
    group, y, p = world
    found = _figures(world, "equal_opportunity").figures["true_positive_rate"]
    for one in found:
        rows = (group == one.group) & (y == 1)
        theirs = binomtest(int((p[rows] >= 0.5).sum()), int(rows.sum())).proportion_ci(
            method="wilson"
        )
        assert (one.figure.low, one.figure.high) == pytest.approx((theirs.low, theirs.high))


def test_the_difference_of_two_groups_has_the_interval_of_newcombe():
    """Newcombe 1998, table II, example (a): 56 of 70 against 48 of 80 is 0.0524 to 0.3339."""
    group = np.repeat(["a", "b"], [70, 80])
    said = np.concatenate((np.arange(70) < 56, np.arange(80) < 48)).astype(float)
    y = (np.arange(150) % 2).astype(int)
    column = coded("g", Kind.CATEGORICAL, group.tolist())
    apart = group_figures(
        column, Task.BINARY, y, said, criterion="demographic_parity", metric_id="auc"
    ).apart
    assert (apart.highest, apart.lowest) == ("a", "b")
    assert (apart.value, apart.low, apart.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_the_measure_itself_by_group_is_scikit_learns(world):
    group, y, p = world
    for one in _figures(world, "metric").figures["metric"]:
        rows = group == one.group
        assert one.figure.value == pytest.approx(roc_auc_score(y[rows], p[rows]))
        assert one.figure.low < one.figure.value < one.figure.high


def test_rates_of_numbers_few_groups_and_unknown_criteria_are_refused(world):
    group, y, p = world
    column = coded("region", Kind.CATEGORICAL, group.tolist())
    numbers = {"metric_id": "mae", "criterion": "equalized_odds"}
    with pytest.raises(UndefinedMetric, match="is of two classes"):
        group_figures(column, Task.REGRESSION, y.astype(float), p, **numbers)
    lone = coded("region", Kind.CATEGORICAL, ["one"] * len(y))
    with pytest.raises(UndefinedMetric, match="fewer than two groups"):
        group_figures(lone, Task.BINARY, y, p, criterion="metric", metric_id="auc")
    with pytest.raises(NeedsYou, match="no criterion luck"):
        _figures(world, "luck")


def test_rows_in_groups_too_small_to_tell_are_counted(world):
    group, y, p = world
    few = group.copy()
    few[:5] = "tiny"
    found = _figures((few, y, p), "metric")
    assert found.n_left_out == 5
    assert "tiny" not in {one.group for one in found.figures["metric"]}
