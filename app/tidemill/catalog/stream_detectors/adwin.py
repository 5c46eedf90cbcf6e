"""Adaptive windowing: the window shrinks where two parts of it have different means."""

from collections.abc import Iterable

from tidemill.domain.entries import DetectorEntry, Parameter

ENTRY = DetectorEntry(
    id="adwin",
    version=1,
    title="ADWIN",
    help="Says where the mean of a figure changed, by a window that forgets what no longer fits.",
    parameters=(
        Parameter(
            "delta",
            "Chance of a false alarm",
            0.002,
            low=1e-9,
            high=0.5,
            help="The smaller, the more a change must stand out.",
        ),
    ),
    requires="river",
)


_FIRST = 20


def changes(values: Iterable[float], *, delta: float = 0.002) -> list[int]:
    """Numbers of the values at which a change was seen (Bifet and Gavaldà 2007, SIAM SDM).

    Its bound is for figures that stay within a span of 1: values are taken in four standard
    deviations of the first 20.
    """
    import numpy as np
    from river.drift import ADWIN

    course = np.asarray(list(values), dtype=np.float64)
    scale = 4.0 * float(course[:_FIRST].std()) or 1.0
    detector = ADWIN(delta=delta, clock=1)
    found = []
    for at, value in enumerate((course / scale).tolist()):
        detector.update(value)
        if detector.drift_detected:
            found.append(at)
    return found
