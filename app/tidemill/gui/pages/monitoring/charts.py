"""The card of charts: error, worth, answers and columns over one axis of time."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.heatmap import HeatLegend
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.charts.line_chart import Event, Limit, LineChart, Series, Shade
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Offers
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.monitoring.amounts import money
from tidemill.gui.pages.monitoring.drift_map import (
    DRIFTED,
    LABEL_WIDTH,
    AnswersStrip,
    DriftMap,
    TogetherStrip,
    events_at,
)
from tidemill.gui.pages.monitoring.references import ReferenceState
from tidemill.gui.pages.monitoring.state import TOP, ChartsState, MonitoringState, drawn
from tidemill.gui.pages.monitoring.tip import ChartTip

if TYPE_CHECKING:
    from tidemill.gui.pages.monitoring.facts import Measure
    from tidemill.gui.pages.monitoring.lines import Floats, Line

_RIGHT = 1
_ESTIMATED = (5.0, 3.0)
_FEW = 24
_TOGETHER = tr("what no column tells alone, in multiples of its limit")


class ChartsCard(Card):
    """All charts on one axis: wheel, drag and double click on one move them all.

    Emits `cell_chosen(row, look)`, `table_wanted(chart)`, `event_opened(address)` and
    `all_wanted` for the columns that were left out, `value_wanted` for what the model is tied to,
    `chunks_wanted` for how its rows are cut.
    """

    cell_chosen = Signal(int, int)
    table_wanted = Signal(object)
    event_opened = Signal(str)
    all_wanted = Signal()
    value_wanted = Signal()
    chunks_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the charts, empty."""
        super().__init__((16, 12), 6, parent=parent)
        self._state = MonitoringState()
        self._error_title = Label("", "h3")
        self._error_note = Label("", "small", "text2")
        self._legend = Legend()
        self.body.addLayout(_head(self._error_title, self._error_note, self._legend))
        self.line = self._line_chart(tr("Measure"), self._value_words, 188)
        self._unmeasured = Paragraph("", "small", "text2")
        self.body.addWidget(self._unmeasured)
        self._worth_title = Label(tr("Business value"), "h3")
        self._worth_note = Label("", "small", "text2")
        self.value = Button(
            tr("Change…"), None, "ghost", height=24, tooltip=tr("Costs, or a figure by day")
        )
        self.value.clicked.connect(self.value_wanted)
        self.body.addLayout(_head(self._worth_title, self._worth_note, self.value))
        self.worth = self._line_chart(tr("Business value"), self._money_words, 88)
        self._answers_note = Label("", "small", "text2")
        self._answers_title = Label(tr("Prediction drift"), "h3")
        self.body.addLayout(_head(self._answers_title, self._answers_note, QWidget()))
        self.answers = AnswersStrip()
        self.body.addWidget(self.answers)
        self.body.addSpacing(4)
        self._together_title = Label(tr("Columns together"), "h3")
        self._together_note = Label(_TOGETHER, "small", "text2")
        self.body.addLayout(_head(self._together_title, self._together_note, QWidget()))
        self.together = TogetherStrip()
        self.body.addWidget(self.together)
        self.body.addSpacing(4)
        self._map_note = Label("", "small", "text2")
        legend = HeatLegend("PSI", TOP, mark=DRIFTED)
        self.compared = Choice(
            placeholder=tr("Compare with"), look="button", height=24, name=tr("Compare with")
        )
        head = _head(Label(tr("Input drift"), "h3"), self._map_note, legend)
        head.insertWidget(2, self.compared)
        self.chunks = Button(
            tr("Chunks…"),
            None,
            "ghost",
            height=24,
            tooltip=tr("Look by file, day, week, month or rows"),
        )
        self.chunks.clicked.connect(self.chunks_wanted)
        head.insertWidget(2, self.chunks)
        self.body.addLayout(head)
        self.map = DriftMap()
        self.body.addWidget(self.map)
        self.all = Button("", "chevrons-down", "ghost", height=28)
        self.all.clicked.connect(self.all_wanted)
        self.body.addWidget(self.all)
        self._tip = ChartTip(self)
        self._join()

    def _line_chart(self, name: str, words: Callable[[float], str], height: int) -> LineChart:
        made = LineChart(
            name,
            y_format=words,
            short_ticks=name == tr("Measure"),
            x_format=self._look_words,
            height=height,
            is_zoomable=True,
            left_width=LABEL_WIDTH,
            right_width=_RIGHT,
            shows_x_axis=False,
            y_ticks=4 if height > 100 else 2,
        )
        self.body.addWidget(made)
        return made

    def _join(self) -> None:
        for line in (self.line, self.worth):
            self.map.link_x(line)
            line.hovered.connect(self._on_line)
            line.table_requested.connect(self._on_table)
            line.event_clicked.connect(self._on_event)
        strips = (self.map, self.answers, self.together)
        for strip in strips:
            for other in strips:
                if other is not strip:
                    strip.x_moved.connect(other.set_x_range)
            strip.table_requested.connect(self._on_table)
        self.map.cell_selected.connect(self.cell_chosen)
        self.map.pointed.connect(self._on_map)
        self.answers.pointed.connect(self._on_strip)
        self.together.pointed.connect(self._on_strip)
        self.together.cell_selected.connect(self._on_together)

    def tip(self) -> ChartTip:
        """The tooltip of all charts."""
        return self._tip

    def show_state(self, state: MonitoringState, limit: float | None) -> None:
        """Draw what is known; from a PSI of `limit` on answers count as moved."""
        before, self._state = self._state, state
        if before.compared != state.compared:
            self._draw_compared(state.compared)
        if state.charts is not None and before.charts is not state.charts:
            self.answers.set_limit(limit)
            self._draw(state, state.charts)
        cell = state.cell
        if cell is None or cell.row < 0:
            self.map.clear_selected()
        elif self.map.selected() != (cell.row, cell.at):
            self.map.set_selected(cell.row, cell.at)

    def _draw_compared(self, found: ReferenceState) -> None:
        self.compared.set_placeholder(found.words or tr("Compare with"))
        self.compared.set_options(Offers(found.values, found.texts), found.chosen or None)

    def _draw(self, state: MonitoringState, charts: ChartsState) -> None:
        self._tip.hide()
        self._map_note.set_text(_compared(charts))
        self.map.set_drift(charts)
        self.answers.set_drift(charts)
        self.together.set_drift(charts)
        for shown in (self.together, self._together_title, self._together_note):
            show_if(shown, charts.wholes.has_any())
        has_answers = bool(np.isfinite(charts.answers).any())
        for part in (self.answers, self._answers_title, self._answers_note):
            show_if(part, has_answers)
        self._answers_note.set_text(_answers_words(charts))
        n_left = charts.cells.n_all - len(charts.cells.names)
        self.all.set_text(
            tr("Show all {integer} columns", integer=numbers.integer(charts.cells.n_all))
        )
        show_if(self.all, n_left > 0)
        self._draw_error(state.measure, charts)
        self._draw_worth(charts)
        n = float(len(charts.labels))
        has_flag = True
        for line in (self.line, self.worth):
            events = [Event(e.x, e.label, e.kind, e.words, has_flag) for e in drawn(charts.events)]
            line.set_events(events)
            line.set_ends(0.0, n)
            has_flag = has_flag and line.isHidden()

    def _draw_error(self, measure: "Measure | None", charts: ChartsState) -> None:
        measured, estimated = charts.measured, charts.estimated
        is_drawn = measure is not None and (measured.has_any() or estimated.has_any())
        for part in (self.line, self._legend):
            show_if(part, is_drawn)
        self._error_title.set_text(tr("Measured") if measure is None else measure.title)
        note = charts.estimate_note if not estimated.has_any() else ""
        waits = ""
        if measure is None or not measured.has_any():
            waits = tr(
                "No rows have come with the answer yet. Once they do, how right the champion "
                "is stands here, beside what it was when it was validated."
            )
        said = " ".join(part for part in (waits, note) if part)
        self._unmeasured.set_text(said)
        show_if(self._unmeasured, bool(said))
        self._error_note.set_text("")
        if measure is None or not is_drawn:
            return
        self._error_note.set_text(tr("by {unit}, with 95% intervals", unit=charts.unit))
        series, legend = _error_lines(measure, measured, estimated)
        self.line.set_series(series)
        self._legend.set_entries(legend)
        words = "" if measure.limit is None else f"limit {measure.words(measure.limit)}"
        self.line.set_limits([] if measure.limit is None else [Limit(measure.limit, words)])
        n, last = len(charts.labels), measured.last()
        late = [Shade(last + 1.0, float(n), tr("no labels yet"))] if last + 1 < n else []
        self.line.set_shades(late)
        self.line.set_heading(measure.title, f"by {charts.unit}", legend)

    def _draw_worth(self, charts: ChartsState) -> None:
        line, guess = charts.worth, charts.worth_guess
        is_known = line.has_any() or guess.has_any()
        for part in (self.worth, self._worth_title, self._worth_note, self.value):
            show_if(part, is_known)
        if not is_known:
            return
        unit = f" in {charts.worth_unit}" if charts.worth_unit else ""
        a_day = tr(" a day") if charts.is_worth_daily else ""
        dashes = tr(", dashed where estimated without labels") if guess.has_any() else ""
        words = tr(
            "what the answers were worth{a_day}, by {unit}{unit2}{dashes}",
            a_day=a_day,
            unit=charts.unit,
            unit2=unit,
            dashes=dashes,
        )
        self._worth_note.set_text(words)
        series = []
        if guess.has_any():
            told = Series("estimated", _middles(guess.value), guess.value, "chart.1", _ESTIMATED)
            series.append(_banded(told, guess))
        if line.has_any():
            known = Series(tr("Worth"), _middles(line.value), line.value, "chart.1")
            series.append(_banded(known, line))
        self.worth.set_series(series)

    # Words

    def _value_words(self, value: float) -> str:
        measure = self._state.measure
        return numbers.plain(value) if measure is None else measure.words(value)

    def _money_words(self, value: float) -> str:
        charts = self._state.charts
        return money(value, "" if charts is None else charts.worth_unit)

    def _look_words(self, x: float) -> str:
        at = int(x)
        return self._state.labels[at] if 0 <= at < len(self._state.labels) else ""

    # Pointer

    def _on_line(self, x: float | None) -> None:
        at = -1 if x is None else int(x)
        self._mark(at)
        self._say(at, -1, self.sender())

    def _on_map(self, row: int, at: int) -> None:
        self._mark(at)
        self._say(at, row, self.map)

    def _on_strip(self, _row: int, at: int) -> None:
        self._mark(at)
        self._say(at, -1, self.sender())

    def _on_together(self, _row: int, at: int) -> None:
        """The look of a strip's cell, with the column that is shown already."""
        cell = self._state.cell
        self.cell_chosen.emit(0 if cell is None or cell.row < 0 else cell.row, at)

    def _mark(self, at: int) -> None:
        """One crosshair through all; the lines' own tips are not wanted."""
        for line in (self.line, self.worth):
            line.set_crosshair(None if at < 0 else at + 0.5)
        for strip in (self.map, self.answers, self.together):
            strip.set_crosshair(at)

    def _say(self, at: int, row: int, over: object) -> None:
        state, charts = self._state, self._state.charts
        if charts is None or not 0 <= at < len(charts.labels):
            self._tip.hide()
            return
        lines = list(charts.tips[at])
        psi = float(charts.answers[at])
        if np.isfinite(psi):
            lines.append(tr("Predictions PSI {decimal}", decimal=numbers.decimal(psi, 2)))
        candidate = charts.candidate
        if np.isfinite(candidate.psi[at]):
            said = numbers.decimal(float(candidate.psi[at]), 2)
            lines.append(
                tr(
                    "those of candidate v{versions} PSI {said}",
                    versions=candidate.versions[at],
                    said=said,
                )
            )
        lines += charts.wholes.tips[at]
        cells = charts.cells
        if 0 <= row < len(cells.names):
            found = float(cells.psi[row, at])
            known = (
                tr("PSI {decimal}", decimal=numbers.decimal(found, 2))
                if np.isfinite(found)
                else tr("PSI not known")
            )
            drifted = tr(", drifted") if cells.drifted[row, at] else ""
            lines.append(f"{cells.names[row]} {known}{drifted}")
        lines += [shortened(e.words) for e in events_at(charts, at)]
        top = over if isinstance(over, QWidget) else self.map
        down = round((row + 1.4) * self.map.row_height()) if row >= 0 else 30
        spot = top.mapTo(self, QPoint(round(self.map.middle_of(at)), down))
        self._tip.show_at(spot.x(), spot.y(), state.labels[at], lines)

    def _on_event(self, index: int) -> None:
        charts = self._state.charts
        if charts is not None:
            self.event_opened.emit(drawn(charts.events)[index].address)

    def _on_table(self) -> None:
        self.table_wanted.emit(self.sender())


def _answers_words(charts: ChartsState) -> str:
    """Whose answers are drawn."""
    if not charts.candidate.has_any():
        return tr("the champion's answers against those on its hold-out")
    return tr("champion over candidate, each against the answers on its own hold-out")


def _compared(charts: ChartsState) -> str:
    """What the looks were compared with, in words."""
    named = [words for words in charts.references if words]
    against = named[-1] if named else tr("the training data of that champion")
    return tr("each {unit} against {against}", unit=charts.unit, against=against)


def _error_lines(
    measure: "Measure", measured: "Line", estimated: "Line"
) -> tuple[list[Series], list[Entry]]:
    """The estimate behind, what was measured before it."""
    series, legend = [], []
    is_few = len(measured.value) <= _FEW
    if estimated.has_any():
        x = _middles(estimated.value)
        guess = Series("estimated", x, estimated.value, "reference", _ESTIMATED, 1.5)
        series.append(_banded(guess, estimated))
    if measured.has_any():
        known = Series(
            spoken(measure.title),
            _middles(measured.value),
            measured.value,
            "accent",
            marker="circle" if is_few else None,
            has_last_dot=True,
        )
        series.append(known if estimated.has_any() else _banded(known, measured))
        legend.append(Entry("measured"))
    if estimated.has_any():
        legend.append(Entry("estimated", "reference", dash=_ESTIMATED))
    legend.append(Entry("interval", "reference", "outline"))
    return series, legend


def _middles(values: "Floats") -> "Floats":
    return np.arange(len(values), dtype=np.float64) + 0.5


def _banded(series: Series, line: "Line") -> Series:
    """The line with its interval, where one is known."""
    if not np.isfinite(line.low).any():
        return series
    return replace(series, low=line.low, high=line.high)


def shortened(words: str) -> str:
    """A sentence that fits a tip: its first 72 letters."""
    return words if len(words) <= 72 else words[:71].rstrip() + "…"


def _head(title: QWidget, note: QWidget, legend: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(title)
    row.addWidget(note, 1)
    row.addWidget(legend)
    return row
