"""Trying a deployment: its fields, rows to begin with, and one row's prediction with why.

Asked of the running service where there is one, else of the worker by a job: never answered in
the process that asks.
"""

import http.client
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.columns import Kind, Role
from tidemill.domain.deployments import Deployment
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import ModelVersion
from tidemill.domain.profiles import ColumnProfile
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, personal_data, registry, rows
from tidemill.services.serving.tries import Tried
from tidemill.services.workspace import Workspace

KIND = "model.try"
PATIENCE_S = 10.0

Row = dict[str, Any]


@dataclass(frozen=True)
class TryField:
    """A field of a row. `usual` is the middle value or the most frequent one, None if unknown."""

    name: str
    kind: Kind
    usual: Any


@dataclass(frozen=True)
class Tryable:
    """What a version can be asked with. `dataset` names the data whose rows can be taken."""

    model: str
    version: int
    target: str
    dataset: str
    fields: tuple[TryField, ...]

    @property
    def usual(self) -> Row:
        """The usual row."""
        return {field.name: field.usual for field in self.fields}


def fields_of(workspace: Workspace, version: ModelVersion) -> Tryable:
    """The fields of the data a version learned from, without what it predicts."""
    learned = datasets.version_of_id(workspace, version.dataset_version_id)
    model = registry.find(workspace, version.model).model
    lines = {line.name: line for line in datasets.profile(workspace, learned.id).columns}
    hidden = personal_data.hidden(workspace, learned.dataset)
    found = []
    for column in learned.raw_schema().columns:
        if column.name == model.target or column.role in (Role.LEFT_OUT, Role.TARGET):
            continue
        line = None if column.name in hidden else lines.get(column.name)
        found.append(TryField(column.name, column.kind, None if line is None else _usual(line)))
    last = (Role.IDENTIFIER, Role.TIME)
    roles = {column.name: column.role for column in learned.raw_schema().columns}
    found.sort(key=lambda field: roles[field.name] in last)
    return Tryable(version.model, version.number, model.target, learned.dataset, tuple(found))


def _usual(line: ColumnProfile) -> Any:
    if line.kind is Kind.NUMERIC:
        if not isinstance(line.median, (int, float)):
            return None
        return int(line.median) if line.whole else line.median
    if line.kind is Kind.DATETIME:
        return None if line.median is None else _moment(line.median)
    if line.kind is Kind.BOOLEAN:
        return line.top[0][0] == "true" if line.top else None
    return line.top[0][0] if line.top else None


def random_row(workspace: Workspace, tryable: Tryable) -> Row:
    """A row of the newest version of the data; personal values that may not be seen are null."""
    newest = datasets.find(workspace, tryable.dataset).newest
    if newest.rows == 0:
        raise NeedsYou(f"{tryable.dataset} has no rows to take one from.", "Type the values.")
    there = [field.name for field in tryable.fields if field.name in newest.schema.names]
    at = random.randrange(newest.rows)
    page = rows.page(workspace, newest, offset=at, limit=1, columns=there)
    hidden = personal_data.hidden(workspace, tryable.dataset)
    found = dict(zip(page.columns, page.rows[0], strict=True))
    return {
        field.name: None if field.name in hidden else plain(found.get(field.name), field.kind)
        for field in tryable.fields
    }


def plain(value: Any, kind: Kind) -> Any:
    """A cell as JSON has it."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if kind is Kind.BOOLEAN:
        return str(value) == "true"
    return _moment(value) if kind is Kind.DATETIME else str(value)


def _moment(value: Any) -> str:
    """A date or time as people write it: midnight is left out."""
    return str(value).replace("T", " ").removesuffix(" 00:00:00")


def through_service(one: Deployment, token: str, row: Row, usual: Row) -> tuple[Tried, float]:
    """Ask the running service; what it said, and how many seconds that took.

    Raises `NeedsYou` for what the service refuses, `WorldError` where it does not answer.
    """
    place = urlsplit(one.address or one.http.address)
    body = json.dumps({"row": row, "usual": usual})
    head = {"Content-Type": "application/json"}
    if token:
        head["Authorization"] = f"Bearer {token}"
    line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE_S)
    began = monotonic()
    try:
        line.request("POST", "/try", body, head)
        answer = line.getresponse()
        data = json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise WorldError(
            f"The service of {one.name} does not answer.",
            "See how it is on its card, and try again.",
            detail=str(error),
        ) from error
    finally:
        line.close()
    seconds = monotonic() - began
    if answer.status != http.client.OK:
        problem = data.get("error") if isinstance(data.get("error"), dict) else data
        message = str(problem.get("message") or f"The service refused (status {answer.status}).")
        raise NeedsYou(message, str(problem.get("hint") or ""))
    return Tried.from_dict(data), seconds


def ask(workspace: Workspace, version: ModelVersion, row: Row, usual: Row) -> int:
    """Ask the worker; returns the job's key. Its result is that of `run`."""
    params = {"model": f"{version.model}@{version.number}", "row": row, "usual": usual}
    by = workspace.person.login
    request = JobRequest(KIND, params, asked_by=by, cause=f"{by} tried {version.label}")
    with workspace.store.write() as tx:
        return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Predict one row as a job asks for, with why."""
    from tidemill.services.serving import served_models, tries

    reporter.report(0.1, "Reading the model")
    served = served_models.load(workspace, registry.version(workspace, job.params["model"]))
    row, usual = tries.asked(job.params)
    every = tries.rows_for(served, row, usual)
    served.fields.check(every)
    reporter.check()
    reporter.report(0.6, "Asking the model")
    tried = tries.told(served, row, usual, served.answer(every))
    return {"tried": tried.to_dict(), "message": f"Tried {served.version.label}"}


def from_job(result: Mapping[str, Any]) -> Tried:
    """What a job found."""
    return Tried.from_dict(result["tried"])
