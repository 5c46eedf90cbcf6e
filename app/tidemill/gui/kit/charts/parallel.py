"""Parallel coordinates: one axis a column, one line a row, brushes on every axis.

Drag along an axis to brush it, drag its name to move it, click its name for what it can do. Up to
20,000 rows each line is drawn; above that the ground is a density image and only the rows of the
comparison are lines.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts import parallel_paint as paint
from tidemill.gui.kit.charts.base import Table
from tidemill.gui.kit.charts.brushed import BrushedChart, as_shares
from tidemill.gui.kit.charts.brushes import in_both
from tidemill.gui.kit.charts.parallel_ground import Ground
from tidemill.gui.kit.charts.parallel_lines import Axis, Brush, Mask, brushed, nearest_row
from tidemill.gui.kit.charts.parallel_paint import Place
from tidemill.gui.kit.menu import Menu

_NEAR_AXIS = 9.0
_REACH = 10.0
_SMALLEST = 3.0
_MOST_IN_TABLE = 5_000
_STEP = 0.1


class ParallelCoordinates(BrushedChart):
    """Rows as lines over axes; the first `n_front` of them are the compared ones.

    Emits `pointed(row)` (-1 for none, compared rows only), `brushed(rows)` with a mask over all
    rows or None, and `arranged()` when a person moved, turned or hid an axis.
    """

    pointed = Signal(int)
    arranged = Signal()

    def __init__(self, name: str = "", height: int = 196, parent: QWidget | None = None) -> None:
        """Make an empty chart."""
        super().__init__(name, parent)
        self._tall = height
        self._axes: tuple[Axis, ...] = ()
        self._names: Sequence[str] = ()
        self._n_front = 0
        self._brushes: dict[str, Brush] = {}
        self._outside: Mask | None = None
        self._highlighted = -1
        self._focused = -1
        self._drag: _Drag | None = None
        self._ground = Ground(self)
        self.setMouseTracking(True)

    # What is shown

    def set_axes(self, axes: Sequence[Axis], names: Sequence[str], n_front: int) -> None:
        """Show these columns of the same rows; `names` of the first `n_front` are told."""
        self._axes, self._names, self._n_front = tuple(axes), names, n_front
        known = {axis.name for axis in axes}
        self._brushes = {name: one for name, one in self._brushes.items() if name in known}
        self._focused = min(self._focused, len(self._axes) - 1)
        self._refresh()

    def axes(self) -> tuple[Axis, ...]:
        """The axes from the left, as they are turned now."""
        return self._axes

    def set_brush(self, name: str, brush: Brush | None) -> None:
        """Brush an axis, or no longer, and tell."""
        if brush is None:
            self._brushes.pop(name, None)
        else:
            self._brushes[name] = brush
        self._refresh()
        self.brushed.emit(self.brushed_rows())

    def brushes(self) -> dict[str, Brush]:
        """The brushes by the name of their axis."""
        return dict(self._brushes)

    def clear_brushes(self) -> None:
        """Take all brushes away, and tell."""
        if self._brushes:
            self._brushes.clear()
            self._refresh()
            self.brushed.emit(None)

    def kept_brushes(self) -> list[list[Any]]:
        """The brushes as name, low, high and whether it is the lane of missing values."""
        return [[n, one.low, one.high, one.is_missing] for n, one in self._brushes.items()]

    def brush_again(self, kept: list[list[Any]]) -> bool | None:
        """Brush the axes that are still here."""
        if not self._axes:
            return False
        known = {axis.name for axis in self._axes}
        for name, low, high, is_missing in (one for one in kept if len(one) == 4):
            shares = as_shares([low, high], 2)
            if name in known and shares is not None:
                self._brushes[name] = Brush(shares[0], shares[1], is_missing is True)
        if not self._brushes:
            return None
        self._refresh()
        self.brushed.emit(self.brushed_rows())
        return True

    def brushed_rows(self) -> Mask | None:
        """The rows inside all brushes here; None without brushes."""
        return brushed(self._axes, self._brushes)

    def restrict(self, rows: Mask | None) -> None:
        """Quieten the rows that another plot's brush leaves out; None quietens none."""
        if rows is None and self._outside is None:
            return
        self._outside = rows
        self._refresh()

    def shown_rows(self) -> Mask | None:
        """The rows inside the brushes here and elsewhere; None for all."""
        here = self.brushed_rows()
        return in_both(here, self._outside, len(self._axes[0].values)) if self._axes else here

    def highlight(self, row: int) -> None:
        """Bring a row forward; -1 is none."""
        if row != self._highlighted:
            self._highlighted = row
            self.update()

    def is_drawn(self) -> bool:
        """Whether the ground is complete; many lines are drawn over several turns."""
        return self._ground.is_complete()

    def retheme(self) -> None:
        """Draw the ground in the new colours."""
        self._refresh()

    def _refresh(self) -> None:
        self._ground.redraw(self.place(), self._axes, self.shown_rows(), self._n_front)
        self.tell()

    # Words

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._axes:
            return tr("{name}: nothing known yet.", name=self._name)
        said = ", ".join(axis.title for axis in self._axes)
        n = len(self._axes[0].values)
        rows = self.shown_rows()
        inside = (
            ""
            if rows is None
            else tr(", {integer} of them brushed", integer=numbers.integer(int(rows.sum())))
        )
        if 0 <= self._focused < len(self._axes):
            inside += tr(
                "; axis {title}{brush_words}",
                title=self._axes[self._focused].title,
                brush_words=self._brush_words(),
            )
        return tr(
            "{name}: {n_runs} over {said}{inside}.",
            name=self._name,
            n_runs=numbers.plural(n, "run"),
            said=said,
            inside=inside,
        )

    def _brush_words(self) -> str:
        axis = self._axes[self._focused]
        brush = self._brushes.get(axis.name)
        if brush is None:
            return ""
        if brush.is_missing:
            return tr(" brushed where it is missing")
        ends = sorted((axis.value_at(brush.low), axis.value_at(brush.high)))
        return tr(
            " brushed from {plain} to {plain2}",
            plain=numbers.plain(ends[0]),
            plain2=numbers.plain(ends[1]),
        )

    def as_table(self) -> Table:
        """The rows inside the brushes, at most 5,000, a column for each axis."""
        rows = self.shown_rows()
        n = len(self._axes[0].values) if self._axes else 0
        chosen = np.arange(n) if rows is None else np.flatnonzero(rows)
        made = [
            [self._name_of(at), *(paint.value_words(axis, at) for axis in self._axes)]
            for at in chosen[:_MOST_IN_TABLE].tolist()
        ]
        return [tr("Run"), *(axis.title for axis in self._axes)], made

    def _name_of(self, row: int) -> str:
        return self._names[row] if row < len(self._names) else numbers.integer(row + 1)

    # Places

    def place(self) -> Place:
        """Where axes and heights lie now."""
        has_missing = any(np.isnan(axis.shares).any() for axis in self._axes)
        return Place.of(self.width(), self.height(), self._axes, has_missing)

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(520, self._tall)

    def minimumSizeHint(self) -> QSize:
        """Room for some axes."""
        return QSize(200, self._tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the ground at the new size."""
        super().resizeEvent(event)
        self._refresh()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, compared rows, axes and brushes."""
        painter = QPainter(self)
        if not self._axes:
            self.paint_nothing(painter, tr("No column differs between these runs"))
            return
        place = self.place()
        self._ground.paint(painter, self.rect())
        moving = self._drag.axis if self._drag is not None and self._drag.is_title else -1
        paint.paint_axes(painter, place, self._axes, self._brushes, self._focused, moving)
        paint.paint_front(
            painter, place, self._axes, self._n_front, self.shown_rows(), self._highlighted
        )
        paint.paint_ends(painter, place, self._axes)
        if self._drag is not None and self._drag.is_title:
            paint.paint_moving(painter, place, self._axes[self._drag.axis], self._drag.at.x())
        self.paint_ring(painter)

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a brush on an axis, or to move one by its name."""
        spot = event.position()
        place = self.place()
        axis = place.axis_near(spot.x())
        if event.button() != Qt.MouseButton.LeftButton or axis < 0:
            return
        if spot.y() < place.top - 4:
            self._drag = _Drag(axis, spot, is_title=True)
        elif abs(spot.x() - place.x(axis)) <= _NEAR_AXIS:
            kept = self._brushes.get(self._axes[axis].name)
            share = place.share(spot.y())
            is_inside = kept is not None and not kept.is_missing and kept.low <= share <= kept.high
            self._drag = _Drag(axis, spot, kept=kept if is_inside else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the brush on, or tell which row is pointed at."""
        spot = event.position()
        if self._drag is None:
            self.pointed.emit(self.row_near(spot))
            return
        drag = self._drag = replace_at(self._drag, spot)
        if drag.is_title:
            self.update()
            return
        place, name = self.place(), self._axes[drag.axis].name
        first, last = place.share(drag.start.y()), place.share(spot.y())
        if drag.kept is not None:
            self.set_brush(name, drag.kept.moved(last - first))
        elif abs(spot.y() - drag.start.y()) >= _SMALLEST:
            low, high = sorted((min(1.0, max(0.0, first)), min(1.0, max(0.0, last))))
            self.set_brush(name, Brush(low, high))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a brush; a click takes it away, one on the lane takes what is missing."""
        drag, self._drag = self._drag, None
        if drag is None:
            return
        spot = event.position()
        is_click = (spot - drag.start).manhattanLength() < _SMALLEST + 1
        place, axis = self.place(), self._axes[drag.axis]
        if drag.is_title:
            if is_click:
                self.open_axis_menu(drag.axis)
            else:
                self.move_axis(drag.axis, place.slot_at(spot.x()))
        elif is_click:
            is_lane = place.has_missing and spot.y() > place.bottom + 5
            is_same = is_lane and self._brushes.get(axis.name) == Brush(0, 0, True)
            self.set_brush(axis.name, Brush(0, 0, True) if is_lane and not is_same else None)
        self.update()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Take all brushes away."""
        self._drag = None
        self.clear_brushes()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.pointed.emit(-1)

    def row_near(self, spot: QPointF) -> int:
        """The compared row whose line passes under a place; -1 is none."""
        if len(self._axes) < 2:
            return -1
        place = self.place()
        at, share = place.between(spot.x())
        n = self._n_front
        rows = self.shown_rows()
        front = [replace(axis, values=axis.values[:n]) for axis in self._axes[at : at + 2]]
        # The compared rows stand on the whole columns' scales.
        for made, whole in zip(front, self._axes[at : at + 2], strict=True):
            made.__dict__["ends"] = whole.ends
        return nearest_row(
            front,
            0,
            share,
            place.share(spot.y()),
            None if rows is None else rows[:n],
            _REACH / max(1.0, place.bottom - place.top),
        )

    def event(self, event: QEvent) -> bool:
        """Tell the name of the row under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.row_near(QPointF(event.pos()))
            if row >= 0:
                self.say(event.globalPos(), self._tip(row))
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _tip(self, row: int) -> str:
        said = [f"{axis.title}: {paint.value_words(axis, row)}" for axis in self._axes]
        return "\n".join([self._name_of(row), *said])

    # Axes

    def move_axis(self, axis: int, to: int) -> None:
        """Put an axis at another place."""
        to = max(0, min(len(self._axes) - 1, to))
        if axis == to:
            return
        axes = list(self._axes)
        axes.insert(to, axes.pop(axis))
        self._axes = tuple(axes)
        self._focused = to if self._focused == axis else self._focused
        self._refresh()
        self.arranged.emit()

    def change_axis(self, axis: int, to: Axis | None) -> None:
        """Turn an axis, or hide it; a brush on it goes, for it would hold other rows."""
        axes = list(self._axes)
        had_brush = self._brushes.pop(axes[axis].name, None) is not None
        axes[axis : axis + 1] = [] if to is None else [to]
        self._axes = tuple(axes)
        self._focused = min(self._focused, len(axes) - 1)
        self._refresh()
        self.arranged.emit()
        if had_brush:
            self.brushed.emit(self.brushed_rows())

    def axis_menu(self, at: int) -> Menu:
        """What can be done with an axis."""
        axis = self._axes[at]
        menu = Menu(self)
        n = len(self._axes)
        menu.add(tr("Turn upside down"), "arrow-up-down", value=("flip", at))
        menu.add(
            tr("Logarithmic"), "chart-line", value=("log", at), is_enabled=axis.can_be_log,
            is_checked=axis.is_log, tooltip="" if axis.can_be_log else tr("Needs values over zero"),
        )  # fmt: skip
        menu.add(tr("Move left"), "arrow-left", value=("left", at), is_enabled=at > 0)
        menu.add(tr("Move right"), "arrow-right", value=("right", at), is_enabled=at < n - 1)
        menu.add(tr("Hide"), "eye-off", value=("hide", at), is_enabled=n > 2)
        if axis.name in self._brushes:
            menu.add(tr("Clear the brush"), "x", value=("clear", at))
        menu.triggered.connect(self._on_axis)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def open_axis_menu(self, at: int) -> None:
        """Open that menu under the axis' name."""
        place = self.place()
        spot = QPointF(max(0.0, place.x(at) - 40), place.top - 4).toPoint()
        self.axis_menu(at).popup(self.mapToGlobal(spot))

    def _on_axis(self, action: QAction) -> None:
        verb, at = action.data()
        axis = self._axes[at]
        if verb == "flip":
            self.change_axis(at, axis.flipped())
        elif verb == "log":
            self.change_axis(at, axis.logged(not axis.is_log))
        elif verb == "hide":
            self.change_axis(at, None)
        elif verb == "clear":
            self.set_brush(axis.name, None)
        else:
            self.move_axis(at, at + (1 if verb == "right" else -1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The axis' own menu over its name, else the chart's."""
        place = self.place()
        axis = place.axis_near(event.pos().x())
        if axis >= 0 and event.pos().y() < place.top - 4:
            self.open_axis_menu(axis)
        else:
            super().contextMenuEvent(event)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk the axes, with Ctrl they move one; Up and Down move its brush."""
        key, mods = event.key(), event.modifiers()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key))
        rise = {Qt.Key.Key_Down: -_STEP, Qt.Key.Key_Up: _STEP}.get(Qt.Key(key))
        has_axis = 0 <= self._focused < len(self._axes)
        if step is not None and self._axes:
            to = max(0, min(len(self._axes) - 1, self._focused + step))
            if mods & Qt.KeyboardModifier.ControlModifier and has_axis:
                self.move_axis(self._focused, to)
            self._focused = to
            self.tell()
        elif rise is not None and has_axis:
            self._brush_by_key(rise, bool(mods & Qt.KeyboardModifier.ShiftModifier))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and has_axis:
            self.open_axis_menu(self._focused)
        elif key == Qt.Key.Key_Escape and self._brushes:
            self.clear_brushes()
        else:
            super().keyPressEvent(event)

    def _brush_by_key(self, by: float, is_growing: bool) -> None:
        name = self._axes[self._focused].name
        brush = self._brushes.get(name)
        if brush is None or brush.is_missing:
            self.set_brush(name, Brush(0.75, 1.0) if by > 0 else Brush(0.0, 0.25))
        elif is_growing:
            low = max(0.0, brush.low + min(0.0, by))
            self.set_brush(name, Brush(low, min(1.0, brush.high + max(0.0, by))))
        else:
            self.set_brush(name, brush.moved(by))


class _Drag:
    """A button that is held: on which axis, from where to where."""

    def __init__(
        self, axis: int, start: QPointF, is_title: bool = False, kept: Brush | None = None
    ) -> None:
        self.axis, self.start, self.at = axis, start, start
        self.is_title, self.kept = is_title, kept


def replace_at(drag: _Drag, at: QPointF) -> _Drag:
    """The same drag with the pointer elsewhere."""
    drag.at = at
    return drag
