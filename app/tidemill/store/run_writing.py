"""Writing many runs and values at once: a thousand small runs in one transaction.

All of a transaction's changed runs share one new `seq` and bring one row of news each, however
much of them changed. Histories of metrics go through `histories.append`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.base.texts import storable
from tidemill.store import runs
from tidemill.store.engine import Transaction
from tidemill.store.schema import artifact, key, kv, run, run_origin
from tidemill.store.upserts import insert_missing, upsert

_SLICE = 500


@dataclass
class NewRun:
    """A run to be written, with what is known of it from the start; `name` may be made up."""

    uuid: str
    project: str
    experiment: str
    name: str
    user: str
    status: str
    started_at: datetime | None
    ended_at: datetime | None = None
    error: str | None = None
    process: str | None = None
    parent_pk: int | None = None
    note: str = ""
    job_id: int | None = None
    dataset_version_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class Keys:
    """The numbers of names, remembered for a process.

    What a transaction adds is only remembered once `settle` says that it was committed; others
    may add names meanwhile, since names are never renumbered or taken away.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}
        self._new: dict[tuple[str, str], int] = {}

    def ids(self, tx: Transaction, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The numbers of (kind, name) pairs; unknown ones are added."""
        wanted = {(kind, name): (kind, storable(name)) for kind, name in names}
        kept = dict.fromkeys(wanted.values())
        unknown = [pair for pair in kept if pair not in self._known and pair not in self._new]
        if unknown:
            self._find(tx, unknown)
            missing = [pair for pair in unknown if pair not in self._new]
            rows = [{"kind": kind, "name": name} for kind, name in missing]
            insert_missing(tx, key, rows, ("kind", "name"))
            self._find(tx, missing)
        return {one: self._known.get(pair) or self._new[pair] for one, pair in wanted.items()}

    def _find(self, tx: Transaction, pairs: Sequence[tuple[str, str]]) -> None:
        wanted = set(pairs)
        for start in range(0, len(pairs), _SLICE):
            some = {name for _, name in pairs[start : start + _SLICE]}
            query = sa.select(key.c.kind, key.c.name, key.c.id).where(key.c.name.in_(some))
            rows: Any = tx.run(query)
            for kind, name, one in rows:
                if (kind, name) in wanted:
                    self._new[kind, name] = one

    def settle(self) -> None:
        """Remember what was found or added: the transaction was committed."""
        self._known |= self._new
        self._new = {}

    def forget(self) -> None:
        """Forget everything: a transaction failed."""
        self._known, self._new = {}, {}


def insert_runs(tx: Transaction, new: Sequence[NewRun], seq: int) -> dict[str, int]:
    """Insert runs and return their keys by id; `seq` is from `next_seq`."""
    if not new:
        return {}
    rows = [
        {
            "uuid": one.uuid,
            "project": one.project,
            "experiment": one.experiment,
            "name": one.name,
            "status": one.status,
            "started_at": one.started_at,
            "ended_at": one.ended_at,
            "user": one.user,
            "job_id": one.job_id,
            "dataset_version_id": one.dataset_version_id,
            "error": one.error,
            "pinned": False,
            "archived": False,
            "deleted": False,
            "seq": seq,
            "parent_pk": one.parent_pk,
            "process": one.process,
            "note": one.note,
        }
        for one in new
    ]
    tx.run(sa.insert(run), rows)
    found = find(tx.connection, [one.uuid for one in new])
    origins = [{"run_pk": found[o.uuid], "facts": dict(o.facts)} for o in new if o.facts]
    if origins:
        tx.run(sa.insert(run_origin), origins)
    return found


def find(connection: sa.Connection, uuids: Sequence[str]) -> dict[str, int]:
    """The keys of runs by their ids; unknown ids are left out."""
    found: dict[str, int] = {}
    for start in range(0, len(uuids), _SLICE):
        some = uuids[start : start + _SLICE]
        rows: Any = connection.execute(sa.select(run.c.uuid, run.c.pk).where(run.c.uuid.in_(some)))
        found |= {uuid: pk for uuid, pk in rows}  # noqa: C416 (rows are no pairs to `dict`)
    return found


def put_texts(tx: Transaction, keys: Keys, values: Mapping[tuple[int, str, str], str]) -> None:
    """Insert or replace parameters and tags: texts by (run's key, kind, name)."""
    if not values:
        return
    ids = keys.ids(tx, ((kind, name) for _, kind, name in values))
    rows = {
        (pk, ids[kind, name]): {
            "run_pk": pk,
            "key_id": ids[kind, name],
            "num": runs.parsed(text) if kind == "param" else None,
            "txt": text,
        }
        for (pk, kind, name), text in values.items()
    }
    upsert(tx, kv, list(rows.values()))


def add_facts(tx: Transaction, facts: Mapping[int, Mapping[str, Any]]) -> None:
    """Add to what is known of where runs came from."""
    if not facts:
        return
    query = sa.select(run_origin.c.run_pk, run_origin.c.facts)
    known: dict[int, Any] = {}
    pks = list(facts)
    for start in range(0, len(pks), _SLICE):
        rows: Any = tx.run(query.where(run_origin.c.run_pk.in_(pks[start : start + _SLICE])))
        known |= {pk: before for pk, before in rows}  # noqa: C416 (rows are no pairs to `dict`)
    merged = [{"run_pk": pk, "facts": {**known.get(pk, {}), **one}} for pk, one in facts.items()]
    upsert(tx, run_origin, merged)


def put_artifacts(tx: Transaction, files: Mapping[tuple[int, str], tuple[str, int]]) -> None:
    """Attach stored files to runs: (blob, bytes) by (run's key, path)."""
    rows = [
        {"run_pk": pk, "path": path, "blob": blob, "n_bytes": n_bytes}
        for (pk, path), (blob, n_bytes) in files.items()
    ]
    upsert(tx, artifact, rows)


def changed(tx: Transaction, pks: Collection[int], seq: int | None = None) -> None:
    """Give changed runs a new `seq` (or the one they were given) and tell readers of them."""
    if not pks:
        return
    number = next_seq(tx) if seq is None else seq
    ordered = sorted(pks)
    for start in range(0, len(ordered), _SLICE):
        some = ordered[start : start + _SLICE]
        tx.run(sa.update(run).where(run.c.pk.in_(some), run.c.seq != number).values(seq=number))
    for pk in ordered:
        tx.feed("run", pk)


def next_seq(tx: Transaction) -> int:
    """The number for what this transaction changes."""
    return runs.next_seq(tx)
