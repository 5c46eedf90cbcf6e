"""What a scatter of runs is drawn from: axes over keys, read off the GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.run_lists import Facets
from tidemill.gui.kit.charts.parallel_lines import Axis
from tidemill.gui.kit.charts.point_numbers import pareto
from tidemill.gui.pages.experiments.columns import (
    asked,
    column_of,
    is_course,
    is_metric,
    is_up,
    name_of,
    suggested,
    title_of,
)
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.pages.experiments.state import Listed, Plots

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.run_list import RunList

MOST_DRAWN = 60_000
"""Runs drawn at most; of more an even share is, with the extremes and the front."""
MOST_KINDS = 8
_MOST_IN_FRONT = 2_000
_OTHER = "others"


@dataclass(frozen=True, eq=False)
class Points:
    """Runs as points: `keys` in the order of the axes, the first `n_front` are selected.

    `n_lacking` runs have no value in one of the columns; `better` says whether more is better.
    """

    plots: Plots
    keys: NDArray[np.int64]
    x: Axis
    y: Axis
    colour: Axis | None
    names: Sequence[str]
    n_front: int
    n_runs: int
    n_lacking: int
    better: tuple[bool, bool]


def usual(plots: Plots, facets: Facets) -> Plots:
    """The axes with what is not chosen filled in: a parameter that varies, the main measure."""
    columns = [column for column in suggested(facets) if name_of(column).kind]
    metrics = [column for column in columns if is_metric(column)]
    params = [column for column in columns if name_of(column).kind == "params"]
    main = [column_of("metrics", facets.main)] if facets.main else metrics
    y = plots.y or (main[0] if main else "duration")
    x = plots.x or next((c for c in [*metrics[1:], *params, "duration"] if c != y), "duration")
    return replace(plots, x=x, y=y)


def offered(facets: Facets) -> list[str]:
    """Columns that can be an axis, the likely ones first."""
    own = ["duration", "started", "ended"]
    metrics = [column_of("metrics", name) for name in facets.metrics]
    params = [column_of("params", name) for name in facets.params]
    return [*metrics, *params, *own]


def is_more_better(column: str, plots: Plots) -> bool:
    """Whether more is better in a column: by the measure's direction, less time, as flipped."""
    goes_up = is_up(name_of(column).name) if is_metric(column) else False
    return goes_up != (column in plots.flipped)


def read(
    every: "RunList", listed: Listed, wanted: Plots, chosen: RunSelection, reporter: "Reporter"
) -> Points:
    """The points of all matching runs, at most `MOST_DRAWN` of them."""
    plots = usual(wanted, listed.facets)
    statistics = listed.arrangement.statistics
    order = listed.arranged.outline.keys
    x = _axis(every, order, plots.x, asked(plots.x, statistics), plots)
    reporter.check()
    y = _axis(every, order, plots.y, asked(plots.y, statistics), plots)
    reporter.check()
    better = (is_more_better(plots.x, plots), is_more_better(plots.y, plots))
    lacking = int(np.count_nonzero(~(np.isfinite(x.scaled) & np.isfinite(y.scaled))))
    rows, n_front = _drawn(order, x, y, chosen, better)
    reporter.check()
    keys = order[rows]
    colour = None
    if plots.colour and not is_course(plots.colour):
        colour = _axis(every, keys, plots.colour, asked(plots.colour, statistics), plots)
    names = every.cells(keys.tolist(), ["name"])["name"]
    made = Points(
        plots, keys, _part(x, rows), _part(y, rows), colour, [str(name) for name in names],
        n_front, len(order), lacking, better,
    )  # fmt: skip
    for axis in (made.x, made.y, made.colour):
        _ = None if axis is None else axis.shares  # worked out here, not while painting
    return made


def _drawn(
    order: NDArray[np.int64], x: Axis, y: Axis, chosen: RunSelection, better: tuple[bool, bool]
) -> tuple[NDArray[np.int64], int]:
    """Which rows are drawn, the selected ones first, and how many of those there are."""
    rows = np.arange(len(order), dtype=np.int64)
    if len(rows) > MOST_DRAWN:
        some = rows[:: -(-len(rows) // MOST_DRAWN)]
        front = pareto(x.scaled, y.scaled, *better)[:_MOST_IN_FRONT]
        ends = [_end(axis.scaled, most) for axis in (x, y) for most in (True, False)]
        rows = np.unique(np.concatenate([some, front, np.array(ends, dtype=np.int64)]))
    is_chosen = np.isin(order[rows], chosen.keys)
    first = rows[is_chosen][:_MOST_IN_FRONT]
    rest = rows[~is_chosen] if len(first) == int(is_chosen.sum()) else np.setdiff1d(rows, first)
    return np.concatenate([first, rest]), len(first)


def _end(values: NDArray[np.float64], is_most: bool) -> int:
    if not np.isfinite(values).any():
        return 0
    return int(np.nanargmax(values) if is_most else np.nanargmin(values))


def _part(axis: Axis, rows: NDArray[np.int64]) -> Axis:
    return replace(axis, values=axis.values[rows])


def _axis(every: "RunList", keys: NDArray[np.int64], column: str, name: str, plots: Plots) -> Axis:
    """A column as an axis: numbers, or codes of its most frequent texts where it has none."""
    title = title_of(column)
    values = every.numbers(keys, name)
    if np.isfinite(values).any() or not len(keys):
        axis = Axis(column, title, values, is_measure=is_metric(column))
        return axis.logged(column in plots.logs)
    codes, labels = _coded(every.cells(keys.tolist(), [name])[name])
    return Axis(column, title, codes, labels)


def _coded(values: Sequence[Any]) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Texts as codes, the most frequent first; what is beyond the last colour is one kind."""
    counts: dict[str, int] = {}
    for value in values:
        if value is not None:
            counts[str(value)] = counts.get(str(value), 0) + 1
    ranked = sorted(counts, key=lambda text: -counts[text])
    shown = ranked if len(ranked) <= MOST_KINDS else ranked[: MOST_KINDS - 1]
    labels = tuple(shown) if len(ranked) <= MOST_KINDS else (*shown, _OTHER)
    places = {text: float(at) for at, text in enumerate(shown)}
    rest = float(len(shown))
    codes = [np.nan if value is None else places.get(str(value), rest) for value in values]
    return np.array(codes, dtype=np.float64), labels


def inside_box(
    every: "RunList", listed: Listed, points: Points, box: tuple[float, float, float, float]
) -> RunSelection:
    """All matching runs in a box given in shares of the axes, drawn or not."""
    order = listed.arranged.outline.keys
    statistics = listed.arrangement.statistics
    left, right, low, high = box
    mask = np.ones(len(order), dtype=np.bool_)
    for axis, ends in ((points.x, (left, right)), (points.y, (low, high))):
        if axis.labels:
            known = np.isin(order, points.keys)
            mask &= known
            continue
        values = every.numbers(order, asked(axis.name, statistics))
        first, last = sorted((axis.value_at(ends[0]), axis.value_at(ends[1])))
        mask &= (values >= first) & (values <= last)
    return RunSelection.of(order[mask])
