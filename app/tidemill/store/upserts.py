"""Inserting rows that may be there already, in the words both databases understand."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from tidemill.store.engine import Transaction


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
        statement = _insert(tx, table)
        tx.run(statement.on_conflict_do_nothing(index_elements=list(unique)), list(rows))


def _insert(tx: Transaction, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    if tx.connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
