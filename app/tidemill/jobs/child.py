"""The child's side: wait for a job, do it, write its end, leave."""

import os
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from tidemill.base import programs
from tidemill.base.errors import Cancelled, TidemillError
from tidemill.domain.jobs import Job
from tidemill.jobs import queue
from tidemill.jobs.kinds import Kinds
from tidemill.jobs.reporter import JobReporter
from tidemill.store.engine import Store

READY = b"ready\n"
ORPHANED = 75


class _Orders:
    """Reads the parent's words: which job, and later "cancel". End of input means it died."""

    def __init__(self) -> None:
        self.first = threading.Event()
        self.words: list[str] = []
        self.reporter: JobReporter | None = None
        self.cancel_came = False
        threading.Thread(target=self._listen, name="orders", daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            words = line.split()
            if words[:1] == ["job"]:
                self.words = words[1:]
                self.first.set()
            elif words == ["cancel"]:
                self.cancel_came = True
                if self.reporter is not None:
                    self.reporter.stop()
        # Whoever held our lease is gone: a half-done job must not go on beside its next try.
        os._exit(ORPHANED)


def serve(
    store: Store, kinds: Kinds, workspace: object, warm_up: Callable[[], None], job_id: int | None
) -> int:
    """Warm up, wait for one job (or take `job_id`), do it, and return the exit code."""
    if job_id is not None:
        return _by_hand(store, kinds, workspace, job_id)
    handle = programs.reset_standard_streams()
    orders = _Orders()
    warm_up()
    os.write(handle, READY)
    orders.first.wait()
    number, attempt = int(orders.words[0]), int(orders.words[1])
    reporter = JobReporter(store, number, attempt)
    orders.reporter = reporter
    if orders.cancel_came:
        reporter.stop()
    job = queue.begin(store, number, attempt)
    if job is not None:
        perform(store, kinds, workspace, job, reporter)
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
        queue.succeed(store, job, result, str(result.get("message", "Done")))
        return result
    return None
