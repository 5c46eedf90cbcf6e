"""Answers of two versions for rows that neither learned from, where they were judged on different
files: asked for by a person, given by the worker, kept with their runs.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import ModelVersion
from tidemill.domain.runs import Run
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, preparing, registry, runs, tables, unseen_rows
from tidemill.services.judged_rows import JUDGED_ON
from tidemill.services.registry import PREDICTIONS_FILE
from tidemill.services.training import learning, persist
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import runs as run_rows

KIND = "model.answer"
MOST_ROWS = 50_000
"""So many rows are answered at most, evenly spread."""

FEWEST = 30
_FOLDER = "answers/"


def stand_ins(workspace: Workspace, versions: Sequence[ModelVersion]) -> tuple[Run, ...] | None:
    """The runs of two versions as if they had been judged on the rows that both answered since.

    None where that was not done, or the rows are gone.
    """
    found = runs.find(workspace, [one.run_pk for one in versions])
    path = _path(versions)
    kept = [next((p for p in run.artifacts if p.startswith(path)), None) for run in found]
    if None in kept or kept[0] != kept[1]:
        return None
    address = str(kept[0]).removeprefix(path).removesuffix(".npz")
    try:
        datasets.version(workspace, address)
    except NeedsYou:
        return None
    return tuple(
        replace(
            run,
            artifacts={**run.artifacts, PREDICTIONS_FILE: run.artifacts[str(kept[0])]},
            params={**run.params, JUDGED_ON: address},
        )
        for run in found
    )


def ask(workspace: Workspace, before: str, after: str) -> int:
    """Ask the worker to let two versions answer rows that neither learned from; return the job.

    They are named as `registry.version` takes them.
    """
    versions = [registry.version(workspace, one) for one in (before, after)]
    request = JobRequest(
        KIND,
        {"versions": [f"{one.model}@{one.number}" for one in versions]},
        priority=10,
        lane=f"answers:{_path(versions)}",
        asked_by=workspace.person.login,
        cause=f"{workspace.person.login} compared {versions[0].label} and {versions[1].label}",
    )
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Do what `ask` asked for."""
    before, after = job.params["versions"]
    n_rows, data = answer(workspace, before, after, reporter, job=job)
    message = f"Both answered {n_rows:,} rows of {data.label} that neither learned from"
    return {"rows": n_rows, "on": data.address, "message": message}


def answer(
    workspace: Workspace,
    before: str,
    after: str,
    reporter: Reporter | None = None,
    *,
    job: Job | None = None,
) -> tuple[int, DatasetVersion]:
    """Let two versions answer rows that neither learned from, and keep what they say.

    The rows are those of the newer of the two files they were judged on; where those are too few,
    of the newest version of the data. Returns how many they are and of which version. Raises
    `NeedsYou` where there are none. Loads both models.
    """
    reporter = reporter or Silent()
    versions = [registry.version(workspace, one) for one in (before, after)]
    data, rows = _rows(workspace, versions)
    said = []
    for at, version in enumerate(versions):
        reporter.check()
        reporter.report(0.2 + 0.4 * at, f"Asking {version.label}")
        said.append(_said(workspace, version, data, rows, Part(reporter, 0.2 + 0.4 * at, 0.55)))
    reporter.check()
    kept = [one.to_bytes() for one in said]
    blobs = [(workspace.blobs.put_bytes(one), len(one)) for one in kept]
    path = f"{_path(versions)}{data.address}.npz"
    with workspace.store.write() as tx:
        if job is not None:
            queue.hold(tx, job)
        for version, (blob, n_bytes) in zip(versions, blobs, strict=True):
            run_rows.put_artifact(tx, version.run_pk, path, blob, n_bytes)
            tx.feed("model", version.model)
    return len(rows), data


def _path(versions: Sequence[ModelVersion]) -> str:
    """Where both runs keep what was said of the pair, but for the data's address."""
    pair = "-".join(str(key) for key in sorted(one.id for one in versions))
    return f"{_FOLDER}{hashing.of_value(pair)[:12]}/"


def _rows(
    workspace: Workspace, versions: Sequence[ModelVersion]
) -> tuple[DatasetVersion, npt.NDArray[np.int64]]:
    """The rows that neither learned from, of at most two versions of the data tried."""
    judged = [datasets.version(workspace, v.validated_on or v.dataset) for v in versions]
    if judged[0].dataset_id != judged[1].dataset_id:
        raise NeedsYou(
            f"{versions[0].label} was judged on {judged[0].label}, {versions[1].label} on "
            f"{judged[1].label}: their data are not of one dataset.",
            "Compare them by rehearsing one on rows of your own.",
        )
    newer = max(judged, key=lambda one: one.number)
    newest = datasets.find(workspace, newer.dataset).newest
    why = ""
    for data in (newer, newest):
        masks = []
        for version in versions:
            found = unseen_rows.unseen(workspace, version, data)
            if found.why:
                why = found.why
                break
            masks.append(found.mask)
        else:
            rows = np.flatnonzero(masks[0] & masks[1])
            if len(rows) >= FEWEST:
                if len(rows) > MOST_ROWS:
                    some = np.linspace(0, len(rows) - 1, MOST_ROWS).astype(np.int64)
                    rows = rows[np.unique(some)]
                return data, rows.astype(np.int64)
            why = f"{data.label} has {len(rows):,} rows that neither learned from."
    raise NeedsYou(f"Nothing can be compared fairly: {why}", "Add newer rows, then compare again.")


def _said(
    workspace: Workspace,
    version: ModelVersion,
    data: DatasetVersion,
    rows: npt.NDArray[np.int64],
    reporter: Reporter,
) -> Predictions:
    """What a version says of the rows, as its own steps leave them."""
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    if preparing.same_preparation(model.steps, data.steps):
        names = [n for n in (*model.inputs.names, model.recipe.target) if n in data.schema]
        frame = tables.some_rows(workspace, data, rows, names, reporter)
    else:
        frame = preparing.some_rows_for(workspace, data, rows, model.steps)
    said = replace(learning.score(model, frame), rows=rows)
    if not said.known.any():
        raise NeedsYou(
            f"No row of {data.label} that neither learned from has a {model.recipe.target}.",
            "Wait for labels.",
        )
    return said
