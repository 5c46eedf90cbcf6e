"""One model: its question, versions with their chart, difference, gates, card, audit log."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.clock import from_iso
from tidemill.base.words import spoken, tr
from tidemill.domain.models import Stage
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import AvatarCell, ChipCell, DeltaCell, StatusCell, TextCell
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.charts.version_chart import VersionChart, VersionPoint
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.explained import Number
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.table_model import EXPLAINED
from tidemill.gui.kit.tabs import Tab, Tabs
from tidemill.gui.pages.models.card_part import CardPart
from tidemill.gui.pages.models.difference_part import DifferencePart
from tidemill.gui.pages.models.gate_runs_part import GateRunsPart
from tidemill.gui.pages.models.gate_set_part import GateSetPart
from tidemill.gui.pages.models.maturity_part import LevelButton, MaturityPart
from tidemill.gui.pages.models.outside_part import OutsidePart
from tidemill.gui.pages.models.state import ModelsState
from tidemill.gui.pages.models.version_rows import STAGES, VersionRow, same_rows_words
from tidemill.gui.sheets.lineage_panel import LineagePanel
from tidemill.gui.sheets.worst_slices_panel import WorstSlicesPanel

MOST_ROWS = 25
"""Versions that the table shows at once; it scrolls by itself to the others."""

_SIGNS = (Entry(tr("champion then"), "gold_fill"), Entry(tr("95% interval"), "line_strong", "tick"))
_LOG_COLUMNS = (
    TableColumn("at", tr("When"), 150, sortable=False, tone="text2"),
    TableColumn("by", tr("Who"), 170, kind="avatar", sortable=False),
    TableColumn("sentence", tr("What"), 260, stretch=1, sortable=False),
    TableColumn("note", tr("Why"), 260, stretch=1, sortable=False, tone="text2"),
)


class ModelPart(QWidget):
    """Draws one model.

    Emits `version_chosen(number)`, `tab_chosen(id)`, `metric_chosen(id)` and `roll_back_wanted`;
    `difference_made` and `card_made` when those parts are first looked at, `lineage_wanted` for the
    page to `add_lineage`.
    """

    version_chosen = Signal(int)
    tab_chosen = Signal(str)
    metric_chosen = Signal(str)
    difference_made = Signal()
    card_made = Signal()
    lineage_wanted = Signal()
    roll_back_wanted = Signal()

    def __init__(self) -> None:
        """Make the parts."""
        super().__init__()
        side = metrics.current().page_margin_table
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = VScroll((side, 18, side, 24), 0)
        outer.addWidget(area)
        area.body.addLayout(self._make_head())
        self.tabs = Tabs(
            [
                Tab("versions", tr("Versions")),
                Tab("lineage", tr("Lineage")),
                Tab("difference", tr("Difference")),
                Tab("gates", tr("Gates")),
                Tab("card", tr("Model card")),
                Tab("level", tr("Level")),
                Tab("log", tr("Audit log")),
            ]
        )
        self.tabs.changed.connect(self.tab_chosen)
        area.body.addSpacing(8)
        area.body.addWidget(self.tabs)
        area.body.addSpacing(14)
        self._problem = ErrorPanel()
        self._problem.set_error("")
        area.body.addWidget(self._problem)
        self.missing = Label("", "body", "text2")
        area.body.addWidget(self.missing)
        # Made when first looked at: most who come here want the versions only.
        self.difference: DifferencePart | None = None
        self.card: CardPart | None = None
        self.lineage: LineagePanel | None = None
        self._body = area.body
        self.maturity = MaturityPart()
        self._parts: dict[str, QWidget] = {
            "versions": self._make_versions(),
            "gates": self._make_gates(),
            "level": self.maturity,
            "log": self._make_log(),
        }
        for part in self._parts.values():
            area.body.addWidget(part)
        area.body.addStretch(1)
        self._numbers: list[int] = []
        self._drawn: dict[str, object] = {}

    def difference_part(self) -> DifferencePart:
        """The part Difference, made now if it was not looked at before."""
        if self.difference is None:
            self.difference = DifferencePart()
            self._add_part("difference", self.difference)
            self.difference_made.emit()
        return self.difference

    def card_part(self) -> CardPart:
        """The part Model card, made now if it was not looked at before."""
        if self.card is None:
            self.card = CardPart()
            self._add_part("card", self.card)
            self.card_made.emit()
        return self.card

    def add_lineage(self, part: LineagePanel) -> None:
        """Take the part Lineage, which reads for itself."""
        self.lineage = part
        self._add_part("lineage", part)

    def _add_part(self, tab: str, part: QWidget) -> None:
        self._parts[tab] = part
        part.hide()
        self._body.insertWidget(self._body.count() - 1, part)

    def is_building(self) -> bool:
        """Whether a part is still being drawn, a card a turn."""
        return any(
            part is not None and part.building.is_busy()
            for part in (self.difference, self.card, self.maturity)
        )

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = Label("", "title", elide="middle")
        self._in_use = Chip("", "plain", "radio-tower")
        titles = QHBoxLayout()
        titles.setSpacing(10)
        titles.addWidget(self._title)
        titles.addWidget(self._in_use)
        self.level = LevelButton()
        self.level.clicked.connect(self._on_level)
        titles.addWidget(self.level)
        titles.addStretch(1)
        self._question = Paragraph("", "body", "text2")
        words.addLayout(titles)
        words.addWidget(self._question)
        row.addLayout(words, 1)
        self.roll_back = Button("", "undo-2")
        self.roll_back.clicked.connect(self.roll_back_wanted)
        row.addWidget(self.roll_back)
        self.more = Button("", "ellipsis", tooltip=tr("More to do with this model"))
        row.addWidget(self.more)
        return row

    def _make_versions(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        card = Card()
        self._legend = Legend(_SIGNS)
        self.drawn = Choice(look="ghost", height=28, name=tr("Measure of the chart"))
        self.drawn.chosen.connect(self._on_metric)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(Label(tr("Hold-out"), "h3", elide="none"))
        head.addWidget(self.drawn)
        head.addWidget(Label(tr("by version"), "h3", elide="none"))
        head.addStretch(1)
        head.addWidget(self._legend)
        card.body.addLayout(head)
        self.chart = VersionChart()
        self.chart.version_chosen.connect(self._on_point)
        card.body.addWidget(self.chart)
        column.addWidget(card)
        self.table = LazyTable(
            self._columns(tr("Metric"), 4), row_height=36, auto_height=True, name=tr("Versions")
        )
        self.table.set_most_rows(MOST_ROWS)
        self.table.current_changed.connect(self._on_row)
        self.table.activated_row.connect(self._on_row)
        table = Card((1, 1))
        table.body.addWidget(self.table)
        column.addWidget(table)
        self.outside = OutsidePart()
        column.addWidget(self.outside)
        self._judged = (card, table)
        return part

    def _columns(self, metric: str, decimals: int) -> list[TableColumn]:
        return [
            TableColumn("version", tr("Version"), 72, sortable=False, role="strong"),
            TableColumn("stage", tr("Stage"), 112, kind="chips", sortable=False),
            TableColumn("value", metric, 76, kind="number", sortable=False, decimals=decimals),
            TableColumn(
                "change", tr("vs champion"), 94, kind="delta", sortable=False, decimals=decimals
            ),
            TableColumn(
                "gates", tr("Gates"), 88, kind="status_text", sortable=False, term=tr("Gates")
            ),
            TableColumn("by", tr("Trained by"), 118, stretch=1, sortable=False, tone="text2"),
            TableColumn("at", tr("Registered"), 86, kind="time", sortable=False, tone="text2"),
        ]

    def _make_gates(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.gate_runs = GateRunsPart()
        column.addWidget(self.gate_runs)
        self.gate_set = GateSetPart()
        column.addWidget(self.gate_set)
        self._gates_column = column
        return part

    def add_slices(self, panel: WorstSlicesPanel) -> None:
        """Take the slices of the version's run between what gates said and the set."""
        self._gates_column.insertWidget(1, panel)

    def _make_log(self) -> QWidget:
        self.log = LazyTable(
            _LOG_COLUMNS, selection="none", row_height=36, auto_height=True, name=tr("Audit log")
        )
        card = Card((1, 1))
        card.body.addWidget(self.log)
        return card

    # Drawing

    def show_state(self, state: ModelsState) -> None:
        """Draw the model; what did not change is left alone."""
        self._title.set_text(state.name)
        self._question.set_text(state.question)
        self._in_use.set_chip(
            tr("{integer} in use", integer=numbers.integer(state.n_in_use)), "plain", "radio-tower"
        )
        self._in_use.setVisible(state.n_in_use > 0)
        self.more.setVisible(bool(state.name) and not state.is_only_outside)
        self.level.show_maturity(state.maturity)
        if state.tab == "level":
            self.maturity.show_maturity(state.maturity)
        self.missing.set_text(state.missing)
        self.missing.setVisible(bool(state.missing))
        self.roll_back.setVisible(state.rollback_to is not None)
        if state.rollback_to is not None:
            self.roll_back.set_text(
                tr("Roll back to v{rollback_to}", rollback_to=state.rollback_to)
            )
        self.roll_back.set_busy(state.busy == "roll_back")
        problem = state.problem
        self._problem.set_error(*(("",) if problem is None else (problem.message, problem.hint)))
        version = state.version
        n_gates = version.n_gates if version is not None else 0
        for tab, count in (
            ("versions", len(state.versions)),
            ("gates", n_gates),
            ("log", len(state.log)),
        ):
            self.tabs.set_count(tab, count)
        if state.tab == "difference":
            self.difference_part()
        elif state.tab == "card":
            self.card_part()
        elif state.tab == "lineage":
            self.lineage_wanted.emit()
        self.tabs.set_value(state.tab)
        self.tabs.setVisible(bool(state.name) and not state.is_only_outside)
        for card in self._judged:
            card.setVisible(not state.is_only_outside)
        self.outside.show_rows(state.outside)
        for name, part in self._parts.items():
            part.setVisible(bool(state.name) and name == state.tab)
        self._draw_versions(state)
        self._draw_gates(state)
        self._draw_log(state)

    def _is_new(self, part: str, shown: object) -> bool:
        if self._drawn.get(part) == shown:
            return False
        self._drawn[part] = shown
        return True

    def _draw_versions(self, state: ModelsState) -> None:
        if self._is_new("columns", (state.metric, state.decimals)):
            self.table.set_columns(self._columns(state.metric or tr("Metric"), state.decimals))
        drawn = state.drawn
        shown = (state.name, state.versions, state.champion)
        if self._is_new("chart", (*shown, state.metrics, drawn)):
            self._numbers = [version.number for version in reversed(state.versions)]
            self._draw_chart(state)
        if self._is_new("versions", shown):
            self.table.set_source(RowsSource([_cells(v) for v in state.versions]))
        if state.chosen is not None and state.chosen in self._numbers:
            self.chart.set_chosen(self._numbers.index(state.chosen))
            if self.table.current_key() != state.chosen:
                self.table.set_current(state.chosen)

    def _draw_chart(self, state: ModelsState) -> None:
        drawn = state.drawn
        options = [Option(one.id, spoken(one.title)) for one in state.metrics]
        self.drawn.set_options(options, None if drawn is None else drawn.id)
        if drawn is not None:
            self.chart.set_measure(drawn.title, None)
            self.chart.set_points([_point(v, state, drawn.id) for v in reversed(state.versions)])
        marks = [
            Entry(tr("new data"), "accent", "box")
            if any(v.has_new_data for v in state.versions)
            else None,
            Entry(tr("new code"), "candidate", "box")
            if any(v.has_new_code for v in state.versions)
            else None,
        ]
        self._legend.set_entries([*_SIGNS, *(mark for mark in marks if mark is not None)])

    def _draw_gates(self, state: ModelsState) -> None:
        if state.tab == "gates":  # its fields are made for who looks at them
            self.gate_set.show_set(state.gate_set)

    def _draw_log(self, state: ModelsState) -> None:
        if self._is_new("log", state.log):
            self.log.set_source(
                RowsSource(
                    [
                        {
                            "id": line.id,
                            "at": _when(from_iso(line.at)),
                            "by": AvatarCell(line.by, line.is_worker, True),
                            "sentence": line.sentence,
                            "note": line.note,
                        }
                        for line in state.log
                    ]
                )
            )

    # Intentions

    def _on_level(self) -> None:
        self.tab_chosen.emit("level")

    def _on_row(self, key: object) -> None:
        if isinstance(key, int):
            self.version_chosen.emit(key)

    def _on_metric(self, metric: object) -> None:
        self.metric_chosen.emit(str(metric))

    def _on_point(self, at: int) -> None:
        if 0 <= at < len(self._numbers):
            self.version_chosen.emit(self._numbers[at])


def _when(moment: datetime) -> str:
    return f"{numbers.day(moment)}, {numbers.clock(moment)}"


def _point(version: VersionRow, state: ModelsState, metric: str) -> VersionPoint:
    range_ = version.source.intervals.get(metric) or {}
    return VersionPoint(
        f"v{version.number}",
        version.source.metrics.get(metric),
        range_.get("low"),
        range_.get("high"),
        was_champion=version.was_champion,
        is_candidate=version.stage is Stage.CANDIDATE,
        is_current=version.number == state.champion,
        key=str(version.number),
        has_new_data=version.has_new_data,
        has_new_code=version.has_new_code,
    )


def _cells(version: VersionRow) -> dict[str, object]:
    words, tone, icon = STAGES[version.stage]
    is_fine = version.has_passed
    sign = "circle-check" if is_fine else "octagon-minus"
    gates: object = StatusCell("good" if is_fine else "bad", version.gates_words, icon=sign)
    if not version.n_gates:
        gates = StatusCell("idle", tr("not run"))
    return {
        "id": version.number,
        "version": TextCell(f"v{version.number}"),
        "stage": [ChipCell(words, tone, icon), *(ChipCell(name) for name in version.labels)],
        "value": version.value,
        EXPLAINED: {"change": Number(tr("Change"), rows=same_rows_words(version.compared_rows))},
        "change": DeltaCell(version.change, version.is_better),
        "gates": gates,
        "by": version.trained_by,
        "at": version.registered_at,
    }
