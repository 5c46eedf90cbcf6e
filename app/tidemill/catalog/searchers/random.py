"""Random search: draws from the whole space, whatever came of earlier trials."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tidemill.domain.entries import SearcherEntry
from tidemill.domain.search_trials import Trial
from tidemill.domain.searches import Dimension

ENTRY = SearcherEntry(
    "random",
    1,
    "Random",
    "Draws from the whole space, whatever came before; hard to fool, and the measure of others.",
    order=20,
)


def propose(
    dimensions: Sequence[Dimension],
    trials: Sequence[Trial],
    *,
    number: int,
    seed: int,
    higher_is_better: bool,
) -> dict[str, Any]:
    """An even draw of every dimension on its own axis (Bergstra and Bengio 2012)."""
    del trials, higher_is_better
    drawn = np.random.default_rng([seed, number]).random(len(dimensions))
    return {one.name: one.value(float(share)) for one, share in zip(dimensions, drawn, strict=True)}
