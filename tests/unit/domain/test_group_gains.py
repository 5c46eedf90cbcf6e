"""Groups named better or worse by paired differences, with chance kept in mind."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control, ttest_rel

from tidemill.domain.group_gains import ALIKE, BETTER, UNTOLD, WORSE, figures, gains
from tidemill.domain.intervals import Interval, wilson
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task

MAE = metric(Task.REGRESSION, "mae")


def _numbers(seed: int, n_groups: int, n: int = 40, worse: int = 0):
    """Two models that err alike but in the first `worse` groups, where the new one errs more."""
    rng = np.random.default_rng(seed)
    codes = np.repeat(np.arange(n_groups), n)
    y = rng.normal(size=len(codes))
    old = y + rng.normal(size=len(codes))
    wide = np.where(codes < worse, 3.0, 1.0)
    new = y + rng.normal(size=len(codes)) * wide
    return y, new, old, codes, [f"g{k:03d}" for k in range(n_groups)]


def test_each_group_s_gain_is_the_paired_t_test_and_its_rate_that_of_scipy():
    y, new, old, codes, names = _numbers(0, 25, worse=3)
    found = gains(MAE, y, new, old, codes, names)
    worse, better = [], []
    for code, one in enumerate(found):
        rows = codes == code
        mine, theirs = np.abs(new - y)[rows], np.abs(old - y)[rows]
        told = ttest_rel(theirs, mine)
        assert one.gain == pytest.approx(theirs.mean() - mine.mean())
        low, high = told.confidence_interval(0.95)
        assert (one.low, one.high) == pytest.approx((low, high))
        worse.append(ttest_rel(theirs, mine, alternative="less").pvalue)
        better.append(ttest_rel(theirs, mine, alternative="greater").pvalue)
    np.testing.assert_allclose([one.q_worse for one in found], false_discovery_control(worse))
    np.testing.assert_allclose([one.q_better for one in found], false_discovery_control(better))
    assert [one.group for one in found if one.verdict == WORSE] == ["g000", "g001", "g002"]


def test_a_margin_is_what_a_group_may_lose_before_it_counts_as_worse():
    y, new, old, codes, names = _numbers(1, 4, n=400, worse=1)
    assert gains(MAE, y, new, old, codes, names)[0].verdict == WORSE
    assert gains(MAE, y, new, old, codes, names, margin=5.0)[0].verdict != WORSE


def test_rows_that_can_not_tell_are_said_and_never_named():
    y, new, old, codes, names = _numbers(2, 3)
    codes[:15] = -1
    few, usual, _ = gains(MAE, y, new, old, codes, names)
    assert (few.n, few.verdict, few.gain, few.why) == (25, UNTOLD, None, "25 rows are too few")
    thin = gains(MAE, y, new, old, codes, names, fewest=41)
    assert [one.verdict for one in thin] == [UNTOLD] * 3
    assert thin[1].why == "40 rows are too few"
    same = gains(MAE, y, old, old, codes, names)
    assert [one.verdict for one in same] == [UNTOLD, ALIKE, ALIKE]
    assert usual.verdict == ALIKE
    auc = metric(Task.BINARY, "auc")
    nothing, said = np.zeros(50, int), np.linspace(0, 1, 50)
    (one_class,) = gains(auc, nothing, said, np.ones(50), nothing, ["a"])
    assert one_class.verdict == UNTOLD
    assert "both classes" in one_class.why


def test_where_nothing_changed_a_group_is_named_in_few_worlds():
    """By the rate of false discoveries at most one world in twenty names any group at all."""
    n = 300
    named = sum(
        any(one.verdict == WORSE for one in gains(MAE, *_numbers(seed, 20))) for seed in range(n)
    )
    assert wilson(named, n, 0.999).low <= 0.05
    surely = sum(
        any(one.verdict == BETTER for one in gains(MAE, *_swapped(seed))) for seed in range(20)
    )
    assert surely >= 18


def _swapped(seed: int):
    y, new, old, codes, names = _numbers(seed, 20, worse=4)
    return y, old, new, codes, names


@pytest.mark.parametrize("task", list(Task))
def test_a_group_s_figures_are_the_measures_of_its_rows_within_their_range(task):
    rng = np.random.default_rng(3)
    y = rng.integers(0, 3 if task is Task.MULTICLASS else 2, 80)
    p = rng.dirichlet(np.ones(3), 80) if task is Task.MULTICLASS else rng.random(80)
    found = dict(figures(task, y, p))
    assert found
    for name, one in found.items():
        value = metric(task, name).value(y, p)
        got = one.value if isinstance(one, Interval) else one
        assert got == pytest.approx(value)
        if isinstance(one, Interval):
            assert one.low <= value <= one.high
    if task is Task.BINARY:
        perfect = dict(figures(task, y, y * 1.0))
        assert perfect["auc"] == 1.0, "rows that do not vary give no interval"
        assert found["auc"].low >= 0
        assert found["accuracy"] == wilson(round(80 * found["accuracy"].value), 80)
