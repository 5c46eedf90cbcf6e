"""Asking for a run to be run again, and what came of it each time."""

import json

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import JobRequest
from tidemill.domain.reproductions import Reproduction
from tidemill.domain.runs import Run, RunState
from tidemill.jobs import queue
from tidemill.services import runs
from tidemill.services.registry import MODEL_FILE
from tidemill.services.workspace import Workspace

KIND = "run.reproduce"
REPRODUCED_FILE = "reproduced.json"


def ask(workspace: Workspace, text: str) -> int:
    """Ask the worker to run a run again; return the job. `NeedsYou` where it was not made here."""
    found = runs.one(workspace, text)
    refusal = why_not(found)
    if refusal is not None:
        raise refusal
    request = JobRequest(
        KIND,
        {"run": found.id},
        lane=f"run:{found.id}",
        asked_by=workspace.person.login,
        cause=f"{workspace.person.login} ran {found.name} again",
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def why_not(run: Run) -> NeedsYou | None:
    """Why a run can't be run again whatever is stored; None where it can be tried."""
    if run.state is not RunState.FINISHED:
        return NeedsYou(f"{run.name} did not finish.", "Run one again that did.")
    if run.params.get("kind") == "trial":
        return NeedsYou(
            f"{run.name} is a trial of a search, which keeps no model.",
            "Run the search's own run again: it holds the best.",
        )
    if "rows_hash" not in run.params or MODEL_FILE not in run.artifacts:
        return NeedsYou(
            f"{run.name} was not trained by Tidemill, so it can't be run again here.",
            "Run its script again, and compare the two runs.",
        )
    return None


def of_run(workspace: Workspace, run: Run) -> tuple[Reproduction, ...]:
    """What came of running it again, newest first; empty where nobody did or the page is gone."""
    blob = run.artifacts.get(REPRODUCED_FILE)
    if blob is None:
        return ()
    try:
        kept = json.loads(workspace.blobs.get_bytes(blob))
        return tuple(Reproduction.from_dict(one) for one in kept["times"])
    except (NeedsYou, ValueError, KeyError, TypeError):
        return ()  # the Files tab says what is wrong
