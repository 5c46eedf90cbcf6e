"""Rows of labels given by people and files."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from tidemill.domain.labels import LabelEntry
from tidemill.store.engine import Transaction
from tidemill.store.schema import label_entry

_ENTRY = (
    label_entry.c.id,
    label_entry.c.column,
    label_entry.c.key_column,
    label_entry.c.row_key,
    label_entry.c.value,
    label_entry.c.batch,
    label_entry.c.source,
    label_entry.c.at,
    label_entry.c.by,
    label_entry.c.undone_at,
)
_AT_ONCE = 1_000


def put(
    tx: Transaction,
    dataset_id: int,
    labels: Mapping[str, str | None],
    *,
    column: str,
    key_column: str,
    batch: str,
    source: str,
    by: str,
) -> None:
    """Write labels by key, all of one action."""
    now = tx.clock.now()
    said = list(labels.items())
    for low in range(0, len(said), _AT_ONCE):
        tx.run(
            sa.insert(label_entry).values(
                [
                    {
                        "dataset_id": dataset_id,
                        "column": column,
                        "key_column": key_column,
                        "row_key": key,
                        "value": value,
                        "batch": batch,
                        "source": source,
                        "at": now,
                        "by": by,
                    }
                    for key, value in said[low : low + _AT_ONCE]
                ]
            )
        )
    tx.feed("label", dataset_id)


def undo(tx: Transaction, dataset_id: int, batch: str) -> int:
    """Undo the labels of an action; returns how many stood."""
    found = tx.run(
        sa.update(label_entry)
        .where(
            label_entry.c.dataset_id == dataset_id,
            label_entry.c.batch == batch,
            label_entry.c.undone_at.is_(None),
        )
        .values(undone_at=tx.clock.now())
    )
    tx.feed("label", dataset_id)
    return int(found.rowcount)


def entries(
    connection: sa.Connection,
    dataset_id: int,
    *,
    column: str | None = None,
    key_column: str | None = None,
    key: str | None = None,
    batch: str | None = None,
    newest: int | None = None,
) -> list[LabelEntry]:
    """Labels, oldest first; with `newest` that many, newest first."""
    query = sa.select(*_ENTRY).where(label_entry.c.dataset_id == dataset_id)
    wanted: dict[Any, str | None] = {
        label_entry.c.column: column,
        label_entry.c.key_column: key_column,
        label_entry.c.row_key: key,
        label_entry.c.batch: batch,
    }
    for place, value in wanted.items():
        if value is not None:
            query = query.where(place == value)
    order = label_entry.c.id if newest is None else label_entry.c.id.desc()
    query = query.order_by(order)
    if newest is not None:
        query = query.limit(newest)
    return [_entry(row) for row in connection.execute(query)]


def _entry(row: Any) -> LabelEntry:
    return LabelEntry(*row)
