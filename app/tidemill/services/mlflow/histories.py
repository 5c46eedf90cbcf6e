"""Metrics' courses as MLflow's clients read them."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tidemill.domain.mlflow import limits
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.services import run_curves
from tidemill.services.mlflow import runs
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.run_curves import Curve

MOST_RUNS = 100


def of_run(tracker: Tracker, query: Mapping[str, Any]) -> dict[str, Any]:
    """All points of a metric of a run, a page at a time where a page is asked for."""
    run = runs.find(tracker, query)
    curve = run_curves.curve(tracker.workspace, run.pk, _metric(query))
    first = offset_of(query.get("page_token"))
    most = limits.most(query.get("max_results"), "max_results", max(curve.n, 1), 10**9)
    kept = np.arange(first, min(first + most, curve.n))
    told: dict[str, Any] = {"metrics": _points(curve, kept)}
    if first + most < curve.n:
        told["next_page_token"] = token_of(first + most)
    return told


def of_runs(tracker: Tracker, query: Mapping[str, Any], run_ids: Sequence[str]) -> dict[str, Any]:
    """Points of a metric of some runs, so many of each at most, spread over its course.

    The first, the last, and the lowest and highest of each stretch are among them. `start_step`
    and `end_step` bound the steps, both included.
    """
    if not 0 < len(run_ids) <= MOST_RUNS:
        raise MlflowError(f"GetMetricHistoryBulk request must specify 1 to {MOST_RUNS} run_ids.")
    name = _metric(query)
    most = limits.most(query.get("max_results"), "max_results", 2_500, limits.MOST_POINTS)
    low, high = query.get("start_step"), query.get("end_step")
    told: list[dict[str, Any]] = []
    for run_id in run_ids:
        run = runs.find(tracker, {"run_id": run_id})
        curve = run_curves.curve(tracker.workspace, run.pk, name)
        kept = np.arange(curve.n)
        if low is not None:
            kept = kept[curve.steps[kept] >= limits.whole(low, "start_step")]
        if high is not None:
            kept = kept[curve.steps[kept] <= limits.whole(high, "end_step")]
        if len(kept) > most:
            kept = kept[run_curves.outline(curve.values[kept], most)]
        told += [{**one, "run_id": run.id} for one in _points(curve, kept)]
    return {"metrics": told}


def _metric(query: Mapping[str, Any]) -> str:
    return limits.text_of(query.get("metric_key"), "metric_key", 10 * limits.NAME_LENGTH)


def _points(curve: Curve, kept: Any) -> list[dict[str, Any]]:
    times = np.floor(curve.times[kept] * 1000 + 1e-3)
    whole = np.where(np.isfinite(times), times, 0).astype(np.int64).tolist()
    values, steps = curve.values[kept].tolist(), curve.steps[kept].tolist()
    return [
        {"key": curve.metric, "value": value, "timestamp": at, "step": step}
        for value, at, step in zip(values, whole, steps, strict=True)
    ]


def token_of(offset: int) -> str:
    """What a client sends to go on from there."""
    return base64.urlsafe_b64encode(f"from:{offset}".encode()).decode()


def offset_of(token: object) -> int:
    """Where a page begins; without a token at the beginning."""
    if not token:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(str(token).encode()).decode().partition(":")
        if word == "from" and number.isdecimal() and len(number) < 16:
            return int(number)
    except (ValueError, UnicodeError):
        pass
    raise MlflowError("Invalid value for parameter 'page_token': it is none of this server's.")
