"""Sixteen processes log through the MLflow door at once, the window open: nothing is lost."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from open_doors import TOKEN, open_door
from played_window import play
from real_world import World

from tidemill.services import run_curves
from tidemill.services import runs as whole_runs

N_PROCESSES = 16
FULL_S, SHARE_S = 120, 3

# What a script's client sends, without the client: the door is what is asked. Each answer counts;
# any other than 200 is told and ends the process.
SCRIPT = """
import http.client, json, sys, time
port, token, seconds, number = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
line = http.client.HTTPConnection("127.0.0.1", port, timeout=120.0)
heads = {"Authorization": f"Bearer {token}"}

def ask(method, path, body):
    line.request(method, path, body, heads)
    answer = line.getresponse()
    data = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} was answered with {answer.status}: {data[:300]!r}")
    return json.loads(data)

def call(path, **body):
    return ask("POST", "/api/2.0/mlflow/" + path, json.dumps(body))

done, until = {}, time.monotonic() + seconds
while not done or time.monotonic() < until:
    tags = [{"key": "process", "value": str(number)}]
    made = call("runs/create", experiment_id="0", start_time=1_700_000_000_000, tags=tags)
    run_id = made["run"]["info"]["run_id"]
    call("runs/log-parameter", run_id=run_id, key="process", value=str(number))
    for k in range(20):
        at = 1_700_000_000_000 + k
        call("runs/log-metric", run_id=run_id, key="loss", value=k / 7, timestamp=at, step=k)
    points = [
        {"key": "batch", "value": k + number, "timestamp": at, "step": k} for k in range(100)
    ]
    call("runs/log-batch", run_id=run_id, metrics=points)
    path = f"/api/2.0/mlflow-artifacts/artifacts/0/{run_id}/artifacts/out/file.txt"
    ask("PUT", path, f"{number} {run_id}")
    call("runs/update", run_id=run_id, status="FINISHED", end_time=1_700_000_001_000)
    done[run_id] = len(done)
print(json.dumps([number, list(done)]))
"""

# The window looks at the runs as they come, until a file says that it may close.
LOOKING = """
def steps(window, over):
    window.navigate("experiments")
    yield
    over.with_name("looking").touch()
    while not over.exists():
        yield
    say("open", window.isVisible())
"""


def test_sixteen_processes_log_at_once_beside_the_window(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    seconds = rounds(FULL_S, SHARE_S)
    world = World(tmp_path / "ws")
    over, log = tmp_path / "over", tmp_path / "door.log"
    seen: dict[str, object] = {}
    window = threading.Thread(target=lambda: seen.update(play(world, LOOKING, over)))
    try:
        with log.open("wb") as errors:
            door = open_door(world, errors)
            window.start()
            looking = over.with_name("looking")
            world.until(lambda: looking.exists() or not window.is_alive(), "the window to open")
            scripts = [started(door.address, seconds, number) for number in range(N_PROCESSES)]
            said = [one.communicate(timeout=seconds + 240.0) for one in scripts]
            over.touch()
            window.join()
            assert door.close() == 0
        assert [err.decode() for _, err in said] == [""] * N_PROCESSES
        assert log.read_text(encoding="utf-8") == "", "The door complained."
        assert seen == {"open": True}
        run_ids = {
            run_id: number for number, ids in (json.loads(out) for out, _ in said) for run_id in ids
        }
        assert whole_runs.count(world.workspace) == len(run_ids) >= N_PROCESSES
        for run_id, number in run_ids.items():
            assert_whole(world, run_id, number)
    finally:
        over.touch()
        left = world.close()
    assert left == []
    measured(f"{len(run_ids)} runs of {N_PROCESSES} processes in {seconds} s, none incomplete")


def started(address: str, seconds: float, number: int) -> "subprocess.Popen[bytes]":
    port = address.rpartition(":")[2]
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, port, TOKEN, str(seconds), str(number)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    )


def assert_whole(world: World, run_id: str, number: int) -> None:
    """All that a process was told to be stored stands in the store, once."""
    run = whole_runs.one(world.workspace, run_id)
    assert (run.state.value, run.params) == ("finished", {"process": str(number)})
    assert run.tags["process"] == str(number)
    assert run.metrics == {"loss": 19 / 7, "batch": 99.0 + number}
    loss = run_curves.curve(world.workspace, run.pk, "loss")
    assert loss.steps.tolist() == list(range(20))
    batch = run_curves.curve(world.workspace, run.pk, "batch")
    assert batch.values.tolist() == [float(k + number) for k in range(100)]
    blob = world.workspace.blobs.path(run.artifacts["out/file.txt"])
    assert blob.read_text(encoding="utf-8") == f"{number} {run_id}"
