"""The registry: models, their versions, what was decided over them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.activities import Activity
from tidemill.domain.alerts import Alert
from tidemill.domain.datasets import parse_address
from tidemill.domain.deployments import Deployment
from tidemill.domain.models import Agreement, Alias, Decision, Model, ModelVersion, Stage
from tidemill.domain.runs import Run, RunState
from tidemill.domain.version_labels import CANDIDATE, CHAMPION, FIXED
from tidemill.services.workspace import Workspace
from tidemill.store import activities, agreements, aliases, chunks, deployments, models

_OfModel = TypeVar("_OfModel", ModelVersion, Decision, Alert, Deployment)

MODEL_FILE = "model.zip"
RECIPE_FILE = "recipe.json"
PREDICTIONS_FILE = "predictions.npz"
IMPORTANCE_FILE = "importance.json"
LEARNED_FILE = "learned.json"
GROUPS_FILE = "groups.json"
"""How each group does, where each got a model of its own."""
REFERENCE_FILE = "reference.npz"
LOCK_FILE = "environment/packages.txt"
FORECAST_FILE = "forecast.json"
FORECAST_TABLE = "forecast.csv"
_LOGGED_MODELS = ("/model.skops", "/model.onnx")


def why_not_registered(run: Run) -> NeedsYou | None:
    """What stands against making a run a version of a model; None where nothing does.

    Serving and watching a version take what it reads and how it is judged. Runs that were trained
    here have it; of a model that was imported or that a script logged, a person has to say which
    data it answers for (`imported_versions.ask`).
    """
    if run.state in (RunState.SCHEDULED, RunState.RUNNING):
        return NeedsYou(
            f"{run.name} has no model to register yet: it is {run.state}.", "Wait until it is done."
        )
    if run.state is not RunState.FINISHED:
        return NeedsYou(
            f"{run.name} has no model to register: it {_ENDS[run.state]}.", "Choose a finished run."
        )
    if MODEL_FILE in run.artifacts and PREDICTIONS_FILE in run.artifacts:
        return None
    if any(path.endswith(_LOGGED_MODELS) for path in run.artifacts):
        came = "imported" if run.params.get("kind") == "imported" else "logged by a script"
        return NeedsYou(
            f"{run.name} was {came}: its model is kept, but it was judged on no data here.",
            "Name the data it answers for, so that it can be judged, or train a model here.",
        )
    return NeedsYou(
        f"{run.name} keeps no model.",
        "Train on a dataset, then register that run.",
    )


_ENDS = {
    RunState.FAILED: "failed",
    RunState.STOPPED: "stopped before it was done",
    RunState.CANCELLED: "was cancelled",
}


@dataclass(frozen=True)
class ModelView:
    """A model with all its versions, decisions and open alerts; versions oldest first.

    `aliases` are the free labels by name, `agreements` who proposed which version to be promoted,
    `deployments` the places where its champion answers.
    """

    model: Model
    versions: tuple[ModelVersion, ...]
    decisions: tuple[Decision, ...]
    open_alerts: tuple[Alert, ...]
    aliases: tuple[Alias, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    deployments: tuple[Deployment, ...] = ()

    def labels(self, version_id: int) -> tuple[str, ...]:
        """The free labels that stand on a version."""
        return tuple(alias.name for alias in self.aliases if alias.version_id == version_id)

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
        versions = _by_model(models.versions(connection))
        decisions = _by_model(models.decisions(connection))
        alerts = _by_model(chunks.alerts(connection, only_open=True))
        labels = aliases.every(connection)
        agreed = agreements.every_open(connection)
        served = _by_model(deployments.every(connection))
        return [
            ModelView(
                model,
                versions.get(model.id, ()),
                decisions.get(model.id, ()),
                alerts.get(model.id, ()),
                labels.get(model.id, ()),
                agreed.get(model.id, ()),
                served.get(model.id, ()),
            )
            for model in models.every(connection)
        ]


def _by_model(found: Iterable[_OfModel]) -> dict[int, tuple[_OfModel, ...]]:
    """What belongs to models by the model's key, in the order given."""
    sorted_out: dict[int, list[_OfModel]] = {}
    for one in found:
        sorted_out.setdefault(one.model_id, []).append(one)
    return {key: tuple(some) for key, some in sorted_out.items()}


def find(workspace: Workspace, name: str) -> ModelView:
    """One model; an unknown name raises `NeedsYou`."""
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        if model is None:
            raise unknown_model(name)
        return _view(connection, model)


def model_named(connection: Any, name: str) -> Model:
    """The model of a name; an unknown one raises `NeedsYou`."""
    model = models.find(connection, name)
    if model is None:
        raise unknown_model(name)
    return model


def with_champion(connection: Any, name: str) -> tuple[Model, ModelVersion]:
    """The model of a name and its champion; raises `NeedsYou` where it has none to answer with."""
    found = models.find(connection, name)
    if found is None:
        raise unknown_model(name)
    champion = models.champion(connection, found.id)
    if champion is None:
        raise NeedsYou(
            f"{name} has no champion yet, so there is nothing to answer with.",
            f"Promote a version, such as {name}@1.",
        )
    return found, champion


def unknown_model(name: str) -> NotThere:
    """The sentence for a model that is not there."""
    return NotThere("model", name)


def _view(connection: Any, model: Model) -> ModelView:
    return ModelView(
        model,
        tuple(models.versions(connection, model.id)),
        tuple(models.decisions(connection, model.id)),
        tuple(chunks.alerts(connection, model_id=model.id, only_open=True)),
        tuple(aliases.of_model(connection, model.id)),
        agreements.every_open(connection).get(model.id, ()),
        tuple(one for one in deployments.every(connection) if one.model_id == model.id),
    )


def version(workspace: Workspace, address: str) -> ModelVersion:
    """The version of `name@3`, `name@champion`, `name@candidate`, `name@label`, or the newest."""
    name, which = parse_address(address)
    view = find(workspace, name)
    if which is None:
        found = view.versions[-1] if view.versions else None
    elif which.casefold() in FIXED:
        found = {CHAMPION: view.champion, CANDIDATE: view.candidate}[which.casefold()]
    else:
        key = next((a.version_id for a in view.aliases if a.name == which.casefold()), None)
        number = which.casefold().removeprefix("v")
        wanted = int(number) if number.isdecimal() else -1
        found = next((v for v in view.versions if v.number == wanted or v.id == key), None)
    if found is None:
        labels = ", ".join(alias.name for alias in view.aliases)
        also = f" Its labels are: {labels}." if labels else ""
        raise NeedsYou(
            f"{name} has no version {which or 'yet'}.", f"See its list of versions.{also}"
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
