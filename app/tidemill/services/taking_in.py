"""Taking files in: read, check, version, or set aside with the reason; each content once.

Runs in the worker's child. Done again after a crash it finds what it had finished: a file's row
changes in the transaction that writes its version.
"""

from pathlib import Path
from typing import Any

from tidemill.base.errors import WorldError
from tidemill.base.progress import Part
from tidemill.domain.jobs import Job
from tidemill.domain.watches import FileState
from tidemill.jobs.reporter import JobReporter
from tidemill.services import file_reads, files_left, next_versions
from tidemill.services.file_outcomes import Outcomes, told
from tidemill.services.file_reads import FileRead
from tidemill.services.workspace import Workspace
from tidemill.store import files


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Take in the files of a job, oldest rows first, one version each."""
    with workspace.blobs.scratch_folder() as scratch:
        return _taken_in(workspace, job, scratch, reporter)


def _taken_in(
    workspace: Workspace, job: Job, scratch: Path, reporter: JobReporter
) -> dict[str, Any]:
    files_left.wait_again(workspace, job)
    with workspace.store.read() as connection:
        found = [files.find(connection, key) for key in job.params["files"]]
    asked = [f for f in found if f is not None]
    todo = [f for f in asked if f.state is FileState.WAITING]
    outcomes = Outcomes(workspace)
    # What an earlier try of this job wrote down counts as if it were done now.
    versions = [f.version_id for f in asked if f.state is FileState.ADDED and f.version_id]
    outcomes.bad += [(f, told(f)) for f in asked if f.state is FileState.SET_ASIDE]
    read: list[FileRead] = []
    for number, file in enumerate(todo):
        part = Part(reporter, 0.6 * number / len(todo), 0.6 * (number + 1) / len(todo))
        with outcomes.of(file):
            if (one := file_reads.read(workspace, job, file, scratch, part)) is not None:
                read.append(one)
    read.sort(key=lambda r: (file_reads.starts_at(r.result, job.params.get("time")), r.file.path))
    for number, one in enumerate(read):
        part = Part(reporter, 0.6 + 0.4 * number / len(read), 0.6 + 0.4 * (number + 1) / len(read))
        with outcomes.of(one.file):
            if (version := next_versions.take_in(workspace, job, one, scratch, part)) is not None:
                versions.append(version)
    # A watched file that was set aside has its own entry; what the world did is worth a new try.
    bad = [e for f, e in outcomes.bad if f.watch_id is None or isinstance(e, WorldError)]
    if bad and not versions:
        raise bad[0]
    message = f"Added {len(versions)} of {len(asked)} files"
    if len(asked) == 1:
        message = "Added 1 file" if versions else "Nothing was added"
    return {"versions": versions, "message": message}
