"""The part Rehearsal of the promotion sheet: what flips, for whom, the rows to open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.rehearsals import Rehearsal
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import head_row
from tidemill.gui.kit.charts.forest import Forest
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.charts.share_bars import ShareBars
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import Fact, FactRow
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.pages.models import asked_state as rows
from tidemill.gui.pages.models.asked import ShownRehearsal
from tidemill.gui.pages.models.costs_row import CostsRow
from tidemill.gui.pages.models.flow_chart import MOST_DECISIONS, FlowChart

_ROWS = [
    TableColumn("row", tr("Row"), 90, sortable=False),
    TableColumn("decision", tr("Decision"), 150, sortable=False),
    TableColumn("way", tr("Score, from one to the other"), 230, kind="way", sortable=False),
    TableColumn("pushed", tr("Pushed most by"), 200, stretch=1, sortable=False),
    TableColumn("outcome", tr("What followed"), 150, kind="status_text", sortable=False),
]
_SHOWN_ROWS = 50


class RehearsalPart(QWidget):
    """Draws a rehearsal; emits `wanted` to hold one, `row_opened(row number from 0)` and
    `costs_wanted(amounts, unit)` to keep what wrong decisions cost and hold it again."""

    wanted = Signal()
    costs_wanted = Signal(dict, str)
    row_opened = Signal(int)

    def __init__(self) -> None:
        """Make the parts."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        self.words = Paragraph("", "body", "text2")
        self.hold = Button(tr("Rehearse"), "play", height=30)
        self.hold.clicked.connect(self.wanted)
        head.addWidget(self.words, 1)
        head.addWidget(self.hold)
        column.addLayout(head)
        self.error = ErrorPanel()
        self.error.set_error("")
        column.addWidget(self.error)
        self.facts = FactRow()
        column.addWidget(self.facts)
        self.flows = Paragraph("", "small", "text2")
        column.addWidget(self.flows)
        self._charts = QWidget()
        pair = QHBoxLayout(self._charts)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(24)
        self.flow_chart = FlowChart()
        self._flow_part = _headed(tr("Decisions that flip"), "", self.flow_chart)
        self.segments = ShareBars(tr("Share of decisions that flip"), "flips")
        self._for_whom = _headed(tr("For whom"), tr("share that flips"), self.segments)
        pair.addWidget(self._flow_part, 10)
        pair.addWidget(self._for_whom, 11)
        pair.addWidget(self._make_money(), 11)
        column.addWidget(self._charts)
        self._rows_head = QWidget()
        head = head_row(tr("Rows to open"), tr("largest change first"))
        self._legend = Legend()
        self.direction = Segment(
            [(rows.ALL_FLIPS, tr("All"))], rows.ALL_FLIPS, 28, tr("Rows to open")
        )
        self.direction.changed.connect(self._on_direction)
        head.addWidget(self._legend)
        head.addWidget(self.direction)
        self._rows_head.setLayout(head)
        column.addWidget(self._rows_head)
        self.rows = LazyTable(_ROWS, row_height=30, auto_height=True, name=tr("Rows to open"))
        self.rows.activated_row.connect(self._on_row)
        column.addWidget(self.rows)
        self._can_open = False
        self._found: Rehearsal | None = None
        self.show_rehearsal(ShownRehearsal(), None)

    def _make_money(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._money_head = Label("", "h3")
        column.addWidget(self._money_head)
        self.money = Forest(tr("Money by direction of the flip"), 0.0, tr("costs   earns"))
        column.addWidget(self.money)
        self.costs = CostsRow()
        self.costs.wanted.connect(self.costs_wanted)
        column.addWidget(self.costs)
        column.addStretch(1)
        return part

    def _draw_charts(self, found: Rehearsal) -> None:
        chart = self.flow_chart
        chart.set_flows(found.flows, f"v{found.against}", f"v{found.version}")
        self._flow_part.setVisible(1 < len(chart.decisions()) <= MOST_DECISIONS)
        shares = rows.shares(found)
        self.segments.set_shares(shares, found.share)
        self._for_whom.setVisible(bool(shares))
        intervals = rows.money_rows(found)
        on = tr(
            "over {n_rows} with a known outcome, 95% interval",
            n_rows=numbers.plural(found.n_known, "row"),
        )
        self._money_head.set_text(tr("Money {on}", on=on) if intervals else tr("Money"))
        self.money.set_rows(intervals)
        self.money.setVisible(bool(intervals))
        self.costs.show_costs(chart.decisions(), found.costs, found.unit)

    def show_rehearsal(self, shown: ShownRehearsal, champion: int | None) -> None:
        """Draw what is known; `champion` is the number of the version that serves now."""
        found, problem = shown.found, shown.problem
        self.hold.set_busy(shown.is_busy)
        self.hold.set_text(tr("Rehearse again") if found is not None else tr("Rehearse"))
        self.error.set_error(*(("",) if problem is None else (problem.message, problem.hint)))
        is_there = found is not None
        shown_parts = (
            self.facts,
            self.flows,
            self._charts,
            self._rows_head,
            self.rows,
        )
        for part in shown_parts:
            part.setVisible(is_there)
        if shown.is_busy:
            self.words.set_text(shown.words or tr("Waiting for the worker"))
        elif found is None:
            self.words.set_text(
                tr(
                    "Both versions decide on the last 50,000 rows that were answered or stored, "
                    "before anything is promoted."
                )
            )
        if found is None:
            return
        if not shown.is_busy:
            old = (
                tr(" It stood beside v{against}.", against=found.against)
                if champion != found.against
                else ""
            )
            self.words.set_text(f"{spoken(found.summary)} On {found.rows_words.rstrip('.')}.{old}")
        self.facts.set_facts([Fact(*one) for one in rows.facts(found)])
        self.flows.set_text(
            tr(
                "{flow_words}. A decision is {rule}.",
                flow_words=rows.flow_words(found),
                rule=found.rule,
            )
        )
        self._draw_charts(found)
        if found != self._found:
            self._found = found
            self._draw_rows(found)
        self._can_open = bool(found.dataset)

    def _draw_rows(self, found: Rehearsal) -> None:
        self._legend.set_entries(
            [
                Entry(f"v{found.against}", "champion", "marker"),
                Entry(f"v{found.version}", "candidate", "marker", marker="diamond"),
                Entry(f"threshold {numbers.decimal(found.threshold, 2)}", "text2", "tick"),
            ]
        )
        chosen = self.direction.value()
        options = rows.directions(found)
        is_known = chosen in [value for value, _ in options]
        self.direction.set_options(options, chosen if is_known else rows.ALL_FLIPS)
        self._on_direction(self.direction.value())

    def _on_direction(self, direction: str) -> None:
        found = self._found
        if found is None:
            return
        flips = rows.flip_rows(found, direction)[:_SHOWN_ROWS]
        self.rows.set_source(RowsSource(flips))
        self.rows.setVisible(bool(flips))
        self._rows_head.setVisible(bool(found.rows))

    def _on_row(self, key: object) -> None:
        if self._can_open and isinstance(key, int):
            self.row_opened.emit(key)


def _headed(title: str, note: str, chart: QWidget) -> QWidget:
    """A chart below its title."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addLayout(head_row(title, note))
    column.addWidget(chart)
    column.addStretch(1)
    return part
