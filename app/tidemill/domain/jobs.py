"""Durable work: what a job is and which states it goes through."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tidemill.domain.people import WORKER


class JobState(StrEnum):
    """Queued, claimed and running are open; the rest are ends."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"


OPEN_STATES = (JobState.QUEUED, JobState.CLAIMED, JobState.RUNNING)
ACTIVE_STATES = (JobState.CLAIMED, JobState.RUNNING)
MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Job:
    """One piece of work in the queue.

    `lane` names what must not be worked on by two jobs at once, for example a dataset; jobs of a
    lane run in the order they were asked for. `asked_by` says who or what asked. It is not begun
    before `not_before` nor before the jobs of `waits_for` have ended well. `limits` bounds its
    child: `seconds`, `cores`, `memory_mb`. `automation_run_id` is the run of the rule it is a step
    of.
    """

    id: int
    kind: str
    params: dict[str, Any]
    state: JobState
    priority: int
    lane: str | None
    key: str | None
    attempts: int
    asked_by: str
    cause: str
    parent_id: int | None
    claimed_by: str | None
    lease_until: datetime | None
    cancel_asked: bool
    progress: float
    message: str
    result: dict[str, Any]
    error_kind: str | None
    error: str | None
    hint: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    not_before: datetime | None = None
    waits_for: tuple[int, ...] = ()
    limits: dict[str, Any] = field(default_factory=dict)
    is_paused: bool = False
    automation_run_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Still to be done or being done."""
        return self.state in OPEN_STATES

    @property
    def is_unattended(self) -> bool:
        """Asked for by the worker or a rule: nobody sits there to try it again."""
        return self.automation_run_id is not None or self.asked_by == WORKER.login

    @property
    def said(self) -> str:
        """What is being done, in words: that it is paused, and which try it is after the first."""
        words = self.message
        if self.attempts > 1 and self.state is JobState.RUNNING and words:
            words = f"Try {self.attempts}: {words}"
        if self.is_paused and self.is_open:
            return f"Paused: {words}" if words else "Paused"
        return words


WAITED = "waited"
"""The kind of error of a job that was cancelled since one it waited for did not end well."""


@dataclass(frozen=True)
class BackOff:
    """How long a job waits before each further try after trouble of the world, in seconds.

    Only a job that nobody waits for is tried again by itself; there are as many further tries as
    waits.
    """

    waits_s: tuple[float, ...] = (5.0, 30.0, 120.0, 600.0)

    def wait_s(self, n_tries: int) -> float | None:
        """Seconds to wait after so many tries; None when no further one is due."""
        return self.waits_s[n_tries - 1] if 1 <= n_tries <= len(self.waits_s) else None


BACK_OFF = BackOff()

LONGEST_WAIT_S = 3600.0
"""No back-off is longer: a moment further ahead says that the clock was set back since."""


@dataclass(frozen=True)
class JobRequest:
    """What a service asks the queue for, in the transaction that caused it.

    `key` makes the request idempotent: while or after a job of that key exists, no second one
    is made.
    """

    kind: str
    params: dict[str, Any] = field(default_factory=dict)
    priority: int = 0
    lane: str | None = None
    key: str | None = None
    asked_by: str = ""
    cause: str = ""
    parent_id: int | None = None
    not_before: datetime | None = None
    waits_for: tuple[int, ...] = ()
    limits: dict[str, Any] = field(default_factory=dict)
    automation_run_id: int | None = None
