"""A lineage drawn: a column for each kind of thing, from people and files at the left to answers.

Only what stands in view is drawn, however many things there are: a column shows some rows of its
own and is turned by the wheel; whichever thing is chosen, the columns turn to what it is tied to.
"""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.base.words import tr
from tidemill.domain.lineage import TITLES, Edge, Key, Node
from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.charts.lineage_drawing import Drawing
from tidemill.gui.kit.charts.picture import Table
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.theme import pen

ICONS = {
    "person": "user",
    "file": "file",
    "rule": "shield-check",
    "dataset_version": "database",
    "code": "code",
    "recipe": "scroll-text",
    "run": "flask-conical",
    "model_version": "box",
    "deployment": "radio-tower",
    "answers": "messages-square",
    "scored_file": "file-check",
}
_ROWS = 9
_WIDE, _GAP, _TALL, _PITCH, _HEAD, _FOOT = 148, 34, 34, 42, 26, 20


class LineageChart(Chart):
    """Draws a lineage. Emits `node_chosen(Key)` and, for a double click or Enter,
    `node_opened(Key)`.

    Up and Down walk in a column, Left and Right to what went into it or was made of it, Home to
    where the graph begins.
    """

    node_chosen = Signal(object)
    node_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until a lineage is shown."""
        super().__init__(tr("Lineage"), parent)
        self._drawing: Drawing | None = None
        self._offsets: list[int] = []
        self._places: dict[Key, tuple[int, int]] = {}
        self._chosen: Key | None = None
        self._near: frozenset[Key] = frozenset()

    # What is shown

    def set_drawing(self, drawing: Drawing) -> None:
        """Show another lineage, where it begins chosen."""
        self._drawing = drawing
        self._offsets = [0] * len(drawing.columns)
        self._places = {
            key: (column, row)
            for column, keys in enumerate(drawing.columns)
            for row, key in enumerate(keys)
        }
        self._chosen = None
        self.choose(drawing.graph.start)
        self.setMinimumWidth(self.sizeHint().width())
        self.updateGeometry()
        self.tell()

    def chosen(self) -> Key | None:
        """The chosen thing."""
        return self._chosen

    def choose(self, key: Key) -> None:
        """Choose a thing and turn the columns to it and to what it is tied to; tells nobody."""
        drawing = self._drawing
        if drawing is None or key not in self._places:
            return
        self._chosen = key
        ties = (*drawing.into.get(key, ()), *drawing.out_of.get(key, ()))
        self._near = frozenset(ties)
        own, _ = self._places[key]
        self._show_row(*self._places[key])
        seen = {own}
        for other in ties:
            column, row = self._places.get(other, (own, 0))
            if column not in seen:
                seen.add(column)
                self._show_row(column, row)
        self.update()

    def rect_of(self, key: Key) -> QRectF | None:
        """Where a thing stands; None where its column is turned away from it."""
        place = self._places.get(key)
        if place is None:
            return None
        column, row = place
        at = row - self._offsets[column]
        if not 0 <= at < _ROWS:
            return None
        scale = metrics.current().scaled
        return QRectF(
            scale(2) + column * scale(_WIDE + _GAP),
            self._top(column) + at * scale(_PITCH),
            scale(_WIDE),
            scale(_TALL),
        )

    def _most(self) -> int:
        """Rows of the longest column that are in view."""
        drawing = self._drawing
        longest = max((len(keys) for keys in drawing.columns), default=1) if drawing else 1
        return min(_ROWS, longest)

    def _top(self, column: int) -> float:
        """Where a column's first thing stands: short columns stand in the middle."""
        assert self._drawing is not None
        scale = metrics.current().scaled
        empty = self._most() - min(_ROWS, len(self._drawing.columns[column]))
        return scale(_HEAD) + empty / 2 * scale(_PITCH)

    def description(self) -> str:
        """What it is about, and how much went into it and came of it."""
        drawing = self._drawing
        if drawing is None:
            return tr("Lineage: nothing known yet.")
        graph = drawing.graph
        start = drawing.nodes[graph.start].name
        back, forward = len(graph.back()), len(graph.forward())
        cut = "" if graph.is_whole else tr(" There is more than is shown.")
        came = (
            tr("{n_things} went into it", n_things=numbers.plural(back, "thing"))
            if back
            else tr("nothing went into it")
        )
        made = (
            tr("{n_things} came of it", n_things=numbers.plural(forward, "thing"))
            if forward
            else tr("nothing came of it")
        )
        return tr(
            "Lineage of {start}: {came}, {made}.{cut}", start=start, came=came, made=made, cut=cut
        )

    def as_table(self) -> Table:
        """Every tie: from what, how, to what."""
        drawing = self._drawing
        headers = [tr("From"), tr("How"), tr("To")]
        if drawing is None:
            return headers, []
        return headers, [_told(edge, drawing.nodes) for edge in drawing.graph.edges]

    def sizeHint(self) -> QSize:
        """A column for each kind."""
        scale = metrics.current().scaled
        n = max(1, len(self._offsets))
        tall = scale(_HEAD) + self._most() * scale(_PITCH) + scale(_FOOT)
        return QSize(n * scale(_WIDE) + (n - 1) * scale(_GAP) + 2 * scale(2), tall)

    def minimumSizeHint(self) -> QSize:
        """As much as it asks for; what is around it scrolls."""
        return self.sizeHint()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the columns, the ties between what is in view, and the things."""
        painter = QPainter(self)
        drawing = self._drawing
        if drawing is None:
            self.paint_nothing(painter)
            return
        shown = {
            key: rect
            for column, keys in enumerate(drawing.columns)
            for key in keys[self._offsets[column] : self._offsets[column] + _ROWS]
            if (rect := self.rect_of(key)) is not None
        }
        self._paint_heads(painter, drawing)
        self._paint_ties(painter, drawing, shown)
        for key, rect in shown.items():
            self._paint_node(painter, drawing, key, rect)
        self.paint_ring(painter)

    def _paint_heads(self, painter: QPainter, drawing: Drawing) -> None:
        scale = metrics.current().scaled
        for column, keys in enumerate(drawing.columns):
            left = scale(2) + column * scale(_WIDE + _GAP)
            top = self._top(column) - scale(_HEAD)
            head = QRectF(left, top, scale(_WIDE), scale(_HEAD) - 6)
            title = TITLES[keys[0].kind]
            words = f"{title}  {numbers.integer(len(keys))}" if len(keys) > 1 else title
            above, below = self._offsets[column], len(keys) - self._offsets[column] - _ROWS
            painting.text(painter, head, words, "caption", "text2")
            if above > 0:
                words = f"{numbers.integer(above)} above"
                painting.text(painter, head, words, "caption", "text3", "right")
            if below > 0:
                top = scale(_HEAD) + _ROWS * scale(_PITCH) - 6
                foot = QRectF(left, top, scale(_WIDE), scale(_FOOT))
                words = tr("{integer} more below", integer=numbers.integer(below))
                painting.text(painter, foot, words, "caption", "text3")

    def _paint_ties(self, painter: QPainter, drawing: Drawing, shown: Mapping[Key, QRectF]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for is_strong in (False, True):  # those of the chosen thing lie on top
            painter.setPen(pen("accent", 1.6) if is_strong else pen("line_strong", 1.0))
            for source, rect in shown.items():
                for target in shown.keys() & drawing.targets.get(source, _NONE):
                    if (self._chosen in (source, target)) == is_strong:
                        painter.drawPath(_curve(rect, shown[target]))

    def _paint_node(self, painter: QPainter, drawing: Drawing, key: Key, rect: QRectF) -> None:
        node = drawing.nodes[key]
        is_chosen, is_start = key == self._chosen, key == drawing.graph.start
        ground = "accent_tint" if is_start else "surface"
        edge = "accent" if is_chosen or key in self._near else "line_strong"
        painting.box(painter, rect, 7, ground, edge, 2.0 if is_chosen else 1.0)
        side = 14.0
        spot = QRectF(rect.left() + 9, rect.center().y() - side / 2, side, side)
        paint_icon(painter, spot, ICONS[key.kind], "accent" if is_start else "text2")
        words = rect.adjusted(9 + side + 7, 0, -7, 0)
        painting.text(painter, words, node.name, "small", "text", elide="middle")

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer."""
        key = self._at(event.position())
        if key is not None and event.button() is Qt.MouseButton.LeftButton:
            self._take(key)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the pointer."""
        key = self._at(event.position())
        if key is not None:
            self.node_opened.emit(key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the column under the pointer, as long as there is more of it."""
        column = self._column_at(event.position())
        step = -1 if event.angleDelta().y() > 0 else 1
        drawing = self._drawing
        if drawing is None or column is None or not event.angleDelta().y():
            event.ignore()
            return
        most = max(0, len(drawing.columns[column]) - _ROWS)
        new = min(most, max(0, self._offsets[column] + step * 3))
        if new == self._offsets[column]:
            event.ignore()  # the page scrolls on
            return
        self._offsets[column] = new
        self.update()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by the arrows, open by Enter, go back to the beginning by Home."""
        drawing, chosen = self._drawing, self._chosen
        key = Qt.Key(event.key())
        if drawing is None or chosen is None or event.modifiers() & ~_KEYPAD:
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.node_opened.emit(chosen)
        elif key == Qt.Key.Key_Home:
            self._take(drawing.graph.start)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            column, row = self._places[chosen]
            keys = drawing.columns[column]
            row += 1 if key == Qt.Key.Key_Down else -1
            if 0 <= row < len(keys):
                self._take(keys[row])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            other = self._beside(drawing, chosen, -1 if key == Qt.Key.Key_Left else 1)
            if other is not None:
                self._take(other)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell the whole name and what is known of a thing under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            key = self._at(QPointF(event.pos()))
            drawing = self._drawing
            if key is not None and drawing is not None:
                node = drawing.nodes[key]
                words = ": ".join(part for part in (node.name, node.words) if part)
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)

    def _beside(self, drawing: Drawing, chosen: Key, way: int) -> Key | None:
        """The nearest tied thing at the left or the right; else the nearest of the next column."""
        column, row = self._places[chosen]
        ties = drawing.into if way < 0 else drawing.out_of
        tied = [key for key in ties.get(chosen, ()) if self._places[key][0] != column]
        if not tied:
            other = column + way
            tied = list(drawing.columns[other]) if 0 <= other < len(drawing.columns) else []
        return min(
            tied,
            key=lambda key: (abs(self._places[key][0] - column), self._far(key, row)),
            default=None,
        )

    def _far(self, key: Key, row: int) -> int:
        return abs(self._places[key][1] - row)

    def _take(self, key: Key) -> None:
        self.choose(key)
        self.node_chosen.emit(key)

    def _show_row(self, column: int, row: int) -> None:
        assert self._drawing is not None
        offset = self._offsets[column]
        if not offset <= row < offset + _ROWS:
            most = max(0, len(self._drawing.columns[column]) - _ROWS)
            self._offsets[column] = min(most, max(0, row - _ROWS // 2))

    def _column_at(self, spot: QPointF) -> int | None:
        scale = metrics.current().scaled
        column = int(spot.x() // scale(_WIDE + _GAP))
        return column if 0 <= column < len(self._offsets) else None

    def _at(self, spot: QPointF) -> Key | None:
        column, drawing = self._column_at(spot), self._drawing
        if column is None or drawing is None:
            return None
        first = self._offsets[column]
        for key in drawing.columns[column][first : first + _ROWS]:
            rect = self.rect_of(key)
            if rect is not None and rect.contains(spot):
                return key
        return None


_NONE: frozenset[Key] = frozenset()
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def _curve(source: QRectF, target: QRectF) -> QPainterPath:
    """From the right edge of what was used to the left edge of what was made of it; an arc beside
    the column where both are of a kind."""
    is_of_kind = abs(source.left() - target.left()) < 1
    begin = QPointF(source.right(), source.center().y())
    path = QPainterPath(begin)
    if is_of_kind:
        end, bulge = QPointF(target.right(), target.center().y()), 14.0
        path.cubicTo(begin + QPointF(bulge, 0), end + QPointF(bulge, 0), end)
        return path
    end = QPointF(target.left(), target.center().y())
    bend = max(16.0, (end.x() - begin.x()) / 2)
    path.cubicTo(begin + QPointF(bend, 0), end - QPointF(bend, 0), end)
    return path


def _told(edge: Edge, nodes: Mapping[Key, Node]) -> list[str]:
    source, target = nodes[edge.source], nodes[edge.target]
    return [
        f"{TITLES[edge.source.kind]} {source.name}",
        edge.words,
        f"{TITLES[edge.target.kind]} {target.name}",
    ]
