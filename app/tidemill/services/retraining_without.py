"""Retraining without the rows an incident concerns: which they are, and what is learned instead."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.services import concerned_rows, datasets, registry, tables
from tidemill.services.concerned_rows import Concerned
from tidemill.services.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Left:
    """What is left to learn from and to judge on.

    `places` are those of the rows left out among the former's, `numbers` those of the rows judged
    on in their file; `words` say what was left out.
    """

    learned: Frame
    places: npt.NDArray[np.int64]
    judged_on: Frame
    numbers: npt.NDArray[np.int64]
    words: str


@dataclass(frozen=True)
class Plan:
    """What would be left out, and judged on: the newest version of which rows are left."""

    incident: int
    model: str
    newest: DatasetVersion
    n_rows: int
    words: str


def plan(workspace: Workspace, incident_id: int, model: str | None = None) -> Plan:
    """What retraining without the rows of an incident comes to.

    Reads a column of the files concerned, so it is not for the window's thread. Raises `NeedsYou`
    where it would not help or can't be done.
    """
    concerned = concerned_rows.of(workspace, incident_id)
    if model not in (None, concerned.incident.model):
        raise NeedsYou(
            f"Incident {incident_id} is one of {concerned.incident.model}, not of {model}.",
            "Name one of the model's own.",
        )
    if concerned.is_only_answered:
        raise NeedsYou(
            "Would not help: these rows came with no data, they were only answered, so no version "
            "learned from them.",
            "Roll back, or wait for good rows.",
        )
    counts = concerned_rows.count(workspace, concerned)
    n_rows = sum(counts.values())
    if not n_rows:
        raise NeedsYou(
            "No rows of this incident can be told from the others.",
            "Its data was deleted, or its alerts speak of no rows.",
        )
    view = registry.find(workspace, concerned.incident.model)
    versions = datasets.find(workspace, view.model.dataset).versions
    left = [v for v in versions if counts.get(v.id, 0) < tables.own(workspace, v).n_rows]
    champion = view.champion
    if champion is not None and left:
        learned = datasets.version_of_id(workspace, champion.dataset_version_id)
        is_touched = any(version.number <= learned.number for version in concerned.versions)
        has_good = any(v.number > learned.number for v in left[:-1])
        if not is_touched and not has_good:
            raise NeedsYou(
                f"Would not help: {champion.label} learned from none of these rows, and there are "
                "too few good ones after it.",
                "Roll back, set the feed aside, or wait for good rows.",
            )
    if len(left) < 2:
        raise NeedsYou(
            "Without these rows there is nothing left to learn from and be judged on.",
            "Roll back, or wait for good rows.",
        )
    newest = left[-1]
    return Plan(incident_id, concerned.incident.model, newest, n_rows, _words(concerned, n_rows))


def _words(concerned: Concerned, n_rows: int) -> str:
    return f"without {n_rows:,} rows of incident {concerned.incident.id}: {concerned.words()}"


def left_out(
    workspace: Workspace,
    incident_id: int,
    halves: tuple[Frame, Frame],
    former: DatasetVersion,
    newest: DatasetVersion,
) -> Left:
    """The rows to learn from and those to judge on, without those of an incident.

    `halves` are the own rows of all parts of `former`, and those of `newest`.
    """
    concerned = concerned_rows.of(workspace, incident_id)
    frame, judged_on = halves
    parts = tables.parts_of(workspace, former)
    bad = concerned_rows.of_frame(workspace, concerned, parts, frame)
    bad_now = concerned_rows.of_frame(workspace, concerned, [newest], judged_on)
    n = int(bad.sum() + bad_now.sum())
    good = np.flatnonzero(~bad_now)
    if not len(good) or bad.all():
        raise NeedsYou(
            "Without these rows there is nothing left to learn from and be judged on.",
            "Roll back, or wait for good rows.",
        )
    learned = frame if not bad.any() else frame.take(np.flatnonzero(~bad))
    words = _words(concerned, n)
    return Left(learned, np.flatnonzero(bad), judged_on.take(good), good, words)
