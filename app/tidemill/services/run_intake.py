"""Taking what scripts logged from their spools into the store: everything, in order, once.

The place reached in a spool is written in the same transaction as what was taken from it, so that
whoever is killed whenever, the next one goes on exactly there.
"""

import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError, StatementError

from tidemill.base import places
from tidemill.base.clock import monotonic
from tidemill.base.database_urls import Place
from tidemill.base.errors import NeedsYou, TidemillError, WorldError
from tidemill.base.spool_files import Records, SpoolFiles, Turns, records
from tidemill.services import datasets, run_owners
from tidemill.services import workspace as workspaces
from tidemill.services.batch_writing import BatchWriter
from tidemill.services.spooled import ORIGIN, Batch, Staged
from tidemill.services.workspace import Workspace
from tidemill.store import feed, run_writing, spool_marks

MOST_RECORDS = 5_000
"""Records of one transaction, so that nobody waits long for it."""

BEAT_S = 3.0
COLLECT_S = 2.0
"""How long one look at what dead processes left may take."""

_AWAITED_S = 600.0
"""How long a run is awaited that another computer's process began."""

_PIECE = 2 << 20
_NEWS_KEPT_FOR = 10_000

log = logging.getLogger(__name__)


class TakenOver(WorldError):
    """Somebody else takes the same spool into the store."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("Another process took this spool over.", "It is tried again.")


class StartAwaited(WorldError):
    """A record speaks of a run whose start another process has not sent yet."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "The process that started this run has not sent its start yet.", "It is tried again."
        )


class Spooled(Protocol):
    """A spool to take from: of this process, or one that another left."""

    @property
    def id(self) -> str:
        """Which one."""
        ...

    def read(self, offset: int, most: int) -> tuple[int, bytes]:
        """Bytes from a place on, and where they begin."""
        ...


class Intake:
    """Takes spools into one workspace, remembering numbers of names and runs in between.

    `lives_as` is the spool of this very process: taking from it says that the process lives.
    For use by one thread.
    """

    def __init__(self, workspace: Workspace, lives_as: str | None = None) -> None:
        self._workspace = workspace
        self._lives_as = lives_as
        self._next_beat = 0.0
        place = workspace.store.place
        self._turns = Turns(places.spool_folder(str(place)))
        self._rows = BatchWriter(workspace.store.id)
        self._blobs: dict[Path, tuple[str, int]] = {}
        self._n_changed = 0

    @classmethod
    def opened(cls, address: Place, lives_as: str, *, may_make: bool) -> "Intake":
        """Open a workspace, or make one where none is and that may be."""
        with _reachable():
            if may_make:
                return cls(workspaces.create(address), lives_as)
            return cls(workspaces.open_existing(address), lives_as)

    def is_as_opened(self, mark: str) -> bool:
        """Whether the store is still the one that had this mark, not a copy put in its place."""
        return self.mark() == mark

    def mark(self) -> str:
        """What tells this store from another one that is put in its place."""
        return self._workspace.store.file_mark()

    def keep_alive(self) -> None:
        """Say that this process lives, if that was not said lately."""
        if self._lives_as is not None and monotonic() >= self._next_beat:
            with _reachable(), self._turns.taken():
                run_owners.beat(self._workspace, self._lives_as)
            self._next_beat = monotonic() + BEAT_S

    def goodbye(self, *, is_done: bool) -> None:
        """Say that this process leaves; `is_done` where nothing of its spool is left."""
        if self._lives_as is not None:
            with _reachable(), self._turns.taken():
                run_owners.goodbye(self._workspace, self._lives_as, is_done=is_done)

    def collect(self) -> int:
        """Take in what processes that are gone left; see `collect`."""
        with _reachable():
            return collect(self._workspace, self)

    def close(self) -> None:
        """Close the workspace."""
        self._workspace.close()

    def apply(self, spool: Spooled, files: Path, offset: int | None = None) -> int:
        """Take at most `MOST_RECORDS` records into the store; return the place reached.

        `files` is the folder of files put beside the spool. `offset` is what was returned last.
        The same place again means that nothing is left. A record the store refuses is left out
        with a warning, so that it does not keep back what follows. What belongs to a run whose
        start is still on its way raises `StartAwaited`; what lies before it is taken first.
        """
        if offset is None:
            with _reachable(), self._workspace.store.read() as connection:
                offset = spool_marks.applied(connection, spool.id)
        begin, found = self._piece(spool, offset)
        found = self._up_to_awaited(found)
        if found.n_damaged:
            log.warning("%d damaged records of a spool were left out.", found.n_damaged)
        if not found.items:
            return offset
        self._take(spool.id, offset, begin, found, files)
        return begin + found.ends[-1]

    def _piece(self, spool: Spooled, offset: int) -> tuple[int, Records]:
        most = _PIECE
        while True:
            begin, data = spool.read(offset, most)
            found = records(data, MOST_RECORDS)
            if found.items or len(data) < most:
                return begin, found
            most *= 2  # one record is longer than the piece

    def _up_to_awaited(self, found: Records) -> Records:
        """The records before one of a run that was begun elsewhere and is still on its way."""
        begun: set[str] = set()
        for k, item in enumerate(found.items):
            match item:
                case ["run", str(run_id), *_]:
                    begun.add(run_id)
                case [kind, str(run_id), str(spool_id), int() | float() as at] if kind == ORIGIN:
                    if run_id in begun or not self._is_on_its_way(run_id, spool_id, at):
                        continue
                    if k == 0:
                        raise StartAwaited
                    return Records(found.items[:k], found.ends[:k], found.n_damaged)
        return found

    def _is_on_its_way(self, run_id: str, spool_id: str, at: float) -> bool:
        """Whether a run is not in the store yet, rather than deleted for good meanwhile."""
        if self._rows.is_known(run_id):
            return False
        # Looked for before the run: a spool goes when all it held is in the store.
        folder = places.spool_folder(str(self._workspace.store.place))
        is_there = bool(SpoolFiles(folder, spool_id).segments())
        with _reachable(), self._workspace.store.read() as connection:
            if run_writing.find(connection, [run_id]):
                return False
        return is_there or time.time() - at < _AWAITED_S

    def _take(self, spool_id: str, offset: int, begin: int, found: Records, files: Path) -> None:
        """Take records in one transaction; where the store refuses them, in halves."""
        end = begin + found.ends[-1]
        try:
            self._commit(spool_id, offset, end, found.items, files)
        except (DataError, IntegrityError, StatementError, KeyError, TypeError, ValueError) as e:
            self._rows.forget()
            if isinstance(e, StatementError) and not _is_refusal(e):
                raise _away(e) from e
            n = len(found.items)
            if n == 1:
                self._take_last(spool_id, offset, end, found, files)
                return
            middle = found.ends[n // 2 - 1]
            first = Records(found.items[: n // 2], found.ends[: n // 2], 0)
            rest = Records(found.items[n // 2 :], found.ends[n // 2 :], 0)
            self._take(spool_id, offset, begin, first, files)
            self._take(spool_id, begin + middle, begin, rest, files)
        except (SQLAlchemyError, TidemillError) as error:
            self._rows.forget()
            if isinstance(error, TidemillError):
                raise
            raise _away(error) from error
        except OSError as error:
            self._rows.forget()
            raise _away(error) from error

    def _take_last(self, spool_id: str, offset: int, end: int, found: Records, files: Path) -> None:
        """Try a refused record once more, now that nothing is remembered; else leave it out."""
        try:
            self._commit(spool_id, offset, end, found.items, files)
        except (StatementError, KeyError, TypeError, ValueError) as error:
            self._rows.forget()
            if isinstance(error, StatementError) and not _is_refusal(error):
                raise _away(error) from error
            log.warning("A logged record was left out, since the store refused it: %s", error)
            self._commit(spool_id, offset, end, (), files)

    def _commit(
        self, spool_id: str, offset: int, end: int, items: tuple[Any, ...], files: Path
    ) -> None:
        batch = Batch.of(items)
        if batch.files:  # who took them over took their files away
            with self._workspace.store.read() as connection:
                _check_place(connection, spool_id, offset)
        blobs = self._stored(batch, files)
        data = self._versions(batch)
        beats = spool_id == self._lives_as and monotonic() >= self._next_beat
        with self._turns.taken(), self._workspace.store.write() as tx:
            _check_place(tx.connection, spool_id, offset)
            if beats:
                run_owners.beat_in(tx, self._workspace, spool_id)
            if items:
                self._n_changed += self._rows.write(tx, batch, data, blobs)
            spool_marks.put(tx, spool_id, end)
            if self._n_changed > _NEWS_KEPT_FOR:
                feed.prune(tx)
        self._rows.settle()
        if beats:
            self._next_beat = monotonic() + BEAT_S
        self._n_changed = 0 if self._n_changed > _NEWS_KEPT_FOR else self._n_changed
        for staged in batch.files.values():
            if not staged.is_shared:
                (files / staged.name).unlink(missing_ok=True)

    # --- before the transaction ------------------------------------------------------------

    def _stored(self, batch: Batch, files: Path) -> dict[Staged, tuple[str, int]]:
        """Files of a batch put into the workspace: blob and bytes of each."""
        found: dict[Staged, tuple[str, int]] = {}
        for staged in batch.files.values():
            path = files / staged.name
            if path in self._blobs:
                found[staged] = self._blobs[path]
                continue
            try:
                found[staged] = (self._workspace.blobs.put_file(path), path.stat().st_size)
            except FileNotFoundError:
                log.warning("The logged file %s is gone and was left out.", path)
                continue
            except OSError as error:
                raise WorldError(
                    "A logged file can't be stored now.", "It is tried again.", detail=str(error)
                ) from error
            if staged.is_shared:
                self._blobs[path] = found[staged]
        return found

    def _versions(self, batch: Batch) -> dict[str, int]:
        """The dataset versions that runs named, by run's id; unknown ones become a tag."""
        found: dict[str, int] = {}
        for run_id, address in batch.data.items():
            try:
                found[run_id] = datasets.version(self._workspace, address).id
            except NeedsYou as error:
                log.warning("The run's dataset %s is not linked: %s", address, error.message)
                batch.texts[run_id, "tag", "dataset"] = address
        return found


def _check_place(connection: Connection, spool_id: str, offset: int) -> None:
    if spool_marks.applied(connection, spool_id) != offset:
        raise TakenOver


def _is_refusal(error: StatementError) -> bool:
    """Whether the store refused values, rather than could not be reached."""
    if isinstance(error, (DataError, IntegrityError)):
        return True
    return not isinstance(error, SQLAlchemyError) or type(error) is StatementError


@contextlib.contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise _away(error) from error


def _away(error: Exception) -> WorldError:
    return WorldError(
        "The workspace's store can't be written now.", "It is tried again.", detail=str(error)
    )


def collect(workspace: Workspace, intake: Intake | None = None) -> int:
    """Take in what processes that are gone left, and say of their runs that they stopped.

    Spools of living processes are theirs alone. A lock may outlive its process in a child that
    was started behind Python's back; then the system is asked for the process. Takes about
    `COLLECT_S` at most; the next call goes on with what is left. Returns how many spools were
    taken over to their end.
    """
    intake = intake or Intake(workspace)
    until = monotonic() + COLLECT_S
    n = 0
    for spool in run_owners.left_spools(workspace):
        with spool.taken() as is_mine:
            if is_mine or run_owners.is_dead_here(spool.owner()):
                with contextlib.suppress(TakenOver, StartAwaited):
                    n += _take_over(workspace, intake, spool, until)
        if monotonic() > until:
            break
    run_owners.stop_gone(workspace)
    return n


def _take_over(workspace: Workspace, intake: Intake, spool: SpoolFiles, until: float) -> bool:
    last_sign = spool.last_sign()
    reached = intake.apply(spool, spool.files)
    while (there := intake.apply(spool, spool.files, reached)) != reached:
        reached = there
        if monotonic() > until:
            return False
    run_owners.stopped(workspace, spool.id, last_sign)
    if spool.remove():
        run_owners.forget_spool(workspace, spool.id)
    return True
