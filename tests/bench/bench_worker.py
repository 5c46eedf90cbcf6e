"""The worker at night: what it takes of a core while nothing is to be done, and its memory."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
from lines import Line

from tidemill.services import watching, workers
from tidemill.services import workspace as workspaces

N_FOLDERS = 20
N_FILES = 5
"""Files in each folder that are not taken in: the worker sees them at every look."""
SETTLE_S = 10.0
IDLE_S = 30.0
PATIENCE_S = 60.0

FLOOR = "import time\nwhile True: time.sleep(0.1)"
"""A Python that wakes ten times a second and does nothing."""


def measure(folder: Path) -> list[Line]:
    """The idle worker with watched folders, beside a Python that only wakes as often."""
    workspace = workspaces.create(folder / "idle")
    started = []
    try:
        for number in range(N_FOLDERS):
            watched = folder / f"inbox-{number}"
            watched.mkdir()
            for name in range(N_FILES):
                (watched / f"{name}.csv.part").write_text("not whole yet\n")
            watching.add(workspace, watched, dataset=f"inbox-{number}")
        command = [sys.executable, "-m", "tidemill", "-w", str(folder / "idle"), "worker"]
        started = [subprocess.Popen(command), subprocess.Popen([sys.executable, "-c", FLOOR])]
        worker, floor = (psutil.Process(one.pid) for one in started)
        _until_warm(workspace, worker)
        threading.Event().wait(SETTLE_S)
        before, began = (_seconds(worker), _seconds(floor)), time.monotonic()
        threading.Event().wait(IDLE_S)
        took = time.monotonic() - began
        shares = [
            100 * (_seconds(p) - b) / took for p, b in zip((worker, floor), before, strict=True)
        ]
        [child] = worker.children()
        held = [p.memory_info().rss / 1e6 for p in (worker, child, floor)]
    finally:
        for one in started:
            one.terminate()
            one.wait()
        workspace.close()
    return [
        Line("idle worker with 20 folders, of one core", *shares, 1.0, "under 1 %", "%"),
        Line("memory of the idle worker", held[0], held[2], 120.0, "under 120 MB", "MB"),
        Line("memory of its warm child", held[1], held[2], None, "", "MB"),
    ]


def _seconds(process: psutil.Process) -> float:
    spent = process.cpu_times()
    return float(spent.user + spent.system)


def _until_warm(workspace: workspaces.Workspace, worker: psutil.Process) -> None:
    """Wait until the worker has said hello and its child has read what it needs."""
    began, spent = time.monotonic(), -1.0
    while time.monotonic() - began < PATIENCE_S:
        threading.Event().wait(1.0)
        children = worker.children()
        if workers.alive(workspace) and children:
            now = _seconds(children[0])
            if now == spent:
                return
            spent = now
    raise SystemExit("The worker did not come to rest.")
