"""The heads over the columns: a run's marker, name, chips, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QEnterEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.chips import chip_width, paint_chip
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS
from tidemill.gui.pages.experiments.compare.state import RunHead
from tidemill.gui.pages.experiments.compare.table import Columns, columns_for

_TALL = 54
_BEFORE = 22


_FAR = 12


def ink_of(place: int) -> QColor:
    """The colour of a run by its place; past eight all are quiet."""
    return colour(f"chart.{place}") if place < len(MARKERS) else colour("reference")


class HeadButton(Control):
    """A run's head; a click opens its menu, dragging it to the first place makes it the baseline.

    Emits `pointed(is pointed at)` and `dragged(x in the row, is released)`.
    """

    pointed = Signal(bool)
    dragged = Signal(int, bool)

    def __init__(self, head: RunHead, parent: QWidget | None = None) -> None:
        """Show a run; its place gives marker and colour."""
        super().__init__(head.name, parent)
        self.head = head
        self._at = head.place
        self._pressed: QPointF | None = None
        self._is_dragging = False
        self._opacity = 1.0
        chips = ", ".join(chip.text for chip in head.chips)
        self.setAccessibleName(", ".join(part for part in (head.name, chips, head.note) if part))
        more = [spoken(chip.tooltip) for chip in head.chips if chip.tooltip]
        self.setToolTip("\n".join([head.name, head.note, *more]))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(200, metrics.current().scaled(_TALL - 8))

    def minimumSizeHint(self) -> QSize:
        """A name may be elided."""
        return QSize(0, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Bring the run forward."""
        super().enterEvent(event)
        self.pointed.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Let the run go back."""
        super().leaveEvent(event)
        self.pointed.emit(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Bring the run forward."""
        super().focusInEvent(event)
        self.pointed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the run go back."""
        super().focusOutEvent(event)
        self.pointed.emit(False)

    def set_in(self, is_in: bool) -> None:
        """Quieten a run that a brush leaves out."""
        self._opacity = 1.0 if is_in else 0.4
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the head, perhaps to drag it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where it is dragged."""
        super().mouseMoveEvent(event)
        if self._pressed is not None and abs(event.position().x() - self._pressed.x()) > _FAR:
            self._is_dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._is_dragging:
            self.dragged.emit(round(self.x() + event.position().x()), False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it down; that is no click."""
        was_dragging, self._is_dragging, self._pressed = self._is_dragging, False, None
        self.unsetCursor()
        if was_dragging:
            self.setDown(False)
            self.dragged.emit(round(self.x() + event.position().x()), True)
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint marker, name, chips and the second line."""
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        rect = QRectF(self.rect())
        if self.is_pressed() or self.is_hovered():
            ground = "pressed" if self.is_pressed() else "hover"
            painting.box(painter, rect, metrics.current().radius_small, ground)
        half = (rect.height() - 6) / 2
        name = QRectF(_BEFORE + 6, 3, rect.width() - _BEFORE - 10, half)
        note = QRectF(name.left(), 3 + half, name.width(), half)
        spot = QPointF(6 + 8, rect.center().y())
        paint_marker(painter, spot, MARKERS[self._at % len(MARKERS)], ink_of(self._at), 12)
        wide = sum(chip_width(chip.text, chip.tone) + 6 for chip in self.head.chips)
        is_room = name.width() - wide > min(90, face("h3").width(self.head.name))
        free = name.width() - wide if is_room else name.width()
        used = face("h3").width(face("h3").elided(self.head.name, free, "middle"))
        spread = QRectF(name.left(), name.top(), used + 2, name.height())
        painting.text(painter, spread, self.head.name, "h3", "text", elide="middle")
        if is_room:
            left = name.left() + used + 8
            for chip in self.head.chips:
                left += paint_chip(painter, left, name.center().y(), chip.text, chip.tone) + 6
            painting.text(painter, note, self.head.note, "small", "text3")
        else:
            self._paint_second_line(painter, note)
        if self.is_focus_shown():
            painting.box(painter, rect, metrics.current().radius_small, None, "focus", 2.0)

    def _paint_second_line(self, painter: QPainter, line: QRectF) -> None:
        """Chips under a name that fills the column; the note where there are none."""
        if not self.head.chips:
            painting.text(painter, line, self.head.note, "small", "text3")
            return
        left = line.left()
        for chip in self.head.chips:
            room = line.right() - left
            if room < 28:
                return
            middle = line.center().y()
            left += paint_chip(painter, left, middle, chip.text, chip.tone, room=room) + 4


class HeadRow(QWidget):
    """The heads in the columns of the table.

    Emits `pointed(run)`, -1 for none, `baseline_wanted`, `run_wanted`, `removed` with an id, and
    `moved(id, column)` for a head that was dragged.
    """

    pointed = Signal(int)
    moved = Signal(str, int)
    baseline_wanted = Signal(str)
    run_wanted = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a row without heads."""
        super().__init__(parent)
        self._buttons: list[HeadButton] = []
        self._heads: tuple[RunHead, ...] = ()
        self._drop_at = -1
        self._across = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def buttons(self) -> list[HeadButton]:
        """The heads from the left."""
        return list(self._buttons)

    def set_heads(self, heads: Sequence[RunHead]) -> None:
        """Show these runs."""
        if tuple(heads) == self._heads:
            return
        self._heads = tuple(heads)
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = []
        for head in heads:
            made = HeadButton(head, self)
            made.pointed.connect(self._on_pointed)
            made.dragged.connect(self._on_dragged)
            made.clicked.connect(self._open_menu)
            made.show()
            self._buttons.append(made)
        self._lay_out()

    def set_across(self, width: int) -> None:
        """Stand over a table of this width, which may have a scroll bar beside it."""
        if width != self._across:
            self._across = width
            self._lay_out()
            self.update()

    def _columns(self) -> Columns:
        return columns_for(self._across or self.width(), len(self._buttons))

    def retheme(self) -> None:
        """Take the new heights."""
        self.updateGeometry()
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Two lines and a little air."""
        return QSize(600, metrics.current().scaled(_TALL))

    def minimumSizeHint(self) -> QSize:
        """The columns shrink."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the heads over their columns."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line under the heads."""
        painter = QPainter(self)
        below = self.height() - 1
        painting.hairline(painter, 10, below, self.width() - 10, below, "line_strong")
        if self._drop_at >= 0:
            x = self._columns().left(self._drop_at) - _BEFORE - 8
            painting.hairline(painter, x, 4, x + 2, below - 4, "accent")

    def _on_dragged(self, x: int, is_released: bool) -> None:
        button = self.sender()
        columns = self._columns()
        at = round((x - columns.left(0) + _BEFORE) / max(1, columns.run) - 0.5)
        at = max(0, min(len(self._buttons) - 1, at))
        self._drop_at = -1 if is_released else at
        self.update()
        if is_released and isinstance(button, HeadButton) and self._buttons[at] is not button:
            self.moved.emit(button.head.id, at)

    def show_brushed(self, places: Sequence[bool]) -> None:
        """Quieten the runs that a brush leaves out; one answer a head."""
        for button, is_in in zip(self._buttons, places, strict=True):
            button.set_in(is_in)

    def _lay_out(self) -> None:
        columns = self._columns()
        tall = metrics.current().scaled(_TALL - 8)
        for at, button in enumerate(self._buttons):
            left = columns.left(at) - _BEFORE - 6
            button.setGeometry(left, 4, columns.run - 2, tall)

    def _on_pointed(self, is_in: bool) -> None:
        sender = self.sender()
        if isinstance(sender, HeadButton):
            self.pointed.emit(sender.head.place if is_in else -1)

    def _open_menu(self) -> None:
        button = self.sender()
        assert isinstance(button, HeadButton)
        menu = self.menu_for(button.head)
        menu.open_below(button)

    def menu_for(self, head: RunHead) -> Menu:
        """What can be done with a run."""
        menu = Menu(self)
        is_first = bool(self._heads) and self._heads[0].id == head.id
        menu.add(tr("Open run"), "flask-conical", value=("open", head.id))
        menu.add(
            tr("Make the baseline"), "scale", value=("baseline", head.id), is_enabled=not is_first
        )
        why = "" if len(self._heads) > 2 else tr("A comparison needs two runs")
        menu.add(tr("Take out"), "x", value=("remove", head.id), is_enabled=not why, tooltip=why)
        menu.triggered.connect(self._on_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _on_chosen(self, action: QAction) -> None:
        verb, run_id = action.data()
        wanted = {"open": self.run_wanted, "baseline": self.baseline_wanted, "remove": self.removed}
        wanted[verb].emit(run_id)
