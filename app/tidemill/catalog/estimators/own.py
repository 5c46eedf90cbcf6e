"""An estimator of own code, made by a function that the recipe carries."""

from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.catalog.estimators import _lines
from tidemill.domain.entries import EstimatorEntry

ENTRY = EstimatorEntry(
    "own",
    1,
    "Own estimator",
    "What a function of your own makes, with scikit-learn's fit and predict; its code goes along.",
    tasks=frozenset({"binary", "multiclass", "regression"}),
    order=90,
    is_tried_first=False,
    needs_code=True,
)


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """There is none without the code of a recipe, by which `services.training.own` makes it."""
    del settings, task, seed, n_threads
    raise NeedsYou("The recipe carries no own estimator.", "Name the function that makes it.")


def preparation_settings() -> dict[str, Any]:
    """As for straight lines: no number missing, all on one scale, which any estimator can take."""
    return dict(_lines.PREPARATION)
