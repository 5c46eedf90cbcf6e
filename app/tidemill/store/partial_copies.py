"""What a rule works on, copied into a store of its own: a dataset's past and a model's.

Rows are copied one table after another within one read of the original, whichever database it is
in; keys stay as they are, so that rows point to each other as before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.models import Stage
from tidemill.store import schema
from tidemill.store.engine import Transaction

_AT_ONCE = 500
_LEFT_OUT = 0
"""The number of a version that stands in the copy out of sight, only to be pointed to."""

Change = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Past:
    """What of a workspace was there before a moment, by keys.

    `versions` are of the dataset, `model_versions` of the model, of which `champion` served;
    `decisions` over it. Where no version of the model is left, `recipe_of` is one whose recipe
    it goes on with: it stands in the copy as retired, its data in the trash.
    """

    before: datetime
    dataset_id: int | None = None
    versions: Sequence[int] = ()
    schema: Sequence[Mapping[str, Any]] | None = None
    model_id: int | None = None
    model_versions: Sequence[int] = ()
    champion: int | None = None
    recipe_of: int | None = None
    decisions: Sequence[int] = ()
    without_settings: Sequence[str] = field(default_factory=tuple)


def fill(source: sa.Connection, tx: Transaction, past: Past, check: Callable[[], None]) -> None:
    """Copy a past into an empty store; `check` is called between the tables and may raise."""
    tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    copy = _Copying(source, tx, check)
    copy.rows(schema.setting, schema.setting.c.key.not_in(past.without_settings))
    for table in (schema.person, schema.project):
        tx.run(sa.delete(table))
        copy.rows(table)
    if past.dataset_id is not None:
        _dataset(copy, past, past.dataset_id)
    if past.model_id is not None:
        _model(copy, past, past.model_id)


class _Copying:
    """Copies rows of one store into another."""

    def __init__(self, source: sa.Connection, tx: Transaction, check: Callable[[], None]) -> None:
        self.source, self._tx, self._check = source, tx, check

    def rows(
        self, table: sa.Table, *where: sa.ColumnElement[bool], change: Change | None = None
    ) -> list[dict[str, Any]]:
        """Copy the rows of a table for which all conditions hold, each changed first."""
        self._check()
        found = self.source.execute(sa.select(table).where(*where)).mappings().all()
        rows = [dict(row) if change is None else change(dict(row)) for row in found]
        for start in range(0, len(rows), _AT_ONCE):
            self._check()
            self._tx.run(sa.insert(table), rows[start : start + _AT_ONCE])
        return rows


def _dataset(copy: _Copying, past: Past, dataset_id: int) -> None:
    def as_it_was(row: dict[str, Any]) -> dict[str, Any]:
        return row if past.schema is None else {**row, "schema": list(past.schema)}

    copy.rows(schema.dataset, schema.dataset.c.id == dataset_id, change=as_it_was)
    table, part = schema.dataset_version, schema.version_part
    copy.rows(table, table.c.id.in_(past.versions), change=_at_latest(past, "created_at"))
    copy.rows(part, part.c.version_id.in_(past.versions))
    for other in (schema.rule, schema.step, schema.label_entry):
        copy.rows(other, other.c.dataset_id == dataset_id)
    # Of files only what tells a copy of one from new data.
    copy.rows(
        schema.file,
        schema.file.c.version_id.in_(past.versions),
        change=lambda row: {**row, "watch_id": None, "job_id": None},
    )


def _model(copy: _Copying, past: Past, model_id: int) -> None:
    name = copy.rows(schema.model, schema.model.c.id == model_id)[0]["name"]
    book = schema.rulebook
    copy.rows(book, book.c.model.in_(("", name)), book.c.ended_at.is_(None))
    keys = [*past.model_versions]
    if past.recipe_of is not None:
        keys.append(past.recipe_of)
        _data_of_recipe(copy, past.recipe_of)
    version, run = schema.model_version, schema.run
    found = copy.rows(version, version.c.id.in_(keys), change=lambda row: _version(past, row))
    pks = [row["run_pk"] for row in found]
    known = {*past.versions, *(row["dataset_version_id"] for row in found)}
    copy.rows(run, run.c.pk.in_(pks), change=lambda row: _run(known, row))
    values = copy.rows(schema.kv, schema.kv.c.run_pk.in_(pks))
    copy.rows(schema.key, schema.key.c.id.in_(sorted({row["key_id"] for row in values})))
    copy.rows(schema.artifact, schema.artifact.c.run_pk.in_(pks))
    _monitoring(copy, past, model_id)
    _standards(copy, past, model_id, keys)


def _standards(copy: _Copying, past: Past, model_id: int, keys: Sequence[int]) -> None:
    """By what the model is judged now, as its set of gates is: costs, and gates of incidents.

    Of those gates the ones that are on, and whose rows stand in the copy where they are of rows.
    Their incidents stand there closed, only to be pointed to.
    """
    costs, gate, incident = schema.model_costs, schema.model_gate, schema.incident
    copy.rows(costs, costs.c.model_id == model_id, costs.c.ended_at.is_(None))
    if not keys:
        return
    query = sa.select(gate).where(gate.c.model_id == model_id, gate.c.is_on)
    kept = [
        row
        for row in copy.source.execute(query).mappings()
        if set(_data_of_gate(row["settings"])) <= set(past.versions)
    ]

    def closed(row: dict[str, Any]) -> dict[str, Any]:
        row = _at_latest(past, "since", "opened_at", "closed_at")(row)
        version = row["version_id"] if row["version_id"] in keys else keys[0]
        is_closed = {"closed_at": row["closed_at"] or past.before, "snoozed_until": None}
        return {**row, **is_closed, "version_id": version, "chunk_id": None}

    copy.rows(incident, incident.c.id.in_([row["incident_id"] for row in kept]), change=closed)
    copy.rows(gate, gate.c.id.in_([row["id"] for row in kept]))


def _data_of_gate(settings: Mapping[str, Any]) -> Sequence[int]:
    """The dataset versions whose rows an incident's gate asks for; rows that were only answered
    are in none."""
    if "answered_by" in settings:
        return [_LEFT_OUT]
    return settings.get("versions") or [one for one in [settings.get("version")] if one]


def _data_of_recipe(copy: _Copying, version_id: int) -> None:
    """The data of the version whose recipe goes on, out of sight: only to be pointed to."""
    version, table = schema.model_version, schema.dataset_version
    key = sa.select(version.c.dataset_version_id).where(version.c.id == version_id)
    copy.rows(
        table,
        table.c.id == key.scalar_subquery(),
        change=lambda row: {**row, "number": _LEFT_OUT, "deleted_at": row["created_at"]},
    )


def _version(past: Past, row: dict[str, Any]) -> dict[str, Any]:
    row = _at_latest(past, "created_at", "gates_at")(row)
    if row["id"] == past.recipe_of:
        return {**row, "number": _LEFT_OUT, "stage": str(Stage.RETIRED), "validated_on_id": None}
    if row["id"] == past.champion:
        return {**row, "stage": str(Stage.CHAMPION)}
    if row["stage"] == Stage.CHAMPION:
        return {**row, "stage": str(Stage.RETIRED)}
    return row


def _run(known: set[int], row: dict[str, Any]) -> dict[str, Any]:
    if row["dataset_version_id"] not in known:
        row["dataset_version_id"] = None
    return {**row, "job_id": None, "parent_pk": None, "process": None}


def _monitoring(copy: _Copying, past: Past, model_id: int) -> None:
    """What was decided and seen before; of rules only those that promoted a version themselves."""
    table = schema.decision

    def decided(row: dict[str, Any]) -> dict[str, Any]:
        row = _at_latest(past, "at")(row)
        gone = row["undone_by"] not in past.decisions
        return {**row, "undone_by": None if gone else row["undone_by"]}

    copy.rows(table, table.c.id.in_(past.decisions), change=decided)
    chunk, alert, watch = schema.chunk, schema.alert, schema.probation
    seen = copy.rows(
        chunk,
        chunk.c.model_id == model_id,
        chunk.c.dataset_version_id.in_(past.versions),  # what was only answered stays behind
        chunk.c.version_id.in_(past.model_versions),
        change=_at_latest(past, "created_at", "changed_at"),
    )
    part, choice = schema.chunk_part, schema.monitor_reference
    copy.rows(part, part.c.chunk_id.in_([row["id"] for row in seen]))
    copy.rows(
        choice,
        choice.c.model_id == model_id,
        change=_at_latest(past, "at", "undone_at"),
    )
    copy.rows(
        alert,
        alert.c.chunk_id.in_([row["id"] for row in seen]),
        alert.c.version_id.in_(past.model_versions),
        change=_at_latest(past, "opened_at", "closed_at"),
    )
    watched = copy.rows(
        watch,
        watch.c.version_id.in_(past.model_versions),
        sa.or_(watch.c.previous_id.is_(None), watch.c.previous_id.in_(past.model_versions)),
        change=_at_latest(past, "began_at", "ended_at"),
    )
    rule = schema.automation
    keys = sorted({row["automation_id"] for row in watched})
    copy.rows(
        rule, rule.c.id.in_(keys), change=lambda row: {**row, "is_on": False, "removed": True}
    )


def _at_latest(past: Past, *names: str) -> Change:
    """Moments that lie after the past began to be replayed are put at its end."""

    def put(row: dict[str, Any]) -> dict[str, Any]:
        for name in names:
            if row[name] is not None:
                row[name] = min(row[name], past.before)
        return row

    return put


def move_sources(tx: Transaction, folder: str, to: str) -> None:
    """Let versions that came from files of a folder name the same files in another one."""
    table = schema.dataset_version
    query = sa.select(table.c.id, table.c.source)
    for key, source in tx.connection.execute(query).all():
        if source.startswith(folder):
            moved = to + source[len(folder) :]
            tx.run(sa.update(table).where(table.c.id == key).values(source=moved))


def due_after(connection: sa.Connection, moment: datetime) -> datetime | None:
    """The next moment at which a trigger or a watch over a version waits for the clock."""
    watch, trigger = schema.probation, schema.trigger_state
    asked = (
        sa.select(sa.func.min(watch.c.until)).where(
            watch.c.state == "open", watch.c.until > moment
        ),
        sa.select(sa.func.min(trigger.c.next_at)).where(trigger.c.next_at > moment),
    )
    found = [connection.execute(query).scalar() for query in asked]
    return min((at for at in found if at is not None), default=None)


def next_try(connection: sa.Connection) -> datetime | None:
    """When the first of the jobs is begun that wait for their time."""
    job = schema.job
    query = sa.select(sa.func.min(job.c.not_before))
    at: datetime | None = connection.execute(
        query.where(job.c.state == "queued", job.c.is_paused.is_(False))
    ).scalar()
    return at
