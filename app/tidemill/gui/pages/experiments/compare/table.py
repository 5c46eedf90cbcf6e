"""The table of a comparison: sections of rows, one column a run, painted in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.pages.experiments.compare.state import (
    MORE_ROWS,
    CompareCell,
    CompareRow,
    RunHead,
    Section,
)

_ROW = 27
_SECTION = 28
_TWO_LINES = 42
_NOTHING = 30
LEFT = 20
_WIDE_ENOUGH = 158
_INSET = 10


@dataclass(frozen=True)
class Columns:
    """Where the columns stand at a width: that of the labels first, then one a run."""

    label: int
    run: int

    def left(self, at: int) -> int:
        """The left edge of a run's column."""
        return LEFT + self.label + at * self.run


def columns_for(width: int, n_runs: int) -> Columns:
    """Labels get a share of the width, runs the rest in equal parts, none wider than 320."""
    label = max(110, min(190, round(width * 0.17)))
    free = max(0, width - 2 * LEFT - label)
    return Columns(label, min(320, free // max(1, n_runs)))


@dataclass(frozen=True)
class _More:
    """The line that stands for rows that are not shown yet."""

    n_left: int

    @property
    def words(self) -> str:
        n = min(MORE_ROWS, self.n_left)
        if n == self.n_left:
            return tr("Show {integer} more", integer=numbers.integer(n))
        return tr(
            "Show {integer} more of {integer2}",
            integer=numbers.integer(n),
            integer2=numbers.integer(self.n_left),
        )


class CompareTable(Chart):
    """What differs between runs.

    Emits `pointed(run)` as the pointer moves, -1 when it leaves, and `more_wanted` when the line of
    rows that are not shown yet is clicked.
    """

    pointed = Signal(int)
    more_wanted = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(tr("Comparison"), parent)
        self._heads: tuple[RunHead, ...] = ()
        self._sections: tuple[Section, ...] = ()
        self._highlighted = -1
        self._is_in: tuple[bool, ...] = ()
        self.setMouseTracking(True)

    def show_brushed(self, places: Sequence[bool]) -> None:
        """Quieten the columns of runs that a brush leaves out; one answer a column."""
        self._is_in = tuple(places)
        self.update()

    def set_table(self, heads: Sequence[RunHead], sections: Sequence[Section]) -> None:
        """Show these rows for these runs."""
        self._heads, self._sections = tuple(heads), tuple(sections)
        self.updateGeometry()
        self.tell()

    def highlight(self, run: int) -> None:
        """Bring a run forward by its place; -1 is none."""
        column = next((at for at, head in enumerate(self._heads) if head.place == run), -1)
        if column != self._highlighted:
            self._highlighted = column
            self.update()

    def retheme(self) -> None:
        """Take the new row heights."""
        self.updateGeometry()

    # Words

    def description(self) -> str:
        """The table in one sentence."""
        n = sum(row.differs for section in self._sections for row in section.rows)
        names = ", ".join(head.name for head in self._heads)
        return tr("Comparison of {names}: {n} rows differ.", names=names, n=n)

    def as_table(self) -> Table:
        """Headers and rows of what is drawn; a change stands behind its value."""
        rows = [
            [row.title, *(_cell_words(cell) for cell in row.cells)]
            for section in self._sections
            for row in section.rows
        ]
        return ["", *(head.name for head in self._heads)], rows

    # Places

    def _is_narrow(self) -> bool:
        return columns_for(self.width(), len(self._heads)).run < _WIDE_ENOUGH

    def _height_of(self, row: CompareRow) -> int:
        has_change = any(cell.delta for cell in row.cells)
        return metrics.current().scaled(_TWO_LINES if has_change and self._is_narrow() else _ROW)

    def _placed(self) -> list[tuple[int, int, "Section | CompareRow | _More | None"]]:
        """Top, height and content of every line; None is "nothing differs"."""
        at = metrics.current()
        top = 0
        placed: list[tuple[int, int, Section | CompareRow | _More | None]] = []
        for section in self._sections:
            placed.append((top, at.scaled(_SECTION), section))
            top += at.scaled(_SECTION)
            for row in section.rows:
                tall = self._height_of(row)
                placed.append((top, tall, row))
                top += tall
            if section.n_left:
                placed.append((top, at.scaled(_SECTION), _More(section.n_left)))
                top += at.scaled(_SECTION)
            elif not section.rows:
                placed.append((top, at.scaled(_NOTHING), None))
                top += at.scaled(_NOTHING)
        return placed

    def sizeHint(self) -> QSize:
        """As many rows as there are."""
        placed = self._placed()
        return QSize(600, placed[-1][0] + placed[-1][1] + 1 if placed else 1)

    def minimumSizeHint(self) -> QSize:
        """The columns shrink; the rows do not."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, _event: object) -> None:
        """Rows with changes take two lines where columns are narrow."""
        self.resized.emit()
        if self.sizeHint().height() != self.height():
            self.updateGeometry()

    def run_at(self, x: float) -> int:
        """The column a place lies in; -1 is none."""
        columns = columns_for(self.width(), len(self._heads))
        if columns.run <= 0 or x < columns.left(0) - 8:
            return -1
        at = int((x - columns.left(0) + 8) // columns.run)
        return at if at < len(self._heads) else -1

    # Pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which run is pointed at."""
        super().mouseMoveEvent(event)
        at = self.run_at(event.position().x())
        self.pointed.emit(-1 if at < 0 else self._heads[at].place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for more rows where their line is clicked."""
        super().mouseReleaseEvent(event)
        for top, tall, line in self._placed():
            if isinstance(line, _More) and top <= event.position().y() < top + tall:
                self.more_wanted.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.pointed.emit(-1)

    def event(self, event: QEvent) -> bool:
        """Tell the whole of a value in a tooltip, for it may be elided."""
        if event.type() == QEvent.Type.ToolTip:
            asked = cast(QHelpEvent, event)
            said = self.tip_at(asked.pos())
            if said:
                self.say(asked.globalPos(), said)
            else:
                QToolTip.hideText()
                event.ignore()
            return True
        return super().event(event)

    def tip_at(self, place: QPoint) -> str:
        """What the tooltip says over a place."""
        for top, tall, line in self._placed():
            if top <= place.y() < top + tall and isinstance(line, CompareRow):
                at = self.run_at(place.x())
                if at < 0:
                    return line.title
                cell = line.cells[at]
                words = cell.tooltip or _cell_words(cell)
                return f"{self._heads[at].name}, {line.title}: {words}"
        return ""

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines in sight."""
        painter = QPainter(self)
        columns = columns_for(self.width(), len(self._heads))
        seen = event.rect()
        if self._highlighted >= 0:
            left = columns.left(self._highlighted) - 10
            painting.fill(painter, QRectF(left, 0, columns.run, self.height()), "hover")
        for top, tall, line in self._placed():
            if top > seen.bottom() or top + tall < seen.top():
                continue
            if isinstance(line, Section):
                self._paint_section(painter, line, top, tall)
            elif isinstance(line, _More):
                rect = QRectF(LEFT, top, self.width() - 2 * LEFT, tall)
                painting.text(painter, rect, line.words, "small", "accent_text")
            elif line is None:
                rect = QRectF(LEFT, top, self.width() - 2 * LEFT, tall)
                words = tr("The same in all runs")
                painting.text(painter, rect, words, "body", "text3")
            else:
                self._paint_row(painter, line, top, tall, columns)
            right = self.width() - _INSET
            painting.hairline(painter, _INSET, top + tall - 1, right, top + tall - 1, "line")
        self.paint_ring(painter)

    def _paint_section(self, painter: QPainter, section: Section, top: int, tall: int) -> None:
        ground = QRectF(_INSET, top, self.width() - 2 * _INSET, tall)
        painting.fill(painter, ground, "subtle")
        rect = QRectF(LEFT, top, self.width() - 2 * LEFT, tall)
        wide = painting.text(painter, rect, section.title, "caption", "text2")
        if section.note:
            rect.setLeft(rect.left() + wide + 6)
            painting.text(painter, rect, section.note, "caption", "text3")

    def _paint_row(
        self, painter: QPainter, row: CompareRow, top: int, tall: int, columns: Columns
    ) -> None:
        label = QRectF(LEFT, top, columns.label - 12, tall)
        painting.text(painter, label, row.title, "body", "text2", elide="middle")
        line = metrics.current().scaled(_ROW)
        for at, cell in enumerate(row.cells):
            painter.setOpacity(1.0 if self._is_seen(at) else 0.35)
            room = QRectF(columns.left(at), top, columns.run - 14, tall)
            if tall > line and cell.delta:
                half = (tall - 6) / 2
                over = QRectF(room.left(), top + 3, room.width(), half)
                self._paint_value(painter, over, cell)
                under = QRectF(room.left(), top + 3 + half, room.width(), half)
                painting.text(painter, under, cell.delta, "small", cell.delta_tone, numeric=True)
                continue
            used = self._paint_value(painter, room, cell)
            if cell.delta:
                # Changes stand in one column, unless a long value pushes its own aside.
                at_least = face("body", True).width("0.8888") + 22
                room.setLeft(room.left() + max(at_least, used + 12))
                painting.text(painter, room, cell.delta, "small", cell.delta_tone, numeric=True)
        painter.setOpacity(1.0)

    def _is_seen(self, column: int) -> bool:
        return column >= len(self._is_in) or self._is_in[column]

    def _paint_value(self, painter: QPainter, room: QRectF, cell: CompareCell) -> float:
        """Paint a value with its tint or trophy; the width it took."""
        role = "strong" if cell.is_best else "body"
        is_number = cell.text[:1].isdigit() or cell.text[1:2].isdigit()
        look = face(role, is_number)
        free = room.width() - (22 if cell.is_best else 0)
        is_short = bool(cell.short) and look.width(cell.text) > free
        shown = look.elided(cell.short if is_short else cell.text, free, "middle")
        wide = look.width(shown)
        if cell.is_tinted:
            tall = metrics.current().scaled(20)
            pill = QRectF(room.left() - 6, 0, wide + 13, tall)
            pill.moveTop(round(room.center().y() - tall / 2))
            painting.box(painter, pill, metrics.current().radius_chip, "warn_tint")
        spot = QRectF(room.left(), room.top(), wide + 2, room.height())
        painting.text(painter, spot, shown, role, cell.tone, elide="none", numeric=is_number)
        if not cell.is_best:
            return wide
        side = metrics.current().icon_small
        trophy = QRectF(room.left() + wide + 8, room.center().y() - side / 2, side, side)
        paint_icon(painter, trophy, "trophy", "gold")
        return wide + 8 + side


def _cell_words(cell: CompareCell) -> str:
    said = f"{cell.text} ({cell.delta})" if cell.delta else cell.text
    return tr("{said}, best", said=said) if cell.is_best else said
