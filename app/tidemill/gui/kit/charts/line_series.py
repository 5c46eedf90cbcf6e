"""What a line chart shows: series, limits, events, shaded stretches. Plain values, no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidemill.gui.kit.charts.curve_series import CurveSeries
from tidemill.gui.kit.tokens import DASHES, MARKERS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """One line. Missing values (NaN) are gaps.

    `token` is a colour token; `chart.0` and on are the categorical ones. `low` and `high` make a
    band around it. `marker` draws each point. `has_last_dot` marks where a measured line ends.
    """

    name: str
    x: ArrayLike
    y: ArrayLike
    token: str = "accent"
    dash: tuple[float, ...] = ()
    width: float = 2.0
    marker: str | None = None
    low: ArrayLike | None = None
    high: ArrayLike | None = None
    is_filled: bool = False
    is_stepped: bool = False
    has_last_dot: bool = False
    end_label: str = ""

    def points(self) -> tuple[Floats, Floats]:
        """The places as arrays."""
        return np.asarray(self.x, dtype=float), np.asarray(self.y, dtype=float)

    def band(self) -> tuple[Floats, Floats] | None:
        """The band's edges as arrays."""
        if self.low is None or self.high is None:
            return None
        return np.asarray(self.low, dtype=float), np.asarray(self.high, dtype=float)


def categorical(
    index: int, name: str, x: ArrayLike, y: ArrayLike, has_marker: bool = False
) -> Series:
    """A series in the usual order of colours, dashes and markers; past eight it is quiet."""
    if index >= len(MARKERS):
        return Series(name, x, y, "reference", width=1.5)
    marker = MARKERS[index] if has_marker else None
    return Series(name, x, y, f"chart.{index}", DASHES[index], marker=marker)


@dataclass(frozen=True)
class Limit:
    """A horizontal dashed line with its words."""

    value: float
    label: str = ""
    token: str = "bad_dot"


@dataclass(frozen=True)
class Event:
    """A vertical line with a flag on top: a promotion in gold, an alert in red, else grey.

    Of charts over each other only the highest has flags.
    """

    x: float
    label: str = ""
    kind: str = "note"
    tooltip: str = ""
    has_flag: bool = True


@dataclass(frozen=True)
class Shade:
    """A shaded stretch, such as where labels have not come yet. In another tone than the
    reference's it has a foot, so that it is told apart without colour."""

    start: float
    end: float
    label: str = ""
    token: str = "reference"


def curves_of(series: Sequence[Series]) -> list[CurveSeries]:
    """The lines as curves, their keys counted from 0. Only a single line is filled below."""
    made = []
    for at, one in enumerate(series):
        (x, y), band = one.points(), list(one.band() or ())
        if one.is_stepped:
            x, y, *band = stairs(x, y, *band)
        low, high = band if band else (None, None)
        is_filled = one.is_filled and len(series) == 1
        curve = CurveSeries(at, one.name, x, y, one.token, one.dash, low, high, one.end_label)
        made.append(replace(curve, width=one.width, band_tone="reference", is_filled=is_filled))
    return made


def stairs(x: Floats, *values: Floats) -> list[Floats]:
    """Places (n,) and values (n,) as the corners (2n,) of steps that last until the next place.

    The last one lasts as long as the one before it.
    """
    lasting = x[-1:] - x[-2:-1] if x.size > 1 else 1.0
    edges = np.append(x, x[-1:] + lasting)
    return [np.repeat(edges, 2)[1:-1], *(np.repeat(each, 2) for each in values)]


def value_range(series: Sequence[Series], limits: Sequence[Limit]) -> tuple[float, float] | None:
    """The lowest and highest finite value drawn, bands and limits included."""
    parts = [one.points()[1] for one in series]
    for one in series:
        band = one.band()
        if band is not None:
            parts += list(band)
    parts.append(np.array([limit.value for limit in limits], dtype=float))
    every = np.concatenate(parts) if parts else np.array([])
    every = every[np.isfinite(every)]
    return (float(every.min()), float(every.max())) if every.size else None


def x_range(series: Sequence[Series], shades: Sequence[Shade]) -> tuple[float, float] | None:
    """The first and last place drawn."""
    parts = [one.points()[0] for one in series]
    parts.append(np.array([end for shade in shades for end in (shade.start, shade.end)]))
    every = np.concatenate(parts) if parts else np.array([])
    every = every[np.isfinite(every)]
    return (float(every.min()), float(every.max())) if every.size else None


def nearest(x: Floats, place: float) -> int:
    """The index of the point nearest to a place; -1 if there is none."""
    if x.size == 0:
        return -1
    return int(np.nanargmin(np.abs(x - place)))


def stretches(*arrays: Floats) -> list[slice]:
    """The slices in which every array is finite: between them are gaps."""
    ok = np.logical_and.reduce([np.isfinite(array) for array in arrays])
    edges = np.flatnonzero(np.diff(np.concatenate([[False], ok, [False]]).astype(int)))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
