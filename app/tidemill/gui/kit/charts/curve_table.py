"""Curves as a table: few points side by side, many as rows that are read as they are scrolled."""

import csv
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base import atomic
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import GroupRow
from tidemill.gui.kit.charts.curve_series import CurveSeries, ReadyCurves
from tidemill.gui.kit.charts.curve_view import View
from tidemill.gui.kit.charts.picture import Table

_BLOCK = 10_000
WIDE_UP_TO = 4_000
"""So many points stand side by side in one table, a column a curve."""


def wide_table(
    ready: ReadyCurves, view: View, head: str, x_text: Callable[[float], str], width: int
) -> Table:
    """One row a place, one column a curve; past `WIDE_UP_TO` points what the picture shows."""
    axes = ready.axes
    columns: list[dict[float, float]] = []
    is_long = sum(each.shown.size for each in ready.curves) > WIDE_UP_TO
    for each in ready.curves:
        x, y = each.shown.x, each.shown.y
        if is_long:
            x, y = each.shown.window(view.x0, view.x1, max(1, width))
        columns.append(dict(zip(x.tolist(), y.tolist(), strict=True)))
    places = sorted({x for column in columns for x in column})
    rows = [
        [
            x_text(axes.place_back(place)),
            *(
                numbers.MISSING
                if place not in column or np.isnan(column[place])
                else numbers.plain(axes.value_back(column[place]), 6)
                for column in columns
            ),
        ]
        for place in places
    ]
    return [head, *(each.series.name for each in ready.curves)], rows


@dataclass(frozen=True, eq=False)
class CurvesAsCsv:
    """Writes every point of long curves as comma-separated text, off the GUI thread.

    A row is a curve's name, a place and a value, with all digits.
    """

    series: tuple[CurveSeries, ...]
    head: str

    def __call__(self, path: Path, reporter: Reporter) -> None:
        """Write them, whole or not at all."""
        total = max(1, sum(one.size for one in self.series))
        done = 0
        with (
            atomic.whole_file(path) as temporary,
            temporary.open("w", encoding="utf-8", newline="") as file,
        ):
            writer = csv.writer(file)
            writer.writerow([tr("Curve"), self.head, tr("Value")])
            for one in self.series:
                x, y = one.points()
                for start in range(0, len(x), _BLOCK):
                    reporter.check()
                    places, values = x[start : start + _BLOCK], y[start : start + _BLOCK]
                    pairs = zip(places.tolist(), values.tolist(), strict=True)
                    writer.writerows((one.name, _exact(a), _exact(b)) for a, b in pairs)
                    done += len(places)
                    reporter.report(done / total, tr("Writing {name}", name=one.name))


def _exact(value: float) -> str:
    """A number as programs read it: a step without its decimal point, `nan`, `inf`."""
    is_whole = np.isfinite(value) and value == int(value) and abs(value) < 1e15
    return str(int(value)) if is_whole else repr(value)


class CurveRows:
    """Every point of long curves as rows: curve, place, value. A table source that holds nothing
    but the curves.
    """

    def __init__(
        self, series: Sequence[CurveSeries], head: str, x_text: Callable[[float], str]
    ) -> None:
        """Take the curves one after the other."""
        self._series = tuple(series)
        self._points = [one.points() for one in self._series]
        self._starts = np.cumsum([0, *(len(x) for x, _ in self._points)])
        self._x_text = x_text
        self.headers = [tr("Curve"), head, tr("Value")]

    @classmethod
    def of(
        cls, series: Sequence[CurveSeries], head: str, x_text: Callable[[float], str]
    ) -> "CurveRows | None":
        """The source of more points than fit side by side; None of fewer."""
        made = cls(series, head, x_text)
        return made if made.row_count() > WIDE_UP_TO else None

    def row_count(self) -> int:
        """How many points there are."""
        return int(self._starts[-1])

    def cells(self, row: int) -> list[str]:
        """The words of one row."""
        at = int(np.searchsorted(self._starts, row, "right")) - 1
        x, y = self._points[at]
        inner = row - int(self._starts[at])
        value = float(y[inner])
        said = numbers.MISSING if np.isnan(value) else numbers.plain(value, 6)
        return [self._series[at].name, self._x_text(float(x[inner])), said]

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """The cells of some rows in one column, by the column's number."""
        return [self.cells(row)[int(column)] for row in range(first, min(last, self.row_count()))]

    def key(self, row: int) -> Hashable:
        """What names a row: its number."""
        return row

    def row_of(self, key: Hashable) -> int:
        """Where a key stands."""
        return key if isinstance(key, int) and 0 <= key < self.row_count() else -1

    def group_rows(self) -> Sequence[int]:
        """There are no groups."""
        return ()

    def group(self, _row: int) -> GroupRow | None:
        """There are no groups."""
        return None
