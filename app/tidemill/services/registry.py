"""The registry: models, their versions, registering a run as one."""

from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.activities import Activity
from tidemill.domain.alerts import Alert
from tidemill.domain.datasets import parse_address
from tidemill.domain.models import Decision, DecisionKind, Model, ModelVersion, Stage
from tidemill.domain.runs import RunState
from tidemill.services.ingesting import checked_name
from tidemill.services.workspace import Workspace
from tidemill.store import activities, chunks, datasets, models, runs
from tidemill.store.engine import Transaction

MODEL_FILE = "model.zip"
RECIPE_FILE = "recipe.json"
PREDICTIONS_FILE = "predictions.npz"
IMPORTANCE_FILE = "importance.json"
LEARNED_FILE = "learned.json"
REFERENCE_FILE = "reference.npz"


@dataclass(frozen=True)
class ModelView:
    """A model with all its versions, decisions and open alerts; versions oldest first."""

    model: Model
    versions: tuple[ModelVersion, ...]
    decisions: tuple[Decision, ...]
    open_alerts: tuple[Alert, ...]

    @property
    def champion(self) -> ModelVersion | None:
        """The version that serves."""
        return next((v for v in self.versions if v.stage is Stage.CHAMPION), None)

    @property
    def candidate(self) -> ModelVersion | None:
        """The newest version that waits for a decision."""
        waiting = [v for v in self.versions if v.stage is Stage.CANDIDATE]
        return waiting[-1] if waiting else None

    @property
    def rollback_target(self) -> ModelVersion | None:
        """The version that a rollback would make champion again."""
        target = rollback_target(self.decisions)
        return next((v for v in self.versions if v.id == target), None)


def rollback_target(decisions: tuple[Decision, ...]) -> int | None:
    """Key of the champion before the present one; None where there was none.

    A rollback goes one step back along the promotions that still hold.
    """
    line: list[int] = []
    for decision in decisions:
        if decision.version_id is None or decision.undone_by is not None:
            continue
        if decision.kind == "promoted":
            line = [v for v in line if v != decision.version_id] + [decision.version_id]
        elif decision.kind == "rolled back" and len(line) > 1:
            line.pop()
    return line[-2] if len(line) > 1 else None


def every(workspace: Workspace) -> list[ModelView]:
    """All models, by name."""
    with workspace.store.read() as connection:
        found = models.every(connection)
        return [_view(connection, model) for model in found]


def find(workspace: Workspace, name: str) -> ModelView:
    """One model; an unknown name raises `NeedsYou`."""
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        if model is None:
            raise unknown_model(name)
        return _view(connection, model)


def unknown_model(name: str) -> NeedsYou:
    """The sentence for a model that is not there."""
    return NeedsYou(f"There is no model {name}.", "See them with: tidemill models list")


def _view(connection: Any, model: Model) -> ModelView:
    return ModelView(
        model,
        tuple(models.versions(connection, model.id)),
        tuple(models.decisions(connection, model.id)),
        tuple(chunks.alerts(connection, model_id=model.id, only_open=True)),
    )


def version(workspace: Workspace, address: str) -> ModelVersion:
    """The version of `name@3`, `name@champion`, `name@candidate`, or a name's newest."""
    name, which = parse_address(address)
    view = find(workspace, name)
    if which is None:
        found = view.versions[-1] if view.versions else None
    elif which in ("champion", "candidate"):
        found = view.champion if which == "champion" else view.candidate
    else:
        number = which.removeprefix("v")
        wanted = int(number) if number.isdecimal() else -1
        found = next((v for v in view.versions if v.number == wanted), None)
    if found is None:
        raise NeedsYou(
            f"{name} has no version {which or 'yet'}.",
            f"See them with: tidemill models show {name}",
        )
    return found


def audit_log(workspace: Workspace, name: str, limit: int = 200) -> list[Activity]:
    """What happened to a model, newest first."""
    with workspace.store.read() as connection:
        return activities.recent(connection, subject=f"models/{name}", limit=limit)


def recipe_of(workspace: Workspace, version_id: int) -> dict[str, Any]:
    """The recipe a version was trained by, as plain JSON types."""
    with workspace.store.read() as connection:
        return models.recipe(connection, version_id)


def registered_from(workspace: Workspace, run_pks: list[int]) -> list[ModelVersion]:
    """Versions made from runs."""
    with workspace.store.read() as connection:
        return models.versions_of_runs(connection, run_pks)


def register(workspace: Workspace, run_text: str, *, name: str) -> ModelVersion:
    """Make a finished run the next version of a model, as a candidate with its gates run.

    The model is made if there is none of the name. Registering a run twice returns the version
    that is there. The gates compare with the champion on the run's own hold-out rows.
    """
    from tidemill.services import validating
    from tidemill.services.runs import one

    run = one(workspace, run_text)
    model_name = checked_name(name)
    if run.state is not RunState.FINISHED or MODEL_FILE not in run.artifacts:
        raise NeedsYou(
            f"{run.name} has no model to register ({run.state}).", "Choose a finished run."
        )
    known = next((v for v in registered_from(workspace, [run.pk]) if v.model == model_name), None)
    if known is not None:
        return known
    verdict = validating.of_run(workspace, run, model_name)
    with workspace.store.write(durable=True) as tx:
        return insert(
            tx,
            model_name,
            run_pk=run.pk,
            verdict=verdict,
            by=workspace.person.login,
            cause="registered by hand",
        )


def insert(
    tx: Transaction, model_name: str, *, run_pk: int, verdict: Any, by: str, cause: str
) -> ModelVersion:
    """Write a version and, for the first, its model; the entry in Activity with it.

    A version whose gates passed is a candidate, another is rejected at once; an older candidate
    that nobody decided on retires. `verdict` is a `validating.Verdict`.
    """
    run = runs.find(tx.connection, [run_pk])[0]
    recipe = verdict.recipe
    trained = datasets.version_of_id(tx.connection, verdict.dataset_version_id)
    assert trained is not None
    model = models.find(tx.connection, model_name)
    if model is None:
        made = Model(
            0,
            model_name,
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
        model = models.find(tx.connection, model_name)
    assert model is not None
    if model.dataset_id != trained.dataset_id or model.target != recipe.target:
        raise NeedsYou(
            f"{model_name} predicts {model.target} of {model.dataset}; this run predicts "
            f"{recipe.target} of {trained.dataset}.",
            "Register it under another name.",
        )
    passed = bool(verdict.gates) and all(g["passed"] for g in verdict.gates)
    for other in models.versions(tx.connection, model.id):
        if passed and other.stage is Stage.CANDIDATE:
            models.update_version(tx, model_name, other.id, stage=str(Stage.RETIRED))
    has_champion = models.champion(tx.connection, model.id) is not None
    by_worker_only = by == "worker"
    stage = Stage.CANDIDATE if passed or not by_worker_only else Stage.REJECTED
    key, number = models.insert_version(
        tx,
        model_name,
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
    n_passed = sum(1 for g in verdict.gates if g["passed"])
    words = f"{n_passed} of {len(verdict.gates)} gates passed"
    verb = "proposed" if passed and by_worker_only else "registered"
    if by_worker_only and not passed:
        verb = "rejected"
    activities.add(
        tx,
        by=by,
        kind="model",
        subject=f"models/{model_name}/{number}",
        sentence=f"{verb} {model_name} v{number}",
        note=words if passed else next(g["message"] for g in verdict.gates if not g["passed"]),
        detail={"run": run.name, "stage": str(stage), "gates": words, "champion": has_champion},
    )
    tx.feed("run", run_pk)
    found = models.version(tx.connection, model.id, number)
    assert found is not None
    return found
