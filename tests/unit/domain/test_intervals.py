import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import accuracy_score, roc_auc_score

from tidemill.domain.influences import measured
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.intervals import (
    Interval,
    metric_intervals,
    n_resamples,
    paired_gain,
    resample_weights,
    wilson,
)
from tidemill.domain.metrics import UndefinedMetric, metric
from tidemill.domain.recipes import Task

AUC = metric(Task.BINARY, "auc")


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
    auc, error = measured(AUC, y, new)
    mean, v10, v01 = _by_pairs(y, new)
    variance = v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01)
    assert auc == pytest.approx(mean)
    assert auc == pytest.approx(roc_auc_score(y, new))
    assert error == pytest.approx(np.sqrt(variance))

    _, w10, w01 = _by_pairs(y, old)
    s10, s01 = np.cov(v10, w10) / len(v10), np.cov(v01, w01) / len(v01)
    s = s10 + s01
    gain = paired_gain(Task.BINARY, "auc", y, new, old, seed=0)
    assert gain.value == pytest.approx(roc_auc_score(y, new) - roc_auc_score(y, old))
    its_error = np.sqrt(s[0, 0] + s[1, 1] - 2 * s[0, 1])
    assert gain.high - gain.low == pytest.approx(2 * stats.norm.ppf(0.975) * its_error)


# Albumin, total protein, K-G score, and whether surgery helped, of the 49 patients in DeLong et al.
# 1988, as far as they are given with the SAS procedure that carries out the paper's method.
PATIENTS = """
3.0 5.8 10 0  3.2 6.3  5 1  3.9 6.8  3 1  2.8 4.8  6 0  3.2 5.8  3 1  0.9 4.0  5 0  2.5 5.7  8 0
1.6 5.6  5 1  3.8 5.7  5 1  3.7 6.7  6 1  3.2 5.4  4 1  3.8 6.6  6 1  4.1 6.6  5 1  3.6 5.7  5 1
4.3 7.0  4 1  3.6 6.7  4 0  2.3 4.4  6 1  4.2 7.6  4 0  4.0 6.6  6 0  3.5 5.8  6 1  3.8 6.8  7 1
3.0 4.7  8 0  4.5 7.4  5 1  3.7 7.4  5 1  3.1 6.6  6 1  4.1 8.2  6 1  4.3 7.0  5 1  4.3 6.5  4 1
3.2 5.1  5 1  2.6 4.7  6 1  3.3 6.8  6 0  1.7 4.0  7 0  3.7 6.1  5 1  3.3 6.3  7 1  4.2 7.7  6 1
3.5 6.2  5 1  2.9 5.7  9 0  2.1 4.8  7 1  2.8 6.2  8 0  4.0 7.0  7 1  3.3 5.7  6 1  3.7 6.9  5 1
3.6 6.6  5 1
"""


def test_delong_gives_the_published_areas_errors_and_differences() -> None:
    """SAS/STAT User's Guide, PROC LOGISTIC, "Comparing Receiver Operating Characteristic Curves".

    Areas with their standard errors, and the differences from the K-G score with theirs.
    """
    table = np.array(PATIENTS.split(), dtype=float).reshape(-1, 4)
    y = table[:, 3].astype(int)
    albumin, protein, score = table[:, 0] / 10, table[:, 1] / 10, 1 - table[:, 2] / 10
    areas = [measured(AUC, y, said) for said in (albumin, protein, score)]
    assert np.round(areas, 4).tolist() == [[0.7366, 0.0927], [0.6478, 0.1], [0.7258, 0.1028]]
    gains = [paired_gain(Task.BINARY, "auc", y, said, score, seed=0) for said in (albumin, protein)]
    errors = [(one.high - one.low) / 2 / stats.norm.ppf(0.975) for one in gains]
    assert [round(one.value, 4) for one in gains] == [0.0108, -0.0780]
    assert np.round(errors, 4).tolist() == [0.0953, 0.1046]


def test_delong_gives_the_published_area_of_rated_images() -> None:
    """The 109 rated images of Hanley & McNeil 1982, table I; Stata's manual, entry roctab."""
    rated = np.repeat([1, 2, 3, 4, 5] * 2, [33, 6, 6, 11, 2, 3, 2, 2, 11, 33]) / 6
    y = np.repeat([0] * 5 + [1] * 5, [33, 6, 6, 11, 2, 3, 2, 2, 11, 33])
    area, error = measured(AUC, y, rated)
    assert (round(area, 4), round(error, 4)) == (0.8932, 0.0307)
    ends = area - stats.norm.ppf(0.975) * error, area + stats.norm.ppf(0.975) * error
    assert np.round(ends, 5).tolist() == [0.83295, 0.95339]


def test_delong_agrees_with_scipy_bootstrap() -> None:
    y, new, _ = _two_models(400, 2)
    ones, zeros = new[y == 1], new[y == 0]

    def auc(a: np.ndarray, b: np.ndarray) -> float:
        return float(stats.mannwhitneyu(a, b).statistic / (len(a) * len(b)))

    drawn = stats.bootstrap(
        (ones, zeros), auc, n_resamples=400, vectorized=False, method="percentile", rng=0
    )
    assert measured(AUC, y, new)[1] == pytest.approx(drawn.standard_error, rel=0.15)


def test_wilson_agrees_with_scipy() -> None:
    for hits, n in [(0, 10), (3, 10), (10, 10), (131, 1000)]:
        theirs = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
        ours = wilson(hits, n)
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    with pytest.raises(UndefinedMetric):
        wilson(0, 0)


def test_z_is_the_normal_quantile() -> None:
    assert z_of(0.95) == pytest.approx(stats.norm.ppf(0.975))


def test_resamples_draw_whole_tables_and_are_seeded() -> None:
    first = np.concatenate(list(resample_weights(37, 50, 4)))
    again = np.concatenate(list(resample_weights(37, 50, 4)))
    assert (first == again).all()
    assert first.shape == (50, 37)
    assert (first.sum(axis=1) == 37).all()
    assert not (first[0] == first[1]).all()


def test_a_share_of_right_answers_has_the_interval_of_shares() -> None:
    y, p, _ = _two_models(500, 5)
    right = int(accuracy_score(y, p >= 0.5, normalize=False))
    theirs = stats.binomtest(right, 500).proportion_ci(0.95, method="wilson")
    ours = metric_intervals(Task.BINARY, y, p)["accuracy"]
    assert ours.value == pytest.approx(accuracy_score(y, p >= 0.5))
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_the_share_of_the_classes_varies_too() -> None:
    """A model that always says no is right as often as no comes: a share like any other."""
    y = np.array([1] * 30 + [0] * 70)
    gain = paired_gain(Task.BINARY, "accuracy", y, np.zeros(100), np.ones(100), seed=0)
    error = np.sqrt(4 * 0.3 * 0.7 / 100)
    assert gain.value == pytest.approx(0.4)
    assert gain.high - gain.low == pytest.approx(2 * 1.96 * error, rel=0.1)


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
    found = metric_intervals(task, y, p)
    assert found == metric_intervals(task, y, p)
    for interval in found.values():
        assert interval.low <= interval.value <= interval.high
        assert interval.n == 300
        assert Interval.from_dict(interval.to_dict()) == interval


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


def test_a_class_with_a_single_row_does_not_show_how_sure_a_gain_in_auc_is() -> None:
    y, new, old = np.array([1, 0, 0, 0]), np.array([0.9, 0.1, 0.2, 0.3]), np.full(4, 0.5)
    with pytest.raises(UndefinedMetric, match="one row only"):
        paired_gain(Task.BINARY, "auc", y, new, old, seed=0)
    area = metric_intervals(Task.BINARY, y, new)["auc"]
    assert (area.value, area.high, area.method) == (1.0, 1.0, "Newcombe")
    assert area.low < 0.6
