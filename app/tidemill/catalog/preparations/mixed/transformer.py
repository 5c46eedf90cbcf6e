"""scikit-learn's API around the preparation, so that it can stand in a pipeline.

The API is kept without inheriting from scikit-learn, which it is defined to allow: a service
that answers row by row prepares them without loading it.
"""

from typing import Any, Self

import numpy as np
import numpy.typing as npt

from tidemill.base.settable import Settable
from tidemill.catalog.preparations.mixed import encoding, values
from tidemill.domain.columns import Kind

Array = npt.NDArray[Any]


class MixedPreparation(Settable):
    """Raw columns to a matrix of float64, missing and unknown values kept.

    Takes a `Frame`, a pandas DataFrame or a list of dicts; all three give the same numbers.
    `columns` are [name, kind] pairs (found from the table if absent); other settings are those
    of the entry. Infinite numbers become the largest or smallest finite value seen in fitting.
    The fitted state (`states_`, plain dicts, lists and arrays) depends on no library.

    `fit_transform` gives target means that leave a row's own target out; `fit` followed by
    `transform` on the same rows does not, so learn from the former.
    """

    def __init__(
        self,
        columns: list[list[str]] | None = None,
        task: str = "regression",
        impute: bool = False,
        indicator: bool = False,
        scale: bool = False,
        max_onehot: int = 10,
        smoothing: float = 20.0,
        folds: int = 5,
        dates: str = "parts",
        elapsed: bool = False,
        seed: int = 0,
    ) -> None:
        self.columns = columns
        self.task = task
        self.impute = impute
        self.indicator = indicator
        self.scale = scale
        self.max_onehot = max_onehot
        self.smoothing = smoothing
        self.folds = folds
        self.dates = dates
        self.elapsed = elapsed
        self.seed = seed

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "states_")

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import InputTags, Tags, TargetTags, TransformerTags

        return Tags(
            estimator_type="transformer",
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(),
            input_tags=InputTags(two_d_array=False, string=True, dict=True, allow_nan=True),
        )

    def _check_fitted(self) -> None:
        if not hasattr(self, "states_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError("Fit the preparation before it transforms a table.")

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn the state from a table and its target (class codes, or numbers)."""
        self._fit(X, y)
        return self

    def fit_transform(self, X: Any, y: Any = None, **_: Any) -> Array:
        """Learn the state and return the matrix to learn from, (rows, outputs)."""
        crossed = self._fit(X, y)
        out = self.transform(X)
        for place, block in crossed.items():
            _, start, stop = self.blocks_[place]
            out[:, start:stop] = block
        return out

    def transform(self, X: Any) -> Array:
        """The matrix for a table, (rows, outputs)."""
        self._check_fitted()
        out = np.empty((values.n_rows(X), self.n_outputs_))
        for (name, kind), state, block in zip(
            self.columns_, self.states_, self.blocks_, strict=True
        ):
            raw = values.READERS[Kind(kind)](X, name)
            encoding.encode(state, raw, out[:, block[1] : block[2]])
        return out

    def get_feature_names_out(self, input_features: Any = None) -> Array:
        """Names of the outputs, such as `age [missing]` or `country [= de]`."""
        del input_features
        self._check_fitted()
        return np.array([n for state in self.states_ for n in state["outputs"]], dtype=object)

    def feature_sources(self) -> dict[str, str]:
        """The raw column behind each output."""
        self._check_fitted()
        return {
            output: name
            for (name, _), state in zip(self.columns_, self.states_, strict=True)
            for output in state["outputs"]
        }

    def _fit(self, table: Any, y: Any) -> dict[int, Array]:
        """Set the fitted state; return the crossed blocks by place of their column."""
        settings = encoding.Settings(
            self.impute,
            self.indicator,
            self.scale,
            self.max_onehot,
            self.smoothing,
            self.dates,
            self.elapsed,
        )
        pairs = self.columns if self.columns is not None else values.kinds_of(table)
        self.columns_ = [[name, str(kind)] for name, kind in pairs]
        self.states_: list[encoding.State] = []
        self.blocks_: list[list[Any]] = []
        self.n_outputs_ = 0
        crossed: dict[int, Array] = {}
        for place, (name, kind) in enumerate(self.columns_):
            raw = values.READERS[Kind(kind)](table, name)
            way = encoding.reader_way(Kind(kind))
            if way == "number":
                scale = self.scale and kind == Kind.NUMERIC
                state = encoding.fit_number(raw, name, settings, scale=scale)
            elif way == "date":
                state = encoding.fit_dates(raw, name, settings)
            else:
                state = encoding.fit_levels(raw[0], raw[1], name, settings)
            if state["way"] == "means":
                crossed[place] = self._means(state, raw, y, name, settings)
            self.states_.append(state)
            end = self.n_outputs_ + len(state["outputs"])
            self.blocks_.append([name, self.n_outputs_, end])
            self.n_outputs_ = end
        return crossed

    def _means(
        self, state: encoding.State, raw: Any, y: Any, name: str, settings: encoding.Settings
    ) -> Array:
        if y is None:
            raise ValueError(f"the column {name} has many levels and needs the target to fit")
        places = encoding.places_of(state, raw[0], raw[1])
        averaged, names = encoding.targets(y, self.task)
        encoding.fit_means(state, places, averaged, names, name, settings)
        n_folds = min(self.folds, len(places))
        folds = np.random.default_rng(self.seed).permutation(len(places)) % n_folds
        return encoding.crossed_means(state, places, averaged, folds, settings)
