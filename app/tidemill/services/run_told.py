"""All that a run left behind as plain values, for programs and for the terminal."""

from collections.abc import Mapping
from typing import Any

from tidemill.base.progress import Reporter
from tidemill.domain.runs import Run
from tidemill.services import run_evidence, run_page
from tidemill.services.evaluation import Judged, Line, Pictures
from tidemill.services.registry import LOCK_FILE, PREDICTIONS_FILE
from tidemill.services.run_evidence import LearningCurve, RunEvidence
from tidemill.services.run_page import RunPage
from tidemill.services.slices import Slices
from tidemill.services.workspace import Workspace


def told(workspace: Workspace, run: Run, reporter: Reporter) -> dict[str, Any]:
    """What a run's page shows of it; what is not there is null or empty, `missing` says why."""
    page = run_page.of_run(workspace, run)
    found = run_evidence.read(workspace, page, reporter)
    ours = None if found.pictures is None else found.pictures.runs[0]
    return {
        "findings": [one.to_dict() for one in found.findings],
        "intervals": {name: list(ends) for name, ends in page.figures.intervals.items()},
        "learning_curve": _curve(found.curve),
        "hold_out": _hold_out(page, ours),
        **_leaning(found),
        "slices": _slices(found.slices),
        "calibration": _line(None if ours is None else ours.calibration),
        "confusion": _confusion(found.pictures),
        "residuals": _line(None if ours is None else ours.residuals),
        "thresholds": None if found.decisions is None else found.decisions.to_dict(),
        "ran": {label: words for label, words, _ in page.origin},
        "files": {one.path: one.n_bytes for one in page.files},
        "lock": LOCK_FILE if LOCK_FILE in run.artifacts else None,
        "diff": None if page.diff is None else page.diff.path,
        "seconds": page.seconds,
        "inputs": [one.to_dict() for one in page.inputs],
        "reproductions": [one.to_dict() for one in page.reproductions],
        "missing": dict(found.missing),
    }


def _curve(curve: LearningCurve | None) -> Mapping[str, Any] | None:
    if curve is None:
        return None
    training = None if curve.training is None else curve.training.values.tolist()
    return {
        "metric": curve.held.metric,
        "steps": curve.held.steps.tolist(),
        "values": curve.held.values.tolist(),
        "training": training,
        "best_step": curve.best_step,
        "best_value": curve.best_value,
    }


def _hold_out(page: RunPage, ours: Judged | None) -> Mapping[str, Any]:
    kept = next((one for one in page.files if one.path == PREDICTIONS_FILE), None)
    return {
        "rows": page.figures.n_hold_out or (0 if ours is None else ours.rows),
        "split": page.figures.split,
        "file": None if kept is None else kept.path,
        "bytes": None if kept is None else kept.n_bytes,
    }


def _leaning(found: RunEvidence) -> Mapping[str, Any]:
    weights = found.leaning.weights
    return {
        "importances": [{"column": c, "value": value, "sd": sd} for c, value, sd in weights],
        "partial_dependence": [one.to_dict() for one in found.leaning.dependences],
    }


def _slices(slices: Slices | None) -> list[Mapping[str, Any]]:
    if slices is None:
        return []
    told: list[Mapping[str, Any]] = []
    for one in slices.slices:
        figure = one.figures[0]
        if figure is not None:
            ends = {"value": figure.value, "low": figure.low, "high": figure.high}
            told.append({"column": one.column, "part": one.words, "rows": one.n, **ends})
    return told


def _line(line: Line | None) -> Mapping[str, Any] | None:
    if line is None:
        return None
    ends = {"low": line.low, "high": line.high}
    bands = {name: side.tolist() for name, side in ends.items() if side is not None}
    return {"x": line.x.tolist(), "y": line.y.tolist(), **bands}


def _confusion(pictures: Pictures | None) -> Mapping[str, Any] | None:
    if pictures is None or pictures.runs[0].confusion is None:
        return None
    counts = pictures.runs[0].confusion.tolist()
    return {"levels": list(pictures.levels), "counts": counts, "threshold": pictures.threshold}
