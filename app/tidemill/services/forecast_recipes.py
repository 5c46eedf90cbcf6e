"""What can be told ahead of a dataset, and the recipe for it, suggested from its times."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain import time_grids
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.earlier_values import series_of
from tidemill.domain.forecasts import Forecast, lag_reason, suggested_lags
from tidemill.domain.frames import Frame
from tidemill.domain.metrics import metric as known_metric
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.domain.time_grids import Grid
from tidemill.services import datasets, recipes, tables
from tidemill.services.workspace import Workspace

_MOST_SERIES = 5_000
_SERIES_KINDS = (Kind.CATEGORICAL, Kind.TEXT, Kind.BOOLEAN, Kind.NUMERIC)


@dataclass(frozen=True)
class Offer:
    """What a forecast of a dataset would be: its steps, how far ahead, told apart by what.

    `series` is the column that makes each time occur once, "" where it does so already or where
    none does; `may_be_series` are the columns that can be chosen. `n_steps` is the length of the
    longest series.
    """

    target: str
    time: str
    grid: Grid
    n_steps: int
    horizon: int
    series: str
    may_be_series: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def step(self) -> str:
        """One step in words, such as "1 day"."""
        return self.grid.words(1)

    def back(self, horizon: int) -> tuple[tuple[int, ...], tuple[int, ...], str]:
        """Lags and lengths of rolling means suggested for a horizon, and why these."""
        season = self.grid.season
        lags, rolling = suggested_lags(season, horizon, self.n_steps)
        return lags, rolling, lag_reason(season, horizon, lags, rolling, self.grid.words)

    @property
    def series_reason(self) -> str:
        """Why series are told apart by that column, or by none."""
        if self.series:
            return f"Each {self.grid.unit[1]} stands once for each {self.series}."
        return f"Each {self.grid.unit[1]} stands once, so there is one series."

    def horizon_reason(self, horizon: int) -> str:
        """What telling so far ahead means."""
        far = self.grid.words(horizon)
        known = f"Each value is told from what was known {far} before."
        if horizon == self.horizon == self.grid.season > 1:
            return f"{far[:1].upper()}{far[1:]}, one season. {known}"
        return f"{far[:1].upper()}{far[1:]} of {self.grid.words(self.n_steps)} known. {known}"


def offer(
    workspace: Workspace,
    address: str,
    target: str | None = None,
    time: str | None = None,
    series: str | None = None,
) -> Offer:
    """What a forecast would be; `NeedsYou` where the data has no time or no number to tell."""
    version = datasets.version(workspace, address)
    schema = datasets.schema_of(workspace, version)
    time = time or schema.time
    target = target or schema.target
    _refuse(schema, target, time)
    assert target is not None
    assert time is not None
    others = _may_be_series(schema, target, time)
    if series and series not in schema:
        raise NeedsYou(f"There is no column {series}.", "Choose another column of series.")
    frame = _columns(workspace, version, (target, time, *others))
    known = np.isfinite(frame[target].values.astype(np.float64))
    frame = frame.take(np.flatnonzero(known))
    chosen = series if series is not None else _telling_apart(frame, time, others)
    codes = series_of(frame, chosen)[0]
    grid = time_grids.found(frame[time], codes)
    notes = time_grids.oddities(grid, frame[time], codes)
    steps = grid.steps(frame[time].values)
    n_steps = int(np.ptp(steps[steps != time_grids.NO_STEP])) + 1
    horizon = max(1, min(grid.season if grid.season > 1 else 1, n_steps // 4))
    return Offer(target, time, grid, n_steps, horizon, chosen, others, notes)


def _refuse(schema: Schema, target: str | None, time: str | None) -> None:
    for part, name in (("target", target), ("time column", time)):
        if name is None:
            raise NeedsYou(f"The data has no {part}, so nothing is told ahead.", "Name one.")
        if name not in schema:
            raise NeedsYou(f"There is no column {name}.", f"Choose another {part}.")
    if schema[target or ""].kind is not Kind.NUMERIC:
        raise NeedsYou(
            f"A forecast tells a number over time; {target} is {schema[target or ''].kind}.",
            "Choose a numeric target.",
        )


def _may_be_series(schema: Schema, target: str, time: str) -> tuple[str, ...]:
    """The columns that can tell series apart, those a person marked first."""
    first = {Role.GROUP: 0, Role.IDENTIFIER: 1}
    fitting = [
        c
        for c in schema.columns
        if c.name not in (target, time)
        and c.role is not Role.LEFT_OUT
        and (c.kind in _SERIES_KINDS[:3] or (c.kind is Kind.NUMERIC and c.whole))
    ]
    return tuple(c.name for c in sorted(fitting, key=lambda c: first.get(c.role, 2)))


def _telling_apart(frame: Frame, time: str, others: Sequence[str]) -> str:
    """The column of fewest values with which no time occurs twice; "" where none is needed."""
    _, times = np.unique(frame[time].values, return_inverse=True)
    if len(np.unique(times)) == frame.n_rows:
        return ""
    found: list[tuple[int, int, str]] = []
    for place, name in enumerate(others):
        codes = series_of(frame, name)[0]
        n = len(np.unique(codes))
        pairs = len(np.unique(codes.astype(np.int64) * len(times) + times))
        if n <= _MOST_SERIES and pairs == frame.n_rows and n * 3 <= frame.n_rows:
            found.append((n, place, name))
    return min(found)[2] if found else ""


def _columns(workspace: Workspace, version: DatasetVersion, names: Sequence[str]) -> Frame:
    rows = tables.whole(workspace, version)
    schema = datasets.schema_of(workspace, version)
    return tables.as_schema(rows, schema).select(names)


def recipe(
    workspace: Workspace,
    address: str,
    horizon: int | None = None,
    *,
    target: str | None = None,
    time: str | None = None,
    series: str | None = None,
    lags: Sequence[int] | None = None,
    known: Sequence[str] = (),
    metric: str | None = None,
    leave_out: Sequence[str] = (),
) -> Recipe:
    """The recipe that tells the target ahead; what is not said is suggested from the times.

    Raises `NeedsYou` where the data has no time, no number to tell, or too few steps.
    """
    found = offer(workspace, address, target, time, series)
    horizon = found.horizon if horizon is None else horizon
    base = recipes.chosen(
        workspace, address, found.target, found.time, None, leave_out, is_ahead=True
    )
    suggested, rolling, _ = found.back(horizon)
    forecast = Forecast(
        horizon, tuple(lags) if lags else suggested, found.series, tuple(known), rolling
    )
    if lags:
        forecast = replace(forecast, rolling=())
    known_metric(Task.REGRESSION, metric or "mae")
    for name in known:
        if name not in base.features:
            raise NeedsYou(
                f"{name} cannot be known ahead: it is not learned from.",
                "Choose from " + ", ".join(base.features) + ".",
            )
    return replace(
        base,
        task=Task.REGRESSION,
        positive=None,
        group=None,
        time=found.time,
        metric=metric or "mae",
        hold_out=HoldOut(HoldOutKind.NEWEST, base.hold_out.share),
        forecast=forecast,
    )
