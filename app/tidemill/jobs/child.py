"""The child's side: wait for a job, do it, write its end, take another or leave."""

import gc
import os
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any

from tidemill.base import programs
from tidemill.base.errors import Cancelled, TidemillError
from tidemill.domain.jobs import Job
from tidemill.jobs import queue
from tidemill.jobs.kinds import Kinds
from tidemill.jobs.reporter import JobReporter
from tidemill.store.engine import Store

READY = b"ready\n"
DONE = b"done\n"
ORPHANED = 75
MAY_KEEP_BYTES = 512 * 2**20  # a warm child holds about 200 MB

WarmUp = Sequence[Callable[[], object]]


class _Orders:
    """Reads the parent's words: which job, and later "cancel". End of input means it died."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[int, int]] = SimpleQueue()
        self._lock = threading.Lock()
        self._cancelled: set[tuple[int, int]] = set()
        self._reporter: tuple[tuple[int, int], JobReporter] | None = None
        threading.Thread(target=self._listen, name="orders", daemon=True).start()

    def has_job(self) -> bool:
        """True when a job waits to be begun."""
        return not self._jobs.empty()

    def next_job(self) -> tuple[int, int]:
        """Wait for a job; return its number and attempt."""
        return self._jobs.get()

    def tell(self, job: tuple[int, int], reporter: JobReporter) -> None:
        """Pass on to the reporter that its job is to be cancelled, now or later."""
        with self._lock:
            self._reporter = (job, reporter)
            if job in self._cancelled:
                reporter.stop()

    def _listen(self) -> None:
        for line in sys.stdin:
            word, number, attempt = line.split()
            job = (int(number), int(attempt))
            if word == "job":
                self._jobs.put(job)
            elif word == "cancel":
                with self._lock:
                    self._cancelled.add(job)
                    if self._reporter is not None and self._reporter[0] == job:
                        self._reporter[1].stop()
        # Whoever held our lease is gone: a half-done job must not go on beside its next try.
        os._exit(ORPHANED)


def serve(
    store: Store, kinds: Kinds, workspace: object, warm_up: WarmUp, job_id: int | None
) -> int:
    """Warm up, wait for jobs (or take `job_id`), do them, and return the exit code.

    The first step of `warm_up` is what every job needs; the others are taken while nothing is to
    be done. A child that did a job well and stayed small takes another, which spares the imports;
    after anything else it leaves, and the next job begins in a clean one.
    """
    if job_id is not None:
        return _by_hand(store, kinds, workspace, job_id)
    handle = programs.reset_standard_streams()
    orders = _Orders()
    steps = deque(warm_up)
    steps.popleft()()
    said, may_go_on = READY, True
    while may_go_on:
        os.write(handle, said)
        said = DONE
        while steps and not orders.has_job():
            steps.popleft()()
        number, attempt = orders.next_job()
        reporter = JobReporter(store, number, attempt)
        orders.tell((number, attempt), reporter)
        job = queue.begin(store, number, attempt)
        may_go_on = job is None or perform(store, kinds, workspace, job, reporter) is not None
        gc.collect()
        if programs.memory_bytes() > MAY_KEEP_BYTES or not programs.forget_peak_memory():
            may_go_on = False
    os.close(handle)
    return 0


def _by_hand(store: Store, kinds: Kinds, workspace: object, job_id: int) -> int:
    from tidemill.store import jobs as rows

    with store.read() as connection:
        job = rows.find(connection, job_id)
    if job is None:
        return 3
    perform(store, kinds, workspace, job, JobReporter(store, job_id, job.attempts))
    return 0


def perform(
    store: Store, kinds: Kinds, workspace: object, job: Job, reporter: JobReporter
) -> dict[str, Any] | None:
    """Do a job that was begun and write how it ended; return its result if it went well."""
    try:
        result = kinds[job.kind].run(workspace, job, reporter)
        reporter.flush()
    except Cancelled:
        queue.cancelled(store, kinds, workspace, job)
    except TidemillError as error:
        queue.fail(store, kinds, workspace, job, error)
    except MemoryError:
        problem = TidemillError(
            "The computer ran out of memory.", "Use fewer rows or columns, or close programs."
        )
        queue.fail(store, kinds, workspace, job, problem)
    except Exception as error:  # the one place where our own bugs in a job are told
        said = TidemillError(
            f"Tidemill made a mistake in {job.kind}: {type(error).__name__}: {error}",
            "Nothing was changed. The log of the job has the details for a report.",
            detail=traceback.format_exc(),
        )
        queue.fail(store, kinds, workspace, job, said)
    else:
        message = str(result.get("message", "Done"))
        queue.succeed(store, job, result, message, kinds=kinds, workspace=workspace)
        return result
    return None
