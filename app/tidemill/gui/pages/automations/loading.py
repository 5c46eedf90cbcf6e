"""Asks the services for everything that Automations shows; not for the GUI's thread."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tidemill.domain.automations import Automation
from tidemill.domain.jobs import Job
from tidemill.domain.watches import ArrivedFile, Watch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidemill.services.workspace import Workspace

N_FILES, N_JOBS = 500, 400


@dataclass(frozen=True)
class Loaded:
    """What the services said. Files and jobs are newest first; `models` are pairs of a model
    and its dataset; `titles` names the kinds of jobs."""

    watches: tuple[Watch, ...]
    files: tuple[ArrivedFile, ...]
    jobs: tuple[Job, ...]
    models: tuple[tuple[str, str], ...]
    is_worker_running: bool
    now: datetime
    people: "Mapping[str, str]" = field(default_factory=dict)
    titles: "Mapping[str, str]" = field(default_factory=dict)
    automations: tuple[Automation, ...] = ()

    def started_by(self, watch_id: int) -> Automation | None:
        """The first automation with a model that files of a watched folder start."""
        for one in self.automations:
            if one.model and any(t.settings.get("watch") == watch_id for t in one.triggers):
                return one
        return None


@dataclass(frozen=True)
class LogLine:
    """A line of a job's log."""

    number: int
    at: datetime
    text: str


def load(workspace: "Workspace") -> Loaded:
    """Folders, files and jobs as they are now."""
    from tidemill.services import automations, jobs, people, registry, watching, workers
    from tidemill.services.job_kinds import kinds

    found = jobs.newest(workspace, limit=N_JOBS)
    known = kinds()
    return Loaded(
        tuple(watching.every(workspace)),
        tuple(watching.arrived(workspace, limit=N_FILES)),
        tuple(found),
        tuple((v.model.name, v.model.dataset) for v in registry.every(workspace)),
        workers.state(workspace).is_running,
        workspace.clock.now(),
        people.display_names(workspace),
        {job.kind: known[job.kind].title for job in found if job.kind in known},
        tuple(automations.every(workspace)),
    )


def log_after(workspace: "Workspace", job_id: int, after: int) -> list[LogLine]:
    """A job's log from past a number on."""
    from tidemill.services import jobs

    return [LogLine(*row) for row in jobs.log_lines(workspace, job_id, after)]
