"""Detectors from the library river over the course of a figure, where it is installed."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import cast

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog import discovery
from tidemill.domain.courses import Course
from tidemill.domain.entries import DetectorEntry

FAMILY = "stream_detectors"
LEAST_VALUES = 5


@dataclass(frozen=True)
class Change:
    """A detector saw a figure change with a chunk; `at` is its number in the course."""

    figure: str
    detector: str
    at: int
    value: float


def installed() -> dict[str, ModuleType]:
    """The detectors whose library is there, by their ids."""
    return {
        name: module
        for name, module in discovery.family(FAMILY).items()
        if importlib.util.find_spec(cast(DetectorEntry, module.ENTRY).requires) is not None
    }


def figures(course: Course) -> dict[str, list[float]]:
    """The figures of a course that detectors read; NaN where a chunk has none."""
    found = {name: series.value.tolist() for name, series in course.measures.items()}
    found["prediction PSI"] = course.prediction_psi.tolist()
    for name, values in zip(course.columns, course.psi, strict=True):
        found[f"PSI of {name}"] = values.tolist()
    return found


def changes(course: Course, wanted: Sequence[str] = ()) -> list[Change]:
    """What the installed detectors say of each figure of a course, in the order of the rows.

    `wanted` names figures; without it all are read. Chunks without a value are passed over, and
    figures of fewer than 5 values are left out. `NeedsYou` where no detector is installed or a
    figure is not there.
    """
    detectors = installed()
    if not detectors:
        raise NeedsYou(
            "No streaming detector is installed.", "Install Tidemill with its extra streaming."
        )
    known = figures(course)
    for name in wanted:
        if name not in known:
            raise NeedsYou(f"There is no figure {name}.", "There are " + ", ".join(known) + ".")
    found = []
    for name, values in known.items():
        places = np.flatnonzero(np.isfinite(values)).tolist()
        if (wanted and name not in wanted) or len(places) < LEAST_VALUES:
            continue
        kept = [values[at] for at in places]
        for key, module in detectors.items():
            seen = module.changes(kept, **cast(DetectorEntry, module.ENTRY).settings())
            found += [Change(name, key, places[at], kept[at]) for at in seen]
    return sorted(found, key=lambda one: (one.at, one.figure, one.detector))
