"""Takes runs of another tracker into the workspace: each once, a page a transaction.

A run has the same id whenever it is read, so that an import that was stopped goes on where it was,
and one that is repeated takes what is new.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tidemill.base.progress import Reporter
from tidemill.domain.outside_runs import OutsideRun
from tidemill.domain.runs import RunState
from tidemill.services.batch_writing import BatchWriter
from tidemill.services.run_imports import taking_models
from tidemill.services.run_imports.sources import Source
from tidemill.services.run_imports.taking_models import TakenModels, WithModels
from tidemill.services.run_imports.values import many
from tidemill.services.spooled import METRIC, SYSTEM, Batch, Begun, Ended, Staged
from tidemill.services.workspace import Workspace
from tidemill.store import activities, run_writing, trash

_STATES = {
    "FINISHED": RunState.FINISHED,
    "FAILED": RunState.FAILED,
    "KILLED": RunState.STOPPED,
}
_STILL = "It was {} in {} when it was imported."


@dataclass
class Taken:
    """What an import did; `left_out` are sentences about what could not be taken over."""

    n_there: int = 0
    n_taken: int = 0
    n_known: int = 0
    n_points: int = 0
    n_files: int = 0
    models: TakenModels = field(default_factory=TakenModels)
    left_out: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "runs": self.n_there,
            "taken": self.n_taken,
            "known": self.n_known,
            "points": self.n_points,
            "files": self.n_files,
            "logged_models": self.models.n_logged,
            "models": self.models.n_models,
            "versions": self.models.n_versions,
            "left_out": list(self.left_out),
        }


def take(
    workspace: Workspace,
    source: Source,
    reporter: Reporter,
    *,
    named: str,
    with_files: bool = True,
) -> Taken:
    """Take over all runs of a source that are not here yet, and close it; `named` is what people
    called it. Raises `Cancelled` if asked to stop; what was taken stays."""
    try:
        return _Taking(workspace, source, with_files).all(named, reporter)
    finally:
        source.close()


class _Taking:
    def __init__(self, workspace: Workspace, source: Source, with_files: bool) -> None:
        self._workspace, self._source = workspace, source
        self._with_files = with_files
        self._rows = BatchWriter(workspace.store.id)
        self._count = source.count()
        self._done = Taken(self._count or 0)

    def all(self, named: str, reporter: Reporter) -> Taken:
        done = self._done
        for ids in self._source.ids():
            reporter.check()
            with self._workspace.store.read() as connection:
                known = run_writing.find(connection, ids)
            done.n_known += len(known)
            new = [one for one in ids if one not in known]
            if new:
                self._page(self._source.read(new), reporter)
            n = done.n_taken + done.n_known
            if self._count is None:
                done.n_there = n
                reporter.report(0.0, f"{n:,} runs")
            else:
                reporter.report(n / max(1, self._count), f"{n:,} of {self._count:,} runs")
        if isinstance(self._source, WithModels):
            files = self._with_files
            done.models = taking_models.take(
                self._workspace, self._source, reporter, with_files=files
            )
        done.left_out += [*self._source.left_out(), *done.models.left_out]
        if done.n_taken or taking_models.words(done.models):
            self._note(named)
        return done

    def _page(self, found: Sequence[OutsideRun], reporter: Reporter) -> None:
        """Write a page of runs, files first: what refers to them comes when they are there."""
        blobs: dict[Staged, tuple[str, int]] = {}
        batch = Batch()
        with self._workspace.blobs.scratch_folder() as scratch:
            for one in found:
                _add(batch, one, self._source.tracker)
                if self._with_files:
                    self._put_files(one, scratch, batch, blobs, reporter)
        with self._rows.settling(), self._workspace.store.write() as tx:
            self._rows.write(tx, batch, {}, blobs)
            gone = [one.id for one in found if one.is_deleted]
            if gone:
                trash.mark(tx, list(run_writing.find(tx.connection, gone).values()))
        self._done.n_taken += len(found)
        self._done.n_points += len(batch.points)
        self._done.n_files += len(blobs)

    def _put_files(
        self,
        one: OutsideRun,
        scratch: Path,
        batch: Batch,
        blobs: dict[Staged, tuple[str, int]],
        reporter: Reporter,
    ) -> None:
        for path, file in self._source.files(one, scratch):
            reporter.check()
            staged = Staged(f"{one.id}/{path}", False)
            size = file.stat().st_size
            blobs[staged] = (self._workspace.blobs.put_file(file, reporter.check), size)
            batch.files[one.id, path] = staged

    def _note(self, named: str) -> None:
        shown = named.rpartition("@")[2] if "://" in named else named
        n, tracker = self._done.n_taken, self._source.tracker
        runs = [many(n, "run")] if n else []
        came = ", ".join([*runs, *taking_models.words(self._done.models)])
        with self._workspace.store.write(durable=True) as tx:
            activities.add(
                tx,
                by=self._workspace.person.login,
                kind="import",
                subject="runs",
                sentence=f"imported {came} of {tracker}",
                note=f"from {shown}",
            )


def _add(batch: Batch, one: OutsideRun, tracker: str) -> None:
    """A run as the records that would have logged it here."""
    batch.ids[one.id] = None
    facts: dict[str, Any] = {"tracker": tracker.lower(), "status_there": one.status, **one.facts}
    batch.begun[one.id] = Begun(
        one.id, one.started_at, "default", one.experiment, one.name or one.id[:8], one.user,
        "", one.parent, facts,
    )  # fmt: skip
    state = _STATES.get(one.status, RunState.STOPPED)
    status = one.status.lower() or "not ended"
    error = None if one.status in _STATES else _STILL.format(status, tracker)
    ended = one.started_at if one.ended_at is None else one.ended_at
    batch.ended[one.id] = Ended(str(state), one.error or error, ended)
    for kind, values in (("param", one.params), ("tag", one.tags)):
        for name, value in values.items():
            batch.texts[one.id, kind, name] = value
    if one.note:
        batch.notes[one.id] = one.note
    if one.printed:
        batch.printed[one.id] = [(ended, one.printed)]
    if one.datasets:
        batch.inputs[one.id] = one.datasets
    for kind, points in ((METRIC, one.in_order), (SYSTEM, one.system)):
        batch.points += [(one.id, kind, name, step, at, v) for name, step, at, v in points]
