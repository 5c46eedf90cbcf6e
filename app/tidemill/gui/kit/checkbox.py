"""Checkboxes and radio buttons."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import brush, colour

CheckState = Literal["off", "on", "some"]

_GAP = 8


def paint_check(
    painter: QPainter,
    rect: QRectF,
    state: CheckState,
    is_enabled: bool = True,
    is_hovered: bool = False,
) -> None:
    """Paint a checkbox into a square of 16 px."""
    radius = 4
    if state == "off":
        edge = "control" if is_enabled else "line_strong"
        ground = "hover" if is_hovered and is_enabled else "surface"
        painting.box(painter, rect, radius, ground, edge)
        return
    ground = "disabled" if not is_enabled else "accent_hover" if is_hovered else "accent"
    painting.box(painter, rect, radius, ground)
    mark = QPen(colour("on_accent" if is_enabled else "surface"), 1.7)
    mark.setCapStyle(Qt.PenCapStyle.RoundCap)
    mark.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(mark)
    left, top, unit = rect.left(), rect.top(), rect.width() / 16
    if state == "some":
        painter.drawLine(
            QPointF(left + 4.5 * unit, top + 8 * unit), QPointF(left + 11.5 * unit, top + 8 * unit)
        )
        return
    painter.drawPolyline(
        [
            QPointF(left + 4.2 * unit, top + 8.3 * unit),
            QPointF(left + 6.9 * unit, top + 11 * unit),
            QPointF(left + 11.9 * unit, top + 5.4 * unit),
        ]
    )


class _Tick(Control):
    """What checkboxes and radio buttons share: a mark, words, a second part of the words."""

    def __init__(self, text: str, note: str, is_checked: bool, parent: QWidget | None) -> None:
        super().__init__(text, parent)
        self._note = note
        self.setCheckable(True)
        self.setChecked(is_checked)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if note:
            self.setAccessibleDescription(note)

    def sizeHint(self) -> QSize:
        """Mark, words and note."""
        side = metrics.current().checkbox
        wide: float = side
        if self._words:
            wide += _GAP + face("strong").width(self._words)
        if self._note:
            wide += _GAP + face("small").width(self._note)
        return QSize(round(wide + 4.5), metrics.current().scaled(24))

    def minimumSizeHint(self) -> QSize:
        """The words may be elided."""
        return QSize(min(60, self.sizeHint().width()), self.sizeHint().height())

    def _mark(self) -> QRectF:
        side = metrics.current().checkbox
        return QRectF(2, round((self.height() - side) / 2), side, side)

    def _paint_words(self, painter: QPainter) -> None:
        mark = self._mark()
        if self.is_focus_shown():
            painting.box(painter, mark.adjusted(-2, -2, 2, 2), 6, None, "focus", 2.0)
        left = mark.right() + _GAP
        room = QRectF(left, 0, self.width() - left, self.height())
        ink = "text" if self.isEnabled() else "disabled"
        wide = painting.text(painter, room, self._words, "strong", ink)
        if self._note:
            room.setLeft(left + wide + _GAP)
            tone = "text3" if self.isEnabled() else "disabled"
            painting.text(painter, room, self._note, "small", tone)


class CheckBox(_Tick):
    """A checkbox; emits Qt's `toggled(bool)`."""

    def __init__(
        self,
        text: str = "",
        note: str = "",
        is_checked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a checkbox; `note` is a quieter second part of its words."""
        self._is_some = False
        super().__init__(text, note, is_checked, parent)

    def set_partly(self, is_some: bool) -> None:
        """Show that some of what it stands for is chosen; a click then chooses all."""
        self._is_some = is_some
        self.update()

    def nextCheckState(self) -> None:
        """From partly to all, else to the other."""
        if self._is_some:
            self._is_some = False
            self.setChecked(True)
        else:
            self.setChecked(not self.isChecked())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box and words."""
        painter = QPainter(self)
        state: CheckState = "some" if self._is_some else "on" if self.isChecked() else "off"
        paint_check(painter, self._mark(), state, self.isEnabled(), self.is_hovered())
        self._paint_words(painter)


class Radio(_Tick):
    """A radio button; those of one parent exclude each other. Emits Qt's `toggled(bool)`."""

    def __init__(
        self,
        text: str = "",
        note: str = "",
        is_checked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a radio button; `note` is a quieter second part of its words."""
        super().__init__(text, note, is_checked, parent)
        self.setAutoExclusive(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circle and words."""
        painter = QPainter(self)
        mark = self._mark()
        side = mark.width()
        is_on = self.isChecked()
        edge = ("accent" if is_on else "control") if self.isEnabled() else "disabled"
        ground = "hover" if self.is_hovered() else "surface"
        painting.box(painter, mark, side / 2, ground, edge, 1.5 if is_on else 1.0)
        if is_on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush(edge))
            painter.drawEllipse(mark.center(), side * 0.25, side * 0.25)
        self._paint_words(painter)
