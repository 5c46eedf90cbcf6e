"""Importing a model from elsewhere: asked for by a person, done by the worker, kept as a run.

What is kept needs no pickle: skops of trusted types, or ONNX as it came. A pickle is loaded only on
a person's word, in a process of its own (`loading_models`), and turned into skops there.
"""

import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from tidemill.base import programs
from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.ids import derived_id
from tidemill.base.progress import Part
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.model_files import ModelFacts
from tidemill.domain.run_names import run_name
from tidemill.domain.runs import Run, RunState
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    draft_cards,
    foreign_files,
    imported_versions,
    model_files,
    runs,
    script_processes,
)
from tidemill.services.imported_versions import AsVersion
from tidemill.services.loading_models import ORDER_FILE, REPORT_FILE
from tidemill.services.training import environment
from tidemill.services.workspace import Workspace
from tidemill.store import activities
from tidemill.store import runs as rows

KIND = "model.import"
MOST_LOADING_S = 300.0
"""How long a pickle may take to load before its process is ended."""

FACTS_FILE = foreign_files.FACTS_FILE
_FOLDER = "model/"
_MOST_PARAMETERS = 300


def ask(
    workspace: Workspace,
    path: Path,
    *,
    facts: ModelFacts | None = None,
    experiment: str = "imported",
    is_trusted: bool = False,
    as_version: AsVersion | None = None,
) -> int:
    """Ask the worker to import a model file; return the job.

    `facts` are those a person saw, else the file is looked at now; it is refused later if it is
    another one by then. `is_trusted` is the person's word for a pickle. With `as_version` what is
    imported becomes a version as well. Raises `NeedsYou` at once for what can't be imported
    (`model_files.why_not_imported`), or no version (`imported_versions.checked`).
    """
    path = path.expanduser().absolute()
    facts = facts or model_files.inspect(path)
    refusal = model_files.why_not_imported(facts, is_trusted=is_trusted)
    if refusal is not None:
        raise refusal
    by = workspace.person.login
    params = {
        "file": str(path),
        "sha256": facts.content,
        "experiment": experiment.strip() or "imported",
        "trusted": is_trusted and facts.is_pickle,
    }
    if as_version is not None:
        params["version"] = imported_versions.checked(workspace, as_version).to_dict()
    cause = f"{by} imported {facts.name}"
    if params["trusted"]:
        cause += " and trusts who made it"
    with workspace.store.write(durable=True) as tx:
        return queue.enqueue(tx, JobRequest(KIND, params, asked_by=by, cause=cause))


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Import a file as a job asks for; the same run where it is done again."""
    path = Path(job.params["file"])
    reporter.report(0.1, f"Looking at {path.name}")
    facts = model_files.inspect(path)
    if facts.content != job.params["sha256"]:
        raise NeedsYou(
            f"{path.name} is another file than the one that was looked at.", "Look at it again."
        )
    refusal = model_files.why_not_imported(facts, is_trusted=bool(job.params["trusted"]))
    if refusal is not None:
        raise refusal
    made = taken(workspace, job, path, facts, reporter)
    done = {"run": made.id, "name": made.name, "message": f"Imported {facts.name} as {made.name}"}
    if "version" not in job.params:
        return done
    version = imported_versions.register(
        workspace,
        made.id,
        AsVersion.from_dict(dict(job.params["version"])),
        reporter=Part(reporter, 0.5, 1.0),
        job=job,
    )
    address = f"{version.model}@{version.number}"
    message = f"Imported {facts.name} as {version.label}"
    return {**done, "version": address, "message": message}


def taken(
    workspace: Workspace, job: Job, path: Path, facts: ModelFacts, reporter: JobReporter
) -> Run:
    """Keep a file or folder that may be imported as a run of a job; the same run done again."""
    file = path / facts.inner if facts.inner else path
    with tempfile.TemporaryDirectory(prefix="tidemill-import-") as scratch:
        files, remarks = _kept(file, facts, Path(scratch), reporter)
    facts = replace(facts, notes=(*facts.notes, *remarks))
    words = model_files.in_words(facts)
    card = draft_cards.draft(facts, words, model_files.remarks(facts))
    files[draft_cards.CARD_FILE] = card.encode()
    files[FACTS_FILE] = json.dumps(facts.to_dict(), indent=2, ensure_ascii=False).encode()
    return _write(workspace, job, facts, files)


def _kept(
    file: Path, facts: ModelFacts, scratch: Path, reporter: JobReporter
) -> tuple[dict[str, bytes], list[str]]:
    """The model as it is kept, by its paths in the run, and sentences about how that went."""
    if facts.is_pickle:
        return _converted(file, facts, scratch, reporter)
    data = _bytes(file)
    if file.suffix.lower() == ".onnx":
        return {f"{_FOLDER}model.onnx": data}, []
    from tidemill.services.training import persist

    reporter.report(0.4, "Loading the types that are trusted")
    persist.from_skops(data)
    page = {
        "format": 1,
        "type": facts.type,
        "classes": list(facts.classes) or None,
        "inputs": [{"name": c.name, "type": c.kind} for c in facts.columns] or None,
        "versions": environment.versions(),
    }
    return {
        f"{_FOLDER}model.skops": data,
        f"{_FOLDER}model.json": json.dumps(page, indent=2, ensure_ascii=False).encode(),
    }, []


def _converted(
    file: Path, facts: ModelFacts, scratch: Path, reporter: JobReporter
) -> tuple[dict[str, bytes], list[str]]:
    """Let a process of its own load the pickle and write it as skops."""
    reporter.report(0.3, "Loading the pickle in a process of its own")
    copy = scratch / file.name
    try:
        shutil.copyfile(file, copy)
    except OSError as error:
        raise WorldError(f"Can't copy {file.name}.", "Try again.", detail=str(error)) from error
    again = model_files.inspect(copy)  # the copy is what is loaded, whatever the file is by now
    if again.trouble or not set(again.parts) <= set(facts.parts):
        raise NeedsYou(f"{file.name} was changed meanwhile.", "Look at it again.")
    names = [part.name for part in again.parts]
    order = {"file": str(copy), "sha256": again.content, "names": names}
    (scratch / ORDER_FILE).write_text(json.dumps(order), encoding="utf-8")
    known = programs.own_environment()
    surroundings = {name: value for name, value in known.items() if not name.startswith("TIDEMILL")}
    until = monotonic() + MOST_LOADING_S

    def check() -> None:
        reporter.check()
        if monotonic() > until:
            raise NeedsYou(
                f"{facts.name} was not loaded within {MOST_LOADING_S:.0f} seconds, so its process "
                "was ended.",
                "Ask for the model as skops or ONNX.",
            )

    ended = script_processes.run(
        programs.own_command("load-model", str(scratch)),
        scratch,
        surroundings,
        card=scratch / "process.json",
        tell=reporter.log,
        check=check,
    )
    return _report(scratch, facts.name, ended)


def _report(
    scratch: Path, name: str, ended: script_processes.Ended
) -> tuple[dict[str, bytes], list[str]]:
    """What the process left; what it says is as little trusted as the file it loaded."""
    try:
        report = json.loads((scratch / REPORT_FILE).read_text(encoding="utf-8"))
        error = report.get("error")
        if error is None:
            found = {one: (scratch / one).read_bytes() for one in ("model.skops", "model.json")}
    except (OSError, ValueError, AttributeError) as broken:
        raise NeedsYou(
            f"The process that loaded {name} ended without a model (code {ended.code}).",
            "Ask for the model as skops or ONNX.",
            detail=ended.last_line,
        ) from broken
    if error is not None:
        message, hint = str(error.get("message")), str(error.get("hint"))
        raise NeedsYou(message, hint, detail=str(error.get("detail", "")))
    from tidemill.services.training import persist

    persist.from_skops(found["model.skops"])
    remarks = [str(report.get("words", "")), *map(str, report.get("remarks", []))]
    kept = {f"{_FOLDER}{one}": data for one, data in found.items()}
    return kept, [one for one in remarks if one]


def _write(workspace: Workspace, job: Job, facts: ModelFacts, files: dict[str, bytes]) -> Run:
    """Write the run with all it has in one transaction."""
    uuid = derived_id(workspace.store.id, str(job.id), facts.name)
    blobs = {name: (workspace.blobs.put_bytes(data), len(data)) for name, data in files.items()}
    with workspace.store.write() as tx:
        queue.hold(tx, job)
        known = rows.of_uuid(tx.connection, uuid)
        if known is not None:
            return known
        name = run_name(uuid, rows.next_number(tx.connection))
        pk = rows.insert(
            tx,
            uuid=uuid,
            project="default",
            experiment=job.params["experiment"],
            name=name,
            user=job.asked_by,
            job_id=job.id,
            dataset_version_id=None,
        )
        rows.put_values(tx, pk, params=_params(facts), tags={"imported": facts.name})
        for path, (blob, n_bytes) in blobs.items():
            rows.put_artifact(tx, pk, path, blob, n_bytes)
        rows.ended(tx, [pk], RunState.FINISHED)
        activities.add(
            tx,
            by=job.asked_by,
            kind="model",
            subject=f"experiments/{uuid}",
            sentence=f"imported {facts.name} as {name}",
            note=facts.verdict,
            detail={"file": job.params["file"], "sha256": facts.content, "format": facts.format},
        )
    return runs.one(workspace, uuid)


def _params(facts: ModelFacts) -> dict[str, str]:
    said = {
        "kind": "imported",
        "format": facts.format,
        "estimator": model_files.short(facts.type),
        "task": facts.task,
        "features": "" if facts.n_columns is None else str(facts.n_columns),
    }
    found = {name: value for name, value in said.items() if value}
    for name, value in list(facts.parameters.items())[:_MOST_PARAMETERS]:
        found.setdefault(name, value)
    return found


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise WorldError(f"Can't read {file.name}.", "Try again.", detail=str(error)) from error
