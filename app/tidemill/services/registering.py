"""Making a run the next version of a model: asking for it, and doing it in the worker's child."""

from collections.abc import Callable
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import DecisionKind, Model, ModelVersion, Stage
from tidemill.domain.people import WORKER
from tidemill.domain.runs import Run
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import asking_ready, registry, runs, validating
from tidemill.services.ingesting import checked_name
from tidemill.services.registry import MODEL_FILE, REFERENCE_FILE
from tidemill.services.validating import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, models
from tidemill.store import runs as run_rows
from tidemill.store.engine import Transaction

KIND = "model.register"


def ask(workspace: Workspace, run_text: str, *, name: str) -> int:
    """Ask the worker to make a finished run the next version of a model; return the job.

    Judging needs the model at work, which only the worker's children load. Raises `NeedsYou` at
    once where there is nothing to register. See `register`.
    """
    run, model_name = _checked(workspace, run_text, name)
    request = JobRequest(
        KIND,
        {"run": run.id, "model": model_name},
        priority=15,
        lane=f"model:{model_name}",
        asked_by=workspace.person.login,
        cause="registered by hand",
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Do what `ask` asked for."""
    reporter.report(0.1, "Running the gates")
    version = register(
        workspace,
        job.params["run"],
        name=job.params["model"],
        by=job.asked_by,
        job=job,
        check=reporter.check,
    )
    address = f"{version.model}@{version.number}"
    return {"version": address, "message": f"Registered {version.label}"}


def _checked(workspace: Workspace, run_text: str, name: str) -> tuple[Run, str]:
    run = runs.one(workspace, run_text)
    model_name = checked_name(name)
    refusal = registry.why_not_registered(run)
    if refusal is not None:
        raise refusal
    return run, model_name


def register(
    workspace: Workspace,
    run_text: str,
    *,
    name: str,
    by: str | None = None,
    job: Job | None = None,
    check: Callable[[], None] | None = None,
) -> ModelVersion:
    """Make a finished run the next version of a model, as a candidate with its gates run.

    The model is made if there is none of the name. Registering a run twice returns the version
    that is there. The gates compare with the champion on the run's own hold-out rows. Loads the
    model, scikit-learn with it: the faces `ask` for it.
    """
    run, model_name = _checked(workspace, run_text, name)
    known = next(
        (v for v in registry.registered_from(workspace, [run.pk]) if v.model == model_name), None
    )
    if known is not None:
        return known
    verdict = validating.of_run(workspace, run, model_name)
    if check is not None:
        check()  # from here on it is made
    with workspace.store.write(durable=True) as tx:
        if job is not None:
            queue.hold(tx, job)
        return insert(
            tx,
            model_name,
            run_pk=run.pk,
            verdict=verdict,
            by=by or workspace.person.login,
            cause="registered by hand",
        )


def insert(
    tx: Transaction,
    model_name: str,
    *,
    run_pk: int,
    verdict: Verdict,
    by: str,
    cause: str,
    number: int | None = None,
) -> ModelVersion:
    """Write a version and, for the first, its model; the entry in Activity with it.

    `number` is that of a version a script registered, which this one is. A version whose gates
    passed is a candidate, another is rejected at once; an older candidate that nobody decided on
    retires.
    """
    run = next(iter(run_rows.find(tx.connection, [run_pk])), None)
    if run is None or run.deleted_at is not None:
        raise NeedsYou(
            "The run was deleted, so it can't be registered.",
            "Bring it back from the trash first, or register another.",
        )
    recipe = verdict.recipe
    model = _model_for(tx, model_name, run, verdict, by)
    passed = bool(verdict.gates) and all(g["passed"] for g in verdict.gates)
    for other in models.versions(tx.connection, model.id):
        if passed and other.stage is Stage.CANDIDATE:
            models.update_version(tx, model_name, other.id, stage=str(Stage.RETIRED))
    stage = Stage.CANDIDATE if passed or by != WORKER.login else Stage.REJECTED
    key, number = models.insert_version(
        tx,
        model_name,
        number=number,
        model_id=model.id,
        stage=str(stage),
        run_pk=run_pk,
        estimator=recipe.estimator,
        recipe=recipe.to_dict(),
        dataset_version_id=verdict.dataset_version_id,
        validated_on_id=verdict.validated_on_id,
        metrics=verdict.metrics,
        intervals=verdict.intervals,
        gates=verdict.gates,
        gates_at=tx.clock.now(),
        comparison=verdict.comparison,
        input_hash=verdict.input_hash,
        blob=run.artifacts[MODEL_FILE],
        reference_blob=run.artifacts.get(REFERENCE_FILE),
        by=by,
        cause=cause,
        code=verdict.code,
    )
    models.decide(
        tx,
        model_name,
        DecisionKind.REGISTERED,
        model_id=model.id,
        version_id=key,
        previous_id=None,
        by=by,
        note="",
        before={},
    )
    validating.keep(tx, key, verdict, by)
    found = models.version(tx.connection, model.id, number)
    assert found is not None
    _tell(tx, found, by)
    if passed and not found.is_imported:
        asking_ready.ask_in(tx, found)
    tx.feed("run", run_pk)
    return found


def _model_for(tx: Transaction, name: str, run: Run, verdict: Verdict, by: str) -> Model:
    """The model of a name, made if there is none; it must answer the question of the run."""
    recipe = verdict.recipe
    trained = datasets.version_of_id(tx.connection, verdict.dataset_version_id)
    assert trained is not None
    if models.find(tx.connection, name) is None:
        made = Model(
            0,
            name,
            run.project,
            str(recipe.task),
            recipe.target,
            recipe.metric,
            trained.dataset_id,
            "",
            tx.clock.now(),
            by,
        )
        models.insert(tx, made)
    model = models.find(tx.connection, name)
    assert model is not None
    if model.dataset_id != trained.dataset_id or model.target != recipe.target:
        raise NeedsYou(
            f"{name} predicts {model.target} of {model.dataset}; this run predicts "
            f"{recipe.target} of {trained.dataset}.",
            "Register it under another name.",
        )
    return model


def _tell(tx: Transaction, version: ModelVersion, by: str) -> None:
    """The entry in Activity: what was done, and how many gates passed or the first that failed."""
    verb = "registered"
    if by == WORKER.login:
        verb = "proposed" if version.gates_passed else "rejected"
    failed = [g for g in version.gates if not g["passed"]]
    words = f"{len(version.gates) - len(failed)} of {len(version.gates)} gates passed"
    has_champion = models.champion(tx.connection, version.model_id) is not None
    activities.add(
        tx,
        by=by,
        kind="model",
        subject=f"models/{version.model}/{version.number}",
        sentence=f"{verb} {version.label}",
        note=failed[0]["message"] if failed else words,
        detail={
            "run": version.run_name,
            "stage": str(version.stage),
            "gates": words,
            "champion": has_champion,
        },
    )
