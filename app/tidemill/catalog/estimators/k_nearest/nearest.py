"""scikit-learn's neighbours over a draw of the rows, with distances that depend on no block.

Euclidean distances come from products of whole blocks of rows there, so that a row alone and the
same row in a table may meet other neighbours; sums of absolute differences are added up a pair at a
time. They also tell rows apart better where there are many features (C. Aggarwal, A. Hinneburg and
D. Keim, "On the surprising behavior of distance metrics in high dimensional space", ICDT 2001).
"""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

Array = npt.NDArray[Any]


class _Nearest(BaseEstimator):  # type: ignore[misc]
    """Keeps at most `max_rows` of the rows it is shown, drawn by `random_state`.

    `n_kept_` is how many it kept. Where there are fewer than `k`, all of them are asked.
    """

    def __init__(
        self,
        k: int = 25,
        max_rows: int = 10_000,
        weights: str = "uniform",
        random_state: Any = None,
    ) -> None:
        self.k = k
        self.max_rows = max_rows
        self.weights = weights
        self.random_state = random_state

    def _settings(self, n_rows: int) -> dict[str, Any]:
        return {
            "n_neighbors": min(self.k, n_rows),
            "weights": self.weights,
            "algorithm": "brute",
            "metric": "manhattan",
        }

    def _drawn(self, n_rows: int) -> Array:
        """The rows to keep, in their order."""
        if n_rows <= self.max_rows:
            return np.arange(n_rows)
        rng = check_random_state(self.random_state)
        return np.sort(rng.choice(n_rows, self.max_rows, replace=False))


class NearestClassifier(ClassifierMixin, _Nearest):  # type: ignore[misc]
    """Shares of the classes among the nearest rows; a class that was not drawn has share 0."""

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803 - scikit-learn's name
        """Keep rows (rows, features) and their classes (rows,)."""
        from sklearn.utils.multiclass import check_classification_targets

        X, y = validate_data(self, X, y, dtype=np.float64)  # noqa: N806
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        kept = self._drawn(len(y))
        self.n_kept_ = len(kept)
        self.nearest_ = KNeighborsClassifier(**self._settings(len(kept))).fit(X[kept], y[kept])
        return self

    def predict_proba(self, X: Any) -> Array:  # noqa: N803
        """Shares of the classes, (rows, classes)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)  # noqa: N806
        shares = np.zeros((len(X), len(self.classes_)))
        found = self.nearest_.predict_proba(X)
        shares[:, np.searchsorted(self.classes_, self.nearest_.classes_)] = found
        return shares

    def predict(self, X: Any) -> Array:  # noqa: N803
        """The most frequent class among the nearest rows, (rows,)."""
        shares = self.predict_proba(X)
        return np.asarray(self.classes_[shares.argmax(axis=1)])


class NearestRegressor(RegressorMixin, _Nearest):  # type: ignore[misc]
    """The mean of the target over the nearest rows."""

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803
        """Keep rows (rows, features) and their targets (rows,)."""
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)  # noqa: N806
        kept = self._drawn(len(y))
        self.n_kept_ = len(kept)
        self.nearest_ = KNeighborsRegressor(**self._settings(len(kept))).fit(X[kept], y[kept])
        return self

    def predict(self, X: Any) -> Array:  # noqa: N803
        """The mean of the nearest rows' targets, (rows,)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)  # noqa: N806
        return np.asarray(self.nearest_.predict(X))
