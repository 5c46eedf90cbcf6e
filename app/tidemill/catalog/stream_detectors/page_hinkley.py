"""Page-Hinkley: the summed distance from the mean so far, held against a threshold."""

from collections.abc import Iterable

from tidemill.domain.entries import DetectorEntry, Parameter

ENTRY = DetectorEntry(
    id="page_hinkley",
    version=1,
    title="Page-Hinkley",
    help="Says where a figure keeps lying away from its mean so far.",
    parameters=(
        Parameter(
            "threshold",
            "Threshold",
            15.0,
            low=0.0,
            high=1e9,
            help="What the summed distance may reach, in standard deviations of the first values.",
        ),
        Parameter(
            "least", "Least values", 20, low=2, high=10_000, help="Before these none is told."
        ),
    ),
    requires="river",
)


def changes(values: Iterable[float], *, threshold: float = 15.0, least: int = 20) -> list[int]:
    """Numbers of the values at which a change was seen (Page 1954, Biometrika 41).

    Values are taken in standard deviations of the first `least`, so that one threshold suits every
    figure.
    """
    import numpy as np
    from river.drift import PageHinkley

    course = np.asarray(list(values), dtype=np.float64)
    scale = float(course[:least].std()) or 1.0
    detector = PageHinkley(min_instances=least, threshold=threshold, delta=0.5)
    found = []
    for at, value in enumerate(((course - course[:least].mean()) / scale).tolist()):
        detector.update(value)
        if detector.drift_detected:
            found.append(at)
    return found
