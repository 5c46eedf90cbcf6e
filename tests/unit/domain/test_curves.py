from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics as reference

from tidemill.domain.curves import (
    MAX_POINTS,
    both_curves,
    calibration,
    confusion,
    precision_recall,
    roc,
    thinned,
)
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


def _farthest(x: np.ndarray, y: np.ndarray, rows: np.ndarray) -> float:
    """How far any point lies from the line through the kept ones."""
    far = 0.0
    for first, last in pairwise(rows):
        px, py = x[first : last + 1] - x[first], y[first : last + 1] - y[first]
        length = px[-1] ** 2 + py[-1] ** 2
        along = np.clip((px * px[-1] + py * py[-1]) / length, 0, 1) if length else 0.0
        far = max(far, float(np.hypot(px - along * px[-1], py - along * py[-1]).max()))
    return far


@pytest.mark.parametrize("limit", [20, 100, 500])
@pytest.mark.parametrize("seed", [1, 2])
def test_no_point_of_a_thinned_line_is_farther_off_than_is_promised(limit: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rising = np.sort(rng.random(9_000)), np.sort(rng.random(9_000))
    recall = np.sort(rng.random(9_000))
    for x, y in (rising, (recall, np.clip(1 - recall + rng.normal(0, 0.02, 9_000), 0, 1))):
        rows = thinned(x, y, limit)
        length = float(np.hypot(np.diff(x), np.diff(y)).sum())
        assert len(rows) <= limit
        assert (rows[0], rows[-1]) == (0, len(x) - 1)
        assert _farthest(x, y, rows) <= length / (limit - limit // 4 - 1)


def test_a_thinned_line_keeps_its_sharp_corners_exactly() -> None:
    """Of a staircase of 5,000 flat steps and one high one, the corners of that one stay."""
    x = np.linspace(0, 1, 5_001)
    y = np.where(x < 0.333, 0.0, 0.9) + 0.0001 * (np.arange(5_001) % 2)
    rows = thinned(x, y, 50)
    step = int(np.argmax(y > 0.5))
    assert {step - 1, step} <= set(rows.tolist())


def test_both_curves_of_one_sort_are_those_made_one_by_one() -> None:
    y, p = _scores(700)
    for ours, alone in zip(both_curves(y, p), (roc(y, p), precision_recall(y, p)), strict=True):
        assert np.array_equal(ours.x, alone.x)
        assert np.array_equal(ours.y, alone.y)
        assert np.array_equal(ours.thresholds, alone.thresholds)


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
