"""What a search found along each setting: the measure against it, and the two that matter most."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QGridLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.metrics import metric
from tidemill.domain.search_trials import finished
from tidemill.domain.searches import Dimension
from tidemill.gui.kit.charts.parallel_lines import Axis
from tidemill.gui.kit.charts.point_cloud import PointCloud
from tidemill.gui.kit.visibility import show_if

if TYPE_CHECKING:
    from tidemill.services.searching import Search

MOST = 6
"""Settings drawn at most, those that matter most first."""
_ACROSS = 2
_TALL = 190
_FEWEST = 2


@dataclass(frozen=True)
class Slice:
    """One picture of the finished trials: two settings, or a setting and the measure."""

    x: Axis
    y: Axis
    colour: Axis | None
    names: tuple[str, ...]


def slices_of(found: "Search") -> tuple[Slice, ...]:
    """The measure along each setting, the one that matters most first; then the first two.

    Empty while fewer than two trials have finished.
    """
    done = finished(found.trials)
    if len(done) < _FEWEST:
        return ()
    title = metric(found.recipe.task, found.measure).title
    means = np.array([one.mean for one in done], dtype=np.float64)
    measure = Axis(found.measure, title, means, is_measure=True)
    names = tuple(tr("Trial {number}", number=one.number) for one in done)
    axes = [
        _axis(dimension, [one.values.get(dimension.name) for one in done])
        for dimension in _ranked(found.dimensions, found.insights.importances or {})
    ]
    single = [Slice(axis, measure, None, names) for axis in axes]
    if len(axes) < 2:
        return tuple(single)
    # The best are drawn strongest, also where less is better.
    pair = Slice(axes[0], axes[1], replace(measure, is_flipped=not found.up), names)
    return (*single[:2], pair, *single[2:])


def _ranked(dimensions: tuple[Dimension, ...], importances: Mapping[str, float]) -> list[Dimension]:
    ranked = sorted(dimensions, key=lambda one: -importances.get(one.name, 0.0))
    return ranked[:MOST]


def _axis(dimension: Dimension, values: list[object]) -> Axis:
    """A setting as an axis: numbers, or codes of its choices in the order of the space."""
    if dimension.kind != "choice":
        known = [np.nan if one is None else float(str(one)) for one in values]
        return Axis(dimension.name, dimension.name, np.array(known), is_log=dimension.is_log)
    labels = tuple(map(str, dimension.choices))
    places = {label: float(at) for at, label in enumerate(labels)}
    codes = np.array([places.get(str(one), np.nan) for one in values], dtype=np.float64)
    return Axis(dimension.name, dimension.name, codes, labels)


class SearchSlices(QWidget):
    """Pictures side by side; nothing of it shows while there is nothing to tell."""

    def __init__(self) -> None:
        """Hold no picture."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(12)
        self.clouds: list[PointCloud] = []

    def show_search(self, found: "Search") -> None:
        """Draw what was tried so far."""
        slices = slices_of(found)
        while len(self.clouds) < len(slices):
            cloud = PointCloud(tr("Trials"), _TALL)
            at = len(self.clouds)
            self._grid.addWidget(cloud, at // _ACROSS, at % _ACROSS)
            self._grid.setColumnStretch(at % _ACROSS, 1)
            self.clouds.append(cloud)
        for cloud, one in zip(self.clouds, slices, strict=False):
            cloud.set_points(one.x, one.y, one.colour, one.names)
        for at, cloud in enumerate(self.clouds):
            show_if(cloud, at < len(slices))
        show_if(self, bool(slices))
