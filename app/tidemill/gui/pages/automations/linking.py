"""Which jobs belong to which file, and which files to which watched folder."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tidemill.domain.automations import AutomationStep
from tidemill.domain.jobs import Job
from tidemill.domain.watches import ArrivedFile
from tidemill.gui.pages.automations.loading import Loaded

INGEST, MONITOR, RETRAIN = "dataset.ingest", "model.monitor", "model.retrain"
SCRIPT = "automation.script"


@dataclass(frozen=True)
class Links:
    """Files and jobs by their keys, the jobs of each file, oldest first, and the steps of
    automations by the job that does them."""

    files: dict[int, ArrivedFile]
    jobs: dict[int, Job]
    of_file: dict[int, tuple[Job, ...]]
    steps: dict[int, AutomationStep]

    def active(self, file: ArrivedFile) -> Job | None:
        """The job that works on a file now; one that waits for the worker if none does."""
        still = [job for job in self.of_file.get(file.id, ()) if job.is_open]
        running = [job for job in still if job.started_at is not None]
        last = running or still
        return last[-1] if last else None

    def newest_at_work(self, files: Iterable[ArrivedFile]) -> ArrivedFile | None:
        """The first of these files that a job works on or waits for."""
        busy = {key for key, jobs in self.of_file.items() if any(job.is_open for job in jobs)}
        return next((file for file in files if file.id in busy), None) if busy else None

    def of_watch(self, watch_id: int) -> list[ArrivedFile]:
        """Files of a watched folder, newest first."""
        return [f for f in self.files.values() if f.watch_id == watch_id]

    def files_of(self, job: Job) -> list[ArrivedFile]:
        """The files a job is about."""
        return [f for f in self.files.values() if job in self.of_file.get(f.id, ())]


def links_of(loaded: Loaded) -> Links:
    """Join files with the jobs that took them in and what those set off."""
    files = {f.id: f for f in loaded.files}
    found: dict[int, list[Job]] = defaultdict(list)
    taken: dict[int, list[int]] = defaultdict(list)
    for job in reversed(loaded.jobs):
        if job.kind == INGEST:
            keys = [key for key in job.params.get("files", []) if key in files]
        elif job.params.get("file") in files:
            keys = [job.params["file"]]
        elif job.parent_id is not None:
            # What followed a version is about the file that made it.
            made = job.params.get("dataset_version")
            keys = [k for k in taken.get(job.parent_id, []) if files[k].version_id == made]
        else:
            keys = []
        taken[job.id] = keys
        for key in keys:
            found[key].append(job)
    jobs = {job.id: job for job in loaded.jobs}
    steps = {
        step.job_id: step for view in loaded.runs for step in view.steps if step.job_id is not None
    }
    return Links(files, jobs, {key: tuple(of) for key, of in found.items()}, steps)
