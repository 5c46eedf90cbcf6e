"""The child's side: wait for a job, do it, write its end, take another or leave."""

import contextlib
import gc
import os
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

from tidemill.base import programs
from tidemill.base.clock import monotonic
from tidemill.base.errors import Cancelled, TidemillError, WorldError
from tidemill.domain.jobs import Job
from tidemill.jobs import queue
from tidemill.jobs.kinds import Kinds
from tidemill.jobs.reporter import JobReporter
from tidemill.store.engine import Store

READY = b"ready\n"
DONE = b"done\n"
RESTING = b"resting\n"
ORPHANED = 75
PATIENCE_S = 60.0
AGAIN_S = 0.5
MAY_KEEP_BYTES = 512 * 2**20  # a warm child holds about 200 MB

WarmUp = Sequence[Callable[[], object]]


class _Orders:
    """Reads the parent's words: which job, later "cancel", "pause", "resume".

    End of input means that it died. Who is to stand still says so once nothing of it is being
    written, and writes nothing before it may go on: stopped in the middle, it would keep
    everybody from writing.
    """

    def __init__(self, store: Store, handle: int) -> None:
        self._store, self._handle = store, handle
        self._rest = contextlib.ExitStack()
        self._is_resting = False
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
            elif word == "pause" and not self._is_resting:
                self._is_resting = True
                self._rest.enter_context(self._store.quiet())
                os.write(self._handle, RESTING)
            elif word == "resume" and self._is_resting:
                self._is_resting = False
                self._rest.close()
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
    orders = _Orders(store, handle)
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
        job = _persistently(partial(queue.begin, store, number, attempt))
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
    """Do a job that was begun and write how it ended; return its result if it went well.

    While the store can't be written, the end is written again and again for `PATIENCE_S`: what
    took an hour is not lost because the disk was full for a moment.
    """
    reporter.begin(job)
    result: dict[str, Any] | None = None
    end: Callable[[], object]
    try:
        with _confined(job):
            result = kinds[job.kind].run(workspace, job, reporter)
        _persistently(reporter.flush)
    except Cancelled:
        end = partial(queue.cancelled, store, kinds, workspace, job)
        result = None
    except TidemillError as error:
        end = partial(queue.fail, store, kinds, workspace, job, error)
        result = None
    except MemoryError:
        problem = TidemillError(
            "The computer ran out of memory.", "Use fewer rows or columns, or close programs."
        )
        end = partial(queue.fail, store, kinds, workspace, job, problem)
    except Exception as error:  # the one place where our own bugs in a job are told
        said = TidemillError(
            f"Tidemill made a mistake in {job.kind}: {type(error).__name__}: {error}",
            "Nothing was changed. The log of the job has the details for a report.",
            detail=traceback.format_exc(),
        )
        end = partial(queue.fail, store, kinds, workspace, job, said)
    else:
        message = str(result.get("message", "Done"))
        end = partial(queue.succeed, store, job, result, message, kinds=kinds, workspace=workspace)
    _persistently(end)
    return result


@contextlib.contextmanager
def _confined(job: Job) -> Iterator[None]:
    """Where a job may use few cores only, its numeric libraries start no more threads than that."""
    cores = job.limits.get("cores")
    if not cores:
        yield
        return
    from threadpoolctl import threadpool_limits

    with threadpool_limits(int(cores)):
        yield


T = TypeVar("T")


def _persistently(write: Callable[[], T]) -> T:
    """Write something, again and again while the store is locked, full or away.

    Raises the `WorldError` of the last try after `PATIENCE_S`.
    """
    began, pause = monotonic(), threading.Event()
    while True:
        try:
            return write()
        except WorldError:
            if monotonic() - began > PATIENCE_S:
                raise
        pause.wait(AGAIN_S)
