"""MLflow's interface by its switch: real processes, a real port, killed, moved, and let go."""

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_world import World

from tidemill.domain.deployments import ServiceState
from tidemill.services.mlflow import switch


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "ws")
    yield world
    switch.change(world.workspace, is_on=False)
    world.until(lambda: not world.processes("switched"), "the door to be closed")
    assert world.close() == [], "These processes did not end when asked to."


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5.0) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def test_the_switch_opens_mends_moves_and_closes_the_door(world: World) -> None:
    workspace, first = world.workspace, free_port()
    world.start_worker()
    assert world.processes("switched") == []  # off by default: nothing was even started
    told = world.cli("tracking", "on", "--port", str(first)).json
    assert (told["state"], told["address"]) == ("ready", f"http://127.0.0.1:{first}")
    assert answers(first)

    world.processes("switched")[0].kill()
    world.until(lambda: not answers(first), "the killed one to be gone")
    world.until(lambda: answers(first), "the worker to start it again")

    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = int(other.getsockname()[1])
        switch.change(workspace, port=taken)
        world.until(lambda: switch.look(workspace).trouble, "the taken port to be told")
        door = switch.look(workspace)
        assert door.state is ServiceState.FAILED
        assert door.words.startswith(f"Port {taken} is taken by another program.")
    world.until(lambda: answers(taken), "the port to be had once it is free")
    assert not answers(first)
