"""Runs: one training of one model, with all that was logged."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class RunState(StrEnum):
    """Failed: it raised. Stopped: killed or vanished. Cancelled: asked to."""

    SCHEDULED = "scheduled"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


COLOURS = ("blue", "orange", "teal", "plum", "lavender", "violet", "gold", "slate")
"""What a run can be coloured: names of the chart colours in their order, `chart.0` is blue."""


@dataclass(frozen=True)
class Run:
    """A run as people see it; `metrics` holds last values.

    `parent_pk` is the run it was started in, `deleted_at` when it went into the trash.
    """

    pk: int
    id: str
    name: str
    project: str
    experiment: str
    state: RunState
    params: dict[str, str]
    metrics: dict[str, float]
    tags: dict[str, str]
    dataset: str | None
    dataset_version_id: int | None
    started_at: datetime | None
    ended_at: datetime | None
    by: str
    job_id: int | None
    error: str | None
    archived: bool
    pinned: bool
    artifacts: dict[str, str] = field(default_factory=dict)
    starred: bool = False
    colour: str | None = None
    note: str = ""
    parent_pk: int | None = None
    deleted_at: datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape promised to scripts."""
        return {
            "id": self.id,
            "name": self.name,
            "project": self.project,
            "experiment": self.experiment,
            "state": str(self.state),
            "params": self.params,
            "metrics": self.metrics,
            "tags": self.tags,
            "dataset": self.dataset,
            "started_at": self.started_at,
            "ended_at": self.ended_at,
            "by": self.by,
            "error": self.error,
            "archived": self.archived,
            "pinned": self.pinned,
            "starred": self.starred,
            "colour": self.colour,
            "note": self.note,
            "deleted_at": self.deleted_at,
        }
