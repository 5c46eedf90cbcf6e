"""Runs held against each other: side by side, in tiers of those that can't be told apart, in
pictures, and by the rows that one gets right and the other wrong.

Nothing here needs pandas or scikit-learn, so all of it can run in an operation of the window.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.models import ModelVersion
from tidemill.domain.runs import Run
from tidemill.services import disagreements as differing
from tidemill.services import evaluation, registry
from tidemill.services import runs as service
from tidemill.services import slices as slicing
from tidemill.services import tiers as tiering
from tidemill.services.disagreements import Disagreements
from tidemill.services.evaluation import Pictures
from tidemill.services.slices import Slices
from tidemill.services.tiers import Tiers
from tidemill.services.workspace import Workspace

MOST_SIDE_BY_SIDE = 8


@dataclass(frozen=True)
class ComparedRow:
    """One line of a comparison: a value a run (None missing) and which of them is best.

    `deltas` are against the baseline; `better` says for each whether it is better than the
    baseline, None where that has no meaning or nothing differs.
    """

    name: str
    title: str
    values: tuple[Any, ...]
    differs: bool
    best: int | None = None
    deltas: tuple[float | None, ...] = ()
    better: tuple[bool | None, ...] = ()
    decimals: int = 4


@dataclass(frozen=True)
class Comparison:
    """Runs side by side: metrics, parameters, data; `baseline` is the place of the run that the
    others are held against."""

    runs: tuple[Run, ...]
    versions: tuple[ModelVersion, ...]
    metrics: tuple[ComparedRow, ...]
    params: tuple[ComparedRow, ...]
    data: tuple[ComparedRow, ...]
    baseline: int = 0


def compare(
    workspace: Workspace,
    keys_or_ids: Sequence[int | str],
    baseline: int = 0,
    *,
    most: int | None = MOST_SIDE_BY_SIDE,
    metrics: Collection[str] | None = None,
) -> Comparison:
    """Put runs side by side, named by key, id, beginning of an id, or name.

    `baseline` is the place of the run that the others are held against. `most` is how many can
    stand side by side; None for any number, as in a report. `metrics` are those to be read where
    not all are needed.
    """
    n = len(keys_or_ids)
    if n < 2 or (most is not None and n > most):
        what = "1 run" if n == 1 else f"{n:,} runs"
        way = "at least 2 runs" if most is None else f"2 to {most} runs"
        raise NeedsYou(f"{what} can't be compared side by side.", f"Choose {way}.")
    runs = tuple(named(workspace, keys_or_ids, metrics))
    names = list(dict.fromkeys(name for run in runs for name in run.metrics))
    params = list(dict.fromkeys(name for run in runs for name in run.params))
    data = ComparedRow(
        "dataset",
        "dataset",
        tuple(run.dataset for run in runs),
        len({run.dataset for run in runs}) > 1,
    )
    return Comparison(
        runs,
        tuple(registry.registered_from(workspace, [run.pk for run in runs])),
        tuple(_metric_row(name, runs, baseline) for name in names),
        tuple(_param_row(name, runs) for name in params),
        (data,),
        baseline,
    )


def named(
    workspace: Workspace,
    keys_or_ids: Sequence[int | str],
    metrics: Collection[str] | None = None,
) -> list[Run]:
    """The runs of keys, ids or names, in their order; keys that are gone are left out.

    `metrics` are those to be read where not all are needed.
    """
    keys = [
        key if isinstance(key, int) else service.one(workspace, key, ()).pk for key in keys_or_ids
    ]
    return service.find(workspace, keys, metrics)


def pictures(
    workspace: Workspace,
    keys_or_ids: Sequence[int | str],
    reporter: Reporter,
    *,
    threshold: float = 0.5,
) -> Pictures:
    """What any number of runs said for the rows held out, ready to be drawn."""
    runs = named(workspace, keys_or_ids, ())
    return evaluation.pictures(workspace, runs, reporter, threshold=threshold)


def tiers(
    workspace: Workspace, keys_or_ids: Sequence[int | str], metric: str, reporter: Reporter
) -> Tiers:
    """Which of any number of runs can't be told apart by a measure on the same hold-out rows.

    `metric` "" is the measure most of them were trained for.
    """
    runs = named(workspace, keys_or_ids, tiering.METRICS_READ)
    return tiering.tiers(workspace, runs, metric, reporter)


def slices(
    workspace: Workspace, keys_or_ids: Sequence[int | str], metric: str, reporter: Reporter
) -> Slices:
    """For whom the runs are weak: a measure on parts of the shared hold-out rows, weakest first."""
    return slicing.slices(workspace, named(workspace, keys_or_ids, ()), metric, reporter)


def disagreements(
    workspace: Workspace,
    key_a: int | str,
    key_b: int | str,
    limit: int,
    reporter: Reporter,
    *,
    threshold: float = 0.5,
) -> Disagreements:
    """The rows that one of two runs gets right and the other wrong, with their columns as text."""
    runs = named(workspace, [key_a, key_b])
    if len(runs) < 2:
        raise NeedsYou("One of the two runs is gone.", "Choose two runs that are there.")
    return differing.disagreements(
        workspace, runs[0], runs[1], limit, reporter, threshold=threshold
    )


def _metric_row(name: str, runs: tuple[Run, ...], baseline: int) -> ComparedRow:
    values = tuple(run.metrics.get(name) for run in runs)
    known = service.known_metric(name, runs[0].params.get("task"))
    base = values[baseline]
    deltas = tuple(None if v is None or base is None else v - base for v in values)
    finite = [v for v in values if v is not None and math.isfinite(v)]
    up = None if known is None else known.higher_is_better
    better = tuple(
        None
        if d is None or d == 0 or math.isnan(d) or up is None or i == baseline
        else (d > 0) == up
        for i, d in enumerate(deltas)
    )
    best = None
    if up is not None and len(set(finite)) > 1:
        best = values.index(max(finite) if up else min(finite))
    title = service.metric_title(name, runs[0].params.get("task"))
    decimals = 4 if known is None else known.decimals
    return ComparedRow(name, title, values, len(set(values)) > 1, best, deltas, better, decimals)


def _param_row(name: str, runs: tuple[Run, ...]) -> ComparedRow:
    values = tuple(run.params.get(name) for run in runs)
    return ComparedRow(name, name, values, len(set(values)) > 1)
