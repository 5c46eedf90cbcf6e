"""All that a run's page shows: first the facts, quickly; then what its hold-out says of it.

Both are read in operations of the window: numpy only, no pandas, no scikit-learn.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tidemill.base import collation
from tidemill.base.errors import NeedsYou
from tidemill.domain.metrics import for_task
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import USUAL_METRIC, Task
from tidemill.domain.reproductions import Reproduction
from tidemill.domain.run_inputs import RunInput
from tidemill.domain.runs import Run
from tidemill.services import (
    datasets,
    evaluation,
    registry,
    reproductions,
    run_curves,
    shared_preparations,
)
from tidemill.services import runs as service
from tidemill.services.evaluation import Figures
from tidemill.services.run_origins import Step, how_it_ran, lineage_of
from tidemill.services.shared_preparations import Older
from tidemill.services.workspace import Workspace
from tidemill.store import run_details, run_inputs

BOOKKEEPING = frozenset({"rows_hash", "threads", "hold_out", "data"})
"""Parameters that say how a run was kept, not what was tried."""
MOST_METRICS = 500
"""So many metrics of a run are told as rows, beside those with an interval."""


@dataclass(frozen=True)
class MetricRow:
    """A measure: the run's value with its 95 % interval, and that of the version it is held
    against; None where it is not known.
    """

    name: str
    title: str
    value: float
    decimals: int
    low: float | None = None
    high: float | None = None
    rival: float | None = None
    higher_is_better: bool | None = None

    @property
    def half_width(self) -> float | None:
        """Half the interval."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


@dataclass(frozen=True)
class ParamRow:
    """A parameter with that of the version the run is held against, None where it has none."""

    name: str
    value: str | None
    rival: str | None
    differs: bool


@dataclass(frozen=True)
class RunFile:
    """A stored file of a run."""

    path: str
    blob: str
    n_bytes: int


@dataclass(frozen=True)
class RunPage:
    """The facts of a run.

    `metrics` are the first of `n_metrics`. `rival` is the version it is held against: the champion
    of the model that answers the same question, for the champion itself the one before it.
    `points` counts the points of each metric with a curve, `system` those of what tells of the
    computer. `seconds` is how long it took. `reproductions` tell what came of running it again,
    newest first. `inputs` are the datasets that a script said it read. `older` says that it
    learned with a preparation that has changed since.
    """

    run: Run
    versions: tuple[ModelVersion, ...] = ()
    rival: ModelVersion | None = None
    rival_run: Run | None = None
    figures: Figures = field(default_factory=Figures)
    main: str | None = None
    metrics: tuple[MetricRow, ...] = ()
    params: tuple[ParamRow, ...] = ()
    files: tuple[RunFile, ...] = ()
    points: Mapping[str, int] = field(default_factory=dict)
    system: Mapping[str, int] = field(default_factory=dict)
    lineage: tuple[Step, ...] = ()
    origin: tuple[tuple[str, str, bool], ...] = ()
    diff: RunFile | None = None
    parent: Run | None = None
    children: tuple[Run, ...] = ()
    n_metrics: int = 0
    reproductions: tuple[Reproduction, ...] = ()
    older: Older | None = None
    inputs: tuple[RunInput, ...] = ()

    @property
    def n_curves(self) -> int:
        """How many metrics have more than one point."""
        return sum(n > 1 for n in self.points.values())

    @property
    def n_differing(self) -> int:
        """How many parameters differ from those of the version it is held against."""
        return sum(one.differs for one in self.params)

    @property
    def seconds(self) -> float | None:
        """How long the run took, None while it runs."""
        run = self.run
        if run.started_at is None or run.ended_at is None:
            return None
        return (run.ended_at - run.started_at).total_seconds()


def page(workspace: Workspace, text: str) -> RunPage:
    """The facts of the run of an id, the beginning of one, or a name; one in the trash too."""
    return of_run(workspace, _named(workspace, text))


def _named(workspace: Workspace, text: str) -> Run:
    with workspace.store.read() as connection:
        pk = run_details.key_of(connection, text)
    if pk is not None:
        found = service.find(workspace, [pk])
        if found:
            return found[0]
    return service.one(workspace, text)


def of_run(workspace: Workspace, run: Run) -> RunPage:
    """The facts of a run."""
    versions = tuple(registry.registered_from(workspace, [run.pk]))
    rival = rival_of(workspace, run, versions)
    with workspace.store.read() as connection:
        stored = run_details.files(connection, run.pk)
        facts = run_details.facts(connection, run.pk)
        nested = run_details.nested(connection, run.pk)
        inputs = run_inputs.of_runs(connection, [run.pk]).get(run.pk, [])
        memory = run_details.highest(connection, run.pk, "process_memory", "system")
    wanted = [] if rival is None else [rival.run_pk]
    wanted += [] if run.parent_pk is None else [run.parent_pk]
    others = {one.pk: one for one in service.find(workspace, [*wanted, *nested])}
    rival_run = None if rival is None else others.get(rival.run_pk)
    figures = evaluation.figures(workspace, run)
    files = tuple(RunFile(*one) for one in stored)
    learned = {"peak_memory": memory, **_learned(workspace, run)}
    made = RunPage(
        run,
        versions,
        rival,
        rival_run,
        figures,
        main_metric(run),
        _metrics(run, figures, rival, rival_run),
        _params(run, rival_run),
        files,
        run_curves.metrics_of(workspace, [run.pk]),
        run_curves.metrics_of(workspace, [run.pk], "system"),
        diff=next((one for one in files if one.path.endswith(".diff")), None),
        parent=None if run.parent_pk is None else others.get(run.parent_pk),
        children=tuple(others[pk] for pk in nested if pk in others),
        origin=how_it_ran(run, facts, learned, files),
        n_metrics=len(_without_ends(run.metrics)),
        reproductions=reproductions.of_run(workspace, run),
        older=shared_preparations.of_run(workspace, run),
        inputs=tuple(inputs),
    )
    return _with_lineage(workspace, made, facts)


def _with_lineage(workspace: Workspace, made: RunPage, facts: Mapping[str, Any]) -> RunPage:
    run = made.run
    version = None
    if run.dataset_version_id is not None:
        version = datasets.version_of_id(workspace, run.dataset_version_id)
    recipe = _json(workspace, run, registry.RECIPE_FILE)
    return replace(
        made, lineage=lineage_of(run, version, recipe, made.figures, made.versions, facts)
    )


def rival_of(
    workspace: Workspace, run: Run, versions: tuple[ModelVersion, ...]
) -> ModelVersion | None:
    """The version a run is held against, None where nothing answers its question yet."""
    views = registry.every(workspace)
    names = {version.model for version in versions}
    target, dataset = run.params.get("target"), (run.dataset or "").rpartition("@")[0]
    for view in views:
        asked = view.model
        fits = asked.name in names if names else (asked.target, asked.dataset) == (target, dataset)
        if not fits or view.champion is None:
            continue
        if view.champion.run_pk != run.pk:
            return view.champion
        return view.rollback_target
    return None


def main_metric(run: Run) -> str | None:
    """The metric a run is judged by: the one it says, its task's usual one, the first that is
    not of the rows learned from.
    """
    task = run.params.get("task")
    usual = USUAL_METRIC[Task(task)] if task in set(Task) else None
    for name in (run.params.get("metric"), usual):
        if name is not None and name in run.metrics:
            return name
    # What was measured on rows held out tells more than what was learned from.
    telling = [name for name in run.metrics if not name.lower().startswith("train")]
    return next(iter([*telling, *run.metrics]), None)


def is_higher_better(name: str, task: str | None) -> bool | None:
    """Which direction of a metric is better: known, or told by its name; None where neither."""
    known = service.known_metric(name, task)
    if known is not None:
        return known.higher_is_better
    words = set(name.lower().replace("/", "_").replace("-", "_").replace(".", "_").split("_"))
    if words & {"loss", "error", "err", "rmse", "mae", "mse", "mape", "perplexity", "nll"}:
        return False
    if words & {"acc", "accuracy", "auc", "f1", "r2", "precision", "recall", "score", "map"}:
        return True
    return None


def _metrics(
    run: Run, figures: Figures, rival: ModelVersion | None, rival_run: Run | None
) -> tuple[MetricRow, ...]:
    """The main measure and those of its task first, then what else was logged, by name."""
    task = run.params.get("task")
    order = [one.id for one in for_task(Task(task))] if task in set(Task) else []
    main = main_metric(run)
    named = _without_ends(run.metrics)
    wanted = dict.fromkeys([*([] if main is None else [main]), *order])
    first = [name for name in wanted if name in named]
    names = [*first, *collation.by_text(named.keys() - set(first), str)]
    sure = figures.intervals.keys()
    names = [name for at, name in enumerate(names) if at < MOST_METRICS or name in sure]
    theirs: dict[str, float] = {} if rival is None else dict(rival.metrics)
    theirs |= {} if rival_run is None else rival_run.metrics
    rows = []
    for name in names:
        known = service.known_metric(name, task)
        low, high = figures.intervals.get(name, (None, None))
        rows.append(
            MetricRow(
                name,
                service.metric_title(name, task),
                run.metrics[name],
                4 if known is None else known.decimals,
                low,
                high,
                theirs.get(name),
                is_higher_better(name, task),
            )
        )
    return tuple(rows)


def _without_ends(metrics: Mapping[str, float]) -> Mapping[str, float]:
    """The metrics that are no end of another's interval."""
    sided = [name for name in metrics if name.endswith(("_low", "_high"))]
    ends = {name for name in sided if name.rpartition("_")[0] in metrics}
    return {name: value for name, value in metrics.items() if name not in ends} if ends else metrics


def _params(run: Run, rival_run: Run | None) -> tuple[ParamRow, ...]:
    """Those that differ first, then by name."""
    theirs = {} if rival_run is None else rival_run.params
    names = [name for name in dict.fromkeys([*run.params, *theirs]) if name not in BOOKKEEPING]
    rows = [
        ParamRow(
            name,
            run.params.get(name),
            theirs.get(name),
            rival_run is not None and not _is_same(run.params.get(name), theirs.get(name)),
        )
        for name in names
    ]
    by_name = collation.by_text(rows, lambda row: row.name)
    return tuple(sorted(by_name, key=lambda row: not row.differs))


def _is_same(one: str | None, other: str | None) -> bool:
    """Whether two values say the same: 0.10 is 0.1."""
    if one is None or other is None or one == other:
        return one == other
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-12)
    except ValueError:
        return False


def how_they_ran(workspace: Workspace, runs: Sequence[Run]) -> list[dict[str, str]]:
    """For each run what is known of its code, packages and computer, by label."""
    with workspace.store.read() as connection:
        kept = [run_details.facts(connection, run.pk) for run in runs]
    return [
        {
            label: words
            for label, words, _ in how_it_ran(run, facts, _learned(workspace, run), ())
            if label not in _OWN_TO_A_RUN
        }
        for run, facts in zip(runs, kept, strict=True)
    ]


_OWN_TO_A_RUN = frozenset({"Process", "Preparation", "Seed", "Memory, top", "Model file"})
"""What differs between any two runs, or is told as a parameter or metric."""


def _learned(workspace: Workspace, run: Run) -> dict[str, Any]:
    found = _json(workspace, run, registry.LEARNED_FILE)
    return found if isinstance(found, dict) else {}


def _json(workspace: Workspace, run: Run, path: str) -> Any:
    """What a JSON file of a run holds; None where it is missing, gone or damaged."""
    blob = run.artifacts.get(path)
    if blob is None:
        return None
    try:
        return json.loads(workspace.blobs.get_bytes(blob))
    except (NeedsYou, ValueError):
        return None  # the page shows what else there is; the Files tab says what is wrong
