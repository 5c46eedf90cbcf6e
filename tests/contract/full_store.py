"""Rows in every table of a store, with and without a value in every column that may have none."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import sqlalchemy as sa

from tidemill.services.workspace import Workspace
from tidemill.store import schema
from tidemill.store.column_types import Json, Moment
from tidemill.store.trash import BLOB_COLUMNS
from tidemill.store.whole_tables import STAYING

ODD = 'é\n"quoted" — {x} \t 你好 \U0001f409 '
ONCE_GIVEN = 50_000
"""A number that a row had which is gone."""
AT = "2024-02-29T23:59:59.{:06d}Z"


def fill(workspace: Workspace) -> None:
    """Put two rows into every table that goes along; the second points back at the first."""
    numbers = count(1)
    with workspace.store.write(durable=True) as tx:
        for table in schema.metadata.sorted_tables:
            if table in STAYING or table is schema.meta:
                continue
            first = _row(workspace, tx.connection, table, numbers, is_full=True)
            tx.run(sa.insert(_raw(table)), [first])
            second = _row(workspace, tx.connection, table, numbers, is_full=False)
            tx.run(sa.insert(_raw(table)), [second])
            for key in _own_keys(table):  # to a row that comes later, as an undone decision does
                [name] = [c.name for c in table.primary_key]
                change = sa.update(table).where(table.c[name] == first[name])
                tx.run(change.values({key: second[name]}))
        workspace.store.count_on(tx, {"run": ONCE_GIVEN, "activity": ONCE_GIVEN})
    workspace.store.set_meta("runs_purged", "3")


def _own_keys(table: sa.Table) -> Iterator[str]:
    for column in table.columns:
        if any(key.column.table is table for key in column.foreign_keys):
            yield column.name


def _raw(table: sa.Table) -> sa.Table:
    columns = [
        sa.Column(c.name, sa.Text() if isinstance(c.type, Moment | Json) else c.type)
        for c in table.columns
    ]
    return sa.Table(table.name, sa.MetaData(), *columns)


def _row(
    workspace: Workspace,
    connection: sa.Connection,
    table: sa.Table,
    numbers: Iterator[int],
    *,
    is_full: bool,
) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        n = 10_000 + next(numbers)
        keys = [key.column for key in column.foreign_keys]
        if keys and keys[0].table is not table:
            query = sa.select(keys[0]).order_by(keys[0].desc()).limit(1 if not is_full else 2)
            row[column.name] = list(connection.scalars(query))[-1]
        elif keys or (column.nullable and not is_full):
            row[column.name] = None
        elif column in BLOB_COLUMNS:
            row[column.name] = workspace.blobs.put_bytes(f"file {n}".encode())
        else:
            row[column.name] = _value(column, n, is_full=is_full)
    return row


def _value(column: sa.Column[Any], n: int, *, is_full: bool) -> Any:
    if isinstance(column.type, Moment):
        return AT.format(n)
    if isinstance(column.type, Json):
        return f'{{"n":{n},"words":["ö",null,1.5e-300]}}'
    if isinstance(column.type, sa.Boolean):
        return is_full
    if isinstance(column.type, sa.BigInteger):
        return 2**53 + n
    if isinstance(column.type, sa.Integer):
        return n
    if isinstance(column.type, sa.Float):
        return float("inf") if n % 3 == 0 else n / 7
    if isinstance(column.type, sa.LargeBinary):
        return n.to_bytes(8, "little") * 2
    if column.name == "uuid":
        return f"{n:032x}"
    if column.name == "path":
        return f"model/{n} ä.bin"
    length = getattr(column.type, "length", None)
    return f"{n}" if length is not None and length < 64 else f"{n} {ODD}"


def rows(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that goes along, in the order of the keys."""
    found = {}
    with workspace.store.read() as connection:
        for table in schema.metadata.sorted_tables:
            if table in STAYING:
                continue
            query = sa.select(*_raw(table).c).order_by(*(c.name for c in table.primary_key))
            found[str(table.name)] = [tuple(row) for row in connection.execute(query)]
    return found
