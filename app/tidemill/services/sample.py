"""The sample project's data: flights out of New York in 2013, cut into a file a month."""

from pathlib import Path
from typing import Any

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.resources import resource
from tidemill.domain.datasets import Series
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import ingesting
from tidemill.services.workspace import Workspace
from tidemill.store import datasets, jobs, samples

KIND = "sample.cut"
SOURCE = "sample/flights/flights.parquet"
TIME = "scheduled_departure"
TARGET = "late"
DATASET = "flights"
FIRST_MONTHS = (1, 2, 3)


def cut(workspace: Workspace, folder: Path) -> int:
    """Ask the worker to write the sample's months into a folder; return the job."""
    with workspace.store.write() as tx:
        return queue.enqueue(tx, _request(workspace, folder))


def begin(workspace: Workspace) -> int:
    """Ask the worker to cut the sample and add its first months as a dataset; return the job.

    The later months wait beside them, in the workspace's folder `sample`. Asked again while it
    is under way, the same job is meant. Raises `NeedsYou` where the dataset is there already.
    """
    with workspace.store.write() as tx:
        if datasets.find(tx.connection, DATASET) is not None:
            raise NeedsYou(f"There is a dataset {DATASET} already.", "Open it under Data.")
        known = [job for job in jobs.still_open(tx.connection) if job.kind == KIND]
        if known:
            return known[0].id
        return queue.enqueue(tx, _request(workspace, workspace.folder / "sample", DATASET))


def is_under_way(workspace: Workspace) -> bool:
    """Whether the sample is being cut, or its first months are being added."""
    with workspace.store.read() as connection:
        opened = jobs.still_open(connection)
    return any(
        job.kind == KIND or (job.kind == ingesting.KIND and job.params.get("dataset") == DATASET)
        for job in opened
    )


def _request(workspace: Workspace, folder: Path, dataset: str | None = None) -> JobRequest:
    return JobRequest(
        KIND,
        {"folder": str(folder), "dataset": dataset},
        priority=20,
        asked_by=workspace.person.login,
        cause="the sample was opened",
    )


def file_name(month: int) -> str:
    """The name of a month's file."""
    return f"flights_2013-{month:02d}.csv"


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Write a CSV file a month, each whole or not at all, and one that is broken on purpose.

    The broken file is October's with the wind's speed in words and without the destination.
    """
    folder = Path(job.params["folder"])
    _write(folder, reporter)
    dataset = job.params.get("dataset")
    if dataset is None:
        return {"message": "Wrote 12 months"}
    reporter.check()
    with workspace.store.read() as connection:
        is_there = datasets.find(connection, dataset) is not None
    if not is_there:
        first = [folder / file_name(month) for month in FIRST_MONTHS]
        ingesting.add(
            workspace, first, dataset=dataset, series=Series.APPEND, target=TARGET, time=TIME
        )
    return {"message": f"Wrote 12 months and added the first {len(FIRST_MONTHS)}"}


BROKEN = "flights_2013-10_resent.csv"


def _write(folder: Path, reporter: JobReporter) -> None:
    """Write the files; asked to stop, take away those that were not there before."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    source, made = resource(SOURCE), list[Path]()
    try:
        for month in range(1, 13):
            reporter.report(month / 13, f"Writing {file_name(month)}")
            path = folder / file_name(month)
            made += [] if path.exists() else [path]
            samples.write_month(source, TIME, 2013, month, path)
        reporter.check()
        samples.write_broken(source, TIME, 2013, 10, folder / BROKEN, "wind_speed", "dest")
    except Cancelled:
        for path in made:
            path.unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        raise
