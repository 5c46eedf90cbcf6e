"""What new rows of a model are compared with, from what was counted before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.counted_references import Counting, total
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.reference_choices import (
    ReferenceChoice,
    ReferenceKind,
    choice_for,
)
from tidemill.domain.references import FrameCounts, FrameReference
from tidemill.services import drift, measuring, preparing
from tidemill.services.training import persist
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_counts, datasets, reference_choices

LEAST = 30
"""Rows that a reference has at least: fewer say nothing of what is normal."""


@dataclass(frozen=True)
class Compared:
    """A drift report, and what its rows were compared with in plain types."""

    report: dict[str, Any]
    reference: dict[str, Any]


@dataclass(frozen=True)
class _Found:
    """Counted rows to compare with, or why there are none."""

    counts: FrameCounts | None
    words: str


class Grounds:
    """What one champion's rows can be compared with; its model and counts are read once."""

    def __init__(self, workspace: Workspace, model: Model, champion: ModelVersion) -> None:
        if champion.reference_blob is None:
            raise NeedsYou(
                f"{champion.label} has no summary of its training data.", "Train a new version."
            )
        self._workspace, self._model, self._champion = workspace, model, champion
        self._reference_blob = champion.reference_blob
        with workspace.store.read() as connection:
            self.choices = reference_choices.of_model(connection, model.id)
            parts = chunk_counts.of_model(connection, model.id)
            self._versions = datasets.versions(connection, model.dataset_id)
        mine = [one for one in parts if one.version_id == champion.id]
        self._blobs = {one.dataset_version_id: one.blob for one in mine if one.blob}
        self._kept: dict[int, FrameCounts | None] = {}

    @cached_property
    def _counting(self) -> Counting:
        data = self._workspace.blobs.get_bytes(self._reference_blob)
        return Counting(FrameReference.from_bytes(data))

    @cached_property
    def _trained(self) -> Any:
        return persist.load(self._workspace.blobs.get_bytes(self._champion.blob))

    def choice(self, version: DatasetVersion) -> ReferenceChoice | None:
        """What was chosen for a version's rows."""
        return choice_for(self.choices, version.number)

    def counts(self, version: DatasetVersion) -> FrameCounts | None:
        """A version's own rows on this champion's cells: as kept, else read again; None if gone."""
        if version.id not in self._kept:
            self._kept[version.id] = self._kept_counts(version) or self._counted(version)
        return self._kept[version.id]

    def keep(self, version: DatasetVersion, counts: FrameCounts) -> None:
        """Remember what was counted just now."""
        self._kept[version.id] = counts

    def _kept_counts(self, version: DatasetVersion) -> FrameCounts | None:
        blob = self._blobs.get(version.id)
        if blob is None:
            return None
        try:
            return FrameCounts.from_bytes(self._workspace.blobs.get_bytes(blob))
        except NeedsYou:  # gone or damaged: the rows are counted again
            return None

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

    def compare(self, version: DatasetVersion, counts: FrameCounts) -> Compared:
        """Hold a version's counted rows against what was chosen for them."""
        known = self._counting.known
        choice = self.choice(version)
        found = self._found(choice, version)
        training = f"the training data of {self._champion.label}"
        features = list(self._trained.inputs.names)
        if found.counts is None:
            words = f"{training}: {found.words}" if found.words else training
            report = measuring.compared(known, counts, features)
            return Compared(report, _told(choice, words, known.n_rows))
        reference = self._counting.reference(found.counts)
        now = self._counting.counted(counts, reference)
        there = {*reference.columns, *now.new}
        report = measuring.compared(reference, now, [name for name in features if name in there])
        return Compared(report, _told(choice, found.words, reference.n_rows))

    def _found(self, choice: ReferenceChoice | None, version: DatasetVersion) -> _Found:
        if choice is None or choice.kind is ReferenceKind.TRAINING:
            return _Found(None, "")
        if choice.kind is ReferenceKind.PREVIOUS:
            return self._before(version)
        if choice.kind is ReferenceKind.SEASON:
            return self._season(version)
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

    def _before(self, version: DatasetVersion) -> _Found:
        earlier = [one for one in self._versions if _order(one) < _order(version)]
        if not earlier:
            return _Found(None, "no rows came before these")
        last = max(earlier, key=_order)
        return self._enough([self.counts(last)], f"{last.label}, the period before", last.label)

    def _season(self, version: DatasetVersion) -> _Found:
        if version.starts_at is None or version.ends_at is None:
            return _Found(None, "these rows have no time, so no season")
        first, last = a_year_before(version.starts_at), a_year_before(version.ends_at)
        counts = []
        for one in self._versions:
            if one.starts_at is None or one.ends_at is None or one.id == version.id:
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
