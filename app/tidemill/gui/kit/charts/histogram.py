"""Histograms: bars with an earlier version as an outline, and categories side by side."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.small_pictures import paint_histogram
from tidemill.gui.kit.theme import colour

__all__ = ["CategoryBars", "Histogram", "paint_histogram"]

_BOTTOM = 20


class Histogram(Chart):
    """A column's histogram with its ends and middle labelled, and a former one as an outline."""

    def __init__(self, name: str = "", height: int = 132, parent: QWidget | None = None) -> None:
        """Show nothing yet; `name` is the column's."""
        super().__init__(name, parent)
        self._tall = height
        self._edges: tuple[float, ...] = ()
        self._counts: tuple[float, ...] = ()
        self._reference: tuple[float, ...] = ()
        self._missing: tuple[float, float] | None = None
        self._unit = ""

    def set_data(
        self,
        edges: Sequence[float],
        counts: Sequence[float],
        reference: Sequence[float] = (),
        unit: str = "",
        missing: tuple[float, float] | None = None,
    ) -> None:
        """Show counts between edges (one more edge than counts).

        `reference` are the former counts on the same edges; `missing` the shares of missing
        values, former and now, drawn as two bars at the left.
        """
        self._edges, self._counts = tuple(edges), tuple(counts)
        self._reference, self._unit, self._missing = tuple(reference), unit, missing
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._counts:
            return tr("Histogram of {name}: nothing known yet.", name=self._name)
        at = max(range(len(self._counts)), key=self._counts.__getitem__)
        low, high = self._edges[at], self._edges[at + 1]
        return tr(
            "Histogram of {name} from {plain} to {plain2}; most rows lie between "
            "{plain3} and {plain4}.",
            name=self._name,
            plain=numbers.plain(self._edges[0]),
            plain2=numbers.plain(self._edges[-1]),
            plain3=numbers.plain(low),
            plain4=numbers.plain(high),
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        head = [tr("From"), tr("To"), tr("Rows")] + ([tr("Rows before")] if self._reference else [])
        rows = []
        for at, count in enumerate(self._counts):
            row = [
                numbers.plain(self._edges[at]),
                numbers.plain(self._edges[at + 1]),
                numbers.integer(count),
            ]
            if self._reference:
                row.append(numbers.integer(self._reference[at]))
            rows.append(row)
        return head, rows

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(260, self._tall)

    def minimumSizeHint(self) -> QSize:
        """As narrow as an inspector."""
        return QSize(120, self._tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars, base line and labels."""
        painter = QPainter(self)
        rect = QRectF(0, 4, self.width(), self.height() - _BOTTOM - 4)
        if not self._counts:
            painting.text(painter, rect, tr("Nothing known yet"), "small", "text3", "center")
            return
        if self._missing is not None:
            rect = self._paint_missing(painter, rect)
        paint_histogram(painter, rect, self._counts, self._reference)
        base = rect.bottom()
        painting.hairline(painter, rect.left(), base, rect.right(), base, "line_strong")
        line = QRectF(rect.left(), base + 3, rect.width(), _BOTTOM - 4)
        low, high = self._edges[0], self._edges[-1]
        unit = f" {self._unit}" if self._unit else ""
        for value, align in ((low, "left"), ((low + high) / 2, "center"), (high, "right")):
            words = numbers.plain(value, 3) + (unit if align == "right" else "")
            painting.text(painter, line, words, "caption", "axis", align, numeric=True)
        self.paint_ring(painter)

    def _paint_missing(self, painter: QPainter, rect: QRectF) -> QRectF:
        before, now = self._missing or (0.0, 0.0)
        top = max(before, now, 0.05)
        wide = 13.0
        for at, (share, token) in enumerate(((before, "reference"), (now, "warn_dot"))):
            tall = share / top * rect.height() * 0.85
            bar = QRectF(at * (wide + 3), rect.bottom() - tall, wide, tall)
            painter.fillRect(bar, colour(token, 0.6 if at == 0 else 1.0))
        painting.hairline(painter, 0, rect.bottom(), 2 * wide + 3, rect.bottom(), "line_strong")
        words = QRectF(0, rect.bottom() + 3, 56, _BOTTOM - 4)
        painting.text(painter, words, "missing", "caption", "warn")
        return rect.adjusted(60, 0, 0, 0)


class CategoryBars(Chart):
    """Shares by category, reference and now side by side."""

    def __init__(self, name: str = "", height: int = 150, parent: QWidget | None = None) -> None:
        """Show nothing yet; `name` is the column's."""
        super().__init__(name, parent)
        self._tall = height
        self._labels: tuple[str, ...] = ()
        self._reference: tuple[float, ...] = ()
        self._now: tuple[float, ...] = ()

    def set_data(
        self, labels: Sequence[str], now: Sequence[float], reference: Sequence[float] = ()
    ) -> None:
        """Show shares from 0 to 1 by category."""
        self._labels, self._now, self._reference = tuple(labels), tuple(now), tuple(reference)
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._labels:
            return tr("Values of {name}: nothing known yet.", name=self._name)
        if not self._reference:
            at = max(range(len(self._now)), key=self._now.__getitem__)
            share = numbers.percent(self._now[at])
            return tr(
                "Most frequent value of {name} is {labels}, {share}.",
                name=self._name,
                labels=self._labels[at],
                share=share,
            )
        moves = [now - before for now, before in zip(self._now, self._reference, strict=True)]
        at = max(range(len(moves)), key=lambda i: abs(moves[i]))
        return tr(
            "{name}: {labels} moved most, from {reference} to {now}.",
            name=self._name,
            labels=self._labels[at],
            reference=numbers.percent(self._reference[at]),
            now=numbers.percent(self._now[at]),
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        if not self._reference:
            pairs = zip(self._labels, self._now, strict=True)
            return [tr("Value"), tr("Share")], [
                [label, numbers.percent(now)] for label, now in pairs
            ]
        rows = zip(self._labels, self._reference, self._now, strict=True)
        return [tr("Value"), tr("Reference"), tr("Now")], [
            [label, numbers.percent(before), numbers.percent(now)] for label, before, now in rows
        ]

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(260, self._tall)

    def minimumSizeHint(self) -> QSize:
        """As narrow as an inspector."""
        return QSize(120, self._tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, bars and labels."""
        painter = QPainter(self)
        plot = QRectF(34, 8, self.width() - 36, self.height() - _BOTTOM - 8)
        if not self._labels:
            painting.text(painter, plot, tr("Nothing known yet"), "small", "text3", "center")
            return
        most = max([*self._now, *self._reference, 0.01])
        tick = _tick(most)
        top = math.ceil(most / tick) * tick
        value = tick
        while value <= top + 1e-9:
            y = round(plot.bottom() - value / top * plot.height())
            painting.hairline(painter, plot.left(), y, plot.right(), y, "grid")
            words = QRectF(0, y - 8, 28, 16)
            said = numbers.percent(value, 0 if tick >= 0.01 else 1)
            painting.text(painter, words, said, "caption", "axis", "right", numeric=True)
            value += tick
        step = plot.width() / len(self._labels)
        wide = min(18.0, (step - 8) / 2 if self._reference else step - 8)
        for at, label in enumerate(self._labels):
            middle = plot.left() + (at + 0.5) * step
            if self._reference:
                tall = self._reference[at] / top * plot.height()
                bar = QRectF(middle - wide - 1, plot.bottom() - tall, wide, tall)
                painting.box(painter, bar, 1.5, colour("reference", 0.22), "reference")
            tall = self._now[at] / top * plot.height()
            left = middle + 1 if self._reference else middle - wide / 2
            painting.box(painter, QRectF(left, plot.bottom() - tall, wide, tall), 1.5, "accent")
            place = QRectF(middle - step / 2 + 2, plot.bottom() + 3, step - 4, _BOTTOM - 4)
            shown = face("caption").elided(label, place.width(), "middle")
            painting.text(painter, place, shown, "caption", "axis", "center")
        painting.hairline(
            painter, plot.left(), plot.bottom(), plot.right(), plot.bottom(), "line_strong"
        )
        self.paint_ring(painter)


def _tick(most: float) -> float:
    """A round step that gives two to four lines."""
    for step in (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25):
        if most / step <= 4:
            return step
    return 0.5
