"""Services that die are started again: soon at first, later and later while they go on dying."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tidemill.base import programs
from tidemill.base.clock import HeldClock
from tidemill.domain.deployments import Deployment, DeploymentKind, HttpSettings, ServiceState
from tidemill.services import workspace as workspaces
from tidemill.services.news import News
from tidemill.services.workspace import Workspace
from tidemill.worker import keeping, services
from tidemill.worker.keeping import FIRST_S, LONGEST_S, LOOK_S, WELL_S
from tidemill.worker.services import Services


class Process:
    """A process that lives until `dies` is called."""

    def __init__(self) -> None:
        self.code: int | None = None

    def poll(self) -> int | None:
        return self.code

    def dies(self, code: int = 1) -> None:
        self.code = code


@dataclass
class Stage:
    """A clock held by hand, what is wanted, what is found at work, and all that was started."""

    now: float = 1000.0
    wanted: list[Deployment] = field(default_factory=list)
    at_work: list[str] = field(default_factory=list)
    started: list[tuple[float, Process]] = field(default_factory=list)
    said: list[tuple[str, ServiceState, str]] = field(default_factory=list)

    @property
    def last(self) -> Process:
        return self.started[-1][1]

    def starts(self) -> list[float]:
        """When something was started, in seconds since the first."""
        return [at - self.started[0][0] for at, _ in self.started]


@dataclass(frozen=True)
class _Found:
    message: str


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = workspaces.create(tmp_path / "ws", clock=HeldClock())
    yield made
    made.close()


@pytest.fixture
def stage(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Stage:
    now = workspace.clock.now()
    settings = HttpSettings(programs.machine(), 8321).to_dict()
    one = Deployment(
        1, DeploymentKind.HTTP, "buyers", 1, "buyers", settings, True, ServiceState.STARTING,
        now, now, "ada",
    )  # fmt: skip
    found = Stage(wanted=[one])

    def start(*_words: Any, **_options: Any) -> Process:
        found.started.append((found.now, Process()))
        return found.last

    def say(_workspace: Workspace, name: str, state: ServiceState, **told: Any) -> None:
        found.said.append((name, state, told.get("trouble", "")))
        found.wanted = [
            replace(one, state=state) if one.name == name else one for one in found.wanted
        ]

    for module in (services, keeping):
        monkeypatch.setattr(module, "monotonic", lambda: found.now)
    monkeypatch.setattr(keeping, "start_apart", start)
    monkeypatch.setattr(services.deploying, "to_keep", lambda _: found.wanted)
    monkeypatch.setattr(services.deploying, "say", say)
    monkeypatch.setattr(services.workers, "alive", lambda *_: [_Found(n) for n in found.at_work])
    return found


def go_on(kept: Services, stage: Stage, seconds: float) -> None:
    """Let time go by, with a look every tenth of a second as the worker's loop has."""
    until = stage.now + seconds
    while stage.now < until:
        kept.tick()
        stage.now += 0.1


def test_one_that_dies_again_and_again_is_started_later_each_time_up_to_a_minute(
    workspace: Workspace, stage: Stage
):
    kept = Services(workspace)
    kept.tick()
    for _ in range(10):
        stage.last.dies()
        before = len(stage.started)
        while len(stage.started) == before:
            go_on(kept, stage, 0.1)
    starts = stage.starts()
    waits = [later - sooner for sooner, later in pairwise(starts)]
    wanted = [min(LONGEST_S, FIRST_S * 2**n) for n in range(10)]
    # It is found dead at one look and started at another: each comes LOOK_S after the one before.
    assert all(w <= one <= w + 2 * LOOK_S + 0.2 for one, w in zip(waits, wanted, strict=True))
    assert waits[-1] == pytest.approx(waits[-2], abs=LOOK_S + 0.2)  # no longer than a minute
    assert [state for _, state, _ in stage.said[:3]] == ["starting", "failed", "starting"]
    assert stage.said[1][2] == "It ended by itself (exit code 1) and is started again."


def test_one_that_was_well_for_long_is_started_soon_again(workspace: Workspace, stage: Stage):
    kept = Services(workspace)
    kept.tick()
    for _ in range(4):
        stage.last.dies()
        before = len(stage.started)
        while len(stage.started) == before:
            go_on(kept, stage, 0.5)
    go_on(kept, stage, WELL_S + 1.0)
    stage.last.dies()
    died = stage.now
    go_on(kept, stage, FIRST_S + 2 * LOOK_S + 0.2)
    assert len(stage.started) == 6
    assert stage.started[-1][0] - died <= FIRST_S + 2 * LOOK_S + 0.2


def test_one_that_was_told_to_end_is_started_at_once_where_it_is_wanted(
    workspace: Workspace, stage: Stage
):
    kept = Services(workspace)
    kept.tick()
    stage.last.dies(0)  # its settings move it
    go_on(kept, stage, LOOK_S + 0.2)
    assert len(stage.started) == 2
    assert "failed" not in [state for _, state, _ in stage.said]


def test_one_that_is_switched_off_is_not_started_and_its_crashes_are_forgotten(
    workspace: Workspace, stage: Stage
):
    kept = Services(workspace)
    kept.tick()
    assert kept.is_needed
    wanted, stage.wanted = stage.wanted, []
    stage.last.dies(-9)
    go_on(kept, stage, 5 * LONGEST_S)
    assert len(stage.started) == 1
    assert not kept.is_needed
    assert kept._kept == {}
    stage.wanted = wanted
    kept.hear([News(1, "deployment", "buyers", "")])
    kept.tick()
    assert len(stage.started) == 2  # at once, whatever it did before


def test_one_that_says_itself_why_it_failed_keeps_its_words(workspace: Workspace, stage: Stage):
    kept = Services(workspace)
    kept.tick()
    stage.wanted = [replace(stage.wanted[0], state=ServiceState.FAILED, trouble="No port.")]
    stage.last.dies(4)
    go_on(kept, stage, 2 * LOOK_S)
    assert "failed" not in [state for _, state, _ in stage.said]


def test_one_that_is_found_at_work_is_left_alone_and_does_not_keep_others_waiting(
    workspace: Workspace, stage: Stage
):
    stage.wanted.append(replace(stage.wanted[0], id=2, name="sellers"))
    stage.at_work = ["buyers"]
    kept = Services(workspace)
    go_on(kept, stage, 3 * LOOK_S)
    assert [name for name, _, _ in stage.said] == ["sellers"]
    stage.at_work = []  # it died without this worker ever having had it
    go_on(kept, stage, 2 * LOOK_S)
    assert [name for name, _, _ in stage.said] == ["sellers", "buyers"]


def test_a_crash_of_one_holds_up_no_other(workspace: Workspace, stage: Stage):
    kept = Services(workspace)
    kept.tick()
    for _ in range(6):  # from now on it waits for half a minute
        stage.last.dies()
        before = len(stage.started)
        while len(stage.started) == before:
            go_on(kept, stage, 0.5)
    stage.last.dies()
    go_on(kept, stage, 2 * LOOK_S)
    stage.wanted.append(replace(stage.wanted[0], id=2, name="sellers"))
    go_on(kept, stage, LOOK_S + 0.2)
    assert stage.said[-1][:2] == ("sellers", ServiceState.STARTING)
