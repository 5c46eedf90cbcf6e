"""A real window in a process of its own that plays steps like a person and says what it saw."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from real_world import World

PATIENCE_S = 240.0
# A play is a generator `steps(window, path)`: each `yield` gives the window its turn, so a step
# waits with `while not there: yield`. What it says by `say(name, value)` comes back from `play`.
_BEFORE = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tidemill.gui.app import run

def say(name, value):
    print(json.dumps([name, value]), flush=True)

def shown(window, kind):
    return next((one for one in window.findChildren(kind) if one.isVisible()), None)

def toast(window, action):
    return next((one for one in window.toasts.toasts() if one.action == action), None)
"""
_AFTER = """
def play(window):
    todo = steps(window, Path(sys.argv[2]))
    timer = QTimer(window)
    def step():
        try:
            next(todo)
        except StopIteration:
            timer.stop()
            window.close_now()
    timer.timeout.connect(step)
    timer.start(30)

sys.exit(run(Path(sys.argv[1]), "light", (1440, 900), play))
"""


def play(world: World, steps: str, file: Path, code: int = 0) -> dict[str, Any]:
    """Play `steps` in a window on the world's workspace; return what they said, by name.

    Fails where the window ends otherwise than with `code` or tells of an error, and after
    `PATIENCE_S` seconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "steps.py"
        script.write_text(_BEFORE + steps + _AFTER, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, os.fspath(script), os.fspath(world.folder), os.fspath(file)],
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            env={**world.environment(), "QT_QPA_PLATFORM": "offscreen"},
            check=False,
        )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines())
