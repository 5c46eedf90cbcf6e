"""Inserting rows that may be there already, in the words both databases understand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from tidemill.store.engine import Transaction

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def upsert(tx: Transaction, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or replace all but the primary key of those that are there."""
    if not rows:
        return
    statement = _insert(tx, table)
    keys = [column.name for column in table.primary_key]
    new = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    tx.run(statement.on_conflict_do_update(index_elements=keys, set_=new), list(rows))


def insert_missing(
    tx: Transaction, table: sa.Table, rows: Sequence[dict[str, Any]], unique: Sequence[str]
) -> None:
    """Insert rows whose `unique` columns no row has yet; the others stay as they are."""
    if rows:
        # PostgreSQL finds some of them by a hash of a long text, which no list of columns names.
        is_sqlite = tx.connection.dialect.name == "sqlite"
        statement = _insert(tx, table)
        where = list(unique) if is_sqlite else None
        tx.run(statement.on_conflict_do_nothing(index_elements=where), list(rows))


def _insert(tx: Transaction, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    if tx.connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # 50 ms that only shared workspaces need

        return postgresql.insert(table)
    return sqlite.insert(table)
