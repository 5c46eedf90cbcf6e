"""The largest move of a quantile, in the reference's own spread."""

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair, bound_note
from tidemill.domain.moments import QUANTILES, finite

ENTRY = StatisticEntry(
    id="quantiles",
    version=1,
    title="Quantiles",
    help="The largest move of the 5, 25, 50, 75 or 95 % quantile, in spans of the middle 90 %.",
    formula="max |q now − q of the reference| / (95 % − 5 % quantile of the reference)",
    source="quantiles of type 7, Hyndman and Fan 1996, The American Statistician 50",
    kinds=frozenset({Kind.NUMERIC, Kind.DATETIME}),
)

_SHARES = QUANTILES[1:6]


def compute(pair: Pair) -> Figure:
    """Largest |current - reference| of five quantiles over the reference's 5 to 95 % span.

    Quantiles are linear between neighbours (Hyndman and Fan 1996, The American Statistician 50,
    type 7). From summaries each is known within its cell; with raw values only the values of these
    cells are sorted.
    """
    reference, n = pair.reference, int(pair.current.cells.sum())
    if reference.quantiles is None or not n:
        return Figure(None, note="No finite values to compare.")
    known = np.asarray(reference.quantiles[1:6])
    span = known[4] / 2.0 - known[0] / 2.0
    if not span:
        return Figure(
            None, note="Most values of the reference are equal, so quantiles have no scale."
        )
    low, high = pair.quantiles(_SHARES)
    with np.errstate(over="ignore"):
        middle = low / 2.0 + high / 2.0
        moves = [np.abs(side / 2.0 - known / 2.0) / span for side in (low, middle, high)]
    at = int(np.argmax(moves[1]))
    least = np.where((low <= known) & (known <= high), 0.0, np.minimum(*moves[::2]))
    value = finite(float(moves[1][at]))
    bounds = finite(float(least.max())), finite(float(np.maximum(*moves[::2]).max()))
    if value is None or bounds[0] is None or bounds[1] is None:
        return Figure(None, note="The move is too large a number to state.")
    note = bound_note("The largest move of a quantile", value, bounds[0], bounds[1])
    return Figure(value, None, note, min(bounds[0], value), max(bounds[1], value))
