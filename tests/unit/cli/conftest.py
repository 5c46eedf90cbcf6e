"""The command line run in this process: its jobs are done here, a stand-in plays other faces."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tidemill.cli import app as root
from tidemill.cli import output
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import watching, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace


@dataclass
class StandIn:
    """Notes which other face would have been started; its worker scans and does what is queued."""

    calls: list[tuple[Any, ...]] = field(default_factory=list)

    def window(self, folder: Path, *, theme: Any, size: Any, demo: bool, address: str = "") -> int:
        self.calls.append(("window", folder, theme, size, demo, *filter(None, [address])))
        return 0

    def pictures(
        self,
        folder: Path,
        out: Path,
        themes: Sequence[str],
        sizes: Sequence[tuple[int, int]],
        tell: Callable[[float, str], None],
    ) -> list[Path]:
        tell(0.0, "home")
        self.calls.append(("pictures", folder, out, tuple(themes), tuple(sizes)))
        return [out / "home_light.png"]

    def worker(self, workspace: Workspace, *, until_idle: bool, leave_when_idle: bool) -> None:
        self.calls.append(("worker", workspace.folder, until_idle, leave_when_idle))
        watching.scan(workspace, closed=_all_files(workspace))
        do_all(workspace)


def _all_files(workspace: Workspace) -> frozenset[str]:
    folders = [Path(w.folder) for w in watching.every(workspace)]
    return frozenset(str(f) for folder in folders for f in folder.iterdir())


def do_all(workspace: Workspace) -> bool:
    """Do every queued job as the worker would."""
    worker = workspace.acting_as(WORKER)
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, kinds(), worker, job, reporter)
    return True


@dataclass
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


@pytest.fixture
def faces() -> StandIn:
    return StandIn()


@pytest.fixture
def tidemill(tmp_path, faces, capsys, monkeypatch):
    """Runs a command line in the workspace `ws` and returns what it said."""
    monkeypatch.setattr(workers, "ensure", do_all)
    monkeypatch.setenv("COLUMNS", "200")
    # What `tidemill` sets up once a process is left as it was for the tests after.
    monkeypatch.setattr(root.logs, "set_up", lambda *_: None)

    def run(*words: object, where: Path | None = tmp_path / "ws") -> Said:
        line = [str(w) for w in words]
        line = line if where is None else ["-w", str(where), *line]
        capsys.readouterr()
        code = root.run(line, faces)
        output.set_json(False)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def months(tmp_path):
    """Writes files of a shop's months and returns the function that gives their paths."""

    def written(number: int, n: int = 150, shift: float = 0.0) -> Path:
        draw = random.Random(number)
        lines = ["day,x,shop,bought"]
        for i in range(n):
            x = draw.gauss(0.0, 1.0)
            bought = "yes" if x + draw.gauss(0.0, 0.7) > 0 else "no"
            shop = draw.choice(["north", "south"])
            day = f"2024-{number:02d}-{1 + i * 27 // n:02d} {i % 24:02d}:00:00"
            lines.append(f"{day},{x + shift:.4f},{shop},{bought}")
        path = tmp_path / f"shop_2024-{number:02d}.csv"
        path.write_text("\n".join(lines) + "\n")
        return path

    return written


@pytest.fixture
def champion(tidemill, months, tmp_path):
    """The loop by commands up to a champion; returns the folder that is not yet watched."""
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    files = [months(1), months(2)]
    added = tidemill("data", "add", *files, "--name", "shop", "--target", "bought", "--time", "day")
    assert added.code == 0, added.err
    words = "train shop --estimator prior --estimator logistic_regression --model buyers"
    trained = tidemill(*words.split())
    assert trained.code == 0, trained.err
    promoted = tidemill("models", "promote", "buyers@1", "--anyway", "--reason", "It shall serve")
    assert promoted.code == 0, promoted.err
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder
