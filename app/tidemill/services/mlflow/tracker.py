"""What the parts of MLflow's interface share: a workspace's project, and its writers' one turn.

Whoever writes waits for its commit, so that what was answered is stored. Those who come while one
commits go together in the next transaction: many scripts at once cost few commits.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from tidemill.base.errors import WorldError
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.services.batch_writing import BatchWriter
from tidemill.services.run_view import RunsView
from tidemill.services.spooled import Batch
from tidemill.services.workspace import Workspace
from tidemill.store.engine import Transaction

T = TypeVar("T")
Record = list[Any]


class Check(Protocol):
    """Looks, in the transaction, whether something may be written; raises `MlflowError` if not."""

    def __call__(self, connection: Connection, /) -> None:
        """Look."""


@dataclass
class _Ticket:
    """What one caller wants written, and how it went."""

    check: Check
    records: Sequence[Record]
    is_done: bool = False
    error: Exception | None = field(default=None, repr=False)


class Tracker:
    """One project of a workspace as an MLflow tracking server; safe for many threads."""

    def __init__(
        self, workspace: Workspace, project: str, on_job: Callable[[], object] = lambda: None
    ) -> None:
        """`on_job` is called where a job was asked for, so that a worker does it."""
        self.workspace = workspace
        self.on_job = on_job
        self.project = project
        self.view = RunsView(workspace)
        self.seen_seq = 0
        """Up to which of the runs' numbers their experiments are noted."""
        self._rows = BatchWriter(workspace.store.id, is_once=True)
        self._turn = threading.Lock()
        self._waiting: list[_Ticket] = []
        self._door = threading.Lock()

    def log(self, check: Check, records: Sequence[Record]) -> None:
        """Write records of runs that are there, in one transaction with whoever else waits."""
        mine = _Ticket(check, records)
        with self._door:
            self._waiting.append(mine)
        with self._turn:
            if not mine.is_done:
                with self._door:
                    taken, self._waiting = self._waiting, []
                for together in _rounds(taken):
                    self._commit(together)
        if mine.error is not None:
            raise mine.error

    def change(self, work: Callable[[Transaction], T]) -> T:
        """Do something else in a transaction of its own."""
        with self._turn, _reachable(), self.workspace.store.write() as tx:
            return work(tx)

    def _commit(self, tickets: Sequence[_Ticket]) -> None:
        try:
            self._write(tickets)
        except Exception as error:
            self._rows.forget()
            if len(tickets) == 1:
                tickets[0].error = _told(error)
            else:  # one of them can't be written: the others can
                for one in tickets:
                    one.error = None
                    self._commit([one])
        for one in tickets:
            one.is_done = True

    def _write(self, tickets: Sequence[_Ticket]) -> None:
        with self.workspace.store.write() as tx:
            taken: list[Record] = []
            for one in tickets:
                try:
                    one.check(tx.connection)
                except MlflowError as error:
                    one.error = error
                else:
                    taken += one.records
            if taken:
                self._rows.write(tx, Batch.of(taken), {}, {})
        self._rows.settle()


def _rounds(tickets: Sequence[_Ticket]) -> Iterator[list[_Ticket]]:
    """The tickets in groups that may be checked together, before any of a group is written.

    A parameter keeps its first value, so two tickets with parameters of one run go one after the
    other: the second's check must see what the first wrote.
    """
    waiting = list(tickets)
    while waiting:
        seen: set[str] = set()
        together: list[_Ticket] = []
        later: list[_Ticket] = []
        for one in waiting:
            runs = {record[1] for record in one.records if record[0] == "params"}
            (later if runs & seen else together).append(one)
            seen |= runs
        yield together
        waiting = later


@contextmanager
def _reachable() -> Iterator[None]:
    """What keeps the store from being written is told as such."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise _told(error) from error


def _told(error: Exception) -> Exception:
    if isinstance(error, (SQLAlchemyError, OSError)):
        return WorldError(
            "The workspace's store can't be written now.", "Try again.", detail=str(error)
        )
    return error
