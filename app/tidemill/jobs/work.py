"""One try of a job by one child: how long it is at work, whether it rests, what it may use."""

from dataclasses import dataclass, field

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou
from tidemill.domain.job_limits import JobLimits, Used
from tidemill.domain.jobs import Job
from tidemill.jobs.child_processes import Child
from tidemill.jobs.limits import Room

QUIET_S = 1.0
"""How long a child that is to rest may take to say that it writes nothing."""


@dataclass
class Work:
    """A job, the child at it, and since when what was asked of it."""

    job: Job
    child: Child
    limits: JobLimits
    cancel_since: float | None = None
    rest_since: float | None = None
    is_resting: bool = False
    passed: NeedsYou | None = None
    cores: list[int] = field(default_factory=list)
    _worked_s: float = 0.0
    _counted_at: float = field(default_factory=monotonic)

    def count(self) -> float:
        """Seconds at work until now; while it rests, none are added."""
        now = monotonic()
        if not self.is_resting:
            self._worked_s += now - self._counted_at
        self._counted_at = now
        return self._worked_s

    def used(self) -> Used:
        """What this try has used until now; memory is looked at only where it has a bound."""
        held = 0.0 if self.limits.memory_mb is None else self.child.tree.memory_mb()
        return Used(self.count(), held)

    def ask_to_rest(self) -> None:
        """Begin to let the child rest."""
        if self.rest_since is None:
            self.rest_since = monotonic()
            self.child.ask_to_rest(self.job)

    @property
    def may_be_stopped(self) -> bool:
        """Whether the child may be stopped now: it writes nothing, or hangs and says nothing."""
        if self.rest_since is None or self.is_resting:
            return False
        return self.child.is_quiet.is_set() or monotonic() - self.rest_since > QUIET_S

    def rest(self) -> None:
        """Let the child and what it started stand still."""
        self.count()
        self.is_resting = True
        self.child.tree.rest()

    def go_on(self) -> None:
        """Let the child go on where it stood."""
        self.count()
        self.is_resting, self.rest_since = False, None
        self.child.go_on(self.job)

    def confine(self, room: Room, others: "list[Work]") -> None:
        """Give the child the cores its job may use, those that others use least."""
        n = self.limits.cores
        self.cores = [] if n is None else room.least_used(n, [w.cores for w in others])
        if self.cores:
            self.child.tree.confine(self.cores)

    def let_free(self) -> None:
        """Let a child that takes another job use all cores again."""
        if self.cores:
            self.child.tree.confine([])
