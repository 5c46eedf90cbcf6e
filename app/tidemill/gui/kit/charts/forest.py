"""Intervals against a line: what changes with its 95 % interval, slices against the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour


@dataclass(frozen=True)
class Interval:
    """One row. `value`, `low` and `high` share the picture's scale; `words` is the value said.

    `tick` is another value on the same scale, such as the champion's. `cells` are further words
    between label and picture, right-aligned; `spread` stands quietly behind `words`.
    """

    label: str
    value: float
    low: float
    high: float
    words: str = ""
    tone: str = "accent"
    note: str = ""
    tick: float | None = None
    cells: tuple[str, ...] = ()
    is_strong: bool = False
    spread: str = ""


def paint_interval(
    painter: QPainter, middle: float, low: float, value: float, high: float, token: str
) -> None:
    """Paint an interval by its three places in pixels: a bar and a dot with a rim."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    bar = QPen(colour(token, 0.5), 3)
    bar.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(bar)
    painter.drawLine(QPointF(low, middle), QPointF(max(low + 0.5, high), middle))
    painter.setPen(QPen(colour("surface"), 2))
    painter.setBrush(colour(token))
    painter.drawEllipse(QPointF(value, middle), 5, 5)


def change_tone(low: float, high: float) -> str:
    """The tone of a change by its interval: better only if it lies wholly above zero."""
    if low > 0:
        return "good_dot"
    return "warn_dot" if high < 0 else "text2"


class Forest(Chart):
    """Rows of intervals on one scale, or each on its own, against a line at `reference`.

    For changes the direction is better to the right, whatever the measure's own direction.
    """

    def __init__(
        self,
        name: str = "",
        reference: float | None = 0.0,
        reference_label: str = "",
        heads: Sequence[str] = (),
        worse_better: bool = False,
        is_own_scale: bool = False,
        row_height: int = 26,
        label_width: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty picture.

        `heads` are the captions of the label, the cells and the note; `worse_better` writes these
        words beside the line; `is_own_scale` scales each row by itself.
        """
        super().__init__(name, parent)
        self._reference = reference
        self._reference_label = reference_label
        self._heads = tuple(heads)
        self._has_sides = worse_better
        self._is_own_scale = is_own_scale
        self._row = row_height
        self._label_width = label_width
        self._rows: tuple[Interval, ...] = ()

    def set_rows(self, rows: Sequence[Interval]) -> None:
        """Show these intervals."""
        self._rows = tuple(rows)
        self.updateGeometry()
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._rows:
            return tr("{name}: nothing known yet.", name=self._name)
        if self._reference is None:
            return tr(
                "{name}: {n} rows, first {label}.",
                name=self._name,
                n=len(self._rows),
                label=self._rows[0].label,
            )
        line = self._reference
        above = sum(row.low > line for row in self._rows)
        below = sum(row.high < line for row in self._rows)
        rest = len(self._rows) - above - below
        return tr(
            "{name}: {above} above the line, {below} below, {rest} not decided.",
            name=self._name,
            above=above,
            below=below,
            rest=rest,
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        n_cells = max((len(row.cells) for row in self._rows), default=0)
        heads = [
            tr("Row"),
            *(tr("Value {value}", value=at + 1) for at in range(n_cells)),
            tr("Value"),
            tr("Low"),
            tr("High"),
        ]
        return heads, [
            [
                row.label,
                *row.cells,
                *[""] * (n_cells - len(row.cells)),
                row.words or numbers.plain(row.value),
                numbers.plain(row.low),
                numbers.plain(row.high),
            ]
            for row in self._rows
        ]

    def _head_height(self) -> int:
        return 22 if self._heads or self._has_sides or self._reference_label else 4

    def _row_height(self) -> int:
        return metrics.current().scaled(self._row)

    def sizeHint(self) -> QSize:
        """As many rows as there are."""
        return QSize(420, self._head_height() + max(1, len(self._rows)) * self._row_height() + 2)

    def minimumSizeHint(self) -> QSize:
        """As narrow as an inspector."""
        return QSize(240, self.sizeHint().height())

    def _widths(self) -> tuple[list[float], float, float]:
        """Widths of the cells, of the words and of the note."""
        look, small = face("body", True), face("small", True)
        n_cells = max((len(row.cells) for row in self._rows), default=0)
        cells = [
            max((look.width(row.cells[at]) for row in self._rows if at < len(row.cells)), default=0)
            for at in range(n_cells)
        ]
        words = max((look.width(row.words) for row in self._rows), default=0.0)
        notes = max((small.width(row.note) for row in self._rows), default=0.0)
        for at, head in enumerate(self._heads[1 : 1 + n_cells]):
            cells[at] = max(cells[at], face("caption").width(head))
        return cells, words, notes

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint labels, numbers, the line and the intervals."""
        painter = QPainter(self)
        if not self._rows:
            self.paint_nothing(painter)
            return
        cells, words, notes = self._widths()
        labels = max(face("strong").width(row.label) for row in self._rows) + 12
        wanted = labels if self._label_width is None else self._label_width
        left = float(min(wanted, self.width() * 0.42))
        columns = []
        for wide in cells:
            columns.append((left, left + wide + 12))
            left += wide + 18
        words_at = (left, left + words + 8)
        spreads = max((face("small", True).width(row.spread) for row in self._rows), default=0.0)
        left += words + 24 if words else 8
        left += spreads + 6 if spreads else 0
        right = self.width() - (notes + 14 if notes else 6)
        plot = QRectF(left, self._head_height(), max(30.0, right - left), 0)
        plot.setBottom(plot.top() + len(self._rows) * self._row_height())
        scale = self._scale(self._rows)
        self._paint_line(painter, plot, scale)
        self._paint_heads(painter, columns, words_at)
        for at, row in enumerate(self._rows):
            top = plot.top() + at * self._row_height()
            self._paint_row(painter, row, top, columns, words_at, plot, scale)
        self.paint_ring(painter)

    def _scale(self, rows: Sequence[Interval]) -> tuple[float, float]:
        ends = [end for row in rows for end in (row.low, row.high, row.value)]
        ends += [row.tick for row in rows if row.tick is not None]
        if self._reference is not None and not self._is_own_scale:
            ends.append(self._reference)
        low, high = min(ends), max(ends)
        if self._reference == 0 and not self._is_own_scale:
            far = max(abs(low), abs(high))
            low, high = min(low, -far * 0.25), max(high, far * 0.25)
        pad = (high - low) * 0.08 or 1.0
        return low - pad, high + pad

    def _x(self, value: float, plot: QRectF, scale: tuple[float, float]) -> float:
        return plot.left() + (value - scale[0]) / (scale[1] - scale[0]) * plot.width()

    def _paint_line(self, painter: QPainter, plot: QRectF, scale: tuple[float, float]) -> None:
        if self._reference is None or self._is_own_scale:
            return
        x = round(self._x(self._reference, plot, scale))
        if self._reference == 0:
            painting.hairline(painter, x - 1, plot.top(), x + 1, plot.bottom(), "line_strong")
        else:
            drawn = painting.dashed("text2", 1, (3, 2.5))
            painting.line(painter, x + 0.5, plot.top() - 2, x + 0.5, plot.bottom(), drawn)
        band = QRectF(0, 0, 0, self._head_height() - 2)
        if self._has_sides:
            band.setRect(x - 90, 0, 84, band.height())
            painting.text(painter, band, "worse", "caption", "text2", "right")
            band.setRect(x + 6, 0, 84, band.height())
            painting.text(painter, band, "better", "caption", "text2")
        elif self._reference_label:
            wide = face("caption").width(self._reference_label) + 2
            left = min(max(plot.left(), x - wide / 2), self.width() - wide)
            band.setRect(left, 0, wide, band.height())
            painting.text(painter, band, self._reference_label, "caption", "text2", "center")

    def _paint_heads(
        self,
        painter: QPainter,
        columns: Sequence[tuple[float, float]],
        words_at: tuple[float, float],
    ) -> None:
        tall = self._head_height() - 2
        places = [*columns, words_at]
        for at, head in enumerate(self._heads[1:]):
            if at < len(places):
                rect = QRectF(places[at][0] - 40, 0, places[at][1] - places[at][0] + 40, tall)
                painting.text(painter, rect, head, "caption", "text2", "right")
        if self._heads and self._heads[0]:
            painting.text(painter, QRectF(0, 0, 120, tall), self._heads[0], "caption", "text2")

    def _paint_row(
        self,
        painter: QPainter,
        row: Interval,
        top: float,
        columns: Sequence[tuple[float, float]],
        words_at: tuple[float, float],
        plot: QRectF,
        scale: tuple[float, float],
    ) -> None:
        tall = self._row_height()
        first = columns[0][0] if columns else words_at[0]
        role = "strong" if row.is_strong else "body"
        painting.text(
            painter, QRectF(0, top, first - 8, tall), row.label, role, "text", elide="middle"
        )
        for at, cell in enumerate(row.cells):
            rect = QRectF(columns[at][0], top, columns[at][1] - columns[at][0], tall)
            painting.text(painter, rect, cell, "body", "text2", "right", numeric=True)
        said = {"good_dot": "good", "warn_dot": "warn", "bad_dot": "bad"}.get(row.tone, "text")
        rect = QRectF(words_at[0], top, words_at[1] - words_at[0], tall)
        painting.text(painter, rect, row.words, "body", said, "right", numeric=True)
        if row.spread:
            rect = QRectF(words_at[1] + 8, top, plot.left() - words_at[1] - 12, tall)
            painting.text(painter, rect, row.spread, "small", "text2", numeric=True)
        if self._is_own_scale:
            scale = self._scale([row])
            line = round(top + tall / 2)
            painting.hairline(painter, plot.left(), line, plot.right(), line, "line")
        middle = round(top + tall / 2) + 0.5
        places = [self._x(value, plot, scale) for value in (row.low, row.value, row.high)]
        if row.tick is not None:
            x = round(self._x(row.tick, plot, scale))
            painting.fill(painter, QRectF(x - 1, middle - 7, 2, 14), "gold_fill")
        paint_interval(painter, middle, places[0], places[1], places[2], row.tone)
        if row.note:
            rect = QRectF(plot.right(), top, self.width() - plot.right(), tall)
            painting.text(painter, rect, row.note, "small", "text2", "right", numeric=True)
