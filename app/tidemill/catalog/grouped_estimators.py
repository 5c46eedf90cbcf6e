"""An estimator that has a model for each group of a column, and one for all.

The last column of the matrix says the group of each row as a code from 0, -1 where it is missing
or was never seen; the others are what all models read. A group whose rows do not suffice is
answered by the model for all, which learned from all rows. Each group's model learns by the same
settings from the group's rows alone.
"""

from collections.abc import Iterator
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from tidemill.catalog.alike_estimators import Alike
from tidemill.catalog.estimator_conventions import Classifier, Estimator, Regressor

Array = npt.NDArray[Any]

FEWEST_OF_A_CLASS = 5
"""Two classes at least have so many rows in a group that gets a model."""

FEW_ROWS, FEW_CLASSES, NOT_LEARNED = "rows", "classes", "failed"
"""Why a group has no model of its own: too few rows, too few of a class, or its fit failed."""


class ByGroup(Estimator):
    """Learns one model for all rows and one for each group of at least `min_rows`.

    `n_groups` are the codes there are, `fewest` the rows that every class of a group needs (the
    parts of a calibration); `balanced` weighs classes alike, within each group too. Fitted:
    `general_`, `models_` by code, and by group `has_model_`, `n_rows_`, the rows learned from, and
    `why_` there is no model ("" where there is one).
    """

    takes_missing = True

    def __init__(
        self,
        estimator: Any = None,
        n_groups: int = 0,
        min_rows: int = 100,
        fewest: int = 1,
        balanced: bool = False,
    ) -> None:
        self.estimator = estimator
        self.n_groups = n_groups
        self.min_rows = min_rows
        self.fewest = fewest
        self.balanced = balanced

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "general_")

    def inside(self) -> list[Any]:
        """The estimators in it that exist now: the one it was made of, and fitted ones."""
        fitted = [self.general_, *self.models_.made()] if hasattr(self, "general_") else []
        return [self.estimator, *fitted]

    def fit(self, X: Any, y: Any) -> Self:
        """Learn from rows (rows, features + 1) and their targets (rows,)."""
        from threadpoolctl import threadpool_limits

        X, y = np.asarray(X, dtype=np.float64), np.asarray(y)
        self.general_ = self._fitted(X[:, :-1], y)
        n_groups = max(self.n_groups, int(X[:, -1].max(initial=-1)) + 1)
        self.n_rows_ = np.zeros(n_groups, dtype=np.int64)
        self.why_ = [FEW_ROWS] * n_groups
        models = {}
        with threadpool_limits(1):  # waking threads costs more than so few rows do
            for code, rows in by_code(X[:, -1]):
                if code < 0:
                    continue
                self.n_rows_[code] = len(rows)
                self.why_[code] = self._too_few(y[rows])
                if self.why_[code]:
                    continue
                try:
                    models[code] = self._fitted(_seen(X[rows, :-1]), y[rows], is_small=True)
                except (ValueError, ArithmeticError, np.linalg.LinAlgError):
                    self.why_[code] = NOT_LEARNED
        self.models_ = Alike(models)
        self.has_model_ = np.array([code in models for code in range(n_groups)], dtype=bool)
        return self

    def _fitted(self, X: Array, y: Array, *, is_small: bool = False) -> Any:
        from sklearn.base import clone
        from sklearn.utils.class_weight import compute_sample_weight

        made = clone(self.estimator)
        if is_small and "n_jobs" in made.get_params(deep=False):
            made.set_params(n_jobs=None)
        weights = {"sample_weight": compute_sample_weight("balanced", y)} if self.balanced else {}
        return made.fit(X, y, **weights)

    def _too_few(self, y: Array) -> str:
        return FEW_ROWS if len(y) < self.min_rows else ""

    def general(self) -> "_General":
        """The model for all, as an estimator that reads the same matrix."""
        return _General(self.general_)

    def _answers(self, X: Any, ask: str, out: Array) -> Array:
        """Fill `out` (rows, ...) with what the models say, each for the rows of its group."""
        X = np.asarray(X, dtype=np.float64)
        codes = X[:, -1].astype(np.int64)
        has_model = np.append(self.has_model_, False)  # a code of -1 finds the last
        codes[~has_model[codes]] = -1
        for code, rows in by_code(codes):
            model = self.general_ if code < 0 else self.models_[code]
            found = getattr(model, ask)(X[rows, :-1])
            if ask == "predict_proba":
                columns = np.searchsorted(self.general_.classes_, model.classes_)
                out[np.ix_(rows, columns)] = found
            else:
                out[rows] = np.asarray(found, dtype=np.float64).ravel()
        return out


class ByGroupClassifier(ByGroup, Classifier):
    """Shares of the classes by the model of each row's group; one it never saw there has 0."""

    @property
    def classes_(self) -> Array:
        """The classes of the model for all, in their order."""
        return np.asarray(self.general_.classes_)

    def _too_few(self, y: Array) -> str:
        counts = np.unique(y, return_counts=True)[1]
        if len(y) < self.min_rows:
            return FEW_ROWS
        is_enough = (counts >= FEWEST_OF_A_CLASS).sum() >= 2 and counts.min() >= self.fewest
        return "" if is_enough else FEW_CLASSES

    def predict_proba(self, X: Any) -> Array:
        """Shares of the classes, (rows, classes)."""
        return self._answers(X, "predict_proba", np.zeros((len(X), len(self.classes_))))


class ByGroupRegressor(ByGroup, Regressor):
    """A number by the model of each row's group."""

    def predict(self, X: Any) -> Array:
        """Numbers, (rows,)."""
        return self._answers(X, "predict", np.empty(len(X)))


class _General:
    """A model for all behind the matrix that has the groups' codes as its last column."""

    def __init__(self, model: Any) -> None:
        self._model = model
        if hasattr(model, "classes_"):
            self.classes_ = model.classes_

    def predict(self, X: Array) -> Array:
        return np.asarray(self._model.predict(X[:, :-1]))

    def predict_proba(self, X: Array) -> Array:
        return np.asarray(self._model.predict_proba(X[:, :-1]))


def by_code(codes: Array) -> Iterator[tuple[int, Array]]:
    """Each code with the places of its rows, in ascending order of both."""
    if not len(codes):
        return
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    for start, stop in zip(starts, np.r_[starts[1:], len(codes)], strict=True):
        yield int(ordered[start]), order[start:stop]


def _seen(X: Array) -> Array:
    """Rows of a group with a column of which nothing was seen at 0: some trees can't cut it."""
    empty = np.isnan(X).all(axis=0)
    if empty.any():
        X[:, empty] = 0.0
    return X
