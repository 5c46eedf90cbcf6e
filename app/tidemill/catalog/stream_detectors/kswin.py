"""KSWIN: the newest values of a window held against the others by Kolmogorov-Smirnov."""

from collections.abc import Iterable

from tidemill.domain.entries import DetectorEntry, Parameter

ENTRY = DetectorEntry(
    id="kswin",
    version=1,
    title="KSWIN",
    help="Says where the newest values of a figure are spread otherwise than those before.",
    parameters=(
        Parameter(
            "alpha",
            "Chance of a false alarm",
            0.001,
            low=1e-9,
            high=0.5,
            help="At each value; the smaller, the more a change must stand out.",
        ),
        Parameter("window", "Window", 40, low=10, high=10_000, help="How many values are kept."),
        Parameter("newest", "Newest", 12, low=3, high=5_000, help="How many of them are new."),
    ),
    requires="river",
)


def changes(
    values: Iterable[float], *, alpha: float = 0.001, window: int = 40, newest: int = 12
) -> list[int]:
    """Numbers of the values at which a change was seen (Raab, Heusinger and Schleif 2020,
    Neurocomputing 416)."""
    from river.drift import KSWIN

    from tidemill.base.errors import NeedsYou

    if newest * 2 > window:
        raise NeedsYou("KSWIN's newest values are too many for its window.", "At most half of it.")
    detector = KSWIN(alpha=alpha, window_size=window, stat_size=newest, seed=0)
    found = []
    for at, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            found.append(at)
    return found
