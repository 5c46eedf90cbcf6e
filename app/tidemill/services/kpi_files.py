"""A figure of the business by day, read from any file that Tidemill reads."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.catalog.reading import reader_for
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.reading import ReadOptions


@dataclass(frozen=True)
class ReadKpi:
    """Days (ISO dates) with their values; `n_empty` rows had no date or value, `n_summed` days
    stood in several rows, whose values were added up."""

    date: str
    value: str
    days: dict[str, float]
    n_rows: int
    n_empty: int
    n_summed: int


def read(file: Path, date: str | None, value: str | None, reporter: Reporter) -> ReadKpi:
    """The days of a file; the columns are found where they are not named.

    `NeedsYou` where there is no such column, or more than one could be meant.
    """
    if not file.exists():
        raise NeedsYou(f"There is no file {file}.", "Check the path.")
    with tempfile.TemporaryDirectory(prefix="tidemill-kpi-") as scratch:
        found = reader_for(file).read(file, None, reporter, Path(scratch), ReadOptions())
        if found.questions:
            raise NeedsYou(found.questions[0].text, "Write dates as year-month-day.")
        frame: Frame = found.frame
    dates = _column(frame, file, date, Kind.DATETIME, "dates", ())
    values = _column(frame, file, value, Kind.NUMERIC, "numbers", (dates.name,))
    numbers = values.values.astype(np.float64)
    known = ~dates.missing & np.isfinite(numbers)
    if not known.any():
        raise NeedsYou(f"{file.name} has no row with a date and a value.", "Check the file.")
    days, places = np.unique(
        dates.values[known].astype("datetime64[D]"), return_inverse=True, axis=0
    )
    sums = np.bincount(places, weights=numbers[known], minlength=len(days))
    return ReadKpi(
        dates.name,
        values.name,
        dict(zip(days.astype(str).tolist(), sums.tolist(), strict=True)),
        frame.n_rows,
        int((~known).sum()),
        int((np.bincount(places) > 1).sum()),
    )


def _column(
    frame: Frame, file: Path, name: str | None, kind: Kind, what: str, apart_from: Sequence[str]
) -> ColumnData:
    if name is not None:
        if name not in frame:
            raise NeedsYou(
                f"{file.name} has no column {name}.",
                "Its columns are " + ", ".join(frame.names) + ".",
            )
        if frame[name].kind is not kind:
            raise NeedsYou(
                f"{name} of {file.name} is {frame[name].kind}, not {kind}.",
                f"Name a column of {what}.",
            )
        return frame[name]
    fitting = [c for c in frame if c.kind is kind and c.name not in apart_from]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = ", ".join(column.name for column in fitting)
        raise NeedsYou(
            f"{file.name} has {len(fitting)} columns of {what}: {names}.",
            "Say which is meant.",
        )
    raise NeedsYou(
        f"{file.name} has no column of {what}.", "Its columns are " + ", ".join(frame.names) + "."
    )
