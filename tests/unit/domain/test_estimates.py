"""Estimating without labels: the parts against scikit-learn and counting by hand, the whole."""

import numpy as np
import pytest
from sklearn.linear_model import GammaRegressor, LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, log_loss, roc_auc_score

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.estimates import classes, fitting, losses, many_classes, reach
from tidemill.domain.estimates.encoding import Encoding, encoding_of
from tidemill.domain.estimates.estimator import Estimator, estimator_of
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task


def _numbers(**columns) -> Frame:
    return Frame(tuple(ColumnData(n, Kind.NUMERIC, np.asarray(v)) for n, v in columns.items()))


def _logistic(rng, n, low=-2.0, high=2.0):
    """Rows whose truth is what a model that is right says: x, truth, probability."""
    x = rng.uniform(low, high, n)
    p = fitting.sigmoid(1.5 * x)
    return _numbers(x=x, other=rng.normal(size=n)), (rng.random(n) < p).astype(np.int64), p


def test_the_logistic_fit_is_that_of_scikit_learn():
    rng = np.random.default_rng(1)
    x = np.column_stack((np.ones(300), rng.normal(size=(300, 3))))
    y = (rng.random(300) < fitting.sigmoid(x @ [0.3, 1.0, -2.0, 0.0])).astype(float)
    weights = rng.uniform(0.2, 2.0, 300)
    fit, _ = fitting.fitted(x, fitting.of_classes(y, np.zeros(300), weights), np.full(4, 2.0))
    other = LogisticRegression(C=0.5, fit_intercept=False, tol=1e-10, max_iter=1_000)
    other.fit(x, y, sample_weight=weights)
    np.testing.assert_allclose(fit.coefficients, other.coef_[0], atol=1e-5)


def test_the_gamma_fit_is_that_of_scikit_learn():
    rng = np.random.default_rng(2)
    x = np.column_stack((np.ones(400), rng.normal(size=(400, 2))))
    sizes = rng.gamma(2.0, np.exp(x @ [0.5, 0.8, -0.4]) / 2.0)
    precision = np.array([1e-9, 40.0, 40.0])
    fit, _ = fitting.fitted(x, fitting.of_sizes(sizes, 1.0), precision)
    # It penalises the mean deviance by alpha / 2 |w|²; half of it is our likelihood.
    other = GammaRegressor(alpha=40.0 / 400, tol=1e-10, max_iter=5_000).fit(x[:, 1:], sizes)
    np.testing.assert_allclose(fit.coefficients[1:], other.coef_, atol=1e-4)


def test_draws_are_as_wide_as_the_inverse_of_the_curvature():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(200, 3))
    y = (rng.random(200) < 0.5).astype(float)
    fit, _ = fitting.fitted(x, fitting.of_classes(y, np.zeros(200), np.ones(200)), np.ones(3))
    share = fitting.sigmoid(x @ fit.coefficients)
    covariance = np.linalg.inv((x * (share * (1 - share))[:, None]).T @ x + np.eye(3))
    drawn = np.cov(fit.draws(40_000, rng).T)
    np.testing.assert_allclose(drawn, covariance, atol=0.03 * covariance.max())


def test_measures_of_a_truth_are_those_of_scikit_learn():
    rng = np.random.default_rng(4)
    p = np.sort(rng.integers(1, 40, 200) / 40)  # with ties
    y = (rng.random((3, 200)) < p).astype(float)
    found = classes._Sums(p).measures(y)
    for k in range(3):
        assert found["auc"][k] == pytest.approx(roc_auc_score(y[k], p))
        assert found["pr_auc"][k] == pytest.approx(average_precision_score(y[k], p))
        assert found["log_loss"][k] == pytest.approx(log_loss(y[k], p))
        assert found["f1"][k] == pytest.approx(f1_score(y[k], p >= 0.5))
        for name in ("brier", "accuracy", "base_rate"):
            value = metric(Task.BINARY, name).value(y[k].astype(int), p)
            assert found[name][k] == pytest.approx(value)


def test_the_auc_expected_of_shares_is_that_of_counting_all_pairs():
    rng = np.random.default_rng(5)
    p, share = np.sort(rng.integers(1, 9, 30) / 9), rng.random(30)
    above = below = 0.0
    for i in range(30):
        for j in range(30):
            if i != j:
                pair = share[i] * (1 - share[j])
                below += pair
                above += pair * ((p[i] > p[j]) + 0.5 * (p[i] == p[j]))
    found = classes._Sums(p).measures(share[None, :])
    assert found["auc"][0] == pytest.approx(above / below)


def test_measures_of_many_classes_are_those_of_the_catalogue():
    rng = np.random.default_rng(6)
    p = rng.dirichlet(np.ones(4), 150)
    y = np.array([rng.choice(4, p=row) for row in p])
    ranks = np.column_stack([many_classes.midranks(p[:, k]) for k in range(4)])
    found = many_classes._measures(np.eye(4)[y], p.argmax(axis=1), -np.log(p), ranks)
    for name, value in found.items():
        assert value == pytest.approx(metric(Task.MULTICLASS, name).value(y, p))


def test_a_model_that_is_too_sure_is_seen_through():
    rng = np.random.default_rng(7)
    held, y, right = _logistic(rng, 4_000)
    p = fitting.sigmoid(2.5 * classes.log_odds(right))  # says 0.99 where 0.86 is true
    estimator = estimator_of(Task.BINARY, y, p, held, ["x", "other"])
    new, truth, said = _logistic(rng, 4_000)
    loud = fitting.sigmoid(2.5 * classes.log_odds(said))
    found = estimator.estimate(new, loud)["log_loss"]
    real = metric(Task.BINARY, "log_loss").value(truth, loud)
    believed = float(-(loud * np.log(loud) + (1 - loud) * np.log1p(-loud)).mean())
    assert found.low <= real <= found.high
    assert believed < found.low


def test_weights_carry_the_calibration_to_where_the_new_rows_lie():
    """The model is right on the left and knows nothing on the right, where the new rows are."""
    rng = np.random.default_rng(8)

    def rows(n, share_right):
        right = rng.random(n) < share_right
        signal = rng.normal(size=n)
        p = fitting.sigmoid(2 * signal)
        y = (rng.random(n) < np.where(right, 0.5, p)).astype(np.int64)
        return _numbers(x=np.where(right, 1.0, -1.0) + 0.1 * rng.random(n), s=signal), y, p

    held, y, p = rows(3_000, 0.2)
    estimator = estimator_of(Task.BINARY, y, p, held, ["x"])
    new, truth, said = rows(3_000, 0.9)
    found = estimator.estimate(new, said)["auc"]
    assert found.low <= metric(Task.BINARY, "auc").value(truth, said) <= found.high
    assert found.high < 0.65 < metric(Task.BINARY, "auc").value(y, p)


def test_errors_are_larger_where_the_rows_held_out_say_so():
    rng = np.random.default_rng(9)

    def rows(n, low):
        x = rng.uniform(low, 1.0, n)
        return _numbers(x=x), x + rng.normal(size=n) * np.exp(2 * x), x

    held, y, p = rows(2_000, -1.0)
    estimator = estimator_of(Task.REGRESSION, y, p, held, ["x"])
    new, truth, said = rows(1_500, 0.5)
    found = estimator.estimate(new, said)
    for name in ("mae", "rmse", "r2"):
        real = metric(Task.REGRESSION, name).value(truth, said)
        assert found[name].low <= real <= found[name].high, name
    assert found["mae"].low > metric(Task.REGRESSION, "mae").value(y, p)


def test_errors_are_judged_by_sizes_that_were_not_learned_from_them():
    """With as many columns as pure noise allows, the errors over their size stay as wide."""
    rng = np.random.default_rng(10)
    encoded, errors = rng.normal(size=(120, 30)), rng.normal(size=120)
    sizes = losses.sizes_of(errors, np.zeros(120) + 1e-9 * rng.random(120), encoded, rng)
    assert np.abs(sizes.over).mean() >= 0.95


@pytest.mark.parametrize(("n", "ones", "words"), [(60, 30, "60 rows"), (400, 5, "5 of the 400")])
def test_too_few_rows_held_out_say_so(n, ones, words):
    y = np.zeros(n, dtype=np.int64)
    y[:ones] = 1
    held = _numbers(x=np.arange(n, dtype=float))
    estimator = estimator_of(Task.BINARY, y, np.full(n, 0.5), held, ["x"])
    found = estimator.estimate(held, np.full(n, 0.5))
    assert {one.value for one in found.values()} == {None}
    assert words in found["auc"].note


def test_rows_where_none_was_held_out_are_not_estimated():
    rng = np.random.default_rng(11)
    held, y, p = _logistic(rng, 1_000)
    estimator = estimator_of(Task.BINARY, y, p, held, ["x", "other"])
    new, _, said = _logistic(rng, 1_000, low=1.0, high=4.0)
    found = estimator.estimate(new, said)["auc"]
    assert found.value is None
    assert "x that no row held out had" in found.note


def test_rows_much_unlike_those_held_out_are_not_estimated():
    """Each column stays within its range; together they are where hardly a row was."""
    rng = np.random.default_rng(12)
    x = rng.normal(size=(300, 6))
    y = (rng.random(300) < 0.5).astype(np.int64)
    held = _numbers(**{f"c{k}": x[:, k] for k in range(6)})
    estimator = estimator_of(Task.BINARY, y, rng.random(300), held, [f"c{k}" for k in range(6)])
    far = rng.normal(1.9, 0.1, size=(300, 6))
    new = _numbers(**{f"c{k}": far[:, k] for k in range(6)})
    found = estimator.estimate(new, rng.random(300))["auc"]
    assert found.value is None
    assert "too unlike" in found.note


def test_equal_rows_count_nearly_in_full():
    rng = np.random.default_rng(13)
    weights = reach.weights_of(rng.normal(size=(1_000, 5)), rng.normal(size=(1_000, 5)), rng)
    assert reach.n_alike(weights) > 900


def test_the_estimator_comes_back_from_its_bytes():
    rng = np.random.default_rng(14)
    held, y, p = _logistic(rng, 500)
    city = coded("city", Kind.CATEGORICAL, rng.choice(["a", "b", "c"], 500).tolist())
    held = Frame((*held.columns, city))
    estimator = estimator_of(Task.BINARY, y, p, held, ["x", "city"])
    back = Estimator.from_bytes(estimator.to_bytes())
    before, after = estimator.estimate(held, p)["auc"], back.estimate(held, p)["auc"]
    assert after.value == pytest.approx(before.value, abs=1e-4)
    numbers = estimator_of(Task.REGRESSION, p + rng.normal(size=500), p, held, ["x"])
    again = Estimator.from_bytes(numbers.to_bytes())
    assert again.estimate(held, p)["mae"].value == pytest.approx(
        numbers.estimate(held, p)["mae"].value, abs=1e-4
    )
    with pytest.raises(NeedsYou, match="damaged"):
        Estimator.from_bytes(estimator.to_bytes()[:100])


def test_odd_columns_are_read_or_left_out():
    n = 100
    held = Frame(
        (
            ColumnData("all_missing", Kind.NUMERIC, np.full(n, np.nan)),
            ColumnData("constant", Kind.NUMERIC, np.ones(n)),
            ColumnData("holes", Kind.NUMERIC, np.where(np.arange(n) % 2, np.nan, np.arange(n))),
            coded("one", Kind.CATEGORICAL, ["a"] * n),
            coded("two", Kind.CATEGORICAL, ["a", "b"] * (n // 2)),
        )
    )
    encoding = encoding_of(held, list(held.names))
    assert encoding.names == ("holes", "two")
    infinite = _numbers(holes=np.array([np.inf, -np.inf, np.nan]))
    rows = encoding.encoded(infinite)
    assert np.isfinite(rows).all()
    assert rows.shape == (3, encoding.width)
    assert encoding.outside(infinite)["holes"] == pytest.approx(2 / 3)
    assert Encoding.from_list(encoding.to_list()).names == encoding.names
