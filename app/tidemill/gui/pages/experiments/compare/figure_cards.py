"""Plots of the runs' own columns: parallel coordinates, and a scatter of two of them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.legend import categorical_entries
from tidemill.gui.kit.charts.parallel import ParallelCoordinates
from tidemill.gui.kit.charts.parallel_lines import Axis
from tidemill.gui.kit.charts.point_cloud import PointCloud
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.popover import ListPopover, Offers
from tidemill.gui.kit.tokens import MARKERS
from tidemill.gui.pages.experiments.compare.figures import Figures
from tidemill.gui.pages.experiments.compare.linking import Mask
from tidemill.gui.pages.experiments.compare.plot_card import PlotCard
from tidemill.gui.pages.experiments.compare.plot_specs import AXES_MARK, KINDS, PlotSpec

_MOST_IN_MENU = 24
_ANOTHER = "another"
_KINDS = {"metrics": "metric", "params": "parameter"}


def offers_of(figures: Figures, *first: tuple[str, str]) -> Offers:
    """Every column as a choice, measures first, those not read yet last."""
    read = (*figures.metrics, *figures.params)
    pairs = [*first, *((name, figures.columns[name].title) for name in read)]
    pairs += [(name, name.partition(".")[2]) for name in figures.more]
    values, texts = [value for value, _ in pairs], [text for _, text in pairs]
    return Offers(values, texts, lambda value: _KINDS.get(value.partition(".")[0], ""))


class ParallelCard(PlotCard):
    """Parallel coordinates of the compared runs before those around them."""

    def __init__(self, spec: PlotSpec, figures: Figures) -> None:
        """Draw what was chosen, or what varies and the measure."""
        self._figures = figures
        axes = _axes_of(spec, figures)
        names = figures.names[: figures.n_front]
        chart = None
        if len(axes) > 1:
            chart = ParallelCoordinates(tr("Parameters"))
            chart.set_axes(axes, names, figures.n_front)
        missing = tr("No parameter differs between these runs")
        legend = categorical_entries(names[: len(MARKERS)])
        title = KINDS[spec.kind].title
        super().__init__(spec, title, figures.around, chart, missing, legend)
        self.parallel = chart
        self.list: ListPopover | None = None
        if chart is not None:
            chart.pointed.connect(self.pointed)
            chart.brushed.connect(self._on_brushed)
            chart.arranged.connect(self._on_arranged)

    def _on_brushed(self, rows: Mask | None) -> None:
        said = self._figures.around
        if rows is not None:
            said = f"{numbers.integer(int(rows.sum()))} of {said}"
        self.set_words(self.title, said)
        self.brushed.emit(None if rows is None else rows[: self._figures.n_front])

    def _on_arranged(self) -> None:
        if self.parallel is not None:
            kept = [_said_axis(axis) for axis in self.parallel.axes()]
            self.choose("axes", AXES_MARK.join(kept))

    def highlight(self, run: int) -> None:
        """Bring a run's line forward; -1 is none."""
        if self.parallel is not None:
            self.parallel.highlight(run)

    def restrict(self, rows: Mask | None) -> None:
        """Quieten the runs outside another plot's brush."""
        if self.parallel is not None:
            self.parallel.restrict(rows)

    def clear_brushes(self) -> None:
        """Take the brushes of all axes away."""
        if self.parallel is not None:
            self.parallel.clear_brushes()

    def is_drawn(self) -> bool:
        """Whether every line has been drawn."""
        return self.parallel is None or self.parallel.is_drawn()

    def fill_menu(self, menu: Menu) -> None:
        """Columns to show or hide as axes."""
        if self.parallel is None:
            return
        shown = {axis.name for axis in self.parallel.axes()}
        inner = Menu(menu)
        inner.setTitle(tr("Columns"))
        for option in offers_of(self._figures)[:_MOST_IN_MENU]:
            is_on = option.value in shown
            inner.add(option.text, value=("axis", option.value), is_checked=is_on)
        if len(offers_of(self._figures)) > _MOST_IN_MENU:
            inner.addSeparator()
            inner.add(tr("Another column…"), "search", value=("axis", _ANOTHER))
        inner.triggered.connect(self._on_column)
        menu.addMenu(inner)

    def _on_column(self, action: object) -> None:
        value = getattr(action, "data", lambda: None)()
        if self.parallel is None or not isinstance(value, tuple) or value[0] != "axis":
            return
        if value[1] == _ANOTHER:
            self.open_columns()
            return
        self.toggle_axis(value[1])

    def open_columns(self) -> None:
        """Open the list of all columns, narrowed by typing."""
        self.list = ListPopover(offers_of(self._figures), None, self, tr("Find a column"))
        self.list.chosen.connect(self.toggle_axis)
        self.list.open_for(self.more, is_right_aligned=True)

    def toggle_axis(self, name: str) -> None:
        """Show a column as an axis before the measure, or hide it."""
        assert self.parallel is not None
        axes = list(self.parallel.axes())
        names = [axis.name for axis in axes]
        if name in names:
            if len(axes) > 2:
                self.parallel.change_axis(names.index(name), None)
            return
        figures = self._figures
        if name not in figures.columns:  # it is read first, then the card is made anew
            kept = [_said_axis(axis) for axis in axes]
            kept.insert(len(kept) - 1, f":{name}")
            self.choose("axes", AXES_MARK.join(kept))
            return
        axes.insert(len(axes) - 1, figures.columns[name])
        self.parallel.set_axes(axes, figures.names[: figures.n_front], figures.n_front)
        self._on_arranged()


def _said_axis(axis: Axis) -> str:
    signs = ("~" if axis.is_flipped else "") + ("^" if axis.is_log else "")
    return f"{signs}:{axis.name}"


def _axes_of(spec: PlotSpec, figures: Figures) -> list[Axis]:
    said = spec.option("axes")
    if not said:
        return [figures.columns[name] for name in figures.usual_axes()]
    found = []
    for part in said.split(AXES_MARK):
        signs, _, name = part.partition(":")
        axis = figures.axis(name)
        if axis is not None:
            turned = axis.flipped() if "~" in signs else axis
            found.append(turned.logged("^" in signs))
    return found


class ScatterCard(PlotCard):
    """Two columns of the runs over each other, perhaps coloured by a third."""

    def __init__(self, spec: PlotSpec, figures: Figures) -> None:
        """Draw what was chosen, or the measure by what takes time."""
        self._figures = figures
        chart = PointCloud(tr("Scatter"), 230)
        names = figures.names[: figures.n_front]
        legend = categorical_entries(names[: len(MARKERS)])
        super().__init__(spec, KINDS[spec.kind].title, figures.around, chart, legend=legend)
        self.cloud = chart
        usual = _usual(figures)
        self._choices: dict[str, Choice] = {}
        for name, words in (("y", tr("Up")), ("x", tr("Across")), ("colour", tr("Coloured by"))):
            options = offers_of(figures, *((("", tr("No colour")),) if name == "colour" else ()))
            said = spec.option(name)
            current = said if said in figures.columns or said in figures.more else usual[name]
            choice = Choice(options, current, name=words, look="ghost", height=24)
            self._choices[name] = choice
            self.add_control(choice)
        self._choices["x"].chosen.connect(self._on_x)
        self._choices["y"].chosen.connect(self._on_y)
        self._choices["colour"].chosen.connect(self._on_colour)
        chart.pointed.connect(self._on_pointed)
        chart.brushed.connect(self._on_brushed)
        self._draw()

    def _draw(self) -> None:
        chosen = {name: choice.value() or "" for name, choice in self._choices.items()}
        x, y = self._figures.axis(chosen["x"]), self._figures.axis(chosen["y"])
        if x is None or y is None:
            return
        colour_by = self._figures.axis(chosen["colour"])
        names = self._figures.names
        self.cloud.set_points(_padded(x), _padded(y), colour_by, names, self._figures.n_front)
        self.set_words(f"{y.title} by {x.title}", self._figures.around)

    def _on_x(self, value: str) -> None:
        self._draw()
        self.choose("x", value)

    def _on_y(self, value: str) -> None:
        self._draw()
        self.choose("y", value)

    def _on_colour(self, value: str) -> None:
        self._draw()
        self.choose("colour", value)

    def _on_pointed(self, row: int) -> None:
        self.pointed.emit(row if row < self._figures.n_front else -1)

    def _on_brushed(self, rows: Mask | None) -> None:
        self.brushed.emit(None if rows is None else rows[: self._figures.n_front])

    def highlight(self, run: int) -> None:
        """Bring a run's point forward; -1 is none."""
        self.cloud.highlight(run)

    def restrict(self, rows: Mask | None) -> None:
        """Quieten the runs outside another plot's brush."""
        self.cloud.restrict(rows)

    def clear_brushes(self) -> None:
        """Take the box away."""
        self.cloud.clear_brushes()

    def is_drawn(self) -> bool:
        """Whether every point has been drawn."""
        return self.cloud.is_drawn()


def _usual(figures: Figures) -> dict[str, str]:
    """The measure by a parameter that varies, or by another measure."""
    main = figures.main or next(iter(figures.columns), "")
    across = [name for name in figures.params if not figures.columns[name].labels]
    across += [name for name in figures.metrics if name != main]
    return {"x": across[0] if across else main, "y": main, "colour": ""}


def _padded(axis: Axis) -> Axis:
    """The same axis with a little room at its ends, so that no point lies on the edge."""
    made = replace(axis, values=axis.values)
    low, high = axis.ends
    if not axis.labels and np.isfinite([low, high]).all():
        room = 0.03 * (high - low)
        made.__dict__["ends"] = (low - room, high + room)
    return made


def wanted_columns(specs: Sequence[PlotSpec]) -> bool:
    """Whether any of these plots needs the columns of the runs."""
    return any(spec.kind in {"parallel", "scatter"} for spec in specs)
