"""Everything written out by the worker: into a folder, or runs and models into MLflow."""

from pathlib import Path
from typing import Any

from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou
from tidemill.base.texts import told_bytes
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services.leaving import going_out, layout, to_mlflow
from tidemill.services.leaving.going_out import Left
from tidemill.services.leaving.mlflow_client import shown
from tidemill.services.workspace import Workspace
from tidemill.store import people

FOLDER, MLFLOW = layout.JOB, "workspace.send"


def ask_folder(workspace: Workspace, folder: Path, *, with_rows: bool = True) -> int:
    """Ask the worker to write everything into a folder; the job's key. Raises as `leave`."""
    folder = going_out.checked(workspace, folder)
    params = {"folder": str(folder), "rows": with_rows}
    return _asked(workspace, FOLDER, params, f"wrote everything into {folder}")


def ask_mlflow(workspace: Workspace, uri: str, python: str | None = None) -> int:
    """Ask the worker to write runs and models into an MLflow server; the job's key.

    An address with an account in it is refused: what jobs are asked for is read by all.
    """
    uri = uri.strip()
    if not uri:
        raise NeedsYou("Where MLflow is was not said.", "Say its address: http://host:5000")
    if shown(uri) != uri:
        raise NeedsYou(
            "The address has an account and a password in it, which colleagues could read.",
            "Leave them out; MLflow's client takes them from MLFLOW_TRACKING_USERNAME and "
            "MLFLOW_TRACKING_PASSWORD.",
        )
    return _asked(workspace, MLFLOW, {"uri": uri, "python": python}, f"sent runs to {uri}")


def _asked(workspace: Workspace, kind: str, params: dict[str, Any], did: str) -> int:
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        return queue.enqueue(tx, JobRequest(kind, params, asked_by=by, cause=f"{by} {did}"))


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Do what a job asks for as the person who asked; done again, it goes on or is known."""
    with workspace.store.read() as connection:
        person = people.find(connection, job.asked_by)
    acting = workspace if person is None else workspace.acting_as(person)
    if job.kind == MLFLOW:
        sent = to_mlflow.send(acting, job.params["uri"], reporter, python=job.params.get("python"))
        words = f"{sent.n_sent:,} runs, {sent.n_logged:,} logged models and "
        words += f"{sent.n_versions:,} versions of models sent"
        if sent.n_known:
            words += f", {sent.n_known:,} runs were there already"
        return {"message": words, "said": sent.said}
    left = _known(acting, job) or going_out.leave(
        acting, Path(job.params["folder"]), reporter, with_rows=job.params["rows"]
    )
    words = f"{left.n_rows:,} rows and {left.n_files:,} stored files ({told_bytes(left.n_bytes)})"
    return {"message": f"{words} in {left.folder}", "said": list(left.said)}


def _known(workspace: Workspace, job: Job) -> Left | None:
    """What this very job wrote before its child died at the last moment."""
    folder = Path(job.params["folder"])
    if not (folder / layout.MANIFEST).exists():
        return None
    manifest = layout.read(folder)
    if manifest.store_id != workspace.store.id or manifest.written_at < to_iso(job.created_at):
        return None
    n_rows = sum(table.rows for table in manifest.tables.values())
    n_bytes = sum(manifest.files.values())
    return Left(folder, len(manifest.tables), n_rows, len(manifest.files), n_bytes)
