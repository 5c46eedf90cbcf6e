"""A table far larger than what may be held in memory is read whole, and becomes a version."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SHARE, SEALED_SHARE, WHOLE = 40_000_000, 20_000_000, 1_000_000_000
MOST_BYTES = 900_000_000
"""The most that taking in may hold, of any file: half of what a computer with 2 GB free has."""

READ = """
import sys
from pathlib import Path
from tidemill.base.programs import peak_memory_bytes
from tidemill.base.progress import Silent
from tidemill.catalog.readers import csv as reader
reader._IN_MEMORY_BYTES = 1 << 20
file, scratch = map(Path, sys.argv[1:])
found = reader.read(file, None, Silent(), scratch)
total = 0
for block in found.table.blocks(["n"]):
    total += int(block["n"].values.sum())
print(found.table.n_rows, total, int(found.lines[-1]), peak_memory_bytes())
"""


SEAL = """
import sys, threading
from pathlib import Path
from tidemill.base.programs import peak_memory_bytes
from tidemill.catalog.readers import csv as reader
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, ingesting, jobs
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
reader._IN_MEMORY_BYTES = 1 << 20
status, done, held = Path("/proc/self/status"), threading.Event(), [0]
def own():
    lines = status.read_text().splitlines()
    return next(int(one.split()[1]) << 10 for one in lines if one.startswith("RssAnon"))
def watch():
    while not done.wait(0.02):
        held[0] = max(held[0], own())
if status.exists():  # without what is mapped from files, which the system takes back when it must
    threading.Thread(target=watch, daemon=True).start()
workspace = workspaces.create(Path(sys.argv[2]) / "workspace", login="ada")
added = ingesting.add(workspace, [Path(sys.argv[1])], dataset="large")
claimed = queue.claim(workspace.store, "w")
job = queue.begin(workspace.store, claimed.id, claimed.attempts)
reporter = JobReporter(workspace.store, job.id, job.attempts)
perform(workspace.store, kinds(), workspace, job, reporter)
done.set()
version = datasets.version(workspace, "large")
print(jobs.find(workspace, job.id).state, version.rows, held[0] or peak_memory_bytes())
"""


def made(tmp_path: Path, n_bytes: int) -> tuple[Path, int]:
    """A file of at least so many bytes, and how many rows it has."""
    file, n_rows = tmp_path / "large.csv", 0
    with file.open("w") as out:
        out.write("n,city,amount,note\n")
        while out.tell() < n_bytes:
            rows = range(n_rows, n_rows + 100_000)
            out.write("".join(f"{i},c{i % 50},{i % 977}.5,some words on {i * 7}\n" for i in rows))
            n_rows = rows.stop
    return file, n_rows


def ran(script: str, file: Path, folder: Path) -> list[str]:
    """What a script says of a file, in a process of its own."""
    words = [sys.executable, "-c", script, str(file), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=os.environ)
    return done.stdout.split()


def test_a_large_table_is_read_in_little_memory(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    n_bytes = rounds(WHOLE, SHARE)
    file, n_rows = made(tmp_path, n_bytes)
    n_read, total, last_line, peak = map(int, ran(READ, file, tmp_path))
    assert (n_read, last_line) == (n_rows, n_rows + 1)
    assert total == n_rows * (n_rows - 1) // 2
    measured(f"{n_rows:,} rows, {n_bytes / 1e6:,.0f} MB: peak memory {peak / 1e6:,.0f} MB")
    assert peak < MOST_BYTES


def test_a_large_table_becomes_a_version_in_little_memory(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    n_bytes = rounds(WHOLE, SEALED_SHARE)
    file, n_rows = made(tmp_path, n_bytes)
    state, n_sealed, peak = ran(SEAL, file, tmp_path)
    assert (state, int(n_sealed)) == ("succeeded", n_rows)
    said = f"peak memory of the whole job {int(peak) / 1e6:,.0f} MB"
    measured(f"{n_rows:,} rows, {n_bytes / 1e6:,.0f} MB: {said}")
    assert int(peak) < MOST_BYTES
