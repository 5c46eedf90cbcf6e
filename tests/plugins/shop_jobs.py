"""The rows of a shop by the month, and a worker that does all that is queued here and now."""

import random
from pathlib import Path
from typing import Any

from tidemill.base.clock import HeldClock
from tidemill.domain.jobs import Job
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import jobs
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace

START_DAY = {1: "2024-01", 2: "2024-02", 3: "2024-03", 4: "2024-04", 5: "2024-05"}


def do_all(workspace: Workspace) -> list[Job]:
    """Do every queued job as the worker, a second each; return them as they ended."""
    worker, clock = workspace.acting_as(WORKER), workspace.clock
    assert isinstance(clock, HeldClock)
    ended = []
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        clock.advance(1)
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, kinds(), worker, job, reporter)
        ended.append(jobs.find(workspace, job.id))
    return ended


def month_rows(month: int, n: int = 120, shift: float = 0.0) -> list[tuple[str, float, str, str]]:
    """Rows of a month in which `x` says much about `bought`; `shift` moves `x`."""
    draw = random.Random(month)
    rows = []
    for i in range(n):
        x = draw.gauss(0.0, 1.0)
        bought = "yes" if x + draw.gauss(0.0, 0.7) > 0 else "no"
        shop = draw.choice(["north", "south", "east"])
        day = f"{START_DAY[month]}-{1 + i * 27 // n:02d} {i % 24:02d}:00:00"
        rows.append((day, round(x + shift, 4), shop, bought))
    return rows


def write_csv(path: Path, rows: list[tuple[Any, ...]], header: str = "day,x,shop,bought") -> Path:
    lines = [header, *(",".join(str(v) for v in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
