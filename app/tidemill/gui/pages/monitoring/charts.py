"""The card of charts: the measure and the drift map over one axis of time."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.gui.kit import numbers
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.heatmap import HeatLegend
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.charts.line_chart import Event, Limit, LineChart, Series, Shade
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.pages.monitoring.drift_map import DRIFTED, LABEL_WIDTH, DriftMap
from tidemill.gui.pages.monitoring.state import TOP, MonitoringState, drawn
from tidemill.gui.pages.monitoring.tip import ChartTip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidemill.gui.pages.monitoring.facts import Measure
    from tidemill.gui.pages.monitoring.state import PointState

_RIGHT = 1


class ChartsCard(Card):
    """Both charts. Emits `cell_chosen(row, chunk)` and `table_wanted(chart)`."""

    cell_chosen = Signal(int, int)
    table_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the charts, empty."""
        super().__init__((16, 12), 6, parent=parent)
        self._state = MonitoringState()
        self._measure_title = Label("", "h3")
        self._measure_note = Label("", "small", "text2")
        self._legend = Legend()
        self.body.addLayout(_head(self._measure_title, self._measure_note, self._legend))
        self.line = LineChart(
            "Measure",
            y_format=self._value_words,
            short_ticks=True,
            x_format=self._chunk_words,
            height=188,
            left_width=LABEL_WIDTH,
            right_width=_RIGHT,
            shows_x_axis=False,
        )
        self.body.addWidget(self.line)
        self._unmeasured = Paragraph("", "small", "text2")
        self.body.addWidget(self._unmeasured)
        self.body.addSpacing(4)
        self._map_note = Label("", "small", "text2")
        legend = HeatLegend("PSI", TOP, mark=DRIFTED)
        self.body.addLayout(_head(Label("Input drift", "h3"), self._map_note, legend))
        self.map = DriftMap()
        self.body.addWidget(self.map)
        self._tip = ChartTip(self)
        self.line.hovered.connect(self._on_line)
        self.line.table_requested.connect(self._on_line_table)
        self.map.pointed.connect(self._on_map)
        self.map.table_requested.connect(self._on_map_table)
        self.map.cell_selected.connect(self.cell_chosen)

    def tip(self) -> ChartTip:
        """The tooltip of both charts."""
        return self._tip

    def show_state(self, state: MonitoringState) -> None:
        """Draw what is known."""
        before, self._state = self._state, state
        cell = state.cell
        is_same = (before.rows, before.points, before.events, before.labels) == (
            state.rows,
            state.points,
            state.events,
            state.labels,
        )
        if not is_same or before.measure != state.measure:
            self._draw(state)
        if cell is not None and self.map.selected() != (cell.row, cell.at):
            self.map.set_selected(cell.row, cell.at)

    def _draw(self, state: MonitoringState) -> None:
        self._tip.hide()
        each = f"{len(state.labels)} looks" if len(state.labels) != 1 else "one look"
        self._map_note.set_text(f"{each} at new rows, against the training data of that champion")
        self.map.set_drift(state.rows, state.labels, state.ticks, drawn(state.events))
        self._draw_measure(state.measure, state.points, state)

    def _draw_measure(
        self, measure: "Measure | None", points: "Sequence[PointState]", state: MonitoringState
    ) -> None:
        is_known = measure is not None and any(p.value is not None for p in points)
        self.line.setVisible(is_known)
        self._legend.setVisible(is_known)
        self._unmeasured.setVisible(not is_known)
        self._measure_title.set_text("Measured" if measure is None else measure.title)
        if measure is None or not is_known:
            self._measure_note.set_text("")
            self._unmeasured.set_text(
                "No rows have come with the answer yet. Once they do, how right the champion is "
                "stands here, beside what it was when it was validated."
            )
            return
        self._measure_note.set_text("on each look's own rows, with its 95% interval")
        x = [at + 0.5 for at in range(len(points))]
        n_points = len(points)
        series = Series(
            measure.title,
            x,
            _or_nan([p.value for p in points]),
            "accent",
            low=_or_nan([p.low for p in points]),
            high=_or_nan([p.high for p in points]),
            marker="circle" if n_points <= 24 else None,
            has_last_dot=True,
        )
        self.line.set_series([series])
        self._legend.set_entries([Entry("measured"), Entry("interval", "reference", "outline")])
        limit = measure.limit
        words = "" if limit is None else f"limit {measure.words(limit)}"
        self.line.set_limits([] if limit is None else [Limit(limit, words)])
        last = max(at for at, p in enumerate(points) if p.value is not None)
        late = last + 1 < n_points
        self.line.set_shades([Shade(last + 1.0, float(n_points), "no labels yet")] if late else [])
        self.line.set_events([Event(e.x, e.label, e.kind, e.words) for e in drawn(state.events)])
        self.line.set_x_range(0.0, float(n_points))

    def _value_words(self, value: float) -> str:
        measure = self._state.measure
        return numbers.plain(value) if measure is None else measure.words(value)

    def _chunk_words(self, x: float) -> str:
        at = int(x)
        return self._state.labels[at] if 0 <= at < len(self._state.labels) else ""

    # Pointer

    def _on_line(self, x: float | None) -> None:
        at = -1 if x is None else int(x)
        # The chart would write a tip of its own; ours speaks for both charts.
        self.line.set_crosshair(x)
        self.map.set_crosshair(at)
        self._say(at, -1)

    def _on_map(self, row: int, at: int) -> None:
        self.line.set_crosshair(None if at < 0 else at + 0.5)
        self._say(at, row)

    def _say(self, at: int, row: int) -> None:
        state = self._state
        if not 0 <= at < len(state.labels):
            self._tip.hide()
            return
        lines = []
        if state.measure is not None:
            lines.append(f"{state.measure.title} {state.points[at].words}")
        lines.append(state.tips[at])
        if 0 <= row < len(state.rows):
            shown = state.rows[row]
            psi = (
                "PSI not known"
                if shown.psi[at] is None
                else f"PSI {numbers.decimal(shown.psi[at])}"
            )
            lines.append(f"{shown.name} {psi}" + (", drifted" if shown.drifted[at] else ""))
        lines += [shortened(e.words) for e in state.events if at <= e.x < at + 1]
        plot = self.map.plot_rect()
        x = plot.left() + plot.width() * (at + 0.5) / len(state.labels)
        top = self.map if row >= 0 or not self.line.isVisible() else self.line
        down = round((row + 1.4) * plot.height() / max(1, len(state.rows))) if row >= 0 else 30
        spot = top.mapTo(self, QPoint(round(x), down))
        self._tip.show_at(spot.x(), spot.y(), state.labels[at], lines)

    def _on_line_table(self) -> None:
        self.table_wanted.emit(self.line)

    def _on_map_table(self) -> None:
        self.table_wanted.emit(self.map)


def shortened(words: str) -> str:
    """A sentence that fits a tip: its first 72 letters."""
    return words if len(words) <= 72 else words[:71].rstrip() + "…"


def _or_nan(values: "Sequence[float | None]") -> list[float]:
    return [math.nan if value is None else value for value in values]


def _head(title: QWidget, note: QWidget, legend: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(title)
    row.addWidget(note, 1)
    row.addWidget(legend)
    return row
