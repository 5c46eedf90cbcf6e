"""Stopping while a CSV of 250 MB is taken in: from asking to the end, at moments all over it."""

import random
import time
from pathlib import Path
from typing import Any

import made_csv
from lines import Line

N_BYTES = 250_000_000
N_STOPS = 12
REACH_S = 1.0


def measure(folder: Path) -> list[Line]:
    """The longest time from asking to the end; what stops must leave no version behind."""
    from bench_main_loop import made

    file = folder / "quarter.csv"
    made_csv.write(file, N_BYTES)
    with made(folder / "stopping") as world:
        job = _asked(world, file, "whole")
        world.until(lambda: not world.job(job).is_open, "the whole file")
        whole = world.job(job)
        lasts_s = (whole.ended_at - whole.started_at).total_seconds()
        draw = random.Random(11)
        # A moment in each twelfth of the job, so that no stage is left out.
        shares = [(number + draw.random()) / N_STOPS for number in range(N_STOPS)]
        took = [_stopped(world, file, share, lasts_s) for share in shares]
    found = [one for one in took if one is not None]
    print("  " + ", ".join(f"{one:.2f} s" for one in sorted(found)))
    return [Line(f"stopping a CSV of 250 MB at {len(found)} moments, longest", max(found), 0.0,
                 REACH_S, "1 s")]  # fmt: skip


def _asked(world: Any, file: Path, name: str) -> int:
    world.cli("data", "add", file, "--name", name, "--detach")
    return int(world.jobs("dataset.ingest")[-1].id)


def _stopped(world: Any, file: Path, share: float, lasts_s: float) -> float | None:
    """Ask at a share of the job's usual time; the seconds to its end, None if it ended before."""
    from tidemill.base.errors import NeedsYou
    from tidemill.services import jobs

    job = _asked(world, file, f"stopped-{share:.3f}".replace(".", "-"))
    world.until(lambda: world.job(job).started_at is not None, "the job's start")
    time.sleep(share * lasts_s)
    said = world.job(job)
    began = time.monotonic()
    try:
        jobs.cancel(world.workspace, job)
    except NeedsYou:
        return None  # it was faster than the first
    while world.job(job).is_open:
        time.sleep(0.01)
    took = time.monotonic() - began
    ended = world.job(job)
    print(f"  asked at {said.progress:4.0%} ({said.message}): {took:.2f} s, {ended.state}")
    return took if str(ended.state) == "cancelled" else None
