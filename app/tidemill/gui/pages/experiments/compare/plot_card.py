"""The card around a plot: its title, what it says and on how many rows, its menu, the picture."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.charts.curve_chart import CurveChart
from tidemill.gui.kit.charts.legend import Entry
from tidemill.gui.kit.charts.line_chart import LineChart
from tidemill.gui.kit.charts.parallel import ParallelCoordinates
from tidemill.gui.kit.charts.point_cloud import PointCloud
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.menu import Menu
from tidemill.gui.pages.experiments.compare.linking import Mask
from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec

_HEAD = 40
_FULL = 460
_GROWING = (CurveChart, LineChart, ParallelCoordinates, PointCloud)
"""Charts that take the height they are given; the others have rows of their own height."""


class PlotCard(Card):
    """One plot of the grid.

    Emits `pointed(run)`, -1 for none; `brushed(rows)`; `table_wanted(chart, title)`;
    `acted(verb)` for what is done with the card itself (`earlier`, `later`, `wide`, `half`,
    `remove`, `full`); `dropped(global point)` after it was dragged by its head;
    `spec_changed(spec)` when something was chosen in it.
    """

    pointed = Signal(int)
    brushed = Signal(object)
    table_wanted = Signal(object, str)
    acted = Signal(str)
    dropped = Signal(QPoint)
    spec_changed = Signal(object)

    def __init__(
        self,
        spec: PlotSpec,
        title: str,
        subtitle: str,
        chart: Chart | None,
        missing: str = "",
        legend: Sequence[Entry] = (),
    ) -> None:
        """Frame a chart; without one `missing` stands in its place."""
        super().__init__(spacing=6)
        self.spec = spec
        self.title = title
        self.chart = chart
        self.is_full = False
        self._pressed: QPointF | None = None
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._title = Label(title, "h3", elide="right")
        self._subtitle = Label(subtitle, "small", "text3")
        self._head.addWidget(self._title)
        self._head.addWidget(self._subtitle, 1, Qt.AlignmentFlag.AlignVCenter)
        self.more = IconButton("ellipsis", tr("{title}: more", title=title), size=24)
        self.more.clicked.connect(self._open_menu)
        self.expand = IconButton(
            "maximize-2", tr("{title}: whole page", title=title), size=24, icon_size=14
        )
        self.expand.clicked.connect(self._on_expand)
        self._head.addWidget(self.more)
        self._head.addWidget(self.expand)
        self.body.addLayout(self._head)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if chart is None:
            self.body.addStretch(1)
            self.body.addWidget(Label(missing, "small", "text3", align="center"))
            self.body.addStretch(1)
            self.setMinimumHeight(120)
            return
        chart.set_heading(title, subtitle, legend)
        self.body.addWidget(chart)
        self.body.addStretch(1)
        chart.table_requested.connect(self._on_table)

    def add_control(self, widget: QWidget) -> None:
        """Put a choice before the buttons of the head."""
        self._head.insertWidget(2, widget)

    def set_words(self, title: str, subtitle: str) -> None:
        """Change what stands over the plot."""
        self.title = title
        self._title.set_text(title)
        self._subtitle.set_text(subtitle)
        if self.chart is not None:
            self.chart.set_heading(title, subtitle, self.chart.legend())

    def highlight(self, run: int) -> None:
        """Bring a run forward; -1 is none. Cards with curves and marks override this."""

    def restrict(self, rows: Mask | None) -> None:
        """Quieten the runs outside a brush of another plot; None quietens none."""

    def clear_brushes(self) -> None:
        """Take a brush of this plot away."""

    def is_drawn(self) -> bool:
        """Whether all of it has been drawn."""
        return True

    def stop(self) -> None:
        """Read no more: the card goes away."""

    def choose(self, name: str, value: str) -> None:
        """Choose something in the plot, and tell."""
        self.spec = self.spec.with_option(name, value)
        self.spec_changed.emit(self.spec)

    # Menu

    def fill_menu(self, menu: Menu) -> None:
        """Add what can be chosen in this kind of plot; nothing unless overridden."""

    def menu(self) -> Menu:
        """All that can be done with the plot."""
        menu = Menu(self)
        self.fill_menu(menu)
        if menu.actions():
            menu.addSeparator()
        if self.chart is not None:
            self.chart.fill_menu(menu)
            menu.addSeparator()
        if not self.is_full:
            words = tr("Half the width") if self.spec.is_wide else tr("Whole width")
            wanted = "half" if self.spec.is_wide else "wide"
            menu.add(words, "move-horizontal", value=("card", wanted))
            menu.add(tr("Move earlier"), "arrow-up", value=("card", "earlier"))
            menu.add(tr("Move later"), "arrow-down", value=("card", "later"))
            menu.add(tr("Remove"), "trash-2", value=("card", "remove"))
        menu.triggered.connect(self._on_menu)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_menu(self) -> None:
        self.menu().open_below(self.more, is_right_aligned=True)

    def _on_menu(self, action: QAction) -> None:
        value = action.data()
        if not isinstance(value, tuple) or len(value) < 2:
            return
        if value[0] == "card":
            self.acted.emit(value[1])
        elif value[0] == "choose":
            self.choose(value[1], value[2])

    def _on_table(self) -> None:
        self.table_wanted.emit(self.chart, self.title)

    def set_full(self, is_full: bool) -> None:
        """Say that the card fills the page, or no longer."""
        self.is_full = is_full
        if self.chart is not None and isinstance(self.chart, _GROWING):
            self.chart.setMinimumHeight(_FULL if is_full else 0)
        self.expand.set_icon("minimize-2" if is_full else "maximize-2")
        words = tr("back among the others") if is_full else tr("whole page")
        self.expand.set_name(f"{self.title}: {words}", "Esc" if is_full else "")

    def _on_expand(self) -> None:
        self.acted.emit("full")

    # Dragging by the head

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the card by its head."""
        if event.button() == Qt.MouseButton.LeftButton and event.position().y() < _HEAD:
            self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that it is being moved."""
        if self._pressed is not None:
            far = (event.position() - self._pressed).manhattanLength()
            if far > 8 and not self.is_full:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.set_selected(True)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it where the pointer is."""
        pressed, self._pressed = self._pressed, None
        self.unsetCursor()
        self.set_selected(False)
        super().mouseReleaseEvent(event)
        if pressed is None or self.is_full:
            return
        if (event.position() - pressed).manhattanLength() > 8:
            self.dropped.emit(event.globalPosition().toPoint())
