"""Scripts of people that log to a world, as processes of their own, and what arrived of it."""

import random
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable

from real_world import World

from tidemill.base import places
from tidemill.domain.runs import Run, RunState
from tidemill.services.run_view import RunsView
from tidemill.store import histories, runs

# Says each value that a call returned for, so that the test knows what must be in the store.
ENDLESS = """
import sys, tidemill
run = tidemill.start_run("endless", name="endless", params={"depth": 3})
print(run.id, flush=True)
n = 0
while True:
    run.log_metric("loss", n)
    n += 1
    if n % 50 == 0:
        print(n, flush=True)
"""
STEADY = """
import sys, time, tidemill
with tidemill.start_run("steady") as run:
    print(run.id, flush=True)
    n = 0
    for line in sys.stdin:
        if line.strip() == "end":
            break
        for _ in range(10):
            run.log_metric("loss", n)
            n += 1
        print(n, flush=True)
"""
MANY = """
import sys, time, tidemill
k, seconds = int(sys.argv[1]), float(sys.argv[2])
until, n = time.monotonic() + seconds, 0
with tidemill.start_run("many", name=f"p{k}") as run:
    while time.monotonic() < until:
        run.log_metric("loss", n)
        run.log_metrics({"a": n, "b": -n})
        n += 1
        time.sleep(0.002)
        if n % 100 == 0:
            with tidemill.start_run("small", name=f"p{k}-{n}", params={"n": n}) as small:
                small.log_metric("score", n)
print(run.id, n, flush=True)
"""


class Script:
    """A script of a person that logs to a world, as a process of its own."""

    def __init__(self, world: World, code: str, *words: object) -> None:
        self._errors = world.folder.parent / f"script-{random.getrandbits(32):08x}.err"
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(code), *map(str, words)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env={**world.environment(), "TIDEMILL_WORKSPACE": str(world.folder)},
            )

    def line(self) -> str:
        """What it prints next."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def say(self, text: str) -> None:
        """Write a line to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def steps(self, n: int) -> int:
        """Let it log `n` times ten values; return how many it has logged."""
        found = 0
        for _ in range(n):
            self.say("more")
            found = int(self.line())
        return found

    def end(self, code: int = 0) -> str:
        """Wait for it to leave with a code; return what it wrote to standard error."""
        out, _ = self.process.communicate(timeout=120)
        self.rest = out
        assert self.process.returncode == code, self.errors()
        return self.errors()

    def errors(self) -> str:
        """What it wrote to standard error so far."""
        return self._errors.read_text()

    def close(self) -> None:
        """End it, if it did not leave."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()


def run_of(world: World, run_id: str) -> Run | None:
    with world.workspace.store.read() as connection:
        return runs.of_uuid(connection, run_id)


def values(world: World, run_id: str, name: str = "loss") -> list[float]:
    run = run_of(world, run_id)
    if run is None:
        return []
    with world.workspace.store.read() as connection:
        key = histories.key_id(connection, name)
        if key is None:
            return []
        steps, _, found = histories.read(connection, run.pk, key)
    assert steps.tolist() == list(range(len(steps)))
    return found.tolist()


def state(world: World, run_id: str) -> RunState | None:
    run = run_of(world, run_id)
    return None if run is None else run.state


def log_side_by_side(world: World, script: Callable[..., Script], seconds: float) -> None:
    """Sixteen scripts at once, while the window's view is read all the time."""
    world.start_worker()
    scripts = [script(world, MANY, k, seconds) for k in range(16)]
    failures: list[BaseException] = []
    seen: list[int] = []
    is_over = threading.Event()

    def read() -> None:
        try:
            view = RunsView(world.workspace)
            while not is_over.is_set():
                page = view.page(sort=[("metrics.loss", True)], limit=50)
                assert len(page.runs) <= page.matching <= page.total
                seen.append(page.total)
        except BaseException as error:
            failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        ends = [(one.line().split(), one.end()) for one in scripts]
    finally:
        is_over.set()
        reader.join()
    assert failures == [], failures
    told = [errors for _, errors in ends if errors]
    assert told == [], told
    assert seen == sorted(seen)
    n_small = 0
    for (run_id, text), _ in ends:
        n = int(text)
        n_small += n // 100
        assert values(world, run_id) == [float(k) for k in range(n)]
        assert values(world, run_id, "b") == [float(-k) for k in range(n)]
        assert state(world, run_id) is RunState.FINISHED
    page = RunsView(world.workspace).page(where='experiment = "small"', limit=100_000)
    assert page.matching == n_small
    assert all(run.params["n"] == f"{run.metrics['score']:.0f}" for run in page.runs)
    assert {run.state for run in page.runs} <= {RunState.FINISHED}
    assert not list(places.spool_folder(str(world.folder)).glob("*.spool"))
    said = world.said()
    assert said == "", said
