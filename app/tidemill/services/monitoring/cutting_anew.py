"""What was seen of a model cut into other chunks, from the rows that are stored still: the job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part as Share
from tidemill.domain.counted_references import total
from tidemill.domain.cuts import Cut, Standing, is_answered, is_filling, order_of, span_for
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.jobs import Job
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.references import FrameCounts
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import probation
from tidemill.services.chunk_rows import ChunkReader, stored_version, times_of
from tidemill.services.monitoring import alerting, comparing_anew, cuts, relation, worth
from tidemill.services.monitoring.comparing import Grounds, Subject
from tidemill.services.monitoring.earlier_looks import MadeLooks
from tidemill.services.monitoring.looks import Look, Looker
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_counts, chunk_truths, chunks, models, reference_choices
from tidemill.store.chunk_counts import Part
from tidemill.store.engine import Transaction


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Cut every chunk whose rows are there as is chosen now; all change at once, or none."""
    name = job.params["model"]
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        if model is None:
            return {"message": f"There is no model {name} any more."}
        cut = cuts.chosen(connection, name)
        before = _Before.read(connection, model)
    plan = _Planner(workspace, model, before, cut).plan()
    if not plan.made:
        words = f"Everything seen of {name} is cut by {cut.words} already."
        return {"message": f"{words} {_left(plan)}".strip()}
    earlier = MadeLooks.of(one for one in before.chunks if one.id not in plan.replaced)
    looked = []
    for n, one in enumerate(plan.made):
        share = Share(reporter, n / len(plan.made), (n + 1) / len(plan.made))
        made = plan.look(workspace, model, one, earlier, share)
        earlier.add(made.subject.ends_at, made.look.compared.report)
        looked.append(made)
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        if cuts.chosen(tx.connection, name) != cut:
            return {"message": "Something else was chosen meanwhile, which is cut next."}
        if _Before.read(tx.connection, model).keys != before.keys:
            cuts.ask(tx, model, job.asked_by, "new rows came meanwhile")
            return {"message": "New rows came meanwhile; it is cut again with them."}
        _write(tx, model, plan, looked)
        if reference_choices.of_model(tx.connection, model.id):
            comparing_anew.ask(tx, model, job.asked_by, f"{name} was cut by {cut.words}", job.id)
    n = len(plan.made)
    words = f"Cut by {cut.words}: 1 chunk." if n == 1 else f"Cut by {cut.words}: {n:,} chunks."
    return {"chunks": n, "message": f"{words} {_left(plan)}".strip()}


@dataclass(frozen=True)
class _Before:
    """What is there: the chunks, oldest rows first, and what versions brought to each.

    Rows that were only answered are in no file: what is cut otherwise is what comes of them next.
    """

    chunks: tuple[Chunk, ...]
    parts: tuple[Part, ...]

    @classmethod
    def read(cls, connection: Any, model: Model) -> "_Before":
        seen = chunk_truths.of_model(connection, model.id)
        own = tuple(one for one in seen if not is_answered(one.span))
        return cls(own, tuple(chunk_counts.of_model(connection, model.id)))

    @property
    def keys(self) -> set[tuple[int, int]]:
        """Which versions have rows in which chunks."""
        return {(one.chunk_id, one.dataset_version_id) for one in self.parts}


@dataclass
class _Made:
    """A chunk to be: its versions, oldest first, and the chunks whose rows it takes."""

    span: str
    champion: ModelVersion
    versions: list[DatasetVersion] = field(default_factory=list)
    came_at: dict[int, datetime] = field(default_factory=dict)
    of: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Looked:
    """A chunk to be as it was looked at, and what was counted of each version's rows."""

    made: _Made
    subject: Subject
    look: Look
    counts: Mapping[int, FrameCounts]
    blobs: Mapping[int, str]


@dataclass(frozen=True)
class _Plan:
    """What is to be made, what it replaces, and what stays as it is for its rows are gone."""

    made: list[_Made]
    replaced: set[int]
    stays: set[int]
    gone: set[int]
    readers: dict[int, ChunkReader]

    def look(
        self, workspace: Workspace, model: Model, made: _Made, earlier: MadeLooks, reporter: Share
    ) -> _Looked:
        """Look at a chunk to be, after those that come before it."""
        reporter.report(0.0, f"Cutting {made.span.partition(':')[2]}")
        reader = self.readers[made.champion.id]
        grounds = Grounds(workspace, model, made.champion, reader.model)
        rows = {one.id: reader.of_part(one, made.span) for one in made.versions}
        counts = {key: grounds.count(one.frame) for key, one in rows.items()}
        moments = [times_of(one, rows[one.id].frame, made.span) for one in made.versions]
        begins = min((first for first, _ in moments if first is not None), default=None)
        ends = max((last for _, last in moments if last is not None), default=None)
        subject = Subject(tuple(made.versions), made.span, begins, ends)
        whole, together = reader.stacked(rows.values()), total(counts.values())
        assert together is not None
        looker = Looker(workspace, model, made.champion, grounds, earlier)
        look = looker.look(subject, whole, together, reporter)
        blobs = {k: workspace.blobs.put_bytes(one.to_bytes()) for k, one in counts.items()}
        return _Looked(made, subject, look, counts, blobs)


class _Planner:
    """Lays the rows of every version into the chunks of a cut, as looks would have done."""

    def __init__(self, workspace: Workspace, model: Model, before: _Before, cut: Cut) -> None:
        self._workspace, self._before, self._cut = workspace, before, cut
        with workspace.store.read() as connection:
            every = models.versions(connection, model.id)
        self._champions = {one.id: one for one in every}
        self._readers: dict[int, ChunkReader] = {}
        self._parts: dict[int, list[Part]] = {}
        for part in before.parts:
            self._parts.setdefault(part.dataset_version_id, []).append(part)

    def plan(self) -> _Plan:
        """What becomes of the chunks."""
        versions, gone = self._there()
        stays = self._staying(gone)
        standing = [
            Standing(one.span, one.version_id) for one in self._before.chunks if one.id in stays
        ]
        made: dict[str, _Made] = {}
        for key, version in versions.items():
            if all(part.chunk_id not in stays for part in self._parts[key]):
                self._lay(version, made, standing)
        same = self._same(made)
        new = [made[span] for span in sorted(made, key=_by_time) if span not in same]
        replaced = {one.id for one in self._before.chunks} - stays - set(same.values())
        return _Plan(new, replaced, stays, gone, self._readers)

    def _there(self) -> tuple[dict[int, DatasetVersion], set[int]]:
        """The versions whose rows can be read, in the order in which they came; and the others."""
        order = sorted(self._parts, key=lambda key: (self._came(key), key))
        found: dict[int, DatasetVersion] = {}
        gone = set()
        for key in order:
            version = stored_version(self._workspace, key)
            try:
                if version is None:
                    raise NeedsYou("Its rows were deleted.", "")
                self._reader(self._looked_by(key)).own(version)
                found[key] = version
            except NeedsYou:
                gone.add(key)
        return found, gone

    def _came(self, key: int) -> float:
        moments = [one.came_at.timestamp() for one in self._parts[key] if one.came_at is not None]
        return min(moments, default=0.0)

    def _looked_by(self, key: int) -> ModelVersion:
        """The version of the model that looked at most rows of a dataset version."""
        most = max(self._parts[key], key=lambda one: (one.n_rows, one.chunk_id))
        return self._champions[most.version_id]

    def _reader(self, champion: ModelVersion) -> ChunkReader:
        if champion.id not in self._readers:
            self._readers[champion.id] = ChunkReader(self._workspace, champion)
        return self._readers[champion.id]

    def _staying(self, gone: set[int]) -> set[int]:
        """Chunks that can't be cut anew: with rows that are gone, and all that share a file with
        such a one, as else some rows would count twice."""
        keys, found = set(gone), set[int]()
        known = {one.chunk_id for one in self._before.parts}
        found |= {one.id for one in self._before.chunks if one.id not in known}
        while True:
            wider = {one.chunk_id for one in self._before.parts if one.dataset_version_id in keys}
            if wider <= found:
                return found
            found |= wider
            keys |= {one.dataset_version_id for one in self._before.parts if one.chunk_id in found}

    def _lay(
        self, version: DatasetVersion, made: dict[str, _Made], standing: list[Standing]
    ) -> None:
        champion = self._looked_by(version.id)
        taken = {one.span for one in standing if one.span not in made}
        came_at = [one.came_at for one in self._parts[version.id] if one.came_at is not None]
        for piece in self._reader(champion).cut(version, self._cut):
            span, looks = span_for(piece.span, champion.id, champion.number, standing)
            if span in taken:  # its other rows are gone, so these can't be added up with them
                span, looks = f"{piece.span}/{champion.number}+", champion.id
            if span not in made:
                self._reader(self._champions[looks])
                made[span] = _Made(span, self._champions[looks])
                standing.append(Standing(span, looks))
            one = made[span]
            one.versions.append(version)
            one.of |= {part.chunk_id for part in self._parts[version.id]}
            if came_at:
                one.came_at[version.id] = min(came_at)

    def _same(self, made: Mapping[str, _Made]) -> dict[str, int]:
        """The chunks that are already as they are to be."""
        found = {}
        for chunk in self._before.chunks:
            one = made.get(chunk.span)
            keys = {p.dataset_version_id for p in self._before.parts if p.chunk_id == chunk.id}
            if one is None or one.champion.id != chunk.version_id:
                continue
            if {v.id for v in one.versions} == keys:
                found[chunk.span] = chunk.id
        return found


def _write(tx: Transaction, model: Model, plan: _Plan, looked: Sequence[_Looked]) -> None:
    seen = {one.id: one for one in chunk_truths.of_model(tx.connection, model.id)}
    for key in plan.replaced:
        chunks.rename(tx, key, f"former:{key}")
    news = dict.fromkeys(plan.replaced, 0) | chunks.news_of(tx.connection, plan.replaced)
    keys: dict[int, _Looked] = {}
    for one in looked:
        made = one.made
        known = [seen[key] for key in made.of if key in seen]
        key = chunks.insert(
            tx,
            model.name,
            model_id=model.id,
            version_id=made.champion.id,
            dataset_version_id=max(made.versions, key=lambda v: v.number).id,
            span=made.span,
            starts_at=one.subject.starts_at,
            ends_at=one.subject.ends_at,
            n_rows=len(one.look.rows.given),
            created_at=min(made.came_at.values(), default=min(c.created_at for c in known)),
            news=max((news.get(k, 0) for k in made.of), default=0),
            **one.look.values(),
        )
        keys[key] = one
        for version in made.versions:
            chunk_counts.put(
                tx,
                key,
                version.id,
                n_rows=one.counts[version.id].n_rows,
                blob=one.blobs[version.id],
                came_at=made.came_at.get(version.id),
            )
    heirs = {key: _heir(seen[key], keys) for key in plan.replaced if key in seen}
    chunks.replace(tx, model.name, {key: heir for key, heir in heirs.items() if heir is not None})
    alerting.tell(tx, model)
    for champion in {one.made.champion.id: one.made.champion for one in looked}.values():
        relation.tell(tx, champion, model.task, model.metric)
    for key, one in keys.items():
        worth.tell(tx, model.id, key, one.look.worth, one.look.finding)
    probation.look(tx, model.id)


def _by_time(span: str) -> tuple[int, str]:
    """Sorts spans by their place in time; those of files stay first, in the order they came."""
    return order_of(span) if is_filling(span) else (0, "")


def _heir(old: Chunk, keys: Mapping[int, _Looked]) -> int | None:
    """The new chunk that stands for an old one: that in which its last rows lie."""
    mine = {key: one for key, one in keys.items() if old.id in one.made.of}
    if not mine:
        return None
    dated = [
        (one.subject.ends_at, key) for key, one in mine.items() if one.subject.ends_at is not None
    ]
    if old.ends_at is None or not dated:
        return max(mine)
    reached = [pair for pair in dated if pair[0] >= old.ends_at]
    return min(reached)[1] if reached else max(dated)[1]


def _left(plan: _Plan) -> str:
    """What could not be cut anew, in words."""
    if not plan.stays:
        return ""
    n, files = len(plan.stays), len(plan.gone)
    of = "of 1 file" if files == 1 else f"of {files:,} files"
    kept = "1 chunk stays as it is" if n == 1 else f"{n:,} chunks stay as they are"
    return f"{kept}: the rows {of} are gone."
