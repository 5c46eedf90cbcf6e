"""How a candidate's answers move beside the champion's, on the same scale: a part of the look."""

from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.models import ModelVersion, Stage
from tidemill.services import measuring, preparing
from tidemill.services.judged_rows import judged_on
from tidemill.services.measuring import Rows
from tidemill.services.training import learning, persist
from tidemill.services.workspace import Workspace
from tidemill.store import datasets, models, runs

KEY = "candidate_drift"
"""Where a chunk's report has it."""


def of_look(
    workspace: Workspace, champion: ModelVersion, version: DatasetVersion, rows: Rows
) -> dict[str, Any] | None:
    """PSI of what the newest candidate says of a look's rows against its own hold-out.

    `psi` with the candidate's number as `version`; `note` says why where there is none. None where
    no candidate waits that neither learned from these rows nor was judged on them.
    """
    one = _candidate(workspace, champion, version)
    if one is None:
        return None
    told: dict[str, Any] = {"version": one.number, "psi": None, "note": ""}
    try:
        model = persist.load(workspace.blobs.get_bytes(one.blob))
        if not preparing.same_preparation(model.steps, rows.model.steps):
            return {**told, "note": "It reads rows through other steps than the champion."}
        said = learning.score(model, rows.frame)
    except NeedsYou as error:
        return {**told, "note": error.message}
    return {**told, "psi": measuring.prediction_psi(workspace, one, said)}


def _candidate(
    workspace: Workspace, champion: ModelVersion, version: DatasetVersion
) -> ModelVersion | None:
    """The newest candidate that has not seen the rows of a version."""
    with workspace.store.read() as connection:
        every = models.versions(connection, champion.model_id)
    waiting = [one for one in every if one.stage is Stage.CANDIDATE]
    return next((o for o in reversed(waiting) if _newest(workspace, o) < version.number), None)


def _newest(workspace: Workspace, one: ModelVersion) -> int:
    """The number of the newest version that it learned from or was judged on."""
    with workspace.store.read() as connection:
        learned_on = datasets.version_of_id(connection, one.dataset_version_id)
        run = runs.find(connection, [one.run_pk])[0]
    held_in = judged_on(workspace, run)
    return max((v.number for v in (learned_on, held_in) if v is not None), default=0)
