"""The pictures in cells, and how wide a column must be to show its cells whole."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF

from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.cells import (
    ChangedCell,
    DistributionCell,
    SparkCell,
    StatusCell,
    TextCell,
    TwoLineCell,
    WayCell,
    cell_text,
    chips_of,
)
from tidemill.gui.kit.chips import chip_width
from tidemill.gui.kit.fonts import Face, face
from tidemill.gui.kit.small_pictures import (
    paint_bars,
    paint_histogram,
    paint_sparkline,
    paint_split_bar,
    paint_way,
)
from tidemill.gui.kit.table_brush import Band, Brush, put
from tidemill.gui.kit.table_model import TableColumn

_GAP = 8
_ICON = 16
BAR_WIDTH = 58
"""Width of the bar beside a score in pixels."""


def _picture(brush: Brush, band: Band) -> QRectF:
    tall = min(band.height - 12.0, 30.0)
    return QRectF(brush.left, band.top + (band.height - tall) / 2, brush.width, tall)


def sparkline_cells(brush: Brush) -> None:
    for band in brush.bands:
        if band.value is None:
            continue
        cell = band.value if isinstance(band.value, SparkCell) else SparkCell(band.value)
        rect = _picture(brush, band)
        paint_sparkline(brush.painter, rect, cell.values, cell.tone, cell.limit)


def bar_cells(brush: Brush) -> None:
    for band in brush.bands:
        if band.value is not None:
            rect = _picture(brush, band).adjusted(0, 3, 0, -3)
            rect.setWidth(min(rect.width(), len(band.value) * 7.0))
            paint_bars(brush.painter, brush.spot(rect), band.value)


def distribution_cells(brush: Brush) -> None:
    for band in brush.bands:
        cell = band.value
        if isinstance(cell, str):
            side = "right" if brush.is_mirrored else "left"
            painting.text(brush.painter, _picture(brush, band), cell, "small", "text3", side)
        if not isinstance(cell, DistributionCell):
            continue
        rect = _picture(brush, band)
        if cell.counts:
            paint_histogram(brush.painter, rect, cell.counts, cell.reference, cell.token)
        elif cell.shares:
            middle = rect.center().y()
            if cell.reference:
                above = QRectF(rect.left(), middle - 9, rect.width(), 8)
                paint_split_bar(brush.painter, above, cell.reference, "reference")
                below = QRectF(rect.left(), middle + 1, rect.width(), 8)
                paint_split_bar(brush.painter, below, cell.shares)
            else:
                bar = QRectF(rect.left(), round(middle - 5), rect.width(), 11)
                paint_split_bar(brush.painter, bar, cell.shares, cell.token)


_WAY_ENDS = 40
"""Room of each of the two numbers beside a way."""


def way_cells(brush: Brush) -> None:
    """Two scores on one line from 0 to 1, each written at its end, the threshold across."""
    for band in brush.bands:
        cell = band.value
        if not isinstance(cell, WayCell):
            continue
        rect = QRectF(brush.left, band.top, brush.width, band.height - 1)
        ends = QRectF(rect.left(), rect.top(), _WAY_ENDS, rect.height())
        words = numbers.decimal(cell.before, 2)
        painting.text(brush.painter, ends, words, "body", "text2", "right", numeric=True)
        ends.moveRight(rect.right())
        words = numbers.decimal(cell.after, 2)
        painting.text(brush.painter, ends, words, "strong", "text", "left", numeric=True)
        line = rect.adjusted(_WAY_ENDS + 12, 0, -_WAY_ENDS - 12, 0)
        paint_way(brush.painter, line, cell.before, cell.after, cell.threshold)


_ARROW, _BACK = " → ", " ← "


def changed_text(brush: Brush, band: Band, cell: ChangedCell, look: Face) -> None:
    """The old value struck through, an arrow, and the new one on a tint; the font is set."""
    room = brush.width
    now = min(look.width(cell.now), room * 0.6)
    arrow = look.width(_ARROW)
    was = max(0.0, min(look.width(cell.was), room - now - arrow - 8))
    left = brush.left
    if brush.column.side == "right":
        left = max(left, brush.right - was - arrow - now - 4)
    used = put(brush, band, cell.was, look, "text3", left, left + was, "left")
    middle = band.top + band.height / 2 + 1
    line = brush.at(left, used)
    painting.hairline(brush.painter, line, middle, line + used, middle, "text3")
    left += was
    way = _BACK if brush.is_mirrored else _ARROW
    left += put(brush, band, way, look, "text3", left, left + arrow, "left")
    box = brush.spot(QRectF(left - 2, band.top + 4, now + 8, band.height - 9))
    painting.box(brush.painter, box, 4, "warn_tint")
    put(brush, band, cell.now, look, "warn", left + 2, left + 2 + now, "left")


def natural_width(column: TableColumn, values: Sequence[Any]) -> int:
    """Width that shows these cells whole, for a double click on the column's edge."""
    numeric = column.side == "right" or column.kind in {"score_bar", "time"}
    look = face("mono" if column.kind == "mono" else column.role, numeric)
    widest = face("caption").width(column.title) + 18
    for value in values:
        words = cell_text(column.kind, value, column.decimals)
        wide = look.width(words)
        match value:
            case TextCell():
                wide = look.width(value.text) + (_ICON + _GAP if value.icon else 0)
                wide += sum(chip_width(c.text, c.tone, c.icon) + _GAP for c in value.chips)
            case TwoLineCell():
                wide = max(face("strong").width(value.title), face("small").width(value.text))
                wide += 42 if value.has_tile else _ICON + _GAP if value.icon else 0
            case StatusCell():
                wide += 19 + (92 if value.progress is not None else 0)
        if column.kind == "chips":
            chips = chips_of(value)
            wide = sum(chip_width(c.text, c.tone, c.icon) + 6 for c in chips)
        elif column.kind == "score_bar":
            wide += 9 + BAR_WIDTH
        widest = max(widest, wide)
    return round(widest + 0.5)
