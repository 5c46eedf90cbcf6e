"""A store of another tracker taken over by the worker, for the window."""

from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services.leaving.mlflow_client import shown
from tidemill.services.run_imports import mlflow_store, taking, taking_models
from tidemill.services.run_imports.values import many
from tidemill.services.workspace import Workspace
from tidemill.store import people

MLFLOW = "runs.import"


def ask_mlflow(workspace: Workspace, source: str, artifacts: Path | None = None) -> int:
    """Ask the worker to take over a store of MLflow's; the job's key.

    An address with an account in it is refused: what jobs are asked for is read by all. So is what
    is no store, where that can be seen at once.
    """
    source = source.strip()
    if not source:
        raise NeedsYou(
            "Which store of MLflow's was not said.",
            "Name a folder mlruns, a file mlflow.db, or a server: http://host:5000",
        )
    if shown(source) != source:
        raise NeedsYou(
            "The address has an account and a password in it, which colleagues could read.",
            "Leave them out; a server's are taken from MLFLOW_TRACKING_USERNAME and "
            "MLFLOW_TRACKING_PASSWORD of the surroundings in which Tidemill was started.",
        )
    if "://" not in source:
        source = str(Path(source).expanduser().absolute())
        mlflow_store.opened(source).close()
    by = workspace.person.login
    params = {"source": source, "artifacts": None if artifacts is None else str(artifacts)}
    with workspace.store.write(durable=True) as tx:
        cause = f"{by} had {source} taken over"
        return queue.enqueue(tx, JobRequest(MLFLOW, params, asked_by=by, cause=cause))


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Do what a job asks for as the person who asked; done again, it goes on where it was."""
    with workspace.store.read() as connection:
        person = people.find(connection, job.asked_by)
    acting = workspace if person is None else workspace.acting_as(person)
    source, artifacts = str(job.params["source"]), job.params.get("artifacts")
    reporter.report(0.0, f"Looking at {source}")
    store = mlflow_store.opened(source, None if artifacts is None else Path(artifacts))
    done = taking.take(acting, store, reporter, named=source)
    models = taking_models.words(done.models)
    runs = [many(done.n_taken, "run")] if done.n_taken or not models else []
    words = f"{', '.join([*runs, *models])} taken over"
    if done.n_known:
        words += f"; {many(done.n_known, 'run')} of before"
    return {"message": words, "said": done.left_out}
