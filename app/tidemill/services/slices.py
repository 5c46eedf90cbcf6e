"""How runs do on parts of the rows held out: for whom they are weak, weakest first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.influences import Array, measured
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.metrics import Metric, UndefinedMetric
from tidemill.domain.runs import Run
from tidemill.domain.slices import cuts
from tidemill.services import hold_outs, personal_data, tables
from tidemill.services.evaluation import figures
from tidemill.services.tiers import metric_of, source_of
from tidemill.services.workspace import Workspace

MOST_COLUMNS = 8


@dataclass(frozen=True)
class SliceFigure:
    """A measure on some rows with its 95 % interval, whose ends are None where rows don't tell."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Slice:
    """Rows with like values of a column; a figure for each run, None where it has no meaning.

    `behind` is how much worse the runs are here than on all rows, on average.
    """

    column: str
    words: str
    n: int
    figures: tuple[SliceFigure | None, ...]
    behind: float


@dataclass(frozen=True)
class Slices:
    """Parts of the shared hold-out rows, weakest first, for the runs that share them.

    `whole` are the runs' figures on all `n_rows`. `missing` says why there are none.
    """

    metric: str
    title: str
    decimals: int
    higher_is_better: bool
    keys: tuple[int, ...]
    names: tuple[str, ...]
    n_rows: int
    whole: tuple[SliceFigure | None, ...]
    slices: tuple[Slice, ...]
    missing: str = ""


NOTHING = Slices("", "", 4, True, (), (), 0, (), ())


def slices(workspace: Workspace, runs: Sequence[Run], metric_id: str, reporter: Reporter) -> Slices:
    """Look at the runs' answers by the columns that they lean on most.

    `metric_id` "" is the measure most of the runs were trained for.
    """
    shared = hold_outs.share(hold_outs.read(workspace, runs, Part(reporter, 0.0, 0.2)))
    judged = [runs[at] for at in shared.places]
    if shared.task is None:
        return replace(NOTHING, missing=" ".join(dict.fromkeys(shared.why)))
    source = source_of(workspace, judged)
    if source is None:
        words = "What columns these rows have is not known: none of the runs was trained here."
        return replace(NOTHING, missing=words)
    one = metric_of(shared.task, judged, metric_id)
    hidden = personal_data.hidden(workspace, source[1].dataset)  # a slice is named by its values
    names = [n for n in telling_columns(workspace, judged, *source) if n not in hidden]
    names = names[:MOST_COLUMNS]
    reporter.report(0.25, "Reading the rows held out")
    version = source[1]
    frame = tables.some_rows(workspace, version, shared.rows, names, Part(reporter, 0.25, 0.4))
    parts = [cut for column in frame for cut in cuts(column)]
    reporter.check()
    whole: list[SliceFigure | None] = []
    told: list[list[SliceFigure | None]] = [[] for _ in parts]
    answers = shared.answers.known()
    for at, run in enumerate(judged):  # one run's answers at a time: there may be very many
        reporter.check()
        reporter.report(0.4 + 0.6 * at / len(judged), f"Looking at {run.name}")
        answer = answers[at]
        whole.append(_figure(one, shared.y, answer))
        for cut, figures_of in zip(parts, told, strict=True):
            figures_of.append(_figure(one, shared.y[cut.rows], answer[cut.rows]))
    found = []
    for cut, figures_of in zip(parts, told, strict=True):
        behind = _behind(one, figures_of, whole)
        if behind is not None:
            n = int(cut.rows.sum())
            found.append(Slice(cut.column, cut.words, n, tuple(figures_of), behind))
    return Slices(
        one.id,
        one.title,
        one.decimals,
        bool(one.higher_is_better),
        tuple(run.pk for run in judged),
        tuple(run.name for run in judged),
        len(shared.rows),
        tuple(whole),
        tuple(sorted(found, key=lambda part: -part.behind)),
    )


def telling_columns(
    workspace: Workspace, runs: Sequence[Run], source: Run, version: DatasetVersion
) -> list[str]:
    """The columns of a run's dataset, those the runs lean on most first."""
    weight: dict[str, float] = {}
    for run in runs:
        try:
            leaned = figures(workspace, run).importances
        except NeedsYou:  # a damaged page; the order of the columns does not hang on it
            continue
        for name, value in leaned:
            weight[name] = max(value, weight.get(name, -math.inf))
    target = source.params.get("target")
    names = [name for name in version.schema.names if name != target]
    return sorted(names, key=lambda name: -weight.get(name, -math.inf))


def _figure(one: Metric, y: Array, p: Array) -> SliceFigure | None:
    try:
        value, error = measured(one, y, p)
    except UndefinedMetric:
        return None
    if not math.isfinite(error):
        return SliceFigure(value, None, None)
    half = z_of(0.95) * error
    low, high = value - half, value + half
    if one.id not in ("r2", "mae", "rmse", "log_loss"):
        low, high = max(0.0, low), min(1.0, high)
    elif one.id != "r2":
        low = max(0.0, low)
    return SliceFigure(value, low, high)


def _behind(
    one: Metric, told: Sequence[SliceFigure | None], whole: Sequence[SliceFigure | None]
) -> float | None:
    gaps = [
        float(one.gain(all_rows.value, here.value))
        for here, all_rows in zip(told, whole, strict=True)
        if here is not None and all_rows is not None
    ]
    return float(np.mean(gaps)) if gaps else None
