import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import accuracy_score, roc_auc_score

from tidemill.domain.intervals import (
    Interval,
    delong,
    delong_difference,
    metric_intervals,
    n_resamples,
    paired_gain,
    resample_weights,
    wilson,
    z_of,
)
from tidemill.domain.metrics import UndefinedMetric
from tidemill.domain.recipes import Task


def _two_models(n: int, seed: int, lift: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.3).astype(int)
    shared = y + rng.normal(0, 1.2, n)
    old = shared + rng.normal(0, 0.6, n)
    new = shared + rng.normal(0, 0.6, n) + lift * y
    return y, 1 / (1 + np.exp(-new)), 1 / (1 + np.exp(-old))


def _by_pairs(y: np.ndarray, p: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """The definition in DeLong et al. 1988, section 3: the kernel over all pairs."""
    ones, zeros = p[y == 1][:, None], p[y == 0][None, :]
    kernel = (ones > zeros) + 0.5 * (ones == zeros)
    return kernel.mean(), kernel.mean(axis=1), kernel.mean(axis=0)


@pytest.mark.parametrize("decimals", [1, 12])
def test_delong_agrees_with_its_definition_over_all_pairs(decimals: int) -> None:
    y, new, old = _two_models(300, 1, 0.4)
    new, old = new.round(decimals), old.round(decimals)
    auc, error = delong(y, new)
    mean, v10, v01 = _by_pairs(y, new)
    variance = v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01)
    assert auc == pytest.approx(mean)
    assert auc == pytest.approx(roc_auc_score(y, new))
    assert error == pytest.approx(np.sqrt(variance))

    _, w10, w01 = _by_pairs(y, old)
    s10, s01 = np.cov(v10, w10) / len(v10), np.cov(v01, w01) / len(v01)
    s = s10 + s01
    difference, its_error = delong_difference(y, new, old)
    assert difference == pytest.approx(roc_auc_score(y, new) - roc_auc_score(y, old))
    assert its_error == pytest.approx(np.sqrt(s[0, 0] + s[1, 1] - 2 * s[0, 1]))


def test_delong_agrees_with_scipy_bootstrap() -> None:
    y, new, _ = _two_models(400, 2)
    ones, zeros = new[y == 1], new[y == 0]

    def auc(a: np.ndarray, b: np.ndarray) -> float:
        return float(stats.mannwhitneyu(a, b).statistic / (len(a) * len(b)))

    drawn = stats.bootstrap(
        (ones, zeros), auc, n_resamples=400, vectorized=False, method="percentile", rng=0
    )
    assert delong(y, new)[1] == pytest.approx(drawn.standard_error, rel=0.15)


def test_wilson_agrees_with_scipy() -> None:
    for hits, n in [(0, 10), (3, 10), (10, 10), (131, 1000)]:
        theirs = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
        ours = wilson(hits, n)
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    with pytest.raises(UndefinedMetric):
        wilson(0, 0)


def test_z_is_the_normal_quantile() -> None:
    assert z_of(0.95) == pytest.approx(stats.norm.ppf(0.975))


def test_resamples_keep_the_size_of_each_class_and_are_seeded() -> None:
    strata = np.array([0] * 30 + [1] * 7)
    first = np.concatenate(list(resample_weights(strata, 50, 4)))
    again = np.concatenate(list(resample_weights(strata, 50, 4)))
    assert (first == again).all()
    assert first.shape == (50, 37)
    assert (first[:, :30].sum(axis=1) == 30).all()
    assert (first[:, 30:].sum(axis=1) == 7).all()
    assert not (first[0] == first[1]).all()


def test_bootstrap_of_accuracy_agrees_with_scipy() -> None:
    y, p, _ = _two_models(500, 5)
    right = ((p >= 0.5) == (y == 1)).astype(float)
    theirs = stats.bootstrap((right,), np.mean, n_resamples=2000, method="percentile", rng=1)
    ours = metric_intervals(Task.BINARY, y, p, seed=1)["accuracy"]
    assert ours.value == pytest.approx(accuracy_score(y, p >= 0.5))
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=0.012)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=0.012)


@pytest.mark.parametrize("task", list(Task))
def test_every_interval_holds_its_value_and_is_repeatable(task: Task) -> None:
    rng = np.random.default_rng(8)
    if task is Task.BINARY:
        y, p, _ = _two_models(300, 8)
    elif task is Task.MULTICLASS:
        y = rng.integers(0, 3, 300)
        p = rng.dirichlet(np.ones(3), 300) * 0.5 + np.eye(3)[y] * 0.5
    else:
        y = rng.normal(size=300)
        p = y + rng.normal(0, 0.3, 300)
    found = metric_intervals(task, y, p, seed=3)
    assert found == metric_intervals(task, y, p, seed=3)
    for interval in found.values():
        assert interval.low <= interval.value <= interval.high
        assert interval.n == 300
        assert Interval.from_dict(interval.to_dict()) == interval


def test_auc_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    truth = stats.norm.cdf(1 / np.sqrt(2))
    rng = np.random.default_rng(10)
    covered = 0
    for _ in range(200):
        ones, zeros = rng.normal(1, 1, 60), rng.normal(0, 1, 90)
        y = np.array([1] * 60 + [0] * 90)
        p = stats.norm.cdf(np.concatenate((ones, zeros)))
        auc, error = delong(y, p)
        covered += abs(auc - truth) <= 1.96 * error
    assert 180 <= covered <= 198


def test_paired_gain_follows_the_better_direction() -> None:
    y, new, old = _two_models(2000, 11, 1.0)
    for name in ("auc", "pr_auc", "log_loss", "brier"):
        gain = paired_gain(Task.BINARY, name, y, new, old, seed=0)
        assert gain.low > 0
        loss = paired_gain(Task.BINARY, name, y, old, new, seed=0)
        assert loss.value == pytest.approx(-gain.value)
        assert loss.high < 0


def test_equal_predictions_gain_exactly_nothing() -> None:
    y, new, _ = _two_models(200, 12)
    for name in ("auc", "log_loss"):
        gain = paired_gain(Task.BINARY, name, y, new, new, seed=0)
        assert (gain.value, gain.low, gain.high) == (0.0, 0.0, 0.0)


def test_gain_of_a_measure_without_direction_is_undefined() -> None:
    y, new, old = _two_models(100, 13)
    with pytest.raises(UndefinedMetric):
        paired_gain(Task.BINARY, "base_rate", y, new, old, seed=0)


def test_large_tables_draw_fewer_resamples() -> None:
    assert n_resamples(5_000) == 1000
    assert n_resamples(10_000) == 1000
    assert n_resamples(20_000) == 500
    assert n_resamples(10_000_000) == 200
