"""What people say about runs, read and written for thousands at a time.

A field is one of the run's own columns in `FIELDS`, or a tag written `tag:NAME`, whose value is
None where a run has no such tag.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from tidemill.store import runs
from tidemill.store.engine import Transaction
from tidemill.store.schema import key, kv, run

T = TypeVar("T")

FIELDS = ("name", "note", "colour", "pinned", "starred", "archived")
TAG = "tag:"
SLICE = 2_000
"""Keys in one statement, far below what a driver takes."""


def sliced(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """The keys in parts that fit into a statement."""
    for start in range(0, len(keys), SLICE):
        yield keys[start : start + SLICE]


def values_of(connection: sa.Connection, keys: Sequence[int], field: str) -> dict[int, Any]:
    """The values of a field by key, for those of the runs that are there and not in the trash."""
    found: dict[int, Any] = {}
    for part in sliced(keys):
        query = _query(field).where(run.c.pk.in_(part), run.c.deleted.is_(False))
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def _query(field: str) -> sa.Select[Any]:
    if not field.startswith(TAG):
        return sa.select(run.c.pk, run.c[_checked(field)])
    own = sa.and_(kv.c.run_pk == run.c.pk, kv.c.key_id == _tag_id(field))
    return sa.select(run.c.pk, kv.c.txt).select_from(run.outerjoin(kv, own))


def _tag_id(field: str) -> sa.ScalarSelect[Any]:
    named = sa.select(key.c.id).where(key.c.kind == "tag", key.c.name == field.removeprefix(TAG))
    return named.scalar_subquery()


def put(tx: Transaction, field: str, value: Any, keys: Sequence[int]) -> None:
    """Give a field of many runs one value, and tell readers."""
    if field.startswith(TAG):
        _put_tag(tx, field, value, keys)
        change(tx, keys)
    else:
        change(tx, keys, **{_checked(field): value})


def change(tx: Transaction, keys: Sequence[int], **values: Any) -> None:
    """Change columns of many runs' rows, and tell readers."""
    seq = runs.next_seq(tx)
    for part in sliced(keys):
        tx.run(sa.update(run).where(run.c.pk.in_(part)).values(seq=seq, **values))
    for pk in keys:
        tx.feed("run", pk)


def _put_tag(tx: Transaction, field: str, value: str | None, keys: Sequence[int]) -> None:
    if value is None:
        [[key_id]] = tx.run(sa.select(_tag_id(field))).all()
        if key_id is None:
            return
    else:
        pair = ("tag", field.removeprefix(TAG))
        key_id = runs.key_ids(tx, [pair])[pair]
    for part in sliced(keys):
        tx.run(sa.delete(kv).where(kv.c.key_id == key_id, kv.c.run_pk.in_(part)))
        if value is not None:
            rows = [{"run_pk": pk, "key_id": key_id, "num": None, "txt": value} for pk in part]
            tx.run(sa.insert(kv), rows)


def _checked(field: str) -> str:
    if field not in FIELDS:
        raise ValueError(f"{field} is no field that people change")
    return field


def uuid_of(connection: sa.Connection, pk: int) -> str:
    """The id of a run that is there."""
    return str(connection.execute(sa.select(run.c.uuid).where(run.c.pk == pk)).scalar_one())
