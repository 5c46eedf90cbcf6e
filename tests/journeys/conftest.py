"""Worlds of real processes for the journeys, and the demo played once for all who look at it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from real_world import World

# What a person sees of each step is said in a line; the last one names what should not be there.
DEMO = """
import json, sys
from functools import partial
from pathlib import Path
from tidemill.gui.app import run
from tidemill.gui.demo import DemoPlayer

def seen(window, step):
    print(json.dumps([step.share, window.status_bar.step(), step.address]), flush=True)

def over(window):
    heavy = {"pandas", "scipy.stats", "scipy.optimize", "scipy.sparse", "sklearn", "duckdb"}
    print(json.dumps(sorted(heavy & set(sys.modules))))
    window.close_now()

def play(window):
    player = DemoPlayer(window)
    player.shown.connect(partial(seen, window))
    player.finished.connect(partial(over, window))
    player.play()

sys.exit(run(Path(sys.argv[1]), "light", (1440, 900), play))
"""
DEMO_PATIENCE_S = 600.0


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Make worlds; each is closed after the test, and a process that would not end fails it."""
    made: list[World] = []

    def make(name: str = "ws", **values: Any) -> World:
        made.append(World(tmp_path / name, **values))
        return made[-1]

    yield make
    left = [line for world in made for line in world.close()]
    assert left == [], "These processes did not end when asked to."


@pytest.fixture
def world(worlds: Callable[..., World]) -> World:
    """A new workspace."""
    return worlds()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder that other programs write into."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@dataclass(frozen=True)
class Played:
    """The demo played to its end in a window.

    Where it lies, what the status bar said and the page shown (share, words, address) step by
    step, and which heavy libraries the window's process had loaded in the end.
    """

    folder: Path
    said: tuple[tuple[float, str, str], ...]
    heavy: tuple[str, ...]


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo, played once a session in a window of its own process; look, do not change.

    Tests that take it stand in one file, so that one test process plays it.
    """
    world = World(tmp_path_factory.mktemp("demo") / "demo-workspace")
    try:
        done = subprocess.run(
            [sys.executable, "-c", DEMO, str(world.folder)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=DEMO_PATIENCE_S,
            env=world.environment(),
        )
        assert done.returncode == 0, done.stdout + done.stderr
        *said, heavy = (tuple(json.loads(line)) for line in done.stdout.splitlines())
    finally:
        left = world.close()
    assert left == [], "These processes did not end when asked to."
    return Played(world.folder, tuple(said), heavy)


@pytest.fixture
def played_copy(played: Played, tmp_path: Path) -> Path:
    """A copy of the played demo that a test may change."""
    return Path(shutil.copytree(played.folder, tmp_path / "played"))
