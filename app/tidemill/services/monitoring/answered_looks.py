"""Looking at rows that only a service or a batch folder saw: the job, and when it is asked for.

They are looked at by when they were answered, through the eyes of the version that answered them,
and measured by what was really answered. All that came since the last look changes at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part as Share
from tidemill.base.progress import Reporter, Silent
from tidemill.domain.counted_references import total
from tidemill.domain.cuts import Cut, answered_span, is_answered, label_of
from tidemill.domain.deployments import AnswerBlock
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.references import FrameCounts
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import probation
from tidemill.services.answered_rows import MOST_ROWS, AnsweredReader, Line
from tidemill.services.monitoring import alerting, comparing_anew, cuts, relation, worth
from tidemill.services.monitoring.comparing import LEAST, Grounds, Subject
from tidemill.services.monitoring.looks import Look, Looker
from tidemill.services.workspace import Workspace
from tidemill.store import (
    answer_logs,
    chunk_answers,
    chunk_truths,
    chunks,
    models,
    reference_choices,
)
from tidemill.store import jobs as job_rows
from tidemill.store.chunk_answers import Source
from tidemill.store.engine import Transaction

KIND = "model.look-answered"

REST = timedelta(minutes=10)
"""So long a service gathers answers before they are looked at; a batch folder's are at once."""

LONGEST = timedelta(days=1)
"""So long fewer answers wait than a look needs."""

MOST_AGAIN = 14
"""In so many of the newest looks rows are searched for that came with the data since."""


def ask_all(workspace: Workspace) -> None:
    """Ask for a look at every model with answers that are due; the worker calls it now and then."""
    now = workspace.clock.now()
    with workspace.store.read() as connection:
        waiting = answer_logs.waiting(connection)
    due = [
        one.model
        for one in waiting
        if now - one.since >= LONGEST
        or (one.n_rows >= LEAST and (one.has_batch or now - one.since >= REST))
    ]
    for name in due:
        with workspace.store.write() as tx:
            _ask(tx, name, f"{name} answered rows")


def ask_again(tx: Transaction, model: Model) -> None:
    """Rows came with the data: those of them that were looked at as answered count there alone."""
    if chunk_answers.of_model(tx.connection, model.id):
        _ask(tx, model.name, f"rows of {model.name} came")


def _ask(tx: Transaction, name: str, cause: str) -> None:
    lane = f"model:{name}"
    if job_rows.is_queued(tx.connection, KIND, lane=lane):
        return
    queue.enqueue(
        tx,
        JobRequest(KIND, {"model": name}, priority=7, lane=lane, asked_by="worker", cause=cause),
    )


@dataclass(frozen=True)
class _Done:
    """A chunk as it was looked at, and what each deployment brought to it."""

    span: str
    champion: ModelVersion
    chunk: Chunk | None
    n_rows: int
    subject: Subject
    look: Look
    counts: Mapping[int, FrameCounts]
    n_seen: Mapping[int, int]
    choices: Sequence[Any]


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Look at all answers of a model that were not looked at yet; safe to run twice.

    Looks whose rows came with the data since are renewed without them, and go where none is left.
    """
    name = job.params["model"]
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        if model is None:
            return {"message": f"There is no model {name} any more."}
        blocks = answer_logs.unseen(connection, model.id)
        versions = {one.id: one for one in models.versions(connection, model.id)}
        known = [o for o in chunk_truths.of_model(connection, model.id) if is_answered(o.span)]
        cut = cuts.chosen(connection, name)
    reporter.report(0.05, f"Looking at what {name} answered")
    done: list[_Done] = []
    by_version = sorted(blocks, key=lambda one: (one.version_id, one.id))
    for version_id, some in groupby(by_version, key=lambda one: one.version_id):
        desk = _Desk(workspace, model, versions[version_id])
        done += desk.take(list(some), cut, reporter)
    spans = {one.span for one in done}
    empty: list[Chunk] = []
    for chunk in known[-MOST_AGAIN:]:
        if chunk.span not in spans:
            reporter.check()
            again, is_empty = _Desk(workspace, model, versions[chunk.version_id]).again(chunk)
            done += [] if again is None else [again]
            empty += [chunk] if is_empty else []
    reporter.check()
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        answer_logs.mark(tx, [one.id for one in blocks])
        _write(workspace, tx, model, job, done)
        _remove(tx, model, empty)
    if not done:
        return {"message": f"Nothing that {name} answered is outside the data."}
    n = sum(one.n_rows - (one.chunk.n_rows if one.chunk else 0) for one in done)
    newest = done[-1]
    drifted = newest.look.compared.report["drifted_columns"]
    found = "No column" if not drifted else "1 column" if drifted == 1 else f"{drifted:,} columns"
    rows = "1 row" if n == 1 else f"{n:,} rows"
    words = f"{rows} that came with no data ({label_of(newest.span, '')}). {found} drifted."
    return {"chunks": len(done), "message": f"{words} {newest.look.words}".strip()}


class _Desk:
    """Takes what one version answered into its chunks."""

    def __init__(self, workspace: Workspace, model: Model, champion: ModelVersion) -> None:
        self._workspace, self._model, self._champion = workspace, model, champion
        self._reader = AnsweredReader(workspace, champion)

    def take(self, blocks: Sequence[AnswerBlock], cut: Cut, reporter: JobReporter) -> list[_Done]:
        """Look at the answers of some blocks, period by period."""
        by_span: dict[str, list[Line]] = {}
        for block in blocks:
            try:
                lines = self._reader.lines([block])
            except NeedsYou:  # its file is gone
                continue
            for line in lines:
                span = answered_span(cut, line.at, self._champion.number)
                by_span.setdefault(span, []).append(line)
        found = []
        for place, (span, lines) in enumerate(sorted(by_span.items())):
            reporter.check()
            part = Share(reporter, place / len(by_span), (place + 1) / len(by_span))
            one = self._look(span, lines, part)
            if one is not None:
                found.append(one)
        return found

    def again(self, chunk: Chunk) -> tuple[_Done | None, bool]:
        """A chunk without the rows that came with the data since, None where it stays as it is;
        and whether none is left."""
        with self._workspace.store.read() as connection:
            sources = chunk_answers.of_chunk(connection, chunk.id)
        old = self._before(chunk.span, sources)
        if len(old) != sum(one.n_seen for one in sources):
            return None, False  # some are gone: what is left can't be counted
        left = self._reader.left(old)
        if len(left) == chunk.n_rows or len(old) >= MOST_ROWS:
            return None, False
        if not left:
            return None, True
        return self._look(chunk.span, [], Silent()), False

    def _look(self, span: str, new: list[Line], reporter: Reporter) -> _Done | None:
        left = self._reader.left(new)
        if new and not left:
            return None
        with self._workspace.store.read() as connection:
            chunk = chunks.find(connection, self._model.id, span)
            sources = [] if chunk is None else chunk_answers.of_chunk(connection, chunk.id)
        grounds = Grounds(self._workspace, self._model, self._champion, self._reader.model)
        old = self._before(span, sources)
        is_whole = len(old) == sum(one.n_seen for one in sources)
        every = [*self._reader.left(old), *left][-MOST_ROWS:]
        answered = self._reader.answered(every)
        if not answered.lines:
            return None
        is_whole = is_whole and len(every) < MOST_ROWS
        if is_whole:
            counts = {k: grounds.count(f) for k, f in answered.by_deployment().items()}
        else:  # what was there before is gone: only what was counted of it adds up
            fresh = self._reader.answered(left)
            counts = {k: grounds.count(f) for k, f in fresh.by_deployment().items()}
            counts = _with_former(self._workspace, counts, sources)
        whole = total(counts.values())
        assert whole is not None
        first, last = answered.times
        if chunk is not None and chunk.starts_at is not None:
            first = min(first, chunk.starts_at)
        subject = Subject((self._reader.newest,), span, first, last)
        looker = Looker(self._workspace, self._model, self._champion, grounds)
        look = looker.look(subject, answered.rows, whole, reporter)
        n_seen = {one.deployment_id: one.n_seen for one in sources}
        for line in new:
            n_seen[line.deployment_id] = n_seen.get(line.deployment_id, 0) + 1
        return _Done(
            span,
            self._champion,
            chunk,
            whole.n_rows,
            subject,
            look,
            counts,
            n_seen,
            grounds.choices,
        )

    def _before(self, span: str, sources: Sequence[Source]) -> list[Line]:
        """What was looked at of a chunk before, as far as it is there."""
        if not sources:
            return []
        try:
            return self._reader.of_chunk(span)
        except NeedsYou:
            return []


def _remove(tx: Transaction, model: Model, empty: Sequence[Chunk]) -> None:
    """Let go looks whose rows are all looked at with the data; the newest of these stands for
    them."""
    every = [o for o in chunk_truths.of_model(tx.connection, model.id) if not is_answered(o.span)]
    if empty and every:
        heir = max(every, key=lambda one: (one.dataset_version or 0, one.id))
        chunks.replace(tx, model.name, {one.id: heir.id for one in empty})
        alerting.tell(tx, model)


def _with_former(
    workspace: Workspace, counts: Mapping[int, FrameCounts], sources: Sequence[Source]
) -> dict[int, FrameCounts]:
    """New counts by deployment with what was counted before."""
    found = dict(counts)
    for one in sources:
        if one.blob is None:
            continue
        former = FrameCounts.from_bytes(workspace.blobs.get_bytes(one.blob))
        mine = found.get(one.deployment_id)
        found[one.deployment_id] = former if mine is None else former.plus(mine)
    return found


def _write(
    workspace: Workspace, tx: Transaction, model: Model, job: Job, done: Sequence[_Done]
) -> None:
    keys: dict[int, _Done] = {}
    for one in done:
        values = {
            "starts_at": one.subject.starts_at,
            "ends_at": one.subject.ends_at,
            "n_rows": one.n_rows,
            **one.look.values(),
        }
        if one.chunk is None:
            own = {"model_id": model.id, "version_id": one.champion.id, "span": one.span}
            key = chunks.insert(tx, model.name, **own, **values)
        else:
            key = one.chunk.id
            chunks.update(tx, model.name, key, news=chunks.next_news(tx), **values)
        keys[key] = one
        for deployment_id, counts in one.counts.items():
            chunk_answers.put(
                tx,
                key,
                deployment_id,
                n_rows=counts.n_rows,
                n_seen=one.n_seen.get(deployment_id, counts.n_rows),
                blob=workspace.blobs.put_bytes(counts.to_bytes()),
            )
    if not done:
        return
    if reference_choices.of_model(tx.connection, model.id) != done[0].choices:
        comparing_anew.ask(tx, model, job.asked_by, "something else was chosen meanwhile")
    alerting.tell(tx, model)
    for champion in {one.champion.id: one.champion for one in done}.values():
        relation.tell(tx, champion, model.task, model.metric)
    for key, one in keys.items():
        worth.tell(tx, model.id, key, one.look.worth, one.look.finding)
    probation.look(tx, model.id)
