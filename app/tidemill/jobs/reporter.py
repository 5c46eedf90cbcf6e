"""How a running job talks: progress and log lines into its row, and a listening ear for "stop"."""

import threading
from datetime import datetime

from tidemill.base.clock import monotonic
from tidemill.base.errors import Cancelled, WorldError
from tidemill.domain.jobs import Job
from tidemill.store import jobs as rows
from tidemill.store.engine import Store

_EVERY_S = 0.2


class JobReporter:
    """Writes a job's progress at most five times a second; progress never goes back.

    Not even where a job is tried again: the bar stands until the new try has passed it, and
    `Job.said` says which try it is. While the store can't be written, the job goes on and what it
    said is kept for the next time.
    """

    def __init__(self, store: Store, job_id: int, attempt: int) -> None:
        self._store, self._job_id, self._attempt = store, job_id, attempt
        self._stop = threading.Event()
        self._share, self._message = 0.0, ""
        self._lines: list[tuple[datetime, str]] = []
        self._last_write = 0.0

    def begin(self, job: Job) -> None:
        """Take up a job where its last try left the bar."""
        self._share = job.progress
        if job.attempts > 1:
            self.log(f"Try {job.attempts} begins")

    def report(self, share: float, message: str = "") -> None:
        """Say how far the work is (0 to 1) and what is being done; a new message is logged."""
        self.check()
        self._share = max(self._share, min(1.0, share))
        if message and message != self._message:
            self._message = message
            self._lines.append((self._store.clock.now(), message))
        if monotonic() - self._last_write >= _EVERY_S:
            try:
                self.flush()
            except WorldError:  # progress is no reason to fail: what is written in the end is
                self._last_write = monotonic()

    def log(self, line: str) -> None:
        """Add a line to the job's log without changing what is said to be done."""
        self._lines.append((self._store.clock.now(), line))

    def flush(self) -> None:
        """Write what was said and not yet written."""
        self._last_write = monotonic()
        lines = list(self._lines)
        message = self._message
        with self._store.write() as tx:
            said = {"message": message} if message else {}
            rows.update(tx, self._job_id, attempt=self._attempt, progress=self._share, **said)
            rows.log(tx, self._job_id, lines)
        del self._lines[: len(lines)]

    def check(self) -> None:
        """Raise `Cancelled` if the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def stop(self) -> None:
        """Ask the work to end at its next check."""
        self._stop.set()
