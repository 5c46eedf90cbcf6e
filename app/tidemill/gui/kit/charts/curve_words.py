"""What a curve chart says of itself: its courses, what is left out, why there is nothing."""

from collections.abc import Callable, Sequence

import numpy as np

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.curve_series import CurveSeries, ReadyCurves

_NAMED = 3
"""So many curves are told one by one."""


def courses(ready: ReadyCurves, words: Callable[[float], str]) -> str:
    """Where each curve began and ended; empty without a point."""
    said = []
    for each in ready.curves:
        y = each.shown.y
        known = np.flatnonzero(np.isfinite(y))
        if known.size:
            ends = (ready.axes.value_back(float(y[at])) for at in (known[0], known[-1]))
            first, last = (words(value) for value in ends)
            said.append(
                tr(
                    "{name} went from {first} to {last}",
                    name=each.series.name,
                    first=first,
                    last=last,
                )
            )
        if len(said) == _NAMED:
            break
    n_more = len(ready.curves) - _NAMED
    more = f" and {numbers.plural(n_more, 'more curve')}" if n_more > 0 and said else ""
    return "; ".join(said) + more


def left_out(ready: ReadyCurves) -> str:
    """What is not drawn and why; nothing where all is."""
    said = []
    if n := ready.n_odd:
        is_one = n == 1
        said.append(
            tr("1 point is not a number")
            if is_one
            else tr("{integer} points are not numbers", integer=numbers.integer(n))
        )
    if n := ready.n_below:
        points = (
            tr("1 point is") if n == 1 else tr("{integer} points are", integer=numbers.integer(n))
        )
        said.append(tr("{points} 0 or less: no place on a logarithmic axis", points=points))
    return "; ".join(said)


def why_nothing(series: Sequence[CurveSeries], ready: ReadyCurves) -> str:
    """Why there is no curve to be seen."""
    if not series:
        return tr("No curve yet")
    n = sum(one.size for one in series)
    if n == 0:
        return tr("No point yet")
    if ready.n_below:
        return tr("No value is above 0: a logarithmic axis has no place for them")
    return tr("No point is a number") if n > 1 else tr("The only point is not a number")
