"""Which models can't be told apart: the tests' values, the correction, the tiers."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from tidemill.base.errors import Cancelled
from tidemill.domain.influences import paired
from tidemill.domain.metrics import UndefinedMetric, metric
from tidemill.domain.recipes import Task
from tidemill.domain.ties import LEVEL, holm, ties

AUC = metric(Task.BINARY, "auc")
LOSS = metric(Task.BINARY, "log_loss")
ACCURACY = metric(Task.BINARY, "accuracy")
MAE = metric(Task.REGRESSION, "mae")


def binary(n: int, skills: list[float], seed: int = 4) -> tuple[Any, list[Any]]:
    """Answers of models that share most of their errors; more skill is better."""
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.3).astype(int)
    common = y + rng.normal(0, 1.2, n)
    raw = [common + skill * y + rng.normal(0, 0.6, n) for skill in skills]
    return y, [1 / (1 + np.exp(1 - one)) for one in raw]


def numbers(n: int, spreads: list[float], seed: int = 5) -> tuple[Any, list[Any]]:
    rng = np.random.default_rng(seed)
    y = rng.normal(0, 10, n)
    return y, [y + rng.normal(0, spread, n) for spread in spreads]


def literal_delong(y: Any, one: Any, other: Any) -> tuple[float, float]:
    """Difference and variance by the paper's sums over all pairs of rows (1988, section 3)."""

    def psi(x: float, z: float) -> float:
        return 1.0 if z < x else 0.5 if z == x else 0.0

    ones, zeros = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
    m, n = len(ones), len(zeros)
    v10 = np.array([[sum(psi(p[i], p[j]) for j in zeros) / n for i in ones] for p in (one, other)])
    v01 = np.array([[sum(psi(p[i], p[j]) for i in ones) / m for j in zeros] for p in (one, other)])
    theta = v10.mean(axis=1)
    s10 = (v10 - theta[:, None]) @ (v10 - theta[:, None]).T / (m - 1)
    s01 = (v01 - theta[:, None]) @ (v01 - theta[:, None]).T / (n - 1)
    covariance = s10 / m + s01 / n
    contrast = np.array([1.0, -1.0])
    return float(contrast @ theta), float(contrast @ covariance @ contrast)


def test_auc_is_tested_as_delongs_paper_says_pair_by_pair() -> None:
    y, answers = binary(90, [0.0, 0.4, 0.9])
    answers = [np.round(one, 1) for one in answers]  # many ties
    found = ties(AUC, y, answers)
    for a, b in ((0, 1), (0, 2), (1, 2)):
        gap, variance = literal_delong(y, answers[a], answers[b])
        assert found.values[a] - found.values[b] == pytest.approx(gap, abs=1e-12)
        assert found.errors[a, b] == pytest.approx(np.sqrt(variance), rel=1e-9)


def test_with_many_rows_the_p_value_of_auc_is_that_of_the_normal_distribution() -> None:
    y, answers = binary(5_000, [0.0, 0.05])
    gap, error = paired(AUC, y, *answers)
    found = ties(AUC, y, answers)
    assert 1e-4 < found.p_values[0, 1] < 0.5
    assert found.p_values[0, 1] == pytest.approx(2 * stats.norm.sf(abs(gap / error)), rel=0.02)


def test_a_mean_of_losses_is_tested_by_the_paired_t_test() -> None:
    y, (one, other) = numbers(80, [2.0, 2.6])
    found = ties(MAE, y, [one, other])
    expected = stats.ttest_rel(np.abs(one - y), np.abs(other - y))
    assert found.p_values[0, 1] == pytest.approx(expected.pvalue, rel=1e-9)
    y, (one, other) = binary(80, [0.0, 0.5])
    losses = [-np.where(y == 1, np.log(p), np.log(1 - p)) for p in (one, other)]
    found = ties(LOSS, y, [one, other])
    assert found.p_values[0, 1] == pytest.approx(stats.ttest_rel(*losses).pvalue, rel=1e-9)


def test_root_mean_squared_error_and_r2_are_tested_by_the_squared_errors() -> None:
    y, (one, other) = numbers(100, [2.0, 2.4])
    expected = stats.ttest_rel((one - y) ** 2, (other - y) ** 2).pvalue
    for name in ("rmse", "r2"):
        measure = metric(Task.REGRESSION, name)
        found = ties(measure, y, [one, other])
        assert found.p_values[0, 1] == pytest.approx(expected, rel=1e-9)
        gap, low, high = found.behind_best(1)
        assert gap == pytest.approx(abs(measure.value(y, one) - measure.value(y, other)))
        assert low < gap < high


def test_accuracy_is_tested_by_mcnemars_exact_test() -> None:
    y, answers = binary(200, [0.0, 0.5, 0.2])
    found = ties(ACCURACY, y, answers)
    right = [(p >= 0.5) == (y == 1) for p in answers]
    raw = {}
    for a, b in ((0, 1), (0, 2), (1, 2)):
        only, other = int((right[a] & ~right[b]).sum()), int((right[b] & ~right[a]).sum())
        raw[a, b] = stats.binomtest(min(only, other), only + other).pvalue
    smallest = min(raw, key=lambda pair: raw[pair])
    assert found.p_values[smallest] == pytest.approx(min(1.0, 3 * raw[smallest]), rel=1e-9)


def test_errors_of_f1_and_average_precision_are_those_of_the_paired_bootstrap() -> None:
    y, (one, other) = binary(1_500, [0.0, 0.3])
    rng = np.random.default_rng(9)
    weights = rng.multinomial(len(y), np.full(len(y), 1 / len(y)), 1_500).astype(float)
    for name in ("f1", "pr_auc"):
        measure = metric(Task.BINARY, name)
        drawn = measure.many(y, one, weights) - measure.many(y, other, weights)
        assert ties(measure, y, [one, other]).errors[0, 1] == pytest.approx(drawn.std(), rel=0.08)


def test_p_values_are_corrected_over_all_pairs_by_holms_steps() -> None:
    y, answers = numbers(150, [2.0, 2.2, 2.5, 2.9])
    found = ties(MAE, y, answers)
    losses = [np.abs(p - y) for p in answers]
    pairs = [(a, b) for a in range(4) for b in range(a + 1, 4)]
    raw = [stats.ttest_rel(losses[a], losses[b]).pvalue for a, b in pairs]
    highest = 0.0
    for step, at in enumerate(np.argsort(raw)):
        highest = max(highest, min(1.0, raw[at] * (6 - step)))
        assert found.p_values[pairs[at]] == pytest.approx(highest, rel=1e-9)
        assert found.p_values[pairs[at][::-1]] == found.p_values[pairs[at]]
    assert found.n_pairs == 6


def test_a_step_of_holms_is_never_below_the_one_before() -> None:
    assert holm(np.array([0.022, 0.01, 0.02]), 3).tolist() == pytest.approx([0.04, 0.03, 0.04])
    assert holm(np.array([0.4, 0.3]), 10).tolist() == [1.0, 1.0]


def test_the_first_tier_holds_the_best_and_all_not_told_apart_from_it() -> None:
    y, answers = numbers(400, [5.0, 1.0, 5.02, 1.01, 20.0])
    found = ties(MAE, y, answers)
    assert found.tiers == (2, 1, 2, 1, 3)
    assert set(found.order[:2]) == {1, 3}
    assert found.order[-1] == 4
    best = found.order[0]
    for place in range(5):
        apart = found.is_told_apart(best, place)
        assert apart == (found.tiers[place] > 1)
        assert apart == (place != best and found.p_values[best, place] <= LEVEL)


def test_intervals_of_all_pairs_hold_together_and_agree_with_the_tiers() -> None:
    y, answers = numbers(300, [2.0, 2.1, 2.4, 3.0, 5.0])
    found = ties(MAE, y, answers)
    expected = stats.t.ppf(1 - LEVEL / (2 * 10), 299)
    assert found.margins[0, 1] == pytest.approx(expected * found.errors[0, 1], rel=1e-9)
    for place in found.order[1:]:
        _, low, _ = found.behind_best(place)
        if not found.is_told_apart(found.order[0], place):
            assert low <= 0
    assert found.behind_best(4)[1] > 0


def test_rows_of_a_group_count_together_as_if_each_group_were_one_row() -> None:
    y, (one, other) = numbers(240, [2.0, 2.6])
    groups = np.repeat(np.arange(40), 6)
    gaps = (np.abs(one - y) - np.abs(other - y)).reshape(40, 6).mean(axis=1)
    expected = stats.ttest_1samp(gaps, 0).pvalue
    found = ties(MAE, y, [one, other], groups=groups)
    assert found.p_values[0, 1] == pytest.approx(expected, rel=1e-9)
    assert found.n_rows == 240


def test_rows_that_repeat_each_other_are_no_more_than_one_if_they_are_one_group() -> None:
    y, answers = binary(150, [0.0, 0.4])
    groups = np.repeat(np.arange(150), 20)
    for measure in (AUC, LOSS, ACCURACY):
        once = ties(measure, y, answers, groups=np.arange(150))
        often = [np.repeat(one, 20) for one in answers]
        believed = ties(measure, np.repeat(y, 20), often)
        grouped = ties(measure, np.repeat(y, 20), often, groups=groups)
        assert grouped.p_values[0, 1] == pytest.approx(once.p_values[0, 1], rel=1e-6)
        assert believed.p_values[0, 1] < grouped.p_values[0, 1] / 10


def test_equal_answers_share_a_tier_and_differ_by_nothing() -> None:
    y, (one,) = binary(300, [0.2])
    for measure in (AUC, LOSS, ACCURACY):
        found = ties(measure, y, [one, one.copy()])
        assert found.tiers == (1, 1)
        assert found.p_values[0, 1] == 1.0
        assert found.behind_best(1) == pytest.approx((0, 0, 0), abs=1e-9)


def test_a_difference_that_rounding_could_drown_is_computed_from_the_rows() -> None:
    y, (one,) = numbers(200, [3.0])
    other = one + 1e-9 * np.random.default_rng(1).normal(size=200)
    found = ties(MAE, y, [one, other])
    expected = stats.ttest_rel(np.abs(one - y), np.abs(other - y)).pvalue
    assert found.p_values[0, 1] == pytest.approx(expected, rel=1e-3)


def test_hundreds_of_models_that_say_the_same_share_one_tier() -> None:
    y, (one, other) = binary(300, [0.2, 3.0])
    found = ties(AUC, y, [one] * 200 + [other])
    assert found.tiers == (*[2] * 200, 1)
    assert not found.errors[:200, :200].any()


def test_testing_stops_when_nobody_waits_for_it() -> None:
    def stop() -> None:
        raise Cancelled

    y, answers = binary(50, [0.0, 0.1])
    for name in ("auc", "f1"):
        with pytest.raises(Cancelled):
            ties(metric(Task.BINARY, name), y, answers, stop)


@pytest.mark.parametrize("measure", [AUC, LOSS, ACCURACY], ids=lambda one: one.id)
def test_a_handful_of_rows_calls_nothing_better(measure: Any) -> None:
    """Of 2 yes and 2 no, perfect order differs from its reverse by chance in one of eight."""
    y = np.array([1, 1, 0, 0])
    found = ties(measure, y, [np.array([0.9, 0.9, 0.1, 0.1]), np.array([0.1, 0.1, 0.9, 0.9])])
    assert found.tiers == (1, 1)
    single = np.array([1, 0, 0, 0])
    assert ties(measure, single, [single * 0.9, 1 - single]).tiers == (1, 1)


def test_a_measure_without_meaning_here_is_refused() -> None:
    with pytest.raises(UndefinedMetric):
        ties(AUC, np.ones(10, dtype=int), [np.linspace(0, 1, 10)] * 2)
