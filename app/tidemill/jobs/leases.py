"""Whose work was left: seen by what this worker watches itself, not by what the clock says.

A computer's clock may be set, and stands for a living program while its computer sleeps. So a
worker believes itself about its own children, the system about processes of its own computer, and
of workers elsewhere that they are gone when their lease was not renewed while this one watched.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from tidemill.base.clock import monotonic
from tidemill.domain.jobs import Job
from tidemill.jobs.queue import LEASE_S
from tidemill.store import jobs as rows
from tidemill.store.engine import Store

_MOST_APART_S = 10.0
"""Looks further apart say that this worker stood still: what it saw before counts no more."""


class Leases:
    """What one worker saw of the leases of others; `tell` gives seconds that only go on."""

    def __init__(self, store: Store, tell: Callable[[], float] = monotonic) -> None:
        self._store, self._tell = store, tell
        self._seen: dict[tuple[int, int], tuple[datetime | None, float]] = {}
        self._looked = tell()

    def left(
        self,
        worker: str,
        at_work: Collection[int],
        living: frozenset[str],
        here: frozenset[str],
    ) -> list[Job]:
        """Jobs that nobody works on any more, though they stand as being worked on.

        `at_work` are the jobs of this worker's children, `living` the workers believed to live,
        `here` those of them on this computer, of which the system knows that they do.
        """
        now = self._tell()
        if now - self._looked > _MOST_APART_S:
            self._seen.clear()
        self._looked = now
        with self._store.read() as connection:
            active = rows.active(connection)
        found = [j for j in active if self._is_left(j, worker, at_work, living, here, now)]
        held = {(job.id, job.attempts) for job in active}
        self._seen = {key: one for key, one in self._seen.items() if key in held}
        return found

    def _is_left(
        self,
        job: Job,
        worker: str,
        at_work: Collection[int],
        living: frozenset[str],
        here: frozenset[str],
        now: float,
    ) -> bool:
        if job.claimed_by == worker:
            return job.id not in at_work
        if job.claimed_by not in living:
            return True
        if job.claimed_by in here:
            return False
        key = (job.id, job.attempts)
        lease, since = self._seen.get(key, (None, now))
        if key not in self._seen or lease != job.lease_until:
            self._seen[key] = (job.lease_until, now)
            return False
        return now - since > LEASE_S
