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
_BUDGET = 300_000
_AT_ONCE = 150_000
_SLOW_ROWS, _SLOW_BUDGET = 100, 10_000


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
    blocks = model.pipeline[0].blocks_
    # All repeats of a column are predicted in one call: a forest wakes its threads once. Models by
    # group are hundreds to wake, so they get several columns in one.
    at_once = 1 if recipe.by_group is None else max(1, _AT_ONCE // (REPEATS * len(truth)))
    found = []
    for first in range(0, len(blocks), at_once):
        reporter.check()
        reporter.report(first / n_columns, "Weighing the columns")
        part = blocks[first : first + at_once]
        shuffled = np.tile(matrix, (REPEATS * len(part), 1))
        slabs = np.split(shuffled, len(part))
        for own, (_, start, stop) in zip(slabs, part, strict=True):
            orders = [rng.permutation(len(truth)) for _ in range(REPEATS)]
            own[:, start:stop] = matrix[np.concatenate(orders), start:stop]
        said = iter(np.split(model.values_of(shuffled), REPEATS * len(part)))
        for name, _, _ in part:
            losses = [chosen.gain(base, chosen.value(truth, next(said))) for _ in range(REPEATS)]
            found.append(Importance(name, float(np.mean(losses)), float(np.std(losses))))
    return tuple(sorted(found, key=lambda one: (-one.value, one.column)))
