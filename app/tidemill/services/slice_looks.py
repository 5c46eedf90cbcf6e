"""Where a run is surely worse than elsewhere, looked for by the worker and kept with the run."""

import json
from dataclasses import replace
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.runs import Run
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, personal_data, runs, worst_slices
from tidemill.services.registry import PREDICTIONS_FILE
from tidemill.services.workspace import Workspace
from tidemill.services.worst_slices import WorstSlices
from tidemill.store import runs as rows

KIND = "run.slices"
FILE = "worst_slices.json"


def why_not(run: Run) -> NeedsYou | None:
    """Why slices of a run can't be looked at whatever is stored; None where it can be tried."""
    if PREDICTIONS_FILE not in run.artifacts:
        return NeedsYou(
            f"{run.name} keeps no answers to rows held out.",
            "Train it here, or log its predictions.",
        )
    if run.dataset_version_id is None:
        return NeedsYou(
            f"What columns the rows of {run.name} have is not known: it names no dataset.",
            "Choose a run that was trained here.",
        )
    return None


def ask(workspace: Workspace, text: str, metric_id: str = "") -> int:
    """Ask the worker to look for a run's worst slices, by a measure; return the job."""
    found = runs.one(workspace, text)
    refusal = why_not(found)
    if refusal is not None:
        raise refusal
    request = JobRequest(
        KIND,
        {"run": found.id, "metric": metric_id},
        lane=f"run:{found.id}",
        asked_by=workspace.person.login,
        cause=f"{workspace.person.login} looked for the worst slices of {found.name}",
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Do what `ask` asked for, and keep it with the run in place of what was found before."""
    looked_at = runs.one(workspace, job.params["run"])
    found = worst_slices.of_run(
        workspace, looked_at, reporter, metric_id=job.params.get("metric", "")
    )
    data = json.dumps(found.to_dict()).encode()
    blob = workspace.blobs.put_bytes(data)
    with workspace.store.write() as tx:
        queue.hold(tx, job)
        rows.put_artifact(tx, looked_at.pk, FILE, blob, len(data))
    return {"run": looked_at.id, "message": found.words}


def kept(workspace: Workspace, text: str) -> WorstSlices | None:
    """What was found last; None where nobody looked, or the page is damaged.

    Slices named by values that who looks may not see are left out.
    """
    found = runs.one(workspace, text)
    blob = found.artifacts.get(FILE)
    if blob is None:
        return None
    try:
        told = WorstSlices.from_dict(json.loads(workspace.blobs.get_bytes(blob)))
    except (NeedsYou, ValueError, KeyError, TypeError):
        return None  # the Files tab says what is wrong
    if found.dataset_version_id is None:
        return told
    dataset = datasets.version_of_id(workspace, found.dataset_version_id).dataset
    hidden = personal_data.hidden(workspace, dataset)
    parts = tuple(one for one in told.parts if not hidden.intersection(one.columns))
    columns = tuple(name for name in told.columns if name not in hidden)
    return replace(told, parts=parts, columns=columns)
