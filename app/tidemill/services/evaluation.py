"""How runs did on the rows held out: intervals, importances, and the pictures of a comparison.

Reads what training kept beside a run (`registry.LEARNED_FILE`, `registry.PREDICTIONS_FILE`) and
needs numpy only, so it can run in an operation of the window.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.domain.curves import MAX_POINTS, Curve, both_curves, calibration, confusion
from tidemill.domain.metrics import UndefinedMetric
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services import hold_outs
from tidemill.services.hold_outs import HoldOut
from tidemill.services.registry import IMPORTANCE_FILE, LEARNED_FILE
from tidemill.services.workspace import Workspace

Array = NDArray[np.float64]

MAX_FEATURES = 12
MAX_DOTS = 1_200
MAX_CLASSES = 12
OTHER = "other classes"
MANY = 200
"""Of more runs each keeps a coarser picture, so that thousands of them take tens of megabytes."""
_POINTS_OF_MANY, _DOTS_OF_MANY = 120, 150
_IN_COLOUR = 8
_N_BINS = 40
_N_STRETCHES = 20


@dataclass(frozen=True)
class Figures:
    """What a run kept of its judgement; empty where it kept nothing.

    `intervals` are (low, high) at 95 % by measure; `importances` are (column, loss when
    shuffled), falling; `notes` are sentences for the person; `curve_by` says what a step of the
    learning curve is, where training drew it: "tree" or "row".
    """

    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    importances: tuple[tuple[str, float], ...] = ()
    n_hold_out: int | None = None
    split: str = ""
    notes: tuple[str, ...] = ()
    curve_by: str = ""


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
        str(learned.get("curve_by", "")),
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
    metrics = run.metrics
    named = [low.removesuffix("_low") for low in metrics if low.endswith("_low")]
    return {
        name: (metrics[f"{name}_low"], metrics[f"{name}_high"])
        for name in named
        if name in metrics and f"{name}_high" in metrics
    }


def _importances(stored: Any) -> tuple[tuple[str, float], ...]:
    listed = stored.get("importances", []) if isinstance(stored, dict) else stored or []
    pairs = [(str(one["column"]), float(one["value"])) for one in listed]
    return tuple(sorted(pairs, key=lambda pair: -pair[1]))


@dataclass(frozen=True, eq=False)
class Line:
    """Points of one run in one picture; `low` and `high` make a band where there is one.

    `thresholds` belong to the points of ROC and precision-recall.
    """

    x: Array
    y: Array
    low: Array | None = None
    high: Array | None = None
    thresholds: Array | None = None


@dataclass(frozen=True, eq=False)
class Judged:
    """One run's pictures; None or empty where a picture has no meaning or nothing was kept.

    Binary: `roc`, `precision_recall`, `calibration` (of several classes: calibration of the class
    that was said). `scores` are two histograms of the probability as shares of all rows: of two
    classes the rows whose truth is the first and the second, of several those said wrongly and
    rightly. `confusion` counts rows (true, said) by `Pictures.levels`. Regression: `dots` are
    (actual, predicted); a residual is predicted minus actual: `residuals` is the share of rows by
    residual, `residuals_by` the median residual by the prediction with the middle 80 % as band.

    `missing` says why there is nothing to draw; `note` that the run was judged on other rows, or
    what of it can't be read.
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
    key: int = 0
    scores: tuple[Line, ...] = ()
    confusion: NDArray[np.int64] | None = None
    residuals_by: Line | None = None
    note: str = ""


@dataclass(frozen=True, eq=False)
class Pictures:
    """The pictures of several runs in their order.

    `is_same_rows` is False where they were judged on different rows. `features` are those most
    leaned on, with a value for each run. `levels` name the classes of the confusion matrices;
    beyond 12 classes the rarest are one, the last. `threshold` is from where yes was said.
    """

    task: Task | None
    runs: tuple[Judged, ...]
    is_same_rows: bool
    features: tuple[tuple[str, tuple[float | None, ...]], ...]
    levels: tuple[str, ...] = ()
    threshold: float = 0.5

    @property
    def rows(self) -> int:
        """How many rows the first run that kept its answers was judged on."""
        return next((run.rows for run in self.runs if run.rows), 0)


@dataclass(frozen=True, eq=False)
class _Common:
    """What the pictures of several runs share, so that they lie over each other.

    `n_points` and `n_dots` are how fine a curve and a cloud of rows may be.
    """

    task: Task | None
    levels: tuple[str, ...]
    shown_levels: tuple[str, ...]
    edges: Array = field(default_factory=lambda: np.zeros(0))
    threshold: float = 0.5
    n_points: int = MAX_POINTS
    n_dots: int = MAX_DOTS


def pictures(
    workspace: Workspace, runs: Sequence[Run], reporter: Reporter, *, threshold: float = 0.5
) -> Pictures:
    """Read the hold-out answers of any number of runs and make their curves."""
    held = hold_outs.read(workspace, runs, Part(reporter, 0.0, 0.3))
    shared = hold_outs.share(held)
    known = [one for one in held if not one.missing and one.task is shared.task]
    common = _Common(
        shared.task,
        shared.levels,
        _shown_levels(shared.levels, known),
        _residual_edges(known, reporter) if shared.task is Task.REGRESSION else np.zeros(0),
        threshold,
        _POINTS_OF_MANY if len(runs) > MANY else MAX_POINTS,
    )
    quiet = replace(common, n_dots=_DOTS_OF_MANY) if len(runs) > MANY else common
    judged = []
    for at, one in enumerate(held):
        reporter.report(0.3 + 0.7 * at / len(held), f"Drawing {one.run.name}")
        reporter.check()
        leaned, trouble = _leaned(workspace, one.run)
        shown = common if at < _IN_COLOUR else quiet
        judged.append(_judged(one, shown, leaned, shared.why[at] or trouble))
    marks = {one.row_mark for one in judged if one.row_mark}
    return Pictures(
        shared.task,
        tuple(judged),
        len(marks) <= 1,
        _features(judged),
        common.shown_levels,
        threshold,
    )


def _leaned(workspace: Workspace, run: Run) -> tuple[tuple[tuple[str, float], ...], str]:
    """A run's importances; a damaged page of one run is said and leaves the others' pictures."""
    try:
        return figures(workspace, run).importances, ""
    except NeedsYou as error:
        return (), error.message


def confusions(
    workspace: Workspace, runs: Sequence[Run], threshold: float, reporter: Reporter
) -> tuple[NDArray[np.int64] | None, ...]:
    """The confusion matrices of `pictures` at another threshold, None where there is none."""
    held = hold_outs.read(workspace, runs, reporter)
    shared = hold_outs.share(held)
    known = [one for one in held if not one.missing and one.task is shared.task]
    levels = _shown_levels(shared.levels, known)
    common = _Common(shared.task, shared.levels, levels, threshold=threshold)
    return tuple(_confusion(one, common) for one in held)


def _judged(
    one: HoldOut, common: _Common, leaned: tuple[tuple[str, float], ...], why: str
) -> Judged:
    run = one.run
    missing = one.missing
    if not missing and one.task is not common.task:
        missing = f"{run.name} answers another question."
    if missing:
        return Judged(run.id, run.name, importances=leaned, missing=missing, key=run.pk)
    parts: dict[str, Any] = {}
    try:
        if common.task is Task.REGRESSION:
            parts = _regression(one.y, one.p, common)
        elif common.task is Task.BINARY:
            parts = _binary(one.y, one.p, common.n_points)
        else:
            parts = _several_classes(one.y, one.p)
        parts["confusion"] = _confusion(one, common)
    except UndefinedMetric as error:
        missing, parts = error.message, {}
    return Judged(
        run.id,
        run.name,
        len(one.y),
        one.mark,
        importances=leaned,
        missing=missing,
        key=run.pk,
        note=why,
        **parts,
    )


# Classes


def _binary(y: NDArray[Any], p: NDArray[Any], n_points: int) -> dict[str, Any]:
    area, both = both_curves(y, p, n_points)
    return {
        "roc": _line(area),
        "precision_recall": _line(both),
        "calibration": _calibration(y, p),
        "scores": _scores(p, y == 1),
    }


def _several_classes(y: NDArray[Any], p: NDArray[Any]) -> dict[str, Any]:
    said = p.argmax(axis=1)
    hit, sure = said == y, p[np.arange(len(p)), said]
    return {"calibration": _calibration(hit.astype(np.int64), sure), "scores": _scores(sure, hit)}


def _line(curve: Curve) -> Line:
    return Line(curve.x, curve.y, thresholds=curve.thresholds)


def _calibration(y: NDArray[Any], p: NDArray[Any]) -> Line:
    bins = calibration(y, p)
    return Line(
        np.array([one.predicted for one in bins]),
        np.array([one.observed for one in bins]),
        np.array([one.low for one in bins]),
        np.array([one.high for one in bins]),
    )


def _scores(p: NDArray[Any], is_second: NDArray[np.bool_]) -> tuple[Line, Line]:
    edges = np.linspace(0.0, 1.0, _N_BINS + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    place = np.clip((p * _N_BINS).astype(np.int64), 0, _N_BINS - 1)
    first, second = (
        np.bincount(place[side], minlength=_N_BINS) / len(p) for side in (~is_second, is_second)
    )
    return Line(middle, first), Line(middle, second)


def _shown_levels(levels: tuple[str, ...], known: Sequence[HoldOut]) -> tuple[str, ...]:
    """The classes of the confusion matrices: all, or the most frequent and one for the rest."""
    if len(levels) <= MAX_CLASSES or not known:
        return levels
    counts = np.bincount(known[0].y, minlength=len(known[0].levels))
    frequent = {known[0].levels[k] for k in np.argsort(-counts)[: MAX_CLASSES - 1]}
    return (*(level for level in levels if level in frequent), OTHER)


def _confusion(one: HoldOut, common: _Common) -> NDArray[np.int64] | None:
    if one.missing or one.task is not common.task or one.task in (None, Task.REGRESSION):
        return None
    assert one.task is not None
    try:
        counts = confusion(one.task, one.y, one.p, common.threshold)
    except UndefinedMetric:
        return None
    place = {level: k for k, level in enumerate(common.shown_levels)}
    if any(level not in place for level in one.levels) and OTHER not in place:
        return None  # two classes of other names
    to = np.array([place.get(level, len(place) - 1) for level in one.levels])
    folded = np.zeros((len(place), len(place)), dtype=np.int64)
    np.add.at(folded, (to[:, None], to[None, :]), counts)
    return folded


# Numbers


def _residual_edges(known: Sequence[HoldOut], reporter: Reporter) -> Array:
    """Bins around zero that hold the middle 98 % of all runs' residuals."""
    ends = []
    for one in known:
        reporter.check()
        if len(one.y):
            ends.append(float(np.quantile(np.abs(one.p - one.y), 0.98)))
    far = max(ends, default=1.0)
    return np.linspace(-(far or 1.0), far or 1.0, _N_BINS + 1)


def _regression(y: NDArray[Any], p: NDArray[Any], common: _Common) -> dict[str, Any]:
    step, edges = max(1, -(-len(y) // common.n_dots)), common.edges
    counts, _ = np.histogram(np.clip(p - y, edges[0], edges[-1]), edges)
    return {
        "dots": Line(np.asarray(y[::step], dtype=float), np.asarray(p[::step], dtype=float)),
        "residuals": Line((edges[1:] + edges[:-1]) / 2, counts / len(y)),
        "residuals_by": _residuals_by(y, p),
    }


def _residuals_by(y: NDArray[Any], p: NDArray[Any]) -> Line:
    """The residual along the prediction, in stretches of about as many rows each."""
    order = np.argsort(p, kind="stable")
    stretches = np.array_split(order, max(1, min(_N_STRETCHES, len(p) // 10)))
    ends = [np.quantile(p[rows] - y[rows], (0.1, 0.5, 0.9)) for rows in stretches]
    low, middle, high = np.array(ends).T
    return Line(np.array([p[rows].mean() for rows in stretches]), middle, low, high)


# Columns


def _features(
    judged: Sequence[Judged],
) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
    """The columns that weigh most in any run, heaviest first."""
    by_run = [dict(one.importances) for one in judged]
    names = dict.fromkeys(name for one in by_run for name in one)
    weight = {name: max(one.get(name, -np.inf) for one in by_run) for name in names}
    heaviest = sorted(weight, key=lambda name: -weight[name])[:MAX_FEATURES]
    return tuple((name, tuple(one.get(name) for one in by_run)) for name in heaviest)
