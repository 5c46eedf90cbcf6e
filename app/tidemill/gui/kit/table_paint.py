"""How the cells of a table are painted: one function a kind, a whole column at a time.

Nothing here makes fonts, pens or colours while it paints; they come from caches by token.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.avatar import paint_avatar
from tidemill.gui.kit.cells import (
    AvatarCell,
    ChangedCell,
    ChipCell,
    DeltaCell,
    IconCell,
    NumberCell,
    RunCell,
    ScoreCell,
    StatusCell,
    TextCell,
    TwoLineCell,
    chips_of,
    delta_text,
    number_text,
    time_text,
)
from tidemill.gui.kit.checkbox import CheckState, paint_check
from tidemill.gui.kit.chips import chip_width, paint_chip
from tidemill.gui.kit.fonts import Face, face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.numbers import MISSING
from tidemill.gui.kit.progress import paint_bar
from tidemill.gui.kit.status import paint_status
from tidemill.gui.kit.table_brush import Band, Brush, put
from tidemill.gui.kit.table_pictures import (
    BAR_WIDTH,
    bar_cells,
    changed_text,
    distribution_cells,
    sparkline_cells,
    way_cells,
)

_GAP = 8
_ICON = 16
_BAR = 5
_STATUS_TONES = {"good": "good", "warn": "warn", "bad": "bad"}


def _text(brush: Brush) -> None:
    default = "mono" if brush.column.kind == "mono" else brush.column.role
    look = face(default)
    brush.painter.setFont(look.font)
    for band in brush.bands:
        cell = band.value
        if cell is None:
            put(brush, band, MISSING, look, "text3", brush.left, brush.right, brush.column.side)
        elif isinstance(cell, TextCell):
            _rich_text(brush, band, cell, default)
            brush.painter.setFont(look.font)
        elif isinstance(cell, ChangedCell):
            changed_text(brush, band, cell, look)
        else:
            tone = brush.column.tone
            put(brush, band, str(cell), look, tone, brush.left, brush.right, brush.column.side)


def _rich_text(brush: Brush, band: Band, cell: TextCell, default: str) -> None:
    look = face(cell.role or default)
    tone = cell.tone or brush.column.tone
    left = brush.left
    middle = band.top + band.height / 2
    if cell.icon is not None:
        spot = QRectF(left, middle - _ICON / 2, _ICON, _ICON)
        icon_tone = cell.icon_tone or (cell.tone if cell.tone else "text2")
        paint_icon(brush.painter, brush.spot(spot), cell.icon, icon_tone)
        left += _ICON + _GAP
    tail = sum(chip_width(chip.text, chip.tone, chip.icon) + _GAP for chip in cell.chips)
    room = max(20.0, brush.right - tail)
    brush.painter.setFont(look.font)
    side = brush.column.side if cell.icon is None and not cell.chips else "left"
    left += put(brush, band, cell.text, look, tone, left, room, side)
    for at, chip in enumerate(cell.chips):
        left += _GAP if at or cell.text else 0
        wide = chip_width(chip.text, chip.tone, chip.icon)
        left += paint_chip(
            brush.painter,
            brush.at(left, wide),
            middle,
            chip.text,
            chip.tone,
            chip.icon,
            band.is_selected,
        )


def _number(brush: Brush) -> None:
    column = brush.column
    plain = face(column.role, True)
    brush.painter.setFont(plain.font)
    for band in brush.bands:
        cell = band.value
        tone, look = column.tone, plain
        if type(cell) is str:  # in words already, as most cells of large tables are
            shade = "text3" if cell == MISSING else tone
            put(brush, band, cell, plain, shade, brush.left, brush.right, column.side)
            continue
        if isinstance(cell, NumberCell):
            tone = cell.tone or tone
            if cell.role is not None:
                look = face(cell.role, True)
                brush.painter.setFont(look.font)
            value: Any = cell.value
        else:
            value = cell
        words = number_text(value, column.decimals)
        if isinstance(cell, NumberCell) and cell.ground is not None:
            wide = look.width(words) + 14
            box = QRectF(brush.right - wide + 6, band.top + 3, wide, band.height - 7)
            painting.box(brush.painter, box, 5, cell.ground)
        shade = "text3" if words == MISSING else tone
        put(brush, band, words, look, shade, brush.left, brush.right, column.side)
        if look is not plain:
            brush.painter.setFont(plain.font)


def _score_of(cell: Any) -> ScoreCell:
    return cell if isinstance(cell, ScoreCell) else ScoreCell(cell)


def _score_bar(brush: Brush) -> None:
    column = brush.column
    look = face(column.role, True)
    cells = [_score_of(band.value) for band in brush.bands]
    decimals = 4 if column.decimals is None else column.decimals
    known = [cell.value for cell in cells if cell.value is not None and cell.value == cell.value]
    low, high = column.bar_range or (min(known, default=0.0), max(known, default=1.0))
    best = (max if column.higher_is_better else min)(known, default=None)
    words = [number_text(cell.value, decimals) for cell in cells]
    number = max((look.width(each) for each in words), default=0.0)
    bar_left = brush.left + number + 9
    wide = min(BAR_WIDTH, brush.right - bar_left)
    for band, cell, said in zip(brush.bands, cells, words, strict=True):
        tone = "text3" if said == MISSING else cell.tone or column.tone
        brush.painter.setFont(look.font)
        put(brush, band, said, look, tone, brush.left, brush.right, "left")
        if cell.value is None or wide < 12:
            continue
        share = cell.share
        if share is None:
            span = (high - low) or 1.0
            share = 0.25 + 0.7 * min(1.0, max(0.0, (cell.value - low) / span))
        top = band.top + (band.height - _BAR) / 2
        rect = QRectF(bar_left, round(top), wide, _BAR)
        is_best = cell.is_best or (cell.share is None and cell.value == best)
        token = {"bad": "bad_dot", "warn": "warn_dot"}.get(cell.tone or "", "accent")
        alpha = 1.0 if is_best or token != "accent" else 0.75
        track = "selected_hover" if band.is_selected else "sunken"
        with brush.turned(rect) as spot:
            paint_bar(brush.painter, spot, share, token, track, alpha)
            if cell.limit is not None:
                x = round(spot.left() + spot.width() * cell.limit)
                tick = QRectF(x, spot.top() - 4, 1, _BAR + 8)
                painting.fill(brush.painter, tick, "text2")


def _status_text(brush: Brush) -> None:
    look = face(brush.column.role)
    side = metrics.current().status
    has_room = brush.width >= side + 24
    for band in brush.bands:
        cell = band.value
        if cell is None:
            continue
        if not isinstance(cell, StatusCell):
            cell = StatusCell(str(cell))
        middle = band.top + band.height / 2
        left = brush.left
        if cell.icon is not None:
            spot = QRectF(left, middle - _ICON / 2, _ICON, _ICON)
            tone = _STATUS_TONES.get(cell.status, "text2")
            paint_icon(brush.painter, brush.spot(spot), cell.icon, tone)
            left += _ICON + _GAP
        else:
            if not cell.text or not has_room:
                left = brush.left + (brush.width - side) / 2
            spot = brush.spot(QRectF(left, round(middle - side / 2), side, side))
            paint_status(brush.painter, spot, cell.status)
            if cell.status == "working":
                brush.working.append(spot.toAlignedRect().adjusted(-1, -1, 1, 1))
            left += side + 9
        if cell.text and (has_room or cell.icon is not None):
            tone = "text" if cell.status in {"warn", "bad", "working"} else "text2"
            right = brush.right if cell.progress is None else brush.right - 84
            brush.painter.setFont(look.font)
            left += put(brush, band, cell.text, look, tone, left, right, "left", "right")
        if cell.progress is not None:
            rect = QRectF(left + 12, round(middle - 2), min(80.0, brush.right - left - 12), 4)
            track = "selected_hover" if band.is_selected else "sunken"
            with brush.turned(rect) as spot:
                paint_bar(brush.painter, spot, cell.progress, "accent", track)


def _chips(brush: Brush) -> None:
    for band in brush.bands:
        _paint_chips(brush, band, chips_of(band.value), brush.left)


def _paint_chips(brush: Brush, band: Band, chips: Sequence[ChipCell], left: float) -> None:
    middle = band.top + band.height / 2
    for at, chip in enumerate(chips):
        room = brush.right - left
        wide = chip_width(chip.text, chip.tone, chip.icon)
        if wide > room + 6 and at > 0:
            more = f"+{len(chips) - at}"
            spot = brush.spot(QRectF(left, band.top, max(room, 24), band.height))
            side = "right" if brush.is_mirrored else "left"
            painting.text(brush.painter, spot, more, "caption", "text3", side)
            return
        left += paint_chip(
            brush.painter,
            brush.at(left, min(wide, max(room, 30))),
            middle,
            chip.text,
            chip.tone,
            chip.icon,
            band.is_selected,
            max(room, 30),
        )
        left += 6


def _avatar(brush: Brush) -> None:
    side = metrics.current().scaled(20)
    look = face(brush.column.role)
    for band in brush.bands:
        cell = band.value
        if cell is None:
            continue
        if not isinstance(cell, AvatarCell):
            cell = AvatarCell(str(cell))
        left = brush.left
        if brush.column.side == "center":
            left += (brush.width - side) / 2
        spot = QRectF(round(left), band.top + round((band.height - side) / 2), side, side)
        paint_avatar(brush.painter, brush.spot(spot), cell.name, cell.is_worker)
        if cell.with_name:
            brush.painter.setFont(look.font)
            tone = brush.column.tone
            put(brush, band, cell.name, look, tone, left + side + _GAP, brush.right, "left")


def _time(brush: Brush) -> None:
    look = face(brush.column.role, True)
    brush.painter.setFont(look.font)
    for band in brush.bands:
        words = time_text(band.value)
        tone = "text3" if words == MISSING else brush.column.tone
        put(brush, band, words, look, tone, brush.left, brush.right, brush.column.side)


def _delta(brush: Brush) -> None:
    look = face(brush.column.role, True)
    brush.painter.setFont(look.font)
    for band in brush.bands:
        cell = band.value if isinstance(band.value, DeltaCell) else DeltaCell(band.value)
        words = delta_text(cell, brush.column.decimals) if cell.value is not None else MISSING
        tone = {True: "good", False: "bad", None: "text2"}[cell.is_better]
        if words == MISSING:
            tone = "text3"
        put(brush, band, words, look, tone, brush.left, brush.right, brush.column.side)


def _two_line(brush: Brush) -> None:
    is_right = brush.column.side == "right"
    title, note = face("strong", is_right), face("small")
    for band in brush.bands:
        cell = band.value
        if cell is None:
            continue
        if not isinstance(cell, TwoLineCell):
            cell = TwoLineCell(str(cell))
        left = brush.left
        middle = band.top + band.height / 2
        if cell.has_tile and cell.icon is not None:
            tile = brush.spot(QRectF(left, round(middle - 15), 30, 30))
            ground = "surface" if band.is_selected else "sunken"
            painting.box(brush.painter, tile, 8, ground)
            paint_icon(brush.painter, tile.adjusted(7, 7, -7, -7), cell.icon, cell.icon_tone)
            left += 42
        elif cell.icon is not None:
            spot = QRectF(left, round(middle - _ICON / 2), _ICON, _ICON)
            paint_icon(brush.painter, brush.spot(spot), cell.icon, cell.icon_tone)
            left += _ICON + _GAP
        half = round(title.height)
        upper = Band(round(middle) - half, half, band.is_selected)
        if not cell.text:
            upper = band
        brush.painter.setFont(title.font)
        used = put(brush, upper, cell.title, title, "text", left, brush.right, brush.column.side)
        if cell.chips:
            centre = Band(upper.top, upper.height, band.is_selected)
            _paint_chips(brush, centre, cell.chips, left + used + _GAP)
        if cell.text:
            brush.painter.setFont(note.font)
            lower = Band(round(middle), half, band.is_selected)
            put(brush, lower, cell.text, note, "text2", left, brush.right, brush.column.side)


def _check(brush: Brush) -> None:
    side = metrics.current().checkbox
    for band in brush.bands:
        spot = QRectF(round(brush.left), band.top + round((band.height - side) / 2), side, side)
        is_hovered = band.is_hovered and not band.value
        state: CheckState = "on" if band.value else "off"
        paint_check(brush.painter, brush.spot(spot), state, True, is_hovered)


def _icon(brush: Brush) -> None:
    for band in brush.bands:
        cell = band.value
        if cell is None:
            continue
        if not isinstance(cell, IconCell):
            cell = IconCell(str(cell))
        spot = QRectF(0, 0, 14, 14)
        spot.moveCenter(QPointF(brush.left + brush.width / 2, band.top + round(band.height / 2)))
        paint_icon(brush.painter, spot, cell.icon, cell.tone)


def _runs(brush: Brush) -> None:
    look = face(brush.column.role)
    brush.painter.setFont(look.font)
    for band in brush.bands:
        cell = band.value
        if not isinstance(cell, RunCell):
            continue
        left = brush.left
        wide = sum(look.width(words) for words, _ in cell.runs)
        if brush.is_mirrored and wide <= brush.width:
            _read_from_the_left(brush, band, cell, look, brush.right - wide)
            continue
        if brush.column.side == "right":
            left = max(left, brush.right - wide)
        for words, tone in cell.runs:
            left += put(brush, band, words, look, tone, left, brush.right, "left")


def _read_from_the_left(brush: Brush, band: Band, cell: RunCell, look: Face, left: float) -> None:
    """Parts of one text, which stand in their order whichever way the window lies."""
    for words, tone in cell.runs:
        wide = look.width(words)
        put(brush, band, words, look, tone, *_turned(brush, left, wide), "left")
        left += wide


def _turned(brush: Brush, left: float, wide: float) -> tuple[float, float]:
    """Edges that `put` brings to this place on the screen where the window is mirrored."""
    return brush.at(left + wide, 0), brush.at(left, 0) + 0.5


PAINTERS: dict[str, Callable[[Brush], None]] = {
    "text": _text,
    "mono": _text,
    "number": _number,
    "score_bar": _score_bar,
    "status_text": _status_text,
    "chips": _chips,
    "avatar": _avatar,
    "time": _time,
    "bars": bar_cells,
    "sparkline": sparkline_cells,
    "distribution": distribution_cells,
    "way": way_cells,
    "two_line": _two_line,
    "check": _check,
    "delta": _delta,
    "icon": _icon,
    "runs": _runs,
}
