"""Watched folders: how soon a file is noticed, many small ones, and what looking costs."""

import os
import statistics
import time
from pathlib import Path

from bench_main_loop import made
from lines import Line, median

SMALL_FILES, SMALL_ROWS = 600, 50
MANY_FILES = 10_000
IDLE_FOLDERS, IDLE_S = 20, 20.0


def noticed(folder: Path) -> list[Line]:
    """From a rename into place to the queue."""
    from real_world import land, write_orders

    inbox = folder / "inbox"
    inbox.mkdir()
    took = []
    with made(folder / "noticed") as world:
        world.cli("watch", "add", inbox, "--dataset", "orders")
        for number in range(1, 6):
            source = write_orders(folder / f"{number}.csv", number)
            land(source, inbox)
            whole = world.workspace.clock.now()
            world.until(lambda n=number: len(world.jobs("dataset.ingest")) >= n, "the file's job")
            took.append((world.jobs("dataset.ingest")[-1].created_at - whole).total_seconds())
            world.until_idle(number)
    return [Line("a file that is whole to its job", statistics.median(took), 0.0, 1.0, "1 s")]


def small_files(folder: Path) -> list[Line]:
    """Small files through ingest and checks, from the first job's start to the last one's end."""
    from real_world import write_orders

    from tidemill.services import watching

    inbox = folder / "small"
    inbox.mkdir()
    for number in range(SMALL_FILES):
        path = inbox / f"{number:04d}.csv"
        write_orders(path, number % 12 + 1, SMALL_ROWS, seed=number)
    with made(folder / "many") as world:
        world.cli("watch", "add", inbox, "--dataset", "orders")

        def is_done() -> bool:
            added = watching.n_arrived(world.workspace, state="added")
            return added == SMALL_FILES and not any(job.is_open for job in world.jobs())

        world.until(is_done, "all files", patience_s=1800.0)
        jobs = world.jobs("dataset.ingest")
        took = max(job.ended_at for job in jobs) - min(job.started_at for job in jobs)
        rate = SMALL_FILES / took.total_seconds()
        n_versions = len(world.versions("orders"))
    print(f"  {SMALL_FILES} files in {len(jobs)} jobs, {n_versions} versions")
    return [Line("small files a second", rate, 0.0, 100.0, "100 a second", "/s", is_rate=True)]


def looking(folder: Path) -> list[Line]:
    """A look into a folder of many files that are all known, against the bare listing."""
    from tidemill.services import watching
    from tidemill.services import workspace as workspaces
    from tidemill.services.folder_scans import Scanner

    inbox = folder / "listed"
    inbox.mkdir()
    for number in range(MANY_FILES):
        (inbox / f"{number:05d}.csv").write_text(f"a\n{number}\n")
    workspace = workspaces.create(folder / "looked")
    watching.add(workspace, inbox, dataset="d")
    scanner = Scanner(workspace)
    closed = frozenset(str(path) for path in inbox.iterdir())
    began = time.monotonic()
    scanner.scan(closed)
    first = time.monotonic() - began

    def look() -> float:
        began = time.monotonic()
        scanner.scan()
        return time.monotonic() - began

    def bare() -> float:
        began = time.monotonic()
        with os.scandir(inbox) as entries:
            for entry in entries:
                entry.stat()
        return time.monotonic() - began

    own, floor = median(look), median(bare)
    workspace.close()
    return [
        Line(f"{MANY_FILES:,} new files noted and handed on", first, floor, None, "of a listing"),
        Line(f"a look at {MANY_FILES:,} known files", own, floor, None, "of a listing"),
    ]


def idle(folder: Path) -> list[Line]:
    """What a worker with watched folders in which nothing happens takes of one core."""
    import psutil

    with made(folder / "idle") as world:
        for number in range(IDLE_FOLDERS):
            inbox = folder / f"idle-{number}"
            inbox.mkdir()
            world.cli("watch", "add", inbox, "--dataset", f"d{number}")
        [worker] = world.workers()
        world.until(world.children, "a child in waiting")
        world.pause(5.0)
        process = psutil.Process(worker.pid)
        before, began = process.cpu_times(), time.monotonic()
        world.pause(IDLE_S)
        after, took = process.cpu_times(), time.monotonic() - began
        share = 100 * (after.user + after.system - before.user - before.system) / took
        memory = process.memory_info().rss / 1e6
    return [
        Line(f"an idle worker with {IDLE_FOLDERS} folders", share, 0.0, 1.0, "1 % of a core", "%"),
        Line("the memory of that worker", memory, 0.0, 120.0, "120 MB", "MB"),
    ]


def measure(folder: Path) -> list[Line]:
    """All rows of watched folders; from there to the candidate stands in the main loop's."""
    lines = []
    for part in (looking, noticed, idle, small_files):
        print(f"  {part.__name__.replace('_', ' ')}", flush=True)
        lines += part(folder)
    return lines
