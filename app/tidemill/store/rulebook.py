"""Rows of what people wrote down under a name, and of each time gates ran."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.base import collation
from tidemill.store.engine import Transaction
from tidemill.store.schema import gate_run, rulebook

_COLUMNS = (
    rulebook.c.id,
    rulebook.c.kind,
    rulebook.c.model,
    rulebook.c.name,
    rulebook.c.value,
    rulebook.c.at,
    rulebook.c.by,
)


@dataclass(frozen=True)
class Written:
    """A value that stands under a name, of a model or (`model` empty) of all."""

    id: int
    kind: str
    model: str
    name: str
    value: Any
    at: datetime
    by: str


@dataclass(frozen=True)
class GateRun:
    """One run of a set of gates over a version; `gates` as `GateResult.to_dict`."""

    gate_set: str
    against: str
    judged_on: str
    gates: Sequence[Mapping[str, Any]]
    at: datetime
    by: str


def find(connection: sa.Connection, kind: str, name: str, model: str = "") -> Written | None:
    """The value that stands under a name."""
    query = sa.select(*_COLUMNS).where(*_standing(kind, model), rulebook.c.name == name)
    row = connection.execute(query).one_or_none()
    return None if row is None else Written(*row)


def every(connection: sa.Connection, kind: str, model: str | None = "") -> list[Written]:
    """All values of a kind that stand, by name; `model` None: those of all models."""
    query = sa.select(*_COLUMNS).where(*_standing(kind, model)).order_by(rulebook.c.name)
    found = [Written(*row) for row in connection.execute(query)]
    return collation.rearranged(found, lambda one: one.name)


def history(connection: sa.Connection, kind: str, name: str = "", model: str = "") -> list[Written]:
    """Every value that ever stood under a name, oldest first; of all names where none is said."""
    query = sa.select(*_COLUMNS).where(rulebook.c.kind == kind, rulebook.c.model == model)
    if name:
        query = query.where(rulebook.c.name == name)
    return [Written(*row) for row in connection.execute(query.order_by(rulebook.c.id))]


def put(
    tx: Transaction, kind: str, name: str, value: Any, by: str, model: str = ""
) -> tuple[int | None, int | None]:
    """Let a value stand, or none; the keys of what stands now and of what stood before."""
    before = find(tx.connection, kind, name, model)
    if before is not None:
        _end(tx, before.id)
    key = None
    if value is not None:
        key = tx.insert(
            rulebook, kind=kind, model=model, name=name, value=value, at=tx.clock.now(), by=by
        )
    _feed(tx, model, name)
    return key, None if before is None else before.id


def put_back(tx: Transaction, kind: str, name: str, model: str, key: int | None) -> None:
    """Let a value stand again that was ended; None lets none stand."""
    now = find(tx.connection, kind, name, model)
    if now is not None:
        _end(tx, now.id)
    if key is not None:
        tx.run(sa.update(rulebook).where(rulebook.c.id == key).values(ended_at=None))
    _feed(tx, model, name)


def add_run(
    tx: Transaction,
    version_id: int,
    *,
    gate_set: str,
    against: str,
    judged_on: str,
    gates: Sequence[Mapping[str, Any]],
    by: str,
) -> None:
    """Keep what gates said of a version."""
    tx.insert(
        gate_run,
        version_id=version_id,
        gate_set=gate_set,
        against=against,
        judged_on=judged_on,
        gates=list(gates),
        at=tx.clock.now(),
        by=by,
    )


def runs_of(connection: sa.Connection, version_id: int) -> list[GateRun]:
    """Every time gates ran over a version, newest first."""
    table = gate_run.c
    query = (
        sa.select(table.gate_set, table.against, table.judged_on, table.gates, table.at, table.by)
        .where(table.version_id == version_id)
        .order_by(table.id.desc())
    )
    return [GateRun(*row) for row in connection.execute(query)]


def _standing(kind: str, model: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    of = () if model is None else (rulebook.c.model == model,)
    return rulebook.c.kind == kind, rulebook.c.ended_at.is_(None), *of


def _end(tx: Transaction, key: int) -> None:
    tx.run(sa.update(rulebook).where(rulebook.c.id == key).values(ended_at=tx.clock.now()))


def _feed(tx: Transaction, model: str, name: str) -> None:
    tx.feed("model", model or name)
