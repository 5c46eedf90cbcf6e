"""Ends of intervals against SciPy and the formulas as printed, and what they do at the borders."""

import numpy as np
import pytest
from scipy import optimize, stats

from tidemill.domain import interval_shapes as shapes


def test_quantiles_are_those_of_scipy() -> None:
    assert shapes.z_of(0.9) == pytest.approx(stats.norm.ppf(0.95))
    assert shapes.t_of(0.95, 12) == pytest.approx(stats.t.ppf(0.975, 11))


def test_the_mean_of_symmetric_rows_has_students_interval() -> None:
    half = np.random.default_rng(1).normal(size=40)
    rows = 3.0 + np.concatenate((half, -half))
    theirs = stats.ttest_1samp(rows, 0.0).confidence_interval(0.95)
    assert shapes.mean_ends(rows, 0.95) == pytest.approx((theirs.low, theirs.high), rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_halls_cubic_of_the_ends_is_students_quantile(seed: int) -> None:
    """Hall 1992: g(W) = W + skew W²/3 + skew² W³/27 + skew/6n, with W = (mean - end)/spread."""
    rows = np.random.default_rng(seed).lognormal(size=60)
    n, spread, skew = len(rows), rows.std(ddof=1), stats.skew(rows) * ((59 / 60) ** 1.5)
    wanted = stats.t.ppf(0.975, n - 1)
    for end, sign in zip(shapes.mean_ends(rows, 0.95), (1, -1), strict=True):
        w = (rows.mean() - end) / spread
        turned = w + skew / 3 * w**2 + skew**2 / 27 * w**3 + skew / (6 * n)
        assert np.sqrt(n) * turned == pytest.approx(sign * wanted, rel=1e-9)


def test_a_skewed_mean_has_the_longer_arm_on_the_side_of_the_long_tail() -> None:
    rows = np.random.default_rng(2).exponential(size=100)
    low, high = shapes.mean_ends(rows, 0.95)
    assert high - rows.mean() > 1.1 * (rows.mean() - low)
    drawn = stats.bootstrap((rows,), np.mean, n_resamples=2_000, method="BCa", rng=0)
    theirs = drawn.confidence_interval
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=0.04)


@pytest.mark.parametrize("rows", [[2.0], [2.0, 2.0, 2.0]])
def test_rows_that_do_not_vary_tell_the_mean_alone(rows: list[float]) -> None:
    assert shapes.mean_ends(np.array(rows), 0.95) == (2.0, 2.0)


def test_logit_ends_are_those_of_the_log_odds() -> None:
    area, error = 0.9, 0.04
    odds, half = np.log(area / (1 - area)), 1.959964 * error / (area * (1 - area))
    theirs = [1 / (1 + np.exp(-(odds + side * half))) for side in (-1, 1)]
    assert shapes.share_like_ends(area, error, 0.95) == pytest.approx(theirs, abs=1e-7)


def test_ratio_ends_lie_equally_far_on_the_scale_of_logarithms() -> None:
    low, high = shapes.ratio_ends(0.2, 0.03, 0.95)
    assert low * high == pytest.approx(0.04)
    assert np.log(high / 0.2) == pytest.approx(stats.norm.ppf(0.975) * 0.15)


@pytest.mark.parametrize(("area", "m", "n"), [(1.0, 1, 30), (0.85, 12, 30), (0.5, 4, 4)])
def test_newcombes_ends_solve_the_score_equation(area: float, m: int, n: int) -> None:
    """Newcombe 2006, method 5, its equation solved by SciPy."""

    def beyond(truth: float) -> float:
        size = (m + n) / 2 - 1
        inside = 1 + size * (1 - truth) / (2 - truth) + size * truth / (1 + truth)
        return (area - truth) ** 2 - 1.959963985**2 * truth * (1 - truth) * inside / (m * n)

    low, high = shapes.score_area_ends(area, m, n, 0.95)
    assert low == pytest.approx(optimize.brentq(beyond, 1e-9, area - 1e-9), abs=1e-6)
    wanted = 1.0 if area == 1.0 else optimize.brentq(beyond, area + 1e-9, 1 - 1e-9)
    assert high == pytest.approx(wanted, abs=1e-6)


def test_an_area_of_none_right_mirrors_one_of_all_right() -> None:
    low, high = shapes.score_area_ends(0.0, 5, 20, 0.95)
    least, most = shapes.score_area_ends(1.0, 20, 5, 0.95)
    assert (low, high) == pytest.approx((1 - most, 1 - least), abs=1e-9)
