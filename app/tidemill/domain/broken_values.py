"""Signs that a feed is broken: what no world does to a column, but a program or a form does."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.distributions import ColumnCounts, ColumnReference
from tidemill.domain.figures import percent
from tidemill.domain.frames import ColumnData

MISSING_MORE = 0.2
"""So much more of a column is missing, and three times as much as before."""

REWRITTEN = 0.05
ALL_NEW = 0.9
OUTSIDE = 0.03
"""Shares of rows from which on new texts, and numbers out of all range, count."""

LEAST_ROWS = 20
_POINTS = np.linspace(0.05, 0.95, 19)
_CLOSE = 0.15
"""Quantiles that agree within so many interquartile ranges, on average, are the same."""

_FACTORS: Mapping[str, float] = {
    "10": 10.0,
    "100": 100.0,
    "1,000": 1e3,
    "10,000": 1e4,
    "1,000,000": 1e6,
    "60 (minutes and seconds)": 60.0,
    "3,600 (hours and seconds)": 3600.0,
    "24 (days and hours)": 24.0,
    "1.609 (miles and kilometres)": 1.609344,
    "3.281 (metres and feet)": 3.28084,
    "2.205 (kilograms and pounds)": 2.2046226,
    "2.54 (inches and centimetres)": 2.54,
    "25.4 (inches and millimetres)": 25.4,
}

Floats = npt.NDArray[np.float64]


def fault(reference: ColumnReference, counts: ColumnCounts, column: ColumnData) -> str:
    """What is broken about a column, in words; empty where nothing is.

    `counts` are those of the very rows of `column`.
    """
    if counts.n < LEAST_ROWS:
        return ""
    for look in (_missing, _constant, _infinite, _unseen):
        words = look(reference, counts)
        if words:
            return words
    return _rescaled(reference, column)


def _missing(reference: ColumnReference, counts: ColumnCounts) -> str:
    then = reference.missing / max(1, reference.n)
    now = counts.missing / counts.n
    if now - then < MISSING_MORE or now < 3 * then:
        return ""
    return f"{reference.name} is missing in {percent(now)} of the rows; it was in {percent(then)}"


def _constant(reference: ColumnReference, counts: ColumnCounts) -> str:
    present = counts.n - counts.missing
    if present < LEAST_ROWS or reference.distinct < 5:
        return ""
    top = reference.top[0][1] / max(1, reference.n - reference.missing) if reference.top else 0.0
    if top > 0.5 or (counts.minimum is not None and counts.minimum != counts.maximum):
        return ""
    if reference.grid is None and (int(counts.cells.max(initial=0)) < present or counts.n_unseen):
        return ""
    return f"{reference.name} has one value in all rows; it had {reference.distinct:,}"


def _infinite(reference: ColumnReference, counts: ColumnCounts) -> str:
    now, then = counts.infinite / counts.n, reference.infinite / max(1, reference.n)
    if now - then < 0.01:
        return ""
    return f"{reference.name} is infinite in {percent(now)} of the rows; it was in {percent(then)}"


def _unseen(reference: ColumnReference, counts: ColumnCounts) -> str:
    share = counts.n_unseen / counts.n
    if reference.grid is not None or share < REWRITTEN:
        return ""
    known = {_plain(level) for level in reference.levels}
    alike = sum(rows for level, rows in counts.unseen.items() if _plain(level) in known)
    if alike >= 0.5 * counts.n_unseen:
        return f"{reference.name} is written otherwise in {percent(share)} of the rows"
    if share >= ALL_NEW and len(counts.unseen) > 1:
        return f"{reference.name} has only values that were never seen before"
    return ""


def _plain(level: str) -> str:
    return "".join(level.casefold().split()).strip("._-\"'")


def _rescaled(reference: ColumnReference, column: ColumnData) -> str:
    """A known factor between what came and what used to: of all rows, or of those out of range."""
    is_number = reference.kind is Kind.NUMERIC and column.kind is Kind.NUMERIC
    if reference.grid is None or not is_number:
        return ""
    old = _quantiles_of(reference)
    values = column.values.astype(np.float64)
    values = values[np.isfinite(values)]
    if old is None or len(values) < LEAST_ROWS:
        return ""
    words = _factor(old, np.quantile(values, _POINTS))
    if words:
        return f"All of {reference.name} is {words}"
    if reference.minimum is None or reference.maximum is None:
        return ""
    out = values[(values < reference.minimum) | (values > reference.maximum)]
    if len(out) < max(LEAST_ROWS, OUTSIDE * len(values)):
        return ""
    words = _factor(old, np.quantile(out, _POINTS))
    return f"{percent(len(out) / len(column))} of {reference.name} is {words}" if words else ""


def _quantiles_of(reference: ColumnReference) -> Floats | None:
    """Quantiles of the reference, (19,), as finely as its cells are; None without rows."""
    assert reference.grid is not None
    lower, upper = (np.asarray(side, dtype=np.float64) for side in reference.grid.limits()[:2])
    middles = np.where(np.isfinite(lower) & np.isfinite(upper), (lower + upper) / 2, lower)
    middles = np.where(np.isfinite(middles), middles, upper)
    total = int(reference.cells.sum())
    if not total:
        return None
    places = np.searchsorted(np.cumsum(reference.cells), _POINTS * total, side="left")
    found: Floats = middles[np.minimum(places, len(middles) - 1)]
    return found if np.isfinite(found).all() else None


def _factor(old: Floats, now: Floats) -> str:
    """The factor that turns old quantiles into those of now, in words; empty where none does."""
    width = float(old[14] - old[4]) or float(old[-1] - old[0])
    if width <= 0 or _apart(now, old, width) < 1.0:
        return ""
    if _apart(-now, old, width) < _CLOSE:
        return "of the other sign"
    for name, factor in _FACTORS.items():
        if _apart(now / factor, old, width) < _CLOSE:
            return f"larger by a factor of {name}"
        if _apart(now * factor, old, width) < _CLOSE:
            return f"smaller by a factor of {name}"
    if _apart((now - 32.0) / 1.8, old, width) < _CLOSE:
        return "in degrees Fahrenheit where it was in Celsius"
    if _apart(now * 1.8 + 32.0, old, width) < _CLOSE:
        return "in degrees Celsius where it was in Fahrenheit"
    return ""


def _apart(now: Floats, old: Floats, width: float) -> float:
    return float(np.mean(np.abs(np.sort(now) - old)) / width)
