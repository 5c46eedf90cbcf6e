"""Inserting rows that may be there already, in the words both databases understand."""

from collections.abc import Sequence
from functools import lru_cache
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
    tx.run(_upserting(tx.connection.dialect.name, table, tuple(rows[0])), list(rows))


@lru_cache(maxsize=256)
def _upserting(dialect: str, table: sa.Table, names: tuple[str, ...]) -> sa.Insert:
    """The statement; making it takes longer than carrying it out for a row."""
    statement = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    new = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=new)


def insert_missing(
    tx: Transaction, table: sa.Table, rows: Sequence[dict[str, Any]], unique: Sequence[str]
) -> None:
    """Insert rows whose `unique` columns no row has yet; the others stay as they are."""
    if rows:
        # PostgreSQL finds some of them by a hash of a long text, which no list of columns names.
        dialect = tx.connection.dialect.name
        statement = _insert(dialect, table)
        where = list(unique) if dialect == "sqlite" else None
        tx.run(statement.on_conflict_do_nothing(index_elements=where), list(rows))


def _insert(dialect: str, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # 50 ms that only shared workspaces need

        return postgresql.insert(table)
    return sqlite.insert(table)
