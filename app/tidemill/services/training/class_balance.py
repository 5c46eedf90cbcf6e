"""Probabilities that keep their word, and classes that weigh alike: what a recipe asks of classes.

Calibration by cross-fits: rows are answered by fits that have not seen them, and what was said is
brought to what was true, by a sigmoid (J. Platt, "Probabilistic outputs for support vector
machines", 1999) or a rising line of steps (B. Zadrozny and C. Elkan, "Transforming classifier
scores into accurate multiclass probability estimates", KDD 2002). The model itself learns from all
rows.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.catalog.grouped_estimators import ByGroup
from tidemill.domain.recipes import Recipe

Array = npt.NDArray[Any]

FOLDS = 5

_WEIGHED = (
    "Classes were weighed alike: the probabilities are those of rows in which every class is as "
    "frequent as any other."
)


def check_enough(name: str, y: Array, levels: Sequence[str]) -> None:
    """`NeedsYou` where a class has fewer rows than cross-fits have parts."""
    counts = np.bincount(y, minlength=len(levels))
    for level, n in zip(levels, counts.tolist(), strict=True):
        if 0 < n < FOLDS:
            raise NeedsYou(
                f"Probabilities can't be calibrated: {name} is {level} in {n} of the rows to learn "
                f"from, and cross-fits need {FOLDS}.",
                "Train without calibration, or put rare classes together.",
            )


def calibrated(estimator: Any, method: str, seed: int) -> Any:
    """The estimator with its probabilities calibrated by "sigmoid" or "isotonic"."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.model_selection import StratifiedKFold

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    return CalibratedClassifierCV(estimator, method=method, cv=folds, ensemble=False)


def inside(estimator: Any) -> list[Any]:
    """What an estimator stands around, a calibration or one of groups: those it was made of, and
    the fitted ones."""
    if isinstance(estimator, ByGroup):
        return [one for around in estimator.inside() for one in (around, *inside(around))]
    fitted = [one.estimator for one in getattr(estimator, "calibrated_classifiers_", ())]
    made_of = getattr(estimator, "estimator", None) if is_calibrated(estimator) else None
    return fitted if made_of is None else [made_of, *fitted]


def is_calibrated(estimator: Any) -> bool:
    """Whether an estimator is one of `calibrated`."""
    return type(estimator).__name__ == "CalibratedClassifierCV"


def can_weigh(estimator: Any) -> bool:
    """Whether an estimator, and what it stands around, learns from weighed rows."""
    from sklearn.utils.validation import has_fit_parameter

    return all(has_fit_parameter(e, "sample_weight") for e in [estimator, *inside(estimator)])


def weights_of(
    estimator: Any, y: Array, recipe: Recipe, title: str
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a pipeline's `fit` is given so that classes weigh alike, and what to say of it.

    The prior says the shares as they are.
    """
    from sklearn.utils.class_weight import compute_sample_weight

    if recipe.class_weights == "none" or recipe.estimator == "prior":
        return {}, ()
    if isinstance(estimator, ByGroup):  # it weighs the classes of each group by itself
        estimator = estimator.estimator
        if can_weigh(estimator):
            return {}, (_WEIGHED,)
    if not can_weigh(estimator):
        return {}, (f"{title} can't weigh classes: every row counted alike.",)
    weights = compute_sample_weight(recipe.class_weights, y)
    return {"model__sample_weight": weights}, (_WEIGHED,)
