"""Rows learned from that are like one: the nearest of them in the prepared columns.

How far two rows are is told column by column: the squared difference of what the column was
prepared to, over its mean among pairs of rows (twice its variance), so that every column that
tells rows apart counts alike, however it was prepared. 1 is as far as two rows are on average.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import Frame
from tidemill.services.training.models import TrainedModel

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Nearest:
    """The places of the nearest rows, nearest first, and how far they are."""

    places: npt.NDArray[np.int64]
    distances: Array


def nearest(model: TrainedModel, row: Frame, others: Frame, n: int) -> Nearest:
    """The `n` of the `others` nearest to the row; all are as the model reads them."""
    first = model.pipeline[0]
    blocks = getattr(first, "inner", first).blocks_  # own code stands before the preparation
    matrix = np.asarray(model.prepared(others), dtype=np.float64)
    own = np.asarray(model.prepared(row), dtype=np.float64)[0]
    total, n_counted = np.zeros(len(matrix)), 0
    for _, start, stop in blocks:
        one = _distances(own[start:stop], matrix[:, start:stop])
        if one is not None:
            total += one
            n_counted += 1
    far = np.sqrt(total / max(1, n_counted))
    places = np.argsort(far, kind="stable")[:n]
    return Nearest(places, far[places])


def _distances(own: Array, others: Array) -> Array | None:
    """Squared distances in one column, 1 on average among pairs; None where all are alike.

    A missing number is as far from one that is there as two rows are on average.
    """
    there = np.isfinite(others)
    spread = 2 * sum(
        float(np.var(others[there[:, k], k])) if there[:, k].any() else 0.0
        for k in range(others.shape[1])
    )
    is_there = np.isfinite(own)
    if spread <= 0:
        mixed = there != is_there
        return mixed.any(axis=1).astype(np.float64) if mixed.any() else None
    part = np.where(there & is_there, others - own, 0.0)
    missing = (there != is_there).any(axis=1)
    return np.asarray(np.where(missing, 1.0, (part * part).sum(axis=1) / spread))
