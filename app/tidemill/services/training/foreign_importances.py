"""Which columns a model from elsewhere leans on: how much worse it gets when one is shuffled.

As `importances`, but each shuffled table is asked anew: what such a model does inside is not known.
"""

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.frames import Frame
from tidemill.domain.metrics import UndefinedMetric, metric
from tidemill.services.training.importances import MAX_ROWS, MIN_ROWS, REPEATS, Importance
from tidemill.services.training.models import Array, TrainedModel

_BUDGET = 150_000


def importances(
    model: TrainedModel, frame: Frame, truth: Array, reporter: Reporter
) -> tuple[Importance, ...]:
    """The columns by falling importance, from at most 5,000 rows; none where nothing can be told.

    `truth` is the target of the frame's rows as `domain.metrics` takes it.
    """
    recipe, names = model.recipe, model.inputs.names
    chosen = metric(recipe.task, recipe.metric)
    rng = np.random.default_rng(recipe.seed)
    limit = int(np.clip(_BUDGET // (max(1, len(names)) * REPEATS), MIN_ROWS, MAX_ROWS))
    if len(truth) > limit:
        rows = np.sort(rng.choice(len(truth), limit, replace=False))
        frame, truth = frame.take(rows), truth[rows]
    found = []
    try:
        base = chosen.value(truth, model.predict(frame))
        for place, name in enumerate(names):
            reporter.check()
            reporter.report(place / len(names), "Weighing the columns")
            losses = []
            for _ in range(REPEATS):
                shuffled = frame[name].take(rng.permutation(len(truth)))
                table = Frame(tuple(shuffled if c.name == name else c for c in frame))
                losses.append(chosen.gain(base, chosen.value(truth, model.predict(table))))
            found.append(Importance(name, float(np.mean(losses)), float(np.std(losses))))
    except (UndefinedMetric, NeedsYou):
        return ()
    return tuple(sorted(found, key=lambda one: (-one.value, one.column)))
