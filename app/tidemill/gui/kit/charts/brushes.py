"""What a chart of many rows shows: those inside its own brushes and inside those of others."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def in_both(here: Mask | None, elsewhere: Mask | None, n_rows: int) -> Mask | None:
    """The rows (n_rows,) inside both brushes; None for all.

    `elsewhere` may know fewer rows, or more: rows that it does not know are inside.
    """
    if elsewhere is None:
        return here
    whole = np.ones(n_rows, dtype=np.bool_)
    n = min(n_rows, len(elsewhere))
    whole[:n] = elsewhere[:n]
    return whole if here is None else here & whole
