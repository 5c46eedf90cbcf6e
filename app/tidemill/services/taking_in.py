"""Taking files in: read, check, version, or set aside with the reason; each content once.

Runs in the worker's child. Done again after a crash it finds what it had finished: a file's row
changes in the transaction that writes its version.
"""

from pathlib import Path
from typing import Any

from tidemill.base.progress import Part
from tidemill.domain.jobs import Job
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.jobs.reporter import JobReporter
from tidemill.services import file_reads, files_left, next_versions
from tidemill.services.file_outcomes import Outcomes, told
from tidemill.services.file_reads import FileRead
from tidemill.services.known_datasets import Carried
from tidemill.services.many_files import ManyFiles
from tidemill.services.workspace import Workspace
from tidemill.store import files


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Take in the files of a job, one version each.

    What a person named together goes in by the time of its rows; the files of a watched folder
    were put into their order when they were handed on.
    """
    files_left.wait_again(workspace, job)
    keys = job.params["files"]
    with workspace.store.read() as connection:
        found = files.find_many(connection, keys)
    asked = [found[key] for key in keys if key in found]
    # One that waits for another job by now (its own was lost, or it changed) is that one's.
    todo = [f for f in asked if f.state is FileState.WAITING and f.job_id == job.id]
    outcomes = Outcomes(workspace)
    # What an earlier try of this job wrote down counts as if it were done now.
    versions = [f.version_id for f in asked if f.state is FileState.ADDED and f.version_id]
    outcomes.bad += [(f, told(f)) for f in asked if f.state is FileState.SET_ASIDE]
    if "watch" in job.params:
        versions += _one_by_one(workspace, job, todo, outcomes, reporter)
    else:
        with workspace.blobs.scratch_folder() as scratch:
            versions += _by_time(workspace, job, todo, outcomes, scratch, reporter)
    bad = [error for file, error in outcomes.bad if file.watch_id is None]
    if bad and not versions:
        raise bad[0]
    message = f"Added {len(versions)} of {len(asked)} files"
    if len(asked) == 1:
        message = "Added 1 file" if versions else "Nothing was added"
    return {"versions": list(dict.fromkeys(versions)), "message": message}


def _one_by_one(
    workspace: Workspace,
    job: Job,
    todo: list[ArrivedFile],
    outcomes: Outcomes,
    reporter: JobReporter,
) -> list[int]:
    """Take files in as they stand; return their versions, each once for every file in it."""
    versions: list[int] = []
    carried = Carried()
    with (
        workspace.blobs.scratch_folder() as folder,
        ManyFiles(workspace, job, todo, folder, carried) as many,
    ):

        def alone(file: ArrivedFile, part: Part) -> None:
            with outcomes.of(file), workspace.blobs.scratch_folder() as scratch:
                one = file_reads.read(workspace, job, file, scratch, Part(part, 0.0, 0.6))
                if one is None:
                    return
                rest = Part(part, 0.6, 1.0)
                version = next_versions.take_in(workspace, job, one, scratch, rest, carried)
                if version is not None:
                    versions.append(version)

        def write(part: Part) -> None:
            n = many.n_held
            key, left = many.write(part)
            versions.extend([] if key is None else [key] * n)
            for file in left:
                alone(file, part)

        for number, file in enumerate(todo):
            part = Part(reporter, number / len(todo), (number + 1) / len(todo))
            if many.take(file, part):
                continue
            if many.n_held:
                write(part)
                if many.take(file, part):  # looked at behind those that are written now
                    continue
            alone(file, part)
        write(Part(reporter, 0.99, 1.0))
    return versions


def _by_time(
    workspace: Workspace,
    job: Job,
    todo: list[ArrivedFile],
    outcomes: Outcomes,
    scratch: Path,
    reporter: JobReporter,
) -> list[int]:
    """Read all files, then take them in, oldest rows first; return their versions."""
    versions = []
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
    return versions
