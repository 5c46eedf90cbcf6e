"""Members weighed by what they say of rows they have not seen: the best weights, honest folds."""

import warnings

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import log_loss, mean_squared_error
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.utils.estimator_checks import estimator_checks_generator

from tidemill.base.progress import Silent
from tidemill.catalog.estimators.stacking import stacked
from tidemill.catalog.estimators.stacking.stacked import StackedClassifier, StackedRegressor
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.services.training import persist
from tidemill.services.training.learning import learn

CLASSIFIER = StackedClassifier(
    [LogisticRegression(), DecisionTreeClassifier(max_depth=3, random_state=0)], folds=2
)
REGRESSOR = StackedRegressor([Ridge(), DecisionTreeRegressor(max_depth=3, random_state=0)], folds=2)
with warnings.catch_warnings():
    # They need not inherit from scikit-learn to keep its conventions.
    warnings.filterwarnings("ignore", message=".*does not inherit from")
    CHECKS = [
        (estimator, check)
        for one in (CLASSIFIER, REGRESSOR)
        for estimator, check in estimator_checks_generator(one, legacy=True)
    ]


@pytest.mark.filterwarnings("ignore:.*does not inherit from")
@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_keeps_the_conventions_of_scikit_learn(estimator, check):
    check(estimator)


def _best(loss, n: int) -> np.ndarray:
    """The least loss over weights that are not negative and sum to one, by SciPy."""
    return minimize(
        loss,
        np.full(n, 1 / n),
        bounds=[(0, 1)] * n,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    ).x


@pytest.mark.parametrize("seed", range(4))
def test_weights_are_the_best_there_are(seed):
    rng = np.random.default_rng(seed)
    y = rng.normal(size=300)
    said = np.stack([y + rng.normal(0.3 * k, 0.5 + 0.4 * k, 300) for k in range(4)])
    best = _best(lambda w: ((w @ said - y) ** 2).mean(), 4)
    found = stacked.least_squares(said, y)
    np.testing.assert_allclose(found, best, atol=1e-4)
    assert found.sum() == pytest.approx(1.0)
    truth = 1 / (1 + np.exp(-2 * said))
    best = _best(lambda w: -np.log(w @ truth).mean(), 4)
    found = stacked.least_log_loss(truth)
    assert -np.log(found @ truth).mean() <= -np.log(best @ truth).mean() + 1e-6
    assert found.sum() == pytest.approx(1.0)


def test_a_member_that_says_nothing_weighs_nothing():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 3))
    y = X @ [1.0, 2.0, 3.0] + rng.normal(0, 0.1, 200)
    fitted = StackedRegressor([Ridge(), DummyRegressor()], random_state=0).fit(X, y)
    assert fitted.weights_[0] > 0.99
    np.testing.assert_allclose(fitted.predict(X), Ridge().fit(X, y).predict(X), atol=0.2)


def test_it_is_what_out_of_fold_answers_of_scikit_learn_make_of_it():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(400, 4))
    y = np.sin(2 * X[:, 0]) + X[:, 1] + rng.normal(0, 0.3, 400)
    folds = list(KFold(5).split(X))
    members = [Ridge(), DecisionTreeRegressor(max_depth=4, random_state=0)]
    said = np.stack([cross_val_predict(one, X, y, cv=folds) for one in members])
    expected = _best(lambda w: ((w @ said - y) ** 2).mean(), 2)
    fitted = StackedRegressor(members).fit(X, y, folds=folds)
    np.testing.assert_allclose(fitted.weights_, expected, atol=1e-4)
    whole = sum(w * one.fit(X, y).predict(X) for w, one in zip(expected, members, strict=True))
    np.testing.assert_allclose(fitted.predict(X), whole, atol=1e-3)


def _table(n: int = 900) -> tuple[Frame, Schema]:
    """Partly a line, partly a step: neither member says all of it."""
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=n), rng.normal(size=n)
    days = np.datetime64("2024-01-01", "us") + np.arange(n) * np.timedelta64(1, "D")
    y = 3 * a + 4 * (np.abs(b) > 0.7) + rng.normal(0, 0.5, n)
    columns = (
        ColumnData("a", Kind.NUMERIC, a),
        ColumnData("b", Kind.NUMERIC, b),
        ColumnData("at", Kind.DATETIME, days),
        ColumnData("y", Kind.NUMERIC, y),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


RECIPE = Recipe(
    "y",
    Task.REGRESSION,
    ("a", "b"),
    time="at",
    hold_out=HoldOut(HoldOutKind.NEWEST, 0.2),
    estimator="stacking",
    estimator_settings={"n_trees": 30, "folds": 3},
)


def test_folds_are_those_of_the_recipe_so_that_nothing_is_answered_by_what_came_after(monkeypatch):
    frame, schema = _table()
    given = []
    plain = StackedRegressor.fit

    def noted(self, X, y, folds=None):
        given.append(folds)
        return plain(self, X, y, folds)

    monkeypatch.setattr(StackedRegressor, "fit", noted)
    learn(frame, schema, RECIPE, Silent())
    assert given, "the model itself, and those of its curve on fewer rows"
    for folds in given:
        assert len(folds) == 3
        for train, judged in folds:
            assert train.max() < judged.min(), "rows stand in the order of time"


def test_it_beats_its_members_where_each_knows_a_part_and_is_kept():
    frame, schema = _table()
    found = {}
    for name in ("linear_regression", "random_forest", "stacking"):
        settings = RECIPE.estimator_settings if name == "stacking" else {}
        recipe = Recipe.from_dict(
            RECIPE.to_dict() | {"estimator": name, "estimator_settings": settings}
        )
        learned = learn(frame, schema, recipe, Silent())
        found[name] = learned.metrics["rmse"]
    assert found["stacking"] < min(found["linear_regression"], found["random_forest"])
    assert {one.column for one in learned.importances} == {"a", "b"}
    assert all(one.value > 0.5 for one in learned.importances)
    again = persist.load(persist.bundle(learned.model))
    held = frame.take(learned.hold_out.rows)
    np.testing.assert_array_equal(again.predict(held), learned.hold_out.values)
    error = mean_squared_error(learned.hold_out.truth, learned.hold_out.values)
    assert learned.metrics["rmse"] == pytest.approx(np.sqrt(error))


def test_classes_are_shares_and_no_worse_than_the_best_member_out_of_fold():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(600, 3))
    y = np.digitize(X[:, 0] + (np.abs(X[:, 1]) > 1) + rng.normal(0, 0.4, 600), [-0.5, 0.8])
    members = [LogisticRegression(), DecisionTreeClassifier(max_depth=4, random_state=0)]
    folds = list(KFold(4).split(X))
    fitted = StackedClassifier(members).fit(X, y, folds=folds)
    shares = fitted.predict_proba(X)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    said = [cross_val_predict(one, X, y, cv=folds, method="predict_proba") for one in members]
    mixed = sum(w * one for w, one in zip(fitted.weights_, said, strict=True))
    assert log_loss(y, mixed) <= min(log_loss(y, np.clip(one, 1e-15, 1)) for one in said)
