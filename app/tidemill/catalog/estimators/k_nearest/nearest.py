"""scikit-learn's neighbours over a draw of the rows, with distances that depend on no block.

Euclidean distances come from products of whole blocks of rows there, so that a row alone and the
same row in a table may meet other neighbours; sums of absolute differences are added up a pair at a
time. They also tell rows apart better where there are many features (C. Aggarwal, A. Hinneburg and
D. Keim, "On the surprising behavior of distance metrics in high dimensional space", ICDT 2001).
"""

from typing import Any, Self

import numpy as np
import numpy.typing as npt

from tidemill.catalog.estimator_conventions import Classifier, Estimator, Regressor

Array = npt.NDArray[Any]


class _Nearest(Estimator):
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

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "nearest_")

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
        from sklearn.utils import check_random_state

        rng = check_random_state(self.random_state)
        return np.sort(rng.choice(n_rows, self.max_rows, replace=False))


class NearestClassifier(_Nearest, Classifier):
    """Shares of the classes among the nearest rows; a class that was not drawn has share 0."""

    def fit(self, X: Any, y: Any) -> Self:
        """Keep rows (rows, features) and their classes (rows,)."""
        from sklearn.neighbors import KNeighborsClassifier
        from sklearn.utils.multiclass import check_classification_targets
        from sklearn.utils.validation import validate_data

        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        kept = self._drawn(len(y))
        self.n_kept_ = len(kept)
        self.nearest_ = KNeighborsClassifier(**self._settings(len(kept))).fit(X[kept], y[kept])
        return self

    def predict_proba(self, X: Any) -> Array:
        """Shares of the classes among the nearest rows, (rows, classes)."""
        rows = self._rows(X)
        shares = np.zeros((len(rows), len(self.classes_)))
        found = self.nearest_.predict_proba(rows)
        shares[:, np.searchsorted(self.classes_, self.nearest_.classes_)] = found
        return shares


class NearestRegressor(_Nearest, Regressor):
    """The mean of the target over the nearest rows."""

    def fit(self, X: Any, y: Any) -> Self:
        """Keep rows (rows, features) and their targets (rows,)."""
        from sklearn.neighbors import KNeighborsRegressor
        from sklearn.utils.validation import validate_data

        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        kept = self._drawn(len(y))
        self.n_kept_ = len(kept)
        self.nearest_ = KNeighborsRegressor(**self._settings(len(kept))).fit(X[kept], y[kept])
        return self

    def predict(self, X: Any) -> Array:
        """The mean of the nearest rows' targets, (rows,)."""
        rows = self._rows(X)
        return np.asarray(self.nearest_.predict(rows))
