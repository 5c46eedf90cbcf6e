"""The MLflow door of a workspace in a process of its own, asked by clients."""

import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from real_world import World

TOKEN = "only-for-this-test"


@dataclass(frozen=True)
class Door:
    """Where it answers, and its process."""

    address: str
    process: "subprocess.Popen[bytes]"

    def close(self) -> int:
        """End it in order; return its exit code."""
        self.process.terminate()
        return self.process.wait(30.0)


def open_door(world: World, errors: IO[bytes]) -> Door:
    """Start `tidemill tracking` on a free port, with a token, and wait until it answers.

    What it prints besides goes to `errors`.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        world.command("tracking", "--port", str(port)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env={**world.environment(), "TIDEMILL_TRACKING_TOKEN": TOKEN},
    )
    door = Door(f"http://127.0.0.1:{port}", process)
    world.until(lambda: _answers(door), "the door to answer")
    return door


@contextmanager
def silent_door(world: World) -> Iterator[Door]:
    """A door that must end in order when it is left, and have complained of nothing."""
    log = world.folder.parent / "door.log"
    with log.open("wb") as errors:
        door = open_door(world, errors)
        yield door
        assert door.close() == 0
    assert log.read_text(encoding="utf-8") == "", "The door complained."


def _answers(door: Door) -> bool:
    try:
        with urllib.request.urlopen(f"{door.address}/health", timeout=5.0) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        assert door.process.poll() is None, "The door closed by itself."
        return False
