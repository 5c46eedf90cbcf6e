"""The first diagnosis of an incident, made by the worker from the rows it began in.

It stands in the incident's facts: `diagnosis` (steps with their times), `affected` (rows, of all
rows of the chunk), the part of the rows and the factor where there are such, `slices` (the parts
that lose most) and `examples` (the rows that show it best).
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from tidemill.base.clock import to_iso
from tidemill.domain.columns import Kind
from tidemill.domain.cuts import is_answered, label_of
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.diagnoses import MOST_LEVELS, Diagnosis, Evidence, diagnose
from tidemill.domain.frames import Frame
from tidemill.domain.incidents import Incident
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.steps import same_steps
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import chunk_rows, personal_data, tables
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, datasets, incidents, models
from tidemill.store.engine import Transaction

if TYPE_CHECKING:
    from tidemill.services.answered_rows import Answered

KIND = "incident.diagnose"
_MOST_ROWS = 50_000


def ask(tx: Transaction, incident_id: int, model: str) -> int:
    """Ask the worker for it, in the transaction that opened the incident."""
    request = JobRequest(
        KIND,
        {"incident": incident_id},
        priority=12,
        lane=f"model:{model}",
        asked_by="worker",
        cause=f"incident {incident_id} opened",
    )
    return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Look at the rows in which an incident began beside those the champion learned from."""
    with workspace.store.read() as connection:
        found = incidents.find(connection, job.params["incident"])
        seen = (
            None
            if found is None or not found.chunk_id
            else chunks.of_id(connection, found.chunk_id)
        )
        champion = None if found is None else models.version_of_id(connection, found.version_id)
        if found is None or seen is None or champion is None:
            return {"message": "There are no rows to look at."}
        key = seen.dataset_version_id
        version = None if key is None else datasets.version_of_id(connection, key)
        learned = datasets.version_of_id(connection, champion.dataset_version_id)
    if learned is None or (version is None and not is_answered(seen.span)):
        return {"message": "The rows were deleted."}
    now = chunk_rows.frame_of(workspace, seen)
    if now is None:
        return {"message": "The rows were deleted."}
    label = label_of(seen.span, "" if version is None else version.label)
    reporter.report(0.1, f"Looking at {label}")
    at = to_iso(workspace.clock.now())
    steps: list[dict[str, str]] = []
    facts: dict[str, Any] = {}
    report = {c["name"]: c for c in seen.report.get("columns", ())}
    for name in found.columns[:1]:
        figure = report.get(name, {}).get("psi")
        words = f"in {label}" if figure is None else f"PSI {figure:.2f} in {label}"
        steps.append({"at": at, "title": f"{name} drifted", "words": words})
        before = tables.load(workspace, tables.parts_of(workspace, learned), learned.schema)
        reporter.report(0.6)
        said = _of_column(name, before, now)
        if said is not None:
            steps += [{"at": at, "title": s.title, "words": s.words} for s in said.steps]
            facts |= _told(said, now.n_rows)
    steps += _others(found, at)
    reporter.report(0.7, "Looking for the parts that lose most")
    facts |= _of_rows(workspace, champion, seen, (version, learned), found, facts)
    steps += _of_slices(facts["slices"], at)
    steps.append(_opened(found))
    reporter.check()
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        incidents.update(tx, found.id, facts={**found.facts, **facts, "diagnosis": steps})
    return {"incident": found.id, "message": "; ".join(s["title"] for s in steps)}


def _told(said: Diagnosis, n_rows: int) -> dict[str, Any]:
    return {
        "affected": {"rows": said.n_affected, "of": n_rows},
        "part": {"column": said.group, "level": said.level} if said.group else None,
        "factor": said.factor,
    }


def _others(found: Incident, at: str) -> list[dict[str, str]]:
    """What else the same rows showed."""
    more = [a.message for a in found.alerts if a.rule.startswith("performance")]
    return [{"at": at, "title": "The answers suffer", "words": words} for words in more]


def _opened(found: Incident) -> dict[str, str]:
    words = "1 alert" if len(found.alerts) == 1 else f"{len(found.alerts)} alerts"
    return {"at": to_iso(found.opened_at), "title": "Incident opened", "words": words}


def _of_rows(
    workspace: Workspace,
    champion: ModelVersion,
    seen: Chunk,
    versions: tuple[DatasetVersion | None, DatasetVersion],
    found: Incident,
    facts: dict[str, Any],
) -> dict[str, Any]:
    """The parts of the rows that lose most, and the rows that show it best.

    `versions` are the newest of the rows it began in, whose rows are shown, and that of what the
    champion learned from. Rows that were only answered are in none: they are found again by when
    they were answered.
    """
    from tidemill.services import affected_slices, answered_rows, example_rows

    told: dict[str, Any]
    version, learned = versions
    reader = chunk_rows.ChunkReader(workspace, champion)
    personal = personal_data.columns(workspace, learned.dataset)
    if version is None:
        answered = answered_rows.of_chunk(workspace, seen, champion, reader.model)
        assert answered is not None  # they were read a moment ago
        told = {"slices": affected_slices.of_rows(workspace, champion, answered.rows, personal)}
        if reader.model.steps:
            return told  # the rows are as the steps left them, those it learned from are not
        before = _fewer(tables.load(workspace, tables.parts_of(workspace, learned), learned.schema))
        return told | _of_answered(workspace, champion, seen, answered, before, found, facts)
    rows = chunk_rows.of_chunk(workspace, seen, champion, reader.model)
    own = reader.own(version)
    told = {"slices": affected_slices.of_rows(workspace, champion, rows or own, personal)}
    if not same_steps(version.steps, own.model.steps):
        return told  # rows read behind other steps have other numbers
    before = _fewer(tables.load(workspace, tables.parts_of(workspace, learned), learned.schema))
    column = next(iter(found.columns), "")
    lost = affected_slices.lost(workspace, champion, own.said)
    places = chunk_rows.places_in(workspace, version, own.frame, seen.span)
    known = (facts.get("factor"), facts.get("part"), lost)
    shown = example_rows.found(own, before, column, *known, places)
    target = own.model.recipe.target
    return told | {"examples": {**shown, "version": version.id, "target": target}}


def _of_answered(
    workspace: Workspace,
    champion: ModelVersion,
    seen: Chunk,
    answered: "Answered",
    before: Frame,
    found: Incident,
    facts: dict[str, Any],
) -> dict[str, Any]:
    """The rows that show it best of those that were only answered, by when that was."""
    from tidemill.services import affected_slices, example_rows

    rows = answered.rows
    lost = affected_slices.lost(workspace, champion, rows.said)
    known = (facts.get("factor"), facts.get("part"), lost)
    column = next(iter(found.columns), "")
    shown = example_rows.found(
        rows, before, column, *known, np.arange(len(answered.lines), dtype=np.int64)
    )
    shown["rows"] = [
        {**one, "answer": list(answered.lines[one["row"]].name)} for one in shown["rows"]
    ]
    target = rows.model.recipe.target
    return {"examples": {**shown, "span": seen.span, "target": target}}


def _of_slices(told: dict[str, Any], at: str) -> list[dict[str, str]]:
    """That one part suffers where it surely loses more than was lost before."""
    before, items = told["before"], told["items"]
    if before is None or not items or items[0]["low"] <= before:
        return []
    first = items[0]
    words = f"{told['of']} {first['value']:.3g}, it was {before:.3g}"
    words += ", estimated" if told["is_estimated"] else ""
    return [{"at": at, "title": f"Worst where {first['words']}", "words": words}]


def _of_column(name: str, before: Frame, now: Frame) -> Diagnosis | None:
    """The diagnosis of a column of numbers; None of others."""
    if name not in before or name not in now:
        return None
    if before[name].kind is not Kind.NUMERIC or now[name].kind is not Kind.NUMERIC:
        return None
    before, now = _fewer(before), _fewer(now)
    groups = [
        column.name
        for column in now.columns
        if column.kind is Kind.CATEGORICAL
        and 2 <= len(column.levels) <= MOST_LEVELS
        and column.name in before
        and before[column.name].kind is Kind.CATEGORICAL
    ]
    return diagnose(
        Evidence(
            name,
            np.asarray(before[name].values, dtype=np.float64),
            np.asarray(now[name].values, dtype=np.float64),
            {one: _texts(before, one) for one in groups},
            {one: _texts(now, one) for one in groups},
        )
    )


def _fewer(frame: Frame) -> Frame:
    """An even sample where there are many rows."""
    if frame.n_rows <= _MOST_ROWS:
        return frame
    return frame.take(np.linspace(0, frame.n_rows - 1, _MOST_ROWS).astype(np.int64))


def _texts(frame: Frame, name: str) -> Any:
    """Levels as texts, "" where missing."""
    column = frame[name]
    levels = np.array([*column.levels, ""], dtype=object)
    return levels[np.asarray(column.values, dtype=np.int64)]
