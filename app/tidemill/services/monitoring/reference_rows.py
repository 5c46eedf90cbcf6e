"""The rows themselves that a look is held against, a sample of them: some things need no less."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame, stacked
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.reference_choices import ReferenceChoice, ReferenceKind
from tidemill.domain.together import sampled
from tidemill.services import chunk_rows, preparing
from tidemill.services.judged_rows import judged_on
from tidemill.services.monitoring.comparing import LEAST, a_year_before
from tidemill.services.registry import PREDICTIONS_FILE
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import datasets, runs

MOST_FILES = 12
"""From so many versions at most rows are drawn where many are the reference."""

SEED = 20_264

Span = tuple[datetime, datetime] | None


@dataclass(frozen=True, eq=False)
class ReferenceRows:
    """Some rows of a reference of `n_rows`, and what they are, in words."""

    frame: Frame
    n_rows: int
    words: str


@dataclass(frozen=True)
class Before:
    """The period before that of some rows, cut alike; None where there was none."""

    chunk: Chunk | None


def of_look(
    workspace: Workspace,
    champion: ModelVersion,
    model: TrainedModel,
    version: DatasetVersion,
    choice: ReferenceChoice | None,
    most: int,
    before: Before | None = None,
) -> ReferenceRows:
    """At most so many rows of what a version's own rows are compared with.

    `before` is named where the rows are of a period and not of a file. `NeedsYou` where they are
    gone. Where what was chosen has too few, they are of the training data, as the comparison of
    columns is.
    """
    if before is not None and choice is not None and choice.kind is ReferenceKind.PREVIOUS:
        found = _of_chunk(workspace, before, model, most)
        return found or _training(workspace, champion, model, most)
    parts, words = _behind(workspace, version, choice)
    frame = _drawn(workspace, parts, model.steps, most)
    if frame is not None:
        return ReferenceRows(frame, sum(one.added_rows for one, _ in parts), words)
    return _training(workspace, champion, model, most)


def _of_chunk(
    workspace: Workspace, before: Before, model: TrainedModel, most: int
) -> ReferenceRows | None:
    """Rows of the period before; None where there are too few of them, or none any more."""
    chunk = before.chunk
    frame = None if chunk is None else chunk_rows.frame_of(workspace, chunk, model.steps)
    if chunk is None or frame is None or frame.n_rows < LEAST:
        return None
    some = frame.take(sampled(frame.n_rows, most, SEED))
    return ReferenceRows(some, frame.n_rows, f"{chunk.label}, the period before")


def _training(
    workspace: Workspace, champion: ModelVersion, model: TrainedModel, most: int
) -> ReferenceRows:
    """Rows that a champion learned from: those of its version that were not held out."""
    with workspace.store.read() as connection:
        learned_on = datasets.version_of_id(connection, champion.dataset_version_id)
        run = runs.find(connection, [champion.run_pk])[0]
    if learned_on is None:
        raise NeedsYou(f"The data of {champion.label} is gone.", "Train a new version.")
    numbers = np.arange(learned_on.rows)
    held_in = judged_on(workspace, run)
    kept = run.artifacts.get(PREDICTIONS_FILE)
    if kept is not None and held_in is not None and held_in.id == learned_on.id:
        held = Predictions.from_bytes(workspace.blobs.get_bytes(kept)).rows
        numbers = np.delete(numbers, held[held < len(numbers)])
    chosen = numbers[sampled(len(numbers), most, SEED)]
    frame = preparing.some_rows_for(workspace, learned_on, chosen, model.steps)
    return ReferenceRows(frame, len(numbers), f"the training data of {champion.label}")


def _drawn(
    workspace: Workspace, parts: Sequence[tuple[DatasetVersion, Span]], steps: Any, most: int
) -> Frame | None:
    """Rows of versions under each other; None where there are too few of them."""
    if not parts:
        return None
    places = np.linspace(0, len(parts) - 1, MOST_FILES).astype(np.int64)
    some = [parts[at] for at in np.unique(places).tolist()]
    total = max(1, sum(one.added_rows for one, _ in some))
    frames = []
    for one, span in some:
        frame = _within(preparing.own_rows_for(workspace, one, steps), one, span)
        share = most if len(some) == 1 else max(1, most * one.added_rows // total)
        frames.append(frame.take(sampled(frame.n_rows, share, SEED)))
    kinds = [{c.name: c.kind for c in frame} for frame in frames]
    alike = [n for n, kind in kinds[-1].items() if all(one.get(n) is kind for one in kinds)]
    frame = stacked([frame.select(alike) for frame in frames])
    return frame if frame.n_rows >= LEAST else None


def _within(frame: Frame, version: DatasetVersion, span: Span) -> Frame:
    time = version.schema.time
    if span is None:
        return frame
    if time is None or time not in frame:
        return frame.take(np.arange(0))
    at = frame[time].values
    first, last = (np.datetime64(one.replace(tzinfo=None)) for one in span)
    return frame.take((at >= first) & (at <= last))


def _behind(
    workspace: Workspace, version: DatasetVersion, choice: ReferenceChoice | None
) -> tuple[list[tuple[DatasetVersion, Span]], str]:
    """The versions that were chosen, and between which moments; none: the training data."""
    if choice is None or choice.kind is ReferenceKind.TRAINING:
        return [], ""
    with workspace.store.read() as connection:
        every = datasets.versions(connection, version.dataset_id)
    if choice.kind is ReferenceKind.PREVIOUS:
        earlier = [one for one in every if _order(one) < _order(version)]
        last = max(earlier, key=_order, default=None)
        return ([(last, None)], f"{last.label}, the period before") if last else ([], "")
    if choice.kind is ReferenceKind.SEASON:
        return _season(version, every)
    low, high = choice.first or 0, choice.last or 0
    return [(one, None) for one in every if low <= one.number <= high], choice.words


def _season(
    version: DatasetVersion, every: Sequence[DatasetVersion]
) -> tuple[list[tuple[DatasetVersion, Span]], str]:
    if version.starts_at is None or version.ends_at is None:
        return [], ""
    first, last = a_year_before(version.starts_at), a_year_before(version.ends_at)
    found: list[tuple[DatasetVersion, Span]] = [
        (one, (first, last))
        for one in every
        if one.id != version.id
        and one.starts_at is not None
        and one.ends_at is not None
        and one.starts_at <= last
        and first <= one.ends_at
    ]
    return found, f"a year before, {first:%Y-%m-%d} to {last:%Y-%m-%d}"


def _order(version: DatasetVersion) -> tuple[float, int]:
    return version.starts_at.timestamp() if version.starts_at else 0.0, version.number
