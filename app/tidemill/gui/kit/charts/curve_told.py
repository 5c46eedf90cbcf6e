"""What a chart of curves says: in a sentence, beside the pointer, as a table, as a file."""

import math
from collections.abc import Callable
from datetime import UTC, datetime

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.base import Table
from tidemill.gui.kit.charts.curve_crowd import Crowd
from tidemill.gui.kit.charts.curve_series import Axes, CurveSeries
from tidemill.gui.kit.charts.curve_table import CurveRows, CurvesAsCsv, wide_table
from tidemill.gui.kit.charts.curve_words import courses, left_out, why_nothing
from tidemill.gui.kit.charts.ticks import decimals_for, nice_step, time_label
from tidemill.gui.kit.charts.view_canvas import ViewCanvas
from tidemill.gui.kit.files import FileWish, file_name, host_of


class CurveTold(ViewCanvas):
    """The words and tables of `CurveCanvas`, which sets what they are made from."""

    _series: tuple[CurveSeries, ...]
    _crowd: Crowd
    _axes: Axes
    _is_preparing: bool
    _x_unit: str
    _n_y: int
    _y_format: Callable[[float], str] | None

    def note(self) -> str:
        """What is not drawn and why; nothing where all is."""
        return left_out(self._ready)

    def description(self) -> str:
        """The chart in one sentence."""
        said = courses(self._ready, self.y_text) or self.why_nothing()
        if n := len(self._crowd):
            said += tr("; {n_more_curves} behind", n_more_curves=numbers.plural(n, "more curve"))
        begin = f"{self._name}: " if self._name else ""
        note = f". {self.note()}" if self.note() else ""
        return f"{begin}{said}{note}."

    def why_nothing(self) -> str:
        """Why no curve is drawn."""
        if self._is_preparing:
            return tr("The curves are being read")
        return why_nothing(self._series or self._crowd.every()[:1], self._ready)

    def as_table(self) -> Table:
        """One row a place, one column a curve; of very many points what is in sight."""
        return wide_table(self._ready, self._view, self.x_head(), self.x_text, self.width())

    def rows_source(self) -> CurveRows | None:
        """Every point as rows of a table that is read as it is scrolled; None of few points."""
        return CurveRows.of(self._every_series(), self.x_head(), self.x_text)

    def _every_series(self) -> tuple[CurveSeries, ...]:
        return (*self._series, *self._crowd.every())

    def save_as(self, ending: str) -> None:
        """Have the chart written; a CSV of long curves has every point."""
        host = host_of(self)
        if ending != "csv" or host is None or self.rows_source() is None:
            super().save_as(ending)
            return
        write = CurvesAsCsv(self._every_series(), self.x_head())
        name = f"{file_name(self.title())}.csv"
        host.save_file(FileWish(tr("Save {title}", title=self.title()), name, "CSV (*.csv)", write))

    def x_head(self) -> str:
        """What the places are."""
        kinds = {"time": tr("Time"), "duration": tr("Since the start")}
        counted = {"": tr("Step"), "steps": tr("Step"), "trees": tr("Tree")}
        unit = self._x_unit
        return kinds.get(self._axes.x_kind) or counted.get(unit) or unit[:1].upper() + unit[1:]

    def y_text(self, value: float) -> str:
        """A value as the crosshair writes it: two decimals more than the axis."""
        if self._y_format is not None:
            return self._y_format(value)
        step = nice_step(self._view.tall, self._n_y)
        if self._axes.is_y_log or not 1e-6 < step < 1e4:
            return numbers.plain(value)
        return numbers.decimal(value, decimals_for(step) + 2)

    def x_text(self, value: float) -> str:
        """A place as crosshair and table write it."""
        if self._axes.x_kind == "time":
            if not math.isfinite(value):
                return numbers.MISSING
            when = datetime.fromtimestamp(value, UTC).astimezone()
            return f"{time_label(value, 1e6)}, {when:%H:%M:%S}"
        if self._axes.x_kind == "duration":
            return numbers.duration(value)
        return numbers.plain(value, 6)
