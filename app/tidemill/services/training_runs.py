"""Training baselines on a dataset version: asking for it, and doing it in the worker's child."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

from tidemill.base.errors import NeedsYou
from tidemill.base.ids import derived_id
from tidemill.base.progress import Part, Reporter
from tidemill.catalog import libraries
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Schema
from tidemill.domain.content import content_hash
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.entries import EstimatorEntry
from tidemill.domain.frames import Frame
from tidemill.domain.jobs import MAX_ATTEMPTS, Job, JobRequest
from tidemill.domain.recipes import Recipe
from tidemill.domain.run_names import run_name
from tidemill.domain.runs import Run, RunState
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    asked_code,
    asked_recipes,
    choosing,
    datasets,
    kept_steps,
    machine_park,
    preparing,
    recipes,
    run_contents,
    runs,
    tables,
)
from tidemill.services.asked_recipes import Said
from tidemill.services.registry import GROUPS_FILE
from tidemill.services.training import own_code, prepared_rows
from tidemill.services.workspace import Workspace
from tidemill.store import activities, histories
from tidemill.store import runs as rows
from tidemill.store.engine import Transaction
from tidemill.store.run_writing import Keys, add_facts

if TYPE_CHECKING:
    from tidemill.services.training.learning import Learned
    from tidemill.services.training.models import TrainedModel

KIND = "model.train"


def baselines(task: str) -> list[EstimatorEntry]:
    """The estimators tried first for a task, from simple to complex."""
    return [entry for entry in choices(task) if entry.is_tried_first]


def choices(task: str) -> list[EstimatorEntry]:
    """All estimators that can learn a task here, from simple to complex."""
    entries = [module.ENTRY for module in family("estimators").values()]
    fitting = (e for e in entries if task in e.tasks and libraries.is_there(e) and not e.needs_code)
    return sorted(fitting, key=lambda e: (e.order, e.id))


def train(
    workspace: Workspace,
    address: str,
    *,
    estimators: Sequence[str] | None = None,
    experiment: str | None = None,
    **said: Unpack[Said],
) -> int:
    """Ask the worker to train on a dataset version; return the job.

    What is not said is suggested from the data. A target or time column named here becomes the
    dataset's, if it had none. Raises `NeedsYou` at once where the choice cannot work. A recipe that
    plans a search is `trainings.ask`'s to start.
    """
    recipe = said.get("recipe")
    if recipe is not None and Recipe.from_dict(recipe).search is not None:
        raise NeedsYou("The recipe plans a search.", "Start the search, or leave it out.")
    version, base = asked_recipes.asked(workspace, address, **said)
    if estimators is None and recipe is not None:
        estimators = [base.estimator]
    ids = _fitting(base, estimators)
    request = JobRequest(
        KIND,
        {
            "dataset_version": version.id,
            "recipe": base.to_dict(),
            "estimators": ids,
            "experiment": experiment or version.dataset,
            asked_code.PARAM: asked_code.state(workspace),
        },
        lane=f"train:{version.dataset}",
        asked_by=workspace.person.login,
        cause=f"{workspace.person.login} started training",
    )
    with workspace.store.write(durable=True) as tx:
        job_id = queue.enqueue(tx, request)
        activities.add(
            tx,
            by=workspace.person.login,
            kind="training",
            subject=f"data/{version.dataset}/{version.number}",
            sentence=f"started training on {version.label}",
            note=f"{len(ids)} pipelines predict {base.target}",
        )
    return job_id


def _fitting(base: Recipe, wanted: Sequence[str] | None) -> list[str]:
    """The estimators wanted, all that fit if none are; `NeedsYou` for one that does not fit."""
    known = [entry.id for entry in choices(str(base.task))]
    if base.own_estimator is not None:
        known.append(own_code.ESTIMATOR)
    for one in wanted or ():
        if one not in known:
            check_here(one, base)
            raise NeedsYou(
                f"{one} can't predict {base.target}.",
                "Choose from " + ", ".join(sorted(known)) + ".",
            )
    return list(wanted) if wanted else [entry.id for entry in baselines(str(base.task))]


def check_here(estimator: str, recipe: Recipe) -> None:
    """`NeedsYou` where an estimator could learn the task but for its library."""
    module = family("estimators").get(estimator)
    if module is not None and str(recipe.task) in module.ENTRY.tasks:
        libraries.check(module.ENTRY)


def ranked(workspace: Workspace, job_id: int) -> list[Run]:
    """A training's finished runs, best first by its rule of choice, or by the metric it was judged
    by; then the others."""
    made = runs.of_job(workspace, job_id)
    done = [r for r in made if r.state is RunState.FINISHED]
    rest = [r for r in made if r.state is not RunState.FINISHED]
    by_rule = choosing.order(workspace, done)
    if by_rule is not None:
        done = by_rule
    elif done:
        name = done[0].params["metric"]
        known = runs.known_metric(name, done[0].params["task"])
        up = known is None or known.higher_is_better is not False
        done.sort(key=lambda r: r.metrics.get(name, float("-inf" if up else "inf")), reverse=up)
    return [*done, *rest]


# --- in the worker's child -------------------------------------------------------------------


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Fit each estimator as a run of its own; a second try finds what the first finished."""
    from tidemill.services.training.learning import learn

    version = datasets.version_of_id(workspace, job.params["dataset_version"])
    base = Recipe.from_dict(job.params["recipe"])
    schema = datasets.schema_of(workspace, version)
    reporter.report(0.02, f"Loading {version.label}")
    frame = tables.whole(workspace, version)
    frame = tables.as_schema(frame, schema)
    names = job.params["estimators"]
    errors: list[NeedsYou] = []
    known = kept_steps.of_job(workspace, job)
    for place, estimator in enumerate(names):
        part = Part(
            reporter, 0.05 + 0.95 * place / len(names), 0.05 + 0.95 * (place + 1) / len(names)
        )
        recipe = Recipe.from_dict({**base.to_dict(), "estimator": estimator})
        title = family("estimators")[estimator].ENTRY.title
        if gone := given_up(workspace, job, estimator, title):
            errors.append(gone)
            continue
        pk = begin(workspace, job, estimator, version.id, job.params["experiment"])
        if pk is None:
            continue
        part.report(0.0, f"Training {title}")
        try:
            with machine_park.lent(workspace, reporter.log), prepared_rows.remembered(known):
                learned = by_costs(
                    workspace, learn(frame, schema, recipe, part), frame, schema, part
                )
        except NeedsYou as error:
            with workspace.store.write() as tx:
                queue.hold(tx, job)
                rows.put_values(
                    tx, pk, params=run_contents.params_of(recipe, version.address, "baseline")
                )
                rows.ended(tx, [pk], RunState.FAILED, error.message)
            errors.append(error)
            continue
        keep_learned(workspace, job, pk, learned, version, frame, kind="baseline")
    if errors and len(errors) == len(names):
        raise errors[0]
    best = ranked(workspace, job.id)
    words = "Nothing was trained"
    if best and best[0].state is RunState.FINISHED:
        measure = best[0].params["metric"]
        words = f"Best is {best[0].name}, {measure} {best[0].metrics[measure]:.4f}"
    return {"runs": [r.id for r in best], "message": words}


def keep_learned(
    workspace: Workspace,
    job: Job,
    pk: int,
    learned: "Learned",
    version: DatasetVersion,
    frame: Frame,
    *,
    kind: str,
    params: Mapping[str, str] | None = None,
    metrics: Mapping[str, float] | None = None,
) -> None:
    """Write what was learned of a table as a finished run; `params` and `metrics` go along."""
    train_rows = frame.take(learned.train_rows)
    model = behind_steps(learned.model, version)
    files = run_contents.files_of(model, learned.hold_out, learned.to_dict(), train_rows)
    if learned.groups is not None:
        files[GROUPS_FILE] = json.dumps(learned.groups.to_dict()).encode()
    if learned.outlook is not None:
        files |= run_contents.forecast_files(learned.outlook)
    blobs = {name: (workspace.blobs.put_bytes(data), len(data)) for name, data in files.items()}
    blobs |= asked_code.files(workspace, job.params)
    said = run_contents.params_of(learned.model.recipe, version.address, kind) | dict(params or {})
    said |= run_contents.threshold_param(model)
    said["rows_hash"] = content_hash(train_rows)
    said["hold_out"] = learned.split
    said["recipe"] = recipes.hash_of(learned.model.recipe, version)
    found = run_contents.metrics_of(learned.to_dict(), learned.model.recipe.metric)
    found |= dict(metrics or {})
    with workspace.store.write() as tx:
        queue.hold(tx, job)
        _keep_curves(tx, pk, learned)
        finish(tx, pk, said, found, blobs)


def by_costs(
    workspace: Workspace, learned: "Learned", frame: Frame, schema: Schema, reporter: Reporter
) -> "Learned":
    """What was learned, the model deciding as its recipe's rule of choice has it."""
    model = learned.model
    if not model.recipe.choice:
        return learned
    from tidemill.services.training.decision_thresholds import decided

    rule = choosing.find(workspace, model.recipe.choice)
    model = decided(model, rule, frame, schema, reporter, rows=learned.train_rows)
    kept = model.kept_threshold or model.kept_table
    if kept is None:
        return learned
    table = () if model.kept_table is None else model.kept_table.table
    return replace(
        learned,
        fitted=replace(learned.fitted, model=model),
        hold_out=replace(learned.hold_out, threshold=model.threshold, table=table),
        notes=(*learned.notes, kept.words),
    )


def behind_steps(model: "TrainedModel", version: DatasetVersion) -> "TrainedModel":
    """A model that remembers the steps its rows went through, so that it can score raw rows."""
    steps = preparing.without_labels(version.steps)
    return replace(model, steps=steps, raw=version.raw_schema()) if steps else model


def given_up(workspace: Workspace, job: Job, name: str, title: str) -> NeedsYou | None:
    """Fail a run at which the last try but one ended, so that the last one gets to the others.

    A process that is ended from outside while it fits mostly took more memory than there is; it
    would take it again. None where there is another try, or the run was not under way.
    """
    uuid = derived_id(workspace.store.id, str(job.id), name)
    with workspace.store.write() as tx:
        queue.hold(tx, job)
        known = rows.of_uuid(tx.connection, uuid)
        if known is None or known.state is not RunState.RUNNING or job.attempts < MAX_ATTEMPTS:
            return None
        error = NeedsYou(
            f"{title} did not live to its end: the process that learned it was ended from outside, "
            "most often because the memory was not enough. It was not tried again.",
            "Use fewer rows or columns, lighter settings, or a computer with more memory.",
        )
        rows.ended(tx, [known.pk], RunState.FAILED, error.message)
    return error


def begin(
    workspace: Workspace, job: Job, name: str, version_id: int, experiment: str
) -> int | None:
    """Begin (or begin again) a job's run of a name; None if an earlier try finished it."""
    uuid = derived_id(workspace.store.id, str(job.id), name)
    with workspace.store.write() as tx:
        queue.hold(tx, job)
        known = rows.of_uuid(tx.connection, uuid)
        if known is not None:
            if known.state is RunState.FINISHED:
                return None
            rows.update(
                tx,
                [known.pk],
                status=str(RunState.RUNNING),
                started_at=tx.clock.now(),
                ended_at=None,
                error=None,
            )
            return known.pk
        pk = rows.insert(
            tx,
            uuid=uuid,
            project="default",
            experiment=experiment,
            name=run_name(uuid, rows.next_number(tx.connection)),
            user=job.asked_by,
            job_id=job.id,
            dataset_version_id=version_id,
        )
        if code := asked_code.facts(job.params):
            add_facts(tx, {pk: code})
        return pk


def _keep_curves(tx: Transaction, pk: int, learned: "Learned") -> None:
    """Log how the loss fell and how the windows went as courses of metrics, each by its steps."""
    courses: list[tuple[str, Sequence[int], Sequence[float]]] = []
    if learned.curves is not None:
        courses += [(n, learned.curves.steps, one) for n, one in learned.curves.curves.items()]
    if learned.windows is not None:
        for name, values in learned.windows.courses.items():
            courses.append((name, range(1, len(values) + 1), values))
    if not courses:
        return
    ids = Keys().ids(tx, [("metric", name) for name, _, _ in courses])
    at = tx.clock.now().timestamp()
    points = [
        (pk, ids["metric", name], step, at, value)
        for name, steps, values in courses
        for step, value in zip(steps, values, strict=True)
    ]
    histories.append(tx, points)


def finish(
    tx: Transaction,
    pk: int,
    params: dict[str, str],
    metrics: dict[str, float],
    blobs: dict[str, tuple[str, int]],
) -> None:
    """Write all of a run's results and its end in one transaction."""
    rows.put_values(tx, pk, params=params, metrics=metrics)
    for path, (blob, n_bytes) in blobs.items():
        rows.put_artifact(tx, pk, path, blob, n_bytes)
    rows.ended(tx, [pk], RunState.FINISHED)
