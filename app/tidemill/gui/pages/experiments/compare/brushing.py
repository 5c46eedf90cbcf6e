"""Brushes over curves say places of runs; the link and other plots take masks."""

from collections.abc import Sequence

import numpy as np

from tidemill.gui.pages.experiments.compare.linking import Mask


def mask_of(brushed: "Mask | Sequence[int] | None", n_runs: int) -> Mask | None:
    """The runs a plot's brush holds (n,): from a mask over them, or from their places."""
    if brushed is None:
        return None
    if isinstance(brushed, np.ndarray) and brushed.dtype == np.bool_:
        return brushed[:n_runs]
    made = np.zeros(n_runs, dtype=bool)
    places = [place for place in brushed if 0 <= place < n_runs]
    made[places] = True
    return made
