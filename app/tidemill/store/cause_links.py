"""What set off what, one step up or down, from the rows of those it happened to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.base.clock import from_iso, to_iso
from tidemill.domain.causes import Ref
from tidemill.domain.cuts import label_of
from tidemill.store import automations, datasets, files, jobs, models
from tidemill.store.engine import Transaction
from tidemill.store.schema import (
    alert,
    automation_run,
    automation_step,
    chunk,
    dataset_version,
    decision,
    file,
    job,
    model,
    model_version,
    run,
)

MOST = 200
"""How many things one thing is said to have set off at most."""


@dataclass(frozen=True)
class Known:
    """What is known of a thing: what it is called, what happened, and what brought it about.

    `by` is who asked, where nothing nearer is known.
    """

    name: str
    sentence: str
    at: datetime | None
    address: str = ""
    cause: Ref | None = None


def find(connection: sa.Connection, ref: Ref) -> Known | None:
    """A thing and its cause; None where it is gone."""
    look = _FOUND.get(ref.kind)
    return None if look is None else look(connection, ref.key)


def set_off(connection: sa.Connection, ref: Ref) -> list[Ref]:
    """What a thing brought about at once, oldest first."""
    look = _SET_OFF.get(ref.kind)
    return [] if look is None else look(connection, ref.key)


# --- kept ------------------------------------------------------------------------------------

_WAS = "was"
_DEEPEST = 12


def keep_told(tx: Transaction, job_ids: Sequence[int]) -> None:
    """Let the runs that these jobs started keep what is told of them: they are about to go."""
    gone = set(job_ids)
    text = sa.cast(sa.type_coerce(automation_run.c.cause, sa.Text), sa.Text)
    query = sa.select(automation_run.c.id, automation_run.c.cause).where(text.contains('"job":'))
    for row in tx.run(query).all():
        ref = cause_of_run(row.cause)
        if ref is not None and ref.kind == "job" and ref.key in gone and _WAS not in row.cause:
            told = {**row.cause, _WAS: _told_of(tx.connection, ref)}
            change = sa.update(automation_run).where(automation_run.c.id == row.id)
            tx.run(change.values(cause=told))


def _told_of(connection: sa.Connection, ref: Ref) -> list[dict[str, Any]]:
    """What is told of a thing and of what brought it about, up to the source."""
    told: list[dict[str, Any]] = []
    seen: set[Ref] = set()
    one: Ref | None = ref
    while one is not None and one not in seen and len(told) < _DEEPEST:
        seen.add(one)
        found = find(connection, one)
        if found is None:
            break
        at = None if found.at is None else to_iso(found.at)
        address = "" if one.kind == "job" else found.address
        told.append(
            {
                "kind": one.kind,
                "key": one.key,
                "name": found.name,
                "sentence": found.sentence,
                "at": at,
                "address": address,
            }
        )
        one = found.cause
    return told


def kept(connection: sa.Connection, ref: Ref) -> list[tuple[Ref, Known]]:
    """What a run of an automation keeps of a cause that was let go, from the nearest on."""
    one = automations.find_run(connection, int(ref.key)) if ref.kind == "automation_run" else None
    told = [] if one is None else one.cause.refs.get(_WAS, [])
    return [
        (
            Ref(item["kind"], item["key"]),
            Known(
                item["name"],
                item["sentence"],
                None if item["at"] is None else from_iso(item["at"]),
                item["address"],
            ),
        )
        for item in told
    ]


# --- up --------------------------------------------------------------------------------------


def cause_of_run(cause: Mapping[str, Any]) -> Ref | None:
    """The nearest thing that a run's cause names."""
    for name, kind in (
        ("alert", "alert"),
        ("chunk", "chunk"),
        ("file", "file"),
        ("version", "dataset_version"),
        ("decision", "decision"),
        ("run", "automation_run"),
        ("job", "job"),
    ):
        if cause.get(name) is not None:
            return Ref(kind, int(cause[name]))
    if cause.get("at") is not None:
        return Ref("moment", str(cause["at"]))
    return None if not cause.get("by") else Ref("person", str(cause["by"]))


def _job(connection: sa.Connection, key: Any) -> Known | None:
    one = jobs.find(connection, key)
    if one is None:
        return None
    cause: Ref | None = None
    if one.automation_run_id is not None:
        cause = Ref("automation_run", one.automation_run_id)
    elif one.parent_id is not None:
        cause = Ref("job", one.parent_id)
    else:
        asked = connection.execute(sa.select(file.c.id).where(file.c.job_id == key)).first()
        cause = Ref("file", asked.id) if asked is not None else _person(one.asked_by)
    said = one.error if one.error else one.message
    words = f"job {key} ({one.kind}) {_STATES.get(str(one.state), str(one.state))}"
    return Known(
        f"job {key}", f"{words}: {said}" if said else words, one.created_at, str(key), cause
    )


_STATES = {
    "queued": "waits in the queue",
    "claimed": "is being started",
    "running": "is at work",
    "succeeded": "ended well",
    "failed": "failed",
    "cancelled": "was cancelled",
    "lost": "was lost",
}


def _file(connection: sa.Connection, key: Any) -> Known | None:
    one = files.find(connection, key)
    if one is None:
        return None
    watch = None if one.watch_id is None else files.find_watch(connection, one.watch_id)
    if watch is None:
        words = f"{one.name} was given by {one.by}"
    else:
        words = f"{one.name} was found in {watch.folder}"
    cause = _person(one.by) if watch is None else Ref("watch", watch.id)
    return Known(one.name, words, one.seen_at, f"file:{key}", cause)


def _watch(connection: sa.Connection, key: Any) -> Known | None:
    one = files.find_watch(connection, key)
    if one is None:
        return None
    words = f"the folder {one.folder} is watched for {one.dataset}"
    return Known(one.folder, words, one.created_at, "", _person(one.created_by))


def _dataset_version(connection: sa.Connection, key: Any) -> Known | None:
    one = datasets.version_of_id(connection, key)
    if one is None:
        return None
    if one.file_id is not None:
        cause: Ref | None = Ref("file", one.file_id)
    elif one.origin.get("job") is not None:
        cause = Ref("job", int(one.origin["job"]))
    else:
        cause = _person(one.by)
    words = f"{one.label} was made with {one.added_rows:,} new rows"
    return Known(one.label, words, one.created_at, one.address, cause)


def _model_version(connection: sa.Connection, key: Any) -> Known | None:
    one = models.version_of_id(connection, key)
    if one is None:
        return None
    asked = connection.execute(sa.select(run.c.job_id).where(run.c.pk == one.run_pk)).scalar()
    cause = _person(one.by) if asked is None else Ref("job", asked)
    why = f": {one.cause}" if one.cause else ""
    words = f"{one.label} was trained on {one.dataset}{why}"
    return Known(one.label, words, one.created_at, f"{one.model}@{one.number}", cause)


def _automation_run(connection: sa.Connection, key: Any) -> Known | None:
    one = automations.find_run(connection, key)
    if one is None:
        return None
    rule = automations.find(connection, one.automation_id)
    name = "an automation" if rule is None else rule.name
    why = one.cause.sentence
    if why.partition(" ")[0] in _LOWERED:
        why = why[0].lower() + why[1:]
    words = f"{name} started because {why}"
    cause = cause_of_run(one.cause.refs)
    return Known(name, words, one.started_at, f"run:{key}", cause)


_LOWERED = ("It", "An", "Drift", "The", "What")
"""Words that a cause begins with and that go on in lower case inside a sentence."""


def _alert(connection: sa.Connection, key: Any) -> Known | None:
    query = (
        sa.select(alert.c.chunk_id, alert.c.message, alert.c.opened_at, model.c.name)
        .join(model, model.c.id == alert.c.model_id)
        .where(alert.c.id == key)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    cause = None if row.chunk_id is None else Ref("chunk", row.chunk_id)
    words = f"an alert opened on {row.name}: {row.message}"
    return Known(f"alert {key}", words, row.opened_at, f"alert:{key}", cause)


def _chunk(connection: sa.Connection, key: Any) -> Known | None:
    query = (
        sa.select(
            chunk.c.dataset_version_id,
            chunk.c.report,
            chunk.c.created_at,
            chunk.c.span,
            model.c.name,
        )
        .join(model, model.c.id == chunk.c.model_id)
        .where(chunk.c.id == key)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    version, key = None, row.dataset_version_id
    if key is not None:
        version = datasets.version_of_id(connection, key)
    label = label_of(row.span, "new rows") if version is None else version.label
    n = row.report.get("drifted_columns", 0)
    words = f"{row.name} was held against {label}; {n} columns drifted"
    cause = None if key is None else Ref("dataset_version", key)
    return Known(f"monitoring of {label}", words, row.created_at, "", cause)


def _decision(connection: sa.Connection, key: Any) -> Known | None:
    row = connection.execute(sa.select(decision).where(decision.c.id == key)).one_or_none()
    if row is None:
        return None
    version = None
    if row.version_id is not None:
        version = models.version_of_id(connection, row.version_id)
    label = "a version" if version is None else version.label
    cause = _person(row.by)
    if version is not None and (row.kind == "registered" or row.by == "worker"):
        cause = Ref("model_version", version.id)
    words = f"{label} was {row.kind} by {row.by}"
    return Known(f"{label} {row.kind}", words, row.at, "", cause)


def _moment(_connection: sa.Connection, key: Any) -> Known:
    at = from_iso(str(key))
    return Known("schedule", f"its time had come: {at:%Y-%m-%d %H:%M} UTC", at)


def _by(_connection: sa.Connection, key: Any) -> Known:
    return Known(str(key), f"{key} asked for it", None)


def _person(login: str) -> Ref | None:
    return Ref("person", login) if login and login != "worker" else None


_FOUND: dict[str, Callable[[sa.Connection, Any], Known | None]] = {
    "job": _job,
    "file": _file,
    "watch": _watch,
    "dataset_version": _dataset_version,
    "model_version": _model_version,
    "automation_run": _automation_run,
    "alert": _alert,
    "chunk": _chunk,
    "decision": _decision,
    "moment": _moment,
    "person": _by,
}


# --- down ------------------------------------------------------------------------------------


def _refs(connection: sa.Connection, kind: str, query: Any) -> list[Ref]:
    return [Ref(kind, row[0]) for row in connection.execute(query.limit(MOST))]


def _started(connection: sa.Connection, name: str, key: int) -> list[Ref]:
    """Runs of automations whose cause names a thing; JSON is kept as canonical text."""
    text = sa.cast(sa.type_coerce(automation_run.c.cause, sa.Text), sa.Text)
    mark = f'"{name}":{key}'
    names = sa.or_(text.contains(f"{mark},", autoescape=True), text.contains(f"{mark}}}"))
    query = sa.select(automation_run.c.id).where(names)
    return _refs(connection, "automation_run", query.order_by(automation_run.c.id))


def _of_file(connection: sa.Connection, key: Any) -> list[Ref]:
    own = sa.select(file.c.version_id).where(file.c.id == key)
    versions = sa.select(dataset_version.c.id).where(
        sa.or_(dataset_version.c.file_id == key, dataset_version.c.id.in_(own))
    )
    asked = sa.select(file.c.job_id).where(file.c.id == key, file.c.job_id.is_not(None))
    found = _refs(connection, "dataset_version", versions.order_by(dataset_version.c.id))
    return found + _started(connection, "file", key) + _refs(connection, "job", asked)


def _of_dataset_version(connection: sa.Connection, key: Any) -> list[Ref]:
    seen = sa.select(chunk.c.id).where(chunk.c.dataset_version_id == key)
    looked_at = _refs(connection, "chunk", seen.order_by(chunk.c.id))
    return _started(connection, "version", key) + looked_at


def _of_chunk(connection: sa.Connection, key: Any) -> list[Ref]:
    opened = sa.select(alert.c.id).where(alert.c.chunk_id == key).order_by(alert.c.id)
    return _refs(connection, "alert", opened) + _started(connection, "chunk", key)


def _of_job(connection: sa.Connection, key: Any) -> list[Ref]:
    children = sa.select(job.c.id).where(job.c.parent_id == key).order_by(job.c.id)
    children = children.where(job.c.automation_run_id.is_(None))  # those are of their run
    made = (
        sa.select(model_version.c.id)
        .join(run, run.c.pk == model_version.c.run_pk)
        .where(run.c.job_id == key)
        .order_by(model_version.c.id)
    )
    ended = [ref for ref in _started(connection, "job", key) if not _is_data(connection, ref)]
    return _refs(connection, "model_version", made) + _refs(connection, "job", children) + ended


def _is_data(connection: sa.Connection, ref: Ref) -> bool:
    """Whether a run was started by a file or version, and names the job only beside it."""
    found = automations.find_run(connection, int(ref.key))
    return found is not None and cause_of_run(found.cause.refs) != Ref(
        "job", found.cause.refs.get("job", 0)
    )


def _of_automation_run(connection: sa.Connection, key: Any) -> list[Ref]:
    s = automation_step.c
    done = sa.select(s.job_id).where(s.run_id == key, s.job_id.is_not(None)).order_by(s.position)
    return _refs(connection, "job", done) + _started(connection, "run", key)


def _of_model_version(connection: sa.Connection, key: Any) -> list[Ref]:
    decided = sa.select(decision.c.id).where(
        decision.c.version_id == key, decision.c.kind != "registered"
    )
    return _refs(connection, "decision", decided.order_by(decision.c.id))


def _of_watch(connection: sa.Connection, key: Any) -> list[Ref]:
    arrived = sa.select(file.c.id).where(file.c.watch_id == key).order_by(file.c.id)
    return _refs(connection, "file", arrived)


_SET_OFF: dict[str, Callable[[sa.Connection, Any], list[Ref]]] = {
    "file": _of_file,
    "dataset_version": _of_dataset_version,
    "chunk": _of_chunk,
    "alert": lambda connection, key: _started(connection, "alert", key),
    "job": _of_job,
    "automation_run": _of_automation_run,
    "model_version": _of_model_version,
    "decision": lambda connection, key: _started(connection, "decision", key),
    "watch": _of_watch,
}


# --- by name ---------------------------------------------------------------------------------


def named(connection: sa.Connection, name: str, number: int | None) -> list[Ref]:
    """Versions of a model and of a dataset by their name; the newest without a number."""
    found = []
    one = models.find(connection, name)
    if one is not None:
        numbers = [v.number for v in models.versions(connection, one.id)]
        wanted = number if number is not None else max(numbers, default=0)
        made = models.version(connection, one.id, wanted)
        if made is not None:
            found.append(Ref("model_version", made.id))
    data = datasets.find(connection, name)
    if data is not None:
        versions = datasets.versions(connection, data.id)
        some = [v for v in versions if number in (None, v.number)]
        found += [Ref("dataset_version", v.id) for v in some[-1:]]
    return found


def automation_of(connection: sa.Connection, ref: Ref) -> int | None:
    """The automation whose run a thing is."""
    query = sa.select(automation_run.c.automation_id).where(automation_run.c.id == ref.key)
    found: int | None = connection.execute(query).scalar()
    return found
