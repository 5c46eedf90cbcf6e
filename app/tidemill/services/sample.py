"""The sample project's data: flights out of New York in 2013, cut into a file a month."""

from pathlib import Path
from typing import Any

from tidemill.base.resources import resource
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services.workspace import Workspace
from tidemill.store import samples

KIND = "sample.cut"
SOURCE = "sample/flights/flights.parquet"
TIME = "scheduled_departure"
TARGET = "late"


def cut(workspace: Workspace, folder: Path) -> int:
    """Ask the worker to write the sample's months into a folder; return the job."""
    request = JobRequest(
        KIND,
        {"folder": str(folder)},
        priority=20,
        asked_by=workspace.person.login,
        cause="the sample was opened",
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def file_name(month: int) -> str:
    """The name of a month's file."""
    return f"flights_2013-{month:02d}.csv"


def run(_workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Write a CSV file a month, each whole or not at all, and one that is broken on purpose.

    The broken file is October's with the wind's speed in words and without the destination.
    """
    folder = Path(job.params["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    source = resource(SOURCE)
    for month in range(1, 13):
        reporter.report(month / 13, f"Writing {file_name(month)}")
        samples.write_month(source, TIME, 2013, month, folder / file_name(month))
    samples.write_broken(source, TIME, 2013, 10, folder / BROKEN, "wind_speed", "dest")
    return {"message": "Wrote 12 months"}


BROKEN = "flights_2013-10_resent.csv"
