"""How long trainings took on this computer, from the runs that stand, to say how long one will."""

import json
from dataclasses import dataclass

from tidemill.domain.jobs import JobState
from tidemill.domain.runs import Run, RunState
from tidemill.services import jobs, runs
from tidemill.services.registry import LEARNED_FILE
from tidemill.services.training_runs import KIND
from tidemill.services.workspace import Workspace

MOST_JOBS = 200
"""So many of the newest jobs are looked through for trainings."""

MOST_TRAININGS = 8

SHORTEST_S = 0.5
"""A pipeline takes so long however few its rows are: it is judged, explained and kept."""


@dataclass(frozen=True)
class Took:
    """How long one pipeline took as a whole, and how many cells (rows by columns) it learned."""

    seconds: float
    n_cells: int

    def expected_s(self, n_cells: int) -> float:
        """Seconds for a table of so many cells, in proportion to them."""
        return max(SHORTEST_S, self.seconds * n_cells / max(1, self.n_cells))


def known(workspace: Workspace) -> dict[str, Took]:
    """By estimator, its newest finished run of the last trainings."""
    found: dict[str, Took] = {}
    done = [
        job
        for job in jobs.newest(workspace, limit=MOST_JOBS)
        if job.kind == KIND and job.state is JobState.SUCCEEDED
    ]
    for job in done[:MOST_TRAININGS]:
        for run in runs.of_job(workspace, job.id):
            name = run.params.get("estimator", "")
            if name not in found and (took := _took(workspace, run)) is not None:
                found[name] = took
    return found


def _took(workspace: Workspace, run: Run) -> Took | None:
    blob = run.artifacts.get(LEARNED_FILE)
    if run.state is not RunState.FINISHED or blob is None:
        return None
    if run.started_at is None or run.ended_at is None:
        return None
    learned = json.loads(workspace.blobs.get_bytes(blob))
    n_cells = int(learned["n_train"]) * int(run.params.get("features", 0))
    seconds = (run.ended_at - run.started_at).total_seconds()
    return Took(seconds, n_cells) if n_cells else None
