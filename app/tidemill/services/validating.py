"""The verdict over a candidate: its figures, the gates, the difference to the champion."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou
from tidemill.domain.business_value import Costs
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.gate_sets import STANDARD_NAME
from tidemill.domain.gates import GateFacts
from tidemill.domain.intervals import metric_intervals, paired_gain
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.metrics import UndefinedMetric, evaluate, for_task
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Recipe
from tidemill.domain.runs import Run
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    choosing,
    datasets,
    gate_answers,
    gate_sets,
    incident_gates,
    known_values,
    preparing,
    registry,
    tables,
)
from tidemill.services.gate_facts import Judged, Relearn
from tidemill.services.judged_rows import JUDGED_ON, judged_on
from tidemill.services.learning_again import Learner
from tidemill.services.registry import LEARNED_FILE, MODEL_FILE, PREDICTIONS_FILE
from tidemill.services.training import learning, persist
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import activities, business_values, models, rulebook
from tidemill.store import runs as run_rows
from tidemill.store.engine import Transaction

KIND = "model.validate"


@dataclass(frozen=True)
class Verdict:
    """What was found about a candidate, ready to be written down.

    `comparison` has the measures of champion and candidate on the same rows, each with its paired
    gain; it is empty where nothing could be compared. `code` says which commit and packages it
    was trained with.
    """

    recipe: Recipe
    dataset_version_id: int
    validated_on_id: int
    metrics: dict[str, float]
    intervals: dict[str, Any]
    gates: list[dict[str, Any]]
    comparison: dict[str, Any]
    input_hash: str
    code: dict[str, Any] = field(default_factory=dict)
    gate_set: str = STANDARD_NAME


def input_hash(
    recipe: Recipe, rows_hash: str, versions: dict[str, str], rule: dict[str, Any] | None = None
) -> str:
    """One hash for all that goes into a training: recipe, rows, library versions, and the `rule` of
    choice that the recipe names, where it names one.

    Threads are left out: they change how long it takes, not what comes out.
    """
    said = recipe.content()
    del said["n_threads"], said["hold_out"]
    return hashing.of_value([said, rows_hash, versions, *([] if rule is None else [rule])])


def of_run(workspace: Workspace, run: Run, model_name: str) -> Verdict:
    """Judge a finished run on its own hold-out, against the model's champion if there is one."""
    if run.dataset_version_id is None or "rows_hash" not in run.params:
        raise NeedsYou(f"{run.name} names no dataset version.", "Train it on a dataset.")
    data = workspace.blobs.get_bytes(run.artifacts[MODEL_FILE])
    candidate = persist.load(data)
    held = Predictions.from_bytes(workspace.blobs.get_bytes(run.artifacts[PREDICTIONS_FILE]))
    version = datasets.version_of_id(workspace, run.dataset_version_id)
    held_in = judged_on(workspace, run)
    if held_in is None:
        raise NeedsYou(
            f"The rows on which {run.name} was judged are not known any more.",
            "Train it again and register the new run.",
        )
    return judge(
        workspace,
        candidate,
        tables.whole(workspace, held_in).take(held.rows),
        held,
        champion_of(workspace, model_name),
        model_name,
        Learner(workspace, run, candidate, version, held_in, held.rows).learned,
        size=len(data),
        trained_on=version,
        validated_on=held_in,
        rows_hash=run.params["rows_hash"],
        commit=_commit(workspace, run),
    )


def _commit(workspace: Workspace, run: Run) -> str | None:
    """The commit a run was trained at, where its folder was a repository."""
    if LEARNED_FILE not in run.artifacts:
        return None
    learned = json.loads(workspace.blobs.get_bytes(run.artifacts[LEARNED_FILE]))
    commit = (learned.get("environment") or {}).get("git_commit")
    return str(commit) if commit else None


def champion_of(workspace: Workspace, model_name: str) -> ModelVersion | None:
    """The champion of a model that may not exist yet."""
    with workspace.store.read() as connection:
        model = models.find(connection, model_name)
        return None if model is None else models.champion(connection, model.id)


def judge(
    workspace: Workspace,
    candidate: TrainedModel,
    rows: Frame,
    said: Predictions,
    champion: ModelVersion | None,
    model_name: str,
    relearn: Callable[[], Relearn],
    *,
    size: int | None = None,
    trained_on: DatasetVersion,
    validated_on: DatasetVersion,
    rows_hash: str,
    commit: str | None = None,
) -> Verdict:
    """Judge a candidate's predictions for rows it has not seen, the champion on the same rows.

    `relearn` says how it learns again from the rows it learned from, or raises `NeedsYou` where
    they are not known; it is asked only where a gate wants it. `size` are the bytes of its file,
    where it has one already.
    """
    truth, values = said.judged()
    recipe = candidate.recipe
    if not len(truth):
        raise NeedsYou(f"No row of {validated_on.label} has a {recipe.target}.", "Wait for labels.")
    metrics, _ = evaluate(recipe.task, truth, values)
    intervals = metric_intervals(recipe.task, truth, values)
    facts = _facts(workspace, candidate, rows, said, champion, model_name, validated_on)
    gates = gate_sets.of_model(workspace, model_name, recipe.gates)
    if recipe.by_group is not None:
        gates = gates.for_groups()
    judged = Judged(candidate, rows, said.known, relearn, size, bool(said.exact))
    former = facts.champion
    against = "class prior" if champion is None or former is None else f"v{champion.number}"
    base = former if former is not None else facts.prior_predictions
    return Verdict(
        recipe,
        trained_on.id,
        validated_on.id,
        metrics,
        {name: i.to_dict() for name, i in intervals.items()},
        [
            *gate_answers.said(workspace, facts, judged, gates, model_name),
            *_of_incidents(workspace, champion, candidate, rows),
        ],
        {
            "rows": len(truth),
            "on": validated_on.address,
            "against": against,
            "gates": gates.name,
            "measures": _differences(recipe, truth, values, base),
        },
        input_hash(
            recipe, rows_hash, dict(candidate.versions), choosing.content(workspace, recipe)
        ),
        {"packages": dict(candidate.versions), "commit": commit},
        gates.name,
    )


def _facts(
    workspace: Workspace,
    candidate: TrainedModel,
    rows: Frame,
    said: Predictions,
    champion: ModelVersion | None,
    model_name: str,
    validated_on: DatasetVersion,
) -> GateFacts:
    """What gates are told: the rows with a label, what candidate and champion say of them, and how
    the data stand. Why the champion can't be asked is among them."""
    truth, values = said.judged()
    recipe = candidate.recipe
    former, problem, theirs = None, "", None
    if champion is not None:
        try:
            answers = _champion_says(workspace, champion, rows, candidate, validated_on, said.rows)
            former, theirs = answers.values[said.known], answers.own
        except NeedsYou as error:
            problem = error.message
    checks = validated_on.checks
    return GateFacts(
        task=recipe.task,
        metric=recipe.metric,
        y_true=truth,
        candidate=values,
        prior=np.asarray(candidate.prior_prediction, dtype=np.float64),
        champion=former,
        checks=tuple((c["name"], c["passed"], c["message"]) for c in checks if not _warns(c)),
        warnings=tuple((c["name"], c["passed"], c["message"]) for c in checks if _warns(c)),
        features=candidate.features,
        by_group=recipe.by_group or "",
        schema=_schema_now(workspace, validated_on),
        seed=recipe.seed,
        champion_problem=problem,
        rows=rows.take(np.flatnonzero(said.known)),
        levels=candidate.levels,
        costs=_costs(workspace, model_name),
        rules={one.name: one for one in choosing.every(workspace)},
        choice=recipe.choice,
        thresholds=(candidate.own, theirs),
    )


def _costs(workspace: Workspace, model_name: str) -> Costs:
    """What answers of a model cost that may not exist yet."""
    with workspace.store.read() as connection:
        model = models.find(connection, model_name)
        kept = None if model is None else business_values.costs(connection, model.id)
    return Costs() if kept is None else kept.costs


def _of_incidents(
    workspace: Workspace, champion: ModelVersion | None, candidate: TrainedModel, rows: Frame
) -> list[dict[str, Any]]:
    """What the gates say that people kept of the model's incidents."""
    if champion is None:
        return []
    found = incident_gates.results(workspace, champion.model_id, candidate, rows)
    return [one.to_dict() for one in found]


def _warns(check: dict[str, Any]) -> bool:
    """Whether a check's finding is told and keeps nothing out."""
    return not check["passed"] and check.get("severity") == "warn"


def _champion_says(
    workspace: Workspace,
    champion: ModelVersion,
    rows: Frame,
    candidate: TrainedModel,
    version: DatasetVersion,
    numbers: Any,
) -> Predictions:
    """The champion's predictions in the candidate's classes; `NeedsYou` if it can't answer.

    `numbers` are those of the rows in the version they are of: a champion that learned behind
    other steps reads the same rows as its own steps leave them.
    """
    model = persist.load(workspace.blobs.get_bytes(champion.blob))
    if not preparing.same_preparation(model.steps, version.steps):
        rows = preparing.some_rows_for(workspace, version, numbers, model.steps)
    said = learning.score(known_values.known(workspace, model, version), rows)
    if set(said.levels) != set(candidate.levels):
        raise NeedsYou(
            f"{champion.label} knows the classes {', '.join(said.levels)}, the candidate "
            f"{', '.join(candidate.levels)}."
        )
    return said.with_levels(candidate.levels)


def _schema_now(workspace: Workspace, version: DatasetVersion) -> Schema:
    return datasets.find(workspace, version.dataset).dataset.schema


def _differences(recipe: Recipe, truth: Any, new: Any, old: Any) -> list[dict[str, Any]]:
    found = []
    for one in for_task(recipe.task):
        if one.higher_is_better is None:
            continue
        try:
            before, after = one.value(truth, old), one.value(truth, new)
            gain = paired_gain(recipe.task, one.id, truth, new, old, seed=recipe.seed)
        except UndefinedMetric:
            continue
        found.append(
            {
                "metric": one.id,
                "title": one.title,
                "higher_is_better": one.higher_is_better,
                "decimals": one.decimals,
                "champion": before,
                "candidate": after,
                "change": after - before,
                "gain": gain.to_dict(),
            }
        )
    return found


def ask(workspace: Workspace, address: str) -> int:
    """Ask the worker to run a version's gates once more; return the job. See `again`."""
    version = registry.version(workspace, address)
    request = JobRequest(
        KIND,
        {"version": f"{version.model}@{version.number}"},
        priority=15,
        lane=f"model:{version.model}",
        asked_by=workspace.person.login,
        cause="the gates were run by hand",
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Do what `ask` asked for."""
    address = job.params["version"]
    reporter.report(0.1, f"Running the gates of {address}")
    version = again(workspace, address, by=job.asked_by, job=job, check=reporter.check)
    n = sum(1 for g in version.gates if g["passed"])
    return {"version": address, "message": f"{n} of {len(version.gates)} gates passed"}


def again(
    workspace: Workspace,
    address: str,
    *,
    by: str | None = None,
    job: Job | None = None,
    check: Callable[[], None] | None = None,
) -> ModelVersion:
    """Run a version's gates once more, on the data it was judged on, against today's champion.

    Loads the models, scikit-learn with them: the faces `ask` for it.
    """
    version = registry.version(workspace, address)
    with workspace.store.read() as connection:
        run = run_rows.find(connection, [version.run_pk])[0]
    champion = champion_of(workspace, version.model)
    if champion is not None and champion.id == version.id:
        champion = None
    verdict = _verdict_again(workspace, version, run, champion)
    if check is not None:
        check()  # what it says is kept from here on
    with workspace.store.write(durable=True) as tx:
        if job is not None:
            queue.hold(tx, job)
        models.update_version(
            tx,
            version.model,
            version.id,
            gates=verdict.gates,
            gates_at=tx.clock.now(),
            comparison=_with_notes(version, verdict),
        )
        keep(tx, version.id, verdict, by or workspace.person.login)
        n = sum(1 for g in verdict.gates if g["passed"])
        activities.add(
            tx,
            by=by or workspace.person.login,
            kind="model",
            subject=f"models/{version.model}/{version.number}",
            sentence=f"ran the gates of {version.label} again",
            note=f"{n} of {len(verdict.gates)} gates passed",
        )
    return registry.version(workspace, f"{version.model}@{version.number}")


def keep(tx: Transaction, version_id: int, verdict: Verdict, by: str) -> None:
    """Keep for good what the gates said of a version, beside what later runs of them say."""
    rulebook.add_run(
        tx,
        version_id,
        gate_set=verdict.gate_set,
        against=verdict.comparison.get("against", ""),
        judged_on=verdict.comparison.get("on", ""),
        gates=verdict.gates,
        by=by,
    )


def _with_notes(version: ModelVersion, verdict: Verdict) -> dict[str, Any]:
    """The new comparison with what was said of the rows when the version was made."""
    notes = version.comparison.get("notes")
    return verdict.comparison if notes is None else {**verdict.comparison, "notes": notes}


def _verdict_again(
    workspace: Workspace, version: ModelVersion, run: Run, champion: ModelVersion | None
) -> Verdict:
    data = workspace.blobs.get_bytes(version.blob)
    candidate = persist.load(data)
    trained = datasets.version_of_id(workspace, version.dataset_version_id)
    judged_on = (
        trained
        if version.validated_on is None
        else datasets.version(workspace, version.validated_on)
    )
    held = Predictions.from_bytes(workspace.blobs.get_bytes(run.artifacts[PREDICTIONS_FILE]))
    if run.params.get("kind") == "candidate" and JUDGED_ON not in run.params:
        # An earlier program numbered the rows within the file.
        held = replace(held, rows=held.rows + (judged_on.rows - judged_on.added_rows))
    if run.params.get("kind") == "candidate" and not judged_on.is_base:
        frame = tables.load(workspace, [judged_on], judged_on.schema)
    else:
        frame = tables.whole(workspace, judged_on).take(held.rows)
    return judge(
        workspace,
        candidate,
        frame,
        held,
        champion,
        version.model,
        Learner(workspace, run, candidate, trained, judged_on, held.rows).learned,
        size=len(data),
        trained_on=trained,
        validated_on=judged_on,
        rows_hash=version.input_hash,
    )
