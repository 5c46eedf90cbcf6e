"""Where the ticks of an axis go, and what they say. Pure functions."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from tidemill.gui.kit import numbers

_DAY = 86_400.0


def nice_step(span: float, most: int) -> float:
    """The smallest step of 1, 2, 2.5 or 5 times a power of ten with at most `most` steps."""
    if span <= 0 or not math.isfinite(span):
        return 1.0
    rough = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values inside a range, both ends included where they are round."""
    return ticks_of(low, high, nice_step(high - low, most))


def ticks_of(low: float, high: float, step: float) -> list[float]:
    """Multiples of a step inside a range, both ends included."""
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [at * step for at in range(first, last + 1)]


def nice_range(low: float, high: float, most: int = 5) -> tuple[float, float]:
    """A range widened to round ends, so that the lowest tick is labelled."""
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-12):
        pad = abs(low) * 0.1 or 0.5
        low, high = low - pad, high + pad
    step = nice_step(high - low, most)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def decimals_for(step: float) -> int:
    """How many decimals tell ticks of this step apart."""
    if step <= 0 or not math.isfinite(step):
        return 0
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    while decimals < 8 and abs(round(step, decimals) - step) > step * 1e-6:
        decimals += 1
    return decimals


def value_ticks(
    low: float,
    high: float,
    step: float,
    words: Callable[[float], str] | None = None,
    has_plain_zero: bool = False,
) -> list[tuple[float, str]]:
    """Multiples of a step inside a range with what an axis writes for each.

    `has_plain_zero` writes 0, not 0.00: on the axis below a chart a zero needs no decimals.
    """
    decimals = decimals_for(step)

    def said(tick: float) -> str:
        if words is not None:
            return words(tick)
        return numbers.decimal(tick, 0 if has_plain_zero and tick == 0 else decimals)

    return [(tick, said(tick)) for tick in ticks_of(low, high, step)]


def time_ticks(low: float, high: float, most: int = 8) -> list[float]:
    """Local midnights (or hours, within two days) inside a range of seconds since 1970."""
    span = high - low
    if span <= 0:
        return []
    if span <= 2 * _DAY:
        hours = next((h for h in (1, 2, 3, 6, 12) if span / 3600 / h <= most), 24)
        return _walk(low, high, timedelta(hours=hours), hours)
    days = span / _DAY
    for step in (1, 2, 7, 14, 28):
        if days / step <= most:
            return _walk(low, high, timedelta(days=step), None)
    months = next((m for m in (1, 2, 3, 6, 12) if days / 30.4 / m <= most), 24)
    return _months(low, high, months)


def _walk(low: float, high: float, step: timedelta, hours: int | None) -> list[float]:
    start = datetime.fromtimestamp(low, UTC).astimezone()
    at = start.replace(minute=0, second=0, microsecond=0)
    if hours is None:
        at = at.replace(hour=0)
        if at.timestamp() < low:
            at += timedelta(days=1)
    else:
        at = at.replace(hour=at.hour - at.hour % hours)
        while at.timestamp() < low:
            at += step
    ticks = []
    while at.timestamp() <= high:
        ticks.append(at.timestamp())
        at += step
    return ticks


def _months(low: float, high: float, step: int) -> list[float]:
    start = datetime.fromtimestamp(low, UTC).astimezone()
    at = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    ticks = []
    while at.timestamp() <= high:
        if at.timestamp() >= low:
            ticks.append(at.timestamp())
        month = at.month - 1 + step
        at = at.replace(year=at.year + month // 12, month=month % 12 + 1)
    return ticks


def time_label(seconds: float, span: float) -> str:
    """What a tick at a time says: `06:00`, `21 Oct`, `Oct 2026`."""
    when = datetime.fromtimestamp(seconds, UTC).astimezone()
    date = QDate(when.year, when.month, when.day)
    if span <= 2 * _DAY and (when.hour or when.minute):
        return when.strftime("%H:%M")
    return QLocale().toString(date, "MMM yyyy" if span > 400 * _DAY else "d MMM")
