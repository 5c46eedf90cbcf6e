"""Every table of a store read as it is, row by row, and written back into an empty one.

Values are taken as the database keeps them but for truth values and numbers, which have types of
their own: moments and JSON stay the texts they are. So what comes back is the same to the letter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import sqlalchemy as sa

from tidemill.domain.jobs import OPEN_STATES, JobState
from tidemill.store import schema
from tidemill.store.column_types import Json, Moment
from tidemill.store.engine import Transaction
from tidemill.store.trash import BLOB_COLUMNS

STAYING = (schema.feed, schema.process, schema.spool)
"""Tables of this moment on these computers: news, living processes, how far their spools are."""

CARRIED = tuple(t for t in schema.metadata.sorted_tables if t not in STAYING)
"""Tables whose rows go along, each after those its rows point to: every other one, so that what is
new is never forgotten."""

OWN_META = frozenset({"store_id", "artifacts", "blobs_leaving"})
"""What a store knows of itself only: a copy is another store, in another place."""

BEGUN = (schema.meta, schema.person, schema.project, schema.setting, schema.activity)
"""Tables that may have rows in a workspace nobody used yet."""

Type = Literal["whole", "number", "truth", "moment", "json", "text", "bytes"]

_AT_ONCE = 20_000
_WRITTEN_AT_ONCE = 2_000


@dataclass(frozen=True)
class CarriedColumn:
    """A column as it leaves: what kind of value it has, whether it may have none, and whether it
    names a stored file."""

    name: str
    type: Type
    may_be_none: bool
    is_blob: bool


@dataclass(frozen=True, eq=False)
class CarriedTable:
    """A table that goes along, with its columns in order."""

    name: str
    columns: tuple[CarriedColumn, ...]
    raw: sa.Table
    key: tuple[str, ...]


@lru_cache(maxsize=1)
def carried() -> tuple[CarriedTable, ...]:
    """The tables that go along, in the order in which they can be filled."""
    return tuple(_table(table) for table in CARRIED)


def _table(table: sa.Table) -> CarriedTable:
    columns = tuple(
        CarriedColumn(c.name, _type(c), bool(c.nullable), c in _BLOBS) for c in table.columns
    )
    raw = sa.Table(table.name, sa.MetaData(), *(_raw(c) for c in table.columns))
    return CarriedTable(table.name, columns, raw, tuple(c.name for c in table.primary_key))


_BLOBS = frozenset(BLOB_COLUMNS)


def _type(column: sa.Column[Any]) -> Type:
    kinds: tuple[tuple[type[Any], Type], ...] = (
        (Moment, "moment"),
        (Json, "json"),
        (sa.Boolean, "truth"),
        (sa.Float, "number"),
        (sa.Integer, "whole"),
        (sa.LargeBinary, "bytes"),
        (sa.String, "text"),
    )
    return next(word for kind, word in kinds if isinstance(column.type, kind))


def _raw(column: sa.Column[Any]) -> sa.Column[Any]:
    kept = isinstance(column.type, Moment | Json)
    return sa.Column(column.name, sa.Text() if kept else column.type)


def count(connection: sa.Connection, table: CarriedTable) -> int:
    """How many rows of a table go along."""
    query = sa.select(sa.func.count()).select_from(table.raw).where(*_going(table))
    return int(connection.execute(query).scalar_one())


def rows(connection: sa.Connection, table: CarriedTable) -> Iterator[Sequence[Sequence[Any]]]:
    """A table's rows in the order of its key, some at a time."""
    order = [table.raw.c[name] for name in table.key]
    query = sa.select(*table.raw.c).where(*_going(table)).order_by(*order)
    yield from connection.execute(query.execution_options(yield_per=_AT_ONCE)).partitions()


def _going(table: CarriedTable) -> list[sa.ColumnElement[bool]]:
    if table.name != schema.meta.name:
        return []
    return [table.raw.c.key.not_in(sorted(OWN_META))]


def blobs(connection: sa.Connection) -> list[str]:
    """The names of all stored files that something needs, each once."""
    found: set[str] = set()
    for column in BLOB_COLUMNS:
        query = sa.select(column).where(column.is_not(None), column != "").distinct()
        found |= {row[0] for row in connection.execute(query)}
    return sorted(found)


def used_table(connection: sa.Connection) -> str | None:
    """A table with rows that a workspace nobody used has not; None where there is none."""
    for table in CARRIED:
        if table not in BEGUN:
            query = sa.select(sa.literal(1)).select_from(table).limit(1)
            if connection.execute(query).first() is not None:
                return str(table.name)
    return None


def switched_on(connection: sa.Connection) -> dict[str, int]:
    """How many of the things that act by themselves are on, by what one is called."""
    kinds = {
        "automation": (schema.automation, schema.automation.c.removed.is_(False)),
        "watched folder": (schema.watch, schema.watch.c.removed.is_(False)),
        "deployment": (schema.deployment, sa.true()),
        "channel": (schema.channel, schema.channel.c.removed.is_(False)),
    }
    found = {}
    for words, (table, living) in kinds.items():
        query = sa.select(sa.func.count()).select_from(table).where(table.c.is_on, living)
        if n := int(connection.execute(query).scalar_one()):
            found[words] = n
    return found


def clear_begun(tx: Transaction) -> None:
    """Remove what the making of a workspace wrote, but for what it knows of itself."""
    for table in BEGUN:
        kept = table.c.key.not_in(sorted(OWN_META)) if table is schema.meta else sa.true()
        tx.run(sa.delete(table).where(kept))


def end_news(tx: Transaction) -> dict[str, int]:
    """Let every reader of the news load everything anew; returns from where on news are counted.

    Readers do so where the feed begins later than where they stood: see `store.feed`.
    """
    table = schema.feed
    last = int(tx.run(sa.select(sa.func.max(table.c.seq))).scalar() or 0)
    tx.run(sa.delete(table))
    return {str(table.name): last + 1}


def end_jobs(tx: Transaction, kind: str) -> None:
    """Call off jobs of a kind that were open when the rows were written."""
    table = schema.job
    is_open = table.c.state.in_([str(state) for state in OPEN_STATES])
    over = {"state": str(JobState.CANCELLED), "ended_at": tx.clock.now()}
    change = sa.update(table).where(table.c.kind == kind, is_open)
    tx.run(change.values(**over, claimed_by=None, lease_until=None))


class Refilling:
    """Writes rows back, table by table in the order of `carried`.

    No database here lets all its keys wait: a key to a row that comes later, of the same table
    above all, is left out at first and put in by `finish`.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._waiting: list[tuple[sa.Table, str, str, list[dict[str, Any]]]] = []
        order = {table.name: at for at, table in enumerate(carried())}
        self._late = {
            (c.table.name, c.name)
            for table in CARRIED
            for c in table.columns
            for key in c.foreign_keys
            if order[key.column.table.name] >= order[table.name]
        }

    def write(self, table: CarriedTable, some: Iterable[Sequence[Any]]) -> None:
        """Insert rows, their values in the order of the table's columns."""
        names = [c.name for c in table.columns]
        late = [name for name in names if (table.name, name) in self._late]
        rows: list[dict[str, Any]] = []
        for values in some:
            row = dict(zip(names, values, strict=True))
            for name in late:
                self._put_off(table, name, row)
            rows.append(row)
        for start in range(0, len(rows), _WRITTEN_AT_ONCE):
            self._tx.run(sa.insert(table.raw), rows[start : start + _WRITTEN_AT_ONCE])

    def _put_off(self, table: CarriedTable, name: str, row: dict[str, Any]) -> None:
        if row[name] is None:
            return
        [key] = table.key
        kept = next((w[3] for w in self._waiting if (w[0], w[1]) == (table.raw, name)), None)
        if kept is None:
            kept = []
            self._waiting.append((table.raw, name, key, kept))
        kept.append({"at_": row[key], "to_": row[name]})
        row[name] = None

    def finish(self) -> None:
        """Put in the keys that were left out."""
        for table, name, key, kept in self._waiting:
            change = sa.update(table).where(table.c[key] == sa.bindparam("at_"))
            change = change.values({name: sa.bindparam("to_")})
            for start in range(0, len(kept), _WRITTEN_AT_ONCE):
                self._tx.run(change, kept[start : start + _WRITTEN_AT_ONCE])
        self._waiting.clear()
