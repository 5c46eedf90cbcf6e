"""Rows that only a service or a batch folder saw: read from what was kept of their answers.

They came with no version of the data, so they are known by who answered them and when. A row whose
identifier is in the data by now is left out: it is looked at there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import numpy as np

from tidemill.base.clock import from_iso
from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind, Role
from tidemill.domain.cuts import answered_between
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.deployments import AnswerBlock
from tidemill.domain.frames import Frame, coded
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.trials import text_of
from tidemill.services import given_answers, label_keys, late_labels, tables
from tidemill.services.given_answers import Given
from tidemill.services.measuring import Rows
from tidemill.services.serving.answer_log import lines_of
from tidemill.services.serving.fields import Fields
from tidemill.services.training import learning, persist, raw_rows
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace
from tidemill.store import answer_logs, datasets, models

MOST_ROWS = 200_000
"""So many rows of a chunk are read at most, the newest; what was counted has all of them."""


@dataclass(frozen=True, eq=False)
class Line:
    """One answer that was kept, and the deployment that gave it.

    `name` is the block it lies in and its place there: it says nothing of the row.
    """

    deployment_id: int
    at: datetime
    key: str | None
    row: Mapping[str, Any]
    given: Given
    name: tuple[int, int] = (0, 0)


class AnsweredReader:
    """Reads what one version of a model answered; its model and the data's keys are read once."""

    def __init__(
        self, workspace: Workspace, champion: ModelVersion, model: TrainedModel | None = None
    ) -> None:
        self._workspace, self._champion, self._loaded = workspace, champion, model

    @cached_property
    def model(self) -> TrainedModel:
        """The model of the version."""
        if self._loaded is not None:
            return self._loaded
        return persist.load(self._workspace.blobs.get_bytes(self._champion.blob))

    @cached_property
    def newest(self) -> DatasetVersion:
        """The newest version of the model's data: what was said of rows is held by it."""
        with self._workspace.store.read() as connection:
            model = models.find(connection, self._champion.model)
            assert model is not None
            every = datasets.versions(connection, model.dataset_id)
        if not every:
            raise NeedsYou(f"The data of {self._champion.model} was deleted.", "Add data.")
        return every[-1]

    @cached_property
    def identifier(self) -> str | None:
        """The column that tells the data's rows apart."""
        return next(iter(self.newest.schema.with_role(Role.IDENTIFIER)), None)

    @cached_property
    def _known(self) -> frozenset[str]:
        """The identifiers of all rows in the data."""
        if self.identifier is None:
            return frozenset()
        column = tables.of(self._workspace, self.newest).column(self.identifier)
        return frozenset(key for key in label_keys.texts_of(column) if key is not None)

    def lines(self, blocks: Sequence[AnswerBlock]) -> list[Line]:
        """The answers of some blocks, in their order; `NeedsYou` where their files are gone."""
        return [one for block in blocks for one in self._lines(block)]

    def _lines(self, block: AnswerBlock) -> Iterator[Line]:
        for place, line in enumerate(lines_of(self._workspace, block)):
            if line["prediction"] is None:
                continue
            key = text_of(line["key"])
            yield Line(
                block.deployment_id,
                from_iso(line["at"]),
                None if key == MASK else key,
                line["row"],
                Given(line["prediction"], line["probability"]),
                (block.id, place),
            )

    def left(self, lines: Sequence[Line]) -> list[Line]:
        """Those whose rows are in no version of the data."""
        return [one for one in lines if one.key is None or one.key not in self._known]

    def of_chunk(self, span: str) -> list[Line]:
        """All answers of a chunk that were looked at, oldest first, with those left out since."""
        first, after = (moment.replace(tzinfo=UTC) for moment in answered_between(span))
        with self._workspace.store.read() as connection:
            blocks = answer_logs.seen(connection, self._champion.id, first, after)
        n, some = 0, []
        for block in reversed(blocks):
            if n >= MOST_ROWS:
                break
            some.append(block)
            n += block.n_rows
        return [one for one in self.lines(some[::-1]) if first <= one.at < after]

    def answered(self, lines: Sequence[Line]) -> "Answered":
        """Rows as the version read them, with what it answered and the labels known by now."""
        expected = raw_rows.expected(self.model)
        hidden = hidden_in(lines) & set(expected.names)
        raw = [
            {name: None if name in hidden else one.row.get(name) for name in expected.names}
            for one in lines
        ]
        frame = Fields(expected, frozenset(expected.names)).frame(raw)
        frame, numbers = raw_rows.prepared(self.model, frame)
        left = [lines[number] for number in numbers.tolist()]
        frame = self._labelled(self._with_keys(frame, left))
        said, given = given_answers.replaced(
            learning.score(self.model, frame), [one.given for one in left]
        )
        rows = Rows(self.model, frame, said, given, _untold(hidden))
        return Answered(rows, left, frozenset(hidden))

    def _with_keys(self, frame: Frame, lines: Sequence[Line]) -> Frame:
        name = self.identifier
        if name is None:
            return frame
        keys = coded(name, Kind.CATEGORICAL, [one.key for one in lines])
        return Frame((*(column for column in frame if column.name != name), keys))

    def _labelled(self, frame: Frame) -> Frame:
        """The rows with what was said of them in the target's column, by their identifier."""
        target = self.model.recipe.target
        if target in frame:
            frame = Frame(tuple(column for column in frame if column.name != target))
        every = late_labels.of_target(self._workspace, self.newest, target)
        entries = [one for one in every if one.key_column == self.identifier]
        if not entries:
            return frame
        return late_labels.put_in(self._workspace, self.newest, frame, target, entries)

    def keys_said_of(self, since: datetime) -> frozenset[str]:
        """The identifiers of which something was said, or taken back, since a moment."""
        every = late_labels.of_target(self._workspace, self.newest, self.model.recipe.target)
        return frozenset(
            one.key
            for one in every
            if one.key_column == self.identifier
            and (one.at >= since or (one.undone_at is not None and one.undone_at >= since))
        )


@dataclass(frozen=True, eq=False)
class Answered:
    """Answered rows and the lines they were made of; a step may have left some out.

    The columns in `hidden` are missing throughout, for their values were masked.
    """

    rows: Rows
    lines: Sequence[Line]
    hidden: frozenset[str]

    @property
    def frame(self) -> Frame:
        """The rows without what was masked: nothing is known of these columns."""
        kept = (column for column in self.rows.frame if column.name not in self.hidden)
        return Frame(tuple(kept))

    @property
    def times(self) -> tuple[datetime, datetime]:
        """When the first and the last of them were answered."""
        moments = [one.at for one in self.lines]
        return min(moments), max(moments)

    def by_deployment(self) -> dict[int, Frame]:
        """The frame by the deployment that answered."""
        keys = np.array([one.deployment_id for one in self.lines], dtype=np.int64)
        frame = self.frame
        return {int(key): frame.take(np.flatnonzero(keys == key)) for key in np.unique(keys)}


def hidden_in(lines: Sequence[Line]) -> frozenset[str]:
    """The columns of which values were masked before they were kept."""
    return frozenset(name for one in lines for name, value in one.row.items() if value == MASK)


def _untold(hidden: frozenset[str]) -> str:
    if not hidden:
        return ""
    names = ", ".join(sorted(hidden))
    return f"The answers were kept without {names}, which is personal, so nothing can be estimated."


def of_chunk(
    workspace: Workspace, chunk: Chunk, champion: ModelVersion, model: TrainedModel | None = None
) -> Answered | None:
    """The rows of a chunk that were answered and are in no version; None where they are gone."""
    reader = AnsweredReader(workspace, champion, model)
    try:
        lines = reader.left(reader.of_chunk(chunk.span))
        return reader.answered(lines) if lines else None
    except NeedsYou:  # the blocks, or the data they belong to
        return None


def are_said_of(
    workspace: Workspace, chunk: Chunk, champion: ModelVersion, since: datetime
) -> bool:
    """Whether something was said of a row of a chunk, or taken back, since a moment."""
    reader = AnsweredReader(workspace, champion)
    try:
        said = reader.keys_said_of(since)
        return bool(said) and any(one.key in said for one in reader.of_chunk(chunk.span))
    except NeedsYou:
        return False


def frame_of(workspace: Workspace, chunk: Chunk) -> Frame | None:
    """The rows of such a chunk as the version read them, without what was masked."""
    with workspace.store.read() as connection:
        champion = models.version_of_id(connection, chunk.version_id)
    found = None if champion is None else of_chunk(workspace, chunk, champion)
    return None if found is None else found.frame
