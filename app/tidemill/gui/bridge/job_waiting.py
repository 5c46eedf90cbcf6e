"""Jobs that a person waits for: an operation that asks for one and sees it done."""

import time
from typing import TYPE_CHECKING

from tidemill.base.progress import Reporter

if TYPE_CHECKING:
    from tidemill.domain.jobs import Job
    from tidemill.services.workspace import Workspace


def seen_done(workspace: "Workspace", job_id: int, reporter: Reporter) -> "Job":
    """Wait in an operation until a job has ended, its progress passed on; return it.

    Raises what it failed with. Who stops waiting does not stop the job.
    """
    from tidemill.services import jobs

    def pause(seconds: float) -> None:
        reporter.check()
        time.sleep(seconds)

    def tell(job: "Job") -> None:
        reporter.report(job.progress, job.said)

    return jobs.see_done(workspace, job_id, pause=pause, on_progress=tell)
