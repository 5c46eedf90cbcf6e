"""The worker keeps MLflow's interface open while the switch wants it, and only then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import WorldError
from tidemill.domain.deployments import ServiceState
from tidemill.services import workers
from tidemill.services import workspace as workspaces
from tidemill.services.mlflow import switch
from tidemill.services.news import News
from tidemill.services.workspace import Workspace
from tidemill.worker import door as doors
from tidemill.worker import keeping
from tidemill.worker.door import IDLE_LOOK_S, Door


class Process:
    """A process that lives until `code` is set."""

    code: int | None = None

    def poll(self) -> int | None:
        return self.code


@dataclass
class Stage:
    """A clock held by hand, and all that was started."""

    now: float = 1000.0
    started: list[Process] = field(default_factory=list)
    commands: list[list[str]] = field(default_factory=list)

    def go_on(self, door: Door, seconds: float) -> None:
        until = self.now + seconds
        while self.now < until:
            door.tick()
            self.now += 0.1


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = workspaces.create(tmp_path / "ws", clock=HeldClock())
    yield made
    made.close()


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    found = Stage()

    def start(command: list[str], *_words: Any) -> Process:
        found.commands.append(command)
        found.started.append(Process())
        return found.started[-1]

    for module in (doors, keeping):
        monkeypatch.setattr(module, "monotonic", lambda: found.now)
    monkeypatch.setattr(keeping, "start_apart", start)
    return found


def test_nothing_is_started_where_nobody_switched_it_on(workspace: Workspace, stage: Stage) -> None:
    door = Door(workspace)
    workers.register(workspace, "window")
    stage.go_on(door, 5 * IDLE_LOOK_S)
    assert (stage.started, door.is_needed) == ([], False)


def test_it_is_started_at_the_news_and_the_worker_stays_where_it_is_to_stay(
    workspace: Workspace, stage: Stage
) -> None:
    door = Door(workspace)
    door.tick()
    switch.change(workspace, is_on=True, keeps_on=True)
    door.hear([News(1, "setting", next(iter(switch.keys())), "")])
    door.tick()
    assert len(stage.started) == 1
    assert stage.commands[0][-2:] == ["tracking", "switched"]
    assert door.is_needed
    stage.go_on(door, 5.0)
    assert len(stage.started) == 1


def test_it_is_started_only_while_a_window_is_open_unless_told_to_stay(
    workspace: Workspace, stage: Stage
) -> None:
    switch.change(workspace, is_on=True)
    door = Door(workspace)
    stage.go_on(door, 5.0)
    assert (stage.started, door.is_needed) == ([], False)
    workers.register(workspace, "window")
    door.hear([News(1, "process", "x", "")])
    door.tick()
    assert len(stage.started) == 1
    assert not door.is_needed  # the window is why the worker stays


def test_one_that_died_is_started_again_and_that_is_told(
    workspace: Workspace, stage: Stage
) -> None:
    switch.change(workspace, is_on=True, keeps_on=True)
    door = Door(workspace)
    door.tick()
    stage.started[0].code = -9
    stage.go_on(door, 1.0 + 2 * keeping.LOOK_S)
    assert len(stage.started) == 2
    found = switch.look(workspace)
    assert found.state is ServiceState.FAILED
    assert found.trouble == "It ended by itself (exit code -9) and is started again."


def test_one_that_says_why_it_could_not_begin_keeps_its_words(
    workspace: Workspace, stage: Stage
) -> None:
    switch.change(workspace, is_on=True, keeps_on=True)
    door = Door(workspace)
    door.tick()
    switch.say(workspace, "Port 5000 is taken by another program.")
    stage.started[0].code = WorldError.exit_code
    stage.go_on(door, 30.0)
    assert len(stage.started) > 1  # the port may be free by now
    assert switch.look(workspace).trouble == "Port 5000 is taken by another program."


def test_one_that_is_at_work_already_is_left_alone(workspace: Workspace, stage: Stage) -> None:
    switch.change(workspace, is_on=True, keeps_on=True)
    there = workers.register(workspace, switch.PROCESS)
    door = Door(workspace)
    stage.go_on(door, 5.0)
    assert stage.started == []
    workers.unregister(workspace, there)
    stage.go_on(door, 2 * keeping.LOOK_S)
    assert len(stage.started) == 1
