"""Writing what a batch of logged records says into the store's tables, in one transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection

from tidemill.domain.runs import RunState
from tidemill.services.spooled import Batch, Begun, Staged
from tidemill.store import histories, jobs, run_inputs, run_states, run_writing
from tidemill.store.engine import Transaction
from tidemill.store.run_states import StateChange
from tidemill.store.run_writing import Keys, NewRun

_MOST_REMEMBERED = 50_000

Blobs = Mapping[Staged, tuple[str, int]]
"""Where the files of a batch are stored: blob and bytes of each."""


class BatchWriter:
    """Writes batches into one store, remembering numbers of names and runs in between.

    What it remembers of a transaction counts once that ended well: `settle` then, else `forget`.
    """

    def __init__(self, store_id: str, *, is_once: bool = False) -> None:
        """With `is_once` a point of a metric that stands already is not written again."""
        self._store_id = store_id
        self._is_once = is_once
        self._keys = Keys()
        self._pks: dict[str, int] = {}

    def is_known(self, run_id: str) -> bool:
        """Whether a run is remembered to be in the store."""
        return run_id in self._pks

    def settle(self) -> None:
        """The transaction ended well."""
        self._keys.settle()
        if len(self._pks) > _MOST_REMEMBERED:
            self._pks = {}

    def forget(self) -> None:
        """Remember nothing any more: the transaction failed."""
        self._keys.forget()
        self._pks = {}

    @contextmanager
    def settling(self) -> Iterator[None]:
        """Settle when what is done within ended well, forget when it did not."""
        is_well = False
        try:
            yield
            is_well = True
        finally:
            if is_well:
                self.settle()
            else:
                self.forget()

    def write(self, tx: Transaction, batch: Batch, data: Mapping[str, int], blobs: Blobs) -> int:
        """Write all that a batch says; return how many runs it changed.

        `data` are the dataset versions that runs named, by run's id.
        """
        pks, new = self._runs(tx, batch, data)
        self._values(tx, batch, pks, blobs, new)
        return len(pks)

    def _runs(
        self, tx: Transaction, batch: Batch, data: Mapping[str, int]
    ) -> tuple[dict[str, int], set[int]]:
        """Write the runs themselves; return the keys of all the batch speaks of, and of new ones.

        Runs that were deleted for good meanwhile have none: what was logged of them goes too.
        """
        parents = {b.parent: None for b in batch.begun.values() if b.parent}
        unknown = [i for i in [*batch.ids, *parents] if i not in self._pks]
        known = self._pks | run_writing.find(tx.connection, unknown)
        new = [b for i, b in batch.begun.items() if i not in known]
        jobs_of = {one.id: _job_of(one, self._store_id, tx.connection) for one in new}
        rows = [_new_run(one, batch, data.get(one.id), jobs_of[one.id]) for one in new]
        seq = run_writing.next_seq(tx)
        made = run_writing.insert_runs(tx, rows, seq)
        known |= made
        pks = {i: known[i] for i in batch.ids if i in known}
        _put_states(tx, batch, pks, made)
        run_states.put_fields(
            tx,
            "parent_pk",
            {
                pks[b.id]: known[b.parent]
                for b in batch.begun.values()
                if b.parent is not None and b.parent in known and b.parent != b.id
            },
        )
        versions = {pks[i]: v for i, v in data.items() if i in pks and i not in made}
        run_states.put_fields(tx, "dataset_version_id", versions)
        run_states.put_fields(tx, "note", {pks[i]: t for i, t in batch.notes.items() if i in pks})
        run_writing.changed(tx, pks.values(), seq)
        self._pks |= pks
        return pks, set(made.values())

    def _values(
        self,
        tx: Transaction,
        batch: Batch,
        pks: Mapping[str, int],
        blobs: Blobs,
        new: set[int],
    ) -> None:
        texts = {(pks[i], k, n): text for (i, k, n), text in batch.texts.items() if i in pks}
        run_writing.put_texts(tx, self._keys, texts)
        keys = self._keys.ids(tx, ((kind, name) for _, kind, name, *_ in batch.points))
        histories.append(
            tx,
            [
                (pks[i], keys[kind, name], step, at, value)
                for i, kind, name, step, at, value in batch.points
                if i in pks
            ],
            new_runs=new,
            is_once=self._is_once,
        )
        run_writing.put_artifacts(
            tx,
            {
                (pks[i], path): blobs[staged]
                for (i, path), staged in batch.files.items()
                if i in pks and staged in blobs
            },
        )
        run_inputs.add_new(tx, {pks[i]: found for i, found in batch.inputs.items() if i in pks})
        run_writing.add_facts(tx, {pks[i]: f for i, f in batch.facts.items() if i in pks})
        for run_id, pieces in batch.printed.items():
            if run_id in pks:
                texts_at = [(_moment(at), text) for at, text in pieces]
                run_states.print_text(tx, pks[run_id], texts_at)
        histories.compact(tx, [pks[i] for i in batch.ended if i in pks])


def _job_of(one: Begun, store_id: str, connection: Connection) -> int | None:
    """The job that ran the script, where an automation of this very workspace did."""
    store, _, number = str(one.facts.get("job", "")).partition(":")
    if store != store_id or not number.isdecimal():
        return None
    job = jobs.find(connection, int(number))
    return None if job is None else job.id


def _new_run(one: Begun, batch: Batch, version: int | None, job_id: int | None) -> NewRun:
    end = batch.ended.get(one.id)
    return NewRun(
        uuid=one.id,
        project=one.project,
        experiment=one.experiment,
        name=one.name,
        user=one.user,
        status=str(RunState.RUNNING if end is None else RunState(end.state)),
        started_at=_moment(one.at),
        ended_at=None if end is None else _moment(end.at),
        error=None if end is None else end.error,
        process=one.process if end is None else None,
        dataset_version_id=version,
        job_id=job_id,
        facts=one.facts,
    )


def _put_states(
    tx: Transaction, batch: Batch, pks: Mapping[str, int], made: Mapping[str, int]
) -> None:
    """The states of runs that were there: taken up again, or ended."""
    changes = {
        pks[i]: StateChange(RunState.RUNNING, process=b.process)
        for i, b in batch.begun.items()
        if i in pks and i not in made
    }
    for run_id, end in batch.ended.items():
        if run_id in pks and run_id not in made:
            changes[pks[run_id]] = StateChange(RunState(end.state), _moment(end.at), end.error)
    run_states.put_states(tx, changes)


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
