"""Looking at new rows for a champion: the job, and the steps that each look goes through.

A file's rows are cut as was chosen for the model, and each chunk they belong to is looked at by
itself: a new one as it is, one that is there already with the rows it had.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.progress import Part as Share
from tidemill.domain.counted_references import total
from tidemill.domain.cuts import Piece, Standing, Unit, base_of, cut_of, span_for
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.jobs import Job
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.references import FrameCounts
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import probation
from tidemill.services.chunk_rows import ChunkReader, times_of
from tidemill.services.monitoring import (
    alerting,
    answered_looks,
    comparing_anew,
    cuts,
    relation,
    worth,
)
from tidemill.services.monitoring.comparing import Grounds, Subject
from tidemill.services.monitoring.looks import Look, Looker
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_counts, chunk_truths, chunks, datasets, models, reference_choices
from tidemill.store.engine import Transaction


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Look at every chunk that a version's own rows belong to; safe to run twice.

    Each chunk is written by itself, the oldest first: what was looked at before a child was killed
    stands, and the next try goes on behind it.
    """
    name, key = job.params["model"], job.params["dataset_version"]
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        version = datasets.version_of_id(connection, key)
        champion = None if model is None else models.champion(connection, model.id)
        cut = cuts.chosen(connection, name)
    if model is None or version is None or champion is None:
        return {"message": f"{name} has no champion to look at."}
    seen = _spans_of(workspace, model, version)
    if seen and (cut.unit is Unit.FILE or any(cut_of(span) != cut for span in seen)):
        return {"message": f"{name} has seen {version.label} already."}
    reporter.report(0.1, f"Comparing {version.label} with the data of {champion.label}")
    desk = _Desk(workspace, job, model, champion)
    pieces = desk.reader(champion).cut(version, cut)
    todo = [one for one in pieces if one.span not in seen]
    if pieces and not todo:
        return {"message": f"{name} has seen {version.label} already."}
    done: list[_Done] = []
    for place, piece in enumerate(todo):
        reporter.check()
        part = Share(reporter, 0.1 + 0.9 * place / len(todo), 0.1 + 0.9 * (place + 1) / len(todo))
        one = desk.take(version, piece, part)
        if one is not None:
            done.append(one)
    return _told(name, version, done)


@dataclass(frozen=True)
class _Done:
    """One chunk as it is now."""

    chunk_id: int
    n_drifted: int
    words: str
    is_late: bool


def _told(name: str, version: DatasetVersion, done: Sequence[_Done]) -> dict[str, Any]:
    if not done:
        return {"message": f"{name} has seen {version.label} already."}
    newest = done[-1]
    n = newest.n_drifted
    words = (
        "No column drifted" if n == 0 else f"{n} columns drifted" if n > 1 else "1 column drifted"
    )
    found = {"chunk": newest.chunk_id, "message": f"{words}. {newest.words}".strip()}
    n_late = sum(one.is_late for one in done)
    if len(done) > 1 or n_late:
        new = len(done) - n_late
        parts = [f"{new:,} new" if new else "", f"{n_late:,} with more rows now" if n_late else ""]
        several = "1 chunk" if len(done) == 1 else f"{len(done):,} chunks"
        told = " and ".join(part for part in parts if part)
        found |= {"chunks": [one.chunk_id for one in done]}
        found["message"] = f"{several}: {told}. In the newest: {found['message']}"
    return found


def _spans_of(workspace: Workspace, model: Model, version: DatasetVersion) -> set[str]:
    """The chunks, without their champion, that have rows of a version already."""
    with workspace.store.read() as connection:
        spans = {one.id: one.span for one in chunk_truths.of_model(connection, model.id)}
        parts = chunk_counts.of_model(connection, model.id)
    own = f"version:{version.id}"
    found = {spans[one.chunk_id] for one in parts if one.dataset_version_id == version.id}
    return {base_of(span) for span in (*found, *(s for s in spans.values() if s == own))}


@dataclass(frozen=True)
class _Rows:
    """A chunk about to be looked at: the one there is, its versions, what it will be."""

    chunk: Chunk | None
    subject: Subject
    n_rows: int


class _Desk:
    """Takes a version's rows into their chunks; readers are kept from one to the next."""

    def __init__(
        self, workspace: Workspace, job: Job, model: Model, champion: ModelVersion
    ) -> None:
        self._workspace, self._job = workspace, job
        self._model, self._champion = model, champion
        self._readers: dict[int, ChunkReader] = {}

    def reader(self, champion: ModelVersion) -> ChunkReader:
        """What reads rows for a version of the model."""
        if champion.id not in self._readers:
            self._readers[champion.id] = ChunkReader(self._workspace, champion)
        return self._readers[champion.id]

    def take(self, version: DatasetVersion, piece: Piece, reporter: Share) -> _Done | None:
        """Look at one chunk with the version's rows in it; None where somebody did meanwhile."""
        champion, span, chunk = self._home(piece)
        reader = self.reader(champion)
        grounds = Grounds(self._workspace, self._model, champion, reader.model)
        own = reader.own(version)
        if len(piece.places) < len(own.given):
            own = own.take(piece.places)
        counts = grounds.count(own.frame)
        held = self._held(version, own.frame, span, chunk)
        former = None if chunk is None else grounds.of_chunk(chunk.id, chunk.span)
        whole = counts if former is None else total([former, counts])
        assert whole is not None
        keys = [one.id for one in held.subject.versions]
        rows = own if chunk is None else reader.of_parts(keys, span)
        looker = Looker(self._workspace, self._model, champion, grounds)
        if rows is not None:
            look = looker.look(held.subject, rows, whole, reporter)
            return self._write(champion, version, held, counts, look.values(), look, grounds)
        # The rows that were there before are gone: only what was counted of them adds up.
        values: dict[str, Any] = {}
        if former is not None:
            compared = grounds.compare(held.subject, whole)
            values = {"report": compared.report, "reference": compared.reference}
        return self._write(champion, version, held, counts, values, None, grounds)

    def _home(self, piece: Piece) -> tuple[ModelVersion, str, Chunk | None]:
        """Who looks at a piece, as which chunk, and the chunk where it is there already."""
        with self._workspace.store.read() as connection:
            seen = chunk_truths.of_model(connection, self._model.id)
            standing = [Standing(one.span, one.version_id) for one in seen]
            me = self._champion
            span, looks = span_for(piece.span, me.id, me.number, standing)
            chunk = chunks.find(connection, self._model.id, span)
            champion = me if looks == me.id else models.version_of_id(connection, looks)
        assert champion is not None
        return champion, span, chunk

    def _held(self, version: DatasetVersion, frame: Frame, span: str, chunk: Chunk | None) -> _Rows:
        starts_at, ends_at = times_of(version, frame, span)
        if chunk is None:
            subject = Subject((version,), span, starts_at, ends_at)
            return _Rows(None, subject, frame.n_rows)
        with self._workspace.store.read() as connection:
            parts = chunk_counts.of_chunk(connection, chunk.id)
            found = [datasets.version_of_id(connection, one.dataset_version_id) for one in parts]
        versions = [one for one in found if one is not None and one.id != version.id]
        versions = sorted([*versions, version], key=lambda one: one.number)
        begins = [at for at in (starts_at, chunk.starts_at) if at is not None]
        ends = [at for at in (ends_at, chunk.ends_at) if at is not None]
        subject = Subject(tuple(versions), span, min(begins, default=None), max(ends, default=None))
        return _Rows(chunk, subject, chunk.n_rows + frame.n_rows)

    def _write(
        self,
        champion: ModelVersion,
        version: DatasetVersion,
        held: _Rows,
        counts: FrameCounts,
        values: dict[str, Any],
        look: Look | None,
        grounds: Grounds,
    ) -> _Done | None:
        model, subject = self._model, held.subject
        blob = self._workspace.blobs.put_bytes(counts.to_bytes())
        values |= {
            "dataset_version_id": subject.versions[-1].id,
            "starts_at": subject.starts_at,
            "ends_at": subject.ends_at,
            "n_rows": held.n_rows,
        }
        with self._workspace.store.write(durable=True) as tx:
            queue.hold(tx, self._job)
            there = chunks.find(tx.connection, model.id, subject.span)
            if not _is_as_read(tx, there, held.chunk, version):
                return None
            if there is None:
                own = {"model_id": model.id, "version_id": champion.id, "span": subject.span}
                chunk_id = chunks.insert(tx, model.name, **own, **values)
            else:
                chunk_id = there.id
                chunks.update(tx, model.name, chunk_id, news=chunks.next_news(tx), **values)
            chunk_counts.put(tx, chunk_id, version.id, n_rows=counts.n_rows, blob=blob)
            if reference_choices.of_model(tx.connection, model.id) != grounds.choices:
                by = self._job.asked_by
                comparing_anew.ask(tx, model, by, "something else was chosen meanwhile")
            alerting.tell(tx, model)
            relation.tell(tx, champion, model.task, model.metric)
            if look is not None:
                worth.tell(tx, model.id, chunk_id, look.worth, look.finding)
            probation.look(tx, model.id)
            answered_looks.ask_again(tx, model)
            now = chunks.of_id(tx.connection, chunk_id)
        assert now is not None
        words = "" if look is None else look.words
        return _Done(chunk_id, now.report["drifted_columns"], words, there is not None)


def _is_as_read(
    tx: Transaction, there: Chunk | None, read: Chunk | None, version: DatasetVersion
) -> bool:
    """Whether a chunk is still what it was when its rows were read, without the version's."""
    if there is None or read is None:
        return there is read
    parts = chunk_counts.of_chunk(tx.connection, there.id)
    is_new = version.id not in {one.dataset_version_id for one in parts}
    return is_new and there.n_rows == read.n_rows
