"""Asks the services for everything that Automations shows; not for the GUI's thread."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tidemill.base.errors import NeedsYou
from tidemill.base.words import spoken
from tidemill.base.zones import zone
from tidemill.domain import schedules
from tidemill.domain.automations import Automation, Pause, RunState, Trigger
from tidemill.domain.causes import Chain, Ref
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import ArrivedFile, FileState, Watch
from tidemill.gui.pages.automations.draft import TIME, Known
from tidemill.gui.pages.automations.file_rows import FileRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tidemill.services.automation_runs import RunView
    from tidemill.services.workspace import Workspace

N_FILES, N_JOBS, N_RUNS = 500, 400, 200


@dataclass(frozen=True)
class Loaded:
    """What the services said. Files and jobs are newest first; `models` are pairs of a model
    and its dataset; `titles` names the kinds of jobs. `runs` of automations are newest first;
    `next_at` is when an automation's schedule is due next; `pause` is that of everything;
    `n_files` counts all files that ever arrived. `oldest` is the key of the last of those read as
    one page; those before it are `older` ones, with their rows, once they were scrolled to.
    `rows` are the `files` with theirs, made beside the GUI's thread; else the page makes them."""

    watches: tuple[Watch, ...]
    files: tuple[ArrivedFile, ...]
    jobs: tuple[Job, ...]
    models: tuple[tuple[str, str], ...]
    is_worker_running: bool
    now: datetime
    people: "Mapping[str, str]" = field(default_factory=dict)
    titles: "Mapping[str, str]" = field(default_factory=dict)
    automations: tuple[Automation, ...] = ()
    runs: "tuple[RunView, ...]" = ()
    next_at: "Mapping[int, datetime]" = field(default_factory=dict)
    pause: Pause | None = None
    zone: str = "UTC"
    n_files: int = 0
    gates: tuple[str, ...] = ()
    oldest: int | None = None
    older: tuple[tuple[ArrivedFile, FileRow], ...] = ()
    rows: tuple[tuple[ArrivedFile, FileRow], ...] = ()

    @property
    def n_older(self) -> int:
        """How many files are not loaded yet, of those that arrived before the ones that are."""
        if self.oldest is None:
            return 0
        n_first = sum(file.id >= self.oldest for file in self.files)
        return max(0, self.n_files - n_first - len(self.older))

    def watches_of(self, one: Automation) -> list[Watch]:
        """The watched folders whose files start an automation."""
        keys = {t.settings.get("watch") for t in one.triggers}
        return [watch for watch in self.watches if watch.id in keys]

    def automation(self, key: int | None) -> Automation | None:
        """The automation of a key."""
        return next((one for one in self.automations if one.id == key), None)

    def last_run(self, automation_id: int) -> "RunView | None":
        """The newest run of an automation."""
        return next((v for v in self.runs if v.run.automation_id == automation_id), None)

    def known(self) -> Known:
        """What a rule can name."""
        datasets = dict.fromkeys([w.dataset for w in self.watches] + [d for _, d in self.models])
        names = tuple((one.id, one.name) for one in self.automations)
        return Known(self.watches, tuple(datasets), self.models, names, self.zone, gates=self.gates)


@dataclass(frozen=True)
class LogLine:
    """A line of a job's log."""

    number: int
    at: datetime
    text: str


def load(workspace: "Workspace") -> Loaded:
    """Folders, files and jobs as they are now."""
    from tidemill.base.zones import local_zone
    from tidemill.catalog.discovery import family
    from tidemill.services import (
        automation_runs,
        automations,
        jobs,
        people,
        red_pause,
        registry,
        watching,
        workers,
    )
    from tidemill.services.job_kinds import kinds

    found = jobs.newest(workspace, limit=N_JOBS)
    known = kinds()
    rules = automations.every(workspace)
    now = workspace.clock.now()
    arrived = watching.last_arrived(workspace, N_FILES)
    return Loaded(
        tuple(watching.every(workspace)),
        arrived.files,
        tuple(found),
        tuple((v.model.name, v.model.dataset) for v in registry.every(workspace)),
        workers.state(workspace).is_running,
        now,
        people.display_names(workspace),
        {job.kind: spoken(known[job.kind].title) for job in found if job.kind in known},
        tuple(rules),
        tuple(automation_runs.of(workspace, limit=N_RUNS)),
        next_starts(rules, now),
        red_pause.paused(workspace),
        local_zone(),
        arrived.n_all,
        tuple(module.ENTRY.title for module in family("gates").values()),
        arrived.oldest,
    )


def next_starts(rules: "Sequence[Automation]", now: datetime) -> dict[int, datetime]:
    """When the schedules of automations that are on are due next, by the automation's key."""
    found: dict[int, datetime] = {}
    for one in rules:
        times = [moment for t in one.triggers if t.kind == TIME for moment in next_times(t, now, 1)]
        if times and one.is_on:
            found[one.id] = min(times)
    return found


def next_times(trigger: Trigger, now: datetime, n: int = 5) -> "list[datetime]":
    """The next times of a schedule; none where it can't be read."""
    try:
        place = zone(str(trigger.settings.get("zone") or ""))
        return schedules.following(str(trigger.settings.get("when", "")), place, now, n)
    except NeedsYou:
        return []


def chain_of_run(workspace: "Workspace", run_id: int) -> Chain:
    """What a run came of and what it set off, the data it worked on among the first."""
    from tidemill.services import automation_runs, causes

    chain = causes.of(workspace, Ref("automation_run", run_id))
    version = automation_runs.find(workspace, run_id).run.made.get("dataset_version")
    if version is None or any(one.ref == Ref("dataset_version", version) for one in chain.because):
        return chain
    worked_on = causes.of(workspace, Ref("dataset_version", version)).subject
    return replace(chain, because=(worked_on, *chain.because))


def log_after(workspace: "Workspace", job_id: int, after: int) -> list[LogLine]:
    """A job's log from past a number on."""
    from tidemill.services import jobs

    return [LogLine(*row) for row in jobs.log_lines(workspace, job_id, after)]


def n_waiting_for_person(loaded: Loaded) -> int:
    """Files set aside, jobs that failed for another reason than such a file, and automations that
    are on and whose last run failed for another reason than such a job."""
    files = [f for f in loaded.files if f.state in (FileState.SET_ASIDE, FileState.FAILED)]
    of_files = {f.job_id for f in files}
    bad = [j for j in loaded.jobs if j.state in (JobState.FAILED, JobState.LOST)]
    counted = {j.id for j in bad}
    runs = [
        view
        for one in loaded.automations
        if one.is_on and (view := loaded.last_run(one.id)) is not None
        if view.run.state is RunState.FAILED and not counted & {s.job_id for s in view.steps}
    ]
    return len(files) + sum(j.id not in of_files for j in bad) + len(runs)
