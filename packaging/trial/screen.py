"""A screen without a monitor, and the hands and eyes of a person in front of it.

Xvfb, openbox and xdotool are Debian's; pictures are taken by Qt in a process beside.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZE = (1440, 900)
_EYES = """
import hashlib, sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(["eyes"])
for line in sys.stdin:
    picture = QGuiApplication.primaryScreen().grabWindow(0).toImage()
    if line.strip():
        picture.save(line.strip())
    print(hashlib.blake2b(bytes(picture.constBits())).hexdigest(), flush=True)
"""


def until(done: Callable[[], object], what: str, seconds: float = 60.0) -> None:
    """Wait until something is so; raises SystemExit that names it where it takes too long."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise SystemExit(f"Waited {seconds:.0f} s in vain: {what}.")
        time.sleep(0.25)


class Screen:
    """An X server of our own with a window manager; `close` ends both."""

    def __init__(self, pictures: Path) -> None:
        pictures.mkdir(parents=True, exist_ok=True)
        self._pictures = pictures
        self._n = 0
        reading, writing = os.pipe()
        width, height = SIZE
        self._started: list[subprocess.Popen[Any]] = [
            subprocess.Popen(
                ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24",
                 "-nolisten", "tcp"],
                pass_fds=[writing],
                stderr=subprocess.DEVNULL,
            )
        ]  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"
        around = {**os.environ, "DISPLAY": self.display}
        self._around = around
        openbox = subprocess.Popen(
            ["openbox"], env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._started.append(openbox)
        self._eyes = subprocess.Popen(
            [sys.executable, "-c", _EYES],
            env={**around, "QT_QPA_PLATFORM": "xcb"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(self._eyes)

    def close(self) -> None:
        """End what was started, the last first."""
        for process in reversed(self._started):
            process.terminate()
            process.wait(20)

    def window(self, title: str, seconds: float = 60.0) -> None:
        """Wait for a window whose title holds these words."""
        until(lambda: self._is_there(title), f"no window “{title}” came", seconds)

    def gone(self, title: str) -> None:
        """Wait until no window's title holds these words any more."""
        until(lambda: not self._is_there(title), f"the window “{title}” did not go")

    def _is_there(self, title: str) -> bool:
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        done = subprocess.run(command, env=self._around, capture_output=True, check=False)
        return bool(done.stdout.strip())

    def settle(self, seconds: float = 8.0) -> None:
        """Wait until the picture stands still, or so many seconds where something turns."""
        end, before = time.monotonic() + seconds, ""
        while time.monotonic() < end:
            now = self._look("")
            if now == before:
                return
            before = now
            time.sleep(0.35)

    def picture(self, name: str) -> None:
        """Keep what is to be seen now."""
        self._n += 1
        self._look(str(self._pictures / f"{self._n:02}_{name}.png"))

    def _look(self, path: str) -> str:
        assert self._eyes.stdin is not None
        assert self._eyes.stdout is not None
        self._eyes.stdin.write(path + "\n")
        self._eyes.stdin.flush()
        return self._eyes.stdout.readline()

    def key(self, *names: str) -> None:
        """Press keys, one after the other, and let the window follow."""
        for name in names:
            self._do("key", "--clearmodifiers", name)
            self.settle(3.0)

    def write(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--delay", "12", text)
        self.settle(3.0)

    def click(self, x: int, y: int) -> None:
        """Click the left button at a place of the screen."""
        self._do("mousemove", str(x), str(y))
        self._do("click", "1")
        self.settle(3.0)

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._around, check=True)
