"""What new rows of a model are compared with, from what was counted before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.counted_references import Counting, total
from tidemill.domain.cuts import is_alike, is_answered, is_filling, label_of
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.reference_choices import (
    ReferenceChoice,
    ReferenceKind,
    choice_for,
)
from tidemill.domain.references import FrameCounts, FrameReference
from tidemill.services import drift, measuring, preparing
from tidemill.services.chunk_rows import places_in, stored_version
from tidemill.services.training import persist
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace
from tidemill.store import (
    chunk_answers,
    chunk_counts,
    chunk_truths,
    datasets,
    models,
    reference_choices,
)
from tidemill.store.chunk_answers import Source
from tidemill.store.chunk_counts import Part

LEAST = 30
"""Rows that a reference has at least: fewer say nothing of what is normal."""


@dataclass(frozen=True, eq=False)
class Compared:
    """A drift report, and what its rows were compared with in plain types.

    `against` is the reference itself, `counts` are the rows as counted on its cells.
    """

    report: dict[str, Any]
    reference: dict[str, Any]
    against: FrameReference
    counts: FrameCounts


@dataclass(frozen=True)
class Subject:
    """The rows of a chunk as what is compared: the versions they came with, first to last, the
    span they are of and when they begin and end."""

    versions: tuple[DatasetVersion, ...]
    span: str
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def first(self) -> DatasetVersion:
        """The first version with rows among them: choices from a version on go by it."""
        return self.versions[0]

    @property
    def asked(self) -> DatasetVersion:
        """The first version as what asks for a reference, with the times of the rows."""
        return replace(self.first, starts_at=self.starts_at, ends_at=self.ends_at)


def subject_of_chunk(workspace: Workspace, chunk: Chunk, keys: Sequence[int]) -> Subject | None:
    """A chunk there is, as what is compared; None where a version it came with is unknown.

    Rows that were only answered stand behind the data that was there then.
    """
    if is_answered(chunk.span):
        return _of_answered(workspace, chunk)
    with workspace.store.read() as connection:
        found = [datasets.version_of_id(connection, key) for key in keys]
    known = tuple(one for one in found if one is not None)
    if len(known) < len(found) or not known:
        return None
    known = tuple(sorted(known, key=lambda one: one.number))
    return Subject(known, chunk.span, chunk.starts_at, chunk.ends_at)


def _of_answered(workspace: Workspace, chunk: Chunk) -> Subject | None:
    with workspace.store.read() as connection:
        champion = models.version_of_id(connection, chunk.version_id)
        learned_on = None
        if champion is not None:
            learned_on = datasets.version_of_id(connection, champion.dataset_version_id)
        every = [] if learned_on is None else datasets.versions(connection, learned_on.dataset_id)
    there = [one for one in every if one.created_at <= chunk.created_at] or every[:1]
    if not there:
        return None
    return Subject((there[-1],), chunk.span, chunk.starts_at, chunk.ends_at)


@dataclass(frozen=True)
class _Found:
    """Counted rows to compare with, or why there are none."""

    counts: FrameCounts | None
    words: str


class Grounds:
    """What one champion's rows can be compared with; its model and counts are read once."""

    def __init__(
        self,
        workspace: Workspace,
        model: Model,
        champion: ModelVersion,
        trained: TrainedModel | None = None,
    ) -> None:
        """`trained` is the champion's model where it is loaded already."""
        if champion.reference_blob is None:
            raise NeedsYou(
                f"{champion.label} has no summary of its training data.", "Train a new version."
            )
        self._workspace, self._champion, self._loaded = workspace, champion, trained
        self._reference_blob = champion.reference_blob
        with workspace.store.read() as connection:
            self.choices = reference_choices.of_model(connection, model.id)
            parts = chunk_counts.of_model(connection, model.id)
            self._versions = datasets.versions(connection, model.dataset_id)
            self._chunks = chunk_truths.of_model(connection, model.id)
            answered = chunk_answers.of_model(connection, model.id)
        self._parts: dict[int, list[Part]] = {}
        self._of_version: dict[int, list[Part]] = {}
        self._answered: dict[int, list[Source]] = {}
        for source in answered:
            self._answered.setdefault(source.chunk_id, []).append(source)
        for part in parts:
            self._parts.setdefault(part.chunk_id, []).append(part)
            self._of_version.setdefault(part.dataset_version_id, []).append(part)
        self._kept: dict[str, FrameCounts | None] = {}

    @cached_property
    def _counting(self) -> Counting:
        data = self._workspace.blobs.get_bytes(self._reference_blob)
        return Counting(FrameReference.from_bytes(data))

    @cached_property
    def _trained(self) -> TrainedModel:
        return self._loaded or persist.load(self._workspace.blobs.get_bytes(self._champion.blob))

    def choice(self, subject: Subject) -> ReferenceChoice | None:
        """What was chosen for a chunk's rows."""
        return choice_for(self.choices, subject.first.number)

    def counts(self, version: DatasetVersion) -> FrameCounts | None:
        """A version's own rows on this champion's cells: as kept, else read again; None if gone."""
        key = f"version:{version.id}"
        if key not in self._kept:
            parts = self._of_version.get(version.id, [])
            self._kept[key] = self._from_parts(parts) or self._counted(version)
        return self._kept[key]

    def of_chunk(self, chunk_id: int, span: str) -> FrameCounts | None:
        """All rows of a chunk on this champion's cells: as kept, else read again; None if gone."""
        key = f"chunk:{chunk_id}"
        if key not in self._kept:
            if is_answered(span):
                self._kept[key] = self._from_parts(self._answered.get(chunk_id, []))
                return self._kept[key]
            parts = self._parts.get(chunk_id, [])
            found = self._from_parts(parts)
            self._kept[key] = found or self._counted_parts(parts, span)
        return self._kept[key]

    def count(self, frame: Frame) -> FrameCounts:
        """Rows just read, on this champion's cells."""
        return drift.count_frame(frame, self._counting.known)

    def keep(self, chunk_id: int, counts: FrameCounts) -> None:
        """Remember what was counted just now."""
        self._kept[f"chunk:{chunk_id}"] = counts

    def _from_parts(self, parts: Sequence[Part] | Sequence[Source]) -> FrameCounts | None:
        """Their rows together, where what was counted of all of them on these cells is kept."""
        found = []
        for part in parts:
            if part.blob is None or part.version_id != self._champion.id:
                return None
            try:
                found.append(FrameCounts.from_bytes(self._workspace.blobs.get_bytes(part.blob)))
            except NeedsYou:  # gone or damaged: the rows are counted again
                return None
        return total(found)

    def _counted_parts(self, parts: Sequence[Part], span: str) -> FrameCounts | None:
        """The rows of a chunk read again."""
        found = []
        for part in parts:
            version = stored_version(self._workspace, part.dataset_version_id)
            if version is None:
                return None
            try:
                frame = preparing.own_rows_for(self._workspace, version, self._trained.steps)
            except NeedsYou:
                return None
            found.append(self.count(frame.take(places_in(self._workspace, version, frame, span))))
        return total(found)

    def _counted(
        self, version: DatasetVersion, between: tuple[datetime, datetime] | None = None
    ) -> FrameCounts | None:
        time = version.schema.time
        try:
            frame = preparing.own_rows_for(self._workspace, version, self._trained.steps)
        except NeedsYou:
            return None
        if between is not None:
            if time is None or time not in frame:
                return None
            at = frame[time].values
            first, last = (np.datetime64(one.replace(tzinfo=None)) for one in between)
            frame = frame.take((at >= first) & (at <= last))
        return drift.count_frame(frame, self._counting.known)

    def compare(self, subject: Subject, counts: FrameCounts) -> Compared:
        """Hold counted rows against what was chosen for them."""
        known = self._counting.known
        choice = self.choice(subject)
        found = self._found(choice, subject)
        training = f"the training data of {self._champion.label}"
        features = list(self._trained.inputs.names)
        if is_answered(subject.span):  # what was masked is not gone: nothing is known of it
            features = [n for n in features if n in counts.columns or n in counts.problems]
        if found.counts is None:
            report = measuring.compared(known, counts, features)
            if not self.choices:
                return Compared(report, {}, known, counts)
            words = f"{training}: {found.words}" if found.words else training
            return Compared(report, _told(choice, words, known.n_rows), known, counts)
        reference = self._counting.reference(found.counts)
        now = self._counting.counted(counts, reference)
        there = {*reference.columns, *now.new}
        report = measuring.compared(reference, now, [name for name in features if name in there])
        told = _told(choice, found.words, reference.n_rows)
        return Compared(report, told, reference, now)

    def _found(self, choice: ReferenceChoice | None, subject: Subject) -> _Found:
        if choice is None or choice.kind is ReferenceKind.TRAINING:
            return _Found(None, "")
        if choice.kind is ReferenceKind.PREVIOUS:
            return self._before(subject)
        if choice.kind is ReferenceKind.SEASON:
            return self._season(subject)
        first, last = choice.first or 0, choice.last or 0
        chosen = [one for one in self._versions if first <= one.number <= last]
        words = choice.words
        return self._enough([self.counts(one) for one in chosen], words, f"{words} has too few")

    def _enough(self, counts: Sequence[FrameCounts | None], words: str, too_few: str) -> _Found:
        found = total(one for one in counts if one is not None)
        n = 0 if found is None else found.n_rows
        if found is None or n < LEAST:
            return _Found(None, f"{too_few} rows ({n:,} of at least {LEAST})")
        return _Found(found, words)

    def _before(self, subject: Subject) -> _Found:
        if is_filling(subject.span) or is_answered(subject.span):
            return self._chunk_before(subject)
        version = subject.versions[-1]
        earlier = [one for one in self._versions if _order(one) < _order(version)]
        if not earlier:
            return _Found(None, "no rows came before these")
        last = max(earlier, key=_order)
        return self._enough([self.counts(last)], f"{last.label}, the period before", last.label)

    def chunk_before(self, subject: Subject) -> Chunk | None:
        """The chunk whose rows begin last before these, cut alike; None before the first."""
        begins = subject.starts_at
        earlier = [
            one
            for one in self._chunks
            if is_alike(one.span, subject.span)
            and one.span != subject.span
            and begins is not None
            and one.starts_at is not None
            and one.starts_at < begins
        ]
        return max(earlier, key=lambda one: (one.starts_at, one.id), default=None)

    def _chunk_before(self, subject: Subject) -> _Found:
        last = self.chunk_before(subject)
        if last is None:
            return _Found(None, "no rows came before these")
        name = label_of(last.span, "")
        return self._enough(
            [self.of_chunk(last.id, last.span)], f"{name}, the period before", f"{name} has too few"
        )

    def _season(self, subject: Subject) -> _Found:
        if subject.starts_at is None or subject.ends_at is None:
            return _Found(None, "these rows have no time, so no season")
        first, last = a_year_before(subject.starts_at), a_year_before(subject.ends_at)
        is_own = not is_filling(subject.span) and not is_answered(subject.span)
        own = {one.id for one in subject.versions} if is_own else set()
        counts = []
        for one in self._versions:
            if one.starts_at is None or one.ends_at is None or one.id in own:
                continue
            if first <= one.starts_at and one.ends_at <= last:
                counts.append(self.counts(one))
            elif one.starts_at <= last and first <= one.ends_at:
                counts.append(self._counted(one, (first, last)))
        period = f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
        too_few = f"of a year before ({period}) there are too few"
        return self._enough(counts, f"a year before, {period}", too_few)


def a_year_before(moment: datetime) -> datetime:
    """The same day a year earlier; of the 29th of February, the 28th."""
    try:
        return moment.replace(year=moment.year - 1)
    except ValueError:
        return moment.replace(year=moment.year - 1, day=28)


def _order(version: DatasetVersion) -> tuple[float, int]:
    return version.starts_at.timestamp() if version.starts_at else 0.0, version.number


def _told(choice: ReferenceChoice | None, words: str, n_rows: int) -> dict[str, Any]:
    kind = ReferenceKind.TRAINING if choice is None else choice.kind
    key = None if choice is None else choice.id
    return {"kind": str(kind), "words": words, "n_rows": n_rows, "choice": key}
