"""Any chart as a file or on the clipboard: PNG at twice its size, SVG with its text as text, CSV.

A saved picture is what stands on the screen with its title over it and its legend under that, on
the theme's ground: it is looked at without the page around it.
"""

import re
from dataclasses import dataclass

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMimeData,
    QPoint,
    QRect,
    QRectF,
    QSize,
)
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import painting
from tidemill.gui.kit.charts.legend import Legend
from tidemill.gui.kit.charts.picture import Picture
from tidemill.gui.kit.files import Bytes, FileWish, file_name
from tidemill.gui.kit.plain_text import plain_cell
from tidemill.gui.kit.theme import colour

SCALE = 2
_AROUND = 16
_TITLE = 26
_LEGEND = 24
_FONT = re.compile(r'font-family="([^"]+)"')


@dataclass(frozen=True)
class Kind:
    """A kind of file: its ending, its words in a menu and in a file dialog."""

    ending: str
    words: str
    filter: str


KINDS = (
    Kind("png", tr("Save as PNG…"), "PNG (*.png)"),
    Kind("svg", tr("Save as SVG…"), "SVG (*.svg)"),
    Kind("csv", tr("Save as CSV…"), "CSV (*.csv)"),
)


def wish_for(chart: Picture, ending: str) -> FileWish:
    """What is to be written for a chart; the picture is taken now, in the GUI thread."""
    kind = next(each for each in KINDS if each.ending == ending)
    made = {"png": png, "svg": svg, "csv": csv_bytes}[ending](chart)
    title = chart.title()
    return FileWish(
        tr("Save {title}", title=title), f"{file_name(title)}.{ending}", kind.filter, Bytes(made)
    )


# Pictures


def _frame(chart: Picture) -> tuple[QSize, int]:
    """The size of the picture, and where the chart begins in it."""
    top = _AROUND + (_TITLE if chart.title() else 0) + (_LEGEND if chart.legend() else 0)
    return QSize(chart.width() + 2 * _AROUND, top + chart.height() + _AROUND), top


def _paint(chart: Picture, painter: QPainter, target: QPoint, size: QSize) -> None:
    """Paint title, legend and chart; `target` is where the chart comes in the device's pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painting.fill(painter, QRect(QPoint(0, 0), size), "surface")
    wide, line = size.width() - 2 * _AROUND, float(_AROUND)
    if chart.title():
        rect = QRectF(_AROUND, line - 4, wide, _TITLE - 4)
        used = painting.text(painter, rect, chart.title(), "h3")
        rect.setLeft(rect.left() + used + 8)
        painting.text(painter, rect, chart.subtitle(), "small", "text3")
        line += _TITLE
    if chart.legend():
        legend = Legend(chart.legend())
        painter.save()
        painter.translate(_AROUND, line - 4)
        legend.paint_entries(painter, float(wide), 18.0)
        painter.restore()
        legend.deleteLater()
    flags = QWidget.RenderFlag.DrawChildren
    chart.render(painter, target, QRegion(), flags)


def png(chart: Picture) -> bytes:
    """A picture at twice the size of the screen's."""
    size, top = _frame(chart)
    image = QImage(size * SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(SCALE)
    image.fill(colour("surface"))
    painter = QPainter(image)
    _paint(chart, painter, QPoint(_AROUND, top), size)
    painter.end()
    image.setText(tr("Title"), chart.title())
    image.setText(tr("Description"), chart.description())
    return _png_bytes(image)


def _png_bytes(image: QImage) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(kept.data())


def svg(chart: Picture) -> bytes:
    """A picture in lines and letters: sharp at any size, its text can be searched and edited."""
    size, top = _frame(chart)
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # version 1.1 knows clipping
    made.setOutputDevice(buffer)
    made.setSize(size)
    made.setResolution(96)
    made.setViewBox(QRect(QPoint(0, 0), size))
    made.setTitle(chart.title())
    made.setDescription(chart.description())
    painter = QPainter(made)
    _paint(chart, painter, QPoint(_AROUND, top), size)
    painter.end()
    buffer.close()
    # Who opens it elsewhere may not have our fonts.
    said = _FONT.sub(r'font-family="\1, sans-serif"', bytes(kept.data()).decode("utf-8"))
    return said.encode("utf-8")


def copy(chart: Picture) -> None:
    """Put the picture on the clipboard, and its numbers for whatever takes text."""
    data = QMimeData()
    data.setImageData(QImage.fromData(QByteArray(png(chart))))
    headers, rows = chart.as_table()
    data.setText("\n".join("\t".join(plain_cell(cell) for cell in row) for row in [headers, *rows]))
    QGuiApplication.clipboard().setMimeData(data)


def csv_bytes(chart: Picture) -> bytes:
    """What a chart draws as comma-separated text in UTF-8."""
    return chart.as_csv().encode("utf-8")
