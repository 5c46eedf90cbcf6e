"""The steps to come of a run that tells ahead, behind what is known and what was said of it."""

from typing import TYPE_CHECKING

import numpy as np

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.charts.line_chart import LineChart, Series
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import Headed

if TYPE_CHECKING:
    from tidemill.services.run_evidence import RunEvidence
    from tidemill.services.run_forecasts import RunForecast, SeriesAhead

_SAID = (2.0, 2.0)
_RANGE = (1.0, 3.0)
_FEWEST, _HORIZONS = 30, 4
"""So many known values are drawn at least, and so many horizons: enough to see the rounds."""


class ForecastCard(Headed):
    """A line of what is known, what was said of the rows held out, and the steps to come with the
    ranges in which the truth should lie. Hidden where a run tells nothing ahead.
    """

    def __init__(self) -> None:
        """Make it empty."""
        self.choice = Choice(look="ghost", height=24, name=tr("Series"))
        super().__init__(tr("Forecast"), self.choice)
        self.legend = Legend([])
        self.body.addWidget(self.legend)
        self.time_chart = LineChart(tr("Forecast"), "time", is_zoomable=True, height=200)
        self.number_chart = LineChart(tr("Forecast"), "number", is_zoomable=True, height=200)
        self.words = Paragraph("", "small", "text3")
        for part in (self.time_chart, self.number_chart, self.words):
            self.body.addWidget(part)
        self.choice.chosen.connect(self._on_chosen)
        self._forecast: RunForecast | None = None

    @property
    def chart(self) -> LineChart:
        """The chart that is shown: over time, or over the numbers of the time column."""
        found = self._forecast
        return self.number_chart if found is not None and not found.is_dated else self.time_chart

    def show_evidence(self, evidence: "RunEvidence | None") -> None:
        """Draw the first series; what did not change is left alone."""
        found = None if evidence is None else evidence.forecast
        is_there = found is not None and bool(found.series)
        show_if(self, is_there)
        if found is None or not is_there or found is self._forecast:
            return
        self._forecast = found
        self.subtitle.set_text(
            tr("{target}, {ahead} ahead", target=found.target, ahead=found.ahead)
        )
        names = [one.name for one in found.series]
        self.choice.set_options([(at, name) for at, name in enumerate(names)], 0)
        show_if(self.choice, len(names) > 1)
        show_if(self.time_chart, found.is_dated)
        show_if(self.number_chart, not found.is_dated)
        self._draw(0)

    def _on_chosen(self, at: object) -> None:
        if isinstance(at, int):
            self._draw(at)

    def _draw(self, at: int) -> None:
        found = self._forecast
        assert found is not None
        one = found.series[at]
        widest = max(one.ranges, default=None)
        self.chart.set_series(_lines(one, widest))
        entries = [
            Entry(found.target, "reference"),
            Entry(tr("said before"), "candidate", dash=_SAID),
        ]
        words = (
            tr("to come")
            if widest is None
            else tr("to come, {levels} of the truth", levels=_levels(one))
        )
        self.legend.set_entries([*entries, Entry(words, "accent")])
        self.words.set_text(_told(found, one))


def _lines(one: "SeriesAhead", widest: float | None) -> list[Series]:
    """The lines of one series; each range but the widest has edges, that one is a band."""
    low, high = (None, None) if widest is None else one.ranges[widest]
    newest = max(_FEWEST, _HORIZONS * len(one.ahead.at))
    known, values = one.known.at[-newest:], one.known.values[-newest:]
    since = one.said.at >= (known[0] if len(known) else -np.inf)
    lines = [
        Series("known", known, values, "reference", width=1.5),
        Series(
            tr("said before"), one.said.at[since], one.said.values[since], "candidate", _SAID, 1.5
        ),
        Series(tr("to come"), one.ahead.at, one.ahead.values, "accent", low=low, high=high),
    ]
    for level, ends in one.ranges.items():
        if level != widest:
            for name, end in zip(("low", "high"), ends, strict=True):
                words = tr("{name} end, {level:.0%}", name=name, level=level)
                lines.append(Series(words, one.ahead.at, end, "accent", _RANGE, 1.0))
    return [line for line in lines if np.size(line.x)]


def _levels(one: "SeriesAhead") -> str:
    return " and ".join(f"{level:.0%}" for level in sorted(one.ranges))


def _told(found: "RunForecast", one: "SeriesAhead") -> str:
    """The next step in words, and what there is besides."""
    parts = []
    if len(one.ahead.values):
        said = tr("Next: {plain}", plain=numbers.plain(float(one.ahead.values[0]), 4))
        if one.ranges:
            level = max(one.ranges)
            low, high = (float(end[0]) for end in one.ranges[level])
            said += tr(
                ", from {plain} to {plain2} at {level:.0%}",
                plain=numbers.plain(low, 4),
                plain2=numbers.plain(high, 4),
                level=level,
            )
        parts.append(f"{said}.")
    if found.n_series > len(found.series):
        more = numbers.integer(found.n_series)
        parts.append(tr("{n} of {more} series are drawn.", n=len(found.series), more=more))
    parts.append(tr("All steps are in forecast.csv, under Files."))
    return " ".join([*parts, *found.notes])
