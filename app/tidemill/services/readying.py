"""Making a version ready for services: written as ONNX, proved, kept with its run.

It is asked for when a candidate is registered for a model that is served, so that a promotion
finds it done.
"""

import json
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part
from tidemill.catalog.discovery import family
from tidemill.domain.jobs import Job
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import export_proofs, exporting, personal_data
from tidemill.services.serving.onnx_models import FILE, PROOF_FILE
from tidemill.services.training import persist
from tidemill.services.workspace import Workspace
from tidemill.store import models
from tidemill.store import runs as run_rows


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Write a version as ONNX, prove it and keep it for services.

    One that can't be proved is no failure: the job says why, and services use scikit-learn.
    """
    with workspace.store.read() as connection:
        version = models.version_of_id(connection, job.params["version"])
    if version is None:
        raise NeedsYou("The version is not there any more.")
    if version.is_imported:
        words = f"{version.label} was imported: services answer by its own file."
        return {"is_ready": False, "message": words}
    if version.recipe.get("forecast"):
        words = f"{version.label} looks values up, so services answer by scikit-learn."
        return {"is_ready": False, "message": words}
    reporter.report(0.05, f"Reading {version.label}")
    module = family("exporters")["onnx"]
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    personal = personal_data.columns(workspace, version.dataset.rpartition("@")[0])
    try:
        rows = export_proofs.rows_for(workspace, version, model, personal, Part(reporter, 0.1, 0.4))
        # A service carries the steps out itself, so it goes in as the steps leave it.
        going = exporting.outgoing(version, model, is_prepared=True)
        data = module.write(going)
        reporter.check()
        reporter.report(0.5, "Comparing its answers")
        comparison = exporting.proved(module, data, going, model, rows)
    except NeedsYou as refused:
        words = f"Services answer by scikit-learn. {refused.message}"
        return {"is_ready": False, "message": words[:500]}
    reporter.check()
    proof = json.dumps(comparison.to_dict(), ensure_ascii=False).encode()
    kept = {
        name: (workspace.blobs.put_bytes(one), len(one))
        for name, one in ((FILE, data), (PROOF_FILE, proof))
    }
    with workspace.store.write() as tx:
        queue.hold(tx, job)
        for name, (blob, n_bytes) in kept.items():
            run_rows.put_artifact(tx, version.run_pk, name, blob, n_bytes)
        tx.feed("model", version.model)  # services that answer by scikit-learn change over
    return {"is_ready": True, "message": f"{version.label} can answer by onnxruntime"}
