"""The steps that follow what is known, told with the ranges in which the truth should lie."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tidemill.domain.earlier_values import History, Lookback, rows_ahead
from tidemill.domain.frames import Frame
from tidemill.services.table_cells import harmless
from tidemill.services.training.forecast_models import ForecastModel
from tidemill.services.training.models import Array


@dataclass(frozen=True, eq=False)
class NextSteps:
    """What is said of the next steps of each series, in the order of series and time.

    `times` are datetime64[us] or numbers, `series` names by row ("" where there is one series),
    `ahead` counts steps from 1. `bounds` has the low and high end by level (rows,).
    """

    lookback: Lookback
    times: Array
    series: tuple[str, ...]
    ahead: Array
    values: Array
    bounds: dict[float, tuple[Array, Array]]
    notes: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns of `rows`."""
        forecast = self.lookback.forecast
        ends = (
            f"{end}_{level:.0%}".rstrip("%") for level in self.bounds for end in ("low", "high")
        )
        return (
            self.lookback.time,
            *((forecast.series,) if forecast.series else ()),
            "steps_ahead",
            f"{self.lookback.target}_forecast",
            *ends,
        )

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Each row in the order of `headings`; times as `moment` tells them."""
        is_many = bool(self.lookback.forecast.series)
        for at in range(len(self.values)):
            ends = (float(side[at]) for both in self.bounds.values() for side in both)
            yield (
                moment(self.times[at]),
                *((self.series[at],) if is_many else ()),
                int(self.ahead[at]),
                float(self.values[at]),
                *ends,
            )

    def csv(self) -> bytes:
        """All rows as a CSV file."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.headings)
        for row in self.rows():
            writer.writerow([harmless(one) if isinstance(one, str) else one for one in row])
        return text.getvalue().encode()


def moment(value: Any) -> str | float:
    """A moment as people and files write it: a date, a date with its time, or a number."""
    if isinstance(value, np.datetime64):
        return str(value.astype("datetime64[s]")).removesuffix("T00:00:00").replace("T", " ")
    number = float(value)
    return int(number) if number.is_integer() else number


def told(
    model: ForecastModel, frame: Frame | None = None, names: Sequence[str] | None = None
) -> NextSteps:
    """The next steps after what the model knows, of all series or those named.

    `frame` are rows that may tell the columns known ahead for these steps.
    """
    lookback, history = model.parts
    rows = rows_ahead(lookback, history, names)
    notes: tuple[str, ...] = ()
    if lookback.forecast.known and rows.n_rows:
        rows, notes = _with_known(lookback, rows, frame)
    codes, steps = history.places(lookback, rows)
    values = model.predict(rows)
    scale = model.scale_of(codes)
    bounds = {
        one.level: (values + one.low * scale, values + one.high * scale) for one in model.ranges
    }
    newest = history.newest()
    return NextSteps(
        lookback,
        rows[lookback.time].values,
        tuple(history.series[code] for code in codes.tolist()),
        steps - newest[codes],
        values,
        bounds,
        notes,
    )


def _with_known(
    lookback: Lookback, rows: Frame, frame: Frame | None
) -> tuple[Frame, tuple[str, ...]]:
    """The rows with the columns known ahead, as far as a table tells them for these moments."""
    known = [c for c in lookback.columns if c.name in lookback.forecast.known]
    if frame is None:
        names = ", ".join(c.name for c in known)
        return rows, (f"Nothing tells {names} for the steps ahead: they count as missing.",)
    whole = replace(lookback, forecast=replace(lookback.forecast, known=()))
    table = History.of(whole, frame)
    codes, steps = table.places(whole, rows)
    columns = [table.other(c.name, c.name, codes, steps) for c in known]
    unknown = [c.name for c in columns if c.missing.any()]
    said = f"The table does not tell {', '.join(unknown)} for every step ahead; where it does not, "
    said += f"they count as missing. Add the rows to come, without their {lookback.target}."
    return Frame((*rows.columns, *columns)), (said,) if unknown else ()
