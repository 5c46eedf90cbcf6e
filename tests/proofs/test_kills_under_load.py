"""Seeded power cuts: worker, child and window killed at random while an automation is at work.

Files land in a watched folder; each is taken in, checked, handed to a script, learned from, judged
and proposed or promoted, beside a training asked for by hand and an open window. Whatever was
killed whenever: see `accounted.py` for all that must hold.
"""

import random
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import accounted
import pytest
from real_world import World, land, write_orders

from tidemill.domain.automations import Mode
from tidemill.services import workspace as workspaces

FULL = 200
ROUNDS, SHARE = 10, 2  # a world each, of which each round is one file under fire
WAYS = ("worker",) * 3 + ("child",) * 4 + ("window", "all at once", "at each try")

pytestmark = pytest.mark.timeout(3600)


class Fire:
    """Kills what works on a workspace, each in its way, and starts it again."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world, self._log = world, folder / "window.log"
        self._window: subprocess.Popen[bytes] | None = None
        self.kills: Counter[str] = Counter()

    def open_window(self) -> None:
        """Open the window, or the next one."""
        with self._log.open("ab") as log:
            self._window = subprocess.Popen(
                self._world.command("gui"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**self._world.environment(), "QT_QPA_PLATFORM": "offscreen"},
            )

    def start_worker(self) -> None:
        """Start a worker; where the window was faster, this one stands by."""
        self._world.start_worker(is_ready=False)
        self._world.until(self._world.workers, "a worker to be at work")

    def kill(self, way: str) -> None:
        """Kill in one of the ways, and start again what a person or the system would."""
        self.kills[way] += 1
        if way in ("window", "all at once"):
            self._kill_window()
        if way in ("worker", "all at once"):
            self._world.kill_worker()
            self.start_worker()
        if way == "child":
            self._world.kill_children()
        if way == "at each try":
            accounted.kill_at_each_try(self._world)
        if way in ("window", "all at once"):
            self.open_window()

    def _kill_window(self) -> None:
        if self._window is not None:
            self._window.kill()
            self._window.wait()
            self._window = None

    def end(self) -> str:
        """Close the window as a person does; what it and those before it said."""
        if self._window is not None:
            self._window.send_signal(signal.SIGTERM)
            try:
                self._window.wait(30)
            except subprocess.TimeoutExpired:
                self._kill_window()
                raise
            self._window = None
        return self._log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with data and a champion, made once; each world is a copy."""
    folder = tmp_path_factory.mktemp("prepared")
    workspace = workspaces.create(folder / "ws", login="tester")
    try:
        accounted.prepare(workspace, folder)
    finally:
        workspace.close()
    return folder / "ws"


@pytest.fixture
def world(prepared: Path, tmp_path: Path, temporary: Path) -> Iterator[World]:
    """A copy of the prepared workspace."""
    shutil.copytree(prepared, tmp_path / "ws")
    made = World(tmp_path / "ws")
    yield made
    assert made.close() == []


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, as all processes of the round have it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))  # this process has looked already
    return folder


@pytest.mark.rounds(FULL // ROUNDS, 1)
def test_kills_at_random_moments_lose_and_double_nothing(
    world, tmp_path, temporary, rounds, round_seed, measured
):
    draw = random.Random(round_seed)
    mode = draw.choice([Mode.PROPOSE, Mode.PROMOTE])
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    accounted.automate(world, inbox, tmp_path, mode)
    fire, names, trainings = Fire(world, tmp_path), [], []
    asked = Counter[str]()
    n_rounds = rounds(ROUNDS, SHARE)
    try:
        fire.open_window()
        fire.start_worker()
        for number in range(1, n_rounds + 1):
            if number % 5 == 1:
                trainings.append(accounted.ask_for_training(world))
            names.append(f"{number}.csv")
            file = tmp_path / names[-1]
            land(write_orders(file, number + 1, accounted.ROWS, seed=round_seed), inbox)
            for _ in range(draw.randint(1, 2)):
                accounted.moment(world, names[-1], draw)
                fire.kill(draw.choice(WAYS))
            asked += accounted.all_ended(world, number)
            accounted.assert_all_is_well(world, names, trainings, tmp_path / "book.jsonl")
    finally:
        said = fire.end()
    accounted.leave(world)
    assert "Traceback" not in said + world.said()
    accounted.assert_nothing_is_left(world, temporary)
    n_promoted = accounted.assert_candidates_are_single(world)
    n_tries = accounted.assert_scripts_ran_one_at_a_time(world, tmp_path / "book.jsonl")
    kills = ", ".join(f"{n} x {way}" for way, n in sorted(fire.kills.items()))
    measured(
        f"seed {round_seed}, {n_rounds} rounds: killed {kills}; {len(names)} files added once, as "
        f"many candidates, {n_promoted} promoted, {len(names)} scripts in {n_tries} tries, "
        f"{asked['jobs']} jobs lost and tried again, {asked['files']} files asked for again"
    )
