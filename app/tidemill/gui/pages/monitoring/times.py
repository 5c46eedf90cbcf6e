"""The data's own time as an axis of chunks, and what its moments are called.

Times of data are days and hours as the rows have them, so they are not moved to the zone of
whoever looks.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from tidemill.domain.monitoring import Chunk

_ALMOST_A_MONTH = timedelta(days=26)
_A_DAY = timedelta(hours=26)


def start_of(chunk: Chunk) -> datetime:
    """When a chunk's rows begin; without a time column, when they were seen."""
    return chunk.starts_at or chunk.created_at


def end_of(chunk: Chunk) -> datetime:
    """When a chunk's rows end."""
    return chunk.ends_at or chunk.starts_at or chunk.created_at


def day(when: datetime, form: str = "d MMM") -> str:
    """A day of the data, in the words of the system's locale."""
    return QLocale().toString(QDate(when.year, when.month, when.day), form)


def label_of(chunk: Chunk) -> str:
    """A chunk in words: `Thu 19 Nov`, `May 2013`, `3 to 9 Nov`."""
    start, end = start_of(chunk), end_of(chunk)
    if end - start <= _A_DAY:
        return day(end, "ddd d MMM")
    if end - start >= _ALMOST_A_MONTH and (start.year, start.month) == (end.year, end.month):
        return day(start, "MMM yyyy")
    if start.month == end.month:
        return f"{start.day} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def tick_of(chunk: Chunk) -> str:
    """A chunk in the few letters of an axis: `May`, `19 Nov`."""
    start, end = start_of(chunk), end_of(chunk)
    if end - start >= _ALMOST_A_MONTH and (start.year, start.month) == (end.year, end.month):
        return day(start, "MMM yyyy" if start.month == 1 else "MMM")
    return day(start)


def place_of(when: datetime, chunks: Sequence[Chunk]) -> float | None:
    """Where a moment stands on the axis: chunk `i` reaches from i to i + 1; None is before it.

    A moment between two chunks stands on their border, one after the last at the end.
    """
    if not chunks or when < start_of(chunks[0]):
        return None
    for at, chunk in enumerate(chunks):
        start, end = start_of(chunk), end_of(chunk)
        if when < start:
            return float(at)
        if when <= end:
            span = (end - start).total_seconds()
            return at + ((when - start).total_seconds() / span if span > 0 else 1.0)
    return float(len(chunks))


def of_period(chunks: Sequence[Chunk], days: int | None) -> tuple[Chunk, ...]:
    """The chunks that begin in the last so many days of data, at least the newest; None is all."""
    if days is None or not chunks:
        return tuple(chunks)
    since = end_of(chunks[-1]) - timedelta(days=days)
    return (*(c for c in chunks[:-1] if start_of(c) >= since), chunks[-1])
