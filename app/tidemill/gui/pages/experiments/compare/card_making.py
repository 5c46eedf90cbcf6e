"""Which card draws which plot, once what it draws has been read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tidemill.gui.pages.experiments.compare.curve_card import CurveNeeds, CurvesCard
from tidemill.gui.pages.experiments.compare.figure_cards import ParallelCard, ScatterCard
from tidemill.gui.pages.experiments.compare.figures import Figures
from tidemill.gui.pages.experiments.compare.hold_out_cards import MAKERS
from tidemill.gui.pages.experiments.compare.plot_card import PlotCard
from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec
from tidemill.gui.pages.experiments.compare.slices_card import SlicesCard
from tidemill.gui.pages.experiments.compare.state import CompareState

if TYPE_CHECKING:
    from tidemill.gui.shell.page import PageContext


def made(
    spec: PlotSpec, latest: Callable[[], CompareState], context: "PageContext"
) -> PlotCard | None:
    """The card of a plot; None while what it draws is still being read."""
    state = latest()
    if spec.kind in MAKERS:
        make, run = MAKERS[spec.kind], context.operations.run
        return None if state.pictures is None else make(spec, state.pictures, run)
    if spec.kind == "parallel":
        return None if state.figures is None else ParallelCard(spec, state.figures)
    if spec.kind == "scatter":
        return None if state.figures is None else ScatterCard(spec, state.figures)
    if spec.kind == "slices":
        return None if state.slices is None else SlicesCard(spec, state.slices, state.keys)
    if state.metrics is None or len(state.names) < len(state.keys):
        return None

    def figures() -> Figures | None:
        return latest().figures  # may be read after the curves

    needs = CurveNeeds(context, state.keys, state.names, state.metrics, figures)
    return CurvesCard(spec, needs)
