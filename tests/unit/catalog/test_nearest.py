"""Nearest neighbours over a draw of the rows keep scikit-learn's conventions and its answers."""

import warnings

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import estimator_checks_generator

from tidemill.catalog.estimators.k_nearest.nearest import NearestClassifier, NearestRegressor

with warnings.catch_warnings():
    # They need not inherit from scikit-learn to keep its conventions.
    warnings.filterwarnings("ignore", message=".*does not inherit from")
    CHECKS = [
        (estimator, check)
        for kind in (NearestClassifier, NearestRegressor)
        for estimator, check in estimator_checks_generator(kind(k=3), legacy=True)
    ]


@pytest.mark.filterwarnings("ignore:.*does not inherit from")
@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_keeps_the_conventions_of_scikit_learn(estimator, check):
    check(estimator)


def test_answers_are_means_over_the_nearest_rows_by_absolute_differences():
    rng = np.random.default_rng(0)
    rows, asked = rng.normal(size=(200, 4)), rng.normal(size=(30, 4))
    y = rng.normal(size=200)
    order = np.argsort(cdist(asked, rows, "cityblock"), axis=1)[:, :7]
    said = NearestRegressor(k=7).fit(rows, y).predict(asked)
    np.testing.assert_allclose(said, y[order].mean(axis=1), rtol=1e-12)
    classes = np.array(["a", "b", "c"])[rng.integers(0, 3, 200)]
    shares = NearestClassifier(k=7).fit(rows, classes).predict_proba(asked)
    by_hand = np.stack([(classes[order] == one).mean(axis=1) for one in "abc"], axis=1)
    np.testing.assert_allclose(shares, by_hand, rtol=1e-12)


def test_keeps_a_draw_of_many_rows_and_still_knows_every_class():
    rng = np.random.default_rng(0)
    rows, y = rng.normal(size=(500, 2)), np.zeros(500, dtype=int)
    y[0] = 7
    fitted = NearestClassifier(k=5, max_rows=20, random_state=1).fit(rows, y)
    again = NearestClassifier(k=5, max_rows=20, random_state=1).fit(rows, y)
    assert fitted.n_kept_ == 20
    assert fitted.classes_.tolist() == [0, 7]
    said = fitted.predict_proba(rows)
    assert said.shape == (500, 2)
    np.testing.assert_array_equal(said, again.predict_proba(rows))


def test_fewer_rows_than_neighbours_are_all_asked():
    said = NearestRegressor(k=25).fit([[0.0], [1.0]], [1.0, 3.0]).predict([[5.0]])
    assert said.tolist() == [2.0]
    with pytest.raises(NotFittedError):
        NearestRegressor().predict([[0.0]])
