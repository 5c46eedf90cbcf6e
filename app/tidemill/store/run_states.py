"""What logging processes change of runs' own rows: states, notes, parents, data; many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.runs import RunState
from tidemill.store.engine import Transaction
from tidemill.store.schema import console, run

CONSOLE_CHARACTERS = 256 << 10
"""How much of what a run printed is kept: the newest."""


@dataclass(frozen=True)
class StateChange:
    """A run's state from now on; `process` is who logs it while it runs."""

    status: RunState
    ended_at: datetime | None = None
    error: str | None = None
    process: str | None = None


def put_states(tx: Transaction, changes: Mapping[int, StateChange]) -> None:
    """Give runs their states."""
    rows = [
        {
            "b_pk": pk,
            "status": str(one.status),
            "ended_at": one.ended_at,
            "error": one.error,
            "process": one.process,
        }
        for pk, one in changes.items()
    ]
    _update(tx, ("status", "ended_at", "error", "process"), rows)


def put_fields(tx: Transaction, name: str, values: Mapping[int, Any]) -> None:
    """Set one field (note, parent_pk, dataset_version_id) of runs."""
    _update(tx, (name,), [{"b_pk": pk, name: value} for pk, value in values.items()])


def _update(tx: Transaction, names: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    if rows:
        values: dict[str, Any] = {name: sa.bindparam(name) for name in names}
        tx.run(sa.update(run).where(run.c.pk == sa.bindparam("b_pk")).values(values), rows)


def of_process(connection: sa.Connection, process: str, status: RunState) -> list[int]:
    """Keys of the runs of a state that a process logs or logged."""
    query = sa.select(run.c.pk).where(run.c.process == process, run.c.status == str(status))
    return [row[0] for row in connection.execute(query)]


def print_text(tx: Transaction, pk: int, texts: Sequence[tuple[datetime, str]]) -> None:
    """Add what a run printed and let go of what is older than is kept."""
    of_run = console.c.run_pk == pk
    last = tx.run(sa.select(sa.func.max(console.c.number)).where(of_run)).scalar()
    first = 0 if last is None else int(last) + 1
    rows = [
        {"run_pk": pk, "number": first + k, "at": at, "text": text}
        for k, (at, text) in enumerate(texts)
    ]
    tx.run(sa.insert(console), rows)
    sizes = sa.select(console.c.number, sa.func.length(console.c.text)).where(of_run)
    room = CONSOLE_CHARACTERS
    pieces: Any = tx.run(sizes.order_by(console.c.number.desc())).all()
    for number, size in pieces:
        room -= size
        if room < 0:
            tx.run(sa.delete(console).where(of_run, console.c.number <= number))
            return


def printed(connection: sa.Connection, pk: int) -> tuple[list[tuple[datetime, str]], bool]:
    """What a run printed, in pieces with their times, and whether older pieces were let go."""
    query = sa.select(console.c.number, console.c.at, console.c.text)
    rows = connection.execute(query.where(console.c.run_pk == pk).order_by(console.c.number)).all()
    return [(row[1], row[2]) for row in rows], bool(rows) and rows[0][0] > 0
