"""Whether what came out still fits what was estimated: has the relation to the label moved?

What is estimated without labels takes it that rows like known ones have truths like theirs. When
labels come and lie far from the estimate, that does not hold any more, whatever the input does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

ONCE = 3.5
"""So many standard deviations from the estimate tell it at once: by chance one set in 2,000."""

AGAIN = 2.2
"""So many tell it when it happens in two of the last three: by chance one set in 400."""

LAST = 3
FEWEST_LABELS = 50

Figures = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Labelled:
    """What was measured of some rows, what had been estimated, the share whose label is known."""

    measures: Figures
    estimates: Figures
    coverage: float


@dataclass(frozen=True)
class Apart:
    """How far a measure came out from its estimate, in standard deviations; positive is higher."""

    metric: str
    value: float
    estimate: float
    low: float
    high: float
    deviations: float


def apart(one: Labelled, metrics: Sequence[str]) -> Apart | None:
    """The measure that came out farthest from its estimate; None where nothing can be compared."""
    found = [_apart(one, name) for name in metrics]
    known = [each for each in found if each is not None]
    return max(known, key=lambda each: abs(each.deviations), default=None)


def _apart(one: Labelled, name: str) -> Apart | None:
    measured, estimated = one.measures.get(name), one.estimates.get(name)
    if measured is None or estimated is None or float(measured.get("n", 0)) < FEWEST_LABELS:
        return None
    held = estimated.get("held_back") or estimated
    value, error = held.get("value"), held.get("error")
    if value is None or not error:
        return None
    own = (measured["high"] - measured["low"]) / (2 * 1.96)
    # With few of the labels known, what was measured varies more than what was estimated for all.
    spread = float(np.sqrt(error**2 + own**2 * (1.0 - one.coverage)))
    deviations = (measured["value"] - value) / spread
    return Apart(name, measured["value"], value, held["low"], held["high"], deviations)


def moved(history: Sequence[Labelled], metrics: Sequence[str]) -> Apart | None:
    """What tells that the relation has moved, looking at the last labelled rows of one version.

    `history` stands oldest first. None where what came out fits, or nothing can be compared.
    """
    last = [found for one in history if (found := apart(one, metrics)) is not None][-LAST:]
    far = [one for one in last if abs(one.deviations) > ONCE]
    if far:
        return far[-1]
    often = [one for one in last if abs(one.deviations) > AGAIN]
    return often[-1] if len(often) > 1 else None
