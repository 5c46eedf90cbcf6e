"""The program's window from start to end, as the command line runs it, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace
from tidemill.store import processes

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from tidemill.gui import app
from tidemill.services import workers

workers.ensure = lambda workspace: False  # a worker would outlive this test

def after(window):
    print("opened", window.navigator.page().id, window.width(), flush=True)
    window.say("hello", 0.5)
    if sys.argv[2] == "error":
        QTimer.singleShot(0, odd)
        strip = window.standing.strip
        QTimer.singleShot(50, lambda: print("told", strip.error.detail[-20:].strip()))
    QTimer.singleShot(100, window.close)

def odd():
    raise ValueError("odd one")

sys.exit(app.run(Path(sys.argv[1]), "dark", (1100, 700), after))
"""


def run(folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(folder), how],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_it_opens_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    done = run(tmp_path / "store", "plain")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("opened home 1100")
    workspace: Workspace = spaces.open_existing(tmp_path / "store")
    with workspace.store.read() as connection:
        assert processes.every(connection) == []
    workspace.close()


def test_an_error_nobody_foresaw_is_shown_and_the_window_goes_on(tmp_path: Path) -> None:
    done = run(tmp_path / "store", "error")
    assert done.returncode == 0, done.stderr
    assert "told ValueError: odd one" in done.stdout
