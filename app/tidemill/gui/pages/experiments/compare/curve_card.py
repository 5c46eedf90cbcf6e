"""Metrics as they were logged, one curve a run: which one, over what, smoothed, banded by group."""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemill.base.words import tr
from tidemill.domain.curve_groups import band
from tidemill.domain.smoothing import Smoothing
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.curve_chart import Axes, CurveChart, CurveSeries
from tidemill.gui.kit.charts.curve_crowd import NOBODY, Crowd
from tidemill.gui.kit.charts.legend import categorical_entries
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.popover import Offers
from tidemill.gui.kit.tokens import DASHES, MARKERS
from tidemill.gui.pages.experiments.compare.figures import Figures
from tidemill.gui.pages.experiments.compare.hold_out_cards import (
    TALL,
    in_crowd,
    in_depth,
    run_series,
)
from tidemill.gui.pages.experiments.compare.linking import Mask
from tidemill.gui.pages.experiments.compare.loading import FIRST_DRAWN, MOST_DRAWN
from tidemill.gui.pages.experiments.compare.plot_card import PlotCard
from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec

if TYPE_CHECKING:
    from tidemill.base.errors import TidemillError
    from tidemill.base.progress import Reporter
    from tidemill.gui.kit.charts.parallel_lines import Axis
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.run_curves import Curve

_MOST_POINTS = 4_000_000
"""Of many runs so many points are kept together: 100 MB."""
_ACROSS = {"step": tr("Step"), "relative": tr("Time since start"), "time": tr("Time")}
_SMOOTH = (
    ("", tr("Not smoothed")),
    ("0.6", tr("Smoothed a little")),
    ("0.9", tr("Smoothed")),
    ("0.98", tr("Much")),
)
_MOST_GROUPS = 8
_MOST_GROUPINGS = 12


@dataclass(frozen=True, eq=False)
class CurveNeeds:
    """What a card of curves works with: the runs by place, what they logged, how to read it."""

    context: "PageContext"
    keys: tuple[int, ...]
    names: tuple[str, ...]
    metrics: Mapping[str, int]
    figures: "Callable[[], Figures | None]"


def usual_metric(metrics: Mapping[str, int]) -> str:
    """The curve to begin with: one of held out rows before others, the longest first."""
    telling = [name for name in metrics if "val" in name.lower() or "hold" in name.lower()]
    ours = [name for name in metrics if not name.startswith("system/")]
    return next(iter([*telling, *ours, *metrics]), "")


class CurvesCard(PlotCard):
    """One metric's curves of all compared runs."""

    _n_made = 0

    def __init__(self, spec: PlotSpec, needs: CurveNeeds) -> None:
        """Choose what was chosen, and begin to read."""
        CurvesCard._n_made += 1
        self._needs = needs
        self._operation = f"compare.curves.{CurvesCard._n_made}"
        self._curves: list[Curve] = []
        self._others: list[Curve] = []
        self._rows: Mask | None = None
        self._is_reading = False
        self._metric = spec.option("metric")
        if self._metric not in needs.metrics:
            self._metric = usual_metric(needs.metrics)
        chart = None
        if self._metric:
            run = needs.context.operations.run
            chart = CurveChart(self._metric, run, f"{self._operation}.ready", height=TALL)
        legend = categorical_entries(needs.names[: len(MARKERS)])
        missing = tr("None of these runs logged a metric more than once")
        super().__init__(spec, self._metric or tr("Curves"), "", chart, missing, legend)
        self.curves = chart
        if chart is None:
            return
        names = list(needs.metrics)
        metrics = Offers(names, names, lambda name: _points(needs.metrics[name]))
        self.choice = Choice(metrics, self._metric, name=tr("Metric"), look="ghost", height=24)
        self.choice.chosen.connect(self._on_metric)
        self.add_control(self.choice)
        chart.hovered.connect(self._on_hovered)
        chart.brushed.connect(self._on_brushed)
        self._dress()
        self._read()

    # Reading

    def _read(self) -> None:
        needs, metric = self._needs, self._metric
        other = self._other_metric()
        self._is_reading = True
        work = partial(_read, needs.context.workspace, needs.keys[:MOST_DRAWN], metric, other)
        needs.context.operations.run(self._operation, work, self._on_read, self._on_failed)

    def _other_metric(self) -> str:
        across = self.spec.option("across", "step")
        return across.removeprefix("metric:") if across.startswith("metric:") else ""

    def _on_read(self, found: "tuple[list[Curve], list[Curve]]") -> None:
        self._is_reading = False
        self._curves, self._others = found
        self._draw()

    def _on_failed(self, error: "TidemillError") -> None:
        self._is_reading = False
        self.set_words(self._metric, error.message)

    def is_drawn(self) -> bool:
        """Whether the curves are read and made ready."""
        return self.curves is None or (not self._is_reading and self.curves.is_settled())

    def stop(self) -> None:
        """Read no more: the card goes away."""
        self._needs.context.operations.cancel_all(self._operation)

    # Drawing

    def _dress(self) -> None:
        if self.curves is None:
            return
        across = self.spec.option("across", "step")
        kind: Any = {"time": "time", "relative": "duration"}.get(across, "number")
        is_x_log = self.spec.option("x") == "log" and kind == "number"
        self.curves.set_axes(Axes(kind, is_x_log, self.spec.option("y") == "log"))
        weight = float(self.spec.option("smooth", "0"))
        self.curves.set_smoothing(Smoothing("ema", weight) if weight else Smoothing())
        other = self._other_metric()
        self.curves.set_x_unit(other or ("step" if across == "step" else ""))

    def _draw(self) -> None:
        """Put the curves together: of many runs in an operation."""
        if self.curves is None:
            return
        needs = self._needs
        work = partial(
            _put_together, self._curves, self._others, needs.keys, needs.names,
            self.spec.option("across", "step"), self._rows, self._groups(),
        )  # fmt: skip
        if len(self._curves) <= FIRST_DRAWN:
            self._show(work())
            return
        self._is_reading = True
        run = needs.context.operations.run
        run(f"{self._operation}.made", work, self._show, self._on_failed)

    def _show(self, made: "_Together") -> None:
        self._is_reading = False
        if self.curves is not None:
            self.curves.set_series(made.series, made.crowd)
            self.set_words(self._metric, self._said(made.n, made.is_grouped))

    def _groups(self) -> dict[int, str]:
        """The group of each place; nothing where curves are not grouped."""
        figures, name = self._needs.figures(), self.spec.option("band")
        axis = None if figures is None else figures.axis(name)
        if axis is None:
            return {}
        values = axis.values[: len(self._needs.keys)]
        words = {value: _group_words(axis, value) for value in np.unique(values).tolist()}
        missing = f"{axis.title} missing"
        return {at: words.get(value, missing) for at, value in enumerate(values.tolist())}

    def _said(self, n: int, is_grouped: bool) -> str:
        said = [f"by {self._other_metric() or _across_words(self.spec)}"]
        n_all = len(self._needs.keys)
        if n < n_all:
            said.append(f"{n} of {numbers.plural(n_all, 'run')}")
        if is_grouped:
            said.append(tr("mean and one standard deviation"))
        if float(self.spec.option("smooth", "0")):
            said.append("smoothed")
        return ", ".join(said)

    # Linking

    def _on_hovered(self, key: Hashable) -> None:
        self.pointed.emit(key if isinstance(key, int) else -1)

    def _on_brushed(self, keys: list[Hashable]) -> None:
        places = [key for key in keys if isinstance(key, int)]
        self.brushed.emit(places or None)

    def highlight(self, run: int) -> None:
        """Bring a run's curve forward; -1 is none."""
        if self.curves is not None and not self.spec.option("band"):
            known = any(one.key == run for one in self.curves.series())
            known = known or self.curves.crowd().at(run) >= 0
            self.curves.highlight(run if known else None)

    def restrict(self, rows: Mask | None) -> None:
        """Draw only the runs inside the brushes."""
        if rows is not None or self._rows is not None:
            self._rows = rows
            self._draw()

    # Choosing

    def _on_metric(self, value: str) -> None:
        self._metric = value
        self.choose("metric", value)
        self._read()

    def choose(self, name: str, value: str) -> None:
        """Draw as chosen; another axis may need another metric read."""
        super().choose(name, value)
        self._dress()
        if name == "across":
            self._read()
        elif name != "metric":
            self._draw()

    def fill_menu(self, menu: Menu) -> None:
        """What x is, smoothing, logarithms, bands."""
        if self.curves is None:
            return
        across = Menu(menu)
        across.setTitle(tr("Across"))
        now = self.spec.option("across", "step")
        for value, words in _ACROSS.items():
            across.add(words, value=("choose", "across", value), is_checked=now == value)
        for name in [one for one in self._needs.metrics if one != self._metric][:_MOST_GROUPINGS]:
            value = f"metric:{name}"
            across.add(name, value=("choose", "across", value), is_checked=now == value)
        smooth = Menu(menu)
        smooth.setTitle(tr("Smoothing"))
        for value, words in _SMOOTH:
            is_on = self.spec.option("smooth") == value
            smooth.add(words, value=("choose", "smooth", value), is_checked=is_on)
        menu.addMenu(across)
        menu.addMenu(smooth)
        self._add_bands(menu)
        for axis, words in (("x", tr("Logarithmic x")), ("y", tr("Logarithmic y"))):
            is_on = self.spec.option(axis) == "log"
            value = "" if is_on else "log"
            menu.add(words, value=("choose", axis, value), is_checked=is_on)

    def _add_bands(self, menu: Menu) -> None:
        figures = self._needs.figures()
        if figures is None or not figures.params:
            return
        bands = Menu(menu)
        bands.setTitle(tr("Bands over groups"))
        now = self.spec.option("band")
        bands.add(tr("One curve a run"), value=("choose", "band", ""), is_checked=not now)
        for name in figures.params[:_MOST_GROUPINGS]:
            title = figures.columns[name].title
            bands.add(title, value=("choose", "band", name), is_checked=now == name)
        menu.addMenu(bands)


def _group_words(axis: "Axis", value: float) -> str:
    if math.isnan(value):
        return f"{axis.title} missing"
    return f"{axis.title} {axis.labels[int(value)] if axis.labels else numbers.plain(value)}"


def _across_words(spec: PlotSpec) -> str:
    return _ACROSS.get(spec.option("across", "step"), tr("Step")).lower()


def _points(n: int) -> str:
    return numbers.plural(n, "point")


def _read(
    workspace: Any, keys: Sequence[int], metric: str, other: str, reporter: "Reporter"
) -> "tuple[list[Curve], list[Curve]]":
    from tidemill.services import run_curves

    most = max(100, _MOST_POINTS // len(keys)) if len(keys) > FIRST_DRAWN else None
    found = run_curves.curves(workspace, keys, metric, reporter, most)
    others = run_curves.curves(workspace, keys, other, reporter, most) if other else []
    return found, others


@dataclass(frozen=True, eq=False)
class _Together:
    """What a chart of curves shows: those with a colour, the crowd behind, how many in all."""

    series: list[CurveSeries]
    crowd: Crowd
    n: int
    is_grouped: bool


def _put_together(
    curves: "Sequence[Curve]",
    others: "Sequence[Curve]",
    keys: Sequence[int],
    names: Sequence[str],
    across: Any,
    rows: Mask | None,
    groups: Mapping[int, str],
    reporter: "Reporter | None" = None,
) -> _Together:
    """The curves of the runs inside the brushes, across what was chosen, banded by group."""
    places = {key: at for at, key in enumerate(keys)}
    by_key = {one.key: one for one in others}
    shown = []
    for one in curves:
        if reporter is not None:
            reporter.check()
        at = places[one.key]
        if rows is not None and not (at < len(rows) and rows[at]):
            continue
        if across.startswith("metric:"):
            x, y = one.points("metric", by_key.get(one.key))
        else:
            x, y = one.points(across)
        if len(x):
            shown.append((at, x, y))
    if groups:
        return _Together(_banded(shown, groups), NOBODY, len(shown), True)
    crowd = in_crowd(shown, names)
    alone = [one for one in shown if one[0] < len(MARKERS)] if len(crowd) else shown
    has_label = 4 < len(shown) <= len(MARKERS)
    made = [run_series(at, names[at], x, y, has_label) for at, x, y in alone]
    return _Together(in_depth(made), crowd, len(shown), False)


def _banded(shown: Sequence[tuple[int, Any, Any]], groups: Mapping[int, str]) -> list[CurveSeries]:
    """A mean with its spread for each group; past eight groups the rest is quiet."""
    by_name: dict[str, list[tuple[Any, Any]]] = {}
    for place, x, y in shown:
        by_name.setdefault(groups.get(place, "missing"), []).append((x, y))
    made = []
    for at, (name, parts) in enumerate(sorted(by_name.items())):
        one = band(parts)
        words = f"{name} ({one.n})"
        is_ours = at < _MOST_GROUPS
        tone = f"chart.{at}" if is_ours else "reference"
        dash = DASHES[at] if is_ours else ()
        made.append(
            CurveSeries(
                name,
                words,
                one.x,
                one.mean,
                tone,
                dash,
                one.low,
                one.high,
                words if is_ours else "",
                not is_ours,
            )
        )
    return made
