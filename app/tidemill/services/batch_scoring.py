"""Scoring the files of a batch folder: each answer is written whole and put in place once.

Runs in the worker's child, and goes on after a crash where the last try was:

1. The names of the answer, and a hidden folder in the out folder, are written down as the file's.
2. Answer and left-out rows are written into that folder.
3. That they are whole is written down; from now on this answer counts, whoever is promoted.
4. They are renamed into place. One that is not in the hidden folder any more is in place, or was
   taken from there by whoever reads the answers: it is never written again.
5. That is written down, and the hidden folder goes.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.ids import new_id
from tidemill.base.progress import Part
from tidemill.base.spill_folders import spill_folder
from tidemill.domain.batches import BatchFile, BatchSettings, BatchState, names_for
from tidemill.domain.deployments import Deployment
from tidemill.domain.jobs import Job
from tidemill.domain.models import ModelVersion
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    answer_files,
    batch_answers,
    batch_ends,
    batch_folders,
    predicting,
    whole_files,
)
from tidemill.services.answer_files import Answers, Refused
from tidemill.services.file_reads import stamp_of
from tidemill.services.predicting import Reading
from tidemill.services.workspace import Workspace
from tidemill.store import activities, batch_files, deployments, models, people
from tidemill.store.engine import Transaction

WAITING = "Waiting to be scored"


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Score the files of a job, one after the other; whole again after a crash."""
    with workspace.store.read() as connection:
        one = deployments.of_id(connection, job.params["deployment"])
        todo = batch_files.of_job(connection, job.id)
        by = None if one is None else people.find(connection, one.by)
    if one is None or not one.is_on:
        _give_back(workspace, job, todo)
        return {"message": "Nothing was scored: the batch folder is off"}
    desk = _Desk(workspace.acting_as(by) if by else workspace, job, one)
    n = 0
    for number, file in enumerate(todo):
        part = Part(reporter, number / len(todo), (number + 1) / len(todo))
        n += desk.do(file, part)
    return {"scored": n, "message": f"Scored {n} of {len(todo)} files"}


def _give_back(workspace: Workspace, job: Job, todo: list[BatchFile]) -> None:
    """Files of a folder that was switched off meanwhile wait until it is on again."""
    with workspace.store.write() as tx:
        queue.hold(tx, job)
        for one in todo:
            batch_ends.wait(tx, one, one.outcome or WAITING, one.reason, tx.clock.now())


@dataclass
class _Desk:
    """Scores the files of one job; keeps the version it read last."""

    workspace: Workspace
    job: Job
    deployment: Deployment
    _reading: Reading | None = None

    @property
    def settings(self) -> BatchSettings:
        return batch_folders.settings_of(self.deployment)

    @property
    def out(self) -> Path:
        return Path(self.settings.out)

    def do(self, one: BatchFile, part: Part) -> bool:
        """Bring one file to its end, or write down why it waits; True if it was scored."""
        try:
            with _told_as_world(self.out):
                if one.state is BatchState.WAITING:
                    one = self._written(one, part)
                if one.state is BatchState.WRITTEN:
                    one = self._in_place(one)
                self._clear(one)
        except WorldError as error:
            with self._hold() as tx:
                batch_ends.put_off(tx, one, error.message)
            return False
        return one.state is BatchState.SCORED

    # --- writing the answer --------------------------------------------------------------------

    def _written(self, one: BatchFile, part: Part) -> BatchFile:
        """The file with its answer whole in the hidden folder; or as it ended before."""
        self._remove_work(one)  # what an earlier try had begun
        with spill_folder() as scratch:
            taken = self._taken(one, scratch, part)
            if taken is None:
                return self._again(one)
            copy, content = taken
            if (same := self._same(one, content)) is not None:
                return same
            reading = self._champion()
            one = self._begun(one, content, reading.version)
            work = self.out / one.work
            work.mkdir(exist_ok=True)
            found: Answers | Refused
            try:
                found = answer_files.write(
                    self.workspace, reading, copy, work, scratch, part,
                    request=f"{self.deployment.name}/{one.id}", explain=self.settings.explain,
                )  # fmt: skip
            except NeedsYou as error:
                found = answer_files.refuse(self.workspace, reading, work, error)
            except BaseException:  # a full disk, a person who cancels: nothing half is left
                with contextlib.suppress(OSError):
                    shutil.rmtree(work)
                raise
            _sync(work)
            return self._counts(one, reading.version, found)

    def _taken(self, one: BatchFile, folder: Path, part: Part) -> tuple[Path, str] | None:
        """The file copied, and the hash of its content; None where its row says why it waits."""
        path, copy = Path(one.path), folder / "in" / one.name
        copy.parent.mkdir()
        part.report(0.0, f"Reading {one.name}")
        before = (one.n_bytes, one.modified_ns)
        try:
            if stamp_of(path) == before:
                shutil.copyfile(path, copy)
            if (after := stamp_of(path)) != before:
                self._wrote_again(one, after)
                return None
        except FileNotFoundError as error:
            if not path.parent.is_dir():
                words = batch_folders.AWAY.format(path.parent)
                raise WorldError(words, "Connect it again.") from error
            words = "Skipped: removed again before it was read"
            with self._hold() as tx:
                batch_files.update(
                    tx, one.id, state=str(BatchState.SKIPPED), modified_ns=0, outcome=words
                )
            return None
        return copy, hashing.of_file(copy, part.check)

    def _wrote_again(self, one: BatchFile, stamp: tuple[int, int]) -> None:
        with self._hold() as tx:
            batch_files.update(
                tx, one.id, n_bytes=stamp[0], modified_ns=stamp[1], job_id=None, reason="",
                read={}, outcome=whole_files.WAITING,
            )  # fmt: skip

    def _same(self, one: BatchFile, content: str) -> BatchFile | None:
        """The file, ended, where the very same content has its answer already."""
        if one.read.get(batch_folders.ANYWAY):
            return None
        with self._hold() as tx:
            known = batch_files.answered(tx.connection, one, content)
            if known is None:
                return None
            words = (
                f"Skipped: same content as {known.name}, which v{known.version} answered in "
                f"{known.answer}"
            )
            batch_files.update(
                tx, one.id, state=str(BatchState.SKIPPED), outcome=words, reason="",
                content=content,
            )  # fmt: skip
        return self._again(one)

    def _champion(self) -> Reading:
        """Today's champion, loaded; the answers of a file are all of one version."""
        with self.workspace.store.read() as connection:
            found = models.champion(connection, self.deployment.model_id)
        if found is None:
            words = f"{self.deployment.model} has no champion to answer with."
            raise WorldError(words, "Promote a version.")
        if self._reading is None or self._reading.version.id != found.id:
            try:
                self._reading = predicting.reading_of(self.workspace, found)
            except NeedsYou as error:  # no fault of the file's: it waits
                raise WorldError(error.message, error.hint, detail=error.detail) from error
        return self._reading

    def _begun(self, one: BatchFile, content: str, version: ModelVersion) -> BatchFile:
        """Write down what the answer will be called and where it is written, before it is."""
        with self._hold(durable=True) as tx:
            names = self._free_names(tx, one)
            batch_files.update(
                tx, one.id, content=content, version_id=version.id, answer=names[0],
                errors=names[1], work=f".tidemill-{new_id()}",
                outcome="Being scored", reason="",
            )  # fmt: skip
        return self._again(one)

    def _free_names(self, tx: Transaction, one: BatchFile) -> tuple[str, str]:
        """Names for the answer and the rows left out that nobody has; told apart by a number."""
        ending = answer_files.ending_for(one.name)
        number = batch_files.n_before(tx.connection, one) + 1
        while True:
            names = names_for(one.name, ending, number)
            is_there = any((self.out / name).exists() for name in names)
            if not is_there and not batch_files.is_name_taken(tx.connection, one, names):
                return names
            number += 1

    def _counts(self, one: BatchFile, version: ModelVersion, found: Answers | Refused) -> BatchFile:
        """Write down that what stands in the hidden folder is the answer."""
        kept = [] if isinstance(found, Refused) else found.kept.stored(self.deployment.id)
        with self._hold(durable=True) as tx:
            batch_answers.write(tx, kept)
            if isinstance(found, Refused):
                values: dict[str, Any] = {"answer": "", "reason": found.reason}
                values |= {"outcome": f"Set aside: {found.reason}"}
            else:
                words = f"Scored {found.rows:,} rows by v{version.number}"
                words += f", {found.n_errors:,} left out" if found.n_errors else ""
                values = {"rows": found.rows, "n_errors": found.n_errors, "outcome": words}
                values |= {} if found.n_errors else {"errors": ""}
            batch_files.update(tx, one.id, state=str(BatchState.WRITTEN), opened=0, **values)
        return self._again(one)

    # --- putting it in place -------------------------------------------------------------------

    def _in_place(self, one: BatchFile) -> BatchFile:
        """The file with its answer under its name; what is not in the hidden folder is there."""
        work = self.out / one.work
        if not work.is_dir():  # it goes last of all, so the whole out folder is away
            raise WorldError(batch_folders.AWAY.format(self.out), "Connect it again.")
        if any(written.exists() and place.exists() for written, place in self._ways(one)):
            one = self._renamed(one)
        for written, place in self._ways(one):
            with contextlib.suppress(FileNotFoundError):  # it is in place
                written.rename(place)
        _sync(self.out)
        state = BatchState.SCORED if one.answer else BatchState.SET_ASIDE
        with self._hold(durable=True) as tx:
            batch_files.update(tx, one.id, state=str(state), read={})
            if state is BatchState.SET_ASIDE:
                activities.add(
                    tx,
                    by="worker",
                    kind="deployment",
                    subject=f"deployments/{self.deployment.name}",
                    sentence=f"set {one.name} aside",
                    note=one.reason,
                )
        return self._again(one)

    def _ways(self, one: BatchFile) -> list[tuple[Path, Path]]:
        """From where to where an answer goes; the answer last: what belongs to it is there then."""
        work = self.out / one.work
        ways = [(work / answer_files.ERRORS, one.errors), (work / answer_files.ANSWER, one.answer)]
        return [(written, self.out / name) for written, name in ways if name]

    def _renamed(self, one: BatchFile) -> BatchFile:
        """The file under names that are free still: somebody put others there meanwhile."""
        with self._hold(durable=True) as tx:
            answer, errors = self._free_names(tx, one)
            names = {"answer": one.answer and answer, "errors": one.errors and errors}
            batch_files.update(tx, one.id, **names)
        return self._again(one)

    def _clear(self, one: BatchFile) -> None:
        """Remove the hidden folder of a file that came to its end."""
        if one.work and one.state not in (BatchState.WAITING, BatchState.WRITTEN):
            self._remove_work(one)

    def _remove_work(self, one: BatchFile) -> None:
        if not one.work:
            return
        work = self.out / one.work
        if not self.out.is_dir():
            raise WorldError(batch_folders.AWAY.format(self.out), "Connect it again.")
        if work.is_dir():
            shutil.rmtree(work)
        with self._hold() as tx:
            batch_files.update(tx, one.id, work="")

    # --- the store -----------------------------------------------------------------------------

    @contextlib.contextmanager
    def _hold(self, *, durable: bool = False) -> Iterator[Transaction]:
        """A transaction of this try of the job; `Cancelled` where another try has begun."""
        with self.workspace.store.write(durable=durable) as tx:
            queue.hold(tx, self.job)
            yield tx

    def _again(self, one: BatchFile) -> BatchFile:
        with self.workspace.store.read() as connection:
            return batch_files.find_many(connection, [one.id])[one.id]


@contextlib.contextmanager
def _told_as_world(out: Path) -> Iterator[None]:
    """Trouble of the disk in words; it is tried again by itself."""
    try:
        yield
    except OSError as error:
        place = error.filename or out
        raise WorldError(
            f"{place} can't be used: {error.strerror or error}.",
            "Check that its disk or share is there and has room.",
            detail=str(error),
        ) from error


def _sync(folder: Path) -> None:
    """Have what was put into a folder on the disk before it counts."""
    if os.name == "nt":  # a folder cannot be opened there; renames are journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
