"""Lucide icons by name, in any colour, size and pixel ratio, and the program's own mark.

The icons lie in one SQLite file of the package `python-lucide`. It is read directly, one row a
name, since importing the package's own module costs 50 ms and this under one.
"""

import sqlite3
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer

from tidemill.gui.kit import theme
from tidemill.gui.kit.painting import tint

_THIN_FROM = 14
"""From this size on strokes are 1.75 of 24 wide; smaller icons keep Lucide's 2."""


class UnknownIcon(LookupError):
    """No icon has this name in the installed icon set."""


@lru_cache(maxsize=1)
def _database() -> Path:
    spec = find_spec("lucide")
    if spec is None or not spec.submodule_search_locations:
        raise UnknownIcon("the package python-lucide is not installed")
    return Path(spec.submodule_search_locations[0]) / "data" / "lucide-icons.db"


@lru_cache(maxsize=512)
def svg(name: str) -> str:
    """The SVG text of an icon by its Lucide name; raises `UnknownIcon`."""
    address = f"file:{_database().as_posix()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True)
    try:
        row = connection.execute("select svg from icons where name = ?", (name,)).fetchone()
        if row is None:
            row = connection.execute(
                "select i.svg from icon_aliases a join icons i on i.name = a.name"
                " where a.alias = ?",
                (name,),
            ).fetchone()
    finally:
        connection.close()
    if row is None:
        raise UnknownIcon(f"no Lucide icon is named {name}")
    return str(row[0])


@lru_cache(maxsize=1024)
def _renderer(name: str, rgb: str, is_thin: bool, is_filled: bool) -> QSvgRenderer:
    shape = svg(name).replace("currentColor", rgb)
    if is_thin:
        shape = shape.replace('stroke-width="2"', 'stroke-width="1.75"')
    if is_filled:
        shape = shape.replace('fill="none"', f'fill="{rgb}"', 1)
    return QSvgRenderer(QByteArray(shape.encode()))


def paint_icon(
    painter: QPainter,
    rect: QRectF,
    name: str,
    colour: str | QColor = "text2",
    is_filled: bool = False,
) -> None:
    """Paint an icon into a square, in a token's colour or any other."""
    ratio = painter.device().devicePixelRatioF() if painter.device() is not None else 1.0
    size = max(1, round(rect.width()))
    # A pixmap on whole device pixels is sharper and cheaper than drawing the SVG each time.
    left = round(rect.left() * ratio) / ratio
    top = round(rect.top() * ratio) / ratio
    drawn = pixmap(name, size, colour, ratio, is_filled)
    painter.drawPixmap(QPointF(left, top), drawn)


def pixmap(
    name: str,
    size: int = 16,
    colour: str | QColor = "text2",
    dpr: float = 1.0,
    is_filled: bool = False,
) -> QPixmap:
    """An icon as a pixmap of `size` device-independent pixels; kept until the theme changes."""
    wanted = tint(colour)
    return _pixmap(name, size, wanted.rgba(), dpr, is_filled)


@lru_cache(maxsize=2048)
def _pixmap(name: str, size: int, rgba: int, dpr: float, is_filled: bool) -> QPixmap:
    made = QPixmap(round(size * dpr), round(size * dpr))
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    wanted = QColor.fromRgba(rgba)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setOpacity(wanted.alphaF())
    renderer = _renderer(name, wanted.name(), size >= _THIN_FROM, is_filled)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


class _LucideEngine(QIconEngine):
    """Draws an icon from the tokens of the moment, so a new theme needs no new icons."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        if mode == QIcon.Mode.Disabled:
            return theme.colour("disabled")
        if state == QIcon.State.On and self._tone == "text2":
            return theme.colour("accent_text")
        return theme.colour(self._tone)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon at the size asked for."""
        paint_icon(painter, QRectF(rect), self._name, self._colour(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon as a pixmap at ratio one."""
        return pixmap(self._name, size.width(), self._colour(mode, state))

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """The icon as a pixmap; the size comes in device pixels."""
        wide = max(1, round(size.width() / scale))
        return pixmap(self._name, wide, self._colour(mode, state), scale)

    def clone(self) -> QIconEngine:
        """A copy of its own, kept alive as long as the program."""
        made = _LucideEngine(self._name, self._tone)
        _alive.append(made)
        return made


# Qt owns the engines, but the Python halves must not go before them.
_alive: list[QIconEngine] = []


@lru_cache(maxsize=512)
def icon(name: str, tone: str = "text2") -> QIcon:
    """An icon for Qt's own places (menus, actions) in a token's colour; `UnknownIcon` if none."""
    svg(name)
    engine = _LucideEngine(name, tone)
    _alive.append(engine)
    return QIcon(engine)


def paint_mark(painter: QPainter, rect: QRectF) -> None:
    """Paint the program's mark: a mill wheel's upper half over two waves."""
    side = rect.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush("accent"))
    painter.drawRoundedRect(rect, side * 0.22, side * 0.22)
    painter.translate(rect.topLeft())
    painter.scale(side / 24, side / 24)
    stroke = QPen(theme.colour("on_accent"), 1.35)
    stroke.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(7.4, 7.6, 9.2, 9.2), 0, 180 * 16)
    for x1, y1, x2, y2 in (
        (12, 7.6, 12, 5.0),
        (8.3, 8.9, 6.6, 7.2),
        (15.7, 8.9, 17.4, 7.2),
        (7.4, 12.2, 5.2, 12.2),
        (16.6, 12.2, 18.8, 12.2),
    ):
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    for top in (15.2, 18.3):
        wave = QPainterPath(QPointF(4.4, top))
        for at in range(3):
            left = 4.4 + at * 5.07
            wave.cubicTo(left + 1.5, top - 1.7, left + 3.5, top + 1.7, left + 5.07, top)
        painter.drawPath(wave)
    painter.restore()


def app_mark(size: int, dpr: float = 1.0) -> QPixmap:
    """The program's mark as a pixmap of `size` device-independent pixels."""
    made = QPixmap(round(size * dpr), round(size * dpr))
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_mark(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


@lru_cache(maxsize=1)
def app_icon() -> QIcon:
    """The program's window icon in the usual sizes."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(app_mark(size))
    return made


theme.on_forget(_pixmap.cache_clear)
theme.on_forget(_renderer.cache_clear)
theme.on_forget(app_icon.cache_clear)
