"""The lineage of a thing, drawn and listed: what went into it, and what came of it.

A part for pages: the page says whose lineage, the panel reads it and leads on.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.lineage import TITLES, Key, Node
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.lineage_chart import LineageChart
from tidemill.gui.kit.charts.lineage_drawing import Drawing
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.filter_field import FilterField
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets.lineage_state import (
    ALL,
    BACK,
    FORWARD,
    Row,
    ShownLineage,
    listed,
    meant,
    node_name,
    read,
)
from tidemill.gui.shell.page import SCHEME, PageContext

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter

_COLUMNS = (
    TableColumn("kind", tr("Kind"), 110, sortable=False, tone="text2"),
    TableColumn("name", tr("Name"), 170, stretch=1, sortable=False, role="strong"),
    TableColumn("words", tr("What is known"), 200, stretch=2, sortable=False, tone="text2"),
    TableColumn("steps", tr("Steps"), 76, sortable=False, tone="text2"),
)
_MOST_ROWS = 14


class LineagePanel(QWidget):
    """Reads and shows lineages. `show_address` begins at a thing as `lineage_graph.of` names it.

    A thing is chosen in the drawing or the list, opened in its own place by a double click or
    Enter, and made the beginning by *Begin here*, which asks what came of a file, or of a person.
    """

    def __init__(self, context: PageContext, key: str, parent: QWidget | None = None) -> None:
        """Know nothing yet; `key` keeps the operations of two panels apart."""
        super().__init__(parent)
        self._context, self._key = context, key
        self.state = ShownLineage()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.problem = ErrorPanel(action=tr("Try again"))
        self.problem.acted.connect(self.reload)
        self.problem.set_error("")
        column.addWidget(self.problem)
        self._body = QWidget()
        column.addWidget(self._body)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        inner.addWidget(self._make_drawing())
        inner.addWidget(self._make_list())
        show_if(self._body, False)

    def _make_drawing(self) -> Card:
        card = Card()
        head = QHBoxLayout()
        head.setSpacing(8)
        self.said = Label("", "small", "text2")
        self.back = Button(tr("Back"), "arrow-left", "ghost", height=28)
        self.back.clicked.connect(self.go_back)
        head.addWidget(self.said, 1)
        head.addWidget(self.back)
        card.body.addLayout(head)
        self.chart = LineageChart()
        self.chart.node_chosen.connect(self._on_chosen)
        self.chart.node_opened.connect(self.open)
        self._sideways = _Sideways(self.chart)
        card.body.addWidget(self._sideways)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(1)
        self.name = Label("", "strong", elide="middle")
        self.words = Paragraph("", "small", "text2")
        words.addWidget(self.name)
        words.addWidget(self.words)
        foot.addLayout(words, 1)
        self.begin = Button(tr("Begin here"), "locate-fixed", height=30)
        self.begin.clicked.connect(self._on_begin)
        self.opener = Button(tr("Open"), "arrow-up-right", height=30)
        self.opener.clicked.connect(self._on_open)
        foot.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(foot)
        return card

    def _make_list(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.filter = FilterField(tr("Search the lineage"))
        self.filter.text_changed.connect(self._on_search)
        self.way = Segment(
            [(ALL, tr("All")), (BACK, tr("What went in")), (FORWARD, tr("What came of it"))],
            ALL,
            name=tr("Show"),
        )
        self.way.changed.connect(self._on_search)
        row.addWidget(self.filter, 1)
        row.addWidget(self.way)
        column.addLayout(row)
        self.table = LazyTable(_COLUMNS, row_height=32, auto_height=True, name=tr("Lineage"))
        self.table.set_most_rows(_MOST_ROWS)
        self.table.current_changed.connect(self._on_row)
        self.table.activated_row.connect(self.open)
        card = Card((1, 1))
        card.body.addWidget(self.table)
        column.addWidget(card)
        return part

    # Reading

    def show_address(self, address: str) -> None:
        """Show whose lineage; what is shown already stays, as the person left it."""
        first = self.state.trail[0] if self.state.trail else self.state.address
        if address != first:
            self._read(address, ())

    def reload(self) -> None:
        """Read again what is shown."""
        self._read(self.state.address, self.state.trail)

    def go_back(self) -> None:
        """Back to what was the beginning before."""
        if self.state.trail:
            self._read(self.state.trail[-1], self.state.trail[:-1])

    def is_busy(self) -> bool:
        """Whether it is being read."""
        return self._context.operations.is_busy(self._key)

    def _read(self, address: str, trail: tuple[str, ...]) -> None:
        workspace = self._context.workspace
        self.state = ShownLineage(
            address, self.state.drawing, is_busy=True, way=str(self.way.value()), trail=trail
        )
        words, way = self.filter.text(), self.state.way

        def work(_reporter: "Reporter") -> tuple[Drawing, tuple[Row, ...]]:
            drawing = read(workspace, address)
            return drawing, listed(drawing.graph, words, way)

        self._context.operations.run(self._key, work, self._on_read, self._on_failed)

    def _on_read(self, found: tuple[Drawing, tuple[Row, ...]]) -> None:
        drawing, rows = found
        self.state = replace(self.state, drawing=drawing, rows=rows, is_busy=False, problem=None)
        self.problem.set_error("")
        show_if(self._body, True)
        show_if(self.back, bool(self.state.trail))
        self.chart.set_drawing(drawing)
        self.said.set_text(self.chart.description())
        self.table.set_source(RowsSource(rows))
        self._show_node(drawing.graph.start)
        self._sideways.follow(is_begun=True)

    def _on_failed(self, error: TidemillError) -> None:
        self.state = replace(self.state, is_busy=False, problem=error)
        self.problem.set_error(error.message, error.hint, error.detail, tr("Try again"))
        show_if(self._body, self.state.drawing is not None)

    # Searching

    def _on_search(self, _value: object = None) -> None:
        drawing, words, way = self.state.drawing, self.filter.text(), str(self.way.value())
        if drawing is None:
            return
        self.state = replace(self.state, words=words, way=way)
        graph = drawing.graph

        def work(_reporter: "Reporter") -> tuple[Row, ...]:
            return listed(graph, words, way)

        self._context.operations.run(f"{self._key}.find", work, self._on_listed)

    def _on_listed(self, rows: tuple[Row, ...]) -> None:
        self.state = replace(self.state, rows=rows)
        self.table.set_source(RowsSource(rows))

    # Walking

    def _node(self, key: object) -> Node | None:
        drawing = self.state.drawing
        return drawing.nodes.get(key) if drawing is not None and isinstance(key, Key) else None

    def _show_node(self, key: Key) -> None:
        node = self._node(key)
        if node is None:
            return
        self.name.set_text(f"{spoken(TITLES[key.kind])}: {node_name(node)}")
        self.words.set_text(spoken(node.words))
        show_if(self.words, bool(node.words))
        self.opener.setEnabled(bool(node.address))
        drawing = self.state.drawing
        is_start = drawing is not None and key == drawing.graph.start
        self.begin.setEnabled(bool(meant(node)) and not is_start)

    def _on_chosen(self, key: Key) -> None:
        self._show_node(key)
        self._sideways.follow()
        if self.table.current_key() != key and any(row["id"] == key for row in self.state.rows):
            self.table.set_current(key)

    def _on_row(self, key: object) -> None:
        if isinstance(key, Key) and key != self.chart.chosen():
            self.chart.choose(key)
            self._show_node(key)
            self._sideways.follow()

    def _on_begin(self) -> None:
        node = self._node(self.chart.chosen())
        if node is not None and meant(node):
            self._read(meant(node), (*self.state.trail, self.state.address))

    def _on_open(self) -> None:
        self.open(self.chart.chosen())

    def open(self, key: object) -> None:
        """Go to a thing in its own place, where it has one."""
        node = self._node(key)
        if node is not None and node.address:
            self._context.navigate(f"{SCHEME}{node.address}")


class _Sideways(QScrollArea):
    """Lets a wide drawing be moved sideways, and never up and down: the page does that."""

    def __init__(self, chart: LineageChart) -> None:
        super().__init__()
        self._chart = chart
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(chart)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        chart.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen thing in view."""
        super().resizeEvent(event)
        self.follow()

    def follow(self, *, is_begun: bool = False) -> None:
        """Bring the chosen thing into view, and be as high as the drawing."""
        bar = self.horizontalScrollBar()
        tall = self._chart.sizeHint().height() + bar.sizeHint().height()
        if self.height() != tall:
            self.setFixedHeight(tall)
        chosen = self._chart.chosen()
        rect = None if chosen is None else self._chart.rect_of(chosen)
        if rect is None:
            return
        spot = rect.center().toPoint()
        if is_begun:
            bar.setValue(spot.x() - self.viewport().width() // 2)
        self.ensureVisible(spot.x(), spot.y(), round(1.5 * rect.width()), 0)  # its ties as well
