import numpy as np
import pytest
from scipy import stats
from sklearn import metrics as reference

from tidemill.domain.curves import MAX_POINTS, calibration, confusion, precision_recall, roc
from tidemill.domain.metrics import UndefinedMetric
from tidemill.domain.recipes import Task


def _scores(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.4).astype(int)
    return y, 1 / (1 + np.exp(-(y + rng.normal(0, 1, n))))


def test_small_roc_is_scikit_learns() -> None:
    y, p = _scores(200)
    ours = roc(y, p)
    x, up, thresholds = reference.roc_curve(y, p, drop_intermediate=True)
    assert ours.x == pytest.approx(x)
    assert ours.y == pytest.approx(up)
    assert ours.thresholds == pytest.approx(thresholds)


def test_long_roc_is_thinned_and_keeps_its_area() -> None:
    y, p = _scores(20_000)
    ours = roc(y, p)
    assert len(ours.x) <= MAX_POINTS
    assert (ours.x[0], ours.y[0], ours.x[-1], ours.y[-1]) == (0, 0, 1, 1)
    assert (np.diff(ours.x) >= 0).all()
    assert np.trapezoid(ours.y, ours.x) == pytest.approx(reference.roc_auc_score(y, p), abs=2e-3)


def test_precision_recall_points_lie_on_scikit_learns_curve() -> None:
    y, p = _scores(300)
    ours = precision_recall(y, p)
    precision, recall, thresholds = reference.precision_recall_curve(y, p)
    at = {round(t, 12): (r, q) for t, r, q in zip(thresholds, recall, precision, strict=False)}
    for x, up, t in zip(ours.x, ours.y, ours.thresholds, strict=True):
        assert (x, up) == pytest.approx(at[round(t, 12)])
    assert ours.x[-1] == 1.0


def test_long_precision_recall_is_thinned() -> None:
    ours = precision_recall(*_scores(20_000))
    assert 100 < len(ours.x) <= MAX_POINTS


def test_calibration_bins_hold_all_rows_with_wilson_intervals() -> None:
    y, p = _scores(1000)
    bins = calibration(y, p)
    assert len(bins) == 10
    assert sum(one.n for one in bins) == 1000
    assert sum(one.observed * one.n for one in bins) == pytest.approx(y.sum())
    first = bins[0]
    theirs = stats.binomtest(round(first.observed * first.n), first.n).proportion_ci(
        method="wilson"
    )
    assert (first.low, first.high) == pytest.approx((theirs.low, theirs.high))


def test_calibration_keeps_equal_probabilities_in_one_bin() -> None:
    p = np.array([0.2] * 50 + [0.8] * 50)
    bins = calibration(np.array([0, 1] * 50), p)
    assert [one.n for one in bins] == [50, 50]


def test_confusion_agrees_with_scikit_learn() -> None:
    y, p = _scores(100)
    theirs = reference.confusion_matrix(y, p >= 0.6)
    assert (confusion(Task.BINARY, y, p, 0.6) == theirs).all()
    rng = np.random.default_rng(1)
    three, shares = rng.integers(0, 3, 90), rng.dirichlet(np.ones(3), 90)
    theirs = reference.confusion_matrix(three, shares.argmax(axis=1), labels=[0, 1, 2])
    assert (confusion(Task.MULTICLASS, three, shares) == theirs).all()


def test_curves_of_one_class_are_refused() -> None:
    with pytest.raises(UndefinedMetric):
        roc(np.ones(4, int), np.arange(4) / 4)
    with pytest.raises(UndefinedMetric):
        precision_recall(np.zeros(4, int), np.arange(4) / 4)
    with pytest.raises(UndefinedMetric):
        confusion(Task.REGRESSION, np.ones(3), np.ones(3))
