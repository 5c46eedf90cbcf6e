"""The scatter of the list: axes to choose, points to hover, a brush that selects."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.charts.point_cloud import PointCloud
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.pick_list import PickList
from tidemill.gui.kit.popover import Option, Popover
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.columns import name_of, title_of
from tidemill.gui.pages.experiments.scatter import points as reading
from tidemill.gui.pages.experiments.scatter.points import MOST_DRAWN, Points
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.pages.experiments.state import ExperimentsState, Listed, Plots
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext

_BRUSH_MS = 120
_WIDE = 300


class ScatterPart(QWidget):
    """Draws the matching runs as points. Emits `opened(key)` for a double click."""

    opened = Signal(object)

    def __init__(self, context: "PageContext", model: ExperimentsViewModel) -> None:
        """Make an empty chart; nothing is read before it is shown."""
        super().__init__()
        self._context = context
        self._model = model
        self._points: Points | None = None
        self._read_for: tuple[object, ...] = ()
        self._brushed = RunSelection()
        self._pick: Popover | None = None
        side = metrics.current().page_margin_table
        column = QVBoxLayout(self)
        column.setContentsMargins(side, 4, side, 12)
        column.setSpacing(8)
        column.addLayout(self._make_tools())
        self.cloud = PointCloud(tr("Runs"), 320)
        self.cloud.pointed.connect(self._on_pointed)
        self.cloud.brushed.connect(self._on_brushed)
        self.cloud.activated.connect(self._on_activated)
        across = QSizePolicy.Policy.Expanding
        self.cloud.setSizePolicy(across, across)
        self.legend = Legend()
        column.addWidget(self.legend)
        column.addWidget(self.cloud, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_BRUSH_MS)
        self._soon.timeout.connect(self._select)

    def _make_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.axes: dict[str, Button] = {}
        for axis in ("y", "x", "colour"):
            button = Button(axis, None, "secondary", height=28, trailing_icon="chevron-down")
            button.setMaximumWidth(metrics.current().scaled(240))
            button.setProperty("axis", axis)
            button.clicked.connect(self._on_axis)
            row.addWidget(button)
            self.axes[axis] = button
        self.scales = Button(tr("Scales"), "settings-2", "ghost", height=28)
        self.scales.clicked.connect(self._on_scales)
        row.addWidget(self.scales)
        row.addStretch(1)
        self.said = Label("", "small", "text2", numeric=True)
        row.addWidget(self.said)
        return row

    # Drawing

    def show_state(self, state: ExperimentsState) -> None:
        """Draw the points of the list, read anew where it is another."""
        listed = state.listed
        if listed is None or state.arrangement.kind != "scatter":
            return
        if not listed.arranged.outline.is_whole:
            return
        is_own = state.selection == self._brushed and self._points is not None
        chosen = None if is_own else state.selection
        wanted = (listed, state.arrangement.plots, chosen)
        if is_own and self._read_for[:2] == wanted[:2]:
            return
        if wanted != self._read_for:
            self._read_for = wanted
            self._read(listed, state.arrangement.plots, state.selection)

    def _read(self, listed: Listed, plots: Plots, chosen: RunSelection) -> None:
        every = self._model.listing.every

        def work(reporter: "Reporter") -> Points:
            return reading.read(every, listed, plots, chosen, reporter)

        self._context.operations.run(
            "experiments.list.scatter", work, self._on_read, self._model.say_problem
        )

    def _on_read(self, points: Points) -> None:
        self._points = points
        self.cloud.set_points(
            points.x, points.y, points.colour, points.names, points.n_front, points.better
        )
        plots = points.plots
        for axis, column in (("y", plots.y), ("x", plots.x), ("colour", plots.colour)):
            words = {"y": "Y", "x": "X", "colour": tr("Colour")}[axis]
            self.axes[axis].set_text(f"{words}: {title_of(column) if column else 'none'}")
            self.axes[axis].setToolTip(name_of(column).name if column else "")
        self.said.set_text(self._words(points))
        labels = () if points.colour is None else points.colour.labels
        self.legend.set_entries(
            [Entry(label, f"chart.{at}", "box") for at, label in enumerate(labels)]
        )
        show_if(self.legend, bool(labels))

    def _words(self, points: Points) -> str:
        n_drawn = len(points.keys)
        words = numbers.plural(points.n_runs - points.n_lacking, "run")
        if n_drawn < points.n_runs and points.n_runs > MOST_DRAWN:
            words += tr(", {integer} of them drawn", integer=numbers.integer(n_drawn))
        if points.n_lacking:
            words += tr("; {integer} lack a value", integer=numbers.integer(points.n_lacking))
        return words

    # Selecting

    def _on_brushed(self, _rows: object) -> None:
        self._soon.start()

    def _select(self) -> None:
        """Select what is in the box: of all runs, drawn or not."""
        points, listed = self._points, self._model.state.listed
        box = self.cloud.box()
        if points is None or listed is None:
            return
        if box is None:
            self._take(RunSelection())
            return
        every = self._model.listing.every

        def work(_reporter: "Reporter") -> RunSelection:
            return reading.inside_box(every, listed, points, box)

        self._context.operations.run(
            "experiments.list.brush", work, self._take, self._model.say_problem
        )

    def _take(self, selection: RunSelection) -> None:
        self._brushed = selection
        self._model.select(selection)

    def _on_pointed(self, row: int) -> None:
        points = self._points
        self.cloud.highlight(row)
        if points is not None and 0 <= row < len(points.keys):
            self._model.point_at(int(points.keys[row]))

    def _on_activated(self, row: int) -> None:
        if self._points is not None:
            self.opened.emit(int(self._points.keys[row]))

    # Axes

    def _on_axis(self) -> None:
        button, listed = self.sender(), self._model.state.listed
        if not isinstance(button, Button) or listed is None:
            return
        axis = str(button.property("axis"))
        names: Sequence[str] = reading.offered(listed.facets)
        options = [Option(name, title_of(name)) for name in names]
        if axis == "colour":
            options.insert(0, Option("", tr("No colour")))
        pick = self._pick = Popover(self)
        values = PickList(tr("Find a column"), 9)
        values.setFixedWidth(metrics.current().scaled(_WIDE))
        values.set_options(options)
        values.picked.connect(partial(self._choose, axis))
        pick.body.addWidget(values)
        pick.closed.connect(pick.deleteLater)
        pick.open_below(button)
        values.setFocus()

    def _choose(self, axis: str, column: object) -> None:
        if self._pick is not None:
            self._pick.close()
            self._pick = None
        plots, name = self._plots(), str(column)
        if axis == "x":
            plots = replace(plots, x=name)
        elif axis == "y":
            plots = replace(plots, y=name)
        else:
            plots = replace(plots, colour=name)
        self._model.show_plots(plots)

    def _plots(self) -> Plots:
        """The axes as they are shown."""
        return self._model.state.arrangement.plots if self._points is None else self._points.plots

    def _on_scales(self) -> None:
        points = self._points
        if points is None:
            return
        menu = Menu(self)
        for axis in (points.y, points.x):
            action = menu.add(
                f"{axis.title} logarithmic",
                is_checked=axis.is_log,
                is_enabled=axis.is_log or axis.can_be_log,
            )
            action.triggered.connect(partial(self._toggle_log, axis.name))
        menu.addSeparator()
        for axis, is_more in zip((points.y, points.x), reversed(points.better), strict=True):
            action = menu.add(tr("More {title} is better", title=axis.title), is_checked=is_more)
            action.triggered.connect(partial(self._toggle_better, axis.name))
        menu.open_below(self.scales)

    def _toggle_log(self, column: str, *_flag: object) -> None:
        plots = self._plots()
        self._model.show_plots(replace(plots, logs=plots.logs ^ {column}))

    def _toggle_better(self, column: str, *_flag: object) -> None:
        plots = self._plots()
        self._model.show_plots(replace(plots, flipped=plots.flipped ^ {column}))

    def drawn_keys(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The runs that are drawn, for tests."""
        return np.empty(0, dtype=np.int64) if self._points is None else self._points.keys
