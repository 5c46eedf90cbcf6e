"""A measure on parts of the hold-out rows, a dot for each run, weakest parts first."""

from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.dots import DotRow, Dots
from tidemill.gui.kit.charts.legend import categorical_entries
from tidemill.gui.kit.tokens import MARKERS
from tidemill.gui.pages.experiments.compare.plot_card import PlotCard
from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec

if TYPE_CHECKING:
    from tidemill.services.slices import SliceFigure, Slices

MOST_IN_CARD = 8
MOST_IN_SEGMENT = 40
ALL = tr("All rows")


class SlicesCard(PlotCard):
    """Dots by slice and run."""

    def __init__(
        self, spec: PlotSpec, slices: "Slices", keys: tuple[int, ...], most: int = MOST_IN_CARD
    ) -> None:
        """Draw the weakest `most` slices; `keys` are the compared runs in their places."""
        n_slices = len(slices.slices)
        said = tr(
            "{title}, weakest first; {n_hold_out_rows}",
            title=slices.title,
            n_hold_out_rows=numbers.plural(slices.n_rows, "hold-out row"),
        )
        if len(slices.keys) < len(keys) and n_slices:
            said += tr("; {n} of {n2} runs were judged on them", n=len(slices.keys), n2=len(keys))
        if n_slices > most:
            said += tr("; {most} of {n_slices} slices", most=most, n_slices=n_slices)
        names = dict(zip(slices.keys, slices.names, strict=True))
        at = {key: place for place, key in enumerate(slices.keys)}
        chart = None
        if n_slices:
            chart = Dots(
                tr("{title} by slice", title=slices.title),
                22,
                label_width=220,
                has_zero=False,
                row_word=tr("Slice"),
            )
            rows = [DotRow(ALL, _values(slices.whole, keys, at), numbers.integer(slices.n_rows))]
            rows += [
                DotRow(
                    f"{one.column} {one.words}",
                    _values(one.figures, keys, at),
                    numbers.integer(one.n),
                )
                for one in slices.slices[:most]
            ]
            chart.set_rows(rows, [names.get(key, "") for key in keys])
        missing = slices.missing or tr("No part of the rows stands out")
        legend = categorical_entries([names.get(key, "") for key in keys[: len(MARKERS)]])
        super().__init__(spec, tr("Slices"), said, chart, missing, legend)
        self._dots = chart
        if chart is not None:
            chart.pointed.connect(self.pointed)

    def highlight(self, run: int) -> None:
        """Bring a run forward; -1 is none."""
        if self._dots is not None:
            self._dots.highlight(run)


def _values(
    figures: "tuple[SliceFigure | None, ...]", keys: tuple[int, ...], at: dict[int, int]
) -> tuple[float | None, ...]:
    """A value for each compared run; None where the run is not among those that share the rows."""
    known = [None if one is None else one.value for one in figures]
    if len(known) == len(keys):
        return tuple(known)
    places = map(at.get, keys)
    return tuple(None if place is None else known[place] for place in places)
