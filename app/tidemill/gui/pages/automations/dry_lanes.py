"""A dry run drawn as lanes: each file a column that goes down as far as it would have come."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.chips import chip_width, paint_chip
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.theme import colour
from tidemill.gui.pages.automations.dry_state import DryColumn, DryState

_NAMES, _HEAD, _LANE = 128, 26, 40
_ICONS = ("file-text", "shield-check", "refresh-cw", "hand", "crown")
_FILES, _CHECKS, _FITS, _ENDS, _HAND = range(5)
_FIT = {
    "better": ("arrow-up", "good_tint", "good"),
    "same": ("equal", "sunken", "text2"),
    "stopped": ("x", "bad_tint", "bad"),
    "unknown": ("circle-question-mark", "sunken", "text3"),
}


class DryLanes(QWidget):
    """Emits `chosen(at)` for the column that the person points to."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self._state = DryState()
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_run(self, state: DryState) -> None:
        """Draw a dry run."""
        if state.columns != self._state.columns:
            self._at = -1
        self._state = state
        counts = ", ".join(f"{one.number} {one.words}" for one in state.counts)
        self.setAccessibleName(tr("What would have happened"))
        self.setAccessibleDescription(tr("{counts}. Left and Right walk the files.", counts=counts))
        self.updateGeometry()
        self.update()

    def choose(self, at: int) -> None:
        """Mark a column."""
        if at != self._at:
            self._at = at
            self.update()

    def chosen_column(self) -> int:
        """The marked column; -1 for none."""
        return self._at

    def sizeHint(self) -> QSize:
        """Five lanes and their head."""
        scaled = metrics.current().scaled
        return QSize(560, scaled(_HEAD) + 5 * scaled(_LANE))

    def minimumSizeHint(self) -> QSize:
        """Columns come closer where there is less room."""
        return QSize(280, self.sizeHint().height())

    # Where things are

    def _step(self) -> float:
        n = max(1, len(self._state.columns))
        return (self.width() - _NAMES - 12) / n

    def _x(self, place: float) -> float:
        return _NAMES + (place + 0.5) * self._step()

    def _y(self, lane: int) -> float:
        scaled = metrics.current().scaled
        return scaled(_HEAD) + (lane + 0.5) * scaled(_LANE)

    def column_at(self, spot: QPointF) -> int:
        """The column under a point; -1 for none."""
        at = int((spot.x() - _NAMES) // self._step()) if spot.x() >= _NAMES else -1
        return at if 0 <= at < len(self._state.columns) else -1

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint head, lanes, columns and what was done by hand."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        for column in self._state.columns:
            self._paint_column(painter, column)
        self._paint_by_hand(painter)
        if self.hasFocus():
            painting.box(painter, QRectF(self.rect()), 6, None, "focus", 2.0)

    def _paint_ground(self, painter: QPainter) -> None:
        tall = metrics.current().scaled(_LANE)
        names = (
            tr("Files"),
            tr("Checks"),
            tr("Retrained"),
            self._state.end or tr("Would propose"),
            tr("You did"),
        )
        last = QRectF(0, self._y(_HAND) - tall / 2, self.width(), tall)
        painter.fillRect(last, colour("subtle"))
        if self._at >= 0:
            across = min(self._step(), 40.0)
            top = metrics.current().scaled(_HEAD) - 2
            mark = QRectF(self._x(self._at) - across / 2, top, across, self.height() - top)
            painting.box(painter, mark, 6, "selected")
        for lane, name in enumerate(names):
            y = self._y(lane)
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(QPointF(0, y - tall / 2), QPointF(self.width(), y - tall / 2))
            tone = "gold" if lane == _HAND else "text2"
            paint_icon(painter, QRectF(4, y - 8, 16, 16), _ICONS[lane], tone)
            room = QRectF(28, y - 10, _NAMES - 32, 20)
            role, ink = ("body", "text2") if lane == _HAND else ("strong", "text")
            painting.text(painter, room, name, role, ink)
        free = 0.0
        for column in self._state.columns:
            left = self._x(column.at) - 35
            if column.label and left >= free:
                room = QRectF(left, 0, 70, metrics.current().scaled(_HEAD) - 4)
                painting.text(painter, room, column.label, "caption", "axis", "center")
                free = left + 58

    def _paint_column(self, painter: QPainter, column: DryColumn) -> None:
        x = self._x(column.at)
        depth = _FILES
        if column.check:
            depth = _CHECKS
        if column.fit:
            depth = _FITS
        if column.went_on:
            depth = _ENDS
        tone = "champion" if column.went_on else "line_strong"
        painter.setPen(QPen(colour(tone), 2 if column.went_on else 1.5))
        painter.drawLine(QPointF(x, self._y(_FILES)), QPointF(x, self._y(depth)))
        icon = "copy" if column.is_copy else "file"
        edge = "line_strong" if column.is_copy else "text2"
        self._dot(painter, QPointF(x, self._y(_FILES)), icon, "surface", edge, edge)
        if column.check:
            looks = {
                "passed": ("check", "good_tint", "good"),
                "failed": ("x", "bad_tint", "bad"),
                "unknown": _FIT["unknown"],
            }
            name, ground, ink = looks[column.check]
            self._dot(painter, QPointF(x, self._y(_CHECKS)), name, ground, ink)
        if column.fit:
            name, ground, ink = _FIT[column.fit]
            self._dot(painter, QPointF(x, self._y(_FITS)), name, ground, ink)
        if column.went_on:
            name = "undo-2" if column.is_taken_back else _END_ICONS.get(self._state.end, "hand")
            self._dot(painter, QPointF(x, self._y(_ENDS)), name, "accent", "on_accent")

    def _dot(
        self,
        painter: QPainter,
        spot: QPointF,
        icon: str,
        ground: str,
        ink: str,
        edge: str | None = None,
    ) -> None:
        radius = max(3.0, min(11.0, self._step() / 2 - 1))
        rect = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
        painting.box(painter, rect, radius, ground, edge, 1.2)
        if radius >= 7:
            side = radius * 1.1
            inner = QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side)
            paint_icon(painter, inner, icon, ink)

    def _paint_by_hand(self, painter: QPainter) -> None:
        y = self._y(_HAND)
        for mark, left in zip(self._state.marks, self._chip_places(), strict=True):
            paint_chip(painter, left, y, mark.label, "champion", "crown")

    def _chip_places(self) -> list[float]:
        """Left edges of what was done by hand: where it was in time, none over another."""
        marks = self._state.marks
        wide = [chip_width(mark.label, "champion", "crown") for mark in marks]
        places = [self._x(m.place) - w / 2 for m, w in zip(marks, wide, strict=True)]
        edge = float(_NAMES)
        for at, across in enumerate(wide):
            places[at] = max(places[at], edge)
            edge = places[at] + across + 4
        edge = self.width() - 2.0
        for at in reversed(range(len(wide))):
            places[at] = min(places[at], edge - wide[at])
            edge = places[at] - 4
        return places

    # Pointing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the column under the pointer."""
        at = self.column_at(event.position())
        if at >= 0:
            self._pick(at)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the column under the pointer is."""
        at = self.column_at(event.position())
        if event.position().y() > self._y(_HAND) - metrics.current().scaled(_LANE) / 2:
            near = [
                m for m in self._state.marks if abs(self._x(m.place) - event.position().x()) < 24
            ]
            QToolTip.showText(event.globalPosition().toPoint(), near[0].words if near else "", self)
        else:
            words = self._state.columns[at].words if at >= 0 else ""
            QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk the files."""
        steps = {
            int(Qt.Key.Key_Left): -1,
            int(Qt.Key.Key_Right): 1,
        }
        n = len(self._state.columns)
        if event.key() in steps and n:
            self._pick(min(n - 1, max(0, self._at + steps[event.key()])))
        else:
            super().keyPressEvent(event)

    def _pick(self, at: int) -> None:
        self.choose(at)
        self.chosen.emit(at)


_END_ICONS = {tr("Would tell"): "bell", tr("Would propose"): "hand", tr("Would promote"): "crown"}
