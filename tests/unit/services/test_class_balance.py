"""Calibrated probabilities keep their word; classes that weigh alike are learned alike."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Recipe, Task
from tidemill.services.training import class_balance, persist
from tidemill.services.training.fitting import Fitted
from tidemill.services.training.learning import fit_only

SURE = {"n_trees": 60, "learning_rate": 0.5, "min_leaf": 2}
"""Settings by which boosting is far surer than it may be."""


def rows_of(n: int = 600, seed: int = 0, rare: float = 0.0) -> Frame:
    """Two numbers and an answer that they tell but loosely; `rare` moves it towards no."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2))
    is_yes = x[:, 0] + rng.normal(0, 1.5, n) > rare
    return Frame(
        (
            ColumnData("a", Kind.NUMERIC, x[:, 0]),
            ColumnData("b", Kind.NUMERIC, x[:, 1]),
            coded("y", Kind.CATEGORICAL, np.where(is_yes, "yes", "no").tolist()),
        )
    )


def fitted(frame: Frame, **said: object) -> Fitted:
    schema = Schema(tuple(Column(c.name, c.kind) for c in frame))
    fields = {"target": "y", "task": Task.BINARY, "features": ("a", "b"), "positive": "yes"}
    return fit_only(frame, schema, Recipe(**(fields | said)), Silent())


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_calibration_mends_a_model_that_is_surer_than_it_may_be(method):
    frame, fresh = rows_of(), rows_of(4_000, seed=1)
    truth = (fresh["y"].values == fresh["y"].levels.index("yes")).astype(int)
    plain = fitted(frame, estimator_settings=SURE).model
    mended = fitted(frame, estimator_settings=SURE, calibration=method).model
    before = brier_score_loss(truth, plain.predict(fresh))
    after = brier_score_loss(truth, mended.predict(fresh))
    assert after < 0.85 * before
    again = persist.load(persist.bundle(mended))
    np.testing.assert_array_equal(again.predict(fresh), mended.predict(fresh))


def test_the_prior_is_as_it_was_and_a_calibrated_forest_keeps_no_threads():
    frame = rows_of(200)
    assert fitted(frame, estimator="prior", calibration="sigmoid").model.predict(frame)[0] == (
        pytest.approx(fitted(frame, estimator="prior").model.predict(frame)[0])
    )
    forest = fitted(
        frame,
        estimator="random_forest",
        calibration="sigmoid",
        n_threads=2,
        estimator_settings={"n_trees": 10},
    ).model.pipeline[-1]
    assert class_balance.is_calibrated(forest)
    assert [one.n_jobs for one in class_balance.inside(forest)] == [None, None]


def test_a_class_of_too_few_rows_can_not_be_calibrated():
    frame = rows_of(200)
    answers = ["rare" if k < 3 else "usual" for k in range(200)]
    few = Frame((frame["a"], frame["b"], coded("y", Kind.CATEGORICAL, answers)))
    with pytest.raises(NeedsYou, match="y is rare in 3 of the rows") as told:
        fitted(few, positive="rare", calibration="sigmoid")
    assert told.value.hint


def test_balanced_classes_are_learned_as_scikit_learn_weighs_them():
    frame = rows_of(2_000, rare=2.5)
    plain, alike = (
        fitted(frame, estimator="logistic_regression", class_weights=one)
        for one in ("none", "balanced")
    )
    matrix = alike.model.prepared(frame)
    y = (frame["y"].values == frame["y"].levels.index("yes")).astype(int)
    theirs = LogisticRegression(C=1.0, max_iter=300, class_weight="balanced").fit(matrix, y)
    np.testing.assert_allclose(
        alike.model.predict(frame), theirs.predict_proba(matrix)[:, 1], atol=1e-4
    )
    assert alike.model.predict(frame).mean() > 2 * plain.model.predict(frame).mean()
    assert any("as frequent as any other" in note for note in alike.notes)
    assert not plain.notes


def test_an_estimator_that_can_not_weigh_classes_says_so_and_learns():
    found = fitted(rows_of(200), estimator="k_nearest", class_weights="balanced")
    assert found.notes == ("Nearest neighbours can't weigh classes: every row counted alike.",)
