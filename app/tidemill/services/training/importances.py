"""Which raw columns a model leans on: how much worse it gets when one is shuffled.

L. Breiman, "Random forests", Machine Learning 45 (2001), section 10, on hold-out rows. Since
every raw column has a block of the prepared matrix to itself, shuffling the block's rows is
shuffling the raw column; nothing is prepared twice.
"""

from dataclasses import dataclass

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.domain.frames import Frame
from tidemill.domain.metrics import metric
from tidemill.services.training.fitting import estimator_module
from tidemill.services.training.models import Array, TrainedModel

MAX_ROWS = 5_000
MIN_ROWS = 500
REPEATS = 3
_BUDGET = 100_000
_AT_ONCE = 150_000
_SLOW_ROWS, _SLOW_BUDGET = 100, 10_000
MOST_COLUMNS = 500
"""Of more columns only so many are shuffled: those that weigh most in the model itself."""


@dataclass(frozen=True)
class Importance:
    """Loss of the recipe's measure when a raw column is shuffled; `sd` over the repeats."""

    column: str
    value: float
    sd: float


def importances(
    model: TrainedModel, frame: Frame, truth: Array, reporter: Reporter
) -> tuple[Importance, ...]:
    """The columns by falling importance, from at most 5,000 rows of the frame.

    Fewer rows are taken where there are many columns or the estimator answers slowly. `truth` is
    the target of the frame's rows as `domain.metrics` takes it. Raises `UndefinedMetric` where the
    recipe's measure has no meaning on these rows.
    """
    recipe = model.recipe
    chosen = metric(recipe.task, recipe.metric)
    rng = np.random.default_rng(recipe.seed)
    n_columns = max(1, len(model.inputs.columns))
    is_slow = estimator_module(recipe).ENTRY.answers_slowly
    least, budget = (_SLOW_ROWS, _SLOW_BUDGET) if is_slow else (MIN_ROWS, _BUDGET)
    limit = int(np.clip(budget // (n_columns * REPEATS), least, MAX_ROWS))
    if len(truth) > limit:
        rows = np.sort(rng.choice(len(truth), limit, replace=False))
        frame, truth = frame.take(rows), truth[rows]
    matrix = model.prepared(frame)
    base = chosen.value(truth, model.values_of(matrix))
    blocks = _heaviest(model, matrix, truth)
    # All repeats of a column are predicted in one call: a forest wakes its threads once. Models by
    # group are hundreds to wake, so they get several columns in one.
    at_once = 1 if recipe.by_group is None else max(1, _AT_ONCE // (REPEATS * len(truth)))
    at_once = min(at_once, len(blocks))
    laid_out = np.tile(matrix, (REPEATS * at_once, 1))
    slabs = np.split(laid_out, at_once) if at_once else []
    found = []
    for first in range(0, len(blocks), max(1, at_once)):
        reporter.check()
        reporter.report(first / len(blocks), "Weighing the columns")
        part = blocks[first : first + at_once]
        for own, (_, start, stop) in zip(slabs, part, strict=False):
            orders = [rng.permutation(len(truth)) for _ in range(REPEATS)]
            own[:, start:stop] = matrix[np.concatenate(orders), start:stop]
        shuffled = laid_out[: REPEATS * len(part) * len(truth)]
        said = iter(np.split(model.values_of(shuffled), REPEATS * len(part)))
        for name, _, _ in part:
            losses = [chosen.gain(base, chosen.value(truth, next(said))) for _ in range(REPEATS)]
            found.append(Importance(name, float(np.mean(losses)), float(np.std(losses))))
        for own, (_, start, stop) in zip(slabs, part, strict=False):
            own[:, start:stop] = np.tile(matrix[:, start:stop], (REPEATS, 1))
    return tuple(sorted(found, key=lambda one: (-one.value, one.column)))


def _heaviest(model: TrainedModel, matrix: Array, truth: Array) -> list[tuple[str, int, int]]:
    """The blocks of the prepared matrix that are shuffled, in their order.

    What a column weighs is what the estimator says itself, else how far it goes with the truth.
    """
    blocks = list(model.pipeline[0].blocks_)
    if len(blocks) <= MOST_COLUMNS:
        return blocks
    own = getattr(model.pipeline[-1], "feature_importances_", None)
    if own is None and hasattr(model.pipeline[-1], "coef_"):
        own = np.abs(np.atleast_2d(model.pipeline[-1].coef_)).sum(axis=0)
    if own is None or len(own) != matrix.shape[1]:
        apart = matrix - matrix.mean(axis=0)
        spread = np.sqrt((apart**2).sum(axis=0))
        own = np.abs(apart.T @ (truth - truth.mean())) / np.where(spread > 0, spread, np.inf)
    weights = np.array([own[start:stop].max(initial=0.0) for _, start, stop in blocks])
    kept = np.sort(np.argsort(-weights, kind="stable")[:MOST_COLUMNS])
    return [blocks[place] for place in kept]
