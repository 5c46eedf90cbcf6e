"""Several estimators as one: their answers averaged by weights that out-of-fold answers settle.

D. Wolpert, "Stacked generalization", Neural Networks 5 (1992); weights that are not negative, as L.
Breiman found them best ("Stacked regressions", Machine Learning 24, 1996), and sum to one, as M. J.
van der Laan, E. C. Polley and A. E. Hubbard have them ("Super learner", 2007), so that shares stay
shares and the whole says nothing that lies beyond its members.
"""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from tidemill.catalog.estimator_conventions import Classifier, Estimator, Regressor

Array = npt.NDArray[Any]
Folds = Sequence[tuple[Array, Array]]

_STEPS = 500
_LEAST = 1e-15


class _Stacked(Estimator):
    """Members fitted on all rows, `members_`, with their `weights_` (members,).

    Out-of-fold answers are made in the folds that `fit` is given, (rows to fit on, rows to answer)
    as places; else in `folds` even ones by `random_state`.
    """

    weights_: Array

    def __init__(self, estimators: Any = (), folds: int = 5, random_state: Any = None) -> None:
        self.estimators = estimators
        self.folds = folds
        self.random_state = random_state

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "members_")

    def _fitted(self, X: Array, y: Array) -> list[Any]:
        """Each member, learned from these rows."""
        from sklearn.base import clone

        found = []
        for one in self.estimators:
            member = clone(one).fit(X, y)
            if "n_jobs" in member.get_params():
                member.set_params(n_jobs=None)  # waking threads costs more than a row
            found.append(member)
        return found

    def _learn(self, X: Array, y: Array, folds: Folds) -> tuple[Array, Array]:
        """Learn from all rows; return what was said out of fold, (members, rows, outputs), and of
        which rows."""
        told, rows = [], []
        for train, judged in folds:
            members = self._fitted(X[train], y[train])
            told.append(np.stack([self._said(one, X[judged]) for one in members]))
            rows.append(np.asarray(judged))
        self.members_ = self._fitted(X, y)
        return np.concatenate(told, axis=1), np.concatenate(rows)

    @abstractmethod
    def _said(self, member: Any, X: Array) -> Array:
        """What a member says of rows, (rows, outputs)."""

    def _together(self, X: Any) -> Array:
        rows = self._rows(X)
        said = np.zeros(0)
        for member, weight in zip(self.members_, self.weights_.tolist(), strict=True):
            one = weight * self._said(member, rows)
            said = one if not said.size else said + one
        return said


class StackedClassifier(_Stacked, Classifier):
    """Shares of the classes, averaged; the weights have the least log loss out of fold."""

    def fit(self, X: Any, y: Any, folds: Folds | None = None) -> Self:
        """Learn from rows (rows, features) and their classes (rows,)."""
        from sklearn.model_selection import StratifiedKFold
        from sklearn.utils.multiclass import check_classification_targets
        from sklearn.utils.validation import validate_data

        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if folds is None:
            n = int(min(self.folds, np.bincount(codes).min()))
            if n < 2:
                raise ValueError("n_samples=1: the one row of a class is answered by no others")
            kinds = StratifiedKFold(n, shuffle=True, random_state=self.random_state)
            folds = list(kinds.split(X, y))
        said, rows = self._learn(X, y, folds)
        truth = np.take_along_axis(said, codes[rows][None, :, None], axis=2)[:, :, 0]
        self.weights_ = least_log_loss(truth)
        return self

    def _said(self, member: Any, X: Array) -> Array:
        shares = np.zeros((len(X), len(self.classes_)))
        shares[:, np.searchsorted(self.classes_, member.classes_)] = member.predict_proba(X)
        return shares

    def predict_proba(self, X: Any) -> Array:
        """Shares of the classes, (rows, classes)."""
        return self._together(X)


class StackedRegressor(_Stacked, Regressor):
    """Numbers, averaged; the weights have the least squared error out of fold."""

    def fit(self, X: Any, y: Any, folds: Folds | None = None) -> Self:
        """Learn from rows (rows, features) and their targets (rows,)."""
        from sklearn.model_selection import KFold
        from sklearn.utils.validation import validate_data

        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        if folds is None:
            n = min(self.folds, len(y))
            if n < 2:
                raise ValueError("n_samples=1: one row is answered by no others")
            folds = list(KFold(n, shuffle=True, random_state=self.random_state).split(X))
        said, rows = self._learn(X, y, folds)
        self.weights_ = least_squares(said[:, :, 0], y[rows])
        return self

    def _said(self, member: Any, X: Array) -> Array:
        return np.asarray(member.predict(X), dtype=np.float64).reshape(len(X), 1)

    def predict(self, X: Any) -> Array:
        """What the members say together, (rows,)."""
        return np.asarray(self._together(X)[:, 0])


def least_log_loss(truth: Array) -> Array:
    """Weights (members,) that are not negative, sum to one, and have the least log loss.

    `truth` (members, rows) is what each says of the class that was true. By the steps of
    expectation and maximisation for the shares of a mixture, each of which lowers the loss.
    """
    said = np.maximum(truth, _LEAST)
    weights = np.full(len(said), 1 / len(said))
    for _ in range(_STEPS):
        parts = weights[:, None] * said
        after = (parts / parts.sum(axis=0)).mean(axis=1)
        if np.abs(after - weights).max() < 1e-9:
            break
        weights = after
    return np.asarray(weights / weights.sum())


def least_squares(said: Array, y: Array) -> Array:
    """Weights (members,) that are not negative, sum to one, and have the least squared error.

    `said` (members, rows). The errors of a weighted mean are the weighted mean of the errors, so
    this is the shortest vector in the span of the members' errors.
    """
    from scipy.optimize import nnls

    errors = said - y
    scale = float(np.sqrt((errors**2).mean())) or 1.0
    errors = errors / (scale * np.sqrt(errors.shape[1]))
    # min |E'w|² with sum 1 is, but for its length, min |E'w|² + (sum w - 1)²: the minimum of a
    # square form over rays, scaled to sum to one afterwards.
    table = np.vstack([errors.T, np.ones(len(said))])
    found, _ = nnls(table, np.append(np.zeros(errors.shape[1]), 1.0))
    return np.asarray(found / found.sum())
