"""A workspace worked on by real processes: the program as people start it, and an eye on it.

Everything that is started here is ended by its number, and `close` says what would not end.
"""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import psutil

from tidemill.base.clock import monotonic
from tidemill.base.database_urls import DatabaseUrl, Place
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.jobs import Job
from tidemill.domain.runs import Run
from tidemill.domain.watches import ArrivedFile
from tidemill.services import datasets, doctor, jobs, runs, watching
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace

PATIENCE_S = 180.0  # a busy computer warms a child up in tens of seconds
_LOOK_S = 0.02
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """The failure it told."""
        found: dict[str, str] = self.json["error"]
        return found


class World:
    """One workspace, the processes started on it, and short ways to look at it."""

    def __init__(
        self,
        folder: Path,
        user: str = "tester",
        before: tuple[str, ...] = (),
        url: DatabaseUrl | None = None,
        logs: Path | None = None,
    ) -> None:
        """Make the workspace; `before` are words in front of each command started here.

        What processes print is kept below `logs`, beside the workspace where none is named.
        With a `url` it lies in a database, and `folder` is where its files lie.
        """
        self.folder, self.user, self._before = folder, user, before
        self.place: Place = url or folder
        self._logs = (logs or folder.parent) / f"{folder.name}-logs"
        self._logs.mkdir()
        self._started: list[subprocess.Popen[bytes]] = []
        artifacts = None if url is None else folder
        self.workspace: Workspace = workspaces.create(self.place, artifacts=artifacts, login=user)

    # --- starting and ending -----------------------------------------------------------------

    def command(self, *words: str | Path) -> list[str]:
        """The program with this workspace chosen."""
        program = [sys.executable, "-m", "tidemill"]
        return [*self._before, *program, "-w", str(self.place), *map(str, words)]

    def environment(self, user: str | None = None) -> dict[str, str]:
        """What a process of this world is started with."""
        return {**os.environ, "TIDEMILL_USER": user or self.user, "OMP_NUM_THREADS": "1"}

    def cli(self, *words: str | Path, code: int | None = 0, user: str | None = None) -> Answer:
        """Run one command with --json; it must leave with `code`, unless that is None."""
        done = subprocess.run(
            self.command(*words, "--json"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
            env=self.environment(user),
        )
        said = f"left with {done.returncode}: {done.stdout}{done.stderr}"
        assert code is None or done.returncode == code, said
        return Answer(done.returncode, done.stdout, done.stderr)

    def start_worker(
        self, *options: str, is_ready: bool = True, before: tuple[str, ...] = ()
    ) -> subprocess.Popen[bytes]:
        """Start a worker in the foreground of a process of its own, and wait until it works.

        `before` are words in front of its command.
        """
        log = self._logs / f"worker-{len(self._started)}.log"
        with log.open("wb") as stream:
            one = subprocess.Popen(
                [*before, *self.command("worker", *options)],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                env=self.environment(),
            )
        self._started.append(one)
        if is_ready:
            self.until(
                lambda: one.poll() is not None or any(p.pid == one.pid for p in self.workers()),
                "the worker to say hello",
            )
        return one

    def said(self) -> str:
        """All that the workers started here printed; nothing, when all goes well."""
        return "".join(p.read_text() for p in sorted(self._logs.iterdir()))

    def stop(self, one: subprocess.Popen[bytes]) -> int:
        """Ask a process to leave in order; return its exit code."""
        one.send_signal(signal.SIGTERM)
        return one.wait(PATIENCE_S)

    def kill_worker(self) -> list[psutil.Process]:
        """End the worker without a word, as a power cut would; return the children it had."""
        children, killed = self.children(), self.processes("worker")
        for process in killed:
            _quietly(process.kill)
        self._reap()
        # One that is about to be gone has no words any more, and still counts as alive.
        self.until(lambda: not still_alive(killed, 0.0), "the killed worker to be gone")
        return children

    def kill_children(self) -> int:
        """End the child at work, and the one in waiting, without a word; return how many.

        The workers stand still meanwhile: one that saw the first child die would hand its job to
        the other before that is killed too, and the job would have been begun once more.
        """
        workers = self.workers()
        for worker in workers:
            _quietly(worker.suspend)
        try:
            children = self.children()
            for process in children:
                _quietly(process.kill)
        finally:
            for worker in workers:
                _quietly(worker.resume)
        return len(children)

    def pause(self, seconds: float) -> None:
        """Let the processes work for a while; never a reason for something to be true."""
        threading.Event().wait(seconds)

    def _reap(self) -> None:
        for one in self._started:
            one.poll()

    def processes(self, face: str = "") -> list[psutil.Process]:
        """Living processes of the program on this workspace, of one face or all."""
        found = []
        for process in psutil.process_iter():
            try:
                words = process.cmdline()
                dead = process.status() == psutil.STATUS_ZOMBIE
            except psutil.Error:
                continue
            if not dead and str(self.place) in words and (not face or face in words):
                found.append(process)
        return found

    def workers(self) -> list[psutil.Process]:
        """The workers that said hello and live."""
        from tidemill.services import workers

        found = []
        for one in workers.alive(self.workspace):
            try:
                found.append(psutil.Process(one.pid))
            except psutil.NoSuchProcess:
                continue
        return found

    def children(self) -> list[psutil.Process]:
        """The workers' child processes, at work or in waiting."""
        return self.processes("run-job")

    def close(self) -> list[str]:
        """End what still runs, by number; return the command lines of what had to be killed."""
        for one in self._started:
            if one.poll() is None:
                one.terminate()
        for process in self.processes("worker"):
            _quietly(process.terminate)
        for one in self._started:
            try:
                one.wait(10.0)
            except subprocess.TimeoutExpired:
                continue
        left = still_alive(self.processes(), 10.0)
        told = []
        for process in left:
            try:
                told.append(" ".join(process.cmdline()))
            except psutil.NoSuchProcess:
                continue
            _quietly(process.kill)
        for one in self._started:
            one.wait(10.0)
        self.workspace.close()
        return told

    # --- looking -----------------------------------------------------------------------------

    def until(
        self,
        look: Callable[[], T],
        what: str,
        patience_s: float = PATIENCE_S,
        look_s: float = _LOOK_S,
    ) -> T:
        """Look again and again until there is something; fail with what was waited for."""
        pause, began = threading.Event(), monotonic()
        while True:
            if found := look():
                return found
            if monotonic() - began > patience_s:
                raise AssertionError(f"Waited {patience_s:.0f} s for {what}.\n{self._state()}")
            pause.wait(look_s)

    def until_idle(self, n_files: int = 0, look_s: float = _LOOK_S) -> None:
        """Wait until `n_files` or more have arrived, each has its end, and no job is open."""

        def idle() -> bool:
            files = self.files()
            if len(files) < n_files or any(f.state.value == "waiting" for f in files):
                return False
            return not any(j.is_open for j in self.jobs())

        self.until(idle, f"{n_files} files to find their end", look_s=look_s)

    def jobs(self, kind: str = "") -> list[Job]:
        """All jobs, oldest first."""
        found = jobs.newest(self.workspace, limit=1000)[::-1]
        return [j for j in found if not kind or j.kind == kind]

    def job(self, job_id: int) -> Job:
        """One job."""
        return jobs.find(self.workspace, job_id)

    def log(self, job_id: int) -> str:
        """What a job said, a line each."""
        return "\n".join(line for _, _, line in jobs.log_lines(self.workspace, job_id))

    def files(self) -> list[ArrivedFile]:
        """All files that arrived, first arrived first."""
        return watching.arrived(self.workspace)[::-1]

    def outcomes(self) -> dict[str, list[str]]:
        """What became of each file, by its name, in the order it happened."""
        found: dict[str, list[str]] = {}
        for file in self.files():
            found.setdefault(file.name, []).append(str(file.state))
        return found

    def versions(self, dataset: str) -> tuple[DatasetVersion, ...]:
        """The versions of a dataset; none while it does not exist."""
        if dataset not in [view.dataset.name for view in datasets.every(self.workspace)]:
            return ()
        return datasets.find(self.workspace, dataset).versions

    def runs(self, job_id: int) -> list[Run]:
        """The runs of a training."""
        return runs.of_job(self.workspace, job_id)

    def complaints(self) -> list[str]:
        """What the doctor finds wrong; empty when all is well."""
        found = doctor.examine(self.workspace)
        return [f"{one.name}: {one.message}" for one in found if not one.passed]

    def _state(self) -> str:
        jobs_ = [f"{j.id} {j.kind} {j.state} {j.message} {j.error or ''}" for j in self.jobs()]
        files = [f"{f.name} {f.state} {f.outcome}" for f in self.files()]
        alive = [f"process {p.pid} lives" for p in self.processes()]
        return "\n".join([*jobs_, *files, *alive, self.said()])


def still_alive(processes: list[psutil.Process], patience_s: float) -> list[psutil.Process]:
    """Wait for processes to end; return those that did not.

    One that ended and was not yet collected by its parent has ended: in a container the first
    process may take its time with orphans.
    """
    began, pause = monotonic(), threading.Event()
    while (left := [p for p in processes if _lives(p)]) and monotonic() - began < patience_s:
        pause.wait(_LOOK_S)
    return left


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _quietly(act: Callable[[], None]) -> None:
    """End a process that may have ended by itself meanwhile."""
    try:
        act()
    except psutil.NoSuchProcess:
        return


# --- data ----------------------------------------------------------------------------------------

COLUMNS = ("placed_at", "amount", "items", "channel", "region", "returned")


def orders(month: int, n_rows: int = 400, *, seed: int = 0) -> list[list[str]]:
    """A month of made-up orders, some returned: likelier the dearer, likeliest when bought online.

    Equal arguments give equal rows; months differ.
    """
    draw = random.Random(f"{seed}/{month}/{n_rows}")
    first = datetime(2025, month, 1, tzinfo=UTC).replace(tzinfo=None)
    rows = []
    for place in range(n_rows):
        amount = draw.uniform(5, 200)
        channel = draw.choice(["online", "shop", "phone"])
        chance = 0.1 + 0.6 * (amount / 200) * (1.3 if channel == "online" else 0.5)
        rows.append(
            [
                (first + timedelta(days=27 * place / n_rows)).isoformat(" ", "seconds"),
                f"{amount:.2f}",
                str(draw.randint(1, 9)),
                channel,
                draw.choice(["north", "south", "east", "west"]),
                "yes" if draw.random() < chance else "no",
            ]
        )
    return rows


def write_orders(path: Path, month: int, n_rows: int = 400, *, seed: int = 0) -> Path:
    """Write a month of orders as a CSV file."""
    return write_csv(path, orders(month, n_rows, seed=seed))


def write_csv(
    path: Path, rows: list[list[str]], columns: tuple[str, ...] | list[str] = COLUMNS
) -> Path:
    """Write rows under a header."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def land(source: Path, folder: Path, name: str | None = None) -> Path:
    """Bring a file into a folder as a careful program does: under another name, then renamed."""
    target = folder / (name or source.name)
    part = target.with_name(target.name + ".part")
    part.write_bytes(source.read_bytes())
    part.rename(target)
    return target
