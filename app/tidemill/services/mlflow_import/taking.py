"""Takes runs of another tracker into the workspace: each once, a page a transaction.

A run keeps its id, so that an import that was stopped goes on where it was, and one that is
repeated takes what is new.
"""

import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.outside_runs import OutsideRun
from tidemill.domain.runs import RunState
from tidemill.services.batch_writing import BatchWriter
from tidemill.services.mlflow_import.file_store import FileStore
from tidemill.services.spooled import METRIC, Batch, Begun, Ended, Staged
from tidemill.services.workspace import Workspace
from tidemill.store import activities, run_writing, trash
from tidemill.store.mlflow_database import MlflowDatabase

_STATES = {
    "FINISHED": RunState.FINISHED,
    "FAILED": RunState.FAILED,
    "KILLED": RunState.STOPPED,
}
_STILL = "It was {} in MLflow when it was imported."
_NO_ARTIFACTS = "Files of {n} lie at {where}, which is not read: they were left out."


class Source(Protocol):
    """A store of runs to read."""

    def count(self) -> int:
        """How many runs there are."""
        ...

    def n_models(self) -> int:
        """How many models are registered."""
        ...

    def ids(self) -> Iterator[list[str]]:
        """Ids of runs in pages."""
        ...

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


@dataclass
class Taken:
    """What an import did; `left_out` are sentences about what could not be taken over."""

    n_there: int = 0
    n_taken: int = 0
    n_known: int = 0
    n_points: int = 0
    n_files: int = 0
    left_out: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "runs": self.n_there,
            "taken": self.n_taken,
            "known": self.n_known,
            "points": self.n_points,
            "files": self.n_files,
            "left_out": list(self.left_out),
        }


def opened(text: str) -> Source:
    """The store that a text names: a folder, a file of SQLite, or a database's URL."""
    if "://" in text and not text.startswith("file:"):
        if not text.startswith(("sqlite:", "postgres")):
            raise NeedsYou(
                "Only folders, SQLite and PostgreSQL are read.",
                "Name the folder mlruns, or the database its server was started with.",
            )
        if text.startswith("sqlite:") and not Path(text.partition(":///")[2]).is_file():
            raise NeedsYou(f"There is no {text.partition(':///')[2]}.", "Check the path.")
        return MlflowDatabase(text)
    path = Path(unquote(urlsplit(text).path) if text.startswith("file:") else text).expanduser()
    if path.is_dir():
        return FileStore(path)
    if path.is_file():
        return MlflowDatabase(f"sqlite:///{path.absolute()}")
    raise NeedsYou(f"There is no {path}.", "Name a folder mlruns, or a database.")


def take(workspace: Workspace, text: str, reporter: Reporter, *, with_files: bool = True) -> Taken:
    """Take over all runs of a store that are not here yet. Raises `Cancelled` if asked to stop;
    what was taken stays."""
    source = opened(text)
    try:
        return _Taking(workspace, source, with_files).all(text, reporter)
    finally:
        source.close()


class _Taking:
    def __init__(self, workspace: Workspace, source: Source, with_files: bool) -> None:
        self._workspace, self._source = workspace, source
        self._with_files = with_files
        self._rows = BatchWriter(workspace.store.id)
        self._done = Taken(source.count())
        self._elsewhere: Counter[str] = Counter()

    def all(self, text: str, reporter: Reporter) -> Taken:
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
            reporter.report(n / max(1, done.n_there), f"{n:,} of {done.n_there:,} runs")
        for where, n in sorted(self._elsewhere.items()):
            runs = "1 run" if n == 1 else f"{n:,} runs"
            done.left_out.append(_NO_ARTIFACTS.format(n=runs, where=where))
        n_models = self._source.n_models()
        if n_models:
            models = "1 registered model" if n_models == 1 else f"{n_models:,} registered models"
            done.left_out.append(f"{models} and their versions and aliases were left out.")
        if done.n_taken:
            self._note(text)
        return done

    def _page(self, found: Sequence[OutsideRun], reporter: Reporter) -> None:
        """Write a page of runs, files first: what refers to them comes when they are there."""
        blobs: dict[Staged, tuple[str, int]] = {}
        batch = Batch()
        for one in found:
            _add(batch, one)
            for path, file in self._files(one):
                reporter.check()
                staged = Staged(f"{one.id}/{path}", False)
                size = file.stat().st_size
                blobs[staged] = (self._workspace.blobs.put_file(file, reporter.check), size)
                batch.files[one.id, path] = staged
        try:
            with self._workspace.store.write() as tx:
                self._rows.write(tx, batch, {}, blobs)
                gone = [one.id for one in found if one.is_deleted]
                if gone:
                    trash.mark(tx, list(run_writing.find(tx.connection, gone).values()))
        except BaseException:
            self._rows.forget()
            raise
        self._rows.settle()
        self._done.n_taken += len(found)
        self._done.n_points += len(batch.points)
        self._done.n_files += len(blobs)

    def _files(self, one: OutsideRun) -> Iterator[tuple[str, Path]]:
        """The files of a run that lie on this computer, by their path in the run."""
        if not self._with_files or not one.artifacts:
            return
        parts = urlsplit(one.artifacts)
        if parts.scheme not in ("", "file") or parts.netloc:
            self._elsewhere[f"{parts.scheme}:"] += 1
            return
        folder = Path(unquote(parts.path) if parts.scheme else one.artifacts)
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if stat.S_ISREG(path.lstat().st_mode) and path.resolve().is_relative_to(
                folder.resolve()
            ):
                yield path.relative_to(folder).as_posix(), path

    def _note(self, text: str) -> None:
        shown = text.rpartition("@")[2] if "://" in text else text
        with self._workspace.store.write(durable=True) as tx:
            activities.add(
                tx,
                by=self._workspace.person.login,
                kind="import",
                subject="runs",
                sentence=f"imported {self._done.n_taken:,} runs of MLflow",
                note=f"from {shown}",
            )


def _add(batch: Batch, one: OutsideRun) -> None:
    """A run as the records that would have logged it here."""
    batch.ids[one.id] = None
    facts: dict[str, Any] = {"tracker": "mlflow", "mlflow_status": one.status}
    if one.datasets:
        facts["mlflow_datasets"] = [dict(each) for each in one.datasets]
    batch.begun[one.id] = Begun(
        one.id, one.started_at, "default", one.experiment, one.name or one.id[:8], one.user,
        "", one.tags.get("mlflow.parentRunId") or None, facts,
    )  # fmt: skip
    state = _STATES.get(one.status, RunState.STOPPED)
    error = None if one.status in _STATES else _STILL.format(one.status.lower() or "not ended")
    ended = one.started_at if one.ended_at is None else one.ended_at
    batch.ended[one.id] = Ended(str(state), error, ended)
    for kind, values in (("param", one.params), ("tag", one.tags)):
        for name, value in values.items():
            batch.texts[one.id, kind, name] = value
    note = one.tags.get("mlflow.note.content")
    if note:
        batch.notes[one.id] = note
    batch.points += [(one.id, METRIC, name, step, at, v) for name, step, at, v in one.in_order]
