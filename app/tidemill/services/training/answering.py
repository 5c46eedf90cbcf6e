"""What a model says of many rows at once: with threads, and the same bits with any number of them.

A forest's own threads add its trees up in the order in which they happen to come, so that the last
digit of a sum changes from one time to the next. Here each thread takes rows of its own and goes
through the trees in their order.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from tidemill.domain.frames import Frame
from tidemill.services.training.fitting import ensembles, working_threads
from tidemill.services.training.models import Array, TrainedModel

FEWEST_ROWS = 2_000
"""Below these a second thread costs more than it brings."""


def answers(model: TrainedModel, table: Frame, n_threads: int) -> Array:
    """Predictions for the rows of a table, in the form of `domain.metrics`."""
    if not ensembles(model.pipeline):
        with working_threads(model.pipeline, n_threads, table):
            return model.predict(table)
    matrix = model.prepared(table)
    if n_threads == 1 or len(matrix) < FEWEST_ROWS:
        return model.values_of(matrix)
    with ThreadPoolExecutor(n_threads) as pool:
        return np.concatenate(list(pool.map(model.values_of, np.array_split(matrix, n_threads))))
