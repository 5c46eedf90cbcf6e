"""The course of metrics, for charts: by step, by time, by another metric; live ones read on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tidemill.base.progress import Reporter
from tidemill.domain.runs import Run
from tidemill.services import runs as service
from tidemill.services.workspace import Workspace
from tidemill.store import histories

Floats = NDArray[np.float64]
Across = Literal["step", "time", "relative", "metric"]

Kind = Literal["metric", "system"]
"""What tells of the model, and what of the computer it ran on."""


@dataclass(frozen=True, eq=False)
class Curve:
    """All points of one metric of one run in the order they were logged.

    `steps` (n,) int64, `times` (n,) seconds since 1970, `values` (n,) as logged, NaN and
    infinities included. `since` is when the run began, None where nobody knows.
    """

    key: int
    run_name: str
    metric: str
    steps: NDArray[np.int64]
    times: Floats
    values: Floats
    since: float | None = None
    kind: Kind = "metric"

    @property
    def n(self) -> int:
        """How many points there are."""
        return len(self.values)

    def points(
        self, across: Across = "step", other: "Curve | None" = None
    ) -> tuple[Floats, Floats]:
        """Places and values to be drawn. Across another metric the two are joined on the step."""
        if across == "metric":
            return joined(other, self) if other is not None else (np.empty(0), np.empty(0))
        if across == "time":
            return self.times, self.values
        if across == "relative":
            begin = self.since
            first = (
                float(np.nanmin(self.times)) if self.n and np.isfinite(self.times).any() else 0.0
            )
            # A run that goes on where another stopped has points from before it began.
            return self.times - (first if begin is None or begin > first else begin), self.values
        return self.steps.astype(np.float64), self.values

    def best(self, *, higher_is_better: bool) -> tuple[int, float] | None:
        """Step and value of the best point, the first of equal ones; None without a number."""
        finite = np.flatnonzero(np.isfinite(self.values))
        if not len(finite):
            return None
        values = self.values[finite]
        at = finite[int(values.argmax() if higher_is_better else values.argmin())]
        return int(self.steps[at]), float(self.values[at])


def joined(x: Curve, y: Curve) -> tuple[Floats, Floats]:
    """One metric over another: pairs of the same step, in the order of the steps.

    A step that was logged several times takes part with its last value; steps that only one of
    the two has are left out.
    """
    steps_x, values_x = _last_of_steps(x)
    steps_y, values_y = _last_of_steps(y)
    _, at_x, at_y = np.intersect1d(steps_x, steps_y, assume_unique=True, return_indices=True)
    return values_x[at_x], values_y[at_y]


def _last_of_steps(one: Curve) -> tuple[NDArray[np.int64], Floats]:
    order = np.argsort(one.steps, kind="stable")
    steps = one.steps[order]
    is_last = np.append(steps[1:] != steps[:-1], True) if len(steps) else np.empty(0, dtype=bool)
    return steps[is_last], one.values[order][is_last]


def curve(workspace: Workspace, key: int, metric: str, kind: Kind = "metric") -> Curve:
    """The course of a metric of one run; without points where it never logged it."""
    return _curves(workspace, [key], metric, kind)[0]


def curves(
    workspace: Workspace,
    keys: Sequence[int],
    metric: str,
    reporter: Reporter,
    most_points: int | None = None,
) -> list[Curve]:
    """The course of a metric of several runs, in their order; runs without a point are left out.

    Of longer curves `most_points` are kept: the lowest and the highest of each stretch.
    """
    found = _curves(workspace, keys, metric, "metric", reporter, most_points)
    return [one for one in found if one.n]


def _curves(
    workspace: Workspace,
    keys: Sequence[int],
    metric: str,
    kind: Kind,
    reporter: Reporter | None = None,
    most_points: int | None = None,
) -> list[Curve]:
    found = []
    with workspace.store.read() as connection:
        number = histories.key_id(connection, metric, kind)
        named = {run.pk: run for run in service.find(workspace, keys, ())}
        for at, key in enumerate(keys):
            if reporter is not None:
                reporter.check()
                reporter.report(at / len(keys), "Reading the curves")
            run = named.get(key)
            if number is None or run is None:
                arrays = (np.empty(0, np.int64), np.empty(0), np.empty(0))
            else:
                arrays = histories.read(connection, key, number)
                if most_points is not None and len(arrays[2]) > most_points:
                    kept = outline(arrays[2], most_points)
                    arrays = (arrays[0][kept], arrays[1][kept], arrays[2][kept])
            found.append(_made(key, run, metric, kind, arrays))
    return found


def outline(values: Floats, most: int) -> NDArray[np.int64]:
    """Which points keep a long curve's shape: the ends, and the lowest and highest of stretches.

    At most `most` places, at least 4, rising; what is no number counts as neither.
    """
    n = len(values)
    if n <= most:
        return np.arange(n)
    size = -(-n // max(1, (most - 2) // 2))
    starts = np.arange(0, n, size)
    low = np.where(np.isfinite(values), values, np.inf)
    high = np.where(np.isfinite(values), values, -np.inf)
    found = [0, n - 1]
    for start in starts.tolist():
        found.append(start + int(low[start : start + size].argmin()))
        found.append(start + int(high[start : start + size].argmax()))
    return np.unique(np.array(found, dtype=np.int64))


def _made(key: int, run: Run | None, metric: str, kind: Kind, arrays: histories.Arrays) -> Curve:
    began = None if run is None or run.started_at is None else run.started_at.timestamp()
    return Curve(key, "" if run is None else run.name, metric, *arrays, began, kind)


def read_on(workspace: Workspace, known: Curve) -> Curve:
    """A curve with what was logged since it was read; the same object where nothing was."""
    with workspace.store.read() as connection:
        number = histories.key_id(connection, known.metric, known.kind)
        if number is None:
            return known
        steps, times, values = histories.read(connection, known.key, number, since=known.n)
    if not len(values):
        return known
    return replace(
        known,
        steps=np.concatenate([known.steps, steps]),
        times=np.concatenate([known.times, times]),
        values=np.concatenate([known.values, values]),
    )


def metrics_of(workspace: Workspace, keys: Sequence[int], kind: Kind = "metric") -> dict[str, int]:
    """How many points of each metric some runs have together, by name, longest curves first.

    A metric that was logged once by each of them has no curve, and is left out.
    """
    with workspace.store.read() as connection:
        found = histories.lengths(connection, list(keys), kind)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
