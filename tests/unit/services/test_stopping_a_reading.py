"""Taking a file in can be stopped at every stage, and leaves nothing half made."""

import pytest

from tidemill.domain.jobs import JobState
from tidemill.domain.watches import FileState
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, ingesting, jobs, watching
from tidemill.services.job_kinds import kinds

STAGES = ("Reading", "finding out", "Profiling", "Checking", "Storing", "Adding")
FEW = [(stage, 3_000) for stage in STAGES if stage != "finding out"]
"""So few rows are typed as they are read."""


class StopsAt(JobReporter):
    """Is asked to stop as soon as a stage is named."""

    stage = ""

    def report(self, share: float, message: str = "") -> None:
        if self.stage in message and message:
            self.stop()
        super().report(share, message)


@pytest.mark.parametrize(("stage", "n_rows"), [*((s, 6_000) for s in STAGES), *FEW])
def test_a_reading_that_is_stopped_leaves_no_version_and_no_scratch(
    workspace, tmp_path, stage, n_rows
):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n" + "".join(f"{i},{i % 7}\n" for i in range(n_rows)))
    ingesting.add(workspace, [file], dataset="shop")
    claimed = queue.claim(workspace.store, "w")
    job = queue.begin(workspace.store, claimed.id, claimed.attempts)
    reporter = StopsAt(workspace.store, job.id, job.attempts)
    reporter.stage = stage
    assert perform(workspace.store, kinds(), workspace, job, reporter) is None
    assert jobs.find(workspace, job.id).state is JobState.CANCELLED
    (arrived,) = watching.arrived(workspace)
    assert (arrived.state, arrived.opened) == (FileState.SKIPPED, 0)
    assert datasets.every(workspace) == []
    assert list((workspace.blobs.folder / "scratch").glob("*")) == []
