"""What scikit-learn asks of any estimator, for those of ours, by the task they learn.

The API is kept without inheriting from scikit-learn, as the preparation does.
"""

from abc import ABC, abstractmethod
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from tidemill.base.settable import Settable

Array = npt.NDArray[Any]


class Estimator(Settable, ABC):
    """Reads matrices of float64; `takes_missing` where NaN may stand in them."""

    takes_missing = False

    @abstractmethod
    def __sklearn_is_fitted__(self) -> bool:
        """Whether it has learned."""

    @abstractmethod
    def predict(self, X: Any) -> Array:
        """What it says of rows, (rows,)."""

    def _rows(self, X: Any) -> Array:
        """Rows to be answered, checked against those it learned from."""
        from sklearn.utils.validation import check_is_fitted, validate_data

        check_is_fitted(self)
        return np.asarray(validate_data(self, X, dtype=np.float64, reset=False))


class _Shares(Protocol):
    """What says shares of classes."""

    @property
    def classes_(self) -> Array: ...

    def predict_proba(self, X: Any) -> Array: ...

    def predict(self, X: Any) -> Array: ...


class Classifier(Estimator):
    """Says shares of the classes that it learned from, `classes_`."""

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags(),
            input_tags=InputTags(allow_nan=self.takes_missing),
        )

    @abstractmethod
    def predict_proba(self, X: Any) -> Array:
        """Shares of the classes, (rows, classes)."""

    def predict(self: _Shares, X: Any) -> Array:
        """The class of the largest share, (rows,)."""
        shares = self.predict_proba(X)
        return np.asarray(self.classes_[shares.argmax(axis=1)])

    def score(self: _Shares, X: Any, y: Any, sample_weight: Any = None) -> float:
        """The share of rows whose class it says."""
        from sklearn.metrics import accuracy_score

        return float(accuracy_score(y, self.predict(X), sample_weight=sample_weight))


class Regressor(Estimator):
    """Says numbers."""

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import InputTags, RegressorTags, Tags, TargetTags

        return Tags(
            estimator_type="regressor",
            target_tags=TargetTags(required=True),
            regressor_tags=RegressorTags(),
            input_tags=InputTags(allow_nan=self.takes_missing),
        )

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """R² on rows with their targets."""
        from sklearn.metrics import r2_score

        return float(r2_score(y, self.predict(X), sample_weight=sample_weight))
