"""What each column did by the library shap, where it is installed and tells it exactly.

shap walks the trees of a forest once for each row that a row is held against (Lundberg et al.,
"From local explanations to global understanding with explainable AI for trees", Nature Machine
Intelligence 2, 2020; "interventional") and finds the very values that ours come near to along
random orders. It tells of the outputs of the preparation, so it is asked only where every column
becomes one; of several outputs the sum is no Shapley value of their column. Gradient boosting is
left out: shap compares in single precision what scikit-learn compares in double, and was off by up
to 0.09 in what trees say together. A forest itself compares in single precision.
"""

import importlib.util
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import Frame
from tidemill.domain.recipes import Task
from tidemill.services.training.models import TrainedModel

Array = npt.NDArray[np.float64]

_FORESTS = frozenset(
    {
        "ExtraTreesClassifier",
        "ExtraTreesRegressor",
        "RandomForestClassifier",
        "RandomForestRegressor",
    }
)
_NEAR = 1e-6
"""What adds up less well than so is not told."""


@dataclass(frozen=True, eq=False)
class ByShap:
    """Of one row: the mean `base` (outputs,) of the rows it is held against, and what each of the
    model's inputs did `by` (inputs, outputs)."""

    base: Array
    by: Array


def is_told(model: TrainedModel) -> bool:
    """Whether shap is installed and tells exactly what a model's columns do; nothing is loaded."""
    estimator = model.pipeline[-1]
    blocks = getattr(model.pipeline[0], "blocks_", None)
    return (
        type(estimator).__name__ in _FORESTS
        and type(estimator).__module__.startswith("sklearn.")
        and blocks is not None
        and [name for name, _, _ in blocks] == list(model.inputs.names)
        and all(stop - start == 1 for _, start, stop in blocks)
        and importlib.util.find_spec("shap") is not None
    )


def told(model: TrainedModel, row: Frame, background: Frame, said: Array) -> ByShap | None:
    """What each input did to what is `said` (outputs,) of one row, held against others.

    None where it does not add up.
    """
    explainer = _library().TreeExplainer(
        model.pipeline[-1], model.prepared(background), feature_perturbation="interventional"
    )
    found = np.asarray(explainer.shap_values(model.prepared(row), check_additivity=False))
    base = np.atleast_1d(np.asarray(explainer.expected_value, dtype=np.float64))
    by = _outputs(model, found.reshape(len(model.inputs.names), -1))
    made = ByShap(_outputs(model, base[None])[0], by)
    miss = np.abs(made.by.sum(axis=0) + made.base - said).max()
    return made if miss <= _NEAR * max(1.0, float(np.abs(said).max())) else None


def _library() -> Any:
    """shap, loaded without what other libraries say of how it loads them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap
    return shap


def _outputs(model: TrainedModel, told_of: Any) -> Array:
    """Of what is told of the estimator's own outputs (n, outputs) that of the model's."""
    if model.task is Task.REGRESSION:
        return np.asarray(told_of, dtype=np.float64)
    wide = np.zeros((len(told_of), len(model.levels)))
    wide[:, model.pipeline[-1].classes_.astype(np.int64)] = told_of
    return wide if model.task is Task.MULTICLASS else wide[:, 1:]
