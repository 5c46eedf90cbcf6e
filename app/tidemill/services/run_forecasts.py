"""What a run told ahead, as it kept it: history, what was said of it, the steps to come."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.runs import Run
from tidemill.services import personal_data
from tidemill.services.registry import FORECAST_FILE
from tidemill.services.workspace import Workspace

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Course:
    """Values over time: `at` in seconds since 1970, or in the numbers of the time column."""

    at: Array
    values: Array


@dataclass(frozen=True, eq=False)
class SeriesAhead:
    """One series: its known values, what was said of those held out, the steps to come.

    `ranges` has the low and the high end by level, each as long as `ahead`.
    """

    name: str
    known: Course
    said: Course
    ahead: Course
    ranges: dict[float, tuple[Array, Array]]


@dataclass(frozen=True, eq=False)
class RunForecast:
    """What is drawn of a forecast; `series` are some of `n_series`, told apart by a column.

    `step` and `ahead` are in words ("1 day", "7 days"); `notes` are sentences for the person.
    """

    target: str
    is_dated: bool
    series_column: str
    step: str
    ahead: str
    n_series: int
    series: tuple[SeriesAhead, ...]
    notes: tuple[str, ...] = ()


def of_run(workspace: Workspace, run: Run) -> RunForecast | None:
    """What a run kept of its forecast; None where it told none, or who acts may not see it."""
    blob = run.artifacts.get(FORECAST_FILE)
    if blob is None:
        return None
    name = (run.dataset or "").rpartition("@")[0]
    hidden = personal_data.hidden(workspace, name) if name else frozenset[str]()
    try:
        page = json.loads(workspace.blobs.get_bytes(blob))
        if hidden & {page["target"], page["series_column"]}:
            return None
        return _read(page)
    except (NeedsYou, ValueError, KeyError, TypeError, IndexError):
        return None  # the page shows what else there is; the Files tab says what is wrong


def _read(page: dict[str, Any]) -> RunForecast:
    is_dated, levels = bool(page["is_dated"]), [float(one) for one in page["levels"]]
    series = []
    for one in page["series"]:
        ahead = np.array([row[1:] for row in one["ahead"]], dtype=np.float64)
        ahead = ahead.reshape(len(one["ahead"]), 1 + 2 * len(levels))
        at = np.array([_place(row[0], is_dated) for row in one["ahead"]], dtype=np.float64)
        ranges = {
            level: (ahead[:, 1 + 2 * k], ahead[:, 2 + 2 * k]) for k, level in enumerate(levels)
        }
        series.append(
            SeriesAhead(
                str(one["name"]),
                _course(one["known"], is_dated),
                _course(one["said"], is_dated),
                Course(at, ahead[:, 0]),
                ranges,
            )
        )
    return RunForecast(
        str(page["target"]),
        is_dated,
        str(page["series_column"]),
        str(page["step"]),
        str(page["ahead"]),
        int(page["n_series"]),
        tuple(series),
        tuple(page["notes"]),
    )


def _course(points: list[list[Any]], is_dated: bool) -> Course:
    at = np.array([_place(one[0], is_dated) for one in points], dtype=np.float64)
    return Course(at, np.array([one[1] for one in points], dtype=np.float64))


def _place(moment: Any, is_dated: bool) -> float:
    if not is_dated:
        return float(moment)
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()
