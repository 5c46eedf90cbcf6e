"""The process behind the switch: it follows what is wanted, and windows that come and go."""

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.deployments import ServiceState
from tidemill.server.mlflow import process
from tidemill.server.mlflow.process import SwitchedDoor
from tidemill.services import workers
from tidemill.services.mlflow import switch
from tidemill.services.workspace import Workspace

PATIENCE_S = 30.0


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that it lives, and gives windows up, sooner; a thread gets no signals."""
    monkeypatch.setattr(process, "BEAT_S", 0.05)
    monkeypatch.setattr(process, "WINDOWLESS_S", 0.2)
    monkeypatch.setattr(process, "_end_on_signals", lambda _end: None)


@contextmanager
def at_work(workspace: Workspace) -> Iterator[threading.Thread]:
    """It answers in a thread, and has ended when this is left."""
    door = SwitchedDoor(workspace)
    working = threading.Thread(target=door.run, name="door")
    working.start()
    try:
        until(lambda: switch.look(workspace).state is ServiceState.READY)
        yield working
    finally:
        door.stop()
        working.join(PATIENCE_S)
        assert not working.is_alive()


def until(is_so: Callable[[], bool]) -> None:
    pause, began = threading.Event(), monotonic()
    while not is_so():
        assert monotonic() - began < PATIENCE_S
        pause.wait(0.02)


def status(port: int, token: str = "") -> int:
    address = f"http://127.0.0.1:{port}/api/2.0/mlflow/experiments/get?experiment_id=0"
    heads = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, headers=heads), timeout=PATIENCE_S
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_it_answers_until_it_is_switched_off(workspace: Workspace, port: int) -> None:
    switch.change(workspace, is_on=True, port=port, keeps_on=True)
    with at_work(workspace) as working:
        assert status(port) == 200
        switch.change(workspace, is_on=False)
        working.join(PATIENCE_S)
        assert not working.is_alive()
    assert switch.at_work_here(workspace) == []


def test_a_new_token_counts_at_once_without_a_new_start(workspace: Workspace, port: int) -> None:
    switch.change(workspace, is_on=True, port=port, keeps_on=True)
    with at_work(workspace) as working:
        assert status(port) == 200
        token = switch.new_token(workspace).token
        until(lambda: status(port) == 401)
        assert status(port, token) == 200
        switch.drop_token(workspace)
        until(lambda: status(port) == 200)
        assert working.is_alive()


def test_another_port_lets_it_end_for_the_worker_to_start_it_there(
    workspace: Workspace, port: int
) -> None:
    switch.change(workspace, is_on=True, port=port, keeps_on=True)
    with at_work(workspace) as working:
        switch.change(workspace, port=port - 1 if port > 60_000 else port + 1)
        working.join(PATIENCE_S)
        assert not working.is_alive()


def test_it_goes_with_the_last_window_unless_it_was_told_to_stay(
    workspace: Workspace, port: int
) -> None:
    first, second = (workers.register(workspace, "window") for _ in range(2))
    switch.change(workspace, is_on=True, port=port)
    with at_work(workspace) as working:
        workers.unregister(workspace, first)
        working.join(0.5)
        assert working.is_alive()  # one is open still
        workers.unregister(workspace, second)
        working.join(PATIENCE_S)
        assert not working.is_alive()
    assert switch.wanted(workspace).is_on  # the next window finds it on
    switch.change(workspace, keeps_on=True)
    with at_work(workspace) as working:
        working.join(0.5)
        assert working.is_alive()


def test_a_port_that_is_taken_is_written_down_for_whoever_looks(workspace: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        switch.change(workspace, is_on=True, port=port, keeps_on=True)
        with pytest.raises(WorldError, match=f"Port {port} is taken by another program"):
            SwitchedDoor(workspace).run()
    door = switch.look(workspace)
    assert door.state is ServiceState.FAILED
    assert door.words == (
        f"Port {port} is taken by another program. End that program, or choose another port."
    )
    assert switch.at_work_here(workspace) == []
    with at_work(workspace):  # free again
        assert switch.look(workspace).trouble == ""


def test_it_is_refused_where_it_is_off_or_at_work_already(workspace: Workspace) -> None:
    with pytest.raises(NeedsYou, match="is switched off on this computer"):
        SwitchedDoor(workspace).run()
    switch.change(workspace, is_on=True, keeps_on=True)
    workers.register(workspace, switch.PROCESS)
    with pytest.raises(NeedsYou, match="is at work already"):
        SwitchedDoor(workspace).run()
