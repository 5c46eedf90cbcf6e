"""All deployments as a person looks at them: what is wanted, what is there, what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tidemill.base import programs
from tidemill.domain.batches import BatchFile, BatchSummary
from tidemill.domain.deployments import Deployment, DeploymentKind
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.traffic import Minute
from tidemill.services import deploying, exports, people, workers
from tidemill.services.exports import ExportedFile
from tidemill.services.workspace import Workspace
from tidemill.store import batch_files, deployments, models, traffic

RECENT_FILES = 8
"""So many files of each batch folder are told, the last ones."""

SHOWN = timedelta(hours=24)
"""How far back what was asked is shown."""


@dataclass(frozen=True)
class Shown:
    """A deployment, the version it answers with, and the minutes of the last day.

    `is_at_work` says whether a living process answers for it, `is_here` whether it runs on this
    computer. `files` are those of a batch folder, `recent` the last of them.
    """

    deployment: Deployment
    version: ModelVersion | None
    is_at_work: bool
    is_here: bool
    computer: str = ""
    minutes: tuple[Minute, ...] = ()
    files: BatchSummary = field(default_factory=BatchSummary)
    recent: tuple[BatchFile, ...] = ()


@dataclass(frozen=True)
class Servable:
    """A model that could be deployed, and the version that would answer."""

    model: Model
    champion: ModelVersion


@dataclass(frozen=True)
class Overview:
    """What the deployments are at a moment; `servable` are the models with a champion, `people`
    the display names by login, `exported` the files that versions were exported to."""

    now: datetime
    shown: tuple[Shown, ...]
    servable: tuple[Servable, ...]
    is_worker_running: bool
    people: Mapping[str, str]
    exported: tuple[ExportedFile, ...] = ()


def look(workspace: Workspace) -> Overview:
    """The deployments, by name, and what could be deployed."""
    here = programs.machine()
    now = workspace.clock.now()
    at_work = {one.message: one.host for one in workers.alive(workspace, deploying.PROCESS)}
    with workspace.store.read() as connection:
        every = deployments.every(connection)
        minutes = traffic.since(connection, now - SHOWN)
        known = models.every(connection)
        files = batch_files.summaries(connection)
        recent = {key: batch_files.newest(connection, key, RECENT_FILES) for key in files}
        champions = {version.model_id: version for version in models.champions(connection)}
        versions = {
            one.serves_id: models.version_of_id(connection, one.serves_id)
            for one in every
            if one.serves_id is not None
        }
    shown = tuple(
        Shown(
            one,
            _version_of(one, versions, champions),
            one.name in at_work,
            _is_here(one, here),
            at_work.get(one.name, programs.host() if _is_here(one, here) else ""),
            tuple(minutes.get(one.id, ())),
            files.get(one.id, BatchSummary()),
            tuple(recent.get(one.id, ())),
        )
        for one in every
    )
    servable = tuple(
        Servable(model, champions[model.id]) for model in known if model.id in champions
    )
    return Overview(
        now,
        shown,
        servable,
        bool(workers.alive(workspace)),
        people.display_names(workspace),
        exports.every(workspace),
    )


def _is_here(one: Deployment, here: str) -> bool:
    """Whether a deployment is carried out by this computer; a folder may be by any."""
    return one.kind is not DeploymentKind.HTTP or one.http.machine == here


def _version_of(
    one: Deployment,
    versions: Mapping[int, ModelVersion | None],
    champions: Mapping[int, ModelVersion],
) -> ModelVersion | None:
    """What it says it answers with, else what it will answer with."""
    said = None if one.serves_id is None else versions.get(one.serves_id)
    return said or champions.get(one.model_id)
