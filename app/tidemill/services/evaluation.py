"""How runs did on the rows held out: intervals, importances, and the pictures of a comparison.

Reads what training kept beside a run (`registry.LEARNED_FILE`, `registry.PREDICTIONS_FILE`) and
needs numpy only, so it can run in an operation of the window.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.curves import calibration, precision_recall, roc
from tidemill.domain.metrics import UndefinedMetric
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services.registry import IMPORTANCE_FILE, LEARNED_FILE, PREDICTIONS_FILE
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace

Array = NDArray[np.float64]

MAX_FEATURES = 12
MAX_DOTS = 1_200
_N_BINS = 40


@dataclass(frozen=True)
class Figures:
    """What a run kept of its judgement; empty where it kept nothing.

    `intervals` are (low, high) at 95 % by measure; `importances` are (column, loss when
    shuffled), falling; `notes` are sentences for the person.
    """

    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    importances: tuple[tuple[str, float], ...] = ()
    n_hold_out: int | None = None
    split: str = ""
    notes: tuple[str, ...] = ()


def figures(workspace: Workspace, run: Run) -> Figures:
    """The figures of a run; a metric's `_low` and `_high` stand in where no file was kept."""
    learned = _json(workspace, run, LEARNED_FILE)
    logged = _logged_intervals(run)
    if not isinstance(learned, dict):
        return Figures(logged, _importances(_json(workspace, run, IMPORTANCE_FILE)))
    kept = {
        name: (float(one["low"]), float(one["high"]))
        for name, one in learned.get("intervals", {}).items()
    }
    leaned = _importances(learned.get("importances"))
    return Figures(
        logged | kept,
        leaned or _importances(_json(workspace, run, IMPORTANCE_FILE)),
        learned.get("n_hold_out"),
        str(learned.get("split", "")),
        tuple(str(note) for note in learned.get("notes", ())),
    )


def _json(workspace: Workspace, run: Run, path: str) -> Any:
    blob = run.artifacts.get(path)
    if blob is None:
        return None
    try:
        return json.loads(workspace.blobs.get_bytes(blob))
    except ValueError as error:
        raise NeedsYou(
            f"Can't read {path} of {run.name}: it is damaged.",
            "Train it again, or restore a backup.",
            detail=str(error),
        ) from error


def _logged_intervals(run: Run) -> dict[str, tuple[float, float]]:
    found = {}
    for name in run.metrics:
        low, high = run.metrics.get(f"{name}_low"), run.metrics.get(f"{name}_high")
        if low is not None and high is not None:
            found[name] = (low, high)
    return found


def _importances(stored: Any) -> tuple[tuple[str, float], ...]:
    listed = stored.get("importances", []) if isinstance(stored, dict) else stored or []
    pairs = [(str(one["column"]), float(one["value"])) for one in listed]
    return tuple(sorted(pairs, key=lambda pair: -pair[1]))


@dataclass(frozen=True, eq=False)
class Line:
    """Points of one run in one picture; `low` and `high` make a band where there is one."""

    x: Array
    y: Array
    low: Array | None = None
    high: Array | None = None


@dataclass(frozen=True, eq=False)
class Judged:
    """One run's pictures; None where a picture has no meaning or nothing was kept.

    Binary: `roc`, `precision_recall`, `calibration` (of several classes: calibration of the class
    that was said). Regression: `dots` are (actual, predicted), `residuals` the share of rows by
    predicted minus actual. `missing` says why there is none.
    """

    run_id: str
    name: str
    rows: int = 0
    row_mark: str = ""
    roc: Line | None = None
    precision_recall: Line | None = None
    calibration: Line | None = None
    dots: Line | None = None
    residuals: Line | None = None
    importances: tuple[tuple[str, float], ...] = ()
    missing: str = ""


@dataclass(frozen=True, eq=False)
class Pictures:
    """The pictures of several runs in their order.

    `is_same_rows` is False where they were judged on different rows. `features` are those most
    leaned on, with a value for each run.
    """

    task: Task | None
    runs: tuple[Judged, ...]
    is_same_rows: bool
    features: tuple[tuple[str, tuple[float | None, ...]], ...]

    @property
    def rows(self) -> int:
        """How many rows the first run that kept its answers was judged on."""
        return next((run.rows for run in self.runs if run.rows), 0)


def pictures(workspace: Workspace, runs: Sequence[Run], reporter: Reporter) -> Pictures:
    """Read the hold-out answers of runs and make their curves."""
    said: list[Predictions | None] = []
    for run in runs:
        reporter.check()
        blob = run.artifacts.get(PREDICTIONS_FILE)
        kept = None if blob is None else workspace.blobs.get_bytes(blob)
        said.append(None if kept is None else Predictions.from_bytes(kept))
    known = [one for one in said if one is not None]
    task = known[0].task if known else None
    edges = _residual_edges(known) if task is Task.REGRESSION else None
    judged = []
    for at, (run, one) in enumerate(zip(runs, said, strict=True)):
        reporter.report(at / len(runs), f"Reading {run.name}")
        reporter.check()
        leaned = figures(workspace, run).importances
        judged.append(_judged(run, one, task, leaned, edges))
    marks = {one.row_mark for one in judged if one.row_mark}
    return Pictures(task, tuple(judged), len(marks) <= 1, _features(judged))


def _judged(
    run: Run,
    said: Predictions | None,
    task: Task | None,
    leaned: tuple[tuple[str, float], ...],
    edges: Array | None,
) -> Judged:
    if said is None:
        return Judged(
            run.id, run.name, importances=leaned, missing=f"{run.name} kept no hold-out answers."
        )
    if said.task is not task:
        return Judged(
            run.id, run.name, importances=leaned, missing=f"{run.name} answers another question."
        )
    y, p = said.judged()
    mark = f"{run.dataset}:{len(said.rows)}:{hash(said.rows.tobytes())}"
    parts: dict[str, Line | None] = {}
    missing = ""
    try:
        if task is Task.REGRESSION:
            assert edges is not None
            parts = _regression(y, p, edges)
        elif task is Task.BINARY:
            parts = _binary(y, p)
        else:
            hit = (p.argmax(axis=1) == y).astype(np.int64)
            parts = {"calibration": _calibration(hit, p.max(axis=1))}
    except UndefinedMetric as error:
        missing = error.message
    return Judged(run.id, run.name, len(y), mark, importances=leaned, missing=missing, **parts)


def _binary(y: NDArray[Any], p: NDArray[Any]) -> dict[str, Line | None]:
    area, both = roc(y, p), precision_recall(y, p)
    return {
        "roc": Line(area.x, area.y),
        "precision_recall": Line(both.x, both.y),
        "calibration": _calibration(y, p),
    }


def _calibration(y: NDArray[Any], p: NDArray[Any]) -> Line:
    bins = calibration(y, p)
    return Line(
        np.array([one.predicted for one in bins]),
        np.array([one.observed for one in bins]),
        np.array([one.low for one in bins]),
        np.array([one.high for one in bins]),
    )


def _residual_edges(said: Sequence[Predictions]) -> Array:
    """Bins around zero that hold the middle 98 % of all runs' residuals."""
    every = [p - y for one in said if one.task is Task.REGRESSION for y, p in [one.judged()]]
    whole = np.concatenate(every) if every else np.zeros(1)
    far = float(np.quantile(np.abs(whole), 0.98)) if len(whole) else 1.0
    return np.linspace(-(far or 1.0), far or 1.0, _N_BINS + 1)


def _regression(y: NDArray[Any], p: NDArray[Any], edges: Array) -> dict[str, Line | None]:
    if len(y) == 0:
        raise UndefinedMetric("No row held out has a known target.")
    step = max(1, -(-len(y) // MAX_DOTS))
    counts, _ = np.histogram(np.clip(p - y, edges[0], edges[-1]), edges)
    return {
        "dots": Line(np.asarray(y[::step], dtype=float), np.asarray(p[::step], dtype=float)),
        "residuals": Line((edges[1:] + edges[:-1]) / 2, counts / len(y)),
    }


def _features(
    judged: Sequence[Judged],
) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
    """The columns that weigh most in any run, heaviest first."""
    by_run = [dict(one.importances) for one in judged]
    names = dict.fromkeys(name for one in by_run for name in one)
    weight = {name: max(one.get(name, -np.inf) for one in by_run) for name in names}
    heaviest = sorted(weight, key=lambda name: -weight[name])[:MAX_FEATURES]
    return tuple((name, tuple(one.get(name) for one in by_run)) for name in heaviest)
