"""Judging a version that a script registered on data here, which makes it one of Tidemill's.

What its files hold was looked at and is known: skops of trusted types, or ONNX. The worker's child
loads it, runs the gates on rows of the data that a person named, or, where Tidemill has a model of
that name, on that model's. The version keeps its number; it can be promoted from then on.
"""

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    imported_versions,
    importing_models,
    model_files,
    outside_files,
    outside_models,
)
from tidemill.services.imported_versions import AsVersion
from tidemill.services.outside_models import OutsideModel
from tidemill.services.workspace import Workspace
from tidemill.store import jobs, logged_models, runs
from tidemill.store import models as model_rows
from tidemill.store import registered_models as rows
from tidemill.store.registered_models import RegisteredVersion

KIND = "model.judge"


def why_not(row: RegisteredVersion | None) -> str:
    """Why a version can't be judged here, as a sentence; empty where it can."""
    if row is None or row.version_id is not None:
        return "It was judged already."
    return str(row.facts.get("why_not") or row.facts.get("trouble") or "")


def ask(workspace: Workspace, number: int, wish: AsVersion) -> int:
    """Ask the worker to judge a version of `wish.model` on the data named; return the job.

    Raises `NeedsYou` at once for a version that can't be, and for what
    `imported_versions.checked` refuses.
    """
    with workspace.store.read() as connection:
        row = rows.version(connection, wish.model, number)
    if row is None:
        raise NeedsYou(
            f"No script registered a version {number} of {wish.model}.", "Look at its versions."
        )
    why = why_not(row)
    if why:
        raise NeedsYou(f"{wish.model} v{number} can't be judged here. {why}", "")
    wish = imported_versions.checked(workspace, wish)
    request = JobRequest(
        KIND,
        {"number": number, "experiment": "registered by MLflow", "version": wish.to_dict()}
        | {"file": f"{wish.model} v{number}"},
        priority=15,
        lane=f"model:{wish.model}",
        asked_by=workspace.person.login,
        cause="registered by MLflow",
    )
    with workspace.store.write() as tx:
        job = queue.enqueue(tx, request)
        now = rows.version_of_key(tx.connection, row.id)
        assert now is not None
        rows.change_version(tx, now, facts={**now.facts, "job": job})
    return job


def jobs_of(workspace: Workspace, model: OutsideModel | None) -> dict[int, Job]:
    """The newest job that judges each version of a model, or failed to, by the version's number."""
    found: dict[int, Job] = {}
    with workspace.store.read() as connection:
        for one in () if model is None else model.versions:
            key = None if one.row is None or one.own is not None else one.row.facts.get("job")
            job = None if key is None else jobs.find(connection, int(key))
            if job is not None:
                found[one.number] = job
    return found


def ask_where_known(workspace: Workspace, name: str, number: int) -> int | None:
    """Ask for it where Tidemill has a model of that name, on that model's newest data.

    None where there is none, or the version can't be judged there.
    """
    with workspace.store.read() as connection:
        model = model_rows.find(connection, name)
        row = rows.version(connection, name, number)
        champion = None if model is None else model_rows.champion(connection, model.id)
    if model is None or why_not(row):
        return None
    positive = None if champion is None else champion.recipe.get("positive")
    wish = AsVersion(name, model.dataset, model.target, None if positive is None else str(positive))
    try:
        return ask(workspace, number, wish)
    except NeedsYou:
        return None


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Do what `ask` asked for."""
    wish = AsVersion.from_dict(dict(job.params["version"]))
    number = int(job.params["number"])
    reporter.report(0.1, f"Looking at {wish.model} v{number}")
    with workspace.store.read() as connection:
        row = rows.version(connection, wish.model, number)
        files = {} if row is None else files_of(connection, row)
    if row is None:
        raise NeedsYou(f"{wish.model} v{number} is not there any more.", "Register it again.")
    with outside_files.laid_out(workspace, files) as folder:
        facts = replace(model_files.inspect(folder), name=f"{wish.model} v{number}")
        why = outside_files.why_not_judged(facts)
        if why:
            raise NeedsYou(f"{facts.name} can't be judged here. {why}", "")
        made = importing_models.taken(workspace, job, folder, facts, reporter)
    version = imported_versions.register(
        workspace, made.id, wish, reporter=Part(reporter, 0.5, 1.0), job=job, number=number
    )
    with workspace.store.write(durable=True) as tx:
        outside_models.settle_in(tx, wish.model, number, job.asked_by)
    address = f"{version.model}@{version.number}"
    return {"version": address, "run": made.id, "message": f"Judged {version.label}"}


def files_of(connection: Connection, row: RegisteredVersion) -> dict[str, str]:
    """Blobs of a version's files by path below its folder; none where nothing is left of them."""
    if row.logged_model_id is not None:
        found = logged_models.files(connection, row.logged_model_id)
        return {path: blob for path, (blob, _) in found.items()}
    made = None if row.run_uuid is None else runs.of_uuid(connection, row.run_uuid)
    if made is None:
        return {}
    below = _below(row.source)
    every = made.artifacts.items()
    return {p.removeprefix(below): blob for p, blob in every if p.startswith(below)}


def _below(source: str) -> str:
    """The folder of a run's files that a source names, with its slash; "" for all of them."""
    _, _, rest = source.partition(":/")
    parts = PurePosixPath(rest).parts
    start = 1 if source.startswith("runs:/") else parts.index("artifacts") + 1
    folder = "/".join(parts[start:])
    return f"{folder}/" if folder else ""
