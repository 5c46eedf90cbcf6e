"""Retraining on everything before the newest file, judged on that file, which nobody has seen."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.catalog.discovery import family
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Recipe
from tidemill.domain.step_inputs import Inputs, parts, whole
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    choosing,
    datasets,
    fits,
    machine_park,
    recipes,
    registering,
    registry,
    retraining_rows,
    retraining_without,
    run_contents,
    shared_preparations,
    step_memory,
    training_runs,
    validating,
)
from tidemill.services.automation_runs import RETRAIN
from tidemill.services.fits import Fit
from tidemill.services.judged_rows import JUDGED_ON
from tidemill.services.learning_again import LEFT_OUT_FILE, from_rows, left_out_bytes
from tidemill.services.registry import GROUPS_FILE, IMPORTANCE_FILE, LEARNED_FILE, ModelView
from tidemill.services.retraining_rows import Task
from tidemill.services.step_memory import Memory
from tidemill.services.training.environment import environment, git_commit, versions
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.validating import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import models
from tidemill.store import runs as rows

if TYPE_CHECKING:
    from tidemill.services.training.fitting import Fitted


def ask(workspace: Workspace, model: str, *, without: int | None = None) -> int:
    """Ask the worker to retrain a model now, judged on the newest version; return the job.

    `without` names an incident whose rows are left out, of what is learned from and of what is
    judged on. What comes of it is proposed: who asked decides.
    """
    if without is not None:
        return _ask_without(workspace, model, without)
    view = registry.find(workspace, model)
    if _to_repeat(view) is None:
        raise NeedsYou(
            f"{model} can't be retrained: {_IMPORTED_ONLY}",
            "Train on its dataset and register the run under this name.",
        )
    newest = datasets.find(workspace, view.model.dataset).newest
    if newest.number < 2:
        raise NeedsYou(
            f"{newest.dataset} has one version only.",
            "Retraining learns from all versions but the newest and is judged on that one.",
        )
    return _enqueue(workspace, model, {"dataset_version": newest.id}, "asked for it")


def _ask_without(workspace: Workspace, model: str, incident_id: int) -> int:
    registry.find(workspace, model)
    plan = retraining_without.plan(workspace, incident_id, model)
    params = {"dataset_version": plan.newest.id, "without": incident_id}
    return _enqueue(workspace, model, params, f"asked for it {plan.words}")


def _enqueue(workspace: Workspace, model: str, params: dict[str, Any], cause: str) -> int:
    request = JobRequest(
        RETRAIN,
        {"model": model, **params},
        priority=5,
        lane=f"model:{model}",
        asked_by=workspace.person.login,
        cause=f"{workspace.person.login} {cause}",
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


# --- in the worker's child -------------------------------------------------------------------


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Train a candidate, judge it beside the champion, and write both down.

    As a step of an automation it is skipped where nothing that goes in has changed since it was
    last done; what is to become of the candidate, the steps that follow decide.
    """
    name, key = job.params["model"], job.params.get("dataset_version")
    view = registry.find(workspace, name)
    if key is None:
        return _skipped(None, f"Retraining skipped: {view.model.dataset} has no data yet")
    newest = datasets.version_of_id(workspace, key)
    champion = view.champion
    former = retraining_rows.before(workspace, newest)
    if former is None or (former is newest and newest.rows == newest.added_rows):
        return _skipped(None, f"Retraining skipped: there is nothing before {newest.label}")
    known = _to_repeat(view)
    if known is None:
        return _skipped(None, f"Retraining skipped: {_IMPORTED_ONLY}")
    recipe = _recipe(workspace, known)
    rule = choosing.content(workspace, recipe)
    memory = step_memory.recall(workspace, job, _inputs(former, newest, recipe, rule))
    made = _made_before(workspace, job)
    if made is not None:  # before anything else: by now it may be the champion itself
        return _made(memory, made)
    if not memory.is_due:
        return _skipped(memory, memory.reason, memory.made)
    reporter.report(0.05, f"Loading {former.label}")
    schema = datasets.find(workspace, newest.dataset).dataset.schema
    task = retraining_rows.task(
        workspace, recipe, former, newest, champion, schema, job.params.get("without")
    )
    task = replace(task, rule=rule)
    if champion is not None and champion.input_hash == task.input_hash:
        words = f"Retraining skipped: {champion.label} learned from the same rows"
        return _skipped(memory, words)
    pk = training_runs.begin(workspace, job, recipe.estimator, former.id, name)
    if pk is None:  # its version was taken away since, so that there is nothing to decide on
        return _skipped(memory, f"Retrained on the data before {newest.label} already")
    return _made(memory, _candidate(workspace, job, reporter, pk, task))


def _candidate(
    workspace: Workspace, job: Job, reporter: JobReporter, pk: int, task: Task
) -> ModelVersion:
    """Learn, judge, and write both down as run `pk` and a version of the model."""
    from tidemill.services.training import ahead, learning
    from tidemill.services.training.forecast_models import ForecastModel

    newest, former = task.newest, task.former
    with machine_park.lent(workspace, reporter.log):
        fitted = fits.fitted(
            workspace.fits,
            task.input_hash,
            lambda: _fit(workspace, task, Part(reporter, 0.1, 0.6)),
        )
    model = training_runs.behind_steps(fitted.model, newest)
    reporter.report(0.65, f"Judging on {newest.label}")
    said = learning.score(model, task.judged_on)
    told_ahead = None
    if isinstance(model, ForecastModel):
        model = ahead.with_ranges(model, said, task.judged_on)
        if workspace.fits is None:  # nobody looks at those of a replay
            told_ahead = ahead.outlook(model, said, task.judged_on)
    # Rows are kept by their numbers in the whole version, of which the file is the last part.
    numbers = said.rows if task.numbers is None else task.numbers[said.rows]
    said = replace(said, rows=numbers + (newest.rows - newest.added_rows))
    verdict = validating.judge(
        workspace,
        model,
        task.judged_on,
        said,
        task.champion,
        job.params["model"],
        lambda: from_rows(task.frame, task.schema),
        trained_on=former,
        validated_on=newest,
        rows_hash=task.rows_hash,
        commit=git_commit(Path.cwd()),
    )
    reporter.report(0.9, "Writing it down")
    contents = run_contents.model_files(model, said, task.frame)
    contents |= _looked_into(workspace, task, model, said, verdict, fitted)
    if told_ahead is not None:
        contents |= run_contents.forecast_files(told_ahead)
    if task.left is not None:
        contents[LEFT_OUT_FILE] = left_out_bytes(task.left.places)
    blobs = {path: (workspace.blobs.put_bytes(d), len(d)) for path, d in contents.items()}
    params = run_contents.params_of(model.recipe, former.address, "candidate")
    params |= {
        "rows_hash": task.rows_hash,
        "hold_out": f"{newest.label}, {said.known.sum():,} rows",
    }
    params |= run_contents.threshold_param(model)
    params[JUDGED_ON] = newest.address
    if task.left is not None:
        params["left_out"] = task.left.words
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        training_runs.finish(tx, pk, params, _metrics(verdict, fitted), blobs)
        return registering.insert(
            tx, job.params["model"], run_pk=pk, verdict=verdict, by="worker", cause=job.cause
        )


def _looked_into(
    workspace: Workspace,
    task: Task,
    model: TrainedModel,
    said: Predictions,
    verdict: Verdict,
    fitted: Fit,
) -> dict[str, bytes]:
    """What is kept of a candidate as of a training; nothing in a replay, where nobody looks."""
    if workspace.fits is not None:
        return {}
    from tidemill.services.training import by_groups, learning

    known = task.judged_on.take(np.flatnonzero(said.known))
    kept = model.kept_threshold or model.kept_table
    looked = learning.look_into(model, known, said.judged()[0], Silent())
    page = {
        "metrics": verdict.metrics,
        "intervals": verdict.intervals,
        "n_train": task.frame.n_rows,
        "n_hold_out": known.n_rows,
        "split": f"Judged on {task.newest.label}, {known.n_rows:,} rows.",
        "duration_s": fitted.duration_s,
        "peak_memory": fitted.peak_memory,
        "environment": environment(model.recipe.n_threads),
        "notes": [
            *looked.notes,
            *([] if kept is None else [kept.words]),
            *_older_preparation(workspace, model.recipe, task.newest.dataset),
        ],
        **looked.to_dict(),
    }
    groups = {}
    if model.recipe.by_group is not None:
        table = by_groups.table_of(model, known, *said.judged())
        groups = {GROUPS_FILE: json.dumps(table.to_dict()).encode()}
    return {
        IMPORTANCE_FILE: json.dumps(page["importances"]).encode(),
        LEARNED_FILE: json.dumps(page).encode(),
        **groups,
    }


def _older_preparation(workspace: Workspace, recipe: Recipe, dataset: str) -> list[str]:
    """Says that a newer version stands of the shared preparation that the champion's recipe names,
    and how the automation comes to it."""
    found = shared_preparations.older(workspace, [recipe.shared]).get(recipe.shared)
    if found is None:
        return []
    then = f"It learned with {found.then.label}, as the champion's recipe says"
    if found.now is None:
        return [f"{then}; that preparation was taken away since."]
    now = found.now.label
    way = f"Train {dataset} with {now} and promote that version: the automation goes on with it."
    return [f"{then}, and {now} stands ({found.now.unlike(found.then)}). {way}"]


def _fit(workspace: Workspace, task: Task, reporter: Reporter) -> "Fitted":
    """Learn from the rows, and choose the threshold where the recipe's rule of choice does."""
    from tidemill.services.training import learning
    from tidemill.services.training.decision_thresholds import decided

    fitted = learning.fit_only(task.frame, task.schema, task.recipe, reporter)
    if not task.recipe.choice:
        return fitted
    rule = choosing.find(workspace, task.recipe.choice)
    return replace(fitted, model=decided(fitted.model, rule, task.frame, task.schema, reporter))


def _metrics(verdict: Verdict, fitted: Fit) -> dict[str, float]:
    """What is measured of a candidate: its figures, the main one's interval, what the fit took."""
    metrics = dict(verdict.metrics)
    metrics |= {"fit_seconds": fitted.duration_s, "peak_memory_mb": fitted.peak_memory / 1e6}
    name = verdict.recipe.metric
    main = verdict.intervals.get(name)
    if main is not None:
        metrics |= {f"{name}_low": main["low"], f"{name}_high": main["high"]}
    return metrics


def _inputs(
    former: DatasetVersion, newest: DatasetVersion, recipe: Recipe, rule: dict[str, Any] | None
) -> Inputs:
    """Everything that goes into a retraining, without reading a row; `rule` of its choice."""
    said = recipe.content() | ({} if rule is None else {"rule of choice": rule})
    entry = family("estimators")[recipe.estimator].ENTRY
    content = hashing.of_value([former.content_hash, newest.own_hash, list(newest.steps)])
    return {
        "data": whole(content, newest.label),
        "code": parts(
            {recipe.estimator: entry.version, **{one.title: one.code_hash for one in recipe.own}}
        ),
        "params": parts(
            {k: v for k, v in said.items() if k not in ("n_threads", "hold_out", "own")}
        ),
        "libraries": parts(versions()),
    }


_IMPORTED_ONLY = "its versions were imported, so how they were trained is not known."


def _to_repeat(view: ModelView) -> ModelVersion | None:
    """The version whose recipe a retraining follows: the champion, else the newest trained here."""
    trained = [one for one in view.versions if not one.is_imported]
    champion = view.champion
    if champion is not None and not champion.is_imported:
        return champion
    return trained[-1] if trained else None


def _recipe(workspace: Workspace, version: ModelVersion) -> Recipe:
    found = Recipe.from_dict(registry.recipe_of(workspace, version.id))
    return Recipe.from_dict({**found.to_dict(), "n_threads": recipes.n_threads()})


def _made_before(workspace: Workspace, job: Job) -> ModelVersion | None:
    """The version of an earlier try that wrote everything and died before it could say so."""
    with workspace.store.read() as connection:
        pks = rows.pks_of_job(connection, job.id)
        made = models.versions_of_runs(connection, pks)
    return made[-1] if made else None


def _made(memory: Memory, version: ModelVersion) -> dict[str, Any]:
    """What is said of a candidate."""
    failed = next((g["message"] for g in version.gates if not g["passed"]), "")
    words = (
        f"{version.label} failed a gate: {failed}"
        if failed
        else f"{version.label} passed its gates"
    )
    step = memory.result({"model_version": version.id})
    return {"version": version.number, "step": {**step, "skipped": False}, "message": words}


def _skipped(
    memory: Memory | None, words: str, made: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What is said where nothing was trained."""
    inputs = {} if memory is None else memory.inputs
    step = {"skipped": True, "reason": words, "inputs": inputs, "made": made or {}}
    return {"skipped": True, "step": step, "message": words}
