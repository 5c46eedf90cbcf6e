"""What every chart can do: say itself in a sentence, become a table, be reached by keyboard."""

from typing import cast

from PySide6.QtCore import QEvent, QMetaMethod, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import explained, key_map, painting
from tidemill.gui.kit.chart_table import ChartTable
from tidemill.gui.kit.charts import saving
from tidemill.gui.kit.charts.picture import Picture, Table
from tidemill.gui.kit.control import is_by_keyboard
from tidemill.gui.kit.files import host_of
from tidemill.gui.kit.menu import Menu

__all__ = ["Chart", "Table"]


class Chart(Picture):
    """A picture of data that becomes a table for the key V and saves itself from its menu.

    `table_requested` comes for the key V; where nobody listens the chart shows its table itself.
    """

    table_requested = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        """Make an empty chart; `name` says what it is of."""
        super().__init__(name, parent)
        self._is_focus_shown = False
        self._term = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def tell(self) -> None:
        """Bring the description up to date after the data changed, and repaint."""
        self.setAccessibleDescription(self.description())
        self.update()

    # What its numbers mean

    def set_term(self, term: str) -> None:
        """Say what its numbers are explained by, where the chart's name does not say it."""
        self._term = term

    def explained_at(self, _spot: QPoint) -> explained.Number | None:
        """The kind of number drawn; None where it is known by no name."""
        number = explained.Number(self._term or self.name())
        return number if explained.explanation(number) is not None else None

    def numbers_told(self) -> list[explained.Number]:
        """The kind of number drawn."""
        number = self.explained_at(QPoint())
        return [number] if number is not None else []

    def say(self, spot: QPoint, words: str) -> None:
        """Say what lies under the pointer in a tooltip, and what its numbers mean."""
        explained.say(spot, words, self.explained_at(spot), self)

    def event(self, event: QEvent) -> bool:
        """Take the table's key before the window does; explain what is drawn under the pointer."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and key_map.is_pressed("chart_table", event)
        ):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            asked = cast(QHelpEvent, event)
            number = self.explained_at(asked.pos())
            if number is not None and explained.show(asked.globalPos(), number, self):
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """V asks for the table."""
        if key_map.is_pressed("chart_table", event):
            self.show_table()
            return
        super().keyPressEvent(event)

    # The menu of every chart

    def show_table(self) -> None:
        """Ask for the table, or show it where nobody else does."""
        self.table_requested.emit()
        if self.isSignalConnected(QMetaMethod.fromSignal(self.table_requested)):
            return
        host = host_of(self)
        if host is not None:
            host.open_sheet(ChartTable(self.window(), self, self.title()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what every chart can do."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        spot = self.mapToGlobal(QPoint(12, 12)) if is_by_key else event.globalPos()
        menu = Menu(self)
        self.fill_menu(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)

    def fill_menu(self, menu: Menu) -> None:
        """Add what every chart can do to a menu."""
        menu.add(tr("Show as table"), "table", "V", value="table")
        menu.add(tr("Copy"), "copy", value="copy")
        if host_of(self) is not None:
            menu.addSeparator()
            for kind in saving.KINDS:
                icon = "file-spreadsheet" if kind.ending == "csv" else "image-down"
                menu.add(kind.words, icon, value=kind.ending)
        menu.triggered.connect(self._on_menu)

    def _on_menu(self, action: QAction) -> None:
        wanted = action.data()
        if wanted == "table":
            self.show_table()
        elif wanted == "copy":
            saving.copy(self)
        elif wanted in {kind.ending for kind in saving.KINDS}:
            self.save_as(wanted)

    def save_as(self, ending: str) -> None:
        """Have the chart written as `png`, `svg` or `csv` to where the person says."""
        host = host_of(self)
        if host is not None:
            host.save_file(saving.wish_for(self, ending))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether focus came by keyboard."""
        self._is_focus_shown = is_by_keyboard(event.reason(), self._is_focus_shown)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Repaint without the ring."""
        super().focusOutEvent(event)
        self.update()

    def paint_ring(self, painter: QPainter) -> None:
        """Paint the focus ring, if it is due."""
        if self.hasFocus() and self._is_focus_shown:
            painting.box(painter, QRectF(self.rect()), 6, None, "focus", 2.0)

    def paint_nothing(self, painter: QPainter, words: str = tr("Nothing known yet")) -> None:
        """Say in the picture's place that there is nothing to draw, and why."""
        painting.text(painter, QRectF(self.rect()), words, "small", "text3", "center")
