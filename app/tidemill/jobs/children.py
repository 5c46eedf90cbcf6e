"""The parent's side: child processes, one job each at a time, with a warm one in waiting."""

from collections.abc import Collection, Mapping

from tidemill.base.clock import monotonic
from tidemill.domain.job_limits import JobLimits
from tidemill.domain.jobs import ACTIVE_STATES, Job
from tidemill.jobs import chains, queue, resting
from tidemill.jobs.child_processes import Child
from tidemill.jobs.kinds import Kinds
from tidemill.jobs.limits import Policy, Room
from tidemill.jobs.work import Work
from tidemill.store import jobs as rows
from tidemill.store.engine import Store

__all__ = ["Child", "Policy", "Runner"]

GRACE_S = 0.8
REST_S = 10.0
NIGHT_S = 600.0
"""After so long without a job the last warm child is let go as well: it holds about 250 MB."""

HEED_S = 0.5
MEASURE_S = 0.25
"""How often a child is measured whose job has a bound."""


class Runner:
    """Keeps children at work: `tick` claims, watches, cancels; call it often.

    `policy` says how many jobs run beside each other and what bounds them; it may be replaced at
    any time. With `keep_spare` a warm child waits, so that a job starts without the second or two
    of heavy imports. Children that did their job well wait for the next one, the more than one of
    them for `REST_S` only, the last for `NIGHT_S`. `environment` is what they get beside this
    process's own.
    """

    def __init__(
        self,
        store: Store,
        kinds: Kinds,
        workspace: object,
        worker: str,
        command: list[str],
        *,
        policy: Policy | None = None,
        keep_spare: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._store, self._kinds, self._workspace = store, kinds, workspace
        self._worker, self._command = worker, command
        self._environment = dict(environment or {})
        self.policy, self._keep_spare = policy or Policy(), keep_spare
        self._room = Room()
        self._waiting: list[Child] = []
        self._is_stillborn = self._postponed = False
        self._at_work: list[Work] = []
        self._renewed = self._heeded = self._measured = 0.0
        self._worked = monotonic()

    @property
    def jobs(self) -> list[Job]:
        """Jobs being worked on."""
        return [work.job for work in self._at_work]

    @property
    def at_work(self) -> list[int]:
        """The process numbers of the children at work."""
        return [work.child.pid for work in self._at_work]

    @property
    def waiting(self) -> list[int]:
        """The process numbers of the children in waiting, warm or getting so."""
        return [child.pid for child in self._waiting]

    @property
    def has_spare(self) -> bool:
        """True when a warm child is ready to take a job."""
        return any(child.is_ready.is_set() for child in self._waiting)

    def tick(self, *, look: bool) -> bool:
        """Do what is due; with `look`, also see whether the queue has something. True if busy."""
        self._reap()
        self._heed(look=look)
        self._measure()
        self._reap()
        self._renew()
        self._keep_warm()
        if look or self._postponed:
            self._postponed = False
            if self._has_queue():
                self.rouse()
                chains.settle(self._store, self._kinds, self._workspace)
                while not self.policy.is_held and self._take():
                    self._keep_warm()
        return bool(self._at_work)

    def rouse(self) -> None:
        """Have a warm child again: a job is there, or likely to come."""
        self._worked = monotonic()
        self._keep_warm()

    def _has_queue(self) -> bool:
        with self._store.read() as connection:
            return rows.is_any_queued(connection)

    def _keep_warm(self) -> None:
        for child in [c for c in self._waiting if c.exit_code is not None]:
            child.end()  # a dead one would cost the next job one of its tries
            self._waiting.remove(child)
            self._is_stillborn = not child.is_ready.is_set()
        if self.has_spare:
            self._is_stillborn = False
        if self._at_work:
            self._worked = monotonic()
        n_children = len(self._at_work) + len(self._waiting)
        rested_s = monotonic() - self._worked
        n_wanted = self.policy.n_slots if rested_s < REST_S else 1 if rested_s < NIGHT_S else 0
        is_spare_wanted = self._keep_spare and n_wanted > 0 and not self._waiting
        if is_spare_wanted and n_children < self.policy.n_slots:
            self._waiting.append(Child(self._command, self._environment))
        while len(self._waiting) > n_wanted or (self._waiting and not self._keep_spare):
            self._waiting.sort(key=lambda child: not child.is_ready.is_set())
            self._waiting.pop().end()

    def _take(self) -> bool:
        """Claim a job and hand it to a child; True if there was one.

        A job is claimed once a child is warm, so that what kills the worker before costs it no
        try. Where children die before they are warm, it is claimed anyway, to tell why.
        """
        if len(self._at_work) >= self.policy.n_slots:
            return False
        if self._keep_spare and not self.has_spare and not self._is_stillborn:
            self._postponed = True
            return False
        n_heavy = sum(1 for w in self._at_work if w.job.kind not in self._kinds.light)
        may_be_heavy = n_heavy < self.policy.n_heavy and not self.policy.is_quiet
        only = None if may_be_heavy else self._kinds.light
        job = queue.claim(self._store, self._worker, only, fits=self._fits)
        if job is None:
            return False
        work = Work(job, self._warmest(), self._limits_of(job))
        work.confine(self._room, self._at_work)
        self._at_work.append(work)
        work.child.take(job)
        return True

    def _limits_of(self, job: Job) -> JobLimits:
        kind = self._kinds[job.kind].limits if job.kind in self._kinds else {}
        own = JobLimits.from_dict(job.limits)
        return own.over(JobLimits.from_dict(kind)).over(self.policy.limits)

    def _fits(self, job: Job) -> bool:
        taken = [work.limits.cores for work in self._at_work]
        return self._room.has_room(self._limits_of(job).cores, taken)

    def _warmest(self) -> Child:
        """A child for a job: one that is ready if there is one."""
        ready = [child for child in self._waiting if child.is_ready.is_set()]
        found = next(iter(ready or self._waiting), None)
        if found is None:
            return Child(self._command, self._environment)
        self._waiting.remove(found)
        return found

    def _reap(self) -> None:
        for work in list(self._at_work):
            code = work.child.exit_code
            if code is None and not work.child.is_done.is_set():
                continue
            if code is None:
                work.let_free()
                self._waiting.append(work.child)
            else:
                work.child.end()
                self._tell_end(work, code)
            if work.is_resting:
                resting.forget(self._store, self._worker)
            self._at_work.remove(work)

    def _tell_end(self, work: Work, code: int) -> None:
        """Say what became of a job whose child is gone, unless the child did."""
        with self._store.read() as connection:
            now = rows.find(connection, work.job.id)
        mine = now is not None and now.attempts == work.job.attempts
        if now is None or not mine or now.state not in ACTIVE_STATES:
            return
        if work.passed is not None:
            queue.fail(self._store, self._kinds, self._workspace, now, work.passed)
            return
        self._tell_last_words(work)
        reason = _how_it_died(code)
        queue.gave_up(self._store, self._kinds, self._workspace, now, reason, died_at_work=True)

    def _tell_last_words(self, work: Work) -> None:
        lines = list(work.child.last_words)
        if lines:
            with self._store.write() as tx:
                rows.log(tx, work.job.id, [(tx.clock.now(), line) for line in lines])

    def _heed(self, *, look: bool) -> None:
        """Do what people asked of the jobs at work: cancel, rest, go on."""
        if look or monotonic() - self._heeded > HEED_S:
            self._heeded = monotonic()
            for work in self._at_work:
                with self._store.read() as connection:
                    now = rows.find(connection, work.job.id)
                if now is not None and now.attempts == work.job.attempts:
                    self._obey(work, now)
        for work in self._at_work:
            if work.cancel_since is not None and monotonic() - work.cancel_since > GRACE_S:
                work.child.end()
            elif work.may_be_stopped:
                resting.note(self._store, self._worker, work.child)
                work.rest()

    def _obey(self, work: Work, now: Job) -> None:
        if now.cancel_asked and work.cancel_since is None:
            work.cancel_since = monotonic()
            if work.is_resting:
                work.child.end()
            else:
                work.child.cancel(work.job)
        elif now.is_paused:
            work.ask_to_rest()
        elif work.rest_since is not None:
            work.go_on()
            if not any(other.is_resting for other in self._at_work):
                resting.forget(self._store, self._worker)

    def _measure(self) -> None:
        """End the children that are over a bound of their job, which then says which and why."""
        bounded = [w for w in self._at_work if w.limits.seconds or w.limits.memory_mb]
        if not bounded or monotonic() - self._measured < MEASURE_S:
            return
        self._measured = monotonic()
        for work in bounded:
            passed = work.limits.passed(work.used())
            if passed is not None and work.child.exit_code is None:
                work.passed = passed
                work.child.end()

    def _renew(self) -> None:
        if not self._at_work or monotonic() - self._renewed < queue.LEASE_S / 4:
            return
        self._renewed = monotonic()
        lost = queue.renew(self._store, self.jobs)
        for work in self._at_work:
            if work.job in lost:
                work.child.end()  # given up while this computer slept

    def postpone(self, job_ids: Collection[int], words: str, wait_s: float) -> None:
        """End the children at these jobs, which the world keeps from going on, for a while."""
        for work in [w for w in self._at_work if w.job.id in job_ids and w.cancel_since is None]:
            work.child.end()
            queue.postpone(self._store, work.job, words, wait_s)
            self._at_work.remove(work)

    def close(self) -> None:
        """End all children; jobs at work go back into the queue without counting the try."""
        for work in self._at_work:
            work.child.end()
            with self._store.read() as connection:
                now = rows.find(connection, work.job.id)
            if now is not None and now.attempts == work.job.attempts and now.is_open:
                queue.give_back(self._store, now)
        self._at_work.clear()
        for child in self._waiting:
            child.end()
        self._waiting.clear()


def _how_it_died(code: int) -> str:
    if code < 0:
        return f"The process at work was killed (signal {-code})."
    return f"The process at work ended unexpectedly (code {code})."
