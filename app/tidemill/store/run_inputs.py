"""Rows of what scripts said their runs read: datasets by name and digest."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from tidemill.domain.run_inputs import RunInput
from tidemill.store.engine import Transaction
from tidemill.store.schema import run, run_input

_SLICE = 5_000


_COLUMNS = (
    run_input.c.name,
    run_input.c.digest,
    run_input.c.source_type,
    run_input.c.source,
    run_input.c.schema,
    run_input.c.profile,
    run_input.c.tags,
)


def of_runs(connection: sa.Connection, pks: Sequence[int]) -> dict[int, list[RunInput]]:
    """The inputs of runs by their keys, in the order they came."""
    found: dict[int, list[RunInput]] = {}
    query = sa.select(run_input.c.run_pk, *_COLUMNS).order_by(
        run_input.c.run_pk, run_input.c.number
    )
    for start in range(0, len(pks), _SLICE):
        some = pks[start : start + _SLICE]
        for pk, *rest in connection.execute(query.where(run_input.c.run_pk.in_(some))).all():
            found.setdefault(pk, []).append(RunInput(*rest))
    return found


def add(tx: Transaction, pk: int, inputs: Sequence[RunInput]) -> None:
    """Add inputs to a run's; one of a name and digest that it has gets the new tags."""
    known = {
        (one.name, one.digest): k for k, one in enumerate(of_runs(tx.connection, [pk]).get(pk, []))
    }
    for one in inputs:
        key = (one.name, one.digest)
        values: dict[str, Any] = one._asdict()
        if key in known:
            at = (run_input.c.run_pk == pk, run_input.c.number == known[key])
            tx.run(sa.update(run_input).where(*at).values(values))
            continue
        known[key] = len(known)
        tx.run(sa.insert(run_input).values(run_pk=pk, number=known[key], **values))


def add_new(tx: Transaction, inputs: Mapping[int, Sequence[RunInput]]) -> None:
    """Write the inputs of runs that have none yet, by run's key; one of a name and digest once."""
    rows = []
    for pk, given in inputs.items():
        kept = {(one.name, one.digest): one for one in given}
        rows += [
            {"run_pk": pk, "number": number, **one._asdict()}
            for number, one in enumerate(kept.values())
        ]
    if rows:
        tx.run(sa.insert(run_input), rows)


def every(connection: sa.Connection) -> list[tuple[str, str, str, dict[str, str]]]:
    """Run's id, name, digest and tags of each input there is."""
    query = sa.select(run.c.uuid, run_input.c.name, run_input.c.digest, run_input.c.tags).join(
        run, run.c.pk == run_input.c.run_pk
    )
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query).all()]
