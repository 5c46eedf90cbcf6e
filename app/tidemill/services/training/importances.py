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
    # All repeats of a column are predicted in one call: a forest wakes its threads once.
    repeated = np.tile(matrix, (REPEATS, 1))
    found = []
    for place, (name, start, stop) in enumerate(model.pipeline[0].blocks_):
        reporter.check()
        reporter.report(place / n_columns, "Weighing the columns")
        orders = [rng.permutation(len(truth)) for _ in range(REPEATS)]
        repeated[:, start:stop] = matrix[np.concatenate(orders), start:stop]
        parts = np.split(model.values_of(repeated), REPEATS)
        repeated[:, start:stop] = np.tile(matrix[:, start:stop], (REPEATS, 1))
        losses = [chosen.gain(base, chosen.value(truth, part)) for part in parts]
        found.append(Importance(name, float(np.mean(losses)), float(np.std(losses))))
    return tuple(sorted(found, key=lambda one: (-one.value, one.column)))
